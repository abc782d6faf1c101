"""Icons, drawn in the colour of the text around them, and the buttons that are nothing else."""

from collections.abc import Mapping

from sandbox.page.markup import Html, h

_PATHS = {
    "close": "M5 5l10 10M15 5L5 15",
    "menu": "M3 6h14M3 10h14M3 14h14",
    "reply": "M8 5L3 10l5 5M3.5 10H12a5 5 0 0 1 5 5v1",
    "lock": "M6 9V6.5a4 4 0 0 1 8 0V9M5 9h10v7H5z",
    "eye": "M2 10s3-5 8-5 8 5 8 5-3 5-8 5-8-5-8-5zM10 12a2 2 0 1 0 0-4 2 2 0 0 0 0 4z",
    "dots": "M10 4.5h.01M10 10h.01M10 15.5h.01",
    "send": "M3.5 16.5l14-6.5-14-6.5 1.8 6.5zM5.3 10H11",
    "down": "M5 8l5 5 5-5",
    "file": "M5 2.5h6.5L15 6v11.5H5zM11 2.5V6.5h4",
    "fork": "M10 17v-6M10 11L5 5M10 11l5-6M5 9V5h4M15 9V5h-4",
}


def icon(name: str) -> Html:
    """An icon, for the eyes only."""
    path = h("path", d=_PATHS[name])
    return h("svg", path, class_=f"icon is-{name}", viewBox="0 0 20 20", aria_hidden="true")


def icon_button(name: str, says: str, deed: Mapping[str, str], look: str = "") -> Html:
    """A button that shows an icon and says in words what it does."""
    return h(
        "button",
        icon(name),
        type="button",
        class_=f"icon-button {look}".strip(),
        title=says,
        aria_label=says,
        **deed,
    )
