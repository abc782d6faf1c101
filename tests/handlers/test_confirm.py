"""Confirming an option: the form."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Audience, Option, Side
from bot.domain.dispute import Dispute, Open
from bot.domain.ids import OptionId
from bot.domain.ruling import Basis
from bot.domain.sealing import seen_by
from bot.domain.settling import confirm_option
from bot.domain.yielding import yield_side
from bot.services.disputes import yield_side as yield_service
from bot.services.ports import Begin
from handlers.blocks import MOST_OPTION
from handlers.ids import Click
from handlers.modals import confirm
from handlers.modals.answers import Answers
from handlers.modals.choices import read_choice
from handlers.modals.confirm import Answer
from handlers.text import Json
from sandbox.server import Slack
from tests.builders import (
    BOTH_IN,
    FILTER,
    HOUR,
    JONAS,
    LEADS,
    MONDAY,
    TRANSFORMER,
    an_open_dispute,
    an_option,
    file,
    ruling_of,
)
from tests.builders import an_unsealed_dispute as unsealed
from tests.handlers.deeds import (
    a_dispute,
    an_unsealed_dispute,
    on_record,
    person,
    press,
    send,
    shown_form,
    told,
)
from tests.handlers.deeds import file as file_case
from tests.handlers.forms import NASTY, offered, read_aloud, sent_back, typed_texts
from tests.world import JONAS as JONAS_ID
from tests.world import MAYA as MAYA_ID
from tests.world import ZOE, MovableClock, on_screen

LATER = BOTH_IN + HOUR


def confirmed(
    dispute: Dispute, side: Side, option: Option = TRANSFORMER, then: str = ""
) -> Dispute:
    changed, _ = confirm_option(
        dispute, side, option.id, revision=option.revision, then=then, by=LEADS[side], now=LATER
    )
    return changed


def a_form(dispute: Dispute, side: Side = Side.RESEARCH) -> Json:
    return confirm.build(seen_by(dispute, LEADS[side], now=LATER), side)


def said(form: Json) -> str:
    return read_aloud(form["blocks"])


def test_every_option_is_offered_with_its_side_and_days() -> None:
    assert [line for line, _ in offered(a_form(unsealed()))] == [
        "Rules-based filter (product, 14 days)",
        "Transformer upgrade (research, 70 days)",
    ]


def test_an_option_says_what_the_rule_makes_of_it() -> None:
    inside = an_option("Dashboard", 3, audience=Audience.INTERNAL)

    assert offered(a_form(unsealed(product=(FILTER, inside)))) == [
        ("Rules-based filter (product, 14 days)", "The rule would choose it today."),
        (
            "Dashboard (product, 3 days)",
            "The rule cannot choose it: it reaches nobody outside the company.",
        ),
        ("Transformer upgrade (research, 70 days)", ""),
    ]


def test_what_is_cut_in_the_list_stands_in_full_above_it() -> None:
    title = "A filter " + "for every merchant and every card " * 3
    inside = an_option(title, None, audience=Audience.INTERNAL, customer="")
    form = a_form(unsealed(product=(inside,)))

    (line, small_print), _ = offered(form)
    assert line.endswith("… (product, days not known)")
    assert small_print.endswith("…")
    assert f"{title} (product, days not known)." in said(form)
    assert "it does not say how many days until a customer answers." in said(form)


def test_six_options_of_any_title_fit() -> None:
    product = tuple(an_option(title, 14, id=f"p{n}") for n, title in enumerate(NASTY[:3]))
    research = tuple(an_option(title, 14, id=f"r{n}") for n, title in enumerate(NASTY[-3:]))

    lines = offered(sent_back(a_form(unsealed(product, research))))

    assert len(lines) == 6
    assert all(len(line) <= MOST_OPTION for line, _ in lines)


def test_nothing_is_chosen_before_anybody_has_confirmed() -> None:
    assert confirm.parse(sent_back(a_form(unsealed()))) == Answer()


def test_what_the_other_side_has_confirmed_is_chosen_already_and_said() -> None:
    form = a_form(confirmed(unsealed(), Side.PRODUCT))

    assert confirm.parse(sent_back(form)).option == "1 Transformer upgrade"
    assert "Maya" in said(form)
    assert ' has confirmed "Transformer upgrade" (research, 70 days).' in said(form)
    assert "Confirm the same option and the dispute is settled at once." in said(form)


def test_what_the_other_side_would_do_next_is_said() -> None:
    form = a_form(confirmed(unsealed(), Side.PRODUCT, then="The filter, in April"))

    assert "(research, 70 days), and next: The filter, in April." in said(form)


@given(then=typed_texts, side=st.sampled_from(Side))
def test_a_side_finds_its_own_word_in_the_form(then: str, side: Side) -> None:
    form = sent_back(a_form(confirmed(unsealed(), side, then=then), side))

    assert confirm.parse(form) == Answer(option="1 Transformer upgrade", then=then)


def test_a_choice_names_the_revision_that_was_read() -> None:
    dispute = file(unsealed(), Side.PRODUCT, an_option("Rules-based filter", 21), now=LATER)
    form = sent_back(a_form(dispute), {"option": "2 Rules-based filter"})

    answers = Answers({"option": confirm.parse(form).option})
    assert read_choice(answers) == (OptionId("Rules-based filter"), 2)


def test_after_a_yield_only_ones_own_options_are_offered() -> None:
    options = (FILTER, an_option("Word export", 10))
    dispute = file(an_open_dispute(), Side.PRODUCT, *options)
    dispute, _ = yield_side(dispute, Side.RESEARCH, "They are closer.", by=JONAS, now=LATER)

    form = a_form(dispute, Side.PRODUCT)

    assert [line for line, _ in offered(form)] == [
        "Rules-based filter (product, 14 days)",
        "Word export (product, 10 days)",
    ]
    assert "Research has yielded: what you confirm is chosen at once." in said(form)


@pytest.mark.parametrize("text", NASTY)
def test_any_question_and_title_can_be_shown(text: str) -> None:
    option = an_option(text, 14, id="named")
    dispute = file(an_open_dispute(question=text), Side.PRODUCT, option)
    dispute = file(dispute, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)

    form = sent_back(a_form(confirmed(dispute, Side.PRODUCT, option)))

    assert text in said(form)


async def test_both_sides_confirm_and_the_dispute_is_settled(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=1)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)
    assert (await send(slack, JONAS_ID, option="1 Rules-based filter", then=" The rest ")).ok

    await press(slack, bot, MAYA_ID, Click.CONFIRM)
    form = shown_form(slack, MAYA_ID)
    assert confirm.parse(form).option == "1 Rules-based filter"
    assert (await send(slack, MAYA_ID)).ok

    ruling = ruling_of(await on_record(begin, 1))
    assert (ruling.basis, ruling.next) == (Basis.AGREED, "The rest")
    assert slack.top_view(MAYA_ID) is None


async def test_a_side_changes_its_word(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=1)
    for option in ("1 Rules-based filter", "1 Transformer upgrade"):
        await press(slack, bot, JONAS_ID, Click.CONFIRM)
        assert (await send(slack, JONAS_ID, option=option)).ok

    state = (await on_record(begin, 1)).state
    assert isinstance(state, Open)
    assert [word.option for word in state.confirmations] == ["Transformer upgrade"]


@pytest.mark.parametrize(
    ("then", "sentence"),
    [("x" * 201, "At most 200 characters fit here"), ("x" * 3000, "At most 200 characters")],
)
async def test_what_comes_next_fits_in_200_characters(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, then: str, sentence: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=1)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)

    errors = (await send(slack, JONAS_ID, option="1 Rules-based filter", then=then)).errors
    assert errors["then"].startswith(sentence)


@pytest.mark.parametrize("text", NASTY)
async def test_what_comes_next_is_kept_as_it_was_typed(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin, text: str
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=1)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)
    assert (await send(slack, JONAS_ID, option="1 Rules-based filter", then=text[:200])).ok

    state = (await on_record(begin, 1)).state
    assert isinstance(state, Open)
    assert state.confirmations[0].next == text[:200]


async def test_an_option_that_changed_meanwhile_is_read_again_first(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await an_unsealed_dispute(begin)
    clock.move(days=1)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)
    worse = an_option("Rules-based filter", 21)
    await file_case(begin, dispute, Side.PRODUCT, worse, now=clock())
    await send(slack, JONAS_ID, option="1 Rules-based filter", then="The rest")

    answer = read_aloud(on_screen(slack, JONAS_ID).content)
    assert '"Rules-based filter" was changed since you read it.' in answer
    assert "The rest" in answer


async def test_while_a_case_is_missing_there_is_nothing_to_confirm(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    for side in (None, Side.PRODUCT):
        if side:
            await file_case(begin, dispute, side, FILTER)
            clock.move(hours=2)
        await press(slack, bot, MAYA_ID, Click.CONFIRM)

        assert told(slack, MAYA_ID) == "An option of #1 can be confirmed once both cases are in."
        assert slack.top_view(MAYA_ID) is None


async def test_nobody_reads_a_sealed_case_in_the_form(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await file_case(begin, await a_dispute(begin), Side.PRODUCT, FILTER)
    clock.move(hours=2)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)

    assert "Rules-based filter" not in slack.everything_shown_to(JONAS_ID)


async def test_after_a_yield_one_of_several_options_is_picked(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await yield_service(dispute, "Closer.", by=person(JONAS_ID), now=MONDAY, begin=begin)
    clock.move(hours=2)
    await press(slack, bot, MAYA_ID, Click.CONFIRM)
    assert "Research has yielded on #1, and your case is not in yet." in told(slack, MAYA_ID)

    await file_case(begin, dispute, Side.PRODUCT, FILTER, an_option("Word export", 10))
    await press(slack, bot, MAYA_ID, Click.CONFIRM)
    assert (await send(slack, MAYA_ID, option="1 Word export")).ok

    assert ruling_of(await on_record(begin, 1)).basis is Basis.YIELDED


async def test_somebody_else_learns_who_may_confirm(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=1)
    await press(slack, bot, ZOE, Click.CONFIRM)

    assert told(slack, ZOE) == (
        f"You cannot confirm on #1. <@{MAYA_ID}> (for product) or <@{JONAS_ID}> (for research) can."
    )


async def test_what_comes_after_the_end_does_not_count_and_is_given_back(
    slack: Slack, bot: App, clock: MovableClock, begin: Begin
) -> None:
    await an_unsealed_dispute(begin)
    clock.move(days=6)
    await press(slack, bot, JONAS_ID, Click.CONFIRM)
    clock.move(days=1)
    await send(slack, JONAS_ID, option="1 Transformer upgrade", then="The filter, in April")

    answer = read_aloud(on_screen(slack, JONAS_ID).content)
    assert "this came later and does not count" in answer
    assert "The filter, in April" in answer
    assert ruling_of(await on_record(begin, 1)).basis is Basis.DEFAULT_RULE
