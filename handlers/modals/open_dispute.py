"""The form "Open a dispute", which shows what came of similar ones before it opens one."""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.area import Area
from bot.domain.ids import ChannelId
from bot.domain.sealing import SeenDispute
from bot.services.disputes import open_dispute
from handlers.areas import areas_for
from handlers.blocks import context, modal, section
from handlers.context import ALL_CLOSED, PATIENCE_SECONDS, Request, present
from handlers.ids import ANSWER, Click, Form
from handlers.modals import reopen
from handlers.modals.area_field import AREA, area_blocks, find_area
from handlers.modals.opening_fields import (
    QUESTION,
    Answer,
    build_fields,
    check,
    fits_leads,
    parse,
    read,
)
from handlers.similar import before_opening, below_question, look_for
from handlers.slack_errors import FAILURES
from handlers.text import Json

WHAT_IT_MEANS = (
    "Opening starts seven days, which cannot be moved. Each side files one case, sealed until both "
    "are in. If people have not settled it by then, it ends by itself: the rule chooses the option "
    "whose customer answers soonest."
)


@dataclass(frozen=True, slots=True)
class Known:
    """What the form knows beside its fields, and brings back with them."""

    channel: ChannelId
    note: str = ""
    """Where what is filled in comes from."""
    shown: tuple[int, ...] = ()
    """The numbers of the similar disputes that it has shown."""

    def having_shown(self, found: Sequence[SeenDispute]) -> "Known":
        """The same, once the form shows those too."""
        return replace(self, shown=tuple(sorted({*self.shown, *numbers(found)})))

    def as_metadata(self) -> str:
        """Itself as the form carries it."""
        carried = {"channel": self.channel, "note": self.note, "shown": self.shown}
        return json.dumps({name: value for name, value in carried.items() if value})


def known_by(view: Json) -> Known:
    """What a form that came back knows."""
    carried = json.loads(view["private_metadata"])
    shown = tuple(carried.get("shown", ()))
    return Known(ChannelId(carried["channel"]), carried.get("note", ""), shown)


def numbers(found: Sequence[SeenDispute]) -> set[int]:
    """By what the form tells similar disputes apart."""
    return {seen.opening.id.number for seen in found}


def build(
    answer: Answer,
    channel: ChannelId,
    *,
    note: str = "",
    similar: Sequence[SeenDispute] = (),
    areas: Sequence[Area] = (),
) -> Json:
    """The form, with what is known already; `note` says where that comes from."""
    known = Known(channel, note).having_shown(similar)
    return _draw(answer, known, areas, below=below_question(similar))


def _draw(
    answer: Answer,
    known: Known,
    areas: Sequence[Area],
    *,
    first: Sequence[Json] = (),
    below: Sequence[Json] = (),
) -> Json:
    return modal(
        "Open a dispute",
        *first,
        context((WHAT_IT_MEANS,)),
        *([context((known.note,))] if known.note else []),
        *build_fields(
            answer,
            area=find_area(areas, answer.area),
            list_of_areas=area_blocks(areas, answer.area),
            below_question=below,
        ),
        form=Form.OPEN_DISPUTE,
        submit="Open",
        close="Cancel",
        metadata=known.as_metadata(),
    )


async def show(
    client: AsyncWebClient,
    body: Json,
    asked: Request,
    answer: Answer,
    channel: ChannelId,
    *,
    note: str = "",
) -> None:
    """The form opens, with what came of similar disputes where a question stands in it."""
    similar = await look_for(answer.question, asked)
    areas = await areas_for(await asked.person(), asked)
    view = build(answer, channel, note=note, similar=similar, areas=areas)
    await present(client, body, view)


async def on_question(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """What came of similar disputes appears below the question; Slack's refusal changes nothing."""
    view = body["view"]
    known, answer = known_by(view), parse(view)
    found = await look_for(answer.question, asked)
    if found or known.shown:
        await _redraw(client, view, await _drawn(answer, known, found, asked))
    await ack()


async def on_area(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The area's own leads stand in place of the two fields, or these come back."""
    view = body["view"]
    known, answer = known_by(view), parse(view)
    found = await look_for(answer.question, asked) if known.shown else ()
    await _redraw(client, view, await _drawn(answer, known, found, asked))
    await ack()


async def _drawn(
    answer: Answer, known: Known, found: Sequence[SeenDispute], asked: Request
) -> Json:
    areas = await areas_for(await asked.person(), asked)
    return _draw(answer, known.having_shown(found), areas, below=below_question(found))


async def _redraw(client: AsyncWebClient, view: Json, drawn: Json) -> None:
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The dispute is opened, unless something does not fit: then all of it is shown at once.

    Leads and similar disputes that the form has not shown are shown first; sent again, it opens.
    """
    known, answer = known_by(view), parse(view)
    areas = await areas_for(await asked.person(), asked)
    area = find_area(areas, answer.area)
    if not fits_leads(view, area):
        await ack(response_action="update", view=_draw(answer, known, areas, first=LOOK_AT_LEADS))
        return
    ask, answers = await read(answer, area, form=view["id"], channel=known.channel, asked=asked)
    if answer.area and area is None:
        answers.add(AREA, "There is no such area. Choose another.")
    check(answers, ask, area, now=asked.now)
    answers.refuse_problems()
    found = await look_for(ask.question, asked)
    if numbers(found) - {*known.shown}:
        shown = known.having_shown(found)
        drawn = _draw(answer, shown, areas, first=before_opening(found))
        await ack(response_action="update", view=drawn)
        return
    await open_dispute(ask, now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


LOOK_AT_LEADS = [
    section(("Before you open it: look at who speaks for the two sides, then press Open again.",))
]


async def _is_open_dispute(body: Json) -> bool:
    return bool(body["view"]["callback_id"] == Form.OPEN_DISPUTE)


def register(app: AsyncApp) -> None:
    """The form's listeners, and those of its sister for reopening."""
    app.view(Form.OPEN_DISPUTE.value)(on_submit)
    app.action({"action_id": ANSWER, "block_id": QUESTION}, matchers=[_is_open_dispute])(
        on_question
    )
    app.action(Click.CHOOSE_AREA.value)(on_area)
    reopen.register(app)
