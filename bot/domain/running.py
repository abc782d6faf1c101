"""Whether a dispute still takes anything: a click at or after the end is refused."""

from datetime import datetime

from bot.domain.dispute import Dispute, Open
from bot.domain.errors import HasEnded, Refusal
from bot.domain.ids import OptionId
from bot.domain.person import Person
from bot.domain.ruling import Basis


def refuse_unless_running(dispute: Dispute, now: datetime) -> Open:
    """The open state of a dispute whose window is running at `now`.

    Raises:
        HasEnded: there is a ruling, or the window is over and the ruling due.
        Refusal: the dispute opens later than `now`.

    """
    if not isinstance(dispute.state, Open):
        raise HasEnded(f"{dispute.id} ended on ", dispute.state.ruled_at, "; this does not count.")
    if dispute.window.is_over(now):
        ended = dispute.window.closes_at
        raise HasEnded(f"{dispute.id} ended on ", ended, "; this came later and does not count.")
    if not dispute.window.is_open(now):
        raise Refusal(f"{dispute.id} opens on ", dispute.window.opens_at, "; this came before.")
    return dispute.state


def has_ended_it(
    dispute: Dispute, by: Person, *bases: Basis, option: OptionId | None = None
) -> bool:
    """Whether `by` has ended the dispute just so, with that option: said twice, it is said once."""
    state = dispute.state
    if isinstance(state, Open) or state.basis not in bases or state.by != by.id:
        return False
    return option == (state.chosen.option.id if state.chosen else None)
