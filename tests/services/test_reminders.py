"""The clock's part on a real database: who is looked at, who is told, and never twice."""

import asyncio
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

import pytest

from bot.domain.case import Side
from bot.domain.debts import DebtKind
from bot.domain.ids import DisputeId, OptionId, UserId
from bot.domain.notices import (
    AnswerOverdue,
    HalfTimeReached,
    LookAgainDue,
    MayDecide,
    NobodyActs,
    Notice,
    ReminderDue,
)
from bot.domain.person import Membership, Person
from bot.domain.settings import Weekday, WorkspaceSettings
from bot.services import afterwards, disputes, putting_off
from bot.services.owing import what_is_owed
from bot.services.ports import Begin
from bot.services.reminders import AT_ONCE, send_reminders
from bot.services.settings import change_settings
from bot.services.sweep import next_due
from bot.services.windows import close_due_windows, tell_deciders
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    END,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    an_option,
)
from tests.services.directories import PUBLIC, SmallDirectory
from tests.services.goings_on import TEAM, both_filed, filed, on_record, opened, recorded
from tests.services.posted import direct_messages, posted

TUESDAY_AT_NINE = MONDAY + 23 * HOUR
MINUTE = timedelta(minutes=1)


@dataclass
class Clock:
    """The bot's clock over one workspace."""

    begin: Begin
    directory: SmallDirectory = field(default_factory=SmallDirectory)

    async def tick(self, now: datetime) -> int:
        return await send_reminders(now=now, begin=self.begin, directory=self.directory)

    async def reminded(self, now: datetime) -> list[UserId]:
        """Who gets a reminder at that tick."""
        await posted(self.begin)
        await self.tick(now)
        return sorted(user for user, _ in await direct_messages(self.begin, ReminderDue))

    async def looks_at(self, now: datetime) -> list[UserId]:
        async with self.begin(reading=True) as tx:
            return sorted(user for _, user in await tx.reminders.due(now, limit=100))

    async def has_ticked(self, now: datetime) -> None:
        await self.tick(now)
        await posted(self.begin)

    async def owed(self, user: UserId, now: datetime) -> list[DebtKind]:
        found = await what_is_owed(TEAM, user, now=now, begin=self.begin, directory=self.directory)
        return [one.debt.kind for one in found]


@pytest.fixture
def clock(begin: Begin) -> Clock:
    return Clock(begin)


async def confirmed_by_product(clock: Clock, dispute: DisputeId, *, at: datetime) -> None:
    await disputes.confirm_option(
        dispute,
        OptionId("Rules-based filter"),
        revision=1,
        then="",
        by=MAYA,
        now=at,
        begin=clock.begin,
    )


async def deputy_named(clock: Clock, dispute: DisputeId) -> None:
    await disputes.name_deputy(
        dispute,
        Side.RESEARCH,
        ADA,
        by=JONAS,
        directory=clock.directory,
        now=MONDAY + HOUR,
        begin=clock.begin,
    )


# Who is looked at


async def test_both_leads_are_looked_at_when_a_dispute_is_opened(clock: Clock) -> None:
    await opened(clock.begin)

    assert await clock.looks_at(MONDAY) == [JONAS.id, MAYA.id]
    assert await clock.reminded(MONDAY) == []
    assert await clock.looks_at(TUESDAY_AT_NINE - MINUTE) == []
    assert await clock.looks_at(TUESDAY_AT_NINE) == [JONAS.id, MAYA.id]


async def test_who_has_to_answer_a_confirmation_is_looked_at(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)
    await clock.has_ticked(MONDAY + 2 * HOUR)

    await confirmed_by_product(clock, dispute, at=MONDAY + 3 * HOUR)

    assert await clock.looks_at(MONDAY + 3 * HOUR) == [JONAS.id]


