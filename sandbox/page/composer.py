"""Where a person types: a text to post, or a slash command."""

from collections.abc import Sequence

from sandbox.page.icons import icon
from sandbox.page.manifest import Command
from sandbox.page.markup import NOTHING, Html, act, h


def draw_composer(
    label: str, key: str, commands: Sequence[Command], trouble: str | None, **place: str
) -> Html:
    """A field that sends on Enter; commands are explained as soon as a slash is typed."""
    field_id = f"composer-{key}"
    return h(
        "form",
        draw_trouble(trouble),
        _draw_commands(commands) if commands else NOTHING,
        h("label", label, for_=field_id, class_="unseen"),
        h("div", _draw_field(field_id, label), _draw_send(), class_="composer-box"),
        class_="composer",
        data_key=key,
        data_testid="composer" if commands else "thread-composer",
        **act("say", **place),
    )


def draw_no_composer(trouble: str | None) -> Html:
    """What stands there where nobody can write to the app."""
    words = h("p", "Sending messages to this app has been turned off.", class_="no-composer")
    return h("div", draw_trouble(trouble), words, class_="composer")


def draw_trouble(text: str | None) -> Html:
    """What went wrong, said at once to those who listen to the page."""
    return h("p", text, class_="trouble", role="alert") if text else NOTHING


def _draw_field(field_id: str, label: str) -> Html:
    return h(
        "textarea",
        id=field_id,
        name="text",
        rows=1,
        placeholder=label,
        autocomplete="off",
        data_enter="submit",
    )


def _draw_send() -> Html:
    return h(
        "button",
        icon("send"),
        type="submit",
        class_="icon-button send",
        title="Send",
        aria_label="Send",
    )


def _draw_commands(commands: Sequence[Command]) -> Html:
    lines = [
        h(
            "li",
            h("strong", f"{command.name} "),
            h("span", command.hint, class_="command-hint"),
            h("span", command.description, class_="command-says"),
        )
        for command in commands
    ]
    return h("ul", lines, class_="commands", hidden=True, data_own=True)
