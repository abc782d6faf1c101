"""The app's Home tab and a file below a message, as one person has them on the page."""

import pytest

from sandbox.page.file_box import say_size
from sandbox.page.layout import Layout
from sandbox.page.manifest import read_offers
from sandbox.page.screen import Reading, Screen
from sandbox.records import File, Said
from tests.sandbox.forms import actions, button, home, section
from tests.sandbox.test_page_sight import ADA, BEN, GENERAL, Stage

AT_HOME = Screen(ADA, at_home={ADA})


@pytest.fixture
def stage() -> Stage:
    return Stage()


@pytest.fixture
def layout(stage: Stage) -> Layout:
    return Layout(stage, Reading(), read_offers())


def shown(layout: Layout, screen: Screen = AT_HOME) -> str:
    return layout.draw(screen)["conversation"]


def test_before_anything_is_published_home_says_so(layout: Layout) -> None:
    assert "Nothing is shown here yet." in shown(layout)


def test_home_shows_what_was_published_for_that_person_alone(stage: Stage, layout: Layout) -> None:
    views = stage.slack.workspace.views
    view = views.publish(ADA, home(section("You owe a case."), actions(button("go"))))

    assert "You owe a case." in shown(layout)
    assert f"&quot;view&quot;: &quot;{view.id}&quot;" in shown(layout)
    assert "Nothing is shown here yet." in shown(layout, Screen(BEN, at_home={BEN}))


def test_what_is_published_anew_takes_its_place(stage: Stage, layout: Layout) -> None:
    stage.slack.workspace.views.publish(ADA, home(section("You owe a case.")))
    stage.slack.workspace.views.publish(ADA, home(section("You owe nothing.")))

    assert "You owe nothing." in shown(layout)
    assert "You owe a case." not in shown(layout)


def test_trouble_with_a_button_at_home_is_told_there(stage: Stage, layout: Layout) -> None:
    view = stage.slack.workspace.views.publish(ADA, home(actions(button("go"))))
    screen = Screen(ADA, at_home={ADA})
    screen.tell(view.id, "That failed.")

    assert 'role="alert">That failed.<' in shown(layout, screen)


def test_the_sidebar_marks_home_or_the_channel_never_both(layout: Layout) -> None:
    for screen in (AT_HOME, Screen(ADA)):
        assert layout.draw(screen)["sidebar"].count("aria-current") == 1


def test_at_home_nothing_else_is_read(stage: Stage, layout: Layout) -> None:
    stage.post(Said("News"))
    assert "News" not in shown(layout)

    assert "unread" in layout.draw(AT_HOME)["sidebar"]


def test_both_tabs_of_the_app_lead_to_each_other(layout: Layout) -> None:
    for screen in (AT_HOME, Screen(ADA, channels={ADA: "D1ADA"})):
        place = shown(layout, screen)
        assert 'data-testid="tab-home"' in place
        assert 'data-testid="tab-messages"' in place
        assert place.count('aria-current="page"') == 1


def test_a_file_can_be_downloaded_by_its_name(stage: Stage, layout: Layout) -> None:
    file = File("F1", "key", "<export> 1.json", "Export", b"x" * 12_345)
    stage.post(Said("Here it is.", files=(file,)))
    stage.post(Said("", files=(file,)))

    place = shown(layout, Screen(ADA, channels={ADA: GENERAL}))

    link = 'href="/files/F1/key/%3Cexport%3E%201.json" download="&lt;export&gt; 1.json"'
    assert place.count(f"<a {link} class=") == 2
    assert "JSON, 12.3 kB" in place


@pytest.mark.parametrize(
    ("size", "said"), [(1, "1 byte"), (999, "999 bytes"), (1_000, "1 kB"), (2_500_000, "2.5 MB")]
)
def test_sizes_are_told_as_people_say_them(size: int, said: str) -> None:
    assert say_size(size) == said
