"""The default rule: the option with the shortest path to customer feedback."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, fields
from decimal import Decimal
from typing import Any

from bot.domain.bounds import Bounds
from bot.domain.case import Filed, Option, Side
from bot.domain.choosable import HEAVIEST_BURDEN, why_not_choosable
from bot.domain.words import count, say_number


@dataclass(frozen=True, slots=True, kw_only=True)
class Ranked:
    """An option in its place in the ranking; rank 1 is what the rule chooses."""

    rank: int
    side: Side
    option: Option


@dataclass(frozen=True, slots=True, kw_only=True)
class NotChoosable:
    """An option that the rule passes over, with every reason."""

    side: Side
    option: Option
    reasons: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdict:
    """What the rule says of the filed cases, with all that it was told."""

    version: int
    inputs: tuple[Filed, ...]
    ranking: tuple[Ranked, ...]
    not_choosable: tuple[NotChoosable, ...]
    bounds: Bounds = field(default_factory=Bounds)
    """What it was to look at besides the cases; nothing before version 2."""

    @property
    def choice(self) -> Ranked | None:
        """The option that the rule chooses; None when nothing is choosable."""
        return self.ranking[0] if self.ranking else None


@dataclass(frozen=True, slots=True)
class Candidate:
    """A choosable option together with its case."""

    filed: Filed
    option: Option


@dataclass(frozen=True, slots=True)
class TieBreak:
    """One step of the order: smaller keys come first; `say` tells later from earlier."""

    key: Callable[[Candidate], Any]
    say: Callable[[Candidate, Candidate], str]


def _days(candidate: Candidate) -> int:
    return candidate.option.days_to_feedback or 0


def _cost_of_delay(candidate: Candidate) -> Decimal:
    return candidate.option.figures.cost_of_delay_per_week or Decimal(0)


def _burden(candidate: Candidate) -> int:
    return candidate.option.figures.ops_burden or HEAVIEST_BURDEN


def _cost_per_query(candidate: Candidate) -> tuple[bool, Decimal]:
    cost = candidate.option.figures.cost_per_query_usd
    return cost is None, cost or Decimal(0)


def _content(candidate: Candidate) -> tuple[str, ...]:
    option = candidate.option
    typed = [
        getattr(option, field.name) for field in fields(option) if field.name not in _NOT_COMPARED
    ]
    return (option.title.casefold(), *map(str, typed))


_NOT_COMPARED = {"id", "revision", "added_late", "approach", "path", "stop_if", "builder_word"}
"""What is not typed, and what rulings of version 1 have never looked at."""


def _say_days(later: Candidate, earlier: Candidate) -> str:
    return f"{count(_days(later), 'day')}, against {_days(earlier)}"


def _say_cost_of_delay(later: Candidate, earlier: Candidate) -> str:
    return (
        f"as many days; a lower cost of delay, {_usd_a_week(later)} against {_usd_a_week(earlier)}"
    )


def _usd_a_week(candidate: Candidate) -> str:
    known = candidate.option.figures.cost_of_delay_per_week
    return "not known" if known is None else f"{say_number(known)} USD a week"


def _say_burden(later: Candidate, earlier: Candidate) -> str:
    return (
        "the same days and cost of delay; a higher ops burden, "
        f"{_known(later.option.figures.ops_burden)} against "
        f"{_known(earlier.option.figures.ops_burden)}"
    )


def _say_cost_per_query(later: Candidate, earlier: Candidate) -> str:
    return (
        "the same days, cost of delay and ops burden; a higher cost per query, "
        f"{_known(later.option.figures.cost_per_query_usd)} against "
        f"{_known(earlier.option.figures.cost_per_query_usd)}"
    )


def _known(figure: Decimal | int | None) -> str:
    return "not known" if figure is None else say_number(figure)


def _say_filing(_later: Candidate, _earlier: Candidate) -> str:
    return "the same figures; its case was filed later"


def _say_content(_later: Candidate, _earlier: Candidate) -> str:
    return "the same figures and filing; its text comes later in the alphabet"


VERSION_1: tuple[TieBreak, ...] = (
    TieBreak(_days, _say_days),
    TieBreak(lambda candidate: -_cost_of_delay(candidate), _say_cost_of_delay),
    TieBreak(_burden, _say_burden),
    TieBreak(_cost_per_query, _say_cost_per_query),
    TieBreak(lambda candidate: candidate.filed.filed_at, _say_filing),
    TieBreak(_content, _say_content),
)
"""The order of product.md, *The default rule, version 1*; the side is nowhere in it."""

VERSIONS = {1: VERSION_1, 2: VERSION_1}
"""Version 2 ranks as version 1 does, among the options that keep within their bounds."""
LATEST = 2
_UNBOUND = Bounds()


def apply_rule(
    inputs: Iterable[Filed], bounds: Bounds = _UNBOUND, *, version: int = LATEST
) -> Verdict:
    """What the rule of that version says; the order of the cases and options does not count.

    Version 1 knows no bounds.
    """
    inputs = tuple(inputs)
    bounds = _UNBOUND if version == 1 else bounds
    candidates: list[Candidate] = []
    not_choosable: list[NotChoosable] = []
    for filed in inputs:
        for option in filed.case.options:
            if reasons := _reasons(filed, option, bounds):
                passed_over = NotChoosable(side=filed.side, option=option, reasons=reasons)
                not_choosable.append(passed_over)
            else:
                candidates.append(Candidate(filed, option))
    candidates.sort(key=lambda candidate: [step.key(candidate) for step in VERSIONS[version]])
    return Verdict(
        version=version,
        inputs=inputs,
        ranking=tuple(
            Ranked(rank=rank, side=candidate.filed.side, option=candidate.option)
            for rank, candidate in enumerate(candidates, start=1)
        ),
        not_choosable=tuple(not_choosable),
        bounds=bounds,
    )


def _reasons(filed: Filed, option: Option, bounds: Bounds) -> tuple[str, ...]:
    return (*why_not_choosable(filed, option), *bounds.reasons_against(filed.side, option))


def replay_verdict(verdict: Verdict) -> Verdict:
    """The verdict worked out again from the inputs that it stores."""
    return apply_rule(verdict.inputs, verdict.bounds, version=verdict.version)


def why_behind(verdict: Verdict, ranked: Ranked) -> str:
    """Why an option does not stand one place higher: the first step of the order that tells."""
    later = _candidate(verdict, ranked)
    earlier = _candidate(verdict, verdict.ranking[ranked.rank - 2])
    for step in VERSIONS[verdict.version]:
        if step.key(later) != step.key(earlier):
            return step.say(later, earlier)
    return "the same in everything that the rule looks at"


def _candidate(verdict: Verdict, ranked: Ranked) -> Candidate:
    filed = next(filed for filed in verdict.inputs if filed.side is ranked.side)
    return Candidate(filed, ranked.option)
