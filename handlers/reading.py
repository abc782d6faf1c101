"""What who clicks may read: where they click counts, and else who they are."""

from datetime import datetime

from bot.domain.ids import DisputeId, UserId
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.services import reads
from bot.services.ports import Begin, Directory
from handlers.text import Json


async def read_clicked(
    body: Json,
    dispute: DisputeId,
    *,
    who: UserId,
    directory: Directory,
    now: datetime,
    begin: Begin,
) -> SeenDispute:
    """A click in the dispute's channel reads what all there read, any other what its person may.

    Raises:
        NoSuchDispute: there is none that the person may see.

    """
    found = await reads.find(dispute, begin=begin)
    if _place(body) == found.opening.channel:
        return seen_in_channel(found, now=now)
    person = await directory.person(who)
    record = await reads.show(dispute, to=person, directory=directory, now=now, begin=begin)
    return record.dispute


def _place(body: Json) -> str:
    """The channel of the message that was clicked in; "" for a click in a window."""
    return str((body.get("channel") or {}).get("id", ""))
