"""In every time zone, around every clock change: each reminder comes when it should."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo, available_timezones

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.domain.debts import Debt, DebtKind
from bot.domain.rhythm import Rhythm
from bot.domain.settings import Weekday
from tests.domain.oracle import DAY, HOUR, NEVER_OFF, Off, Place, dailies, last_call
from tests.domain.reader import Reader
from tests.domain.test_reminders import CASE

WEEK = timedelta(days=7)
ZONES = sorted(available_timezones())
FIRST, LAST = datetime(2026, 1, 1, tzinfo=UTC), datetime(2028, 12, 31, tzinfo=UTC)

instants = st.datetimes(FIRST.replace(tzinfo=None), LAST.replace(tzinfo=None)).map(
    lambda naive: naive.replace(tzinfo=UTC)
)
working_days = st.sets(st.sampled_from(Weekday), min_size=1).map(
    lambda days: tuple(sorted(days, key=lambda day: day.number))
)


def a_rhythm(zone: str, hour: int = 9, days: tuple[Weekday, ...] = tuple(Weekday)[:5]) -> Rhythm:
    return Rhythm(zone=zone, hour=hour, days=days)


rhythms = st.builds(a_rhythm, st.sampled_from(ZONES), st.integers(0, 16), working_days)


def place_of(rhythm: Rhythm) -> Place:
    return Place(rhythm.zone, rhythm.hour, frozenset(day.number for day in rhythm.days))


def a_debt(opened: datetime, asked_after: timedelta = timedelta()) -> Debt:
    return replace(CASE, since=opened + asked_after, ends_at=opened + WEEK)


def end_of(debt: Debt) -> datetime:
    assert debt.ends_at is not None
    return debt.ends_at


def who_owes(debt: Debt, rhythm: Rhythm, off: Off = NEVER_OFF) -> Reader:
    """Somebody who owes it until its end."""
    reader = Reader(rhythm)
    reader.owes(debt)
    if off is not NEVER_OFF:
        reader.is_left_alone(since=off.since, until=off.until)
    reader.goes_on(until=end_of(debt) + DAY)
    return reader


def expected(debt: Debt, rhythm: Rhythm, off: Off = NEVER_OFF) -> list[tuple[datetime, bool]]:
    """Every instant at which they are told, and whether that is the last call."""
    place = place_of(rhythm)
    call = last_call(debt.since, end_of(debt), place, off)
    before = dailies(debt.since, end_of(debt), place, off)
    return [*((one, False) for one in before), *([(call, True)] if call else [])]


def told(reader: Reader) -> list[tuple[datetime, bool]]:
    return [(at, bool(due.last_calls)) for at, due in reader.sent]


# With the bot always on


@settings(max_examples=300)
@given(instants, st.timedeltas(timedelta(), WEEK - HOUR), rhythms)
@example(datetime(2026, 3, 24, 10, tzinfo=UTC), timedelta(), a_rhythm("Europe/Berlin"))
@example(datetime(2026, 10, 22, 15, tzinfo=UTC), timedelta(), a_rhythm("Europe/Berlin"))
@example(datetime(2026, 3, 5, 10, tzinfo=UTC), timedelta(), a_rhythm("America/New_York"))
@example(datetime(2026, 10, 29, 3, tzinfo=UTC), timedelta(), a_rhythm("America/New_York"))
@example(datetime(2026, 10, 1, 8, tzinfo=UTC), timedelta(), a_rhythm("Australia/Lord_Howe"))
@example(datetime(2027, 4, 1, 22, tzinfo=UTC), timedelta(), a_rhythm("Australia/Lord_Howe"))
@example(datetime(2026, 5, 4, 6, 7, tzinfo=UTC), timedelta(), a_rhythm("Asia/Kathmandu"))
@example(datetime(2026, 5, 4, 19, tzinfo=UTC), timedelta(), a_rhythm("Pacific/Kiritimati"))
@example(datetime(2026, 2, 12, 12, tzinfo=UTC), timedelta(), a_rhythm("Africa/Casablanca"))
@example(datetime(2027, 3, 10, 12, tzinfo=UTC), timedelta(), a_rhythm("Africa/Casablanca"))
@example(
    datetime(2026, 3, 26, 9, tzinfo=UTC), timedelta(), a_rhythm("Europe/Berlin", 2, tuple(Weekday))
)
@example(datetime(2028, 2, 25, 14, tzinfo=UTC), timedelta(), a_rhythm("Asia/Tokyo"))
@example(datetime(2026, 3, 2, 10, tzinfo=UTC), 6 * DAY, a_rhythm("UTC"))
@example(datetime(2026, 3, 2, 17, tzinfo=UTC), 6 * DAY + 20 * HOUR, a_rhythm("UTC"))
def test_somebody_is_told_exactly_when_they_should_be(
    opened: datetime, asked_after: timedelta, rhythm: Rhythm
) -> None:
    debt = a_debt(opened, asked_after)
    reader = who_owes(debt, rhythm)

    assert told(reader) == expected(debt, rhythm)
    days = [rhythm.day_of(at) for at, _ in reader.sent]
    assert len(set(days)) == len(days)


def changes(zone: str) -> list[date]:
    """The days on which the clocks are changed there."""
    noons = [FIRST + number * DAY for number in range((LAST - FIRST).days)]
    offsets = [noon.astimezone(ZoneInfo(zone)).utcoffset() for noon in noons]
    pairs = zip(noons, offsets, offsets[1:], strict=False)
    return [noon.date() for noon, before, after in pairs if before != after]


def test_in_every_zone_around_every_clock_change() -> None:
    """Opened three days before; at an hour that is another one in each zone."""
    for place, zone in enumerate(ZONES):
        for day in changes(zone) or [date(2028, 2, 28)]:
            opened = datetime.combine(day, datetime.min.time(), UTC) - 3 * DAY + place % 24 * HOUR
            debt, rhythm = a_debt(opened), a_rhythm(zone)

            assert told(who_owes(debt, rhythm)) == expected(debt, rhythm), (zone, opened)


@given(instants, rhythms, st.timedeltas(timedelta(seconds=1), WEEK))
def test_nobody_is_told_of_what_they_have_settled(
    opened: datetime, rhythm: Rhythm, after: timedelta
) -> None:
    debt, reader = a_debt(opened), Reader(rhythm)
    reader.owes(debt)
    reader.settles(debt, at=opened + after)
    reader.goes_on(until=opened + 2 * WEEK)

    assert told(reader) == [one for one in expected(debt, rhythm) if one[0] < opened + after]


# What is owed without an end


@given(instants, rhythms, st.integers(0, 40), st.integers(1, 20))
def test_an_outcome_is_told_at_every_moment_from_its_day_on(
    ruled: datetime, rhythm: Rhythm, promised: int, settled_after: int
) -> None:
    due_on = (ruled + promised * DAY).date()
    debt = replace(CASE, kind=DebtKind.OUTCOME, since=ruled, ends_at=None, due_on=due_on)
    settled = ruled + (promised + settled_after) * DAY
    reader = Reader(rhythm)
    reader.owes(debt)
    reader.settles(debt, at=settled)

    days = [(ruled + number * DAY).date() for number in range(-1, 62)]
    moments = [moment for day in days if day >= due_on and (moment := rhythm.moment_on(day))]
    at_once = [ruled] if rhythm.is_daytime(ruled) and due_on <= rhythm.day_of(ruled) else []
    expected = sorted({*at_once, *(one for one in moments if ruled < one < settled)})
    assert [at for at, _ in reader.sent] == expected


# With the buttons


@given(instants, rhythms)
def test_of_a_muted_dispute_the_last_call_alone_is_told(opened: datetime, rhythm: Rhythm) -> None:
    debt, reader = a_debt(opened), Reader(rhythm)
    reader.mutes(debt, at=opened - HOUR)
    reader.owes(debt)
    reader.goes_on(until=end_of(debt))

    assert told(reader) == [one for one in expected(debt, rhythm) if one[1]]


@given(instants, rhythms, st.integers(0, 6), st.timedeltas(timedelta(seconds=1), 14 * HOUR))
def test_a_snooze_brings_it_again_after_two_hours_on_the_same_day_and_changes_nothing_else(
    opened: datetime, rhythm: Rhythm, which: int, after: timedelta
) -> None:
    debt, reader = a_debt(opened), Reader(rhythm)
    usual = expected(debt, rhythm)
    told_at, is_call = usual[which % len(usual)] if usual else (opened, False)
    pressed_at = told_at + after
    is_same_day = (
        rhythm.day_of(pressed_at) == rhythm.day_of(told_at) == rhythm.day_of(pressed_at + 2 * HOUR)
    )
    reader.owes(debt)
    if usual and is_same_day:
        reader.snoozes(at=pressed_at)
    reader.goes_on(until=end_of(debt))

    again = pressed_at + 2 * HOUR
    comes = usual and is_same_day and again < end_of(debt)
    assert told(reader) == sorted([*usual, *([(again, is_call)] if comes else [])])


# With the bot off


@settings(max_examples=300)
@given(
    instants,
    st.timedeltas(timedelta(), WEEK - HOUR),
    rhythms,
    st.timedeltas(timedelta(seconds=1), WEEK),
    st.timedeltas(timedelta(seconds=1), timedelta(days=35)),
)
def test_after_a_stop_a_reminder_is_made_up_until_six_and_a_last_call_until_the_end(
    opened: datetime, asked_after: timedelta, rhythm: Rhythm, after: timedelta, length: timedelta
) -> None:
    debt = a_debt(opened, asked_after)
    off = Off(debt.since + after, debt.since + after + length)

    assert told(who_owes(debt, rhythm, off)) == expected(debt, rhythm, off)
