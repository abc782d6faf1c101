"""Somebody who is reminded: the clock asks what they are told whenever it said it would."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from bot.domain import reminders as rules
from bot.domain.debts import Debt
from bot.domain.notices import ReminderDue
from bot.domain.reminders import Reminded, plan
from bot.domain.rhythm import Rhythm
from bot.domain.settings import Weekday

WORKING_DAYS = tuple(Weekday)[:5]
Sent = tuple[datetime, ReminderDue]


def at_nine(zone: str = "UTC") -> Rhythm:
    return Rhythm(zone=zone, hour=9, days=WORKING_DAYS)


@dataclass
class Reader:
    rhythm: Rhythm = field(default_factory=at_nine)
    owed: tuple[Debt, ...] = ()
    reminded: Reminded = field(default_factory=Reminded)
    look_at: datetime | None = None
    sent: list[Sent] = field(default_factory=list)

    # What happens

    def owes(self, *debts: Debt) -> None:
        """They owe that too, from the instant on at which it is asked for."""
        self.goes_on(until=debts[0].since)
        self.owed += debts
        self._look(debts[0].since)

    def settles(self, debt: Debt, *, at: datetime) -> None:
        """They owe that no more; nobody tells the clock."""
        self.goes_on(until=at)
        self.owed = tuple(one for one in self.owed if one != debt)

    def snoozes(self, *, at: datetime) -> None:
        """They press [Later: 2 hours]."""
        self.goes_on(until=at)
        self.reminded = rules.snooze(self.reminded, rhythm=self.rhythm, now=at)
        self._look(at)

    def leaves_it_for_the_next_day(self, *, at: datetime) -> None:
        """They press [Tomorrow at 9]."""
        self.goes_on(until=at)
        self.reminded = rules.leave_for_next_day(self.reminded)
        self._look(at)

    def mutes(self, debt: Debt, *, at: datetime) -> None:
        """They press [Mute]."""
        self.goes_on(until=at)
        self.reminded = rules.mute(self.reminded, debt.dispute.number)
        self._look(at)

    def unmutes(self, debt: Debt, *, at: datetime) -> None:
        """They press [Unmute]."""
        self.goes_on(until=at)
        self.reminded = rules.unmute(self.reminded, debt.dispute.number)
        self._look(at)

    def goes_on(self, *, until: datetime) -> None:
        """The clock runs up to that instant."""
        while self.look_at is not None and self.look_at < until:
            self._look(self.look_at)

    def is_left_alone(self, *, since: datetime, until: datetime) -> None:
        """The clock stands still in that time: the bot is off."""
        self.goes_on(until=since)
        if self.look_at is not None:
            self.look_at = max(self.look_at, until)

    def _look(self, now: datetime) -> None:
        debts = tuple(debt for debt in self.owed if _is_asked_for(debt, now))
        planned = plan(debts, self.reminded, rhythm=self.rhythm, now=now)
        self.reminded, self.look_at = planned.reminded, planned.look_at
        if planned.due:
            self.sent.append((now, planned.due))

    # What they have been told

    @property
    def told(self) -> list[str]:
        """Each message: "Tue 09:00 all", "Fri 09:00 all, last call for 12"."""
        return [f"{self._local(at)} {_contents(due)}" for at, due in self.sent]

    def _local(self, instant: datetime) -> str:
        return f"{instant.astimezone(ZoneInfo(self.rhythm.zone)):%a %H:%M}"


def _is_asked_for(debt: Debt, now: datetime) -> bool:
    return debt.since <= now and (debt.ends_at is None or now < debt.ends_at)


def _contents(due: ReminderDue) -> str:
    calls = [f"last call for {number}" for number in due.last_calls]
    return ", ".join([*(["all"] if due.bundled_until else []), *calls])


def march(day: int, time: str) -> datetime:
    """An instant in March 2026, in UTC; the 2nd is a Monday."""
    hour, minute = time.split(":")
    return datetime(2026, 3, day, int(hour), int(minute), tzinfo=UTC)
