"""The rules of reminding, each as the week of somebody who owes something.

The dispute is opened on Monday the 2nd at 10:00 and ends on Monday the 9th at 10:00. The last
reminder moment at least four hours before that is Friday at 09:00.
"""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.case import Side
from bot.domain.debts import Debt, DebtKind
from bot.domain.notices import ReminderDue
from bot.domain.reminders import Reminded, is_last_call, leave_for_next_day, mute, plan, unmute
from bot.domain.rhythm import Rhythm
from bot.domain.settings import Weekday
from tests.builders import DAY, END, HOUR, MONDAY, an_open_dispute
from tests.domain.reader import Reader, at_nine, march

CASE = Debt(
    dispute=an_open_dispute().id,
    side=Side.RESEARCH,
    kind=DebtKind.CASE,
    since=MONDAY,
    ends_at=END,
)
ANSWER = replace(CASE, kind=DebtKind.CONFIRMATION)


def a_debt(number: int, *, days_later: int = 0) -> Debt:
    """The same in another dispute, opened some days later."""
    return replace(
        CASE,
        dispute=replace(CASE.dispute, number=number),
        since=CASE.since + days_later * DAY,
        ends_at=END + days_later * DAY,
    )


def who_owes(*debts: Debt, rhythm: Rhythm | None = None) -> Reader:
    reader = Reader(rhythm or at_nine())
    for debt in debts:
        reader.owes(debt)
    return reader


# The daily reminder


@pytest.mark.rule("A daily reminder tells somebody of what they owe, at 09:00 in their own time.")
@pytest.mark.rule(
    "Nobody is reminded of a case or an answer on the day on which they are first asked for it."
)
def test_who_owes_a_case_is_reminded_each_morning_from_the_next_day_on() -> None:
    reader = who_owes(CASE)

    reader.goes_on(until=END)

    assert reader.told == [
        "Tue 09:00 all",
        "Wed 09:00 all",
        "Thu 09:00 all",
        "Fri 09:00 all, last call for 12",
    ]


@pytest.mark.parametrize("zone", ["America/Los_Angeles", "Asia/Kathmandu", "Pacific/Auckland"])
def test_the_morning_is_the_persons_own(zone: str) -> None:
    reader = who_owes(CASE, rhythm=at_nine(zone))

    reader.goes_on(until=END)

    assert {time for _, time, _ in (told.split(" ", 2) for told in reader.told)} == {"09:00"}


def test_the_first_day_is_the_persons_own_too() -> None:
    """At 10:00 in London it is Monday evening in Tonga: the first reminder is eleven hours off."""
    reader = who_owes(CASE, rhythm=at_nine("Pacific/Tongatapu"))

    reader.goes_on(until=END)

    assert reader.sent[0][0] == march(2, "20:00")


@pytest.mark.rule("Reminders come from Monday to Friday, unless the settings say otherwise.")
def test_reminders_come_on_the_days_and_at_the_hour_of_the_settings() -> None:
    at_eight = Rhythm(zone="UTC", hour=8, days=(Weekday.WEDNESDAY, Weekday.SUNDAY))
    reader = who_owes(CASE, rhythm=at_eight)

    reader.goes_on(until=END)

    assert reader.told == ["Wed 08:00 all", "Sun 08:00 all, last call for 12"]


@pytest.mark.rule("One reminder a day and person tells of everything that they owe.")
def test_two_debts_are_told_in_one_reminder() -> None:
    reader = who_owes(CASE, a_debt(13))

    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == ["Tue 09:00 all"]


def test_what_is_asked_for_before_the_reminder_does_not_bring_it_forward() -> None:
    reader = who_owes(CASE)

    reader.owes(replace(a_debt(13), since=march(3, "08:00")))
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == ["Tue 09:00 all"]


def test_what_is_asked_for_after_the_reminder_brings_no_second_one() -> None:
    reader = who_owes(CASE)

    reader.owes(replace(a_debt(13), since=march(3, "11:00")))
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == ["Tue 09:00 all"]


@pytest.mark.rule("Who owes nothing is not reminded.")
def test_who_has_settled_what_they_owed_hears_no_more() -> None:
    reader = who_owes(CASE)

    reader.settles(CASE, at=march(3, "15:00"))
    reader.goes_on(until=END)

    assert reader.told == ["Tue 09:00 all"]
    assert reader.look_at is None


def test_who_owes_nothing_is_not_looked_at_again() -> None:
    assert plan((), Reminded(), rhythm=at_nine(), now=MONDAY).look_at is None


# When the bot was off


