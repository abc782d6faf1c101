"""The form "Option" over real HTTP: one more option of a case."""

import pytest

from bot.app import App
from bot.domain.case import Approach, Side
from bot.domain.ids import DisputeId
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals.option_fields import ONE_MORE_QUESTION
from sandbox.server import Slack
from tests.builders import BOTH_IN, TRANSFORMER, an_option
from tests.handlers.case_forms import (
    STOP_IF,
    WHOLE_CASE,
    Hands,
    ada_is_deputy,
    draft_on_record,
    fields_of,
    filed_case,
    name_of,
)
from tests.handlers.case_forms import TRANSFORMER as SECOND
from tests.handlers.deeds import TEAM, a_dispute, file
from tests.world import ADA, MAYA, ROB

TEN = ("title", "days_to_feedback", "audience", "customer", "feedback", "builder", "approach")


@pytest.fixture
async def maya(slack: Slack, bot: App, begin: Begin) -> Hands:
    """The product lead, with the form open and the first page typed."""
    await a_dispute(begin)
    hands = Hands(slack, bot)
    await hands.open()
    hands.fill(WHOLE_CASE)
    return hands


def in_short(hands: Hands) -> list[str]:
    """What the first page says of further options."""
    named = [b for b in hands.view.blocks if b["block_id"].startswith("option:")]
    return [block["text"]["text"] for block in named if block["type"] == "section"]


async def test_an_option_is_asked_for_in_a_window_of_its_own(maya: Hands) -> None:
    await maya.click(Click.ADD_OPTION)

    assert [name_of(field) for field in fields_of(maya.view)] == list(TEN)


async def test_a_kept_option_stands_on_the_first_page_and_what_was_typed_there_stays(
    maya: Hands,
) -> None:
    assert (await maya.add_option(SECOND)).ok

    assert in_short(maya) == ["Transformer upgrade\n70 days, paying customers"]
    assert maya.shown("title") == "Rules-based filter"


async def test_all_options_are_filed_together(maya: Hands, begin: Begin) -> None:
    assert (await maya.add_option(SECOND)).ok
    assert (await maya.add_option({**SECOND, "title": "Third"})).ok
    assert "Add an option" not in maya.read_aloud()
    assert (await maya.submit()).ok

    titles = [option.title for option in (await filed_case(begin)).options]
    assert titles == ["Rules-based filter", "Transformer upgrade", "Third"]


async def test_every_problem_of_an_option_is_shown_at_its_field_at_once(maya: Hands) -> None:
    wrong = {"title": "x" * 76, "days_to_feedback": "0", "customer": "", "builder": ROB}
    refused = maya.errors(await maya.add_option({**SECOND, **wrong}))

    assert refused.keys() == wrong.keys()


async def test_an_option_that_was_refused_is_no_part_of_the_case_yet(
    maya: Hands, begin: Begin
) -> None:
    await maya.add_option({**SECOND, "days_to_feedback": "soon"})
    await maya.close()

    assert in_short(maya) == []
    assert (await maya.submit()).ok
    assert len((await filed_case(begin)).options) == 1


