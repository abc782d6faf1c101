"""The steps between "row read" and "marked sent", and between "due" and "ruled"."""

import os
import signal
from dataclasses import dataclass
from enum import StrEnum


class Step(StrEnum):
    """Where the process may die."""

    CLAIMED = "claimed"
    """A message is leased; that is committed."""
    CALLING = "calling"
    """The call to Slack is about to leave."""
    ACCEPTED = "accepted"
    """Slack has taken the message; nobody has read its answer."""
    MARKING = "marking"
    """The message is marked as sent; that is not committed."""
    MARKED = "marked"
    """That it is sent is committed."""
    RULING = "ruling"
    """A ruling and its messages are written; they are not committed."""
    RULED = "ruled"
    """They are committed."""


@dataclass
class Fuse:
    """Kills this process when it passes that step for the `passings`-th time."""

    step: str = ""
    passings: int = 0

    def passes(self, step: Step) -> None:
        if step != self.step:
            return
        self.passings -= 1
        if self.passings == 0:
            os.kill(os.getpid(), signal.SIGKILL)
