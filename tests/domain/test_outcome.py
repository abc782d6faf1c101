"""What became of a ruling's promise, as the winning side records it."""

from dataclasses import replace
from datetime import date

import pytest

from bot.domain.afterwards import record_outcome
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.leads import name_deputy
from bot.domain.notices import CardChanged, OutcomeRecorded
from bot.domain.outcome import Answered, Became, Dropped, NotYet, Outcome
from bot.domain.person import Person
from bot.domain.promise import answer_of, put_off
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    person,
    ruling_of,
    with_outcome,
)

RULED = a_ruled_dispute()
NOW = END + 14 * DAY
TODAY = NOW.date()


def problems_of(became: Became, dispute: Dispute = RULED) -> list[str]:
    with pytest.raises(Unfit) as refused:
        with_outcome(dispute, became)
    return [problem.field for problem in refused.value.problems]


# Who


@pytest.mark.rule(
    "The lead or the deputy of the side whose option was chosen records what became of it."
)
def test_the_winning_lead_records_the_outcome() -> None:
    after, notices = record_outcome(RULED, ANSWER, by=MAYA, today=TODAY, now=NOW)

    assert after.outcomes == (Outcome(became=ANSWER, by=MAYA.id, at=NOW),)
    assert notices == (CardChanged(RULED.id), OutcomeRecorded(RULED.id, 0))


def test_the_winning_deputy_does_too() -> None:
    named, _ = name_deputy(an_unsealed_dispute(), Side.PRODUCT, ADA, by=MAYA, now=MONDAY + DAY)
    ruled, _ = rule_at_end(named, now=END)

    assert with_outcome(ruled, ANSWER, by=ADA).outcomes[0].by == ADA.id


