"""What the tests let the page show: a form and a Home with every list, and a chart."""

from collections.abc import Mapping, Sequence

from sandbox.stories.people import GENERAL, MAYA, OLU
from sandbox.wire import Json

WEEKS = ("12 Jan", "19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb", "23 Feb", "2 Mar")
ENDINGS = {
    "Agreed": (1, 0, 2, 1, 3, 1, 0, 2),
    "Yielded": (0, 1, 0, 1, 0, 2, 1, 0),
    "Decided": (2, 1, 0, 0, 1, 0, 1, 1),
    "By the rule": (1, 2, 1, 3, 0, 1, 4, 1),
}


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def option(words: str) -> Json:
    return {"text": plain(words), "value": words.lower()}


def field(name: str, label: str, kind: str, **element: object) -> Json:
    element = {"type": kind, "action_id": "answer", **element}
    return {"type": "input", "block_id": name, "label": plain(label), "element": element}


def section(words: str, accessory: Json) -> Json:
    return {"type": "section", "text": plain(words), "accessory": accessory}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def button(action_id: str, words: str) -> Json:
    return {"type": "button", "action_id": action_id, "text": plain(words)}


def home(*blocks: Json) -> Json:
    return {"type": "home", "blocks": list(blocks)}


def bar_chart(series: Mapping[str, Sequence[int]] | None = None) -> Json:
    drawn = [
        {
            "name": name,
            "data": [{"label": week, "value": v} for week, v in zip(WEEKS, values, strict=True)],
        }
        for name, values in (series or ENDINGS).items()
    ]
    axis = {"categories": list(WEEKS), "y_label": "Endings"}
    chart = {"type": "bar", "series": drawn, "axis_config": axis}
    return {"type": "data_visualization", "title": "Endings by week", "chart": chart}


def pie_chart() -> Json:
    segments = [{"label": name, "value": sum(values)} for name, values in ENDINGS.items()]
    chart = {"type": "pie", "segments": segments}
    return {"type": "data_visualization", "title": "How they ended", "chart": chart}


DAYS = [option("Monday"), option("Tuesday"), option("Friday")]
FORM: Json = {
    "type": "modal",
    "callback_id": "form",
    "title": plain("Settings"),
    "submit": plain("Save"),
    "blocks": [
        field("founders", "Founders", "multi_users_select", initial_users=[OLU]),
        field("days", "Working days", "checkboxes", options=DAYS, initial_options=DAYS[:1]),
        field("hour", "Digest at", "static_select", options=[option("09:00"), option("10:00")]),
        field("channel", "Announce in", "conversations_select", initial_conversation=GENERAL),
        field("public", "Public channel", "channels_select", initial_channel=GENERAL),
        field("from", "Begins on", "datepicker", initial_date="2026-03-20"),
        field("until", "Ends on", "datepicker", initial_date="2026-04-20") | {"optional": True},
    ],
}
HOME = home(
    {"type": "header", "text": plain("What you owe")},
    section("Transformer or filter? Your case, by Monday.", button("open", "State our case")),
    section(
        "Word export or better summaries?",
        {"type": "overflow", "action_id": "more", "options": [option("Mute"), option("Snooze")]},
    ),
    actions(
        button("open", "Settings"),
        {"type": "static_select", "action_id": "show", "options": [option("Mine"), option("All")]},
        {"type": "checkboxes", "action_id": "days", "options": DAYS, "initial_options": DAYS[1:]},
        {"type": "datepicker", "action_id": "day", "placeholder": plain("Another day")},
    ),
    section(
        "Founders",
        {"type": "multi_users_select", "action_id": "founders", "initial_users": [MAYA]},
    ),
    bar_chart(),
)
