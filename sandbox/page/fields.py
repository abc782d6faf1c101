"""What all elements on the page have in common: where they stand, and what is chosen there."""

from collections.abc import Mapping

from sandbox.inputs import KINDS, sends_at_once
from sandbox.page.markup import Attribute, on_change
from sandbox.page.sheet import Sheet
from sandbox.wire import Json


def field_id(block: Json) -> str:
    """The HTML id by which a label finds its field."""
    return f"field-{block['block_id']}"


def key_of(block: Json, element: Json) -> str:
    """What tells an element from all others of its message or view."""
    return f"{block['block_id']}/{element['action_id']}"


def spot_of(block: Json, element: Json, sheet: Sheet) -> dict[str, object]:
    """Where an element is found again."""
    return {**sheet.address, "block": block["block_id"], "action": element["action_id"]}


def chosen_in(block: Json, element: Json, sheet: Sheet) -> object:
    """What somebody has chosen or typed there."""
    value = sheet.values.get(block["block_id"], {}).get(element["action_id"], {})
    return value.get(KINDS[element["type"]].key)


def placeholder_of(element: Json, otherwise: str = "") -> str:
    """What stands in a field while nothing else does."""
    return str(element.get("placeholder", {}).get("text", otherwise))


def touch(block: Json, element: Json, sheet: Sheet) -> Mapping[str, str]:
    """The change of an element is a click where that sends at once, else it is only noted."""
    if sends_at_once(block, element):
        return on_change("click", **spot_of(block, element, sheet))
    return on_change("fill", **sheet.address)


def draw_field(block: Json, element: Json, sheet: Sheet) -> dict[str, Attribute]:
    """The attributes that all fields have: hooks, what describes them, whether they are wrong."""
    label = placeholder_of(element) or element["action_id"]
    wrong = block["block_id"] in sheet.errors
    described = [f"hint-{block['block_id']}"] if "hint" in block else []
    described += [f"error-{block['block_id']}"] if wrong else []
    return {
        "id": field_id(block) if block["type"] == "input" else None,
        "data_block": block["block_id"],
        "data_action": element["action_id"],
        "aria_label": None if block["type"] == "input" else label,
        "aria_describedby": " ".join(described) or None,
        "aria_invalid": "true" if wrong else None,
    }
