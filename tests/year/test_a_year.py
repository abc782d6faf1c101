"""A year of one workspace, 12 people in 6 zones, held against what a hand works out.

Once with the clock always on, and once with five weeks in the middle in which it stands still
while people go on: the worker is down, the web process is not.
"""

import asyncio
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pytest

from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.notices import AnswerOverdue, ClockWasSilent, MayDecide, ReminderDue, WeekEnded
from bot.domain.ruling import Ruling
from bot.services.ports import Begin
from storage.engine import make_engine
from storage.transaction import make_begin
from tests.domain.oracle import NEVER_OFF, Off
from tests.storage.databases import copy_sqlite
from tests.year import oracle
from tests.year.living import TEAM, Told, Year
from tests.year.story import DISPUTES, END, FOUNDERS, START, WEEK, a_year

STORIES = a_year(seed=2026)
FIVE_WEEKS = Off(
    datetime.fromisoformat("2026-06-17T06:30+00:00"),
    datetime.fromisoformat("2026-07-22T06:30+00:00"),
)
"""From a Wednesday to a Wednesday; at its end it is noon in Kathmandu, and night in New York."""


@dataclass(frozen=True, slots=True)
class Lived:
    """What was told in the year, and what was ruled."""

    off: Off
    told: Sequence[Told]
    disputes: Sequence[Dispute]
    in_digests: dict[str, list[int]]
    """The disputes that the program ruled in the time of each founder's digests, in order."""

    @property
    def reminders(self) -> list[oracle.Reminder]:
        return sorted(
            oracle.Reminder(one.at, one.who, tuple(sorted(one.notice.last_calls)))
            for one in self.told
            if isinstance(one.notice, ReminderDue)
        )

    @property
    def deciders(self) -> list[tuple[datetime, str, int]]:
        return sorted(
            (one.at, one.who, one.notice.dispute.number)
            for one in self.told
            if isinstance(one.notice, MayDecide)
        )

    @property
    def overdue(self) -> list[tuple[datetime, str, int]]:
        return sorted(
            (one.at, one.who, one.notice.dispute.number)
            for one in self.told
            if isinstance(one.notice, AnswerOverdue)
        )

    @property
    def digests(self) -> list[tuple[datetime, str]]:
        return sorted((one.at, one.who) for one in self.told if isinstance(one.notice, WeekEnded))

    @property
    def silences(self) -> list[tuple[datetime, str, int]]:
        """How many rulings each founder was told of that came late."""
        return sorted(
            (one.at, one.who, one.notice.how_many)
            for one in self.told
            if isinstance(one.notice, ClockWasSilent)
        )

    def weeks_of(self, founder: str) -> list[WeekEnded]:
        return [
            one.notice
            for one in self.told
            if one.who == founder and isinstance(one.notice, WeekEnded)
        ]

    @property
    def rulings(self) -> list[Ruling]:
        return [one.state for one in self.disputes if isinstance(one.state, Ruling)]


async def _live(database_url: str, off: Off) -> Lived:
    news: list[None] = []

    def is_any_new() -> bool:
        was = bool(news)
        news.clear()
        return was

    engine = make_engine(database_url)
    begin = make_begin(engine, after_commit=lambda: news.append(None))
    year = Year(begin, is_any_new, off)
    await year.pass_by(STORIES)
    lived = await _look_back(year, begin)
    await engine.dispose()
    return lived


async def _look_back(year: Year, begin: Begin) -> Lived:
    async with begin(reading=True) as tx:
        disputes = await tx.disputes.all_of(TEAM, above=0, limit=2 * DISPUTES)
        in_digests = {
            founder: [
                found.id.number
                for one in year.told
                if one.who == founder and isinstance(one.notice, WeekEnded)
                for found in await tx.disputes.found(
                    TEAM, after=one.notice.since, until=one.notice.until
                )
            ]
            for founder in FOUNDERS
        }
    return Lived(year.off, year.told, disputes, in_digests)


