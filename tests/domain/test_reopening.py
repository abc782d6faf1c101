"""Taking an ended dispute up again: for evidence that is new, or for an answer that is overdue."""

from dataclasses import replace
from datetime import date, datetime

import pytest

from bot.domain.case import Evidence, EvidenceKind, Side
from bot.domain.dispute import Dispute, Open, Reopening
from bot.domain.ending import rule_at_end
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.leads import name_deputy
from bot.domain.opening import News, may_reopen_without_news, reopen_dispute
from bot.domain.person import Person
from bot.domain.setting_aside import set_aside
from bot.domain.withdrawal import confirm_withdrawal, propose_withdrawal
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    END,
    EVIDENCE,
    GUS,
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
    an_opening,
    an_unsealed_dispute,
    file,
    with_outcome,
)

RULED = a_ruled_dispute()
RULED_ON, TODAY = date(2026, 3, 9), date(2026, 3, 12)
NEW = Evidence(kind=EvidenceKind.INCIDENT, statement="The filter blocked Acme for a day.")
OVERDUE = END + 21 * DAY
"""Seven days after the day on which the answer was promised."""


def reopened(
    ended: Dispute,
    evidence: Evidence | None = NEW,
    *,
    dated: date = TODAY,
    by: Person = JONAS,
    now: datetime = END + 3 * DAY,
) -> Dispute:
    dispute, _ = reopen_dispute(
        ended,
        an_opening(),
        news=News(evidence, dated) if evidence else None,
        product_lead=MAYA,
        research_lead=JONAS,
        by=by,
        now=now,
    )
    return dispute


# With news


@pytest.mark.rule(
    "Reopening is a new dispute linked to the old one; "
    "it needs evidence that is new, or an answer that is overdue."
)
def test_reopening_is_a_new_dispute_with_a_link_and_news() -> None:
    dispute = reopened(RULED)

    assert dispute.opening.reopens == Reopening(RULED.id, NEW, TODAY)
    assert isinstance(dispute.state, Open)


@pytest.mark.parametrize("by", [JONAS, MAYA, LEE, ZOE])
def test_whoever_opens_a_dispute_may_reopen_one_with_news(by: Person) -> None:
    assert reopened(RULED, by=by).opening.by == by.id


@pytest.mark.rule(
    "Evidence is new when the old dispute did not have it, and it is of the ruling's day or later."
)
def test_reopening_with_evidence_that_was_there_is_refused() -> None:
    known = replace(EVIDENCE, statement="  leads on the  INTERNAL set. ")

    with pytest.raises(Unfit, match="#12 already had this evidence"):
        reopened(RULED, known)


@pytest.mark.parametrize("dated", [RULED_ON, TODAY])
def test_evidence_of_the_rulings_day_or_later_is_new(dated: date) -> None:
    why = reopened(RULED, dated=dated).opening.reopens

    assert why is not None
    assert why.dated == dated


@pytest.mark.parametrize(
    ("dated", "sentence"),
    [
        (date(2026, 3, 8), "#12 ended on Mon 9 March 2026; choose that day or a later one"),
        (date(2026, 3, 13), "Choose today or a day before; this one is still to come."),
    ],
)
def test_evidence_from_before_the_ruling_or_still_to_come_is_refused(
    dated: date, sentence: str
) -> None:
    with pytest.raises(Unfit, match=sentence) as refused:
        reopened(RULED, dated=dated)

    assert [problem.field for problem in refused.value.problems] == ["dated"]


def test_all_that_does_not_fit_is_said_at_once() -> None:
    with pytest.raises(Unfit) as refused:
        reopened(RULED, EVIDENCE, dated=date(2026, 3, 1))

    assert [problem.field for problem in refused.value.problems] == ["dated", "evidence"]


def test_an_open_dispute_is_not_reopened() -> None:
    with pytest.raises(Refusal, match="#12 is still open"):
        reopened(an_open_dispute())


def test_reopening_is_for_full_members_as_opening_is() -> None:
    with pytest.raises(NotAllowed):
        reopened(RULED, by=GUS)


