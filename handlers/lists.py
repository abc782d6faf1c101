"""The answers to `/roadmap list`, `log`, `show`, `help`, and to a word that is not known."""

import difflib
from collections.abc import Sequence
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.person import Person
from bot.domain.ruling import Basis, Ruling
from bot.domain.sealing import SeenDispute
from bot.domain.words import Words, count
from bot.services import reads
from handlers.about import about_lines
from handlers.aside import and_set_aside, can_be_set_aside_by, set_aside_blocks
from handlers.blocks import Message, bullets, context, divider, header, message, modal, paragraph
from handlers.buttons import one, row, to_read
from handlers.cases import case_blocks
from handlers.context import Request, present
from handlers.endings import ending, full_ending, late_lines, why_blocks
from handlers.fitting import fitted, fitted_view
from handlers.gates import MOST_IN_A_MESSAGE, gate_blocks
from handlers.history import history_blocks
from handlers.ids import COMMAND, Click
from handlers.outcome import outcome_in_short
from handlers.page import Page, one_line
from handlers.phrases import both_named, would_choose
from handlers.promised import promise_blocks
from handlers.reading import read_record
from handlers.retired import can_be_retired_by
from handlers.sides import awaited, side_lines
from handlers.signatures import signature_blocks
from handlers.text import Bold, Json, Line, mrkdwn
from handlers.waiting import waiting_line
from handlers.ways import ways_lines

MOST_ROWS = 40
"""With head and tail they stay under Slack's 50 blocks a message."""
MOST_ROW_TITLE = 300


def open_list(disputes: Sequence[SeenDispute], now: datetime) -> Message:
    """The open disputes, the next to end first: who is waited for, and when each ends."""
    if not disputes:
        return nothing_open()
    in_order = sorted(disputes, key=lambda seen: seen.opening.window.opens_at)
    rows = [open_row(seen, now) for seen in in_order[:MOST_ROWS]]
    title = f"{count(len(disputes), 'open dispute')}, the next to end first"
    return message((title,), header(title), *rows, *the_rest(in_order[MOST_ROWS:]))


def nothing_open() -> Message:
    """That no dispute is open, and how to open one."""
    return _nothing("No dispute is open that you can see.", _OPEN_ONE)


_OPEN_ONE = f"Open one in a channel: {COMMAND} dispute Ship hybrid or fine-tune?"


def _page(seen: SeenDispute, now: datetime) -> Page:
    return Page(seen=seen, now=now, most=MOST_ROW_TITLE)


def _nothing(said: str, what_to_do: str) -> Message:
    return message((said,), paragraph((said,), (what_to_do,)))


def open_row(seen: SeenDispute, now: datetime) -> Json:
    """An open dispute in a block: when it ends, and who is waited for."""
    page = _page(seen, now)
    ends: Words = ("Ends ", page.opening.window.closes_at)
    return dispute_row(page, page.headline, ends, ("Waits for ", *awaited(page)))


def dispute_row(page: Page, title: str, *words: Words) -> Json:
    """A dispute in a block: typed text as plain text, our own words beside it, [Show]."""
    return {
        "type": "section",
        "text": {"type": "plain_text", "text": title},
        "fields": [{"type": "mrkdwn", "text": mrkdwn(told), "verbatim": True} for told in words],
        "accessory": one(page, Click.SHOW),
    }


def the_rest(left_out: Sequence[SeenDispute]) -> list[Json]:
    """The numbers of those for which there is no room."""
    if not left_out:
        return []
    first = left_out[0].opening.id
    numbers = ", ".join(str(seen.opening.id) for seen in left_out)
    said = f"And {len(left_out)} more: {numbers}. To see one: {COMMAND} show {first.number}"
    return [context((said,))]


def ruling_log(disputes: Sequence[SeenDispute]) -> Message:
    """The last rulings, the newest first: on what basis, what, and whether against the rule."""
    ended = [(seen, seen.state) for seen in disputes if isinstance(seen.state, Ruling)]
    if not ended:
        return _nothing("Nothing has ended yet that you can see.", _SEE_OPEN)
    rows = [ruled_row(seen, ruling) for seen, ruling in ended[: reads.LAST_RULINGS]]
    title = "The last ruling" if len(rows) == 1 else f"The last {len(rows)} rulings"
    return message((title,), header(title), *rows)


_SEE_OPEN = f"What is open: {COMMAND} list"


def ruled_row(seen: SeenDispute, ruling: Ruling) -> Json:
    """An ended dispute in a block: how, and whether as the rule would have it."""
    page = _page(seen, ruling.found_at)
    became = outcome_in_short(page)
    aside: tuple[Words, ...] = (("Set aside ", seen.set_aside.at),) if seen.set_aside else ()
    return dispute_row(
        page,
        f"{page.headline}\n{ending(page, ruling)}",
        ("Ended ", ruling.ruled_at),
        (_to_the_rule(ruling),),
        *((became,) if became else ()),
        *aside,
    )


def _to_the_rule(ruling: Ruling) -> str:
    if not ruling.basis.is_by_people:
        return "By the rule" if ruling.basis is Basis.DEFAULT_RULE else "Nothing was chosen"
    return "Against the rule" if ruling.is_against_the_rule else "As the rule would have chosen"


