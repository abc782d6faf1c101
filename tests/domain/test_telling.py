"""Who is told of what, and where."""

import pytest

from bot.domain.case import BuilderWord, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import UserId
from bot.domain.leads import name_deputy
from bot.domain.notices import (
    AnswerOverdue,
    BuilderAsked,
    BuilderNotReached,
    CardChanged,
    CaseAsked,
    CaseFiled,
    CaseRevised,
    CasesUnsealed,
    ConfirmationsVoided,
    DaysRaised,
    DeputyNamed,
    HalfTimeReached,
    HomeChanged,
    LeadChanged,
    LookAgainDue,
    MayDecide,
    NobodyActs,
    NotDelivered,
    Notice,
    OptionConfirmed,
    OutcomeRecorded,
    Ruled,
    RulingSetAside,
    SideYielded,
    WithdrawalProposed,
)
from bot.domain.outcome import Became
from bot.domain.telling import Card, Delivery, Direct, Home, Place, Thread, deliveries
from tests.builders import (
    ADA,
    ANSWER,
    DROPPED,
    DUE,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_unsealed_dispute,
    file,
    with_outcome,
)

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH


def with_deputy(dispute: Dispute) -> Dispute:
    named, _ = name_deputy(dispute, RESEARCH, ADA, by=JONAS, now=MONDAY + HOUR)
    return named


DISPUTE = with_deputy(an_open_dispute())
ID = DISPUTE.id
WORD = BuilderWord(by=ZOE.id, at=MONDAY, days=20, raised_from=14, why="Labels.")
MAYAS, JONASES, ADAS = Direct(MAYA.id), Direct(JONAS.id), Direct(ADA.id)


def places(notice: Notice, dispute: Dispute = DISPUTE) -> list[Place]:
    told = deliveries(dispute, (notice,))

    assert all(one.notice == notice and one.dispute == dispute.id for one in told)
    return [one.place for one in told]


@pytest.mark.parametrize(
    ("notice", "expected"),
    [
        (CardChanged(ID), [Card()]),
        (CaseAsked(ID, PRODUCT, MAYA.id), [MAYAS]),
        (CaseFiled(ID, RESEARCH), [JONASES, ADAS]),
        (CasesUnsealed(ID), [Thread(), MAYAS, JONASES, ADAS]),
        (CaseRevised(ID, PRODUCT, ()), [Thread()]),
        (OptionConfirmed(ID, PRODUCT, "Filter"), [JONASES, ADAS]),
        (ConfirmationsVoided(ID, "Filter"), [MAYAS, JONASES, ADAS]),
        (SideYielded(ID, RESEARCH), [MAYAS]),
        (WithdrawalProposed(ID, RESEARCH), [MAYAS]),
        (Ruled(ID), [Thread(), MAYAS, JONASES, ADAS]),
        (NotDelivered(ID, MAYA.id, "user_disabled"), [Direct(LEE.id)]),
        (MayDecide(ID), [MAYAS]),
        (NobodyActs(ID, RESEARCH), [Direct(LEE.id)]),
        (RulingSetAside(ID), [Thread(), MAYAS, JONASES, ADAS]),
        (BuilderAsked(ID, RESEARCH, ZOE.id), [Direct(ZOE.id)]),
        (DaysRaised(ID, RESEARCH, FILTER.id, WORD), [JONASES, ADAS]),
        (BuilderNotReached(ID, RESEARCH, ZOE.id), [JONASES, ADAS]),
        (BuilderNotReached(ID, RESEARCH, ADA.id), [JONASES]),
        (LookAgainDue(ID, MAYA.id, DUE), [MAYAS]),
        (HalfTimeReached(ID, MAYA.id), [MAYAS]),
        (AnswerOverdue(ID, JONAS.id), [JONASES]),
    ],
)
def test_each_notice_goes_to_those_whom_it_concerns(notice: Notice, expected: list[Place]) -> None:
    assert places(notice) == expected


def test_who_is_asked_for_the_case_is_not_told_a_second_time_that_they_speak_for_the_side() -> None:
    assert places(DeputyNamed(ID, RESEARCH, ADA.id)) == []
    assert places(LeadChanged(ID, RESEARCH, JONAS.id, ZOE.id)) == [JONASES]


def test_who_speaks_for_a_side_that_has_filed_is_told_so() -> None:
    filed = file(DISPUTE, RESEARCH, FILTER)

    assert places(DeputyNamed(ID, RESEARCH, ADA.id), filed) == [ADAS]
    assert places(LeadChanged(ID, RESEARCH, JONAS.id, ZOE.id), filed) == [JONASES, Direct(ZOE.id)]


@pytest.mark.rule("Longer days are told to their side, and in the thread once both cases are in.")
def test_longer_days_stand_in_the_thread_once_everybody_may_read_them() -> None:
    raised = DaysRaised(ID, PRODUCT, FILTER.id, WORD)

    assert places(raised) == [MAYAS]
    assert places(raised, an_unsealed_dispute()) == [Thread(), MAYAS]


@pytest.mark.rule(
    "An outcome is told in the thread; of an answer and of dropping it the other side is told too."
)
@pytest.mark.parametrize(
    ("became", "expected"),
    [
        (ANSWER, [Thread(), JONASES]),
        (DROPPED, [Thread(), JONASES]),
        (NOT_YET, [Thread()]),
    ],
)
def test_an_outcome_is_told_in_the_thread_and_to_the_side_that_was_not_chosen(
    became: Became, expected: list[Place]
) -> None:
    dispute = with_outcome(a_ruled_dispute(), became)

    assert places(OutcomeRecorded(ID, 0), dispute) == expected


def test_somebody_with_two_parts_is_told_once() -> None:
    twice = with_deputy(an_open_dispute(by=UserId("Jonas")))

    assert places(Ruled(ID), twice).count(JONASES) == 1


def test_a_delivery_is_about_a_dispute_or_about_its_workspace() -> None:
    (card,) = deliveries(DISPUTE, (CardChanged(ID),))
    home = Delivery(about=ID.team, notice=HomeChanged(), place=Home(MAYA.id))

    assert (card.dispute, card.team) == (ID, ID.team)
    assert (home.dispute, home.team) == (None, ID.team)