def test_what_lapsed_is_reopened_with_news_too() -> None:
    lapsed, _ = rule_at_end(an_open_dispute(), now=END)

    assert reopened(lapsed, EVIDENCE).opening.reopens is not None


def test_evidence_that_a_withdrawal_left_sealed_is_not_given_away() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)
    dispute, _ = propose_withdrawal(dispute, Side.PRODUCT, by=MAYA, now=MONDAY + 2 * HOUR)
    dispute, _ = confirm_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=MONDAY + 2 * HOUR)

    assert reopened(dispute, EVIDENCE).opening.reopens is not None


# Without


@pytest.mark.rule(
    "Once an answer is overdue, the side that was not chosen can reopen without new evidence."
)
def test_the_side_that_was_not_chosen_reopens_what_is_overdue() -> None:
    assert reopened(RULED, None, now=OVERDUE).opening.reopens == Reopening(RULED.id, None)
    assert may_reopen_without_news(RULED, JONAS, OVERDUE)


def test_it_is_overdue_from_their_own_day_on_when_that_begins_before_the_day_in_utc() -> None:
    """At 22:00 UTC on the 29th it is 09:00 on the 30th in Sydney, when Jonas is told."""
    in_sydney = replace(JONAS, zone="Australia/Sydney")
    nine_there = OVERDUE - 12 * HOUR

    assert reopened(RULED, None, by=in_sydney, now=nine_there).opening.reopens
    assert may_reopen_without_news(RULED, in_sydney, nine_there)
    assert not may_reopen_without_news(RULED, JONAS, nine_there)


def test_west_of_utc_it_is_overdue_with_the_day_in_utc() -> None:
    in_honolulu = replace(JONAS, zone="Pacific/Honolulu")

    assert may_reopen_without_news(RULED, in_honolulu, OVERDUE.replace(hour=0))


def test_its_deputy_does_too() -> None:
    named, _ = name_deputy(an_unsealed_dispute(), Side.RESEARCH, ADA, by=JONAS, now=MONDAY + DAY)
    ruled, _ = rule_at_end(named, now=END)

    assert reopened(ruled, None, by=ADA, now=OVERDUE).opening.by == ADA.id


@pytest.mark.parametrize("by", [MAYA, LEE, OLU, ZOE])
def test_nobody_else_reopens_without_news(by: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        reopened(RULED, None, by=by, now=OVERDUE)

    assert not may_reopen_without_news(RULED, by, OVERDUE)
    assert str(refused.value) == (
        "You cannot reopen without new evidence for research on #12. Jonas (lead) can."
    )


def test_until_it_is_overdue_it_takes_news() -> None:
    with pytest.raises(Unfit, match="Say in a sentence what is new") as refused:
        reopened(RULED, None, now=OVERDUE - 11 * HOUR)

    assert [problem.field for problem in refused.value.problems] == ["evidence"]
    assert not may_reopen_without_news(RULED, JONAS, OVERDUE - 11 * HOUR)


def test_not_yet_keeps_nobody_from_reopening() -> None:
    put_off = with_outcome(RULED, replace(NOT_YET, until=date(2026, 6, 1)))

    assert may_reopen_without_news(put_off, JONAS, OVERDUE)


@pytest.mark.parametrize(
    "ended",
    [
        with_outcome(RULED, ANSWER),
        set_aside(RULED, "The merchants have left.", by=OLU, now=END)[0],
        rule_at_end(an_open_dispute(), now=END)[0],
    ],
)
def test_where_no_answer_is_awaited_it_takes_news(ended: Dispute) -> None:
    assert not may_reopen_without_news(ended, JONAS, OVERDUE)
    with pytest.raises(Unfit, match="Say in a sentence what is new"):
        reopened(ended, None, now=OVERDUE)


def test_with_news_what_is_overdue_is_reopened_by_anybody() -> None:
    assert reopened(RULED, NEW, by=MAYA, now=OVERDUE).opening.by == MAYA.id
