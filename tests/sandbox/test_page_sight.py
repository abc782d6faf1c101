"""What a person has before them on the page: theirs, and nothing that is somebody else's."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest

from sandbox.calls import CallRecord
from sandbox.page.layout import Layout
from sandbox.page.manifest import read_offers
from sandbox.page.markup import Html
from sandbox.page.screen import Reading, Screen
from sandbox.records import Message, Person, Said
from sandbox.server import Slack, build_slack
from sandbox.wire import Json
from sandbox.workspace import Workspace

ADA, BEN = "U1ADA", "U2BEN"
GENERAL, SECRET = "C1GENERAL", "C2SECRET"
NOW = datetime(2026, 3, 2, 9, tzinfo=UTC)


class Stage:
    """A workspace in which time stands still."""

    people = (ADA, BEN)

    def __init__(self) -> None:
        workspace = Workspace(lambda: NOW)
        workspace.add_person(Person(ADA, "ada", "Ada Lovelace", tz="Asia/Tokyo"))
        workspace.add_person(Person(BEN, "ben", "Ben", tz="America/New_York"))
        workspace.add_channel(GENERAL, "general", [ADA, BEN], has_bot=True)
        workspace.add_channel(SECRET, "secret", [ADA], is_private=True)
        self.slack: Slack = build_slack(workspace)

    def now(self) -> datetime:
        return NOW

    async def move(self, by: timedelta) -> tuple[str, ...]:
        raise NotImplementedError

    async def to_next_reminder(self) -> tuple[str, ...]:
        return ("Ada was reminded.",)

    async def next_reminder(self) -> datetime | None:
        return NOW + timedelta(hours=1)

    async def to_next_deadline(self) -> tuple[str, ...]:
        raise NotImplementedError

    async def next_deadline(self) -> datetime | None:
        raise NotImplementedError

    def post(self, said: Said, *, only_for: str | None = None) -> Message:
        bot = self.slack.workspace.app.bot_user_id
        return self.slack.workspace.post(GENERAL, bot, said, only_for=only_for)


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def layout(stage: Stage) -> Layout:
    return Layout(stage, Reading(), read_offers())


def draw(layout: Layout, screen: Screen) -> Mapping[str, Html]:
    return layout.draw(screen)


def section(text: str) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text, "verbatim": True}}


def rich(text: str) -> Json:
    leaf = {"type": "text", "text": text}
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [leaf]}]}


def form(*blocks: Json) -> Json:
    return {
        "type": "modal",
        "title": {"type": "plain_text", "text": "A form"},
        "submit": {"type": "plain_text", "text": "Send"},
        "blocks": list(blocks),
    }


def field(block_id: str, **more: object) -> Json:
    element = {"type": "plain_text_input", "action_id": "answer"}
    label = {"type": "plain_text", "text": "Why?"}
    return {"type": "input", "block_id": block_id, "label": label, "element": element, **more}


def test_each_message_can_be_found_by_its_ts(stage: Stage, layout: Layout) -> None:
    message = stage.post(Said("Good morning"))

    shown = draw(layout, Screen(ADA))["conversation"]

    assert f'data-testid="message-{message.ts}"' in shown
    assert "18:00" in shown
    assert "04:00" in draw(layout, Screen(BEN))["conversation"]


def test_what_is_only_for_one_person_is_shown_to_nobody_else(stage: Stage, layout: Layout) -> None:
    stage.post(Said("Just between us"), only_for=ADA)

    assert "Only visible to you" in draw(layout, Screen(ADA))["conversation"]
    assert "Just between us" not in "".join(draw(layout, Screen(BEN)).values())


def test_what_was_dismissed_is_gone(stage: Stage, layout: Layout) -> None:
    message = stage.post(Said("Just between us"), only_for=ADA)
    screen = Screen(ADA, dismissed={(GENERAL, message.ts)})

    assert "Just between us" not in draw(layout, screen)["conversation"]


def test_the_sidebar_shows_the_channels_one_is_in(layout: Layout) -> None:
    assert f'data-testid="channel-{SECRET}"' in draw(layout, Screen(ADA))["sidebar"]
    assert "secret" not in draw(layout, Screen(BEN))["sidebar"]


def test_nobody_looks_into_a_channel_they_are_not_in(layout: Layout) -> None:
    screen = Screen(BEN, channels={BEN: SECRET})

    assert "#general" in draw(layout, screen)["conversation"]


def test_a_channel_is_unread_until_that_person_looks(stage: Stage, layout: Layout) -> None:
    screen = Screen(ADA, channels={ADA: SECRET})
    stage.post(Said("News"))
    assert "unread" in draw(layout, screen)["sidebar"]

    screen.go_to(GENERAL)
    draw(layout, screen)
    screen.go_to(SECRET)

    assert "unread" not in draw(layout, screen)["sidebar"]
    assert "unread" in draw(layout, Screen(BEN, channels={BEN: "D2BEN"}))["sidebar"]


def test_a_thread_opens_beside_its_channel(stage: Stage, layout: Layout) -> None:
    parent = stage.post(Said("The card"))
    stage.slack.as_person(BEN).say("My reply", channel=GENERAL, thread=parent)
    screen = Screen(ADA)
    assert "1 reply" in draw(layout, screen)["conversation"]
    assert "My reply" not in draw(layout, screen)["conversation"]

    screen.threads[ADA] = (GENERAL, parent.ts)

    assert "My reply" in draw(layout, screen)["thread"]


def test_what_somebody_types_never_becomes_markup(stage: Stage, layout: Layout) -> None:
    bad = '<img src=x onerror="alert(1)">'
    stage.post(Said(bad, (section(bad.replace("<", "&lt;")), rich(bad))))
    stage.slack.workspace.add_person(Person(BEN, "ben", bad))
    stage.slack.workspace.views.open(
        ADA, form(field("why", hint={"type": "plain_text", "text": bad}))
    )

    shown = "".join(draw(layout, Screen(ADA)).values())

    assert "<img" not in shown


def test_a_form_shows_what_was_typed_and_the_errors_at_its_fields(
    stage: Stage, layout: Layout
) -> None:
    view = stage.slack.workspace.views.open(ADA, form(field("why"), field("how", optional=True)))
    stage.slack.as_person(ADA).fill(view, {"why": 'a "quoted" word'})
    screen = Screen(ADA, errors={view.id: {"why": "Say more."}})

    shown = draw(layout, screen)["modal"]

    assert 'data-block="why"' in shown
    assert 'value="a &quot;quoted&quot; word"' in shown
    assert 'role="alert" class="error">Say more.<' in shown
    assert "(optional)" in shown
    assert draw(layout, Screen(BEN))["modal"] == ""


def test_only_long_texts_are_folded(stage: Stage, layout: Layout) -> None:
    stage.post(Said("short", (section("short"),)))
    assert "See more" not in draw(layout, Screen(ADA))["conversation"]

    stage.post(Said("long", (section("long " * 200),)))

    assert "See more" in draw(layout, Screen(ADA))["conversation"]


def test_the_menu_of_a_message_offers_what_the_manifest_says(stage: Stage, layout: Layout) -> None:
    stage.post(Said("Good morning"))

    assert "Open a roadmap dispute" in draw(layout, Screen(ADA))["conversation"]


def test_the_next_deadline_can_be_chosen_only_if_there_is_one(layout: Layout) -> None:
    assert "No dispute is open" in draw(layout, Screen(ADA))["clock"]

    later = Screen(ADA, deadline=NOW + timedelta(days=7))

    assert "The clock moves on to Mon 9 March, 18:00." in draw(layout, later)["clock"]


def test_the_next_reminder_can_be_chosen_only_if_there_is_one(layout: Layout) -> None:
    assert "Nobody is to be reminded of anything." in draw(layout, Screen(ADA))["clock"]

    later = Screen(ADA, reminder=NOW + timedelta(hours=15))

    assert "The clock moves on to Tue 3 March, 09:00." in draw(layout, later)["clock"]


def test_the_drawer_shows_each_exchange_and_its_json_on_demand(
    stage: Stage, layout: Layout
) -> None:
    stage.slack.calls.append(
        CallRecord("chat.update", {"ts": "<1>"}, 429, {"error": "ratelimited"}, 3.4, NOW)
    )
    screen = Screen(ADA)
    assert layout.draw(screen)["drawer"] == ""

    screen.shows_drawer = True
    folded = layout.draw(screen)["drawer"]
    screen.unfolded.add("call-0")
    unfolded = layout.draw(screen)["drawer"]

    assert "chat.update" in folded
    assert "429 ratelimited" in folded
    assert "3 ms" in folded
    assert "<pre>" not in folded
    assert "&quot;ts&quot;: &quot;&lt;1&gt;&quot;" in unfolded


def test_what_the_bot_did_meanwhile_is_told_in_lines(layout: Layout) -> None:
    lines = tuple(f"Line {number}" for number in range(5))

    shown = layout.draw(Screen(ADA, meanwhile=lines))["clock"]

    assert "<li>Line 0</li>" in shown
    assert "<summary>2 more</summary>" in shown