@pytest.mark.rule("A reminder that was missed is made up until 18:00 in their time, or dropped.")
def test_a_missed_reminder_is_made_up_in_the_afternoon() -> None:
    reader = who_owes(CASE)

    reader.is_left_alone(since=march(3, "08:00"), until=march(3, "17:59"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 17:59 all", "Wed 09:00 all"]


def test_a_missed_reminder_is_dropped_in_the_evening() -> None:
    reader = who_owes(CASE)

    reader.is_left_alone(since=march(3, "08:00"), until=march(3, "18:00"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Wed 09:00 all"]


def test_of_many_missed_reminders_one_is_made_up() -> None:
    reader = who_owes(CASE)

    reader.is_left_alone(since=march(3, "08:00"), until=march(5, "12:00"))
    reader.goes_on(until=march(6, "00:00"))

    assert reader.told == ["Thu 12:00 all"]


@pytest.mark.rule("Whether anything is still owed is asked again when the reminder is sent.")
def test_a_reminder_says_until_when_it_may_still_be_sent() -> None:
    """What is owed is asked then; `what_is_owed` in the services answers."""
    reader = who_owes(CASE)

    reader.goes_on(until=march(3, "10:00"))

    assert reader.sent[0][1] == ReminderDue(bundled_until=march(3, "18:00"))


# The last call


@pytest.mark.rule(
    "The last call is the last reminder moment at least four hours before the end; "
    "after it that debt brings no reminder."
)
def test_no_reminder_comes_after_the_last_call() -> None:
    reader = who_owes(CASE)

    reader.goes_on(until=END)

    assert reader.told[-1] == "Fri 09:00 all, last call for 12"
    assert is_last_call(CASE, at_nine(), march(9, "09:00"))


@pytest.mark.parametrize(
    ("ends_at", "last"),
    [(march(6, "13:00"), march(6, "09:00")), (march(6, "12:59"), march(5, "09:00"))],
)
def test_four_hours_are_enough(ends_at: datetime, last: datetime) -> None:
    reader = who_owes(replace(CASE, ends_at=ends_at))

    reader.goes_on(until=END)

    assert reader.sent[-1][0] == last


def test_a_dispute_that_is_called_is_told_again_with_another_that_is_due() -> None:
    reader = who_owes(CASE, a_debt(13, days_later=1))

    reader.goes_on(until=END + DAY)

    assert reader.told == [
        "Tue 09:00 all",
        "Wed 09:00 all",
        "Thu 09:00 all",
        "Fri 09:00 all, last call for 12",
        "Mon 09:00 all, last call for 13",
    ]


@pytest.mark.rule(
    "Who starts to owe something after that gets the last call at once, "
    "on a working day from 09:00 to 18:00."
)
def test_who_starts_to_owe_on_the_last_day_is_told_at_once() -> None:
    late = replace(ANSWER, since=march(6, "11:30"))

    reader = who_owes(late)
    reader.goes_on(until=END)

    assert reader.told == ["Fri 11:30 last call for 12"]


def test_who_starts_to_owe_in_the_evening_is_told_on_the_next_working_day() -> None:
    reader = who_owes(replace(ANSWER, since=march(6, "18:00")))

    reader.goes_on(until=END)

    assert reader.told == ["Mon 09:00 all, last call for 12"]


def test_who_starts_to_owe_at_the_weekend_is_not_told_before_it_ends() -> None:
    saturday_to_sunday = replace(ANSWER, since=march(7, "10:00"), ends_at=march(8, "22:00"))

    reader = who_owes(saturday_to_sunday)
    reader.goes_on(until=END)

    assert reader.told == []


def test_another_option_to_answer_brings_no_second_last_call() -> None:
    reader = who_owes(ANSWER)
    reader.goes_on(until=march(6, "10:00"))

    reader.settles(ANSWER, at=march(6, "11:00"))
    reader.owes(replace(ANSWER, since=march(6, "11:00")))
    reader.goes_on(until=END)

    assert reader.told[-1] == "Fri 09:00 all, last call for 12"


def test_a_case_and_later_an_answer_have_a_last_call_each() -> None:
    reader = who_owes(CASE)

    reader.settles(CASE, at=march(6, "12:00"))
    reader.owes(replace(ANSWER, since=march(6, "14:00")))
    reader.goes_on(until=END)

    assert reader.told[-2:] == ["Fri 09:00 all, last call for 12", "Fri 14:00 last call for 12"]


@pytest.mark.rule("A last call that was missed is made up until the end.")
@pytest.mark.parametrize("back", [march(6, "23:00"), march(8, "03:00"), END - HOUR / 60])
def test_a_missed_last_call_is_made_up_at_any_hour(back: datetime) -> None:
    reader = who_owes(CASE)

    reader.is_left_alone(since=march(3, "08:00"), until=back)
    reader.goes_on(until=END)

    assert [at for at, _ in reader.sent] == [back]
    assert reader.sent[0][1].last_calls == (12,)


def test_after_the_end_there_is_no_last_call() -> None:
    reader = who_owes(CASE)

    reader.is_left_alone(since=march(3, "08:00"), until=END)
    reader.goes_on(until=END + 2 * DAY)

    assert reader.told == []


def test_a_last_call_made_up_at_night_is_that_days_reminder() -> None:
    reader = who_owes(CASE, a_debt(13, days_later=2))

    reader.is_left_alone(since=march(6, "08:00"), until=march(9, "03:00"))
    reader.goes_on(until=march(11, "00:00"))

    assert reader.told[-2:] == ["Mon 03:00 last call for 12", "Tue 09:00 all, last call for 13"]


# Snooze


@pytest.mark.rule(
    "A reminder that is snoozed comes again after two hours, and counts as the same one."
)
def test_a_snoozed_reminder_comes_again_after_two_hours() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Tue 11:30 all", "Wed 09:00 all"]


def test_a_snooze_that_is_asked_for_twice_lasts_no_longer() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.snoozes(at=march(3, "09:31"))
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Tue 11:30 all"]


def test_a_snooze_past_midnight_is_the_next_days_reminder() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "22:00"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Wed 09:00 all"]


def test_a_snooze_may_end_after_six() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "17:30"))
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Tue 19:30 all"]
    assert reader.sent[-1][1].bundled_until == march(3, "21:30")


def test_who_has_settled_it_in_the_meantime_is_not_told_again() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.settles(CASE, at=march(3, "10:00"))
    reader.goes_on(until=END)

    assert reader.told == ["Tue 09:00 all"]


@pytest.mark.parametrize(
    ("back", "told"), [("17:59", ["Tue 17:59 all"]), ("18:00", []), ("23:00", [])]
)
def test_a_snooze_that_was_missed_is_made_up_until_six(back: str, told: list[str]) -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.is_left_alone(since=march(3, "10:00"), until=march(3, back))
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told[1:] == told


def test_a_snooze_that_was_missed_is_not_made_up_on_another_day() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.is_left_alone(since=march(3, "10:00"), until=march(4, "07:00"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Wed 09:00 all"]


def test_a_snooze_in_the_early_morning_moves_that_mornings_reminder() -> None:
    """Who presses the button of yesterday's message at eight is told at ten, and not at nine."""
    reader = who_owes(CASE)

    reader.snoozes(at=march(4, "08:00"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Wed 10:00 all"]


def test_who_leaves_it_for_the_next_day_hears_no_more_today() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "09:30"))
    reader.leaves_it_for_the_next_day(at=march(3, "09:31"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Wed 09:00 all"]
    assert leave_for_next_day(Reminded()) == Reminded()


# Mute


@pytest.mark.rule("A dispute that is muted is told at its last call only.")
def test_who_mutes_a_dispute_hears_of_it_at_its_last_call_only() -> None:
    reader = who_owes(CASE)

    reader.mutes(CASE, at=march(3, "09:30"))
    reader.goes_on(until=END)

    assert reader.told == ["Tue 09:00 all", "Fri 09:00 last call for 12"]


def test_a_muted_dispute_keeps_no_other_quiet() -> None:
    reader = who_owes(CASE, a_debt(13))

    reader.mutes(CASE, at=march(3, "09:30"))
    reader.goes_on(until=march(5, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Wed 09:00 all"]


def test_a_mute_lasts_until_it_is_taken_back() -> None:
    """Whatever happens to be owed meanwhile: it is a word about the dispute."""
    reader = who_owes(CASE)

    reader.mutes(CASE, at=march(3, "09:30"))
    reader.settles(CASE, at=march(4, "12:00"))
    reader.owes(replace(a_debt(13), since=march(4, "12:00")))
    reader.owes(replace(ANSWER, since=march(4, "13:00")))

    assert reader.reminded.muted == (12,)


def test_who_takes_a_mute_back_is_reminded_again_from_the_next_day_on() -> None:
    reader = who_owes(CASE)

    reader.mutes(CASE, at=march(3, "09:30"))
    reader.unmutes(CASE, at=march(4, "12:00"))
    reader.goes_on(until=march(6, "00:00"))

    assert reader.told == ["Tue 09:00 all", "Thu 09:00 all"]


def test_muting_twice_is_muting_once() -> None:
    once = mute(Reminded(), 12)

    assert mute(once, 12) == once
    assert unmute(unmute(once, 12), 12) == Reminded()


# An outcome


OUTCOME = replace(CASE, kind=DebtKind.OUTCOME, since=MONDAY, ends_at=None, due_on=date(2026, 3, 5))
"""Of a dispute ruled on Monday at 10:00, with the answer due on Thursday."""


@pytest.mark.rule(
    "An outcome is owed from its own day on, on every working day until it is recorded."
)
def test_an_outcome_is_told_from_its_own_day_on_until_it_is_recorded() -> None:
    reader = who_owes(OUTCOME)

    reader.settles(OUTCOME, at=march(10, "12:00"))
    reader.goes_on(until=march(20, "00:00"))

    assert reader.told == ["Thu 09:00 all", "Fri 09:00 all", "Mon 09:00 all", "Tue 09:00 all"]


def test_until_its_day_nobody_is_looked_at() -> None:
    reader = who_owes(OUTCOME)

    assert reader.look_at == march(5, "09:00")
    assert plan((OUTCOME,), Reminded(), rhythm=at_nine(), now=march(5, "08:59")).due is None


def test_an_outcome_of_a_weekend_is_told_on_monday() -> None:
    reader = who_owes(replace(OUTCOME, due_on=date(2026, 3, 7)))

    assert reader.look_at == march(9, "09:00")


def test_the_day_is_the_readers_own() -> None:
    """Nine in Kiritimati is 19:00 of the day before in UTC."""
    reader = who_owes(OUTCOME, rhythm=at_nine("Pacific/Kiritimati"))

    assert reader.look_at == march(4, "19:00")


def test_what_is_due_on_the_day_of_its_ruling_is_told_that_day() -> None:
    reader = who_owes(replace(OUTCOME, due_on=MONDAY.date()))

    assert reader.told == ["Mon 10:00 all"]


@pytest.mark.rule('"Not yet" puts the reminders of an outcome off to the day that it names.')
def test_an_outcome_that_is_put_off_is_told_on_its_new_day() -> None:
    reader = who_owes(OUTCOME)

    reader.settles(OUTCOME, at=march(5, "10:00"))
    reader.owes(replace(OUTCOME, since=march(5, "10:00"), due_on=date(2026, 3, 11)))
    reader.goes_on(until=march(12, "00:00"))

    assert reader.told == ["Thu 09:00 all", "Wed 09:00 all"]


@pytest.mark.rule("An outcome has no last call, and cannot be muted.")
def test_an_outcome_of_a_muted_dispute_is_told_all_the_same() -> None:
    reader = who_owes(OUTCOME)

    reader.mutes(OUTCOME, at=march(3, "10:00"))
    reader.goes_on(until=march(10, "00:00"))

    assert reader.told == ["Thu 09:00 all", "Fri 09:00 all", "Mon 09:00 all"]
    assert not is_last_call(OUTCOME, at_nine(), march(30, "09:00"))


def test_an_outcome_is_told_with_the_rest_in_one_reminder() -> None:
    reader = who_owes(OUTCOME, a_debt(13))

    reader.goes_on(until=march(7, "00:00"))

    assert reader.told == [
        "Tue 09:00 all",
        "Wed 09:00 all",
        "Thu 09:00 all",
        "Fri 09:00 all, last call for 13",
    ]


def test_an_outcome_can_be_snoozed() -> None:
    reader = who_owes(OUTCOME)

    reader.snoozes(at=march(5, "09:30"))
    reader.goes_on(until=march(6, "00:00"))

    assert reader.told == ["Thu 09:00 all", "Thu 11:30 all"]


# Neither skips a last call


@pytest.mark.rule("Neither snooze nor mute skips a last call.")
def test_a_last_call_that_is_muted_and_snoozed_comes_again() -> None:
    reader = who_owes(CASE)

    reader.mutes(CASE, at=march(2, "11:00"))
    reader.snoozes(at=march(6, "09:30"))
    reader.goes_on(until=END)

    assert reader.told == ["Fri 09:00 last call for 12", "Fri 11:30 last call for 12"]


def test_a_snoozed_last_call_is_made_up_until_the_end() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(6, "09:30"))
    reader.is_left_alone(since=march(6, "10:00"), until=march(8, "12:00"))
    reader.goes_on(until=END)

    assert reader.told[-2:] == ["Fri 09:00 all, last call for 12", "Sun 12:00 last call for 12"]


def test_a_snooze_does_not_keep_a_last_call_waiting() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(6, "08:00"))
    reader.goes_on(until=march(6, "09:30"))

    assert reader.told[-1] == "Fri 09:00 last call for 12"


def test_a_last_call_that_comes_while_asleep_is_told_at_once() -> None:
    reader = who_owes(CASE)

    reader.snoozes(at=march(3, "10:00"))
    reader.owes(
        replace(
            ANSWER, dispute=a_debt(13).dispute, since=march(3, "11:00"), ends_at=march(3, "15:00")
        )
    )
    reader.goes_on(until=march(4, "00:00"))

    assert reader.told == [
        "Tue 09:00 all",
        "Tue 11:00 last call for 13",
        "Tue 12:00 all, last call for 13",
    ]
