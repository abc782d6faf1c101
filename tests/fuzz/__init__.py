"""`python -m tests.fuzz`: random payloads of the right shape, sent to the real bot."""
