"""A founder's signature for an option that needs more GPU than its area has for one."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area import Terms
from bot.domain.bounds import SignOff
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.errors import HasEnded, NotAllowed, Refusal, Unfit
from bot.domain.filing import state_case
from bot.domain.leads import name_deputy, pass_on_lead
from bot.domain.notices import CardChanged, Notice, SignedOff, SignOffAsked
from bot.domain.person import Person
from bot.domain.ruling import Basis
from bot.domain.sealing import seen_by, seen_in_channel
from bot.domain.signing_off import (
    lacks_signatures,
    option_to_sign,
    sign_off,
    signatures_awaited,
    who_signs,
)
from bot.domain.telling import Direct, Thread, deliveries
from bot.domain.yielding import yield_side
from tests.builders import (
    ADA,
    BOTH_IN,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    a_case,
    an_open_dispute,
    an_option,
    file,
    person,
    ruled,
    ruling_of,
    usd,
)
from tests.domain.bound import HUNGRY, LATER, ranked, reasons, revised, signed, unsealed

TERMS = Terms()
PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
OVER = "it needs 8 GPU-weeks a month, over the budget of 5, and no founder has signed for it"
CEO, CTO = person("Maya", founder=True), person("Jonas", founder=True)
"""The two leads, where they are the founders."""


def hungry(weeks: int) -> Option:
    return an_option("Hungry filter", 14, gpu_weeks_per_month=usd(weeks))


def half_filed(*options: Option) -> Dispute:
    """Product's case is in, and sealed."""
    return file(an_open_dispute(terms=TERMS), PRODUCT, *(options or (HUNGRY,)))


def signs(dispute: Dispute, by: Person, *others: Person, now: datetime = LATER) -> Dispute:
    founders = [by.id, *(other.id for other in others)]
    changed, _ = sign_off(
        dispute, PRODUCT, HUNGRY.id, "Worth it.", by=by, founders=founders, now=now
    )
    return changed


# Asked


def asked_for(notices: tuple[Notice, ...]) -> list[Notice]:
    return [notice for notice in notices if isinstance(notice, SignOffAsked)]


@pytest.mark.rule(
    "A founder's signature is asked for when a case is filed with an option over its area's GPU "
    "budget, or the GPU-weeks of one that is over it are revised."
)
def test_a_signature_is_asked_for_when_it_is_needed() -> None:
    dispute = an_open_dispute(terms=TERMS)
    asked = SignOffAsked(dispute.id, PRODUCT, HUNGRY.id)

    dispute, filed = state_case(
        dispute, PRODUCT, a_case(HUNGRY, FILTER), by=MAYA, now=MONDAY + HOUR
    )
    dispute, same = state_case(
        dispute, PRODUCT, a_case(replace(HUNGRY, customer="Acme"), FILTER), by=MAYA, now=BOTH_IN
    )
    _, more = state_case(dispute, PRODUCT, a_case(hungry(9), FILTER), by=MAYA, now=BOTH_IN)
    _, fewer = state_case(dispute, PRODUCT, a_case(hungry(5), FILTER), by=MAYA, now=BOTH_IN)

    assert [asked_for(each) for each in (filed, same, more, fewer)] == [[asked], [], [asked], []]


def test_it_is_asked_for_after_both_cases_are_in_too() -> None:
    dispute = unsealed(FILTER, terms=TERMS)
    _, notices = state_case(dispute, PRODUCT, a_case(FILTER, HUNGRY), by=MAYA, now=LATER)

    assert asked_for(notices) == [SignOffAsked(dispute.id, PRODUCT, HUNGRY.id)]


def test_nobody_is_asked_for_what_a_founder_has_signed_already() -> None:
    dispute = signed(half_filed(), HUNGRY)
    _, notices = state_case(dispute, PRODUCT, a_case(hungry(7)), by=MAYA, now=LATER)

    assert asked_for(notices) == []


@pytest.mark.parametrize("terms", [None, Terms(gpu_budget=usd(8))])
def test_nobody_is_asked_where_no_budget_is_exceeded(terms: Terms | None) -> None:
    dispute = an_open_dispute(terms=terms)
    _, notices = state_case(dispute, PRODUCT, a_case(HUNGRY), by=MAYA, now=LATER)

    assert asked_for(notices) == []


