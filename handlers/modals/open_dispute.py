"""The form "Open a dispute", which shows what came of similar ones before it opens one."""

import asyncio
import contextlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId
from bot.domain.sealing import SeenDispute
from bot.services.disputes import open_dispute
from handlers.blocks import context, modal
from handlers.context import ALL_CLOSED, PATIENCE_SECONDS, Request, present
from handlers.ids import ANSWER, Form
from handlers.modals import reopen
from handlers.modals.opening_fields import QUESTION, Answer, build_fields, check, parse, read
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
) -> Json:
    """The form, with what is known already; `note` says where that comes from."""
    known = Known(channel, note).having_shown(similar)
    return _draw(answer, known, below=below_question(similar))


def _draw(
    answer: Answer, known: Known, *, first: Sequence[Json] = (), below: Sequence[Json] = ()
) -> Json:
    return modal(
        "Open a dispute",
        *first,
        context((WHAT_IT_MEANS,)),
        *([context((known.note,))] if known.note else []),
        *build_fields(answer, below_question=below),
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
    await present(client, body, build(answer, channel, note=note, similar=similar))


async def on_question(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """What came of similar disputes appears below the question; Slack's refusal changes nothing."""
    view = body["view"]
    known, answer = known_by(view), parse(view)
    found = await look_for(answer.question, asked)
    if found or known.shown:
        drawn = _draw(answer, known.having_shown(found), below=below_question(found))
        await _redraw(client, view, drawn)
    await ack()


async def _redraw(client: AsyncWebClient, view: Json, drawn: Json) -> None:
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await client.views_update(view_id=view["id"], hash=view["hash"], view=drawn)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The dispute is opened, unless something does not fit: then all of it is shown at once.

    Similar ones that the form has not shown are shown first; sent again, it opens.
    """
    known = known_by(view)
    ask, answers = await read(view, known.channel, asked)
    check(answers, ask, now=asked.now)
    answers.refuse_problems()
    found = await look_for(ask.question, asked)
    if numbers(found) - {*known.shown}:
        drawn = _draw(parse(view), known.having_shown(found), first=before_opening(found))
        await ack(response_action="update", view=drawn)
        return
    await open_dispute(ask, now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


async def _is_open_dispute(body: Json) -> bool:
    return bool(body["view"]["callback_id"] == Form.OPEN_DISPUTE)


def register(app: AsyncApp) -> None:
    """The form's listeners, and those of its sister for reopening."""
    app.view(Form.OPEN_DISPUTE.value)(on_submit)
    app.action({"action_id": ANSWER, "block_id": QUESTION}, matchers=[_is_open_dispute])(
        on_question
    )
    reopen.register(app)