async def test_a_new_lead_and_a_new_deputy_are_looked_at(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await clock.has_ticked(MONDAY)

    await disputes.replace_lead(
        dispute, Side.PRODUCT, OLU, by=LEE, now=MONDAY + HOUR, begin=clock.begin
    )
    await deputy_named(clock, dispute)

    assert await clock.looks_at(MONDAY + HOUR) == [ADA.id, OLU.id]


async def test_filing_asks_nobody_for_anything(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await clock.has_ticked(MONDAY)

    await filed(clock.begin, dispute, Side.PRODUCT)

    assert await clock.looks_at(MONDAY + HOUR) == []


async def test_who_owes_nothing_any_more_is_not_looked_at_again(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)

    await clock.tick(TUESDAY_AT_NINE)

    assert await clock.looks_at(TUESDAY_AT_NINE + 30 * DAY) == []


async def test_more_people_than_are_looked_at_together_are_all_looked_at(clock: Clock) -> None:
    crowd = [UserId(f"U{number}") for number in range(2 * AT_ONCE + 1)]
    for user in crowd:
        clock.directory.people[user] = Person(id=user, membership=Membership.FULL_MEMBER)
    async with clock.begin() as tx:
        await tx.reminders.look(TEAM, crowd, at=MONDAY)

    assert await clock.tick(MONDAY) == len(crowd)
    assert await clock.looks_at(MONDAY) == []


class BrokenDirectory(SmallDirectory):
    """It knows some people and falls over the others."""

    async def person(self, user: UserId) -> Person:
        if user not in self.people:
            raise ZeroDivisionError(user)
        return await super().person(user)


async def test_however_many_cannot_be_reminded_they_hold_up_nobody_else(begin: Begin) -> None:
    clock = Clock(begin, BrokenDirectory())
    await opened(begin)
    async with begin() as tx:
        crowd = [UserId(f"U{number}") for number in range(AT_ONCE + 1)]
        await tx.reminders.look(TEAM, crowd, at=MONDAY - DAY)

    with pytest.raises(ExceptionGroup):
        await clock.tick(TUESDAY_AT_NINE)

    told = await direct_messages(begin, ReminderDue)
    assert {user for user, _ in told} == {MAYA.id, JONAS.id}


# Who is told


async def test_each_is_told_in_the_morning_where_they_are(clock: Clock) -> None:
    clock.directory.change(MAYA.id, zone="America/New_York")
    clock.directory.change(JONAS.id, zone="Europe/Berlin")
    await opened(clock.begin)

    await clock.has_ticked(MONDAY)

    assert await clock.reminded(TUESDAY_AT_NINE - 61 * MINUTE) == []
    assert await clock.reminded(TUESDAY_AT_NINE - HOUR) == [JONAS.id]
    assert await clock.reminded(TUESDAY_AT_NINE + 4 * HOUR) == []
    assert await clock.reminded(TUESDAY_AT_NINE + 5 * HOUR) == [MAYA.id]


async def test_two_disputes_are_one_reminder(clock: Clock) -> None:
    await opened(clock.begin)
    await opened(clock.begin, question="Word export or better summaries?")

    assert await clock.reminded(TUESDAY_AT_NINE) == [JONAS.id, MAYA.id]


async def test_two_workers_at_once_send_one_reminder(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(MONDAY)

    await asyncio.gather(*(clock.tick(TUESDAY_AT_NINE) for _ in range(2)))

    told = await direct_messages(clock.begin, ReminderDue)
    assert sorted(user for user, _ in told) == [JONAS.id, MAYA.id]


async def test_two_workers_at_once_send_one_last_call(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(MONDAY)
    friday = TUESDAY_AT_NINE + 3 * DAY

    await asyncio.gather(*(clock.tick(friday) for _ in range(2)))

    told = await direct_messages(clock.begin, ReminderDue)
    assert sorted(told) == [
        (who.id, ReminderDue(bundled_until=friday + 9 * HOUR, last_calls=(1,)))
        for who in (JONAS, MAYA)
    ]


@pytest.mark.rule("Whether anything is still owed is asked again when the reminder is sent.")
async def test_what_was_settled_before_it_is_sent_is_not_owed(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    assert await clock.reminded(TUESDAY_AT_NINE) == [JONAS.id, MAYA.id]
    assert await clock.owed(MAYA.id, TUESDAY_AT_NINE) == [DebtKind.CASE]

    await filed(clock.begin, dispute, Side.PRODUCT, at=TUESDAY_AT_NINE)

    assert await clock.owed(MAYA.id, TUESDAY_AT_NINE) == []
    assert await clock.owed(JONAS.id, TUESDAY_AT_NINE) == [DebtKind.CASE]
    assert await clock.owed(LEE.id, TUESDAY_AT_NINE) == []


async def test_what_ends_first_is_owed_first_and_as_its_reader_may_see_it(clock: Clock) -> None:
    later = await opened(clock.begin, at=MONDAY + DAY, question="Word export?")
    first = await opened(clock.begin)
    await filed(clock.begin, first, Side.PRODUCT, at=MONDAY + DAY)
    now = MONDAY + 2 * DAY

    owed = await what_is_owed(TEAM, JONAS.id, now=now, begin=clock.begin, directory=clock.directory)

    assert [one.debt.dispute for one in owed] == [first, later]
    assert not owed[0].dispute.is_unsealed


# When somebody has left


@pytest.mark.rule("When a lead has left the workspace, the deputy is reminded instead.")
async def test_the_deputy_gets_the_reminder_of_a_lead_who_has_left(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await deputy_named(clock, dispute)
    await clock.has_ticked(MONDAY + HOUR)
    clock.directory.remove(JONAS.id)

    assert await clock.reminded(TUESDAY_AT_NINE) == [ADA.id, MAYA.id]
    assert await clock.reminded(TUESDAY_AT_NINE + DAY) == [ADA.id, MAYA.id]


async def test_the_deputy_of_a_lead_who_is_there_hears_nothing(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await deputy_named(clock, dispute)

    assert await clock.reminded(TUESDAY_AT_NINE) == [JONAS.id, MAYA.id]


@pytest.mark.rule("When nobody is left to act for a side, the opener is told so, once.")
async def test_the_opener_is_told_once_when_nobody_is_left_to_act(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await clock.has_ticked(MONDAY)
    clock.directory.remove(JONAS.id)

    for day in range(4):
        await clock.tick(TUESDAY_AT_NINE + day * DAY)

    told = await direct_messages(clock.begin, NobodyActs)
    assert told == [(LEE.id, NobodyActs(dispute, Side.RESEARCH))]


async def test_two_workers_at_once_tell_the_opener_once(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(MONDAY)
    clock.directory.remove(JONAS.id)

    await asyncio.gather(*(clock.tick(TUESDAY_AT_NINE) for _ in range(2)))

    assert len(await direct_messages(clock.begin, NobodyActs)) == 1


async def test_an_opener_who_has_left_themselves_is_not_told(clock: Clock) -> None:
    """Lee opens it and leads research, and is gone."""
    await disputes.open_dispute(
        disputes.Ask(
            team=TEAM,
            channel=PUBLIC,
            question="Ship it?",
            problem="Nobody knows.",
            product_lead=MAYA,
            research_lead=LEE,
            by=LEE,
            form="by Lee",
        ),
        now=MONDAY,
        begin=clock.begin,
    )
    clock.directory.remove(LEE.id)
    await posted(clock.begin)

    await clock.tick(TUESDAY_AT_NINE)

    assert await direct_messages(clock.begin, NobodyActs) == []


async def test_a_side_that_is_without_anybody_again_is_told_of_again(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    clock.directory.remove(JONAS.id)
    await clock.has_ticked(MONDAY)
    clock.directory.change(JONAS.id, membership=Membership.FULL_MEMBER)
    await clock.has_ticked(MONDAY + DAY)
    clock.directory.remove(JONAS.id)

    await clock.tick(MONDAY + 2 * DAY)

    told = await direct_messages(clock.begin, NobodyActs)
    assert told == [(LEE.id, NobodyActs(dispute, Side.RESEARCH))]


# When Slack does not say who somebody is


async def test_somebody_of_whom_slack_says_nothing_is_asked_for_again_in_a_minute(
    clock: Clock,
) -> None:
    await opened(clock.begin)
    await clock.has_ticked(MONDAY)
    clock.directory.is_silent = True

    assert await clock.reminded(TUESDAY_AT_NINE) == []
    assert await clock.looks_at(TUESDAY_AT_NINE + MINUTE - timedelta(seconds=1)) == []
    clock.directory.is_silent = False
    assert await clock.reminded(TUESDAY_AT_NINE + MINUTE) == [JONAS.id, MAYA.id]


async def test_a_deputy_waits_for_slack_to_say_whether_the_lead_has_left(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await deputy_named(clock, dispute)
    await clock.has_ticked(MONDAY + HOUR)
    async with clock.begin() as tx:
        await tx.reminders.look(TEAM, {ADA.id}, at=TUESDAY_AT_NINE)
    clock.directory.change(JONAS.id, membership=Membership.UNKNOWN)

    assert await clock.reminded(TUESDAY_AT_NINE) == [MAYA.id]
    clock.directory.remove(JONAS.id)
    assert await clock.reminded(TUESDAY_AT_NINE + MINUTE) == [ADA.id]


# After the ruling


RULED = MONDAY + 7 * DAY
DUE_AT_NINE = RULED + 14 * DAY - HOUR
"""The filter's 14 days are over on Monday 23 March."""
OVERDUE_AT_NINE = DUE_AT_NINE + 7 * DAY


async def ruled(clock: Clock) -> DisputeId:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)
    await close_due_windows(now=RULED, begin=clock.begin)
    await clock.has_ticked(RULED)
    return dispute


async def heard(
    clock: Clock, kind: type[Notice], *moments: datetime
) -> list[tuple[UserId, datetime]]:
    """Who gets such a message, and at which of the moments."""
    told = []
    for now in moments:
        await clock.tick(now)
        told += [(user, now) for user, _ in sorted(await direct_messages(clock.begin, kind))]
    return told


async def test_an_outcome_is_told_to_the_winning_lead_on_its_day(clock: Clock) -> None:
    await ruled(clock)

    assert await clock.looks_at(DUE_AT_NINE - MINUTE) == []
    assert await clock.reminded(DUE_AT_NINE) == [MAYA.id]
    assert await clock.owed(MAYA.id, DUE_AT_NINE) == [DebtKind.OUTCOME]
    assert await clock.owed(JONAS.id, DUE_AT_NINE) == []
    assert await clock.reminded(DUE_AT_NINE + DAY) == [MAYA.id]


async def test_an_outcome_that_is_not_due_yet_is_not_owed_yet(clock: Clock) -> None:
    await ruled(clock)

    assert await clock.owed(MAYA.id, DUE_AT_NINE - DAY) == []


async def test_once_it_is_recorded_nobody_is_reminded_of_it(clock: Clock) -> None:
    dispute = await ruled(clock)
    await clock.has_ticked(DUE_AT_NINE)

    await recorded(clock.begin, dispute, ANSWER, at=DUE_AT_NINE + HOUR)

    assert await clock.reminded(DUE_AT_NINE + DAY) == []
    await clock.has_ticked(OVERDUE_AT_NINE)
    assert await clock.looks_at(DUE_AT_NINE + 30 * DAY) == []


async def test_not_yet_puts_it_off_to_its_day(clock: Clock) -> None:
    dispute = await ruled(clock)
    await clock.has_ticked(DUE_AT_NINE)

    await recorded(clock.begin, dispute, NOT_YET, at=DUE_AT_NINE + HOUR)

    assert await clock.reminded(DUE_AT_NINE + DAY) == []
    assert await clock.reminded(DUE_AT_NINE + 6 * DAY) == []
    assert await clock.reminded(DUE_AT_NINE + 7 * DAY) == [MAYA.id]


async def test_the_deputy_is_told_of_the_outcome_of_a_lead_who_has_left(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await deputy_named(clock, dispute)
    await filed(clock.begin, dispute, Side.RESEARCH)
    await close_due_windows(now=RULED, begin=clock.begin)
    await clock.has_ticked(RULED)
    clock.directory.remove(JONAS.id)

    assert await clock.reminded(DUE_AT_NINE) == [ADA.id]


async def look_again(clock: Clock, dispute: DisputeId, on: date | None, pace: int | None) -> None:
    await afterwards.set_look_again(dispute, on, pace, by=MAYA, now=RULED + HOUR, begin=clock.begin)


@pytest.mark.rule("Each such day is told to each of them once, at 09:00 in their own time.")
async def test_both_leads_are_told_to_look_again_at_nine_where_they_are(clock: Clock) -> None:
    clock.directory.change(MAYA.id, zone="America/New_York")
    clock.directory.change(JONAS.id, zone="Europe/Berlin")
    await look_again(clock, await ruled(clock), date(2026, 3, 18), None)
    midnight = MONDAY.replace(day=18, hour=0)

    hours = [midnight - DAY + hour * HOUR for hour in range(72)]
    assert await heard(clock, LookAgainDue, *hours) == [
        (JONAS.id, midnight + 8 * HOUR),
        (MAYA.id, midnight + 13 * HOUR),
    ]


async def test_two_workers_at_once_tell_each_lead_once(clock: Clock) -> None:
    dispute = await ruled(clock)
    await look_again(clock, dispute, date(2026, 3, 18), None)
    nine = MONDAY.replace(day=18, hour=9)

    await asyncio.gather(*(clock.tick(nine) for _ in range(2)))

    told = await direct_messages(clock.begin, LookAgainDue)
    assert sorted(user for user, _ in told) == [JONAS.id, MAYA.id]


async def test_a_weekly_pace_goes_on_until_it_is_stopped(clock: Clock) -> None:
    dispute = await ruled(clock)
    await look_again(clock, dispute, None, 14)
    nine = RULED - HOUR

    mondays = [nine + week * 7 * DAY for week in (1, 2)]
    told = await heard(clock, LookAgainDue, *mondays)
    await afterwards.stop_looking_again(dispute, by=JONAS, now=mondays[-1], begin=clock.begin)

    assert told == [(user, at) for at in mondays for user in (JONAS.id, MAYA.id)]
    assert await heard(clock, LookAgainDue, nine + 21 * DAY, nine + 28 * DAY) == []


async def test_the_winning_lead_is_asked_at_half_time_whether_to_stop(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    stops = an_option("Rules-based filter", 40, stop_if="no merchant labels a block")
    await filed(clock.begin, dispute, Side.PRODUCT, stops)
    await close_due_windows(now=RULED, begin=clock.begin)
    await clock.has_ticked(RULED)
    nine = RULED - HOUR

    days = [nine + number * DAY for number in range(1, 30)]
    assert await heard(clock, HalfTimeReached, *days) == [(MAYA.id, nine + 21 * DAY)]


async def test_an_overdue_answer_is_told_once_to_the_lead_of_the_side_that_was_not_chosen(
    clock: Clock,
) -> None:
    dispute = await ruled(clock)
    clock.directory.change(JONAS.id, zone="America/New_York")
    nine_there = OVERDUE_AT_NINE + 4 * HOUR

    hours = [OVERDUE_AT_NINE - DAY + hour * HOUR for hour in range(72)]
    assert await heard(clock, AnswerOverdue, *hours) == [(JONAS.id, nine_there)]
    assert (await on_record(clock.begin, dispute)).outcomes == ()


async def test_an_answer_that_came_on_the_last_day_is_told_to_nobody_as_overdue(
    clock: Clock,
) -> None:
    dispute = await ruled(clock)
    await recorded(clock.begin, dispute, ANSWER, at=OVERDUE_AT_NINE - DAY)

    assert await heard(clock, AnswerOverdue, OVERDUE_AT_NINE, OVERDUE_AT_NINE + DAY) == []


async def test_the_deputy_hears_of_an_overdue_answer_for_a_lead_who_has_left(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await deputy_named(clock, dispute)
    await both_filed(clock.begin, dispute)
    await close_due_windows(now=RULED, begin=clock.begin)
    await clock.has_ticked(RULED)
    clock.directory.remove(JONAS.id)

    days = [OVERDUE_AT_NINE + number * DAY for number in range(3)]
    assert await heard(clock, AnswerOverdue, *days) == [(ADA.id, OVERDUE_AT_NINE)]


# When nobody is left to say what became of it


@pytest.mark.rule(
    "When nobody is left to record an outcome, the opener is told so on its day, once."
)
async def test_the_opener_is_told_on_the_day_that_nobody_is_left_to_record_the_outcome(
    clock: Clock,
) -> None:
    dispute = await ruled(clock)
    clock.directory.remove(MAYA.id)

    days = [RULED + HOUR + number * DAY for number in range(30)]
    assert await heard(clock, NobodyActs, *days) == [(LEE.id, DUE_AT_NINE + 2 * HOUR)]
    await clock.tick(days[-1] + DAY)
    assert await direct_messages(clock.begin, NobodyActs) == []
    assert dispute.number == 1


async def test_who_leaves_after_that_day_is_found_out_and_told_of_too(clock: Clock) -> None:
    dispute = await ruled(clock)
    await clock.has_ticked(DUE_AT_NINE)
    clock.directory.remove(MAYA.id)

    await clock.tick(DUE_AT_NINE + DAY)

    told = await direct_messages(clock.begin, NobodyActs)
    assert told == [(LEE.id, NobodyActs(dispute, Side.PRODUCT))]


async def test_of_the_side_that_was_not_chosen_nobody_is_missed(clock: Clock) -> None:
    await ruled(clock)
    clock.directory.remove(JONAS.id)

    days = [RULED + HOUR + number * DAY for number in range(30)]
    assert await heard(clock, NobodyActs, *days) == []


async def test_what_a_founder_put_off_is_reported_again_on_its_new_day(clock: Clock) -> None:
    dispute = await ruled(clock)
    clock.directory.remove(MAYA.id)
    await clock.has_ticked(DUE_AT_NINE)
    await afterwards.record_outcome(
        dispute,
        NOT_YET,
        by=OLU,
        directory=clock.directory,
        now=DUE_AT_NINE + HOUR,
        begin=clock.begin,
    )

    days = [DUE_AT_NINE + number * DAY for number in range(1, 10)]
    assert await heard(clock, NobodyActs, *days) == [(LEE.id, DUE_AT_NINE + 7 * DAY)]


# The buttons


async def test_a_snoozed_reminder_comes_again_two_hours_later(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(TUESDAY_AT_NINE)

    until = await putting_off.snooze(
        TEAM,
        MAYA.id,
        now=TUESDAY_AT_NINE + HOUR,
        begin=clock.begin,
        directory=clock.directory,
    )

    assert until == TUESDAY_AT_NINE + 3 * HOUR
    assert await clock.reminded(until - MINUTE) == []
    assert await clock.reminded(until) == [MAYA.id]
    assert await clock.reminded(until + MINUTE) == []


async def test_a_snooze_past_midnight_is_the_next_days_reminder(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(TUESDAY_AT_NINE)

    until = await putting_off.snooze(
        TEAM,
        MAYA.id,
        now=TUESDAY_AT_NINE + 14 * HOUR,
        begin=clock.begin,
        directory=clock.directory,
    )

    assert until is None
    assert await clock.reminded(TUESDAY_AT_NINE + 16 * HOUR) == []
    assert await clock.reminded(TUESDAY_AT_NINE + DAY) == [JONAS.id, MAYA.id]


async def test_a_snooze_keeps_nothing_waiting_that_is_new(clock: Clock) -> None:
    """Jonas presses it in the very second in which Maya confirms, on the last day."""
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)
    friday_at_noon = MONDAY + 4 * DAY + 2 * HOUR
    await clock.has_ticked(friday_at_noon)

    await confirmed_by_product(clock, dispute, at=friday_at_noon)
    await putting_off.snooze(
        TEAM, JONAS.id, now=friday_at_noon, begin=clock.begin, directory=clock.directory
    )

    assert await clock.reminded(friday_at_noon) == [JONAS.id]


async def test_who_leaves_it_for_the_next_day_hears_of_it_then(clock: Clock) -> None:
    await opened(clock.begin)
    await clock.has_ticked(TUESDAY_AT_NINE)
    await putting_off.snooze(
        TEAM, MAYA.id, now=TUESDAY_AT_NINE, begin=clock.begin, directory=clock.directory
    )

    await putting_off.leave_for_next_day(
        TEAM, MAYA.id, now=TUESDAY_AT_NINE + HOUR, begin=clock.begin
    )
    moment = TUESDAY_AT_NINE + DAY

    assert await clock.reminded(moment - MINUTE) == []
    assert await clock.reminded(moment) == [JONAS.id, MAYA.id]


async def test_a_muted_dispute_is_quiet_until_its_last_call(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await putting_off.mute(TEAM, MAYA.id, dispute.number, muted=True, now=MONDAY, begin=clock.begin)

    told = [await clock.reminded(TUESDAY_AT_NINE + day * DAY) for day in range(4)]

    assert told == [[JONAS.id], [JONAS.id], [JONAS.id], [JONAS.id, MAYA.id]]
    (owed,) = await what_is_owed(
        TEAM,
        MAYA.id,
        now=TUESDAY_AT_NINE + 3 * DAY,
        begin=clock.begin,
        directory=clock.directory,
    )
    assert (owed.is_muted, owed.is_last_call) == (True, True)


async def test_who_takes_a_mute_back_is_reminded_again(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    for muted in (True, False):
        await putting_off.mute(
            TEAM, MAYA.id, dispute.number, muted=muted, now=MONDAY, begin=clock.begin
        )

    assert await clock.reminded(TUESDAY_AT_NINE) == [JONAS.id, MAYA.id]


async def test_the_buttons_of_somebody_who_owes_nothing_do_no_harm(clock: Clock) -> None:
    for _ in range(2):
        await putting_off.snooze(
            TEAM, ADA.id, now=MONDAY, begin=clock.begin, directory=clock.directory
        )
        await putting_off.mute(TEAM, ADA.id, 99, muted=True, now=MONDAY, begin=clock.begin)

    assert await clock.reminded(MONDAY + DAY) == []


# The settings


async def test_a_changed_rhythm_holds_from_the_same_day_on(clock: Clock) -> None:
    """On Friday evening Saturday becomes a working day."""
    await opened(clock.begin, at=MONDAY + 3 * DAY)
    friday = MONDAY + 4 * DAY
    await clock.has_ticked(friday)
    asked = WorkspaceSettings(working_days=tuple(Weekday)[:6], reminder_hour=7)

    await change_settings(
        TEAM,
        asked,
        by=OLU,
        directory=clock.directory,
        now=friday + 10 * HOUR,
        begin=clock.begin,
    )
    await clock.has_ticked(friday + 10 * HOUR)

    saturday_at_seven = friday + 21 * HOUR
    assert await next_due(begin=clock.begin) is not None
    assert await clock.reminded(saturday_at_seven - MINUTE) == []
    assert await clock.reminded(saturday_at_seven) == [JONAS.id, MAYA.id]


async def test_a_changed_hour_holds_for_an_outcome_too(clock: Clock) -> None:
    await ruled(clock)
    await clock.has_ticked(END)
    due_on = END + 14 * DAY
    asked = WorkspaceSettings(reminder_hour=7)
    at_home = due_on - 12 * HOUR

    await change_settings(
        TEAM, asked, by=OLU, directory=clock.directory, now=at_home, begin=clock.begin
    )
    await clock.has_ticked(at_home)

    assert await clock.reminded(due_on.replace(hour=7)) == [MAYA.id]


# The decider


@pytest.mark.rule("The decider is told once that they may decide; a decision is not a debt.")
async def test_the_decider_is_told_once_that_they_may_decide(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute, at=MONDAY + HOUR)
    may_decide_at = MONDAY + HOUR + DAY

    told = []
    for now in (may_decide_at - MINUTE, may_decide_at, may_decide_at + DAY):
        await tell_deciders(now=now, begin=clock.begin)
        told.append(await direct_messages(clock.begin, MayDecide))

    assert told == [[], [(MAYA.id, MayDecide(dispute))], []]
    assert await clock.owed(MAYA.id, may_decide_at) == []


async def test_two_workers_at_once_tell_the_decider_once(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)
    now = MONDAY + 2 * DAY

    done = await asyncio.gather(*(tell_deciders(now=now, begin=clock.begin) for _ in range(2)))

    assert sorted(done) == [0, 1]
    assert await direct_messages(clock.begin, MayDecide) == [(MAYA.id, MayDecide(dispute))]


async def test_nobody_may_decide_what_has_ended(clock: Clock) -> None:
    dispute = await opened(clock.begin)
    await both_filed(clock.begin, dispute)
    await disputes.propose_withdrawal(dispute, by=MAYA, now=MONDAY + 2 * HOUR, begin=clock.begin)
    await disputes.confirm_withdrawal(dispute, by=JONAS, now=MONDAY + 2 * HOUR, begin=clock.begin)

    assert await tell_deciders(now=MONDAY + 2 * DAY, begin=clock.begin) == 0
