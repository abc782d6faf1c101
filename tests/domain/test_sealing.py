from datetime import datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Case, Filed, Side
from bot.domain.dispute import Dispute, Sealed
from bot.domain.ending import rule_at_end
from bot.domain.errors import NoSuchDispute
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.sealing import SeenDispute, sealed_sides, seen_by, seen_in_channel
from bot.domain.withdrawal import propose_withdrawal
from bot.domain.yielding import yield_side
from tests import strategies
from tests.builders import (
    DAY,
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
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)

NOW = MONDAY + DAY
SECRET = an_option("The secret filter", 3)


def a_half_filed_dispute() -> Dispute:
    return file(an_open_dispute(), Side.PRODUCT, SECRET, an_option("Another", 5))


def seen(dispute: Dispute, person: Person, now: datetime = NOW) -> SeenDispute:
    return seen_by(dispute, person, privacy=Privacy.PUBLIC, now=now)


@pytest.mark.rule(
    "Until both sides have filed, only its own side can read a case, "
    "but for an option that a founder is asked to sign for."
)
@pytest.mark.parametrize("other", [JONAS, LEE, OLU, ZOE])
def test_nobody_but_its_own_side_reads_a_sealed_case(other: Person) -> None:
    view = seen(a_half_filed_dispute(), other)

    assert "secret" not in repr(view)
    assert not view.is_unsealed


def test_the_sides_that_are_sealed_are_those_that_filed_alone() -> None:
    assert sealed_sides(a_half_filed_dispute(), now=NOW) == (Side.PRODUCT,)
    assert sealed_sides(a_half_filed_dispute(), now=END) == ()
    assert sealed_sides(an_unsealed_dispute(), now=NOW) == ()


def test_its_own_side_reads_a_sealed_case() -> None:
    standing = seen(a_half_filed_dispute(), MAYA).product.standing

    assert isinstance(standing, Filed)
    assert standing.case.options[0] == SECRET


def test_the_channel_reads_no_sealed_case() -> None:
    assert "secret" not in repr(seen_in_channel(a_half_filed_dispute(), now=NOW))


@pytest.mark.rule("That a side has filed, and when, is public.")
@pytest.mark.rule("A sealed case does not even show how many options it has.")
def test_of_a_sealed_case_the_instant_is_all_that_shows() -> None:
    assert seen(a_half_filed_dispute(), ZOE).product.standing == Sealed(MONDAY + HOUR)


def test_both_cases_in_unseal_both() -> None:
    view = seen_in_channel(an_unsealed_dispute(), now=NOW)

    assert view.is_unsealed
    assert [type(view.party(side).standing) for side in Side] == [Filed, Filed]


@pytest.mark.rule("A ruling or the end of the window unseals what was filed.")
def test_the_end_of_the_window_unseals_even_before_the_ruling_is_made() -> None:
    dispute = a_half_filed_dispute()

    assert not dispute.is_unsealed(END - timedelta(microseconds=1))
    assert "secret" in repr(seen(dispute, ZOE, END))


def test_a_ruling_unseals_the_only_case() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, SECRET)
    dispute, _ = yield_side(dispute, Side.RESEARCH, "Fine.", by=JONAS, now=NOW)

    assert "secret" in repr(seen(dispute, ZOE))


def test_a_yield_that_waits_for_a_pick_unseals_nothing() -> None:
    dispute, _ = yield_side(a_half_filed_dispute(), Side.RESEARCH, "Fine.", by=JONAS, now=NOW)

    assert "secret" not in repr(seen(dispute, JONAS))


@pytest.mark.rule("A withdrawal unseals nothing, ever.")
@pytest.mark.parametrize("when", [NOW, END, END + 400 * DAY])
def test_a_withdrawal_leaves_a_sealed_case_sealed(when: datetime) -> None:
    dispute, _ = propose_withdrawal(a_half_filed_dispute(), Side.PRODUCT, by=MAYA, now=NOW)
    dispute, _ = propose_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=NOW)

    assert "secret" not in repr(seen(dispute, JONAS, when))
    assert "secret" not in repr(seen_in_channel(dispute, now=when))
    assert "secret" in repr(seen(dispute, MAYA, when))


def test_a_withdrawal_does_not_seal_again_what_both_could_read() -> None:
    dispute, _ = propose_withdrawal(an_unsealed_dispute(), Side.PRODUCT, by=MAYA, now=NOW)
    dispute, _ = propose_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=NOW)

    assert seen(dispute, JONAS).is_unsealed


@pytest.mark.rule("Until then, what the rule says to a side ranks that side's options only.")
def test_while_sealed_the_rule_speaks_of_ones_own_options() -> None:
    dispute = a_half_filed_dispute()

    assert [ranked.option.title for ranked in seen(dispute, MAYA).verdict().ranking] == [
        "The secret filter",
        "Another",
    ]
    assert seen(dispute, JONAS).verdict().ranking == ()


def test_once_unsealed_the_rule_speaks_of_all_options_to_all() -> None:
    view = seen(an_unsealed_dispute(), ZOE)

    assert [ranked.option for ranked in view.verdict().ranking] == [FILTER, TRANSFORMER]


def test_a_private_dispute_is_not_shown_to_outsiders_at_all() -> None:
    with pytest.raises(NoSuchDispute):
        seen_by(a_half_filed_dispute(), ZOE, privacy=Privacy.PRIVATE, now=NOW)


@given(case=strategies.cases(), after=st.timedeltas(2 * HOUR, timedelta(days=7, microseconds=-1)))
def test_two_sealed_cases_filed_at_one_instant_look_the_same_to_others(
    case: Case, after: timedelta
) -> None:
    """Whatever a sealed case says, others see what they would see of any other case."""
    mine = file(an_open_dispute(), Side.PRODUCT, *case.options)
    any_other = file(an_open_dispute(), Side.PRODUCT)

    assert seen(mine, JONAS, MONDAY + after) == seen(any_other, JONAS, MONDAY + after)


def test_a_ruling_seen_late_is_seen_whole() -> None:
    dispute, _ = rule_at_end(a_half_filed_dispute(), now=END)

    assert seen(dispute, ZOE, END).state == dispute.state
