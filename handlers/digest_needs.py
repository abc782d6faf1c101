"""What of a digest waits for a founder: a line each, with the button that does the thing."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from bot.domain.area import Area
from bot.domain.case import Side
from bot.domain.digest import Digest, Stuck
from bot.domain.digest_bounds import SignatureMissing
from bot.domain.sealing import SeenDispute
from bot.domain.words import say_number
from handlers.area_clicks import hand_off
from handlers.area_words import name_of
from handlers.buttons import one
from handlers.digest_lines import question, stuck_line
from handlers.ids import Click
from handlers.ledger import gpu_weeks
from handlers.owed_outcome import TO_RECORD
from handlers.page import Page
from handlers.text import Bold, Json, Line


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that waits."""

    line: Line
    buttons: tuple[Json, ...]


def needs_of(digest: Digest, now: datetime, most: int, *, to_founder: bool) -> Iterator[Need]:
    """What has an end first: the signatures, then what is stuck, then the handoffs."""

    def page(seen: SeenDispute) -> Page:
        return Page(seen=seen, now=now, most=most)

    for missing in digest.bounds.signatures:
        yield _signature(page(missing.dispute), missing)
    for stuck in digest.needs:
        yield _stuck(page(stuck.dispute), stuck, to_founder=to_founder)
    for area in digest.bounds.handoffs:
        yield _handoff(area, to_founder=to_founder)


def _signature(page: Page, missing: SignatureMissing) -> Need:
    needed = gpu_weeks(missing.option.figures.gpu_weeks_per_month or Decimal(0))
    against = f" (budget {say_number(missing.budget)}){_what_for(page, missing)}"
    line: Line = (
        Bold(page.number),
        f" {question(page)} {missing.side.capitalize()} asks for {needed}{against}, until ",
        page.opening.window.closes_at,
        ".",
    )
    sign = one(page, Click.SIGN_OFF, side=missing.side, option=missing.option.id)
    return Need(line, (*((sign,) if missing.is_theirs else ()), one(page, Click.SHOW)))


def _what_for(page: Page, missing: SignatureMissing) -> str:
    """Its title, once everybody may read it."""
    return f" for {page.title(missing.option)}" if page.seen.is_unsealed else ""


def _stuck(page: Page, stuck: Stuck, *, to_founder: bool) -> Need:
    mend = _to_mend(page, stuck.side) if to_founder else ()
    line = stuck_line(page, stuck.side, to_founder=to_founder)
    return Need(line, (*mend, one(page, Click.SHOW)))


def _to_mend(page: Page, side: Side) -> tuple[Json, ...]:
    """How a founder helps: by another lead while it runs, and after its ruling by the outcome."""
    if page.ruling:
        return tuple(one(page, click) for click in TO_RECORD)
    return (one(page, Click.NOT_ME, label="Name another lead", side=side),)


def _handoff(area: Area, *, to_founder: bool) -> Need:
    since, who = area.handoff_due_since, "You" if to_founder else "A founder"
    when: Line = (", since ", since) if since else ()
    line: Line = (
        Bold(name_of(area)),
        ": the handoff to product is due",
        *when,
        f". {who} can make it, and so can either lead.",
    )
    return Need(line, (hand_off(area),) if to_founder else ())
