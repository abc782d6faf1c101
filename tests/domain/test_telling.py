"""Who is told of what, and where."""

import pytest

from bot.domain.area import Terms
from bot.domain.case import BuilderWord, Side
from bot.domain.dispute import Dispute
from bot.domain.gates import lift_gate
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
    FounderNotReached,
    GateChanged,
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
    SignedOff,
    SignOffAsked,
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
    an_option,
    an_unsealed_dispute,
    file,
    usd,
    with_outcome,
)
from tests.domain.bound import HUNGRY, LATER, SLOW, gated, revised, unsealed

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
        (FounderNotReached(ID, RESEARCH, JONAS.id), [ADAS]),
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


def test_a_gate_is_told_in_the_thread_and_to_the_side_whose_option_it_is() -> None:
    dispute = gated(with_deputy(unsealed(SLOW)), SLOW)
    lifted, _ = lift_gate(dispute, 0, by=JONAS, now=LATER)

    assert places(GateChanged(ID, 0), dispute) == [Thread(), MAYAS]
    assert places(GateChanged(ID, 0), lifted) == [Thread(), MAYAS]


def test_research_is_told_too_when_its_gate_falls() -> None:
    faster = an_option("Slow filter", 14, latency_ms=usd(150))
    dispute = revised(gated(with_deputy(unsealed(SLOW)), SLOW), faster)

    assert places(GateChanged(ID, 0), dispute) == [Thread(), MAYAS, JONASES, ADAS]


def test_a_signature_is_asked_for_by_the_settings_and_told_to_its_side() -> None:
    sealed = file(an_open_dispute(terms=Terms()), PRODUCT, HUNGRY)
    both = file(sealed, RESEARCH, FILTER)

    assert places(SignOffAsked(ID, PRODUCT, HUNGRY.id), sealed) == []
    assert places(SignedOff(ID, PRODUCT, HUNGRY.id), sealed) == [MAYAS]
    assert places(SignedOff(ID, PRODUCT, HUNGRY.id), both) == [Thread(), MAYAS]


def test_somebody_with_two_parts_is_told_once() -> None:
    twice = with_deputy(an_open_dispute(by=UserId("Jonas")))

    assert places(Ruled(ID), twice).count(JONASES) == 1


def test_a_delivery_is_about_a_dispute_or_about_its_workspace() -> None:
    (card,) = deliveries(DISPUTE, (CardChanged(ID),))
    home = Delivery(about=ID.team, notice=HomeChanged(), place=Home(MAYA.id))

    assert (card.dispute, card.team) == (ID, ID.team)
    assert (home.dispute, home.team) == (None, ID.team)
