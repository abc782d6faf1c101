"""Disputes from a file, settled by the same transitions as in Slack: no Slack, no database."""
