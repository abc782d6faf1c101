"""The card: a dispute's one message in its channel, redrawn whenever something changes."""

from datetime import datetime

from bot.domain.dispute import PROPOSAL_LASTS, Open
from bot.domain.estimates import TrackRecord
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute
from bot.domain.words import Mention, Words
from handlers.about import about_lines
from handlers.aside import and_set_aside, set_aside_blocks
from handlers.blocks import Message, header, message, paragraph
from handlers.buttons import row, to_read
from handlers.comparison import option_blocks
from handlers.endings import ending, full_ending, why_blocks
from handlers.fitting import fitted
from handlers.gates import MOST_IN_A_MESSAGE, gate_blocks
from handlers.ids import Click
from handlers.page import Page
from handlers.passed_over import passed_over_blocks
from handlers.phrases import both_named, confirmed, would_choose
from handlers.promised import promise_blocks
from handlers.sides import awaited, side_lines
from handlers.signatures import chosen_signature_blocks, signature_blocks
from handlers.text import Json, Line
from handlers.track_record import record_line
from handlers.waiting import week_line
from handlers.ways import ways_lines


def build(
    seen: SeenDispute, *, now: datetime, plain: bool = False, record: TrackRecord | None = None
) -> Message:
    """The card as it stands at `now`; `plain` does without a table, `record` is of all promises."""
    kept = record or TrackRecord()
    return fitted(lambda most: _draw(Page(seen=seen, now=now, most=most), kept, plain=plain))


def _draw(page: Page, record: TrackRecord, *, plain: bool) -> Message:
    if page.ruling:
        return _draw_ended(page, page.ruling)
    return _draw_open(page, record, plain=plain)


def _draw_open(page: Page, record: TrackRecord, *, plain: bool) -> Message:
    return message(
        _summary(page),
        header(page.headline),
        *_first_of_all(page),
        paragraph(*about_lines(page), *side_lines(page)),
        *(_unsealed_blocks(page, record, plain=plain) if page.seen.is_unsealed else []),
        *_said_so_far(page),
        paragraph(*_how_it_ends(page)),
        *row(page, *_clicks(page), primary=Click.STATE_CASE),
    )


def _summary(page: Page) -> Words:
    until = page.opening.window.closes_at
    if page.running is None:
        return (f"{page.headline} (the seven days ended ", until, ")")
    return (f"{page.headline} (open until ", until, "; waits for ", *awaited(page), ")")


def _first_of_all(page: Page) -> list[Json]:
    lines = both_named(page)
    return [paragraph(*lines)] if lines else []


def _unsealed_blocks(page: Page, record: TrackRecord, *, plain: bool) -> list[Json]:
    return [
        *option_blocks(page, plain=plain),
        *gate_blocks(page, most=MOST_IN_A_MESSAGE),
        *signature_blocks(page),
        paragraph(would_choose(page, page.seen.verdict()), *week_line(page), *record_line(record)),
    ]


def _said_so_far(page: Page) -> list[Json]:
    state = page.running
    if state is None:
        return []
    words = [confirmed(page, word) for word in state.confirmations]
    lines = (*words, *proposal_lines(page, state))
    return [paragraph(*lines)] if lines else []


def proposal_lines(page: Page, state: Open) -> tuple[Line, ...]:
    """The proposal to withdraw, while it stands."""
    proposal = state.proposal
    if proposal is None or not proposal.stands(page.now):
        return ()
    other = proposal.side.other
    return (
        (
            Mention(proposal.by),
            f" proposes for {proposal.side} to withdraw it. It needs {other}'s word before ",
            proposal.proposed_at + PROPOSAL_LASTS,
            ".",
        ),
    )


def _how_it_ends(page: Page) -> tuple[Line, ...]:
    sealed = not page.seen.is_unsealed
    promise: Line = (
        "Both sides answer the same form. Neither reads the other's until both are in.",
    )
    return (promise, *ways_lines(page)) if sealed else ways_lines(page)


def _clicks(page: Page) -> tuple[Click, ...]:
    if page.running is None:
        to_read = (Click.BOTH_CASES, Click.FULL_RANKING) if page.readable else ()
        return (*to_read, Click.HOW_IT_ENDS)
    if page.seen.is_unsealed:
        return (Click.CONFIRM, Click.BOTH_CASES, Click.MORE)
    return (Click.STATE_CASE, Click.HOW_IT_ENDS, Click.MORE)


def _draw_ended(page: Page, ruling: Ruling) -> Message:
    return message(
        (f"{full_ending(page, ruling)}{and_set_aside(page)}. {page.question}",),
        header(page.headline),
        header(ending(page, ruling)),
        *set_aside_blocks(page),
        *why_blocks(page, ruling),
        *passed_over_blocks(page, ruling),
        *chosen_signature_blocks(page, ruling),
        *promise_blocks(page, ruling),
        paragraph(*about_lines(page), *side_lines(page)),
        *row(page, *to_read(page, ruling), Click.REOPEN, Click.MORE),
    )