@pytest.mark.parametrize("whole_stack", [False, True])
async def test_an_option_that_was_begun_is_taken_up_again(
    maya: Hands, *, whole_stack: bool
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill({"title": "Half a thought"})
    await maya.click(Click.ADD_OPTION_FIGURES)
    await maya.close(whole_stack=whole_stack)
    if whole_stack:
        await maya.open()
    await maya.click(Click.ADD_OPTION)

    assert maya.shown("title") == "Half a thought"
    assert maya.shown("ops_burden") == ""


async def test_a_window_closed_by_accident_loses_nothing_of_a_new_option(maya: Hands) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill({"title": "Half a thought"})
    await maya.close()
    await maya.click(Click.ADD_OPTION)

    assert maya.shown("title") == "Half a thought"


async def test_the_figures_of_an_option_appear_in_place_and_are_filed(
    maya: Hands, begin: Begin
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill(SECOND)
    await maya.click(Click.ADD_OPTION_FIGURES)
    maya.fill({"gpu_weeks_per_month": "2.5", "stop_if": STOP_IF})
    assert (await maya.submit()).ok
    assert (await maya.submit()).ok

    option = (await filed_case(begin)).options[1]
    assert (option.title, str(option.figures.gpu_weeks_per_month)) == ("Transformer upgrade", "2.5")


async def test_enter_after_the_days_shows_the_day_in_the_window(maya: Hands) -> None:
    await maya.click(Click.ADD_OPTION)
    await maya.enter("days_to_feedback", "120")

    assert "the rule cannot" in maya.read_aloud()


async def test_over_30_days_the_window_asks_one_more_question_before_it_keeps_anything(
    maya: Hands, begin: Begin
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill({**SECOND, "approach": "new model"})
    assert (await maya.submit()).ok
    assert ONE_MORE_QUESTION in maya.read_aloud()
    assert (maya.shown("title"), maya.shown("approach")) == ("Transformer upgrade", "new model")
    assert maya.errors(await maya.submit()) == {
        "stop_if": "Over 30 days, say what would make you stop."
    }

    maya.fill({"stop_if": STOP_IF})
    assert (await maya.submit()).ok
    assert (await maya.submit()).ok
    option = (await filed_case(begin)).options[1]
    assert (option.approach, option.stop_if) == (Approach.NEW_MODEL, STOP_IF)


async def test_a_click_in_a_window_that_has_changed_since_does_nothing(
    slack: Slack, maya: Hands, begin: Begin
) -> None:
    await maya.click(Click.ADD_OPTION)
    before = await draft_on_record(begin)
    slack.faults.fail_next("views.update", "hash_conflict")
    await maya.click(Click.ADD_OPTION_FIGURES)

    assert await draft_on_record(begin) == before
    assert [name_of(field) for field in fields_of(maya.view)] == list(TEN)


async def test_a_fourth_option_is_refused_with_what_to_do(
    slack: Slack, maya: Hands, begin: Begin, bot: App
) -> None:
    await ada_is_deputy(begin, bot)
    await maya.click(Click.ADD_OPTION)
    maya.fill(SECOND)
    ada = Hands(slack, bot, ADA)
    await ada.open()
    assert (await ada.add_option(SECOND)).ok
    assert (await ada.add_option(SECOND)).ok

    assert maya.errors(await maya.keep()) == {
        "title": "A case has at most 3 options. Close this and remove one first."
    }


async def test_an_option_can_be_edited(maya: Hands, begin: Begin) -> None:
    await maya.add_option(SECOND)
    await maya.menu("edit")
    assert maya.shown("title") == "Transformer upgrade"
    maya.fill({"days_to_feedback": "60"})
    assert (await maya.submit()).ok

    assert in_short(maya) == ["Transformer upgrade\n60 days, paying customers"]
    await maya.submit()
    assert [option.days_to_feedback for option in (await filed_case(begin)).options] == [14, 60]


async def test_closing_the_window_leaves_an_option_of_the_case_as_it_was(maya: Hands) -> None:
    await maya.add_option(SECOND)
    await maya.menu("edit")
    maya.fill({"days_to_feedback": "60"})
    await maya.close()

    assert in_short(maya) == ["Transformer upgrade\n70 days, paying customers"]


async def test_an_option_can_be_removed(maya: Hands, begin: Begin) -> None:
    await maya.add_option(SECOND)
    await maya.menu("remove")
    assert in_short(maya) == []
    assert (await maya.submit()).ok

    assert [option.title for option in (await filed_case(begin)).options] == ["Rules-based filter"]


async def test_when_the_first_option_goes_the_next_takes_its_place(
    maya: Hands, begin: Begin
) -> None:
    await maya.add_option(SECOND)
    await maya.menu("remove", 0)
    assert maya.shown("title") == "Transformer upgrade"
    assert (await maya.submit()).ok

    assert [option.title for option in (await filed_case(begin)).options] == ["Transformer upgrade"]


@pytest.mark.parametrize("error", ["not_found", "internal_error"])
async def test_when_the_first_page_cannot_be_redrawn_the_window_says_what_was_kept(
    slack: Slack, maya: Hands, error: str
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill(SECOND)
    slack.faults.fail_next("views.update", error)
    assert (await maya.keep()).ok

    assert '"Transformer upgrade" is kept in your draft.' in maya.read_aloud()
    await maya.close(whole_stack=True)
    await maya.open()
    assert in_short(maya) == ["Transformer upgrade\n70 days, paying customers"]


async def test_an_option_kept_behind_a_stale_page_is_shown_before_it_is_filed(
    slack: Slack, maya: Hands
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill(SECOND)
    slack.faults.fail_next("views.update", "not_found")
    await maya.keep()
    await maya.close()
    assert in_short(maya) == []

    assert (await maya.submit()).ok
    assert in_short(maya) == ["Transformer upgrade\n70 days, paying customers"]


async def test_once_both_cases_are_in_the_window_refuses_better_figures(
    slack: Slack, bot: App, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await file(begin, dispute, Side.PRODUCT, an_option("One"), an_option("Two", days=30))
    await file(begin, dispute, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)
    maya = Hands(slack, bot)
    await maya.open()
    await maya.menu("edit")
    assert "can only go up" in maya.read_aloud()
    maya.fill({"days_to_feedback": "20"})

    assert maya.errors(await maya.submit()) == {
        "days_to_feedback": "Both cases are in, so the days can only go up from 30."
    }


async def test_the_fullest_form_can_be_filled_in_by_hand(maya: Hands, begin: Begin) -> None:
    long = {"cost_of_delay_sum": "W" * 150, "feedback": "W" * 300, "customer": "W" * 200}
    figures = {"cost_of_delay_per_week": "1000000000", "accuracy_percent": "92.5"}
    rest = {"measured_on": "a guess", "latency_ms": "300", "ops_burden": "5", "title": "W" * 75}
    for _ in range(4):
        await maya.click(Click.ADD_EVIDENCE)
        maya.fill({"statement": "W" * 500, "kind": "benchmark"})
    await maya.click(Click.ADD_FIGURES)
    maya.fill({**long, **figures, **rest})
    for _ in range(2):
        await maya.click(Click.ADD_OPTION)
        await maya.click(Click.ADD_OPTION_FIGURES)
        maya.fill({**SECOND, **long, **figures, **rest, "approach": "fine-tuned"})
        assert (await maya.keep()).ok
    assert (await maya.submit()).ok

    case = await filed_case(begin)
    assert (len(case.evidence), len(case.options)) == (5, 3)


async def test_what_is_typed_on_the_first_page_is_kept_before_the_window_opens(
    maya: Hands, begin: Begin
) -> None:
    await maya.click(Click.ADD_OPTION)

    draft = await draft_on_record(begin)
    assert draft
    assert draft.values["metric"] == "disputed blocks a week"
    assert MAYA not in draft.values.values()


async def test_a_side_that_has_filed_meanwhile_is_said_to_have_kept_the_option(
    maya: Hands, begin: Begin
) -> None:
    await maya.click(Click.ADD_OPTION)
    maya.fill(SECOND)
    await file(begin, DisputeId(TEAM, 1), Side.PRODUCT, an_option("Filed by the deputy", id="o9"))
    assert (await maya.keep()).ok
    assert "is kept in your draft" in maya.read_aloud()
    await maya.close()

    assert (await maya.submit()).ok
    assert "Filed by the deputy" in maya.read_aloud()
