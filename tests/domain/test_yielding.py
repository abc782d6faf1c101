import pytest

from bot.domain.case import Side
from bot.domain.dispute import Dispute, Open, Yielded
from bot.domain.errors import Refusal, Unfit
from bot.domain.filing import state_case
from bot.domain.notices import CardChanged, Ruled, SideYielded
from bot.domain.ruling import Basis
from bot.domain.settling import confirm_option
from bot.domain.yielding import yield_side
from tests.builders import (
    DAY,
    FILTER,
    HOUR,
    JONAS,
    LEADS,
    MAYA,
    MONDAY,
    TRANSFORMER,
    a_case,
    an_open_dispute,
    an_option,
    file,
    ruled,
    ruling_of,
)

SMALLER = an_option("Smaller filter", 20)
LATER = MONDAY + DAY


def yielded(dispute: Dispute, side: Side = Side.RESEARCH) -> Dispute:
    changed, _ = yield_side(dispute, side, "We trust it.", by=LEADS[side], now=LATER)
    return changed


@pytest.mark.rule("A side that has not filed can yield, with a reason.")
def test_a_side_yields_with_a_reason_and_the_other_is_told() -> None:
    dispute, notices = yield_side(
        an_open_dispute(), Side.RESEARCH, " We trust it. ", by=JONAS, now=LATER
    )

    assert dispute.research.standing == Yielded(
        reason="We trust it.", yielded_at=LATER, by=JONAS.id
    )
    assert notices == (CardChanged(dispute.id), SideYielded(dispute.id, Side.RESEARCH))


def test_a_yield_without_a_reason_is_refused() -> None:
    with pytest.raises(Unfit) as refusal:
        yield_side(an_open_dispute(), Side.RESEARCH, "  ", by=JONAS, now=LATER)

    assert refusal.value.problems[0].field == "reason"


def test_a_side_that_has_filed_cannot_yield() -> None:
    with pytest.raises(Refusal, match="Research has filed its case on #12, so it cannot yield"):
        yielded(file(an_open_dispute(), Side.RESEARCH))


@pytest.mark.rule("A yield chooses the other side's option at once when it has filed exactly one.")
def test_a_yield_against_one_option_is_the_ruling() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    dispute, notices = yield_side(dispute, Side.RESEARCH, "Fine.", by=JONAS, now=LATER)
    ruling = ruling_of(dispute)

    assert (ruling.basis, ruling.reason, ruling.by) == (Basis.YIELDED, "Fine.", JONAS.id)
    assert ruling.chosen is not None
    assert ruling.chosen.option == FILTER
    assert notices[-1] == Ruled(dispute.id)


def test_one_option_filed_after_the_other_side_has_yielded_is_the_ruling() -> None:
    dispute = file(yielded(an_open_dispute()), Side.PRODUCT, FILTER, now=LATER + HOUR)

    assert ruling_of(dispute).basis is Basis.YIELDED
    assert ruling_of(dispute).ruled_at == LATER + HOUR


@pytest.mark.rule("Otherwise the other side picks one of its options.")
def test_against_several_options_the_other_side_picks() -> None:
    dispute = yielded(file(an_open_dispute(), Side.PRODUCT, FILTER, SMALLER))

    assert isinstance(dispute.state, Open)

    dispute, _ = confirm_option(
        dispute, Side.PRODUCT, SMALLER.id, revision=1, by=MAYA, now=LATER + HOUR
    )
    ruling = ruling_of(dispute)

    assert (ruling.basis, ruling.reason) == (Basis.YIELDED, "We trust it.")
    assert ruling.chosen is not None
    assert ruling.chosen.option == SMALLER
    assert ruling.is_against_the_rule


def test_a_revision_that_leaves_one_option_is_the_pick() -> None:
    dispute = yielded(file(an_open_dispute(), Side.PRODUCT, FILTER, SMALLER))
    dispute, _ = state_case(dispute, Side.PRODUCT, a_case(SMALLER), by=MAYA, now=LATER + HOUR)

    assert ruling_of(dispute).basis is Basis.YIELDED


def test_the_side_that_yielded_picks_nothing() -> None:
    dispute = yielded(file(an_open_dispute(), Side.PRODUCT, FILTER, SMALLER))

    with pytest.raises(Refusal, match="once both cases are in"):
        confirm_option(dispute, Side.RESEARCH, FILTER.id, revision=1, by=JONAS, now=LATER)


@pytest.mark.rule("A yield is taken back by filing.")
def test_filing_takes_a_yield_back() -> None:
    dispute = yielded(file(an_open_dispute(), Side.PRODUCT, FILTER, SMALLER))
    dispute = file(dispute, Side.RESEARCH, TRANSFORMER, now=LATER + HOUR)

    assert isinstance(dispute.state, Open)
    assert dispute.both_in_at == LATER + HOUR


@pytest.mark.rule("When one side has yielded, the other cannot.")
def test_both_sides_cannot_yield() -> None:
    with pytest.raises(Refusal, match="Research has already yielded on #12"):
        yielded(yielded(an_open_dispute()), Side.PRODUCT)


def test_yielding_twice_is_yielding_once() -> None:
    dispute = yielded(an_open_dispute())
    again, notices = yield_side(dispute, Side.RESEARCH, "Again.", by=JONAS, now=LATER + HOUR)

    assert (again, notices) == (dispute, ())


@pytest.mark.rule(
    "When nothing is picked after a yield, the default rule runs at the end on what is there."
)
def test_without_a_pick_the_rule_runs_on_what_is_there() -> None:
    ruling = ruled(yielded(file(an_open_dispute(), Side.PRODUCT, SMALLER, FILTER)))

    assert ruling.basis is Basis.DEFAULT_RULE
    assert ruling.chosen is not None
    assert ruling.chosen.option == FILTER


def test_a_yield_with_nothing_filed_lapses() -> None:
    assert ruled(yielded(an_open_dispute())).basis is Basis.LAPSED
