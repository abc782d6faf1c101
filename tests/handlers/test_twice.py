"""Doubles in: whatever Slack delivers twice, at once or a minute later, has one effect."""

from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

import pytest

from bot.app import App
from handlers.ids import Form
from sandbox.calls import Reply
from sandbox.seen import find_strings
from sandbox.server import Slack
from tests.handlers.attempts import Asked, Scene, State
from tests.handlers.doubles import Bringer, is_refusal
from tests.handlers.test_who_may_click import TABLE
from tests.storage.databases import copy_sqlite
from tests.world import MAYA, MovableClock, at_work, listening_over_http, small_slack

Effect = tuple[list[str], list[str]]
UNTRUE = ("Something went wrong", "Slack did not answer")
"""What nobody reads of something that was done."""
NOT_ANY_MORE = "You cannot pass the lead on for product on #1. <@U6ZOE> (lead)"
"""What stands in the second answer where the first has taken the right to do it again."""


@dataclass(frozen=True, slots=True)
class Place:
    """A world of its own, in which something is done."""

    slack: Slack
    bot: App
    clock: MovableClock
    courier: Bringer

    async def do(self, asked: Asked, state: State, who: str) -> Effect:
        """What there is more and less once that person has done it."""
        scene = Scene(self.slack, self.bot, self.bot.begin, self.clock, state)
        assert await scene.try_all(asked, (who,)) == {who: ""}
        return await self.courier.effect()


@asynccontextmanager
async def a_world(
    tables: Path, folder: Path, asked: Asked, *, copies: int = 1
) -> AsyncIterator[Place]:
    """A world in which so many copies of it are delivered at once."""
    clock = MovableClock()
    async with (
        small_slack(clock) as slack,
        at_work(slack, copy_sqlite(tables, folder), clock=clock) as joined,
    ):
        # What is handed out for three seconds lasts as long as the rules' clock stands still.
        slack.workspace.tickets.now = clock
        slack.courier = courier = Bringer(slack, joined.app, asked, copies=copies)
        async with listening_over_http(slack, joined.app):
            yield Place(slack, joined.app, clock, courier)


def _who(may: frozenset[str] | set[str]) -> str:
    return MAYA if MAYA in may else min(may)


ROWS = [
    pytest.param(asked, state, _who(may), id=f"{type(asked).__name__}-{asked.value}")
    for asked, *cells in TABLE
    for state, may in [next((s, m) for s, m in zip(State, cells, strict=True) if m)]
]
"""Everything that Slack can ask, in a state in which somebody may do it."""


@pytest.mark.parametrize(("asked", "state", "who"), ROWS)
async def test_what_is_delivered_again_a_minute_later_changes_nothing_more(
    sqlite_with_tables: Path, tmp_path: Path, asked: Asked, state: State, who: str
) -> None:
    async with a_world(sqlite_with_tables, tmp_path, asked) as place:
        once = await place.do(asked, state, who)
        (first,) = place.courier.brought
        said = len(place.slack.ephemerals(who))
        place.clock.move(minutes=1)

        again = await place.courier.send(first.kind, first.payload)

        assert await place.courier.effect() == once
        answers = [one.text for one in place.slack.ephemerals(who)[said:]]
        assert is_harmless(again, asked, besides=answers)


@pytest.mark.parametrize(("asked", "state", "who"), ROWS)
async def test_what_is_delivered_twice_at_once_has_the_effect_of_one(
    sqlite_with_tables: Path, tmp_path: Path, asked: Asked, state: State, who: str
) -> None:
    async with a_world(sqlite_with_tables, tmp_path, asked) as place:
        once = await place.do(asked, state, who)
    async with a_world(sqlite_with_tables, tmp_path, asked, copies=2) as place:
        twice = await place.do(asked, state, who)
        replies = [one.reply for one in place.courier.brought]

    assert twice == once
    assert all(is_harmless(reply, asked) for reply in replies)
    assert sum(is_refusal(reply) for reply in replies) == (asked is Form.NOT_ME)


def is_harmless(reply: Reply, asked: Asked, *, besides: Iterable[str] = ()) -> bool:
    """Whether the answer says nothing untrue; a refusal says why, and who may."""
    texts = "\n".join([*besides, *find_strings(reply.body)])
    is_said = not is_refusal(reply) or (asked is Form.NOT_ME and NOT_ANY_MORE in texts)
    return reply.status == HTTPStatus.OK and is_said and not any(said in texts for said in UNTRUE)
