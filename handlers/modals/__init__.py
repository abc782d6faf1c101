"""The forms, one file each: how it looks, what comes back, what it does."""
