"""The weekly digest: what needs the founders, what ended, what is open, what is promised."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from statistics import median

from bot.domain.case import Side
from bot.domain.debts import sides_without_anybody
from bot.domain.digest_bounds import NOTHING_BOUND, BoundsTold
from bot.domain.dispute import Dispute, Open
from bot.domain.estimates import TrackRecord, track_record
from bot.domain.ids import UserId
from bot.domain.outcome import Outcome
from bot.domain.period import WEEK, Period, utc_day
from bot.domain.promise import asked_on, days_late, is_overdue
from bot.domain.ruling import Basis, Chosen, Ruling
from bot.domain.sealing import SeenDispute, seen_in_channel

FEWEST_FOR_A_CHART = 5


@dataclass(frozen=True, slots=True)
class Stuck:
    """A dispute in which a side owes something, and all who could act have left."""

    dispute: SeenDispute
    side: Side


@dataclass(frozen=True, slots=True)
class Ended:
    """A dispute with the ruling that the program made in the period."""

    dispute: SeenDispute
    ruling: Ruling


@dataclass(frozen=True, slots=True)
class Promise:
    """A customers' answer that is still to come, and the UTC day on which it is asked for."""

    dispute: SeenDispute
    chosen: Chosen
    due_on: date
    """The promised day, or what "not yet" put it off to."""


@dataclass(frozen=True, slots=True)
class Came:
    """What became of a promise, as it was recorded in the period."""

    dispute: SeenDispute
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Week:
    """How many disputes ended in a week, by what they ended on."""

    monday: date
    endings: Mapping[Basis, int]


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What somebody is told of a period; a case that is sealed stays sealed."""

    period: Period
    needs: tuple[Stuck, ...]
    opened: int
    """How many of the open ones were opened in the period."""
    ended: tuple[Ended, ...]
    """In the order in which the program ruled."""
    set_aside: tuple[SeenDispute, ...]
    is_open: tuple[SeenDispute, ...]
    """The next to end first."""
    promised: tuple[Promise, ...]
    """The answers due within the next seven days, and those that are late but not overdue."""
    came: tuple[Came, ...]
    """Every outcome recorded in the period, in order."""
    overdue: tuple[SeenDispute, ...]
    """The rulings whose answer is seven days late, the latest first."""
    record: TrackRecord
    weeks: tuple[Week, ...]
    """The last eight; the last of them may still be running."""
    next: SeenDispute | Promise | None
    """What comes next: the end of an open dispute, or a promised answer."""
    bounds: BoundsTold = NOTHING_BOUND

    @property
    def is_quiet(self) -> bool:
        """Whether there is nothing to report."""
        told = (self.opened, self.ended, self.set_aside, self.came, self.overdue)
        return not (self.how_many_need or self.bounds.gates or any(told))

    @property
    def how_many_need(self) -> int:
        """How many things wait for a founder."""
        return len(self.needs) + len(self.bounds.signatures) + len(self.bounds.handoffs)

    @property
    def chosen(self) -> tuple[Ended, ...]:
        """The endings that chose something; to lapse and to withdraw is not to choose."""
        return tuple(one for one in self.ended if one.ruling.chosen)

    @property
    def chosen_of(self) -> Mapping[Side, int]:
        """How many of the options chosen were each side's."""
        return Counter(one.ruling.chosen.side for one in self.ended if one.ruling.chosen)

    @property
    def by_the_rule(self) -> int:
        """How many of the choices the default rule had to make."""
        return sum(one.ruling.basis is Basis.DEFAULT_RULE for one in self.chosen)

    @property
    def median_length(self) -> timedelta | None:
        """How long the choices took from the opening, the middle one of them."""
        opened = ((one, one.dispute.opening.window.opens_at) for one in self.chosen)
        lengths = [one.ruling.ruled_at - at for one, at in opened]
        return timedelta(seconds=median(map(timedelta.total_seconds, lengths))) if lengths else None

    @property
    def endings(self) -> Mapping[Basis, int]:
        """How many disputes ended in the eight weeks, by what they ended on."""
        return sum((Counter(week.endings) for week in self.weeks), Counter())

    @property
    def has_chart(self) -> bool:
        """Whether there is enough to draw."""
        return sum(self.endings.values()) >= FEWEST_FOR_A_CHART


