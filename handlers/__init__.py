"""Everything that speaks Slack, in and out."""
