"""Calls to Slack at the pace it asks for; what lacks access rests, and a post may be in doubt."""

import logging
from collections.abc import Awaitable, Callable
from typing import TypeVar

from slack_sdk.errors import SlackApiError

from bot.domain.ids import TeamId
from handlers.pacing import EVERY_METHOD, Pacing
from handlers.slack_errors import FAILURES, Fate, Setback, understand

log = logging.getLogger("roadmap.delivery")

Answer = TypeVar("Answer")
_USELESS = (*FAILURES, AttributeError, KeyError)
"""Failures, and answers in which what they should have is missing."""


class InDoubtError(Exception):
    """Nobody knows whether Slack has posted it; `error` says what was heard instead."""

    def __init__(self, error: str) -> None:
        super().__init__(error)
        self.error = error


class Calls:
    """Makes calls of one process; each may raise what the client raises, and Waiting."""

    def __init__(self, pacing: Pacing) -> None:
        self._pacing = pacing

    async def make(
        self,
        team: TeamId,
        method: str,
        call: Callable[[], Awaitable[Answer]],
        *,
        channel: str | None = None,
    ) -> Answer:
        """What the call gives, at its turn; a channel's messages come a second apart."""
        self._pacing.check(team, method)
        if channel:
            await self._pacing.turn(channel)
        try:
            answer = await call()
        except SlackApiError as refusal:
            self._heed(team, method, understand(refusal))
            raise
        self._go_on(team, method)
        return answer

    def _heed(self, team: TeamId, method: str, setback: Setback) -> None:
        """Let rest what Slack wants rested; what it refuses by name shows that it listens."""
        match setback.fate:
            case Fate.WAIT:
                self._pacing.hold(team, method, setback.seconds)
            case Fate.NO_ACCESS:
                self._stop(team, EVERY_METHOD, setback.error)
            case Fate.METHOD_RESTS:
                self._stop(team, method, setback.error)
            case Fate.NEVER:
                self._go_on(team, method)

    def _stop(self, team: TeamId, method: str, error: str) -> None:
        """Once a stop, the log says so."""
        if self._pacing.stop(team, method):
            log.error("no access to Slack", extra={"team": team, "method": method, "error": error})

    def _go_on(self, team: TeamId, method: str) -> None:
        if self._pacing.go_on(team, method):
            log.info("access to Slack again", extra={"team": team, "method": method})


async def posted(call: Callable[[], Awaitable[Answer]]) -> Answer:
    """What a call gives that posts.

    Raises:
        InDoubtError: it may have posted, or not.

    """
    try:
        return await call()
    except _USELESS as failure:
        setback = understand(failure)
        if setback.fate is Fate.DOUBT:
            raise InDoubtError(setback.error) from failure
        raise
