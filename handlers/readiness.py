"""Whether this process can do its work: its database, the clock, and Slack."""

import asyncio
from collections.abc import Callable
from datetime import datetime, timedelta
from http import HTTPStatus

from slack_sdk.web.async_client import AsyncWebClient
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from bot.domain.words import say_length
from bot.services.ports import Begin
from bot.services.watching import SILENCE, swept_ago
from handlers.preflight import ask_slack
from handlers.question import Question

Clock = Callable[[], datetime]
SLACKS_ANSWER_IS_GOOD_FOR = timedelta(seconds=30)


class Readiness:
    """What is in the way; within five seconds, whatever hangs.

    `clock` is the rules' clock. The sweep may be another process's: it is read from the database.
    """

    def __init__(
        self, client: AsyncWebClient, begin: Begin, *, clock: Clock, real_clock: Clock
    ) -> None:
        self._slack = Question(
            lambda: ask_slack(client), clock=real_clock, good_for=SLACKS_ANSWER_IS_GOOD_FOR
        )
        self._sweep = Question(lambda: swept_ago(now=clock(), begin=begin), clock=real_clock)

    async def page(self, _: Request) -> Response:
        """The answer for a host or a load balancer: 200, or 503 with a line for each trouble."""
        wrong = await self.what_is_wrong()
        status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
        return PlainTextResponse("\n".join(wrong) or "ready", status_code=status)

    async def what_is_wrong(self) -> tuple[str, ...]:
        """Each trouble in a sentence that tells nothing secret."""
        swept, slack = await asyncio.gather(self._sweep.answer(), self._slack.answer())
        return (*_about_sweep(swept), *_about_slack(slack))


def _about_sweep(ago: timedelta | BaseException | None) -> tuple[str, ...]:
    match ago:
        case BaseException():
            return (f"The database does not answer ({type(ago).__name__}).",)
        case None:
            return ("The clock has not swept yet.",)
        case timedelta() if ago > SILENCE:
            return (f"The clock last swept {say_length(ago)} ago.",)
    return ()


def _about_slack(wrong: tuple[str, ...] | BaseException) -> tuple[str, ...]:
    if isinstance(wrong, BaseException):
        return ("Slack does not answer.",)
    return wrong