@pytest.fixture(scope="module", params=[NEVER_OFF, FIVE_WEEKS], ids=["always on", "with a gap"])
def lived(
    request: pytest.FixtureRequest,
    sqlite_with_tables: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Lived:
    folder = tmp_path_factory.mktemp("year")
    return asyncio.run(_live(copy_sqlite(sqlite_with_tables, folder), request.param))


# The story is worth living


def test_every_way_of_ending_comes_up_and_every_kind_of_reminder() -> None:
    told = oracle.reminders(STORIES)

    assert len(STORIES) == DISPUTES
    assert len(Counter(story.basis for story in STORIES)) == 6
    assert sum(not one.last_calls for one in told) > 200
    assert sum(bool(one.last_calls) for one in told) > 100
    assert any(len(one.last_calls) > 1 for one in told)
    answers = [oracle.answered_at(story) for story in STORIES]
    assert sum(at is not None and at < END for at in answers) > 100
    assert len(list(oracle.outcomes(STORIES, NEVER_OFF))) > 200


# Reminders


def test_everybody_is_reminded_at_those_instants_and_at_no_other(lived: Lived) -> None:
    assert lived.reminders == oracle.reminders(STORIES, lived.off)


def test_a_gap_leaves_no_backlog(lived: Lived) -> None:
    """What was missed comes once a person when the bot is back, or not at all."""
    in_the_gap = [one for one in lived.reminders if lived.off.since <= one.at < lived.off.until]
    made_up = Counter(one.who for one in lived.reminders if one.at == lived.off.until)

    assert in_the_gap == []
    assert set(made_up.values()) <= {1}
    assert bool(made_up) == (lived.off is FIVE_WEEKS)


def test_every_decider_is_told_once(lived: Lived) -> None:
    assert lived.deciders == oracle.deciders(STORIES, lived.off)


# Answers


def test_every_answer_that_came_in_the_year_is_kept(lived: Lived) -> None:
    answers = [oracle.answered_at(story, lived.off) for story in STORIES]

    assert [bool(one.outcomes) for one in lived.disputes] == [
        at is not None and at < END for at in answers
    ]


def test_the_side_that_was_not_chosen_hears_once_that_an_answer_is_overdue(lived: Lived) -> None:
    assert lived.overdue == oracle.overdue(STORIES, lived.off)
    assert len(lived.overdue) > 20


# Digests


@pytest.mark.rule(
    "Each founder gets the digest on Monday at 09:00 in their own time, "
    "unless the settings say otherwise."
)
def test_every_founder_gets_a_digest_on_monday_morning(lived: Lived) -> None:
    each = Counter(who for _, who in lived.digests)

    assert lived.digests == oracle.digests(lived.off)
    assert each == dict.fromkeys(FOUNDERS, 52 if lived.off is NEVER_OFF else 52 - 5 + 1)


@pytest.mark.rule("A digest tells of the time since the last one, however long that is.")
@pytest.mark.parametrize("founder", FOUNDERS)
def test_the_digests_follow_each_other_without_gap_or_overlap(lived: Lived, founder: str) -> None:
    weeks = lived.weeks_of(founder)
    sent_at = [at for at, who in lived.digests if who == founder]

    assert weeks[0].since <= START
    assert [week.since for week in weeks[1:]] == [week.until for week in weeks[:-1]]
    assert [week.until for week in weeks] == sent_at
    longest = max(week.until - week.since for week in weeks[1:])
    assert (longest > 5 * WEEK) == (lived.off is FIVE_WEEKS)


@pytest.mark.rule("Every ruling is in exactly one digest of each founder.")
@pytest.mark.parametrize("founder", FOUNDERS)
def test_every_ruling_is_in_exactly_one_digest(lived: Lived, founder: str) -> None:
    last = lived.weeks_of(founder)[-1].until
    found = [
        number
        for number, story in enumerate(STORIES, 1)
        if oracle.found_at(story, lived.off) <= last
    ]

    assert sorted(lived.in_digests[founder]) == found


# Rulings


def test_every_dispute_ends_as_its_people_had_it(lived: Lived) -> None:
    assert [ruling.basis for ruling in lived.rulings] == [story.basis for story in STORIES]


def test_every_ruling_is_dated_to_its_end_and_knows_when_it_was_found(lived: Lived) -> None:
    dates = [(ruling.ruled_at, ruling.found_at) for ruling in lived.rulings]

    assert dates == [(one.ended_at, oracle.found_at(one, lived.off)) for one in STORIES]
    assert any(ruled != found for ruled, found in dates) == (lived.off is FIVE_WEEKS)


def test_after_the_gap_each_founder_hears_once_how_many_rulings_came_late(lived: Lived) -> None:
    late = sum(oracle.found_at(one, lived.off) > one.ended_at for one in STORIES)
    told = [(lived.off.until, who, late) for who in FOUNDERS] if late else []

    assert lived.silences == told
    assert bool(told) == (lived.off is FIVE_WEEKS)


def test_nobody_who_is_no_founder_gets_a_digest(lived: Lived) -> None:
    assert {UserId(who) for _, who in lived.digests} == set(FOUNDERS)
