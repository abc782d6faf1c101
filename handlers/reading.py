"""What who clicks may read: where they click counts, and else who they are."""

from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.services import reads
from handlers.context import Request
from handlers.text import Json


async def find_clicked(body: Json, asked: Request) -> tuple[Dispute, Person]:
    """The dispute with its sealed texts and who clicked, for the rules to say what they may do.

    Raises:
        NoSuchDispute: there is none.

    """
    dispute = await reads.find(asked.dispute_clicked(body), begin=asked.begin)
    return dispute, await asked.person()


async def read_clicked(body: Json, asked: Request) -> SeenDispute:
    """A click in the dispute's channel reads what all there read, any other what its person may.

    Raises:
        NoSuchDispute: there is none that the person may see.

    """
    clicked = asked.dispute_clicked(body)
    found = await reads.find(clicked, begin=asked.begin)
    if _place(body) == found.opening.channel:
        return seen_in_channel(found, now=asked.now)
    return (await read_record(clicked, asked)).dispute


async def read_record(dispute: DisputeId, asked: Request) -> reads.Record:
    """The dispute with its events, as who asks may see it.

    Raises:
        NoSuchDispute: there is none that the person may see.

    """
    return await reads.show(
        dispute,
        to=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )


def _place(body: Json) -> str:
    """The channel of the message that was clicked in; "" for a click in a window."""
    return str((body.get("channel") or {}).get("id", ""))
