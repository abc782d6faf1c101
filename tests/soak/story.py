"""What goes on during a run: people dispute as their kinds do, and windows end all the time."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from random import Random

from bot.domain.case import Option
from bot.services.ports import Begin
from sandbox.records import Person
from sandbox.server import Slack
from tests.builders import FILTER, HOUR, TRANSFORMER
from tests.handlers.deeds import a_dispute, file
from tests.soak.clock import MovedClock
from tests.soak.record import Record
from tests.soak.scene import PRODUCT, RESEARCH, Cast, Scene
from tests.world import JONAS, LEE, MAYA, OLU

CASTS = tuple(Cast(f"U{n}OPENER", f"U{n}PRODUCT", f"U{n}RESEARCH") for n in range(5))
WEEK = timedelta(days=7)
Course = Callable[[Scene], Awaitable[None]]


async def nobody_files(_: Scene) -> None:
    """The window lapses."""


async def one_files(scene: Scene) -> None:
    await scene.file(RESEARCH)


async def both_file(scene: Scene) -> None:
    await scene.both_file()


async def one_revises(scene: Scene) -> None:
    await scene.both_file()
    await scene.revise()


async def one_confirms(scene: Scene) -> None:
    await scene.both_file()
    await scene.confirm(PRODUCT)


async def both_agree(scene: Scene) -> None:
    await scene.both_file()
    await scene.confirm(PRODUCT)
    await scene.confirm(RESEARCH)


async def one_yields(scene: Scene) -> None:
    await scene.file(PRODUCT)
    await scene.yield_to_product()


async def opener_withdraws(scene: Scene) -> None:
    await scene.withdraw()


COURSES: tuple[Course, ...] = (
    nobody_files,
    one_files,
    both_file,
    both_file,
    one_revises,
    one_confirms,
    both_agree,
    one_yields,
    opener_withdraws,
)
TO_BE_DECIDED = (both_file, one_revises, one_confirms)
FILED: tuple[Sequence[tuple[Option, ...]], ...] = ((), ((FILTER,),), ((FILTER,), (TRANSFORMER,)))
"""What the sides of a dispute have filed whose window ends: nothing, product's, both."""


def let_in(slack: Slack) -> None:
    """The people of the casts: London and Berlin, so that nine o'clock comes at two instants."""
    for cast in CASTS:
        for who, zone in ((cast.opener, "Europe/London"), (cast.product, "Europe/London")):
            slack.workspace.add_person(Person(who, who.lower(), who.title(), tz=zone))
        research = cast.research
        slack.workspace.add_person(
            Person(research, research.lower(), research.title(), tz="Europe/Berlin")
        )


@dataclass
class Story:
    """Everybody who acts in a run."""

    slack: Slack
    record: Record
    begin: Begin
    clock: MovedClock
    bot_is_up: asyncio.Event
    chance: Random
    decidable: dict[Cast, Scene] = field(default_factory=dict)
    day: int = 0
    numbers: "count[int]" = field(default_factory=count)

    def begin_day(self, number: int) -> None:
        self.day = number
        self.clock.begin_day(number)

    async def go_on(self) -> None:
        """Until it is cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self._windows_end())
            group.create_task(self._homes_are_looked_at())
            for cast in CASTS:
                group.create_task(self._dispute(cast))

    async def _dispute(self, cast: Cast) -> None:
        """One dispute after the other; what can be decided on a later day is."""
        while True:
            if self.day > 0 and (scene := self.decidable.pop(cast, None)):
                await scene.decide()
            course = self.chance.choice(COURSES)
            people = {LEE, cast.opener, cast.product, cast.research}
            scene = Scene(self.slack, self.record, self.bot_is_up, cast, self._channel(people))
            await scene.open()
            await course(scene)
            if self.day == 0 and course in TO_BE_DECIDED:
                self.decidable[cast] = scene

    async def _windows_end(self) -> None:
        """Disputes of seven days ago, whose windows end within seconds."""
        while True:
            opened_at = self.clock() - WEEK + timedelta(seconds=self.chance.uniform(1, 4))
            channel = self._channel({LEE, MAYA, JONAS})
            form = f"of {channel}"
            dispute = await a_dispute(self.begin, channel=channel, form=form, now=opened_at)
            filed = self.chance.choice(FILED)
            for side, options in zip((PRODUCT, RESEARCH), filed, strict=False):
                await file(self.begin, dispute, side, *options, now=opened_at + HOUR)
            await asyncio.sleep(self.chance.uniform(0.5, 1.5))

    async def _homes_are_looked_at(self) -> None:
        for who in (OLU, MAYA, *(cast.product for cast in CASTS)):
            await self.bot_is_up.wait()
            await self.slack.as_person(who).open_home()

    def _channel(self, people: set[str]) -> str:
        number = next(self.numbers)
        channel = f"C{number:03d}SOAK"
        self.slack.workspace.add_channel(channel, f"soak-{number}", people, has_bot=True)
        return channel