def test_nobody_is_asked_of_a_dispute_that_ends_with_that_case() -> None:
    dispute, _ = yield_side(an_open_dispute(terms=TERMS), RESEARCH, "Fine.", by=JONAS, now=LATER)
    dispute, filed = state_case(dispute, PRODUCT, a_case(HUNGRY), by=MAYA, now=LATER)

    assert ruling_of(dispute).basis is Basis.YIELDED
    assert asked_for(filed) == []


def test_nobody_is_asked_when_a_revision_ends_it() -> None:
    dispute, _ = yield_side(half_filed(HUNGRY, FILTER), RESEARCH, "Fine.", by=JONAS, now=LATER)
    dispute, notices = state_case(dispute, PRODUCT, a_case(hungry(9)), by=MAYA, now=LATER)

    assert ruling_of(dispute).basis is Basis.YIELDED
    assert asked_for(notices) == []


# Signed


@pytest.mark.rule(
    "The rule cannot choose an option over its area's GPU budget for one unless a founder signs "
    "for it, with a reason, before the end."
)
def test_without_a_signature_the_rule_cannot_choose_it() -> None:
    dispute = unsealed(HUNGRY, terms=TERMS)

    assert reasons(dispute.verdict(), HUNGRY) == (OVER,)
    assert ranked(ruled(signed(dispute, HUNGRY)).verdict) == [HUNGRY.title, TRANSFORMER.title]
    with pytest.raises(HasEnded):
        signed(dispute, HUNGRY, now=END)


def test_a_signature_keeps_who_gave_it_for_how_much_and_why() -> None:
    dispute = unsealed(HUNGRY, terms=TERMS)
    dispute, notices = sign_off(
        dispute, PRODUCT, HUNGRY.id, " Worth it. ", by=OLU, founders=[OLU.id], now=LATER
    )

    assert dispute.signoffs == (
        SignOff(
            side=PRODUCT,
            option=HUNGRY.id,
            gpu_weeks=usd(8),
            by=OLU.id,
            at=LATER,
            reason="Worth it.",
        ),
    )
    assert notices == (CardChanged(dispute.id), SignedOff(dispute.id, PRODUCT, HUNGRY.id))


def test_a_signature_without_a_reason_is_refused() -> None:
    with pytest.raises(Unfit, match="Say in a sentence why"):
        sign_off(half_filed(), PRODUCT, HUNGRY.id, " ", by=OLU, founders=[OLU.id], now=LATER)


def test_signing_twice_is_signing_once() -> None:
    dispute = signed(half_filed(), HUNGRY)

    assert signs(dispute, person("Ida", founder=True), OLU) == dispute


@pytest.mark.parametrize("other", [MAYA, JONAS, LEE, ZOE])
def test_nobody_but_a_founder_signs(other: Person) -> None:
    with pytest.raises(NotAllowed, match=r"You cannot sign off GPU use on #12\. A founder can\."):
        signs(half_filed(), other, OLU)


@pytest.mark.rule("A signature holds for as many GPU-weeks as it was given for; more need another.")
@pytest.mark.parametrize(("weeks", "holds"), [(7, True), (8, True), (9, False)])
def test_a_signature_holds_up_to_what_was_signed(weeks: int, *, holds: bool) -> None:
    dispute = revised(signed(unsealed(HUNGRY, terms=TERMS), HUNGRY), hungry(weeks))

    assert (HUNGRY.title in ranked(dispute.verdict())) == holds


def test_a_second_signature_covers_more() -> None:
    dispute = revised(signed(half_filed(), HUNGRY), hungry(12))
    dispute = signed(dispute, HUNGRY)

    assert [one.gpu_weeks for one in dispute.signoffs] == [8, 12]
    assert ranked(dispute.verdict()) == [HUNGRY.title]


@pytest.mark.rule("A founder signs for what they have read, and for no more that it needs by now.")
@pytest.mark.parametrize(("read", "now"), [(8, 8), (12, 8), (8, 9)])
def test_a_founder_signs_for_what_they_have_read(read: int, now: int) -> None:
    def sign() -> Dispute:
        changed, _ = sign_off(
            half_filed(hungry(now)),
            *(PRODUCT, HUNGRY.id, "Worth it."),
            by=OLU,
            founders=[OLU.id],
            now=LATER,
            read=usd(read),
        )
        return changed

    if now > read:
        with pytest.raises(Refusal, match="needs 9 GPU-weeks a month by now, against 8 as you"):
            sign()
    else:
        assert [one.gpu_weeks for one in sign().signoffs] == [now]


