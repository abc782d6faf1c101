"""A small Slack for tests and for one's own machine; the bot never imports it."""
