"""Slack's limits on elements and composition objects, as a table.

Sources: docs.slack.dev/reference/block-kit/block-elements and .../composition-objects.
"""

from collections.abc import Iterator
from decimal import Decimal, InvalidOperation

from sandbox.schema import (
    Check,
    Problem,
    array,
    boolean,
    choice,
    exactly_one,
    integer,
    mapping,
    string,
    tagged,
    typed,
)
from sandbox.wire import Json

ID = string(255)
URL = string(3000)
DAY = string(pattern=r"\d{4}-\d\d-\d\d")
MINUTE = string(pattern=r"([01]\d|2[0-3]):[0-5]\d")


def _plain_rows(most: int) -> dict[str, Check]:
    return tagged("plain_text", {"text": string(most)}, {"emoji": boolean})


def plain(most: int) -> Check:
    """Check for a plain_text object."""
    return typed(_plain_rows(most))


def text(most: int) -> Check:
    """Check for a plain_text or mrkdwn object."""
    return typed(
        {**_plain_rows(most), **tagged("mrkdwn", {"text": string(most)}, {"verbatim": boolean})}
    )


CONFIRM = mapping(
    {"title": plain(100), "text": text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": choice("primary", "danger")},
)


def _option(words: Check) -> Check:
    return mapping({"text": words, "value": string(150)}, {"description": words})


PLAIN_OPTION = _option(plain(75))
RICH_OPTION = _option(text(75))
OVERFLOW_OPTION = mapping(
    {"text": plain(75), "value": string(150)}, {"description": plain(75), "url": URL}
)
GROUP = mapping({"label": plain(75), "options": array(PLAIN_OPTION, 100)})
DISPATCH_CONFIG = mapping(
    {"trigger_actions_on": array(choice("on_enter_pressed", "on_character_entered"), 2)}
)
FILTER = mapping(
    {},
    {
        "include": array(choice("im", "mpim", "private", "public"), 4),
        "exclude_external_shared_channels": boolean,
        "exclude_bot_users": boolean,
    },
)


def options_of(element: Json) -> list[Json]:
    """Give all options an element offers, those in groups included."""
    grouped = [option for group in element.get("option_groups", []) for option in group["options"]]
    return [*element.get("options", []), *grouped]


def _initial_is_offered(element: Json, at: str) -> Iterator[Problem]:
    chosen = [element["initial_option"]] if "initial_option" in element else []
    for option in [*chosen, *element.get("initial_options", [])]:
        if option not in options_of(element):
            yield Problem(at, "initial option must exactly match one of the options")


def _lengths_agree(element: Json, at: str) -> Iterator[Problem]:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if least > most:
        yield Problem(at, "min_length must not exceed max_length")
    if len(element.get("initial_value", "")) > most:
        yield Problem(f"{at}/initial_value", f"must be less than {most + 1} characters")


def to_number(value: str) -> Decimal | None:
    """Give the number a string holds, if it holds one."""
    try:
        parsed = Decimal(value)
    except InvalidOperation:
        return None
    return parsed if parsed.is_finite() else None


def number_problem(element: Json, value: str) -> str | None:
    """Say why a number_input does not take such a value, if it does not."""
    parsed = to_number(value)
    if parsed is None:
        return "must be a number"
    if not element["is_decimal_allowed"] and parsed != parsed.to_integral_value():
        return "must be a whole number"
    if "min_value" in element and parsed < Decimal(element["min_value"]):
        return f"must be at least {element['min_value']}"
    if "max_value" in element and parsed > Decimal(element["max_value"]):
        return f"must be at most {element['max_value']}"
    return None


def _numbers_agree(element: Json, at: str) -> Iterator[Problem]:
    bounds = [key for key in ("min_value", "max_value") if key in element]
    wrong = [key for key in bounds if to_number(element[key]) is None]
    for key in wrong:
        yield Problem(f"{at}/{key}", "must be a number")
    if wrong:
        return
    if len(bounds) > 1 and Decimal(element["min_value"]) > Decimal(element["max_value"]):
        yield Problem(at, "min_value must not exceed max_value")
    if problem := "initial_value" in element and number_problem(element, element["initial_value"]):
        yield Problem(f"{at}/initial_value", str(problem))


_ACTION: dict[str, Check] = {"action_id": ID, "confirm": CONFIRM}
_FOCUS: dict[str, Check] = {**_ACTION, "focus_on_load": boolean}
_SELECT: dict[str, Check] = {**_FOCUS, "placeholder": plain(150)}
_TYPED: dict[str, Check] = {
    "action_id": ID,
    "placeholder": plain(150),
    "focus_on_load": boolean,
    "dispatch_action_config": DISPATCH_CONFIG,
}
_MANY: dict[str, Check] = {**_SELECT, "max_selected_items": integer(1, 100)}
_OFFER: dict[str, Check] = {"options": array(PLAIN_OPTION, 100), "option_groups": array(GROUP, 100)}
_OFFERED = (exactly_one("options", "option_groups"), _initial_is_offered)
_TEN = {"options": array(RICH_OPTION, 10)}
_CONVERSATION: dict[str, Check] = {"default_to_current_conversation": boolean, "filter": FILTER}

IMAGE_ELEMENT = tagged(
    "image",
    {"alt_text": string(2000)},
    {"image_url": URL},
    [exactly_one("image_url")],
)
BUTTON = tagged(
    "button",
    {"text": plain(75)},
    {
        **_ACTION,
        "value": string(2000),
        "url": URL,
        "style": choice("primary", "danger"),
        "accessibility_label": string(75),
    },
)
OVERFLOW = tagged("overflow", {"options": array(OVERFLOW_OPTION, 5)}, _ACTION)
SELECTS = {
    **tagged(
        "static_select", None, {**_SELECT, **_OFFER, "initial_option": PLAIN_OPTION}, _OFFERED
    ),
    **tagged("users_select", None, {**_SELECT, "initial_user": ID}),
    **tagged("channels_select", None, {**_SELECT, "initial_channel": ID}),
    **tagged(
        "conversations_select",
        None,
        {**_SELECT, **_CONVERSATION, "initial_conversation": ID},
    ),
}
MULTI_SELECTS = {
    **tagged(
        "multi_static_select",
        None,
        {**_MANY, **_OFFER, "initial_options": array(PLAIN_OPTION, 100)},
        _OFFERED,
    ),
    **tagged("multi_users_select", None, {**_MANY, "initial_users": array(ID, 100)}),
    **tagged("multi_channels_select", None, {**_MANY, "initial_channels": array(ID, 100)}),
    **tagged(
        "multi_conversations_select",
        None,
        {**_MANY, **_CONVERSATION, "initial_conversations": array(ID, 100)},
    ),
}
TICKS = {
    **tagged(
        "checkboxes",
        _TEN,
        {**_FOCUS, "initial_options": array(RICH_OPTION, 10)},
        [_initial_is_offered],
    ),
    **tagged(
        "radio_buttons", _TEN, {**_FOCUS, "initial_option": RICH_OPTION}, [_initial_is_offered]
    ),
}
DAY_PICKERS = {
    **tagged("datepicker", None, {**_SELECT, "initial_date": DAY}),
    **tagged("timepicker", None, {**_SELECT, "initial_time": MINUTE, "timezone": string()}),
}
INSTANT_PICKER = tagged(
    "datetimepicker", None, {**_FOCUS, "initial_date_time": integer(10**9, 10**10 - 1)}
)
TYPED_INPUTS = {
    **tagged(
        "plain_text_input",
        None,
        {
            **_TYPED,
            "initial_value": string(3000, least=0),
            "multiline": boolean,
            "min_length": integer(0, 3000),
            "max_length": integer(1, 3000),
        },
        [_lengths_agree],
    ),
    **tagged(
        "number_input",
        {"is_decimal_allowed": boolean},
        {**_TYPED, "initial_value": string(), "min_value": string(), "max_value": string()},
        [_numbers_agree],
    ),
    **tagged("email_text_input", None, {**_TYPED, "initial_value": string()}),
    **tagged("url_text_input", None, {**_TYPED, "initial_value": string()}),
}

ACCESSORIES = {
    **IMAGE_ELEMENT,
    **BUTTON,
    **OVERFLOW,
    **SELECTS,
    **MULTI_SELECTS,
    **TICKS,
    **DAY_PICKERS,
}
IN_ACTIONS = {**BUTTON, **OVERFLOW, **SELECTS, **TICKS, **DAY_PICKERS, **INSTANT_PICKER}
IN_INPUT = {**SELECTS, **MULTI_SELECTS, **TICKS, **DAY_PICKERS, **INSTANT_PICKER, **TYPED_INPUTS}
