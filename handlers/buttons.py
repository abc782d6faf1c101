"""The buttons under what is shown of a dispute."""

from bot.domain.case import Side
from bot.domain.ids import OptionId
from bot.domain.ruling import Basis, Ruling
from handlers.blocks import actions, button
from handlers.ids import Click
from handlers.page import Page
from handlers.text import Json

LABELS = {
    Click.STATE_CASE: "State our case",
    Click.CONFIRM: "Confirm an option",
    Click.YIELD: "Yield",
    Click.DECIDE: "Decide",
    Click.WITHDRAW: "Withdraw",
    Click.NAME_DEPUTY: "Name a deputy",
    Click.NOT_ME: "Not me",
    Click.REPLACE_LEAD: "Replace a lead",
    Click.REOPEN: "Reopen",
    Click.SET_ASIDE: "Set aside",
    Click.RAISE_GATE: "Raise a gate",
    Click.LIFT_GATE: "Lift a gate",
    Click.SIGN_OFF: "Sign off",
    Click.RETIRE: "Retire",
    Click.STANDS: "Stands",
    Click.LONGER: "Longer",
    Click.ANSWERED: "Answered",
    Click.NOT_YET: "Not yet",
    Click.DROPPED: "Dropped",
    Click.LOOK_AGAIN: "Look again",
    Click.STOP_LOOKING_AGAIN: "No more looks",
    Click.SETTINGS: "Settings",
    Click.MUTE: "Mute",
    Click.UNMUTE: "Unmute",
    Click.MORE: "More",
    Click.HOW_IT_ENDS: "How it ends",
    Click.BOTH_CASES: "Both cases",
    Click.FULL_RANKING: "Full ranking",
    Click.TRY_AGAIN: "Try again",
    Click.SHOW: "Show",
}


def row(page: Page, *clicks: Click, primary: Click | None = None) -> list[Json]:
    """A row of buttons that carry the dispute's number; none without clicks."""
    if not clicks:
        return []
    made = (button(LABELS[click], click, page.value, primary=click is primary) for click in clicks)
    return [actions(*made)]


def one(
    page: Page,
    click: Click,
    *,
    label: str = "",
    side: Side | None = None,
    option: OptionId | None = None,
) -> Json:
    """One button; a side, and an option of it, it carries after the number."""
    value = " ".join(part for part in (page.value, side, option) if part)
    return button(label or LABELS[click], click, value)


def to_read(page: Page, ruling: Ruling) -> tuple[Click, ...]:
    """What can be read of an ended dispute; a withdrawal shows nothing."""
    if ruling.basis is Basis.WITHDRAWN or not page.readable:
        return ()
    return (Click.BOTH_CASES, Click.FULL_RANKING)
