"""How fast the bot answers, beside listeners that do nothing, in one run on one machine."""