def digest_of(
    disputes: Iterable[Dispute],
    period: Period,
    *,
    left: Collection[UserId] = (),
    bounds: BoundsTold = NOTHING_BOUND,
    now: datetime,
) -> Digest:
    """The digest of what its reader may see; `left` are those whose accounts are gone."""
    known = tuple({dispute.id: dispute for dispute in disputes}.values())
    running = sorted(_open(known), key=lambda one: (one.window.closes_at, one.id.number))
    ended = _ended(known, now)
    promises = _promises(ended)
    is_open = tuple(seen_in_channel(dispute, now=now) for dispute in running)
    return Digest(
        period=period,
        needs=_stuck((*running, *_ruled(known)), left, now),
        opened=sum(period.covers(dispute.window.opens_at) for dispute in running),
        ended=tuple(one for one in ended if period.covers(one.ruling.found_at)),
        set_aside=_set_aside(ended, period),
        is_open=is_open,
        promised=tuple(
            one
            for one in promises
            if one.due_on < period.today + WEEK and not is_overdue(one.dispute, period.until)
        ),
        came=_came(ended, period),
        overdue=_overdue(ended, period),
        record=track_record(known, now=period.until),
        weeks=_weeks(ended, period),
        next=_first(is_open, tuple(one for one in promises if one.due_on >= period.today)),
        bounds=bounds,
    )


def _open(disputes: Iterable[Dispute]) -> list[Dispute]:
    return [dispute for dispute in disputes if isinstance(dispute.state, Open)]


def _ruled(disputes: Iterable[Dispute]) -> list[Dispute]:
    """The rulings, whose outcome is asked for first coming first."""
    asked = ((asked_on(dispute), dispute) for dispute in disputes)
    awaited = [(day, dispute) for day, dispute in asked if day]
    return [one for _, one in sorted(awaited, key=lambda found: (found[0], found[1].id.number))]


def _ended(disputes: Iterable[Dispute], now: datetime) -> tuple[Ended, ...]:
    ended = [
        Ended(seen_in_channel(dispute, now=now), dispute.state)
        for dispute in disputes
        if isinstance(dispute.state, Ruling)
    ]
    return tuple(
        sorted(ended, key=lambda one: (one.ruling.found_at, one.dispute.opening.id.number))
    )


def _stuck(owing: Iterable[Dispute], left: Collection[UserId], now: datetime) -> tuple[Stuck, ...]:
    return tuple(
        Stuck(seen_in_channel(dispute, now=now), side)
        for dispute in owing
        for side in sides_without_anybody(dispute, left, now=now)
    )


def _set_aside(ended: Iterable[Ended], period: Period) -> tuple[SeenDispute, ...]:
    words = [(one.dispute.set_aside, one.dispute) for one in ended]
    said = [(word.at, seen) for word, seen in words if word and period.covers(word.at)]
    return tuple(seen for _, seen in sorted(said, key=lambda one: one[0]))


def _promises(ended: Iterable[Ended]) -> tuple[Promise, ...]:
    """The answers that have not come, the first one due first; what is set aside promises none."""
    promises = [
        Promise(one.dispute, one.ruling.chosen, due_on)
        for one in ended
        if one.ruling.chosen and (due_on := asked_on(one.dispute))
    ]
    return tuple(sorted(promises, key=lambda one: (one.due_on, one.dispute.opening.id.number)))


def _came(ended: Iterable[Ended], period: Period) -> tuple[Came, ...]:
    came = [
        Came(one.dispute, word)
        for one in ended
        for word in one.dispute.outcomes
        if period.covers(word.at)
    ]
    return tuple(sorted(came, key=lambda one: (one.outcome.at, one.dispute.opening.id.number)))


def _overdue(ended: Iterable[Ended], period: Period) -> tuple[SeenDispute, ...]:
    late = [one.dispute for one in ended if is_overdue(one.dispute, period.until)]
    return tuple(
        sorted(late, key=lambda one: (-days_late(one, period.today), one.opening.id.number))
    )


def _weeks(ended: Iterable[Ended], period: Period) -> tuple[Week, ...]:
    """The endings by the local week of the instant that counts, not of when it was found."""
    dated = [(period.day_of(one.ruling.ruled_at), one.ruling.basis) for one in ended]
    return tuple(
        Week(monday, Counter(basis for day, basis in dated if monday <= day < monday + WEEK))
        for monday in period.mondays
    )


def _first(
    is_open: tuple[SeenDispute, ...], promises: tuple[Promise, ...]
) -> SeenDispute | Promise | None:
    if not is_open:
        return promises[0] if promises else None
    if not promises:
        return is_open[0]
    ends_on = utc_day(is_open[0].opening.window.closes_at)
    return is_open[0] if ends_on <= promises[0].due_on else promises[0]
