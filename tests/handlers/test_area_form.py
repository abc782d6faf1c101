"""The form of an area: how it looks, what comes back, who may, and what holds afterwards."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.area import LimitsProposed, Stage
from bot.domain.areas import edition
from bot.domain.minimum_model import MinimumModel
from bot.domain.person import Person
from bot.services.areas import change_area
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals.area_form import (
    Answer,
    answer_of,
    build_again,
    build_change,
    build_new,
    parse,
)
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.server import Slack
from tests.builders import JONAS, MAYA, MONDAY, OLU, ZOE
from tests.domain.bound import AREA, MEMORY, STRICT
from tests.handlers.area_deeds import (
    FOUNDER,
    FULL,
    TIGHT,
    an_area,
    an_area_asked,
    ask,
    on_record,
    propose_limits,
    until_told,
)
from tests.handlers.deeds import TEAM, press, send, told
from tests.handlers.forms import NASTY, sent_back
from tests.handlers.looks import check_window, read
from tests.world import GONE, GUS, on_screen
from tests.world import JONAS as JONAS_ID
from tests.world import LEE as LEE_ID
from tests.world import MAYA as MAYA_ID
from tests.world import OLU as OLU_ID
from tests.world import ZOE as ZOE_ID

PROPOSED = replace(AREA, limits_proposed=LimitsProposed(minimum=TIGHT, by=MAYA.id, at=MONDAY))
NEW = {
    "name": "fraud detection",
    "product_lead": MAYA_ID,
    "research_lead": JONAS_ID,
    "stage": Stage.BEFORE.value,
}


def fields_of(view: dict[str, list[dict[str, str]]]) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


# How it looks, and what comes back

LIMITS = ["lowest_accuracy_percent", "highest_latency_ms", "highest_cost_per_query_usd", "own"]
LEADS = ["product_lead", "research_lead"]


def test_a_founder_is_asked_for_all_of_it() -> None:
    assert fields_of(build_new(Answer(), OLU)) == list(Answer.__slots__)
    assert fields_of(build_change(AREA, OLU)) == [*LEADS, *LIMITS, "gpu_budget"]


def test_the_budget_is_not_asked_of_who_is_no_founder() -> None:
    assert fields_of(build_new(Answer(), ZOE)) == ["name", *LEADS, "stage", *LIMITS]


def test_a_lead_changes_its_limits_and_reads_who_is_asked_and_what_a_founder_can() -> None:
    view = build_change(AREA, MAYA)

    assert fields_of(view) == LIMITS
    assert read(view).splitlines()[:4] == [
        "fraud detection",
        (
            "The limits hold once @Jonas accepts them. Disputes that are open keep what held when "
            "they were opened."
        ),
        (
            "Leads: @Maya for product, @Jonas for research. GPU budget: 5 GPU-weeks a month for "
            "one option."
        ),
        "A founder can change these.",
    ]


def test_an_area_without_leads_takes_them_from_whoever_changes_it() -> None:
    nobodys = replace(AREA, product_lead=None, research_lead=None)

    assert fields_of(build_change(nobodys, ZOE)) == [*LEADS, *LIMITS]


def test_a_lead_begins_with_the_limits_that_are_proposed_and_a_founder_with_those_that_hold() -> (
    None
):
    as_lead, as_founder = build_change(PROPOSED, JONAS), build_change(PROPOSED, OLU)

    assert "Below stand the limits that @Maya has proposed." in read(as_lead)
    assert parse(sent_back(as_lead)).lowest_accuracy_percent == "95"
    assert parse(sent_back(as_founder)).lowest_accuracy_percent == "92"


models = st.builds(
    MinimumModel,
    lowest_accuracy_percent=st.none() | st.decimals(0, 100, places=2),
    highest_latency_ms=st.none() | st.integers(0, 10**6).map(Decimal),
    highest_cost_per_query_usd=st.none() | st.decimals(0, 100, places=4),
    own=st.sampled_from([(), (MEMORY,), STRICT.own]),
)


@given(minimum=models, name=st.sampled_from(NASTY).map(lambda text: text[:60]))
def test_what_stands_in_the_form_comes_back_from_it(minimum: MinimumModel, name: str) -> None:
    area = replace(AREA, name=name, terms=replace(AREA.terms, minimum=minimum))
    answer = answer_of(area, minimum)

    assert parse(sent_back(build_new(answer, OLU))) == answer


@pytest.mark.parametrize("by", [OLU, MAYA])
def test_the_form_fits_with_every_field_at_its_longest(by: Person) -> None:
    area = replace(PROPOSED, name="x" * 60, terms=replace(AREA.terms, minimum=FULL))

    check_window(build_change(area, by))
    check_window(build_again(area, by, answer_of(area, FULL)))
    check_window(build_new(answer_of(area, FULL), by))


# In Slack


async def make(slack: Slack, who: str, **answers: Choice) -> Outcome:
    opened = await slack.as_person(who).command("/roadmap", "area new Search", channel="C1ROADMAP")
    assert opened.ok
    return await send(slack, who, **{**NEW, **answers})


async def change(slack: Slack, bot: App, who: str, **answers: Choice) -> Outcome:
    await press(slack, bot, who, Click.CHANGE_AREA, "fraud detection")
    return await send(slack, who, **answers)


async def test_the_command_opens_the_form_with_the_name_filled_in(slack: Slack, bot: App) -> None:
    assert bot.begin
    await slack.as_person(OLU_ID).command("/roadmap", "area new Search", channel="C1ROADMAP")

    assert parse(sent_back(on_screen(slack, OLU_ID).content)).name == "Search"


async def test_a_founder_makes_an_area_with_all_of_it(slack: Slack, begin: Begin) -> None:
    outcome = await make(
        slack,
        OLU_ID,
        lowest_accuracy_percent="92",
        highest_latency_ms="200",
        highest_cost_per_query_usd="0.03",
        own="GPU memory at most 48 GB\nlineage recorded: yes",
        gpu_budget="8",
    )

    assert outcome.ok
    area = await on_record(begin)
    assert area.id.team == TEAM
    assert (area.name, area.leads) == ("fraud detection", (MAYA_ID, JONAS_ID))
    assert area.terms == replace(
        AREA.terms, stage=Stage.BEFORE, minimum=STRICT, gpu_budget=Decimal(8)
    )
    assert "fraud detection is saved." in read(on_screen(slack, OLU_ID).content)


async def test_one_who_will_lead_it_makes_it_with_the_usual_budget(
    slack: Slack, begin: Begin
) -> None:
    assert (await make(slack, JONAS_ID)).ok

    assert (await on_record(begin)).terms.gpu_budget == 5


async def test_the_limits_of_a_lead_who_makes_it_wait_for_the_other_lead(
    slack: Slack, begin: Begin
) -> None:
    assert (await make(slack, JONAS_ID, lowest_accuracy_percent="92")).ok

    assert (await on_record(begin)).terms.minimum == MinimumModel()
    said = read(on_screen(slack, JONAS_ID).content)
    assert f"@{MAYA_ID} is asked to accept these limits. Until then none holds." in said


async def test_somebody_else_reads_who_can_make_it_and_gets_back_what_they_typed(
    slack: Slack, bot: App
) -> None:
    assert bot.begin
    await make(slack, ZOE_ID, own="GPU memory at most 48 GB")

    said = read(on_screen(slack, ZOE_ID).content)
    assert "You cannot make this area. A founder can, or one who will lead it." in said
    assert "GPU memory at most 48 GB" in said


async def test_all_that_does_not_fit_is_said_at_once_each_at_its_field(
    slack: Slack, begin: Begin
) -> None:
    outcome = await make(
        slack,
        OLU_ID,
        name="x" * 61,
        product_lead=GUS,
        research_lead=GONE,
        lowest_accuracy_percent="101",
        highest_latency_ms="fast",
        highest_cost_per_query_usd="0,03",
        own="we like it\nlineage: yes",
        gpu_budget="10001",
    )

    assert outcome.errors == {
        "name": "An area has at most 60 characters.",
        "product_lead": "A guest cannot speak for a side. Name a full member of this workspace.",
        "research_lead": (
            "This person's account is deactivated. Name a full member of this workspace."
        ),
        "lowest_accuracy_percent": "From 0 to 100; this is 101.",
        "highest_latency_ms": "A number, such as 1400 or 0.015.",
        "highest_cost_per_query_usd": "A number, such as 1400 or 0.015.",
        "own": (
            'Line 1 ("we like it"): write it as "GPU memory at most 48 GB" or '
            '"lineage recorded: yes".'
        ),
        "gpu_budget": "From 0 to 10,000; this is 10001.",
    }
    async with begin(reading=True) as tx:
        assert await tx.areas.all_of(TEAM) == ()


async def test_an_area_that_is_there_is_changed_and_not_made_again(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)

    outcome = await make(slack, OLU_ID, name="Fraud  Detection")

    assert outcome.errors == {"name": "fraud detection is an area already. Change it instead."}


async def test_a_leads_limits_wait_for_the_other_lead(slack: Slack, bot: App, begin: Begin) -> None:
    before = await an_area(begin)
    assert (await change(slack, bot, MAYA_ID, lowest_accuracy_percent="95")).ok

    area = await on_record(begin)
    assert area.terms == before.terms
    assert area.limits_proposed == LimitsProposed(minimum=TIGHT, by=area.leads[0], at=MONDAY)
    await until_told(slack, JONAS_ID, having=f"<@{MAYA_ID}> proposes other limits")
    assert (f"@{JONAS_ID} is asked to accept these limits. Until then the others hold.") in read(
        on_screen(slack, MAYA_ID).content
    )


async def test_the_other_lead_who_saves_what_is_proposed_accepts_it(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await propose_limits(begin, (await an_area(begin)).id)
    assert (await change(slack, bot, JONAS_ID)).ok

    area = await on_record(begin)
    assert (area.terms.minimum, area.limits_proposed) == (TIGHT, None)


async def test_a_founder_changes_leads_limits_and_budget_at_once(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    answers = {"product_lead": ZOE_ID, "own": "", "gpu_budget": "6"}
    assert (await change(slack, bot, OLU_ID, **answers)).ok

    area = await on_record(begin)
    assert area.leads == (ZOE_ID, JONAS_ID)
    assert (area.terms.minimum, area.terms.gpu_budget) == (MinimumModel(), Decimal(6))
    await until_told(slack, ZOE_ID, JONAS_ID, having=f"<@{OLU_ID}> has changed the area")


async def test_who_would_undo_what_they_have_not_read_gets_the_form_back_as_typed(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    await press(slack, bot, OLU_ID, Click.CHANGE_AREA, "fraud detection")
    await propose_limits(begin, area.id)
    typed = {"product_lead": ZOE_ID, "own": "GPU memory at most 80 GB", "gpu_budget": "9"}
    await send(slack, OLU_ID, **typed)

    shown = on_screen(slack, OLU_ID).content
    said = read(shown)

    assert "This area was changed while your form was open. As it is now:" in said
    assert f"@{MAYA_ID} proposes" in said
    assert "accuracy at least 95 %" in said
    assert "Below stands what you typed. Look at it again, then save it." in said
    assert parse(sent_back(shown)) == replace(
        answer_of(area, area.terms.minimum), name="", stage="", **typed
    )
    assert await on_record(begin) != area
    assert (await on_record(begin)).terms == area.terms

    assert (await send(slack, OLU_ID)).ok
    assert (await on_record(begin)).terms.gpu_budget == 9


async def test_a_lead_who_gets_the_form_back_reads_what_holds_and_what_they_typed(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    await press(slack, bot, JONAS_ID, Click.CHANGE_AREA, "fraud detection")
    asked = an_area_asked(gpu_budget=Decimal(8))
    await change_area(area.id, asked, as_read=edition(area), by=FOUNDER, now=MONDAY, begin=begin)
    await send(slack, JONAS_ID, highest_latency_ms="300")

    shown = on_screen(slack, JONAS_ID).content
    assert "GPU budget: 8 GPU-weeks a month for one option." in read(shown)
    assert parse(sent_back(shown)).highest_latency_ms == "300"
    assert (await on_record(begin)).limits_proposed is None


@pytest.mark.parametrize("budget", ["", "five"])
async def test_a_budget_is_a_number(slack: Slack, bot: App, begin: Begin, budget: str) -> None:
    await an_area(begin)
    await press(slack, bot, OLU_ID, Click.CHANGE_AREA, "fraud detection")
    outcome = await send(slack, OLU_ID, gpu_budget=budget or " ")

    assert "A number" in outcome.errors["gpu_budget"]


async def test_who_neither_leads_it_nor_founded_it_reads_who_may(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await an_area(begin)
    await press(slack, bot, LEE_ID, Click.CHANGE_AREA, "fraud detection")

    assert told(slack, LEE_ID) == (
        "You cannot change fraud detection. One of its leads can, or a founder."
    )


async def test_the_list_opens_the_form_too(slack: Slack, bot: App, begin: Begin) -> None:
    await ask(slack, ZOE_ID)
    await press(slack, bot, ZOE_ID, Click.NEW_AREA)

    assert begin
    assert "You can make an area that you will lead. Its limits hold once the other lead" in read(
        on_screen(slack, ZOE_ID).content
    )
