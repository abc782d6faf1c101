"""The form "State our case" over real HTTP, in an area with limits, a budget and three paths."""

from decimal import Decimal

import pytest

from bot.app import App
from bot.domain.area import Stage
from bot.domain.case import OwnFigure, PathKind, Side
from bot.domain.minimum_model import MinimumModel
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals.option_fields import FIGURES_ASKED
from sandbox.server import Slack
from tests.domain.bound import STRICT
from tests.handlers.area_deeds import an_area
from tests.handlers.case_forms import (
    TRANSFORMER,
    WHOLE_CASE,
    Hands,
    draft_on_record,
    fields_of,
    filed_case,
    name_of,
)
from tests.handlers.deeds import a_dispute
from tests.world import JONAS, MAYA

FIGURES = {
    "accuracy_percent": "93",
    "measured_on": "our test set",
    "latency_ms": "120",
    "cost_per_query_usd": "0.02",
    "own_1": "40",
    "own_2": "yes",
}
OWN = (OwnFigure("GPU memory", number=Decimal(40)), OwnFigure("lineage recorded", is_kept=True))


async def at_the_form(
    slack: Slack,
    bot: App,
    who: str = MAYA,
    *,
    stage: Stage = Stage.AFTER,
    minimum: MinimumModel = STRICT,
) -> Hands:
    """Somebody at the blank form of a dispute in such an area."""
    await an_area(bot.begin, stage=stage, minimum=minimum)
    await a_dispute(bot.begin)
    hands = Hands(slack, bot, who)
    await hands.open()
    return hands


def asked(hands: Hands) -> list[str]:
    """The figures that the form asks for."""
    return [name for name in map(name_of, fields_of(hands.view)) if name in FIGURES]


async def test_figures_that_the_area_asks_for_are_filed(slack: Slack, bot: App) -> None:
    maya = await at_the_form(slack, bot)
    assert asked(maya) == list(FIGURES)
    maya.fill({**WHOLE_CASE, **FIGURES})
    assert (await maya.submit()).ok

    (option,) = (await filed_case(bot.begin)).options
    assert (option.figures.accuracy_percent, option.figures.own) == (Decimal(93), OWN)
    await maya.open()
    assert (maya.shown("own_1"), maya.shown("own_2")) == ("40", "yes")


async def test_a_form_closed_by_accident_keeps_them(slack: Slack, bot: App, begin: Begin) -> None:
    maya = await at_the_form(slack, bot)
    maya.fill({"own_1": "40", "latency_ms": "120"})
    await maya.close()
    draft = await draft_on_record(begin)
    await maya.open()

    assert draft
    assert not draft.with_figures
    assert (maya.shown("own_1"), maya.shown("latency_ms")) == ("40", "120")


async def test_what_does_not_fit_is_refused_at_its_field(slack: Slack, bot: App) -> None:
    maya = await at_the_form(slack, bot)
    maya.fill({**WHOLE_CASE, **FIGURES, "own_1": "much"})

    assert maya.errors(await maya.submit()) == {"own_1": "A number, such as 1400 or 0.015."}


async def test_once_customers_pay_the_figures_appear_and_what_was_typed_stays(
    slack: Slack, bot: App
) -> None:
    maya = await at_the_form(slack, bot, stage=Stage.BEFORE)
    maya.fill({"title": "Rules-based filter"})
    assert asked(maya) == []
    await maya.enter("audience", "paying")
    assert asked(maya) == list(FIGURES)
    assert maya.shown("title") == "Rules-based filter"

    await maya.enter("audience", "pilot")
    assert asked(maya) == []


async def test_in_the_window_of_an_option_they_appear_too(slack: Slack, bot: App) -> None:
    maya = await at_the_form(slack, bot, stage=Stage.BEFORE)
    await maya.click(Click.ADD_OPTION)
    await maya.enter("audience", "paying")

    assert asked(maya) == list(FIGURES)


@pytest.mark.parametrize("in_window", [False, True])
async def test_a_form_that_does_not_show_them_yet_is_drawn_anew_before_anything_is_kept(
    slack: Slack, bot: App, *, in_window: bool
) -> None:
    maya = await at_the_form(slack, bot, stage=Stage.BEFORE)
    if in_window:
        await maya.click(Click.ADD_OPTION)
    slack.faults.fail_next("views.update", "hash_conflict")
    await maya.enter("audience", "paying")
    assert asked(maya) == []
    rest = {**TRANSFORMER, "days_to_feedback": "20"} if in_window else dict(WHOLE_CASE)
    maya.fill({name: text for name, text in rest.items() if name != "audience"})
    assert (await maya.submit()).ok

    assert FIGURES_ASKED in maya.read_aloud()
    assert asked(maya) == list(FIGURES)
    assert maya.shown("title") == rest["title"]


async def test_over_the_budget_enter_says_who_signs_and_reads_it(slack: Slack, bot: App) -> None:
    maya = await at_the_form(slack, bot, minimum=MinimumModel())
    await maya.click(Click.ADD_FIGURES)
    await maya.enter("gpu_weeks_per_month", "6")

    said = "A founder is asked to sign it off once you file, and reads this option though your case"
    assert said in maya.read_aloud()


async def test_what_is_over_the_budget_can_be_filed_as_it_is(slack: Slack, bot: App) -> None:
    maya = await at_the_form(slack, bot, minimum=MinimumModel())
    await maya.click(Click.ADD_FIGURES)
    maya.fill({**WHOLE_CASE, "gpu_weeks_per_month": "6"})
    assert (await maya.submit()).ok

    (option,) = (await filed_case(bot.begin)).options
    assert option.figures.gpu_weeks_per_month == Decimal(6)


async def test_research_files_three_paths_to_the_same_customer(slack: Slack, bot: App) -> None:
    jonas = await at_the_form(slack, bot, JONAS, minimum=MinimumModel())
    assert "Merchants ask why a payment was blocked." in jonas.read_aloud()
    jonas.fill({**WHOLE_CASE, "path": "cheapest"})
    for path in ("middle", "best"):
        assert f"Add the {path} path" in jonas.read_aloud()
        await jonas.click(Click.ADD_OPTION)
        assert jonas.shown("path") == path
        jonas.fill({**TRANSFORMER, "title": f"The {path} one"})
        assert (await jonas.keep()).ok
    assert (await jonas.submit()).ok

    case = await filed_case(bot.begin, Side.RESEARCH)
    assert [option.path for option in case.options] == list(PathKind)
