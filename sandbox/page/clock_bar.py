"""The bar at the top: the clock that can be moved, and what the bot did while it moved."""

from datetime import UTC, datetime

from sandbox.page.icons import icon_button
from sandbox.page.markup import NOTHING, Html, act, h, join
from sandbox.page.moments import say_day_and_time, say_time
from sandbox.page.reader import Reader
from sandbox.page.screen import Screen

MOST_LINES = 3
NO_REMINDER = "Nobody is to be reminded of anything."
NO_DEADLINE = "No dispute is open, so there is no deadline."


def draw_clock_bar(screen: Screen, reader: Reader) -> Html:
    """The date, both times, the buttons, and below them what happened meanwhile."""
    return join(
        h(
            "header",
            _draw_clock(reader),
            h("div", _draw_moves(screen, reader), class_="moves", role="group", aria_label="Move"),
            _draw_drawer_button(screen),
            class_="clock-bar",
        ),
        h("div", _draw_meanwhile(screen), role="status", class_="meanwhile-place"),
    )


def _draw_clock(reader: Reader) -> Html:
    now, name = reader.now.astimezone(UTC), reader.name_of(reader.me).split()[0]
    local = reader.local(now)
    theirs = say_time(local) if local.date() == now.date() else f"{local:%a} {say_time(local)}"
    return h(
        "div",
        h("time", f"{say_day_and_time(now)} UTC", datetime=now.isoformat(), class_="utc"),
        h("span", f"{theirs} for {name}", class_="local"),
        class_="clock",
        data_testid="clock",
    )


def _draw_moves(screen: Screen, reader: Reader) -> Html:
    return join(
        _draw_move("+1 hour", "hour", "The clock moves on by an hour."),
        _draw_move("+1 day", "day", "The clock moves on by a day."),
        _draw_to("Next reminder", "reminder", screen.reminder, NO_REMINDER, reader),
        _draw_to("Next deadline", "deadline", screen.deadline, NO_DEADLINE, reader),
    )


def _draw_to(text: str, by: str, moment: datetime | None, otherwise: str, reader: Reader) -> Html:
    if moment is None:
        return _draw_move(text, by, otherwise, disabled=True)
    when = say_day_and_time(reader.local(moment))
    return _draw_move(text, by, f"The clock moves on to {when}.")


def _draw_move(text: str, by: str, title: str, *, disabled: bool = False) -> Html:
    return h(
        "button",
        text,
        type="button",
        class_="bar-button",
        title=title,
        disabled=disabled,
        **act("move", by=by),
    )


def _draw_drawer_button(screen: Screen) -> Html:
    return h(
        "button",
        "What the bot sent",
        type="button",
        class_="bar-button to-drawer",
        aria_expanded="true" if screen.shows_drawer else "false",
        **act("drawer"),
    )


def _draw_meanwhile(screen: Screen) -> Html:
    if not screen.meanwhile:
        return NOTHING
    first, rest = screen.meanwhile[:MOST_LINES], screen.meanwhile[MOST_LINES:]
    more = h("details", h("summary", f"{len(rest)} more"), _draw_lines(rest)) if rest else NOTHING
    hide = icon_button("close", "Hide what happened meanwhile", act("hide_meanwhile"))
    return h("div", h("div", _draw_lines(first), more), hide, class_="meanwhile")


def _draw_lines(lines: tuple[str, ...]) -> Html:
    return h("ul", [h("li", line) for line in lines])
