"""Who is asked whether the days of an option are right, and when."""

from dataclasses import replace

import pytest

from bot.domain.builder_words import asked_of, builders_asked
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.filing import state_case
from bot.domain.ids import UserId
from bot.domain.leads import name_deputy
from bot.domain.notices import BuilderAsked, Notice
from bot.domain.person import Person
from tests.builders import (
    ADA,
    BOTH_IN,
    HOUR,
    JONAS,
    LEADS,
    MAYA,
    MONDAY,
    ZOE,
    a_case,
    an_open_dispute,
    an_option,
    file,
)

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
OURS = an_option(builder=ZOE.id)


def filing(
    dispute: Dispute, *options: Option, side: Side = PRODUCT, by: Person | None = None
) -> tuple[Dispute, list[tuple[Side, UserId]]]:
    """The dispute with that case, and who is asked as a builder."""
    case = a_case(*options)
    after, notices = state_case(dispute, side, case, by=by or LEADS[side], now=BOTH_IN)
    return after, asked(notices)


def asked(notices: tuple[Notice, ...]) -> list[tuple[Side, UserId]]:
    return [(one.side, one.whom) for one in notices if isinstance(one, BuilderAsked)]


def option_of(dispute: Dispute, side: Side = PRODUCT, number: int = 0) -> Option:
    (filed,) = (filed for filed in dispute.filed if filed.side is side)
    return filed.case.options[number]


# Who


@pytest.mark.rule("The person who would build an option is asked whether its days are right.")
def test_filing_asks_the_builder() -> None:
    dispute, people = filing(an_open_dispute(), OURS)

    assert people == [(PRODUCT, ZOE.id)]
    assert asked_of(dispute, PRODUCT, ZOE.id) == (option_of(dispute),)


def test_an_option_without_a_builder_or_without_days_asks_nobody() -> None:
    assert filing(an_open_dispute(), an_option(), an_option("B", None, builder=ZOE.id))[1] == []


def test_the_same_case_twice_asks_nobody_twice() -> None:
    once, _ = filing(an_open_dispute(), OURS)

    assert filing(once, OURS)[1] == []


@pytest.mark.rule("One message asks a person of all the options of a side that they would build.")
def test_who_would_build_several_options_is_asked_once() -> None:
    options = (OURS, an_option("B", builder=ADA.id), an_option("C", builder=ZOE.id))
    dispute, people = filing(an_open_dispute(), *options)

    assert people == [(PRODUCT, ZOE.id), (PRODUCT, ADA.id)]
    assert [one.title for one in asked_of(dispute, PRODUCT, ZOE.id)] == [OURS.title, "C"]


@pytest.mark.rule("Whoever files and names themselves as the builder has confirmed the days.")
def test_who_files_and_builds_is_not_asked() -> None:
    dispute, people = filing(an_open_dispute(), an_option(builder=MAYA.id))

    assert people == []
    assert option_of(dispute).is_confirmed


def test_a_deputy_who_builds_what_the_lead_files_is_asked() -> None:
    dispute, _ = name_deputy(an_open_dispute(), PRODUCT, ADA, by=MAYA, now=MONDAY)
    dispute, people = filing(dispute, an_option(builder=ADA.id))

    assert people == [(PRODUCT, ADA.id)]
    assert not option_of(dispute).is_confirmed


# Of the other side


@pytest.mark.rule(
    "A builder who speaks for the other side is asked once both cases are in, "
    "and reads nothing before."
)
def test_who_speaks_for_the_other_side_is_asked_only_once_both_cases_are_in() -> None:
    one, people = filing(an_open_dispute(), an_option(builder=JONAS.id))
    assert people == []
    assert asked_of(one, PRODUCT, JONAS.id) == ()

    both, people = filing(one, an_option("Transformer"), side=RESEARCH)
    assert people == [(PRODUCT, JONAS.id)]
    assert asked_of(both, PRODUCT, JONAS.id) == (option_of(both),)


def test_the_second_case_asks_at_once_whoever_would_build_it() -> None:
    one, _ = filing(an_open_dispute(), OURS)
    _, people = filing(one, an_option("Transformer", builder=MAYA.id), side=RESEARCH)

    assert people == [(RESEARCH, MAYA.id)]


def test_a_deputy_of_the_other_side_waits_as_its_lead_does() -> None:
    dispute, _ = name_deputy(an_open_dispute(), RESEARCH, ADA, by=JONAS, now=MONDAY)
    dispute, people = filing(dispute, an_option(builder=ADA.id))

    assert people == []
    assert filing(dispute, side=RESEARCH)[1] == [(PRODUCT, ADA.id)]


def test_who_was_asked_before_is_not_asked_again_when_both_are_in() -> None:
    dispute, _ = filing(an_open_dispute(), OURS)

    assert filing(dispute, side=RESEARCH)[1] == []


def test_a_builder_who_speaks_for_the_other_side_by_now_is_asked_again_at_unsealing() -> None:
    dispute, people = filing(an_open_dispute(), an_option(builder=ADA.id))
    assert people == [(PRODUCT, ADA.id)]
    dispute, _ = name_deputy(dispute, RESEARCH, ADA, by=JONAS, now=MONDAY)
    assert asked_of(dispute, PRODUCT, ADA.id) == ()

    dispute, people = filing(dispute, an_option("Transformer"), side=RESEARCH)
    assert people == [(PRODUCT, ADA.id)]
    assert asked_of(dispute, PRODUCT, ADA.id) == (option_of(dispute),)


# Again


@pytest.mark.rule("A builder is asked again when the days change, and so is a new builder.")
def test_other_days_ask_again() -> None:
    dispute, _ = filing(an_open_dispute(), OURS)

    assert filing(dispute, replace(OURS, days_to_feedback=20))[1] == [(PRODUCT, ZOE.id)]


def test_another_builder_is_asked() -> None:
    dispute, _ = filing(an_open_dispute(), OURS)

    assert filing(dispute, replace(OURS, builder=ADA.id))[1] == [(PRODUCT, ADA.id)]


def test_another_text_asks_nobody() -> None:
    dispute, _ = filing(an_open_dispute(), OURS)

    assert filing(dispute, replace(OURS, title="Rules and patterns"))[1] == []


def test_a_side_that_has_not_filed_asks_nobody() -> None:
    dispute = file(an_open_dispute(), PRODUCT, now=MONDAY + HOUR)

    assert builders_asked(dispute, RESEARCH, None) == ()
