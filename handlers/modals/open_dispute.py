"""The form "Open a dispute"."""

import json
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.domain.ids import ChannelId, TeamId, UserId
from bot.services.disputes import open_dispute
from bot.services.ports import Begin, Directory
from handlers.blocks import context, modal
from handlers.ids import Form
from handlers.modals import reopen
from handlers.modals.opening_fields import Asked, Sent, build_fields, check, read
from handlers.text import Json

WHAT_IT_MEANS = (
    "Opening starts seven days, which cannot be moved. Each side files one case, sealed until both "
    "are in. If people have not settled it by then, it ends by itself: the rule chooses the option "
    "whose customer answers soonest."
)


def build(asked: Asked, channel: ChannelId, *, note: str = "") -> Json:
    """The form, with what is known already; `note` says where that comes from."""
    return modal(
        "Open a dispute",
        context((WHAT_IT_MEANS,)),
        *([context((note,))] if note else []),
        *build_fields(asked),
        form=Form.OPEN_DISPUTE,
        submit="Open",
        close="Cancel",
        metadata=json.dumps({"channel": channel}),
    )


async def on_submit(
    ack: AsyncAck,
    view: Json,
    team: TeamId,
    who: UserId,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> None:
    """The dispute is opened, unless something does not fit: then all of it is shown at once."""
    channel = ChannelId(json.loads(view["private_metadata"])["channel"])
    sent = Sent(form=view["id"], team=team, channel=channel, who=who)
    ask, answers = await read(view, sent, directory)
    check(answers, ask, now=now)
    answers.refuse_problems()
    await open_dispute(ask, now=now, begin=begin)
    await ack()


def register(app: AsyncApp) -> None:
    """The form's listener, and those of its sister for reopening."""
    app.view(Form.OPEN_DISPUTE.value)(on_submit)
    reopen.register(app)
