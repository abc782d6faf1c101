"""Slack's blocks, as few of them as we use (docs.slack.dev/reference/block-kit)."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from bot.domain.words import Words
from handlers.ids import ANSWER, Click, Form
from handlers.text import Bold, Json, Line, cut, mrkdwn, rich_elements

MOST_HEADER, MOST_BUTTON, MOST_OPTION, MOST_SECTION, MOST_TITLE = 150, 75, 75, 3000, 24


@dataclass(frozen=True, slots=True)
class Message:
    """What is posted: the blocks, and the text that notifications and screen readers take."""

    text: str
    blocks: list[Json]
    chart: Json | None = None
    """Drawn above it by a message of its own, where it answers a command."""


def message(summary: Words, *blocks: Json) -> Message:
    """A message whose summary says by itself what happened."""
    return Message(text=mrkdwn(summary), blocks=list(blocks))


def plain(text: str) -> Json:
    """A plain_text object."""
    return {"type": "plain_text", "text": text}


def header(text: str) -> Json:
    """A headline; typed text is safe in it."""
    return {"type": "header", "text": plain(cut(text, MOST_HEADER))}


def paragraph(*lines: Line) -> Json:
    """Lines of rich text, one below the other."""
    elements = []
    for number, line in enumerate(lines):
        elements += rich_elements(("\n", *line) if number else line)
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": elements}]}


def bullets(*lines: Line) -> Json:
    """Lines of rich text as a list."""
    items = [{"type": "rich_text_section", "elements": rich_elements(line)} for line in lines]
    return {
        "type": "rich_text",
        "elements": [{"type": "rich_text_list", "style": "bullet", "elements": items}],
    }


def quote(*parts: str) -> Json:
    """Typed text, marked as somebody's words."""
    elements = rich_elements(parts)
    return {"type": "rich_text", "elements": [{"type": "rich_text_quote", "elements": elements}]}


def preformatted(text: str) -> Json:
    """A line to copy, exactly as it is."""
    line = {"type": "rich_text_preformatted", "elements": rich_elements((text,))}
    return {"type": "rich_text", "elements": [line]}


def context(words: Words) -> Json:
    """A line in small print."""
    text = {"type": "mrkdwn", "text": cut(mrkdwn(words), MOST_SECTION), "verbatim": True}
    return {"type": "context", "elements": [text]}


def divider() -> Json:
    """A line across."""
    return {"type": "divider"}


def button(text: str, click: Click, value: str = "", *, primary: bool = False) -> Json:
    """A button; `value` comes back with the click."""
    style = {"style": "primary"} if primary else {}
    carried = {"value": value} if value else {}
    return {
        "type": "button",
        "action_id": click.value,
        "text": plain(cut(text, MOST_BUTTON)),
        **carried,
        **style,
    }


def actions(*elements: Json, block_id: str | None = None) -> Json:
    """Buttons in a row."""
    named = {"block_id": block_id} if block_id else {}
    return {"type": "actions", "elements": list(elements), **named}


def section(words: Words, accessory: Json | None = None) -> Json:
    """A line of text, with a button at its end where one is given."""
    text = {"type": "mrkdwn", "text": cut(mrkdwn(words), MOST_SECTION), "verbatim": True}
    return {"type": "section", "text": text, **({"accessory": accessory} if accessory else {})}


def table(head: Sequence[str], *body: Sequence[str | Json]) -> Json:
    """A table under its head, its cells texts or paragraphs; messages only, one a message."""
    return {
        "type": "table",
        "rows": [[_bold_cell(text) for text in head], *(list(map(_cell, row)) for row in body)],
        "column_settings": [{"is_wrapped": True} for _ in head],
    }


def _cell(content: str | Json) -> Json:
    if isinstance(content, str):
        return {"type": "raw_text", "text": content or "-"}
    return content


def _bold_cell(text: str) -> Json:
    return paragraph((Bold(text or "-"),))


