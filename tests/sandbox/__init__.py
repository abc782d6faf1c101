"""The small Slack, driven by a throw-away bot."""
