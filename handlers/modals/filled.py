"""What stands in the fields of a form that came back."""

from handlers.context import typed
from handlers.text import Json


def answers_in(view: Json) -> dict[str, str]:
    """The text behind each field of the view, in the view's order; "" for an empty one."""
    return {field: typed(view, field) for field in fields_in(view)}


def changes_in(view: Json) -> dict[str, str]:
    """What was typed over what the view shows; that a field is empty may only mean silence."""
    shown = {field: _shown(block["element"]) for field, block in fields_in(view).items()}
    return {
        field: text for field, text in answers_in(view).items() if text not in {"", shown[field]}
    }


def fields_in(view: Json) -> dict[str, Json]:
    """The fields whose content came along; a closed form may bring none of it."""
    known = view.get("state", {}).get("values", {})
    return {
        block["block_id"]: block
        for block in view["blocks"]
        if block["type"] == "input" and block["block_id"] in known
    }


def _shown(element: Json) -> str:
    chosen = element.get("initial_option") or {}
    shown = element.get("initial_value") or element.get("initial_user") or chosen.get("value")
    return str(shown or "")