def shown(record: reads.Record, to: Person, now: datetime) -> Message:
    """One dispute in full, as far as its reader may see it, with everything that happened."""
    return fitted(lambda most: _shown(record, to, now, most))


def _shown(record: reads.Record, to: Person, now: datetime, most: int) -> Message:
    page = Page(seen=record.dispute, now=now, most=most)
    in_full = _in_full(page, record, to)
    return message((f"{_summary(page)}. {page.question}",), header(page.headline), *in_full)


def _summary(page: Page) -> str:
    if page.ruling is None:
        return f"{page.number} is open"
    return f"{full_ending(page, page.ruling)}{and_set_aside(page)}"


def _in_full(page: Page, record: reads.Record, to: Person) -> list[Json]:
    return [
        *(_ended(page, page.ruling) if page.ruling else _open(page)),
        paragraph(*about_lines(page), *side_lines(page)),
        *(_cases(page) if page.readable else []),
        *history_blocks(record.events),
        *row(page, *_clicks(page, to)),
    ]


def _ended(page: Page, ruling: Ruling) -> list[Json]:
    late = late_lines(ruling)
    return [
        paragraph((Bold(ending(page, ruling)),), ("Ended ", ruling.ruled_at, "."), *late),
        *set_aside_blocks(page),
        *why_blocks(page, ruling),
        *promise_blocks(page, ruling),
    ]


def _open(page: Page) -> list[Json]:
    waits: Line = ("Waits for ", *awaited(page), ".")
    if not page.seen.is_unsealed:
        return [paragraph(waits, *ways_lines(page))]
    return [
        paragraph(*both_named(page), waits),
        paragraph(would_choose(page, page.seen.verdict()), *waiting_line(page), *ways_lines(page)),
        *gate_blocks(page, most=MOST_IN_A_MESSAGE),
        *signature_blocks(page),
    ]


def _cases(page: Page) -> list[Json]:
    return [divider(), *(block for side in Side for block in case_blocks(page, side)), divider()]


def _clicks(page: Page, to: Person) -> tuple[Click, ...]:
    if page.ruling:
        aside = (Click.SET_ASIDE,) if can_be_set_aside_by(to, page.known) else ()
        retired = (Click.RETIRE,) if can_be_retired_by(to, page.known) else ()
        return (*to_read(page, page.ruling), Click.REOPEN, *retired, *aside)
    return (Click.HOW_IT_ENDS, Click.MORE)


HELP = {
    "dispute": (f"{COMMAND} dispute Ship hybrid or fine-tune?", "opens a dispute in this channel"),
    "list": (f"{COMMAND} list", "shows what is open, and when it ends"),
    "show": (f"{COMMAND} show 12", "shows one dispute with everything that happened"),
    "board": (f"{COMMAND} board", "shows what is open by what waiting for it costs"),
    "ledger": (f"{COMMAND} ledger", "shows what running rulings use of the GPUs, by area"),
    "area": (f"{COMMAND} area", "shows the areas: who leads them, and what binds in them"),
    "verify": (f"{COMMAND} verify 12", "checks that the record of a dispute was not changed"),
    "log": (f"{COMMAND} log", "shows the last 20 rulings"),
    "digest": (f"{COMMAND} digest", "shows what your next digest would say by now"),
    "export": (f"{COMMAND} export csv", "sends you the records as a file, csv or json"),
    "health": (f"{COMMAND} health", "says whether the clock and the messages keep up"),
    "settings": (f"{COMMAND} settings", "says who the founders are and when people are told"),
    "help": (f"{COMMAND} help", "shows every word with an example"),
}
"""Each word of the command: an example that works, and what it does."""


def help_text() -> Message:
    """What the bot is for, and each word with an example."""
    said = "A dispute ends in seven days: agreed, yielded, decided, or by the rule."
    return message(
        (f"How to use {COMMAND}. {said}",),
        paragraph((Bold("Roadmap disputes"),), (said,), (_THE_RULE,)),
        bullets(*((Bold(example), f" {what}") for example, what in HELP.values())),
    )


_THE_RULE = "The rule: the option with the shortest path to customer feedback is chosen."


def unknown_word(word: str) -> Message:
    """The nearest word of the command, and an example that works."""
    near = difflib.get_close_matches(word, HELP, n=1, cutoff=0.5)
    example, what = HELP[near[0] if near else "help"]
    typed = one_line(word, most=MOST_WORD)
    meant = f"The nearest is {near[0]}." if near else "Start here."
    said = f'{COMMAND} has no word "{typed}". {meant}'
    return message((said,), paragraph((said,), (Bold(example), f" {what}.")))


MOST_WORD = 40


def window(record: reads.Record, to: Person, now: datetime) -> Json:
    """The same as `shown`, in a window."""
    return fitted_view(lambda most: _window(record, to, now, most))


def _window(record: reads.Record, to: Person, now: datetime, most: int) -> Json:
    page = Page(seen=record.dispute, now=now, most=most)
    return modal(f"Dispute {page.number}", header(page.headline), *_in_full(page, record, to))


async def on_show(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """One dispute in full, for who may see it."""
    record = await read_record(asked.dispute_clicked(body), asked)
    await present(client, body, window(record, await asked.person(), asked.now))
    await ack()


def register(app: AsyncApp) -> None:
    """The button [Show]."""
    app.action(Click.SHOW.value)(on_show)
