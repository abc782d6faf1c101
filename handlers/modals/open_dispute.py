"""The form "Open a dispute"."""

import json

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.ids import ChannelId
from bot.services.disputes import open_dispute
from handlers.blocks import context, modal
from handlers.context import ALL_CLOSED, Request
from handlers.ids import Form
from handlers.modals import reopen
from handlers.modals.opening_fields import Answer, build_fields, check, read
from handlers.text import Json

WHAT_IT_MEANS = (
    "Opening starts seven days, which cannot be moved. Each side files one case, sealed until both "
    "are in. If people have not settled it by then, it ends by itself: the rule chooses the option "
    "whose customer answers soonest."
)


def build(answer: Answer, channel: ChannelId, *, note: str = "") -> Json:
    """The form, with what is known already; `note` says where that comes from."""
    return modal(
        "Open a dispute",
        context((WHAT_IT_MEANS,)),
        *([context((note,))] if note else []),
        *build_fields(answer),
        form=Form.OPEN_DISPUTE,
        submit="Open",
        close="Cancel",
        metadata=json.dumps({"channel": channel}),
    )


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The dispute is opened, unless something does not fit: then all of it is shown at once."""
    channel = ChannelId(json.loads(view["private_metadata"])["channel"])
    ask, answers = await read(view, channel, asked)
    check(answers, ask, now=asked.now)
    answers.refuse_problems()
    await open_dispute(ask, now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The form's listener, and those of its sister for reopening."""
    app.view(Form.OPEN_DISPUTE.value)(on_submit)
    reopen.register(app)
