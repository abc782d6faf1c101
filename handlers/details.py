"""The windows with the whole of it: how a dispute ends, both cases, the full ranking."""

from collections.abc import Callable
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.ruling import Basis, Ruling
from bot.domain.sealing import SeenDispute
from handlers.aside import set_aside_blocks
from handlers.blocks import divider, header, modal, paragraph
from handlers.cases import case_blocks
from handlers.context import Request, present
from handlers.endings import ending, late_lines, why_blocks
from handlers.fitting import fitted_view
from handlers.gates import gate_blocks
from handlers.ids import Click
from handlers.page import Page
from handlers.phrases import both_named
from handlers.promised import promise_blocks
from handlers.ranking import ranking_blocks
from handlers.reading import read_clicked
from handlers.rule_in_words import rule_blocks
from handlers.signatures import signature_blocks
from handlers.text import Bold, Json, Line
from handlers.ways import every_way

Window = Callable[[Page], Json]


def how_it_ends(page: Page) -> Json:
    """In what ways it can end, when, by what order the rule chooses, and what it cannot do."""
    blocks = _how_it_ended(page, page.ruling) if page.ruling else _how_it_can_end(page)
    return modal(f"How {page.number} ends", paragraph(page.first_line), *blocks)


def _how_it_ended(page: Page, ruling: Ruling) -> list[Json]:
    late = late_lines(ruling)
    return [
        header(ending(page, ruling)),
        *set_aside_blocks(page),
        paragraph(("It ended ", ruling.ruled_at, "."), *late),
        *why_blocks(page, ruling),
        *promise_blocks(page, ruling),
    ]


def _how_it_can_end(page: Page) -> list[Json]:
    return [*every_way(page), *rule_blocks()]


def both_cases(page: Page) -> Json:
    """Both cases in full, as far as the reader may read them."""
    product, research = (case_blocks(page, side) for side in Side)
    return modal(
        f"Both cases on {page.number}",
        paragraph(page.first_line, *both_named(page)),
        *product,
        divider(),
        *research,
        *gate_blocks(page),
        *signature_blocks(page),
    )


def full_ranking(page: Page) -> Json:
    """Every option in the rule's order, and those that it cannot choose with every reason."""
    verdict = page.ruling.verdict if page.ruling else page.seen.verdict()
    ranking = ranking_blocks(page, verdict)
    return modal(
        f"Full ranking of {page.number}",
        paragraph(page.first_line, _of_when(page)),
        *(ranking or [paragraph(("There is no case to rank that you can read.",))]),
        *gate_blocks(page),
        *signature_blocks(page),
        paragraph((f"By the default rule, version {verdict.version}. It never sees the sides.",)),
    )


def _of_when(page: Page) -> Line:
    if page.ruling is None:
        scope = "" if page.seen.is_unsealed else ", of the options that you can read"
        return (Bold(f"If the window ended now{scope}:"),)
    if page.ruling.basis in {Basis.DEFAULT_RULE, Basis.LAPSED}:
        return (Bold("When the window ended:"),)
    return (Bold("What the rule would have said when people settled it:"),)


def fit(window: Window, seen: SeenDispute, now: datetime) -> Json:
    """The window with the longest texts that Slack takes."""
    return fitted_view(lambda most: window(Page(seen=seen, now=now, most=most)))


async def on_how_it_ends(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """How it ends, for who may see the dispute."""
    await _open(how_it_ends, body, client, asked)
    await ack()


async def on_both_cases(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """Both cases, as far as who clicked may read them."""
    await _open(both_cases, body, client, asked)
    await ack()


async def on_full_ranking(
    ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request
) -> None:
    """The whole ranking, of what who clicked may read."""
    await _open(full_ranking, body, client, asked)
    await ack()


async def _open(window: Window, body: Json, client: AsyncWebClient, asked: Request) -> None:
    seen = await read_clicked(body, asked)
    await present(client, body, fit(window, seen, asked.now))


def register(app: AsyncApp) -> None:
    """The buttons that open these windows."""
    app.action(Click.HOW_IT_ENDS.value)(on_how_it_ends)
    app.action(Click.BOTH_CASES.value)(on_both_cases)
    app.action(Click.FULL_RANKING.value)(on_full_ranking)
