"""The two sides: who speaks for them, what is in, and who is waited for."""

from collections.abc import Iterator

from bot.domain.case import Filed, Side
from bot.domain.dispute import NotFiled, Open, Sealed, Yielded
from bot.domain.sealing import SeenParty
from bot.domain.words import Mention, Words, listed
from handlers.page import Page
from handlers.text import Bold, Line


def side_lines(page: Page) -> tuple[Line, ...]:
    """A line for each side, and one for who opened the dispute."""
    sides = (_side_line(page, side) for side in Side)
    return (*sides, (Bold("Opened by: "), Mention(page.opening.by)))


def _side_line(page: Page, side: Side) -> Line:
    party = page.seen.party(side)
    return (Bold(f"{side.capitalize()}: "), *speakers(party), ", ", *_standing(page, party))


def speakers(party: SeenParty) -> Words:
    """Who speaks for a side: its lead, and its deputy where there is one."""
    lead = Mention(party.lead)
    return (lead, " (deputy ", Mention(party.deputy), ")") if party.deputy else (lead,)


def _standing(page: Page, party: SeenParty) -> Words:
    match party.standing:
        case NotFiled():
            return ("not filed",) if page.running else ("filed no case",)
        case Yielded(yielded_at=at):
            return ("yielded ", at)
        case Filed(filed_at=at) | Sealed(filed_at=at):
            return ("filed ", at)


def yielded_side(page: Page) -> Side | None:
    """The side that has yielded, if one has."""
    return next((s for s in Side if isinstance(page.seen.party(s).standing, Yielded)), None)


def awaited(page: Page) -> Words:
    """Who or what an open dispute waits for."""
    if page.running is None:
        return ("its ruling, which is due",)
    if side := yielded_side(page):
        return _awaited_after_yield(page, side.other)
    missing: list[Words] = [
        (Mention(page.seen.party(side).lead), f" ({side}'s case)")
        for side in Side
        if not page.has_filed(side)
    ]
    return listed(missing, last=" and ") if missing else _awaited_word(page, page.running)


def _awaited_after_yield(page: Page, side: Side) -> Words:
    what = f"to pick {side}'s option" if page.has_filed(side) else f"{side}'s case"
    return (Mention(page.seen.party(side).lead), f" ({what})")


def _awaited_word(page: Page, state: Open) -> Words:
    silent = tuple(_silent_sides(state))
    if not silent:
        return ("one word: the sides have confirmed different options",)
    if len(silent) == len(Side):
        return ("a word from either side; both cases are in",)
    side = silent[0]
    return (Mention(page.seen.party(side).lead), f" ({side}'s answer; {side.other} has confirmed)")


def _silent_sides(state: Open) -> Iterator[Side]:
    spoken = {word.side for word in state.confirmations}
    return (side for side in Side if side not in spoken)
