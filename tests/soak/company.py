"""The processes of one bot, killed and started again for as long as people act."""

import asyncio
import signal
from collections import Counter, deque
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random

from tests.soak.mortal import Mortal
from tests.soak.steps import Step

SECONDS_TO_REACH_A_STEP = 5
LONGEST_LIFE = 3.0
EARLY_DEATHS, SECONDS_OF_A_START = 0.2, 1.0
"""The share of those who may die before they are ready, and how soon."""
MOST_PASSINGS = 4
SECONDS_TO_STOP = 30
WEB = "web"


@dataclass
class Toll:
    """How the processes ended."""

    at_steps: Counter[Step] = field(default_factory=Counter)
    at_random: int = 0
    restarts: int = 0
    by_themselves: list[str] = field(default_factory=list)
    """What no kill of ours explains."""

    @property
    def kills(self) -> int:
        return self.at_random + self.at_steps.total()


@dataclass(frozen=True, slots=True)
class Fate:
    """At which passing of which step a process dies, and after what time at the latest."""

    step: Step | None
    passings: int
    seconds_to_start: float | None
    """None lets it start, however long that takes."""
    seconds: float


class Company:
    """`web`, or `web` and `worker`, each of which dies by itself."""

    def __init__(self, mortals: Iterable[Mortal], chance: Random) -> None:
        self.toll = Toll()
        self.is_up = asyncio.Event()
        """Whether there is one that answers Slack, as far as is known."""
        self.is_over = False
        self._mortals = tuple(mortals)
        self._chance = chance
        self._lives = 0
        self._due = deque(chance.sample(list(Step), len(Step)))
        self._all_steps = asyncio.Event()

    async def until_killed_at_each_step(self, seconds: float) -> None:
        """Wait for the steps that are missing, for so long at most."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._all_steps.wait()

    async def live(self) -> None:
        """Die and be started again until it is over; then live."""
        async with asyncio.TaskGroup() as group:
            for mortal in self._mortals:
                group.create_task(self._live(mortal))

    async def stop(self) -> None:
        """End as an engineer ends it."""
        for mortal in self._mortals:
            mortal.send(signal.SIGTERM)
        async with asyncio.timeout(SECONDS_TO_STOP):
            for mortal in self._mortals:
                if code := await mortal.until_it_ends():
                    self.toll.by_themselves.append(f"{mortal.part}: {code} at SIGTERM")

    async def _live(self, mortal: Mortal) -> None:
        while not self.is_over:
            await self._live_once(mortal)
            self.toll.restarts += 1
        await mortal.begin()
        await mortal.until_it_runs()

    async def _live_once(self, mortal: Mortal) -> None:
        fate = self._fate()
        await mortal.begin(fate.step, fate.passings)
        died_at = fate.step if await self._dies_by_itself(mortal, fate) else None
        mortal.send(signal.SIGKILL)
        code = await mortal.until_it_ends()
        if mortal.part == WEB:
            self.is_up.clear()
        self._count(mortal, died_at, code)

    async def _dies_by_itself(self, mortal: Mortal, fate: Fate) -> bool:
        try:
            async with asyncio.timeout(fate.seconds_to_start):
                await mortal.until_it_runs()
            if mortal.part == WEB:
                self.is_up.set()
            async with asyncio.timeout(fate.seconds):
                await mortal.until_it_ends()
        except TimeoutError:
            return False
        return True

    def _fate(self) -> Fate:
        """Each step comes once; every other life, and all later ones, are as chance has them."""
        self._lives += 1
        chance = self._chance
        if self._due and self._lives % 2:
            return Fate(self._due[0], 1, None, SECONDS_TO_REACH_A_STEP)
        step = chance.choice([*Step, *[None] * len(Step)])
        soon = chance.uniform(0, SECONDS_OF_A_START) if chance.random() < EARLY_DEATHS else None
        return Fate(step, chance.randint(1, MOST_PASSINGS), soon, chance.uniform(0, LONGEST_LIFE))

    def _count(self, mortal: Mortal, step: Step | None, code: int) -> None:
        """A process that ended before its time did so at its step, or for no reason of ours."""
        if code != -signal.SIGKILL:
            self.toll.by_themselves.append(f"{mortal.part}: {code}, to die at {step}")
        elif step is None:
            self.toll.at_random += 1
            self._due.rotate(-1)
        else:
            self.toll.at_steps[step] += 1
            self._strike_off(step)

    def _strike_off(self, step: Step) -> None:
        if step in self._due:
            self._due.remove(step)
        if not self._due:
            self._all_steps.set()
