"""Slack's own troubles, one after the other, by chance."""

import asyncio
from collections.abc import Callable
from random import Random

from sandbox.faults import Faults
from tests.soak.victim import POSTS

INTERNAL_ERROR = 500


class Troubles:
    """Has the small Slack limit, dawdle, accept without saying so, and be down; never for long."""

    def __init__(self, faults: Faults, chance: Random) -> None:
        self.count = 0
        self._faults = faults
        self._chance = chance

    async def come(self) -> None:
        """Come and go until it is cancelled."""
        while True:
            await asyncio.sleep(self._chance.uniform(0.3, 1.5))
            self._chance.choice(self._kinds())()
            self.count += 1
            await asyncio.sleep(self._chance.uniform(0.2, 1.0))
            self._faults.clear()

    def _kinds(self) -> tuple[Callable[[], None], ...]:
        faults, slow = self._faults, self._chance.uniform(0.1, 0.5)
        return (
            lambda: faults.limit_rate(1, POSTS),
            lambda: faults.be_slow(slow),
            lambda: faults.drop_after_accepting(POSTS),
            lambda: faults.answer_pages(INTERNAL_ERROR, POSTS),
            faults.go_down,
        )
