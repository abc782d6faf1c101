"""Opening a dispute in an area: its own leads speak for the sides, whoever opens it."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bot.app import App
from bot.domain.area import Area, Stage
from bot.domain.areas import edition
from bot.domain.case import Side
from bot.domain.ids import AreaId, ChannelId
from bot.services.areas import change_area, propose_handoff
from bot.services.disputes import withdraw
from bot.services.ports import Begin
from handlers.ids import ANSWER, COMMAND, Click, Shortcut
from handlers.modals import open_dispute
from handlers.modals.area_field import NO_AREA, WHERE_MADE, leads_told
from handlers.modals.opening_fields import Answer, parse
from handlers.text import Json
from sandbox.answers import Outcome
from sandbox.elements import options_of
from sandbox.inputs import Choice
from sandbox.server import Slack
from tests.builders import MONDAY
from tests.domain.bound import AREA, CHECKLIST, TEAM
from tests.handlers.area_deeds import FOUNDER, LOOSE, an_area, an_area_asked
from tests.handlers.deeds import a_dispute, on_record, person, press, send
from tests.handlers.forms import sent_back
from tests.handlers.looks import check_window, read
from tests.world import JONAS, LEE, MAYA, ROADMAP, ZOE, on_screen

CHANNEL = ChannelId("C1")
SAID = {
    "question": "Word export or better summaries?",
    "problem": "Lawyers retype what we show.",
}
LEADS = {"product_lead": MAYA, "research_lead": JONAS}
FRAUD = "area:fraud detection"


def named(name: str, area: Area = AREA) -> Area:
    return replace(area, id=AreaId.of(TEAM, name), name=name)


def block_ids(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


# How it looks


def test_without_any_area_the_form_says_where_one_is_made() -> None:
    view = open_dispute.build(Answer(), CHANNEL)

    assert block_ids(view) == ["question", "problem", *LEADS, "meanwhile"]
    assert WHERE_MADE in read(view)


def test_an_area_with_leads_stands_in_for_the_two_fields() -> None:
    view = open_dispute.build(Answer(area="Fraud detection"), CHANNEL, areas=[AREA])

    assert block_ids(view) == ["question", "problem", "area", "meanwhile"]
    assert "@Maya for product, @Jonas for research: they lead fraud detection." in read(view)
    assert parse(sent_back(view)).area == "fraud detection"


def test_an_area_without_leads_leaves_them_to_be_named() -> None:
    leadless = replace(AREA, product_lead=None, research_lead=None)
    view = open_dispute.build(Answer(area="fraud detection"), CHANNEL, areas=[leadless])

    assert block_ids(view) == ["question", "problem", "area", *LEADS, "meanwhile"]


@pytest.mark.parametrize("how_many", [1, 99, 100, 250])
def test_however_many_areas_there_are_each_can_be_chosen(how_many: int) -> None:
    areas = [named(f"{number:03}{'x' * 57}") for number in range(how_many)]
    last = areas[-1]
    view = open_dispute.build(Answer(area=last.name), CHANNEL, areas=areas)

    check_window(view)
    (field,) = (block for block in view["blocks"] if block.get("block_id") == "area")
    assert len(options_of(field["element"])) == how_many + 1
    assert parse(sent_back(view)).area == last.name


def test_an_area_may_be_called_anything() -> None:
    areas = [named("none"), named("no area"), named("area:"), named("<!channel>")]
    for area in areas:
        view = open_dispute.build(Answer(area=area.name), CHANNEL, areas=areas)

        assert parse(sent_back(view)).area == area.name


# In Slack


async def opens(slack: Slack, who: str = LEE) -> None:
    assert (await slack.as_person(who).command(COMMAND, "dispute", channel=ROADMAP)).ok


async def choose(slack: Slack, value: str, who: str = LEE) -> Outcome:
    view, actor = on_screen(slack, who), slack.as_person(who)
    return await actor.click(view, action_id=Click.CHOOSE_AREA.value, block_id="area", value=value)


async def submit(slack: Slack, answers: Mapping[str, Choice], who: str = LEE) -> Outcome:
    return await send(slack, who, **answers)


async def test_a_dispute_of_an_area_has_its_leads_its_stage_and_its_limits(
    slack: Slack, begin: Begin
) -> None:
    area = await an_area(begin)
    await opens(slack)
    assert (await choose(slack, FRAUD)).ok
    assert f"@{MAYA} for product" in read(on_screen(slack, LEE).content)
    assert (await submit(slack, SAID)).ok

    dispute = await on_record(begin, 1)
    assert (dispute.product.lead, dispute.research.lead) == (MAYA, JONAS)
    assert dispute.opening.area == "fraud detection"
    assert dispute.opening.terms == area.terms
    assert dispute.opening.terms.minimum == LOOSE
    assert dispute.opening.is_led_by_area


async def test_what_was_typed_stays_while_the_area_is_chosen_and_given_up(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    await opens(slack)
    slack.as_person(LEE).fill(on_screen(slack, LEE), {**SAID, **LEADS})
    await choose(slack, FRAUD)
    await choose(slack, NO_AREA)

    assert "product_lead" in block_ids(on_screen(slack, LEE).content)
    assert (await submit(slack, LEADS)).ok
    opening = (await on_record(begin, 1)).opening
    assert (opening.question, opening.area, opening.terms) == (SAID["question"], "", None)


async def test_the_message_shortcut_offers_the_areas_too(slack: Slack, begin: Begin) -> None:
    await an_area(begin)
    message = slack.as_person(JONAS).say("Why was it blocked?", channel=ROADMAP)
    await slack.as_person(LEE).message_shortcut(Shortcut.OPEN_DISPUTE.value, message)

    assert "area" in block_ids(on_screen(slack, LEE).content)


async def test_a_form_that_missed_the_areas_leads_shows_them_before_it_opens(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    await opens(slack)
    slack.faults.fail_next("views.update", "internal_error")
    slack.as_person(LEE).fill(on_screen(slack, LEE), {**SAID, "product_lead": ZOE})
    await choose(slack, FRAUD)
    await submit(slack, {"research_lead": JONAS})

    shown = on_screen(slack, LEE)
    assert "look at who speaks for the two sides, then press Open again." in read(shown.content)
    assert "product_lead" not in block_ids(shown.content)
    assert (await submit(slack, {})).ok
    assert (await on_record(begin, 1)).product.lead == MAYA


async def lead_it_otherwise(begin: Begin, area: Area) -> None:
    wanted = an_area_asked(product_lead=person(ZOE))
    read = edition(area)
    await change_area(area.id, wanted, as_read=read, by=FOUNDER, now=MONDAY, begin=begin)


async def test_a_form_that_shows_who_led_the_area_before_shows_who_does_now_before_it_opens(
    slack: Slack, begin: Begin
) -> None:
    area = await an_area(begin)
    await opens(slack)
    await choose(slack, FRAUD)
    await lead_it_otherwise(begin, area)
    await submit(slack, SAID)

    shown = read(on_screen(slack, LEE).content)
    assert "look at who speaks for the two sides, then press Open again." in shown
    assert f"@{ZOE} for product" in shown
    assert (await submit(slack, {})).ok
    assert (await on_record(begin, 1)).product.lead == ZOE


async def test_what_holds_in_the_area_when_the_form_is_sent_is_what_binds_the_dispute(
    slack: Slack, begin: Begin
) -> None:
    area = await an_area(begin)
    await opens(slack)
    await choose(slack, FRAUD)
    await propose_handoff(area.id, CHECKLIST, by=FOUNDER, now=MONDAY, begin=begin)
    assert (await submit(slack, SAID)).ok

    dispute = await on_record(begin, 1)
    assert dispute.opening.terms == replace(area.terms, stage=Stage.AFTER)
    assert dispute.decider_side is Side.PRODUCT


async def test_leads_that_an_old_form_names_are_refused_at_their_fields(
    slack: Slack, begin: Begin
) -> None:
    area = await an_area(begin)
    await opens(slack)
    await submit(slack, {**SAID, "question": " ", **LEADS, "product_lead": ZOE})
    sent = slack.deliveries[-1]
    view = sent.payload["view"]
    view["state"]["values"]["question"][ANSWER]["value"] = SAID["question"]
    view["state"]["values"]["area"] = {
        Click.CHOOSE_AREA.value: {"selected_option": {"value": FRAUD}}
    }
    view["blocks"] = [*view["blocks"], *leads_told(area)]

    reply = await slack.courier.send(sent.kind, sent.payload)

    assert "fraud detection has its own lead for product." in str(reply.body["errors"])


async def test_an_area_that_is_not_there_cannot_be_chosen(slack: Slack, begin: Begin) -> None:
    await an_area(begin)
    await opens(slack)
    await submit(slack, {**SAID, **LEADS, "question": " "})
    sent = slack.deliveries[-1]
    values = sent.payload["view"]["state"]["values"]
    values["question"][ANSWER]["value"] = SAID["question"]
    values["area"] = {Click.CHOOSE_AREA.value: {"selected_option": {"value": "area:made up"}}}

    reply = await slack.courier.send(sent.kind, sent.payload)

    assert reply.body["errors"] == {"area": "There is no such area. Choose another."}


async def test_a_lead_who_cannot_serve_is_said_at_the_area_with_who_can_change_it(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    gone = replace(slack.workspace.get_person(MAYA), deleted=True)
    slack.workspace.people[MAYA] = gone
    await opens(slack)
    await choose(slack, FRAUD)

    outcome = await submit(slack, SAID)

    assert outcome.errors == {
        "area": (
            "The lead of fraud detection for product is deactivated and cannot speak for it. "
            "A founder can name another: /roadmap area fraud detection"
        )
    }


async def test_a_lead_of_whom_slack_says_nothing_is_asked_for_again(
    slack: Slack, begin: Begin
) -> None:
    await an_area(begin)
    await opens(slack)
    await choose(slack, FRAUD)
    slack.faults.fail_next("users.info", "internal_error")
    slack.faults.fail_next("users.info", "internal_error")

    errors = (await submit(slack, SAID)).errors
    assert "Press the button again." in errors["area"]
    assert (await submit(slack, SAID)).ok


async def test_reopening_stays_in_the_area_and_takes_its_leads_of_now(
    slack: Slack, bot: App, begin: Begin
) -> None:
    area = await an_area(begin)
    dispute = await a_dispute(begin)
    await withdraw(dispute, by=person(LEE), now=MONDAY, begin=begin)
    await lead_it_otherwise(begin, area)

    await press(slack, bot, LEE, Click.REOPEN)
    shown = on_screen(slack, LEE).content
    assert "Area: fraud detection" in read(shown)
    assert f"@{ZOE} for product, @{JONAS} for research: they lead" in read(shown)
    news = {"evidence": "Two left.", "evidence_kind": "support tickets", "dated": "2026-03-02"}
    assert (await submit(slack, news)).ok

    new = await on_record(begin, 2)
    assert (new.product.lead, new.opening.area) == (ZOE, "fraud detection")
    assert new.opening.terms
    assert new.opening.terms.stage is Stage.BEFORE


async def test_reopening_in_an_area_that_was_only_typed_names_both_leads(
    slack: Slack, bot: App, begin: Begin
) -> None:
    dispute = await a_dispute(begin)
    await withdraw(dispute, by=person(LEE), now=MONDAY, begin=begin)
    await press(slack, bot, LEE, Click.REOPEN)
    news = {"evidence": "Two left.", "evidence_kind": "support tickets", "dated": "2026-03-02"}
    assert (await submit(slack, {**news, "product_lead": ZOE})).ok

    new = await on_record(begin, 2)
    assert (new.product.lead, new.opening.area, new.opening.terms) == (
        ZOE,
        "fraud detection",
        None,
    )