@pytest.mark.parametrize("by", [JONAS, LEE, OLU, ZOE])
def test_nobody_else_does(by: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        with_outcome(RULED, ANSWER, by=by)

    assert str(refused.value) == (
        "You cannot record the outcome for product on #12. "
        "Maya (lead) or a founder, when the lead has left can."
    )


@pytest.mark.rule("A founder records it when that lead has left.")
def test_a_founder_records_it_when_the_lead_has_left() -> None:
    after, _ = record_outcome(RULED, ANSWER, by=OLU, today=TODAY, now=NOW, lead_has_left=True)

    assert after.outcomes[0].by == OLU.id


# What


@pytest.mark.rule("An answer can come early, on any day from that of the ruling on.")
@pytest.mark.parametrize("on", [date(2026, 3, 9), date(2026, 3, 10), TODAY])
def test_an_answer_is_of_a_day_from_the_ruling_until_today(on: date) -> None:
    assert answer_of(with_outcome(RULED, replace(ANSWER, on=on))) == replace(ANSWER, on=on)


@pytest.mark.parametrize("on", [date(2026, 3, 8), date(2026, 3, 24)])
def test_an_answer_of_another_day_is_refused(on: date) -> None:
    assert problems_of(replace(ANSWER, on=on)) == ["on"]


def test_today_is_the_day_of_who_records_it() -> None:
    """In Tonga it is Tuesday the 24th already."""
    tomorrow = replace(ANSWER, on=date(2026, 3, 24))
    after, _ = record_outcome(RULED, tomorrow, by=MAYA, today=date(2026, 3, 24), now=NOW)

    assert answer_of(after) == tomorrow


def test_west_of_utc_the_day_of_the_ruling_is_no_day_to_come() -> None:
    """At 02:00 UTC the ruling is of the ninth, and in New York it is still the eighth."""
    at_once = replace(ANSWER, on=date(2026, 3, 9))
    after, _ = record_outcome(RULED, at_once, by=MAYA, today=date(2026, 3, 8), now=END)

    assert answer_of(after) == at_once


@pytest.mark.rule(
    "An answer has its day, its customer, the customer's own words and what was learned."
)
def test_an_empty_answer_is_refused_with_all_of_its_problems() -> None:
    empty = Answered(on=TODAY, who="", words=" ", learned="\n")

    assert problems_of(empty) == ["who", "words", "learned"]


@pytest.mark.rule(
    '"Not yet" names a day after today and after the promised one, and says why; '
    "each one stays on record."
)
def test_not_yet_twice_is_kept_twice() -> None:
    later = NotYet(until=date(2026, 4, 6), why="The call was moved.")
    twice = with_outcome(with_outcome(RULED, NOT_YET), later)

    assert put_off(twice) == (NOT_YET, later)


@pytest.mark.parametrize(
    ("became", "fields"),
    [
        (NotYet(until=TODAY, why="Later."), ["until"]),
        (NotYet(until=date(2026, 3, 1), why=""), ["until", "why"]),
        (NotYet(until=date(3000, 1, 1), why="Much later."), ["until"]),
        (Dropped(" "), ["why"]),
    ],
)
def test_what_says_no_later_day_or_no_reason_is_refused(became: Became, fields: list[str]) -> None:
    assert problems_of(became) == fields


@pytest.mark.parametrize(
    ("today", "until", "said"),
    [
        (10, 11, "Choose a day after the promised one, Mon 23 March 2026."),
        (10, 10, "Choose a day after the promised one, Mon 23 March 2026."),
        (10, 23, "Choose a day after the promised one, Mon 23 March 2026."),
        (23, 23, "Choose a day after the promised one, Mon 23 March 2026."),
        (24, 24, "Choose a day after today; you are asked again then."),
        (24, 12, "Choose a day after today; you are asked again then."),
    ],
)
def test_not_yet_never_asks_before_the_promised_day(today: int, until: int, said: str) -> None:
    became = replace(NOT_YET, until=date(2026, 3, until))
    with pytest.raises(Unfit) as refused:
        record_outcome(RULED, became, by=MAYA, today=date(2026, 3, today), now=NOW)

    assert [(one.field, one.sentence) for one in refused.value.problems] == [("until", said)]


@pytest.mark.parametrize(("today", "until"), [(10, 24), (23, 24), (25, 26)])
def test_any_later_day_puts_it_off(today: int, until: int) -> None:
    became = replace(NOT_YET, until=date(2026, 3, until))
    after, _ = record_outcome(RULED, became, by=MAYA, today=date(2026, 3, today), now=NOW)

    assert put_off(after) == (became,)


def test_where_no_day_is_promised_not_yet_names_a_day_after_today() -> None:
    tomorrow = NotYet(until=date(2026, 3, 10), why="Tomorrow.")
    undated = agreed_on(replace(FILTER, days_to_feedback=None))
    after, _ = record_outcome(undated, tomorrow, by=MAYA, today=date(2026, 3, 9), now=NOW)

    assert put_off(after) == (tomorrow,)


def agreed_on(option: Option) -> Dispute:
    """What both sides took, whatever the rule would have said of it."""
    dispute = an_unsealed_dispute((option,))
    for side, by in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        dispute, _ = confirm_option(dispute, side, option.id, revision=1, by=by, now=MONDAY + DAY)
    return dispute


@pytest.mark.rule("What was dropped says why.")
def test_what_was_dropped_is_kept_with_its_reason() -> None:
    assert with_outcome(RULED, DROPPED).outcomes[0].became == DROPPED


# Once


@pytest.mark.rule("The same outcome recorded twice is recorded once.")
@pytest.mark.parametrize("became", [ANSWER, NOT_YET, DROPPED])
def test_the_same_word_twice_is_one(became: Became) -> None:
    once = with_outcome(RULED, became)
    twice = record_outcome(once, became, by=MAYA, today=TODAY, now=NOW + HOUR)

    assert twice == (once, ())


@pytest.mark.rule("An answer ends it, and so does dropping it; nothing is recorded after that.")
@pytest.mark.parametrize("last", [ANSWER, DROPPED])
@pytest.mark.parametrize("became", [replace(ANSWER, who="Borealis"), NOT_YET, Dropped("No.")])
def test_after_the_last_word_another_is_refused(last: Became, became: Became) -> None:
    with pytest.raises(Refusal, match="The outcome of #12 is recorded already"):
        with_outcome(with_outcome(RULED, last), became)


def test_an_answer_comes_after_not_yet() -> None:
    after, notices = record_outcome(
        with_outcome(RULED, NOT_YET), ANSWER, by=MAYA, today=TODAY, now=NOW
    )

    assert [word.became for word in after.outcomes] == [NOT_YET, ANSWER]
    assert notices[-1] == OutcomeRecorded(RULED.id, 1)


# Of which ruling


@pytest.mark.parametrize(
    ("dispute", "sentence"),
    [
        (an_unsealed_dispute(), "#12 is still open; this comes after its ruling."),
        (rule_at_end(an_open_dispute(), now=END)[0], "Nothing was chosen on #12"),
    ],
)
def test_without_a_chosen_option_there_is_no_outcome(dispute: Dispute, sentence: str) -> None:
    with pytest.raises(Refusal, match=sentence):
        with_outcome(dispute, ANSWER)


@pytest.mark.rule("A ruling that is set aside promises nothing any more.")
def test_of_a_ruling_that_is_set_aside_no_outcome_is_taken() -> None:
    aside, _ = set_aside(RULED, "The merchants have left.", by=OLU, now=END + HOUR)

    with pytest.raises(Refusal, match="The ruling on #12 is set aside, so nothing is owed"):
        with_outcome(aside, ANSWER)


def test_a_ruling_stays_as_it_was_whatever_becomes_of_it() -> None:
    assert ruling_of(with_outcome(RULED, ANSWER)) == ruling_of(RULED)


def test_a_founder_who_is_no_founder_of_this_workspace_cannot() -> None:
    with pytest.raises(NotAllowed):
        record_outcome(RULED, ANSWER, by=person("Olu"), today=TODAY, now=NOW, lead_has_left=True)