def test_what_was_signed_for_can_come_down_to_the_budget() -> None:
    dispute = revised(signed(unsealed(HUNGRY, terms=TERMS), HUNGRY), hungry(4))

    assert ranked(dispute.verdict()) == [HUNGRY.title, TRANSFORMER.title]


def test_a_signature_is_for_one_option_of_one_side() -> None:
    namesake = replace(HUNGRY, days_to_feedback=20)
    dispute = signed(unsealed(HUNGRY, terms=TERMS, research=namesake), HUNGRY)

    assert [one.side for one in dispute.verdict().ranking] == [PRODUCT]


# Who signs


@pytest.mark.rule(
    "A founder who speaks for a side signs only when every founder does; it is marked as their own."
)
@pytest.mark.parametrize(
    ("founders", "asked"),
    [
        ([OLU], [OLU]),
        ([CEO, OLU], [OLU]),
        ([CTO, OLU], [OLU]),
        ([CEO], [CEO]),
        ([CEO, CTO], [CEO]),
        ([CTO], []),
        ([], []),
    ],
)
def test_who_signs_while_the_case_is_sealed(founders: list[Person], asked: list[Person]) -> None:
    signers = who_signs(half_filed(), PRODUCT, [one.id for one in founders])

    assert list(signers) == [one.id for one in asked]


def test_the_only_founder_signs_for_their_own_side() -> None:
    dispute = signs(half_filed(), CEO)

    assert [one.is_own for one in dispute.signoffs] == [True]
    assert not signs(half_filed(), OLU, CEO).signoffs[0].is_own


def test_a_founder_who_is_a_deputy_speaks_for_a_side_too() -> None:
    ada = person("Ada", founder=True)
    dispute, _ = name_deputy(half_filed(), PRODUCT, ADA, by=MAYA, now=BOTH_IN)

    assert signs(dispute, ada).signoffs[0].is_own


def test_a_founder_who_speaks_for_a_side_leaves_it_to_another() -> None:
    with pytest.raises(Refusal, match="another founder can sign this off"):
        signs(half_filed(), CEO, OLU)


def test_while_the_other_founders_are_not_known_nobody_signs_as_the_only_one() -> None:
    def sign(by: Person) -> Dispute:
        changed, _ = sign_off(
            half_filed(), PRODUCT, HUNGRY.id, "Worth it.", by=by, founders=None, now=LATER
        )
        return changed

    with pytest.raises(Refusal, match="Slack did not say in time whether there is another founder"):
        sign(CEO)
    assert [one.is_own for one in sign(OLU).signoffs] == [False]


@pytest.mark.rule(
    "A founder who speaks for the other side can sign once both cases are in, and reads nothing "
    "before."
)
def test_the_other_sides_founder_signs_once_both_cases_are_in() -> None:
    with pytest.raises(Refusal, match="You speak for research on #12, so you can sign this off"):
        signs(half_filed(), CTO)
    with pytest.raises(Refusal, match="once both cases are in"):
        signs(half_filed(FILTER), CTO)

    assert signs(unsealed(HUNGRY, terms=TERMS), CTO, CEO).signoffs[0].is_own


def test_a_founder_who_has_passed_the_lead_on_signs_as_any_other() -> None:
    dispute, _ = pass_on_lead(half_filed(), RESEARCH, ADA, by=JONAS, now=BOTH_IN)

    assert not signs(dispute, CTO).signoffs[0].is_own


# Sealed


@pytest.mark.rule("The founder who is asked reads that one option, though its case is sealed.")
def test_the_option_to_sign_is_one_that_is_over_the_budget() -> None:
    dispute = half_filed(HUNGRY, FILTER)

    assert option_to_sign(dispute, PRODUCT, HUNGRY.id) == dispute.filed[0].case.options[0]


