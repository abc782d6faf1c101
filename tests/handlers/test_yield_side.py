"""Yielding: the form."""

import pytest
from hypothesis import given

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Yielded
from bot.domain.ruling import Basis
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals import yield_side
from handlers.modals.yield_side import Answer
from sandbox.server import Slack
from tests.builders import FILTER, an_opening, an_option, ruling_of
from tests.handlers.deeds import a_dispute, file, on_record, press, send, told
from tests.handlers.forms import NASTY, read_aloud, sent_back, typed_texts
from tests.world import JONAS, LEE, MAYA, MovableClock, on_screen


def without_ids(said: str) -> list[str]:
    """The lines without the names that Slack gives to nameless blocks."""
    return [line for line in said.splitlines() if not line.startswith("b0")]


@given(typed_texts, typed_texts)
def test_the_reason_in_the_form_comes_back_from_it(reason: str, question: str) -> None:
    form = yield_side.build(an_opening(question=question), Side.RESEARCH, Answer(reason))

    assert yield_side.parse(sent_back(form)) == Answer(reason)


def test_the_form_says_what_yielding_means() -> None:
    said = read_aloud(yield_side.build(an_opening(), Side.RESEARCH, Answer()))

    assert "You speak for research. If you yield, product's option is chosen" in said
    assert "You do not see product's case first." in said
    assert "you take it back by filing your case" in said


@pytest.mark.parametrize("reason", NASTY)
async def test_a_side_yields_with_its_reason_as_it_was_typed(
    slack: Slack, bot: App, begin: Begin, reason: str
) -> None:
    await a_dispute(begin)
    await press(slack, bot, JONAS, Click.YIELD)
    assert (await send(slack, JONAS, reason=f" {reason[:400]} ")).ok

    standing = (await on_record(begin, 1)).research.standing
    assert isinstance(standing, Yielded)
    assert standing.reason == reason[:400]
    assert slack.top_view(JONAS) is None


async def test_yielding_to_a_single_option_settles_the_dispute(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await file(begin, await a_dispute(begin), Side.PRODUCT, FILTER)
    clock.move(hours=2)
    await press(slack, bot, JONAS, Click.YIELD)
    assert (await send(slack, JONAS, reason="Their customers wait.")).ok

    assert ruling_of(await on_record(begin, 1)).basis is Basis.YIELDED


@pytest.mark.parametrize("options", [1, 3])
async def test_the_form_tells_nothing_of_a_sealed_case_nor_of_how_many_options_it_has(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, options: int
) -> None:
    dispute = await a_dispute(begin)
    await press(slack, bot, JONAS, Click.YIELD)
    before = read_aloud(on_screen(slack, JONAS).content["blocks"])
    await slack.as_person(JONAS).close(on_screen(slack, JONAS))
    titles = [an_option(f"Option {number}") for number in range(options)]
    await file(begin, dispute, Side.PRODUCT, *titles)
    clock.move(hours=2)
    await press(slack, bot, JONAS, Click.YIELD)

    assert without_ids(read_aloud(on_screen(slack, JONAS).content["blocks"])) == without_ids(before)


@pytest.mark.parametrize(
    ("reason", "sentence"),
    [
        (" \u00a0 ", "Say in a sentence why; it stands beside the ruling."),
        ("x" * 501, "At most 500 characters fit here; these are 501."),
        ("x" * 3000, "At most 500 characters fit here; these are 3000."),
    ],
)
async def test_a_reason_that_does_not_fit_is_shown_at_its_field(
    slack: Slack, bot: App, begin: Begin, reason: str, sentence: str
) -> None:
    await a_dispute(begin)
    await press(slack, bot, JONAS, Click.YIELD)

    assert (await send(slack, JONAS, reason=reason)).errors["reason"].startswith(sentence)


async def test_a_side_that_has_filed_does_not_yield(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await file(begin, await a_dispute(begin), Side.PRODUCT)
    clock.move(hours=2)
    await press(slack, bot, MAYA, Click.YIELD)

    assert "Product has filed its case on #1, so it cannot yield." in told(slack, MAYA)
    assert slack.top_view(MAYA) is None


async def test_when_one_side_has_yielded_the_other_reads_what_to_do_instead(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_dispute(begin)
    await press(slack, bot, JONAS, Click.YIELD)
    await send(slack, JONAS, reason="Their customers wait.")
    await press(slack, bot, MAYA, Click.YIELD)

    assert "Research has already yielded on #1." in told(slack, MAYA)
    assert "withdraw it together" in told(slack, MAYA)


async def test_somebody_else_learns_who_may_yield(slack: Slack, bot: App, begin: Begin) -> None:
    await a_dispute(begin)
    await press(slack, bot, LEE, Click.YIELD)

    assert told(slack, LEE).startswith("You cannot yield on #1.")


async def test_a_case_filed_meanwhile_is_not_yielded_away(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await press(slack, bot, JONAS, Click.YIELD)
    await file(begin, dispute, Side.RESEARCH)
    clock.move(hours=2)
    await send(slack, JONAS, reason="Their customers wait.")

    answer = read_aloud(on_screen(slack, JONAS).content)
    assert "so it cannot yield" in answer
    assert "Their customers wait." in answer
