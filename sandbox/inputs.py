"""What a person can choose or type: the shape Slack gives it, and what its client checks."""

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass

from sandbox.elements import number_problem, options_of
from sandbox.parts import touchable
from sandbox.records import Values
from sandbox.wire import Json, NotOnScreenError

Choice = str | int | Sequence[str] | Json | None
Known = Callable[[str, str], bool]


@dataclass(frozen=True, slots=True)
class Kind:
    """Where an element keeps its value, where it starts, and how many values it holds."""

    key: str
    initial: str
    is_many: bool = False


# docs.slack.dev/reference/interaction-payloads/view-interactions-payload: state.values.
KINDS: Mapping[str, Kind] = {
    "plain_text_input": Kind("value", "initial_value"),
    "number_input": Kind("value", "initial_value"),
    "email_text_input": Kind("value", "initial_value"),
    "url_text_input": Kind("value", "initial_value"),
    "static_select": Kind("selected_option", "initial_option"),
    "radio_buttons": Kind("selected_option", "initial_option"),
    "overflow": Kind("selected_option", ""),
    "users_select": Kind("selected_user", "initial_user"),
    "channels_select": Kind("selected_channel", "initial_channel"),
    "conversations_select": Kind("selected_conversation", "initial_conversation"),
    "checkboxes": Kind("selected_options", "initial_options", is_many=True),
    "multi_static_select": Kind("selected_options", "initial_options", is_many=True),
    "multi_users_select": Kind("selected_users", "initial_users", is_many=True),
    "multi_channels_select": Kind("selected_channels", "initial_channels", is_many=True),
    "multi_conversations_select": Kind(
        "selected_conversations", "initial_conversations", is_many=True
    ),
    "datepicker": Kind("selected_date", "initial_date"),
    "timepicker": Kind("selected_time", "initial_time"),
    "datetimepicker": Kind("selected_date_time", "initial_date_time"),
}
TYPED = {"plain_text_input", "number_input", "email_text_input", "url_text_input"}
_OF_OPTIONS = {"selected_option", "selected_options"}
_OF_DATES = {"selected_date": r"\d{4}-\d\d-\d\d", "selected_time": r"\d\d:\d\d"}


def is_kept(element: Json) -> bool:
    """Say whether Slack keeps this element's value in `state.values`."""
    return element["type"] in KINDS and element["type"] != "overflow"


def start(element: Json) -> Json:
    """Give the value an element has before anybody touched it."""
    kind = KINDS[element["type"]]
    empty: object = [] if kind.is_many else None
    return {"type": element["type"], kind.key: element.get(kind.initial) or empty}


def carry_over(old: Values, blocks: Sequence[Json]) -> Values:
    """Keep what was typed where block_id, action_id and type are unchanged, else start afresh.

    docs.slack.dev/surfaces/modals: `initial_value` is ignored while both ids stay the same.
    """
    values: dict[str, dict[str, Json]] = {}
    for block, element in touchable(blocks):
        if is_kept(element):
            before = old.get(block["block_id"], {}).get(element["action_id"])
            kept = before if before and _still_fits(before, element) else start(element)
            values.setdefault(block["block_id"], {})[element["action_id"]] = kept
    return values


def _still_fits(before: Json, element: Json) -> bool:
    if before["type"] != element["type"]:
        return False
    key = KINDS[element["type"]].key
    if key not in _OF_OPTIONS:
        return True
    chosen = before[key] if isinstance(before[key], list) else [before[key]]
    return all(option is None or option in options_of(element) for option in chosen)


def put_value(values: Values, block: Json, element: Json, value: Json) -> Values:
    """Give the values with one of them changed."""
    block_id, action_id = block["block_id"], element["action_id"]
    return {**values, block_id: {**values.get(block_id, {}), action_id: value}}


def choose(element: Json, choice: Choice, is_known: Known) -> Json:
    """Turn a person's choice into the value Slack keeps; what is not offered is an error."""
    kind = KINDS[element["type"]]
    if kind.is_many:
        return {"type": element["type"], kind.key: _choose_many(element, kind, choice, is_known)}
    is_empty = choice is None or choice == ""
    chosen = None if is_empty else _choose_one(element, kind.key, choice, is_known)
    return {"type": element["type"], kind.key: chosen}


def _choose_many(element: Json, kind: Kind, choice: Choice, is_known: Known) -> list[object]:
    if choice is not None and (isinstance(choice, str) or not isinstance(choice, Sequence)):
        raise NotOnScreenError(f"{element['type']} takes several choices, not {choice!r}")
    chosen = list(choice or [])
    if len(chosen) > element.get("max_selected_items", len(chosen)):
        raise NotOnScreenError(f"{element['action_id']} takes no more than that many choices")
    return [_choose_one(element, kind.key, one, is_known) for one in chosen]


def _choose_one(element: Json, key: str, choice: Choice, is_known: Known) -> object:
    if key in _OF_OPTIONS:
        return _pick_option(element, choice)
    if key == "selected_date_time":
        return _demand(choice, fits=isinstance(choice, int))
    if key in _OF_DATES:
        fits = isinstance(choice, str) and re.fullmatch(_OF_DATES[key], choice) is not None
        return _demand(choice, fits=fits)
    # A people picker in Slack offers everybody, bots and guests included.
    fits = isinstance(choice, str) and (element["type"] in TYPED or is_known(key, choice))
    return _demand(choice, fits=fits)


def _pick_option(element: Json, choice: Choice) -> Json:
    for option in options_of(element):
        if option["value"] == choice:
            return option
    raise NotOnScreenError(f"{element['action_id']} does not offer {choice!r}")


def _demand(choice: Choice, *, fits: bool) -> Choice:
    if not fits:
        raise NotOnScreenError(f"nobody can choose or type {choice!r} here")
    return choice


def find_local_errors(blocks: Sequence[Json], values: Values) -> dict[str, str]:
    """Find, by block_id, what Slack's client refuses before it sends anything."""
    errors: dict[str, str] = {}
    for block in blocks:
        if block["type"] == "input":
            element = block["element"]
            value = values[block["block_id"]][element["action_id"]][KINDS[element["type"]].key]
            if problem := _find_local_error(block, element, value):
                errors[block["block_id"]] = problem
    return errors


def _find_local_error(block: Json, element: Json, value: object) -> str | None:
    if value is None or value == []:
        return None if block.get("optional", False) else "Please complete this required field."
    check = _CLIENT_CHECKS.get(element["type"])
    return check(element, str(value)) if check else None


def _check_length(element: Json, value: str) -> str | None:
    least, most = element.get("min_length", 0), element.get("max_length", 3000)
    if len(value) < least:
        return f"must be at least {least} characters"
    return f"must be at most {most} characters" if len(value) > most else None


def _check_email(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s]+", value) else "must be an email address"


def _check_url(_element: Json, value: str) -> str | None:
    return None if re.fullmatch(r"https?://\S+", value) else "must be a URL"


_CLIENT_CHECKS: Mapping[str, Callable[[Json, str], str | None]] = {
    "plain_text_input": _check_length,
    "number_input": number_problem,
    "email_text_input": _check_email,
    "url_text_input": _check_url,
}


def sends_at_once(block: Json, element: Json) -> bool:
    """Say whether touching this element sends a click, without any Enter or Submit."""
    if block["type"] != "input":
        return True
    if not block.get("dispatch_action", False):
        return False
    config = element.get("dispatch_action_config", {})
    moments: Collection[str] = config.get("trigger_actions_on", ["on_enter_pressed"])
    return element["type"] not in TYPED or "on_character_entered" in moments
