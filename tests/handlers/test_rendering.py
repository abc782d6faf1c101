"""Every notice at every place it goes to: told while it is so, silent when it is not any more."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.afterwards import set_look_again
from bot.domain.case import BuilderWord, Side
from bot.domain.dispute import PROPOSAL_LASTS, Dispute, Open
from bot.domain.facts import Change
from bot.domain.ids import ChannelId, OptionId, UserId
from bot.domain.leads import name_deputy, pass_on_lead
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
from bot.domain.ruling import Ruling
from bot.domain.settling import confirm_option
from bot.domain.telling import (
    Announcement,
    Card,
    Delivery,
    Direct,
    Home,
    Place,
    Thread,
    deliveries,
)
from bot.domain.words import Mention
from handlers.blocks import Message
from handlers.rendering import render
from tests.builders import (
    ADA,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    OLU,
    TRANSFORMER,
    ZOE,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    FALLEN,
    LIFTED,
    NOW,
    STATES,
    State,
    a_full_case,
    after,
    as_json,
    check_message,
    check_pings_nobody,
    every_state,
    filed,
    read,
)

ID = an_open_dispute().id
SAID = every_state("x")
EVERYBODY = (LEE.id, MAYA.id, JONAS.id, ADA.id, ZOE.id)
WORD = BuilderWord(by=ADA.id, at=NOW, days=20, raised_from=14, why="Labels.")
ANNOUNCED = Announcement(ChannelId("C9"))
PLACES: tuple[Place, ...] = (Card(), Thread(), ANNOUNCED, *(Direct(user) for user in EVERYBODY))

texts = st.sampled_from(NASTY) | st.text(max_size=80) | st.text(min_size=400, max_size=700)


def at(state: str) -> Dispute:
    return SAID[state][0]


def rendered(
    notice: Notice | HomeChanged,
    place: Place,
    dispute: Dispute,
    *,
    now: datetime = NOW,
    plain: bool = False,
) -> Message | None:
    delivery = Delivery(about=dispute.id, notice=notice, place=place)
    return render(delivery, dispute, now=now, plain=plain)


def to(user: UserId, notice: Notice, dispute: Dispute, *, now: datetime = NOW) -> Message | None:
    return rendered(notice, Direct(user), dispute, now=now)


@dataclass(frozen=True)
class Told:
    """A notice, and a dispute in which it is so."""

    notice: Notice
    dispute: Dispute
    now: datetime = NOW


DEPUTY = after(name_deputy(at("unsealed"), Side.RESEARCH, ADA, by=JONAS, now=NOW))
PASSED_ON = after(pass_on_lead(at("unsealed"), Side.RESEARCH, ADA, by=JONAS, now=NOW))
LOOKED_AT_ON = NOW.date() + timedelta(days=7)
LOOKED_AT = after(
    set_look_again(at("agreed"), LOOKED_AT_ON, 60, by=JONAS, today=NOW.date(), now=NOW)
)
CHANGE = Change(what="Filter: days", before=("14",), after=("21",))

TOLD = (
    Told(CardChanged(ID), at("open")),
    Told(CaseAsked(ID, Side.PRODUCT, MAYA.id), at("open")),
    Told(CaseFiled(ID, Side.PRODUCT), at("one filed")),
    Told(CasesUnsealed(ID), at("unsealed")),
    Told(CaseRevised(ID, Side.PRODUCT, (CHANGE,)), at("unsealed")),
    Told(OptionConfirmed(ID, Side.PRODUCT, "x"), at("one confirmed")),
    Told(ConfirmationsVoided(ID, "x"), at("unsealed")),
    Told(SideYielded(ID, Side.RESEARCH), at("one yielded")),
    Told(WithdrawalProposed(ID, Side.RESEARCH), at("withdrawal proposed")),
    Told(LeadChanged(ID, Side.RESEARCH, JONAS.id, ADA.id), PASSED_ON),
    Told(DeputyNamed(ID, Side.RESEARCH, ADA.id), DEPUTY),
    Told(Ruled(ID), at("agreed")),
    Told(NotDelivered(ID, JONAS.id, "user_disabled"), at("open")),
    Told(MayDecide(ID), at("unsealed")),
    Told(NobodyActs(ID, Side.RESEARCH), at("open")),
    Told(RulingSetAside(ID), at("set aside")),
    Told(OutcomeRecorded(ID, 0), at("put off")),
    Told(OutcomeRecorded(ID, 1), at("dropped")),
    Told(OutcomeRecorded(ID, 2), *SAID["answered"]),
    Told(LookAgainDue(ID, MAYA.id, LOOKED_AT_ON), LOOKED_AT),
    Told(HalfTimeReached(ID, MAYA.id), at("agreed")),
    Told(AnswerOverdue(ID, JONAS.id), at("agreed")),
    Told(BuilderAsked(ID, Side.PRODUCT, ADA.id), at("one filed")),
    Told(DaysRaised(ID, Side.PRODUCT, OptionId("p1"), WORD), at("days raised")),
    Told(BuilderNotReached(ID, Side.PRODUCT, ADA.id), at("one filed")),
    *(Told(GateChanged(ID, position), at("gated")) for position in (0, LIFTED, FALLEN)),
    Told(GateChanged(ID, 0), *SAID["gated too late"]),
    Told(SignedOff(ID, Side.PRODUCT, OptionId("p1")), at("signed off")),
    Told(FounderNotReached(ID, Side.PRODUCT, OLU.id), at("over the budget, one filed")),
)
BY_SETTINGS = (
    Told(SignOffAsked(ID, Side.PRODUCT, OptionId("p1")), at("over the budget, one filed")),
)
"""What goes to those whom the settings name."""


def test_there_is_an_example_of_every_notice() -> None:
    assert {type(told.notice) for told in (*TOLD, *BY_SETTINGS)} == set(get_args(Notice))


def test_a_founder_is_asked_for_a_signature() -> None:
    for told in BY_SETTINGS:
        message = to(OLU.id, told.notice, told.dispute)
        assert message
        assert "#12" in message.text


@pytest.mark.parametrize("told", TOLD, ids=lambda told: type(told.notice).__name__)
@pytest.mark.parametrize("plain", [False, True])
def test_every_notice_is_told_at_every_place_that_it_goes_to(told: Told, *, plain: bool) -> None:
    sent = deliveries(told.dispute, [told.notice])
    messages = [render(one, told.dispute, now=told.now, plain=plain) for one in sent]

    assert messages
    for message in messages:
        assert message is not None
        assert "#12" in message.text
        assert read(message)


ENDED = [state for state in STATES if isinstance(at(state).state, Ruling)]


@pytest.mark.parametrize("state", ENDED)
def test_a_ruling_is_always_told_in_the_thread_and_to_both_sides(state: str) -> None:
    dispute, now = SAID[state]
    sent = deliveries(dispute, [Ruled(ID)])

    assert {one.place for one in sent} >= {Thread(), Direct(MAYA.id), Direct(JONAS.id)}
    assert all(render(one, dispute, now=now) for one in sent)


# What need not be told any more


def test_who_no_longer_speaks_for_a_side_is_not_asked_for_its_case() -> None:
    passed_on = after(pass_on_lead(at("open"), Side.RESEARCH, ADA, by=JONAS, now=NOW))

    assert to(JONAS.id, CaseAsked(ID, Side.RESEARCH, JONAS.id), passed_on) is None


@pytest.mark.parametrize(
    ("side", "state"),
    [(Side.PRODUCT, "one filed"), (Side.RESEARCH, "one yielded"), (Side.PRODUCT, "lapsed")],
)
def test_a_side_that_has_filed_or_yielded_is_not_asked_for_its_case(side: Side, state: str) -> None:
    dispute, _ = SAID[state]

    assert to(dispute.party(side).lead, CaseAsked(ID, side, MAYA.id), dispute) is None


@pytest.mark.parametrize(
    "notice",
    [
        CaseAsked(ID, Side.RESEARCH, JONAS.id),
        CaseFiled(ID, Side.PRODUCT),
        CasesUnsealed(ID),
        OptionConfirmed(ID, Side.PRODUCT, "x"),
        ConfirmationsVoided(ID, "x"),
        SideYielded(ID, Side.RESEARCH),
        WithdrawalProposed(ID, Side.RESEARCH),
        LeadChanged(ID, Side.RESEARCH, ZOE.id, JONAS.id),
        DeputyNamed(ID, Side.PRODUCT, MAYA.id),
        MayDecide(ID),
        NobodyActs(ID, Side.RESEARCH),
        BuilderAsked(ID, Side.PRODUCT, ADA.id),
        DaysRaised(ID, Side.PRODUCT, OptionId("p1"), WORD),
        BuilderNotReached(ID, Side.PRODUCT, ADA.id),
        SignOffAsked(ID, Side.PRODUCT, OptionId("p1")),
        SignedOff(ID, Side.PRODUCT, OptionId("p1")),
        FounderNotReached(ID, Side.PRODUCT, OLU.id),
    ],
    ids=lambda notice: type(notice).__name__,
)
@pytest.mark.parametrize("state", [*ENDED, "over, both filed", "over, one filed"])
def test_when_a_dispute_is_over_nothing_but_its_ruling_is_told_to_one_person(
    notice: Notice, state: str
) -> None:
    dispute, now = SAID[state]

    assert [to(user, notice, dispute, now=now) for user in EVERYBODY] == [None] * len(EVERYBODY)


def test_a_filed_case_is_told_to_nobody_who_no_longer_speaks_for_its_side() -> None:
    passed_on = after(pass_on_lead(at("one filed"), Side.PRODUCT, ADA, by=MAYA, now=NOW))

    assert to(MAYA.id, CaseFiled(ID, Side.PRODUCT), passed_on) is None
    assert to(ADA.id, CaseFiled(ID, Side.PRODUCT), passed_on)


def test_a_confirmation_is_told_only_while_it_is_the_sides_last_word() -> None:
    notice = OptionConfirmed(ID, Side.PRODUCT, FILTER.title)
    other = an_option("Dashboard", 20)
    dispute = an_unsealed_dispute((FILTER, other), (TRANSFORMER,))
    first = _confirmed(dispute, FILTER.id)
    changed = _confirmed(first, other.id)
    voided = file(first, Side.PRODUCT, replace(FILTER, days_to_feedback=21), now=NOW)

    assert to(JONAS.id, notice, first)
    assert to(JONAS.id, notice, changed) is None
    assert to(JONAS.id, notice, voided) is None


def _confirmed(dispute: Dispute, option: OptionId) -> Dispute:
    return after(confirm_option(dispute, Side.PRODUCT, option, revision=1, by=MAYA, now=NOW))


def test_a_yield_that_was_taken_back_is_not_told() -> None:
    back = filed(at("one yielded"), Side.RESEARCH, a_case(), NOW)

    assert to(MAYA.id, SideYielded(ID, Side.RESEARCH), back) is None


def test_a_proposal_to_withdraw_is_told_only_while_it_stands() -> None:
    notice, dispute = WithdrawalProposed(ID, Side.RESEARCH), at("withdrawal proposed")
    proposal = dispute.state.proposal if isinstance(dispute.state, Open) else None
    assert proposal
    lapses = proposal.proposed_at + PROPOSAL_LASTS

    assert to(MAYA.id, notice, dispute, now=lapses - timedelta(seconds=1))
    assert to(MAYA.id, notice, dispute, now=lapses) is None
    assert to(MAYA.id, notice, at("unsealed")) is None


def test_who_leads_again_is_not_told_that_somebody_else_does() -> None:
    notice = LeadChanged(ID, Side.RESEARCH, JONAS.id, ADA.id)

    assert to(JONAS.id, notice, PASSED_ON)
    assert to(JONAS.id, notice, at("unsealed")) is None


def test_who_is_deputy_no_more_is_not_told_that_they_are() -> None:
    assert to(ADA.id, DeputyNamed(ID, Side.RESEARCH, ADA.id), at("unsealed")) is None


def test_a_message_that_did_not_reach_somebody_who_is_gone_is_nobodys_concern() -> None:
    assert to(LEE.id, NotDelivered(ID, ZOE.id, "user_disabled"), at("open")) is None


def test_a_revision_that_reads_the_same_is_not_told() -> None:
    assert rendered(CaseRevised(ID, Side.PRODUCT, ()), Thread(), at("unsealed")) is None


def test_who_does_not_decide_is_not_told_that_they_may() -> None:
    assert to(MAYA.id, MayDecide(ID), at("unsealed"))
    assert to(JONAS.id, MayDecide(ID), at("unsealed")) is None


def test_nobody_but_the_opener_is_told_that_nobody_acts() -> None:
    assert to(LEE.id, NobodyActs(ID, Side.PRODUCT), at("open"))
    assert to(ZOE.id, NobodyActs(ID, Side.PRODUCT), at("open")) is None


def test_a_ruling_that_is_followed_is_not_told_to_be_set_aside() -> None:
    assert rendered(RulingSetAside(ID), Thread(), at("agreed")) is None
    assert to(MAYA.id, RulingSetAside(ID), at("open")) is None


def test_a_withdrawal_is_not_announced_nor_is_anything_before_the_end() -> None:
    assert rendered(Ruled(ID), ANNOUNCED, at("withdrawn")) is None
    assert rendered(Ruled(ID), ANNOUNCED, at("unsealed")) is None


def test_an_app_home_is_about_no_single_dispute() -> None:
    assert rendered(HomeChanged(), Home(MAYA.id), at("open")) is None


# For any text


def every_notice(text: str) -> tuple[Notice, ...]:
    change = Change(what=f"{text}: customers", before=(text,), after=(text, Mention(ADA.id)))
    evidence = Change(what="evidence", before=(f"a\n{text}",), after=(f"a\nb {text}",))
    word = replace(WORD, why=text or "x")
    return (
        CardChanged(ID),
        *(CaseAsked(ID, side, MAYA.id) for side in Side),
        *(CaseFiled(ID, side) for side in Side),
        CasesUnsealed(ID),
        CaseRevised(ID, Side.PRODUCT, (change, evidence) * 20),
        *(OptionConfirmed(ID, side, text) for side in Side),
        ConfirmationsVoided(ID, text),
        *(SideYielded(ID, side) for side in Side),
        *(WithdrawalProposed(ID, side) for side in Side),
        *(LeadChanged(ID, side, ADA.id, JONAS.id) for side in Side),
        *(DeputyNamed(ID, side, ADA.id) for side in Side),
        Ruled(ID),
        *(NotDelivered(ID, whom, "odd_error") for whom in (None, MAYA.id, JONAS.id)),
        MayDecide(ID),
        *(NobodyActs(ID, side) for side in Side),
        RulingSetAside(ID),
        *(AnswerOverdue(ID, whom) for whom in (MAYA.id, JONAS.id)),
        *(BuilderAsked(ID, side, ADA.id) for side in Side),
        *(DaysRaised(ID, side, OptionId(of), word) for side in Side for of in ("p1", "r1")),
        *(BuilderNotReached(ID, side, ADA.id) for side in Side),
        *(SignOffAsked(ID, side, OptionId(of)) for side in Side for of in ("p1", "r1")),
        *(SignedOff(ID, side, OptionId(of)) for side in Side for of in ("p1", "r1")),
        *(FounderNotReached(ID, side, OLU.id) for side in Side),
    )


def every_gate(dispute: Dispute) -> tuple[Notice, ...]:
    """Of the first gates, one of each kind."""
    return tuple(GateChanged(ID, position) for position, _ in enumerate(dispute.gates[:3]))


def everything_told(text: str, state: State, *, plain: bool = False) -> Iterator[Message]:
    """Every notice at every place, those that no rule sends there included."""
    dispute, now = state
    for notice in (*every_notice(text), *every_gate(dispute)):
        for place in PLACES:
            if message := rendered(notice, place, dispute, now=now, plain=plain):
                yield message


@settings(max_examples=60)
@given(text=texts, state=st.sampled_from(STATES), plain=st.booleans())
def test_whatever_was_typed_slack_takes_every_message_and_nobody_is_pinged(
    text: str, state: str, *, plain: bool
) -> None:
    said = every_state(text)[state]

    for message in everything_told(text, said, plain=plain):
        check_message(message)
        check_pings_nobody(message)


@pytest.mark.parametrize("text", NASTY)
@pytest.mark.parametrize("state", STATES)
def test_slack_takes_what_has_broken_a_message_before(text: str, state: str) -> None:
    for message in everything_told(text, every_state(text)[state]):
        check_message(message)
        check_pings_nobody(message)


@pytest.mark.parametrize("state", STATES)
def test_without_tables_no_message_has_one(state: str) -> None:
    for message in everything_told("x", SAID[state], plain=True):
        assert '"table"' not in as_json(message)


# What is sealed

MARK = "sealed-7f3a"
SEALED = [
    "over the budget, one filed",
    "signed off, one filed",
    "one filed",
    "one yielded, one filed",
    "withdrawal proposed, sealed",
    "withdrawn, sealed",
]


@pytest.mark.parametrize("state", SEALED)
def test_nobody_but_its_own_side_is_told_a_word_of_a_sealed_case(state: str) -> None:
    dispute, now = every_state("x", product=a_full_case(MARK, Side.PRODUCT))[state]
    own = Direct(MAYA.id)
    for notice in every_notice("x"):
        for place in PLACES:
            message = (
                None if is_for_them(notice, place) else rendered(notice, place, dispute, now=now)
            )
            assert message is None or place == own or MARK not in as_json(message)


def is_for_them(notice: Notice, place: Place) -> bool:
    """Whether somebody is asked there about options that they would build, or are to sign."""
    if isinstance(notice, SignOffAsked):
        return isinstance(place, Direct) and place != Direct(JONAS.id)
    return isinstance(notice, BuilderAsked) and place == Direct(ADA.id)


@pytest.mark.parametrize("state", SEALED)
def test_nobody_is_told_how_many_options_a_sealed_case_has(state: str) -> None:
    two, three = (
        every_state("x", product=a_full_case("x", Side.PRODUCT, options=options))[state]
        for options in (2, 3)
    )
    for notice in every_notice("x"):
        others = set(PLACES) - {Direct(MAYA.id)}
        for place in (one for one in others if not is_for_them(notice, one)):
            fewer, more = (
                rendered(notice, place, dispute, now=now) for dispute, now in (two, three)
            )
            assert fewer == more
