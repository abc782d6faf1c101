"""Disputes that are played in the small Slack, by people who click."""