@pytest.mark.parametrize(
    ("dispute", "option"),
    [
        (half_filed(HUNGRY, FILTER), FILTER),
        (half_filed(hungry(5)), HUNGRY),
        (half_filed(an_option("Hungry filter")), HUNGRY),
        (half_filed(FILTER), HUNGRY),
        (an_open_dispute(terms=TERMS), HUNGRY),
        (file(an_open_dispute(), PRODUCT, HUNGRY), HUNGRY),
    ],
)
def test_no_other_option_is_shown_to_a_founder(dispute: Dispute, option: Option) -> None:
    with pytest.raises(Refusal, match="No option of #12 needs this signature any more"):
        option_to_sign(dispute, PRODUCT, option.id)


@pytest.mark.rule("A signature is sealed together with the case that it is for.")
@pytest.mark.parametrize("other", [JONAS, LEE, OLU])
def test_nobody_but_its_own_side_sees_a_signature_for_a_sealed_case(other: Person) -> None:
    dispute = signed(half_filed(), HUNGRY)

    assert seen_by(dispute, other, now=LATER).bounds.signoffs == ()
    assert seen_in_channel(dispute, now=LATER).bounds.signoffs == ()
    assert "Worth it." not in repr(seen_by(dispute, other, now=LATER))
    assert ranked(seen_by(dispute, MAYA, now=LATER).verdict()) == [HUNGRY.title]


@pytest.mark.parametrize("when", [END, END.replace(year=2030)])
def test_once_unsealed_everybody_sees_a_signature(when: datetime) -> None:
    dispute = signed(half_filed(), HUNGRY)

    assert seen_in_channel(dispute, now=when).bounds.signoffs == dispute.signoffs


@given(st.integers(0, 12), st.booleans())
def test_what_a_sealed_case_needs_and_has_signed_changes_nothing_that_others_see(
    weeks: int, sign: Any
) -> None:
    dispute = half_filed(hungry(weeks))
    if sign and dispute.bounds.needs_sign_off(PRODUCT, hungry(weeks)):
        dispute = signed(dispute, HUNGRY)

    assert seen_by(dispute, JONAS, now=LATER) == seen_by(half_filed(FILTER), JONAS, now=LATER)


def test_while_sealed_a_signature_is_told_to_its_own_side_alone() -> None:
    dispute = half_filed()
    _, notices = sign_off(
        dispute, PRODUCT, HUNGRY.id, "Worth it.", by=OLU, founders=[OLU.id], now=LATER
    )

    assert notices == (SignedOff(dispute.id, PRODUCT, HUNGRY.id),)
    assert [one.place for one in deliveries(dispute, notices)] == [Direct(MAYA.id)]


def test_once_unsealed_a_signature_is_told_in_the_thread() -> None:
    dispute = unsealed(HUNGRY, terms=TERMS)
    told = deliveries(dispute, (SignedOff(dispute.id, PRODUCT, HUNGRY.id),))

    assert [one.place for one in told] == [Thread(), Direct(MAYA.id)]


def test_whom_to_ask_the_dispute_does_not_know() -> None:
    """Who the founders are stands in the settings."""
    dispute = half_filed()

    assert deliveries(dispute, (SignOffAsked(dispute.id, PRODUCT, HUNGRY.id),)) == ()


def awaited(dispute: Dispute, *founders: Person) -> list[tuple[Notice, str]]:
    return list(signatures_awaited(dispute, [one.id for one in founders]))


@pytest.mark.rule("A founder who becomes known, or may read the case, later is asked then.")
def test_what_waits_for_a_signature_waits_for_each_who_can_give_it() -> None:
    sealed, dispute = half_filed(HUNGRY, FILTER), unsealed(HUNGRY, terms=TERMS)
    asked = SignOffAsked(dispute.id, PRODUCT, HUNGRY.id)

    assert awaited(sealed) == awaited(sealed, CTO) == []
    assert awaited(sealed, CEO, CTO) == [(asked, CEO.id)]
    assert awaited(dispute, CEO, CTO) == [(asked, CEO.id), (asked, CTO.id)]
    assert awaited(dispute, CEO, CTO, OLU) == [(asked, OLU.id)]
    assert lacks_signatures(sealed)


def test_nothing_waits_once_it_is_signed_or_over() -> None:
    for dispute in (
        signs(half_filed(), OLU),
        half_filed(FILTER),
        an_open_dispute(terms=TERMS),
        rule_at_end(unsealed(HUNGRY, terms=TERMS), now=END)[0],
    ):
        assert awaited(dispute, OLU) == []
        assert not lacks_signatures(dispute)
