"""What is done on the page happens in the small Slack, and what goes wrong is told there."""

import pytest

from sandbox.page.deeds import Deeds
from sandbox.page.manifest import read_offers
from sandbox.page.screen import Screen
from sandbox.wire import Json
from tests.sandbox.forms import plain
from tests.sandbox.test_page_sight import ADA, BEN, GENERAL, Stage, field, form

NOWHERE = "http://127.0.0.1:1/"


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def screen() -> Screen:
    return Screen(ADA)


@pytest.fixture
def deeds(stage: Stage, screen: Screen) -> Deeds:
    return Deeds(stage, screen, read_offers())


async def test_what_is_said_is_kept_as_slack_keeps_it(stage: Stage, deeds: Deeds) -> None:
    await deeds.do({"do": "say", "channel": GENERAL, "text": " <!channel> & *all* "})

    said = stage.slack.messages(GENERAL, BEN)[-1]
    assert said.text == "&lt;!channel&gt; &amp; *all*"
    assert said.user_id == ADA


async def test_a_reply_is_said_in_its_thread(stage: Stage, deeds: Deeds) -> None:
    parent = stage.slack.as_person(BEN).say("Why?", channel=GENERAL)

    await deeds.do({"do": "say", "channel": GENERAL, "thread": parent.ts, "text": "Because."})

    assert [reply.text for reply in stage.slack.thread(parent)] == ["Because."]


async def test_a_command_that_fails_is_told_as_slack_tells_it(
    stage: Stage, deeds: Deeds, screen: Screen
) -> None:
    stage.slack.connect(slack_url=NOWHERE, bot_url=NOWHERE)

    await deeds.do({"do": "say", "channel": GENERAL, "text": "/roadmap list"})

    assert screen.trouble_at("channel") == '/roadmap failed with the error "dispatch_failed"'


@pytest.mark.parametrize(
    ("asked", "at", "told"),
    [
        ({"text": "/nonsense 1"}, "channel", "/nonsense is not a valid command."),
        (
            {"text": "/roadmap list", "thread": "1.0"},
            "thread",
            "Slack takes commands in channels only, not in threads.",
        ),
    ],
)
async def test_a_command_slack_does_not_take_is_not_sent(
    deeds: Deeds, screen: Screen, asked: Json, at: str, told: str
) -> None:
    await deeds.do({"do": "say", "channel": GENERAL, **asked})

    assert screen.trouble_at(at) == told


async def test_what_is_typed_stays_and_nobody_else_can_type_there(
    stage: Stage, deeds: Deeds, screen: Screen
) -> None:
    view = stage.slack.workspace.views.open(ADA, form(field("why"), field("how")))

    await deeds.do({"do": "fill", "view": view.id, "values": {"why": {"answer": "Because"}}})
    screen.act_as(BEN)
    await deeds.do({"do": "fill", "view": view.id, "values": {"why": {"answer": "Hm"}}})

    top = stage.slack.top_view(ADA)
    assert top is not None
    assert top.values["why"]["answer"]["value"] == "Because"


async def test_a_form_with_an_empty_field_is_not_sent(
    stage: Stage, deeds: Deeds, screen: Screen
) -> None:
    view = stage.slack.workspace.views.open(ADA, form(field("why")))

    await deeds.do({"do": "submit", "view": view.id, "values": {"why": {"answer": None}}})

    assert screen.errors[view.id] == {"why": "Please complete this required field."}
    assert stage.slack.deliveries == []


async def test_escape_closes_the_form_on_top(stage: Stage, deeds: Deeds) -> None:
    view = stage.slack.workspace.views.open(ADA, form(field("why")))
    stage.slack.workspace.views.push(view, form(field("how")))
    top = stage.slack.top_view(ADA)
    assert top is not None

    await deeds.do({"do": "close", "view": top.id, "values": {}})

    assert stage.slack.top_view(ADA) == view


async def test_what_is_gone_is_told(deeds: Deeds, screen: Screen) -> None:
    await deeds.do({"do": "click", "channel": GENERAL, "ts": "1.0", "block": "b", "action": "a"})

    assert screen.trouble_at("channel") == "That is no longer there."