def option(text: str, value: str, *, description: str = "") -> Json:
    """One choice of a list."""
    more = {"description": plain(cut(description, MOST_OPTION))} if description else {}
    return {"text": plain(cut(text, MOST_OPTION)), "value": value, **more}


def field(
    block_id: str,
    label: str,
    element: Json,
    *,
    hint: str = "",
    optional: bool = False,
    dispatch: bool = False,
) -> Json:
    """A field of a form; errors are shown at it by its `block_id`."""
    block: Json = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label),
        "element": {"action_id": ANSWER, **element},
        "optional": optional,
    }
    if hint:
        block["hint"] = plain(hint)
    if dispatch:
        block["dispatch_action"] = True
    return block


def text_input(
    *, initial: str = "", placeholder: str = "", most: int = 3000, multiline: bool = False
) -> Json:
    """A field to type in; the length is checked by us, so that nothing typed is lost."""
    element: Json = {"type": "plain_text_input", "multiline": multiline}
    return _with(element, initial_value=initial[:most], placeholder=placeholder)


def select(options: Iterable[Json], *, initial: str = "", placeholder: str = "") -> Json:
    """A list to choose one from."""
    return _choice("static_select", options, initial, placeholder)


def radio(options: Iterable[Json], *, initial: str = "") -> Json:
    """Up to ten choices, all to be seen at once."""
    return _choice("radio_buttons", options, initial, "")


def _choice(kind: str, options: Iterable[Json], initial: str, placeholder: str) -> Json:
    offered = list(options)
    chosen = next((one for one in offered if one["value"] == initial), None)
    element: Json = {"type": kind, "options": offered}
    if chosen:
        element["initial_option"] = chosen
    return _with(element, placeholder=placeholder)


def date_input(*, initial: date | None = None, placeholder: str = "") -> Json:
    """A field for a day; which days fit is checked by the rules."""
    shown = initial.isoformat() if initial else ""
    return _with({"type": "datepicker"}, initial_date=shown, placeholder=placeholder)


def person(*, initial: str = "", placeholder: str = "") -> Json:
    """Somebody of the workspace; Slack offers guests and bots too, so who it is gets checked."""
    return _with({"type": "users_select"}, initial_user=initial, placeholder=placeholder)


def people(*, initial: Sequence[str] = (), most: int) -> Json:
    """Some of the workspace; Slack offers guests and bots too, so who they are gets checked."""
    known = {"initial_users": list(initial)} if initial else {}
    return {"type": "multi_users_select", "max_selected_items": most, **known}


def checkboxes(options: Iterable[Json], *, initial: Collection[str] = ()) -> Json:
    """Up to ten choices, any of which may hold."""
    offered = list(options)
    chosen = [one for one in offered if one["value"] in initial]
    known = {"initial_options": chosen} if chosen else {}
    return {"type": "checkboxes", "options": offered, **known}


def channel(*, initial: str = "") -> Json:
    """A channel, public or private; whether the bot can post there gets checked."""
    offered = {"include": ["public", "private"], "exclude_bot_users": True}
    element: Json = {"type": "conversations_select", "filter": offered}
    return _with(element, initial_conversation=initial)


def _with(element: Json, *, placeholder: str = "", **more: str) -> Json:
    known = {key: value for key, value in more.items() if value}
    return {**element, **known, **({"placeholder": plain(placeholder)} if placeholder else {})}


def home(*blocks: Json) -> Json:
    """What a person's App Home shows."""
    return {"type": "home", "blocks": list(blocks)}


def modal(
    title: str,
    *blocks: Json,
    form: Form | None = None,
    submit: str = "",
    close: str = "Close",
    metadata: str = "",
) -> Json:
    """A window over Slack; with `submit`, a form that comes back as `form`."""
    view: Json = {
        "type": "modal",
        "title": plain(cut(title, MOST_TITLE)),
        "close": plain(close),
        "private_metadata": metadata,
        "blocks": list(blocks),
    }
    if form:
        view |= {"callback_id": form.value}
    if submit:
        view |= {"submit": plain(submit)}
    return view
