"""The stories: made by real use, and ready in a few seconds."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
import pytest_asyncio

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.estimates import track_record
from bot.domain.ids import TeamId
from bot.domain.ruling import Basis, Ruling
from handlers.ids import COMMAND, Click
from sandbox.seen import find_strings
from sandbox.stage import Stage, open_stage
from sandbox.stories import telling
from sandbox.stories.earlier import EARLIER_BEGINS_AT, earlier_disputes
from sandbox.stories.people import ADA, JONAS, MAYA, OLU, ROADMAP
from sandbox.stories.telling import (
    NOW_AT_THE_DOOR,
    STORIES,
    THE_END,
    play_door,
    play_story,
    welcome,
)
from tests.processes import free_port

AT_THE_DOOR = pytest.mark.asyncio(loop_scope="module")


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[Stage]:
    url = f"sqlite:///{tmp_path}/roadmap.sqlite3"
    async with open_stage(port=free_port(), database_url=url) as stage:
        yield stage


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def door(tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Stage]:
    """The stage with the story at the door, to be looked at only."""
    url = f"sqlite:///{tmp_path_factory.mktemp('door')}/roadmap.sqlite3"
    port = free_port()
    async with open_stage(port=port, database_url=url, begins_at=EARLIER_BEGINS_AT) as stage:
        welcome(stage)
        await play_door(stage)
        yield stage


async def disputes(stage: Stage) -> list[Dispute]:
    team = TeamId(stage.slack.workspace.team_id)
    async with stage.bot.begin(reading=True) as tx:
        found = [*await tx.disputes.open_ones(team), *await tx.disputes.ruled(team, limit=9)]
    return sorted(found, key=lambda dispute: dispute.id.number)


def basis_of(dispute: Dispute) -> Basis | None:
    return dispute.state.basis if isinstance(dispute.state, Ruling) else None


async def at_once() -> None:
    """No pause between the steps."""


@AT_THE_DOOR
async def test_the_story_at_the_door_has_a_dispute_at_every_stage(door: Stage) -> None:
    *earlier, by_rule, agreed, near, sealed, fresh = await disputes(door)
    deadline = await door.next_deadline()

    assert [basis_of(one) for one in earlier] == [Basis.AGREED, Basis.YIELDED, Basis.DECIDED]
    assert (basis_of(by_rule), basis_of(agreed)) == (Basis.DEFAULT_RULE, Basis.AGREED)
    assert near.both_in_at is not None
    assert deadline == near.opening.window.closes_at
    assert deadline is not None
    assert (deadline - door.now()).total_seconds() < 24 * 3600
    assert len(sealed.filed) == 1
    assert len(fresh.filed) == 0


@AT_THE_DOOR
async def test_the_story_goes_on_on_a_monday_in_march(door: Stage) -> None:
    assert timedelta() <= door.now() - NOW_AT_THE_DOOR < timedelta(minutes=1)


@AT_THE_DOOR
async def test_three_customers_have_answered_later_than_promised(door: Stage) -> None:
    record = track_record(await disputes(door), now=door.now())

    held = [(one.promised, one.real, one.is_confirmed) for one in record.of(Side.PRODUCT)]
    assert held == [(10, 12, False), (10, 13, True), (7, 12, True)]
    assert str(record.ratio(Side.PRODUCT)) == "1.3"


@AT_THE_DOOR
async def test_a_side_reads_in_its_form_how_its_days_have_held(door: Stage) -> None:
    card = door.slack.messages(ROADMAP, MAYA)[-1]

    await door.slack.as_person(MAYA).click(card, action_id=Click.STATE_CASE.value)

    form = door.slack.top_view(MAYA)
    assert form
    said = "\n".join(find_strings(form.content))
    assert "Product's last three answers took 1.3 times the days promised" in said


@AT_THE_DOOR
async def test_what_the_customers_said_stands_under_the_rulings(door: Stage) -> None:
    read = door.slack.everything_shown_to(ADA)

    assert [answer.words for _, answer in earlier_disputes() if answer.words not in read] == []


@AT_THE_DOOR
async def test_every_message_of_the_story_is_the_bots_own_and_none_went_wrong(door: Stage) -> None:
    said, *cards = door.slack.messages(ROADMAP, ADA)

    assert said.user_id == OLU
    assert {card.user_id for card in cards} == {door.slack.workspace.app.bot_user_id}
    assert len(cards) == 8
    assert [call for call in door.slack.calls if not call.ok] == []


@AT_THE_DOOR
async def test_the_sealed_case_of_the_story_is_read_by_its_own_side_alone(door: Stage) -> None:
    assert _readers(door, "A hallucinated deadline in a contract") == [MAYA]


@AT_THE_DOOR
async def test_the_one_option_over_the_budget_is_read_by_the_founder_too(door: Stage) -> None:
    assert _readers(door, "Hybrid of rules and model") == [MAYA, OLU]


def _readers(stage: Stage, text: str) -> list[str]:
    return [who for who in stage.people if text in stage.slack.everything_shown_to(who)]


@AT_THE_DOOR
async def test_a_gate_stands_on_the_card_of_the_one_that_ends_next(door: Stage) -> None:
    shown = door.slack.everything_shown_to(ADA)

    assert "memory of one GPU, at most 48 GB" in shown


@AT_THE_DOOR
@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("board", "1,411 USD a week without Export to Word"),
        ("ledger", "question answering"),
        ("area contract review", "accuracy at least 85 %; latency at most 500 ms"),
        ("digest", "asks for 6 GPU-weeks a month (budget 5), until"),
        ("digest", "the handoff to product is due"),
    ],
)
async def test_what_binds_is_there_to_be_looked_at(door: Stage, words: str, told: str) -> None:
    assert (await door.slack.as_person(OLU).command(COMMAND, words, channel=ROADMAP)).ok

    said = door.slack.ephemerals(OLU)[-1]
    assert told in "".join(find_strings(said.blocks))


def test_the_welcome_says_in_three_lines_what_to_try() -> None:
    assert len([line for line in telling.WELCOME.splitlines() if line.startswith("•")]) == 3


@pytest.mark.parametrize(
    ("name", "basis"),
    [
        ("fraud", Basis.DEFAULT_RULE),
        ("contracts", Basis.DECIDED),
        ("copilot", Basis.DEFAULT_RULE),
        ("summaries", Basis.DEFAULT_RULE),
        ("friday", Basis.AGREED),
        ("retrieval", Basis.LAPSED),
    ],
)
async def test_each_story_ends_as_the_field_says(stage: Stage, name: str, basis: Basis) -> None:
    told: list[str] = []
    await play_story(stage, name, told.append, at_once)
    (dispute,) = await disputes(stage)

    assert basis_of(dispute) == basis
    assert dispute.opening.question == STORIES[name]
    assert "Ada opens the dispute" in told[0]
    assert told[-1] == THE_END
    assert [call for call in stage.slack.calls if not call.ok] == []


async def test_a_story_says_what_the_bot_did_at_the_deadline(stage: Stage) -> None:
    told: list[str] = []
    await play_story(stage, "fraud", told.append, at_once)

    assert "Mon 9 March 09:00 UTC: #1 is settled by the rule: Rules-based filter." in told


async def test_the_figures_of_the_field_are_in_the_comparison(stage: Stage) -> None:
    await play_story(stage, "contracts", lambda _: None, at_once)
    shown = "\n".join(find_strings([m.blocks for m in stage.slack.workspace.messages(ROADMAP)]))

    assert "94" in shown
    assert stage.slack.top_view(JONAS) is None
