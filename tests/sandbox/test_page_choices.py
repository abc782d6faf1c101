"""Lists and ticks on the page: what they offer, what is chosen at first, how many may be."""

from dataclasses import replace

import pytest

from sandbox.inputs import carry_over
from sandbox.page.blocks import draw_blocks
from sandbox.page.layout import Layout
from sandbox.page.manifest import read_offers
from sandbox.page.offers import offered_by
from sandbox.page.reader import look_as
from sandbox.page.screen import Reading, Screen
from sandbox.page.sheet import Sheet
from sandbox.records import Channel
from sandbox.wire import Json
from tests.sandbox.forms import actions, field, option, section
from tests.sandbox.test_page_blocks import READER
from tests.sandbox.test_page_sight import ADA, BEN, GENERAL, NOW, SECRET, Stage, form

PLACES = (
    Channel("C1", "roadmap"),
    Channel("C2", "general"),
    Channel("G3", "leads", is_private=True),
)
HERE = replace(READER, places=PLACES)
PEOPLE = [("U1ADA", "Ada"), ("U2BEN", "Ben")]
OPEN, CLOSED = [("C2", "#general"), ("C1", "#roadmap")], [("G3", "#leads (private)")]


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def layout(stage: Stage) -> Layout:
    return Layout(stage, Reading(), read_offers())


def draw(*blocks: Json) -> str:
    named = [{"block_id": f"b{number}", **block} for number, block in enumerate(blocks)]
    return draw_blocks(named, Sheet(HERE, {"view": "V1"}, carry_over({}, named)))


def conversations(*kinds: str) -> Json:
    chosen = {"filter": {"include": list(kinds)}} if kinds else {}
    return {"type": "conversations_select", **chosen}


@pytest.mark.parametrize(
    ("element", "offered"),
    [
        ({"type": "users_select"}, PEOPLE),
        ({"type": "multi_users_select"}, PEOPLE),
        ({"type": "channels_select"}, OPEN),
        ({"type": "multi_channels_select"}, OPEN),
        (conversations("public"), OPEN),
        (conversations("private"), CLOSED),
        (conversations("public", "private"), [OPEN[0], *CLOSED, OPEN[1]]),
        (conversations(), [OPEN[0], *CLOSED, OPEN[1], *PEOPLE]),
        (conversations("im"), PEOPLE),
        ({"type": "multi_static_select", "options": [option("a")]}, [("a", "A")]),
    ],
)
def test_each_list_offers_what_it_is_for(element: Json, offered: list[tuple[str, str]]) -> None:
    assert offered_by(element, HERE) == offered


def test_nobody_is_offered_a_channel_that_they_cannot_see_or_that_is_over(stage: Stage) -> None:
    workspace = stage.slack.workspace
    workspace.add_channel("C9OLD", "old", [ADA, BEN])
    workspace.archive("C9OLD")

    def offered(person: str) -> list[str]:
        return [one.id for one in look_as(stage.slack, person, NOW).places]

    assert offered(ADA) == [GENERAL, SECRET]
    assert offered(BEN) == [GENERAL]


def test_a_list_of_people_shows_who_is_chosen_and_unfolds_into_ticks() -> None:
    shown = draw(field("founders", "multi_users_select", initial_users=["U2BEN"]))

    assert '<span class="chips"><span class="chip">Ben</span></span>' in shown
    assert '<input type="checkbox" value="U2BEN" checked>' in shown
    assert '<input type="checkbox" value="U1ADA">' in shown
    assert '<legend class="unseen">founders</legend>' in shown


def test_a_list_in_which_nothing_is_chosen_says_what_to_do() -> None:
    shown = draw(field("founders", "multi_users_select"))

    assert '<span class="picker-empty">Choose options</span>' in shown


def test_a_list_takes_no_more_than_it_may() -> None:
    shown = draw(field("one", "multi_users_select", initial_users=["U2BEN"], max_selected_items=1))

    assert '<input type="checkbox" value="U1ADA" disabled>' in shown
    assert 'value="U2BEN" checked>' in shown
    assert 'data-most="1"' in shown


@pytest.mark.parametrize(
    ("element", "chosen"),
    [
        ({"type": "channels_select", "initial_channel": "C1"}, '"C1" selected>#roadmap'),
        (
            {"type": "conversations_select", "initial_conversation": "G3"},
            '"G3" selected>#leads (private)',
        ),
        (
            {"type": "static_select", "options": [option("a")], "initial_option": option("a")},
            '"a" selected>A',
        ),
        (
            {"type": "checkboxes", "options": [option("a")], "initial_options": [option("a")]},
            '"a" checked>',
        ),
    ],
)
def test_what_is_chosen_at_first_is_chosen_wherever_it_stands(element: Json, chosen: str) -> None:
    named = {"action_id": "pick", **element}

    for block in (actions(named), section("Which?", accessory=named), field("f", **element)):
        assert f"value={chosen}" in draw(block)
    assert 'data-change="click"' in draw(actions(named))
    assert 'data-change="fill"' in draw(field("f", **element))


def test_ticks_of_different_elements_are_kept_apart() -> None:
    ticks = {"type": "radio_buttons", "options": [option("a")]}

    shown = draw(actions({**ticks, "action_id": "one"}, {**ticks, "action_id": "two"}))

    assert 'name="V1/field-buttons/one"' in shown
    assert 'name="V1/field-buttons/two"' in shown


def test_what_was_chosen_is_in_the_state_of_the_form(stage: Stage, layout: Layout) -> None:
    days = {"options": [option("monday"), option("friday")]}
    view = stage.slack.workspace.views.open(
        ADA,
        form(
            field("founders", "multi_users_select"),
            field("days", "checkboxes", **days),
            field("channel", "conversations_select"),
        ),
    )

    filled = stage.slack.as_person(ADA).fill(
        view, {"founders": [ADA, BEN], "days": ["friday"], "channel": GENERAL}
    )

    assert {block: dict(values["answer"]) for block, values in filled.values.items()} == {
        "founders": {"type": "multi_users_select", "selected_users": [ADA, BEN]},
        "days": {"type": "checkboxes", "selected_options": [option("friday")]},
        "channel": {"type": "conversations_select", "selected_conversation": GENERAL},
    }
    assert '<span class="chip">Ben</span>' in layout.draw(Screen(ADA))["modal"]