async def test_the_switches_are_slacks_troubles(stage: Stage, deeds: Deeds) -> None:
    faults = stage.slack.faults
    for fault in ("down", "limited", "slow"):
        await deeds.do({"do": "fault", "fault": fault, "value": True})
    assert (faults.is_down, faults.get_retry_after("any"), faults.seconds_slow) == (True, 5, 5)

    for fault in ("down", "limited", "slow"):
        await deeds.do({"do": "fault", "fault": fault, "value": False})
    assert (faults.is_down, faults.get_retry_after("any"), faults.seconds_slow) == (False, None, 0)


async def test_each_person_is_found_where_they_were_left(deeds: Deeds, screen: Screen) -> None:
    await deeds.do({"do": "channel", "channel": "C2SECRET"})
    await deeds.do({"do": "person", "person": BEN})
    assert screen.person == BEN

    await deeds.do({"do": "person", "person": ADA})

    assert screen.channels == {ADA: "C2SECRET"}


async def test_what_is_opened_can_be_closed(stage: Stage, deeds: Deeds, screen: Screen) -> None:
    parent = stage.slack.as_person(BEN).say("Why?", channel=GENERAL)
    place = {"channel": GENERAL, "ts": parent.ts}

    await deeds.do({"do": "thread", **place})
    await deeds.do({"do": "drawer"})
    await deeds.do({"do": "unfold", "key": "call-1"})
    await deeds.do({"do": "sidebar"})
    assert screen.threads == {ADA: (GENERAL, parent.ts)}
    assert screen.shows_drawer
    assert screen.shows_sidebar
    assert screen.unfolded == {"call-1"}

    for deed in ("close_thread", "drawer", "sidebar", "hide_meanwhile"):
        await deeds.do({"do": deed})
    await deeds.do({"do": "unfold", "key": "call-1"})
    await deeds.do({"do": "dismiss", **place})

    assert screen == Screen(ADA, dismissed={(GENERAL, parent.ts)})


async def test_home_is_shown_at_once_and_the_bot_hears_of_it(
    stage: Stage, deeds: Deeds, screen: Screen
) -> None:
    stage.slack.connect(slack_url=NOWHERE, bot_url=NOWHERE)
    screen.threads[ADA] = (GENERAL, "1.0")
    screen.shows_sidebar = True

    await deeds.do({"do": "home"})

    assert screen == Screen(ADA, at_home={ADA})
    event = stage.slack.deliveries[0].payload["event"]
    assert (event["type"], event["tab"], event["user"]) == ("app_home_opened", "home", ADA)


async def test_from_home_one_goes_back_to_a_channel(deeds: Deeds, screen: Screen) -> None:
    screen.go_home()

    await deeds.do({"do": "channel", "channel": GENERAL})

    assert screen == Screen(ADA, channels={ADA: GENERAL})


async def test_what_is_chosen_at_home_is_sent_with_the_click(stage: Stage, deeds: Deeds) -> None:
    stage.slack.connect(slack_url=NOWHERE, bot_url=NOWHERE)
    block = {"type": "input", "block_id": "why", "label": plain("Why?")}
    element = {"type": "plain_text_input", "action_id": "answer"}
    button = {"type": "button", "action_id": "go", "text": plain("Go")}
    blocks = [{**block, "element": element}, {"type": "actions", "elements": [button]}]
    home = stage.slack.workspace.views.publish(ADA, {"type": "home", "blocks": blocks})
    spot = {"view": home.id, "block": home.blocks[1]["block_id"], "action": "go"}

    await deeds.do({"do": "click", **spot, "values": {"why": {"answer": "Because"}}})

    state = stage.slack.deliveries[-1].payload["view"]["state"]
    assert state["values"]["why"]["answer"]["value"] == "Because"


async def test_the_clock_can_be_moved_to_the_next_reminder(deeds: Deeds, screen: Screen) -> None:
    await deeds.do({"do": "move", "by": "reminder"})

    assert screen.meanwhile == ("Ada was reminded.",)


async def test_a_click_that_fails_is_told_where_it_was_made(
    stage: Stage, deeds: Deeds, screen: Screen
) -> None:
    stage.slack.connect(slack_url=NOWHERE, bot_url=NOWHERE)
    view = stage.slack.workspace.views.open(ADA, form(field("why", dispatch_action=True)))
    spot = {"view": view.id, "block": "why", "action": "answer"}

    await deeds.do({"do": "click", **spot, "value": "So", "values": {}})

    assert "dispatch_failed" in str(screen.trouble_at(view.id))
    assert screen.trouble_at("channel") is None
