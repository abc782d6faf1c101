"""HTML that is safe by the way it is made: what is not `Html` yet is escaped."""

import json
from collections.abc import Iterable, Mapping
from html import escape

_VOID = {"input", "hr", "br"}


class Html(str):
    """Markup that may reach the page as it is."""

    __slots__ = ()


Child = str | None | Iterable["Child"]
Attribute = str | int | bool | None

NOTHING = Html("")


def join(*children: Child) -> Html:
    """Children one after the other, strings escaped."""
    return Html("".join(_flatten(children)))


def h(tag: str, /, *children: Child, **attributes: Attribute) -> Html:
    """An element; `data_key` is written `data-key`, `class_` `class`; None and False are not."""
    opening = f"<{tag}{''.join(_write_all(attributes))}>"
    return Html(opening) if tag in _VOID else Html(f"{opening}{join(*children)}</{tag}>")


def act(deed: str, **details: object) -> Mapping[str, str]:
    """The attributes of what does something when it is pressed, or submitted."""
    return {"data_act": deed, "data_args": json.dumps(details)}


def on_change(deed: str, **details: object) -> Mapping[str, str]:
    """The attributes of what does something when it was changed."""
    return {"data_change": deed, "data_args": json.dumps(details)}


def _flatten(children: Iterable[Child]) -> Iterable[str]:
    for child in children:
        if isinstance(child, Html):
            yield child
        elif isinstance(child, str):
            yield escape(child)
        elif child is not None:
            yield from _flatten(child)


def _write_all(attributes: Mapping[str, Attribute]) -> Iterable[str]:
    for name, value in attributes.items():
        if value is not None and value is not False:
            yield _write(name.rstrip("_").replace("_", "-"), value)


def _write(name: str, value: Attribute) -> str:
    return f" {name}" if value is True else f' {name}="{escape(str(value))}"'
