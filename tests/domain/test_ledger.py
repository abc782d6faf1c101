"""The GPU ledger: what runs, what it uses, and how it is released."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.area import Terms
from bot.domain.dispute import Dispute, Retired
from bot.domain.ending import rule_at_end
from bot.domain.errors import NotAllowed, Refusal
from bot.domain.ids import DisputeId, TeamId
from bot.domain.ledger import Commitment, commitment_of, ledger_of, retire
from bot.domain.notices import CardChanged
from bot.domain.outcome import Became
from bot.domain.person import Person
from bot.domain.setting_aside import set_aside
from tests.builders import (
    ANSWER,
    DROPPED,
    END,
    FILTER,
    JONAS,
    MAYA,
    NOT_YET,
    OLU,
    TRANSFORMER,
    ZOE,
    a_ruled_dispute,
    an_open_dispute,
    an_option,
    usd,
    with_outcome,
)
from tests.domain.bound import unsealed

AFTER = END + timedelta(days=14)


def running(number: int = 12, area: str = "fraud detection", weeks: str = "4") -> Dispute:
    """A ruling in force whose option uses GPUs."""
    option = an_option(f"Filter {number}", 14, gpu_weeks_per_month=usd(weeks))
    dispute = unsealed(option, terms=Terms(gpu_budget=usd(50)))
    opening = replace(dispute.opening, id=DisputeId(TeamId("T1"), number), area=area)
    ended, _ = rule_at_end(replace(dispute, opening=opening), now=END)
    return ended


def retired(dispute: Dispute, by: Person = MAYA) -> Dispute:
    after, _ = retire(dispute, by=by, now=AFTER)
    return after


def put_aside(dispute: Dispute) -> Dispute:
    after, _ = set_aside(dispute, "The customer left.", by=OLU, now=AFTER)
    return after


@pytest.mark.rule("The ledger counts the GPU-weeks of every ruling that is followed.")
def test_a_ruling_commits_what_its_option_says() -> None:
    assert commitment_of(running()) == Commitment(
        dispute=DisputeId(TeamId("T1"), 12),
        area="fraud detection",
        title="Filter 12",
        gpu_weeks=usd(4),
        budget=usd(50),
    )


def test_what_uses_no_gpus_or_is_not_ruled_commits_nothing() -> None:
    assert commitment_of(a_ruled_dispute(FILTER)) is None
    assert commitment_of(running(weeks="0")) is None
    assert commitment_of(unsealed(an_option(gpu_weeks_per_month=usd(4)))) is None
    assert commitment_of(rule_at_end(an_open_dispute(), now=END)[0]) is None


@pytest.mark.rule("What is dropped, set aside or retired is released.")
def test_what_does_not_run_any_more_is_released() -> None:
    assert commitment_of(with_outcome(running(), DROPPED)) is None
    assert commitment_of(put_aside(running())) is None
    assert commitment_of(retired(running())) is None


@pytest.mark.parametrize("became", [ANSWER, NOT_YET])
def test_an_answer_releases_nothing(became: Became) -> None:
    assert commitment_of(with_outcome(running(), became)) == commitment_of(running())


def test_without_an_area_there_is_no_budget() -> None:
    ruled = a_ruled_dispute(an_option(gpu_weeks_per_month=usd(4)))
    (ledger,) = ledger_of([ruled])

    assert commitment_of(ruled) is not None
    assert (ledger.area, ledger.gpu_weeks, ledger.budget) == ("", usd(4), usd(0))


def test_the_ledger_is_summed_by_area() -> None:
    """By hand: fraud 4 + 1.5 = 5.5 of 100, search 6 of 50."""
    month = [
        running(1, "fraud detection", "1.5"),
        running(2, "search", "6"),
        running(3, "fraud detection", "4"),
        with_outcome(running(4, "search", "30"), DROPPED),
        put_aside(running(5, "fraud detection", "30")),
        retired(running(6, "ranking", "30")),
    ]
    search, fraud = ledger_of(month)

    assert (search.area, search.gpu_weeks, search.budget) == (
        "search",
        usd(6),
        usd(50),
    )
    assert (fraud.area, fraud.gpu_weeks, fraud.budget) == ("fraud detection", usd("5.5"), usd(100))
    assert [one.title for one in fraud.commitments] == ["Filter 3", "Filter 1"]


def test_areas_that_use_the_same_stand_by_their_names() -> None:
    month = [running(1, "search"), running(2, "fraud"), running(3, "")]

    assert [one.area for one in ledger_of(month)] == ["", "fraud", "search"]


def test_an_area_that_was_typed_in_two_ways_is_one() -> None:
    month = [running(1, "Fraud  detection"), running(2, "fraud detection", "1")]
    (ledger,) = ledger_of(month)

    assert (ledger.area, ledger.gpu_weeks) == ("fraud detection", usd(5))


def test_nothing_running_is_an_empty_ledger() -> None:
    assert ledger_of([]) == ledger_of([retired(running())]) == ()


amounts = st.lists(st.tuples(st.sampled_from("ab"), st.integers(0, 9)), max_size=4)


@given(amounts)
def test_the_ledger_adds_up_to_what_is_committed(said: list[tuple[str, int]]) -> None:
    month = [running(number, area, str(weeks)) for number, (area, weeks) in enumerate(said, 1)]

    assert sum(one.gpu_weeks for one in ledger_of(month)) == sum(weeks for _, weeks in said)


# Retired


@pytest.mark.rule(
    "The lead or deputy of the side whose option was chosen, or a founder, can retire it."
)
@pytest.mark.parametrize("by", [MAYA, OLU])
def test_the_winning_side_or_a_founder_retires_what_was_chosen(by: Person) -> None:
    dispute, notices = retire(running(), by=by, now=AFTER)

    assert dispute.retired == Retired(by=by.id, at=AFTER)
    assert notices == (CardChanged(dispute.id),)


@pytest.mark.parametrize("by", [JONAS, ZOE])
def test_neither_the_side_that_lost_nor_anybody_else_frees_its_gpus(by: Person) -> None:
    with pytest.raises(NotAllowed, match=r"You cannot retire what was chosen for product on #12"):
        retired(running(), by)


def test_retiring_twice_is_retiring_once() -> None:
    once = retired(running())

    assert retire(once, by=OLU, now=AFTER + timedelta(days=1)) == (once, ())


def test_retiring_changes_neither_ruling_nor_promise() -> None:
    assert replace(retired(running()), retired=None) == running()


def test_what_is_open_or_chose_nothing_is_not_retired() -> None:
    with pytest.raises(Refusal, match="still open"):
        retired(unsealed(TRANSFORMER))
    with pytest.raises(Refusal, match="Nothing was chosen"):
        retired(rule_at_end(an_open_dispute(), now=END)[0])
    with pytest.raises(Refusal, match="is set aside"):
        retired(put_aside(running()))
