"""What `make soak` says at its end."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

from tests.soak.reckoning import Reckoning
from tests.soak.run import Ran
from tests.soak.steps import Step

MOST_SHOWN = 20
LATEST = timedelta(seconds=15)
"""How late a ruling may be while all but one of four processes run."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The runs, and the many windows that ended at once."""

    seconds: float
    runs: Mapping[str, Ran]
    many: Reckoning

    @property
    def _all(self) -> Sequence[Reckoning]:
        return (*(ran.reckoning for ran in self.runs.values()), self.many)

    @property
    def is_well(self) -> bool:
        ended = [one for ran in self.runs.values() for one in ran.toll.by_themselves]
        return not ended and all(one.is_well for one in self._all) and self.many.latest <= LATEST

    def lines(self) -> Iterator[str]:
        """What was found wrong, what happened in each part, and the sum as the last line."""
        for name, ran in self.runs.items():
            named = {"ended by itself": ran.toll.by_themselves, "in the log": ran.errors}
            yield from _found(name, ran.reckoning, named)
            yield f"{name}: {_happened(ran.reckoning)}; {_killed(ran)}"
        yield from _found("at once", self.many, {})
        latest = self.many.latest.total_seconds()
        yield (
            f"at once: {_happened(self.many)}; 2 web and 2 worker processes, one killed halfway; "
            f"latest ruling {latest:.1f} s after its end"
        )
        yield self._last_line()

    def _last_line(self) -> str:
        tolls = [ran.toll for ran in self.runs.values()]
        steps = [min(1, sum(toll.at_steps[step] for toll in tolls)) for step in Step]
        sums = self._all
        return (
            f"soak: {self.seconds:g} s, {sum(toll.kills for toll in tolls) + 1} kills "
            f"(at {sum(steps)} of {len(Step)} steps), "
            f"{sum(toll.restarts for toll in tolls)} restarts, "
            f"{sum(ran.faults for ran in self.runs.values())} faults injected; messages: "
            f"{sum(one.expected for one in sums)} expected, "
            f"{sum(one.received for one in sums)} received, "
            f"{sum(len(one.lost) for one in sums)} lost, "
            f"{sum(len(one.doubled) for one in sums)} doubled, "
            f"{sum(one.repeated for one in sums)} repeated and marked"
        )


def _happened(sums: Reckoning) -> str:
    return (
        f"{sums.disputes} disputes, {sums.rulings} rulings, {sums.expected} messages; "
        f"{sums.void} more had lost their point, {sums.parked} parked"
    )


def _killed(ran: Ran) -> str:
    steps = ", ".join(f"{step} {ran.toll.at_steps[step]}" for step in Step)
    late = ran.reckoning.latest.total_seconds()
    return f"killed: {steps}, at random {ran.toll.at_random}; latest ruling {late:.1f} s after"


def _found(name: str, sums: Reckoning, more: Mapping[str, Sequence[str]]) -> Iterator[str]:
    found = {"lost": sums.lost, "doubled": sums.doubled, "wrong": sums.wrong, **more}
    for what, named in found.items():
        for one in named[:MOST_SHOWN]:
            yield f"{name}: {what}: {one}"
