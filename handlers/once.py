"""What may have arrived: looked for where that can be, else sent once more and marked."""

from dataclasses import replace

from bot.domain.ids import UserId
from bot.domain.telling import Direct
from bot.services.ports import Claimed, Posted
from handlers.blocks import Message, context
from handlers.posting import Attachment, Drawing, Poster

REPEATED = "Sent once more, because the first copy may not have arrived."
MOST_DOUBTS = 2
"""What may have arrived is sent once more, and never a third time."""


class TwiceInDoubtError(Exception):
    """It has been sent once more already, and that may have arrived too."""


class Once:
    """Has deliveries posted by a poster, and raises what that raises."""

    def __init__(self, poster: Poster) -> None:
        self._poster = poster

    async def post(
        self,
        claimed: Claimed,
        channel: str,
        drawing: Drawing,
        *,
        thread: str | None = None,
        again: bool = False,
    ) -> Posted:
        """Where several read and nobody may look it up: in doubt once more, and it says so.

        `again` says that an earlier message of the same may stand there already.

        Raises:
            TwiceInDoubtError: it would have to be sent a third time.

        """
        if claimed.doubts >= MOST_DOUBTS:
            raise TwiceInDoubtError
        team = claimed.delivery.team
        if claimed.in_doubt or again:
            await self._poster.check_takes_messages(team, channel)
            drawing = _repeated(drawing)
        return await self._poster.post(team, channel, drawing, key=_key(claimed), thread=thread)

    async def tell(self, claimed: Claimed, drawing: Drawing | None) -> None:
        """To the one who is to read it; one in doubt is looked for before it is sent again."""
        place = claimed.delivery.place
        if drawing is None or not isinstance(place, Direct):
            return
        team, key = claimed.delivery.team, _key(claimed)
        if claimed.in_doubt and await self._poster.was_sent_to(team, place.to, key=key):
            return
        await self._poster.post(team, place.to, drawing, key=key)

    async def hand_over(self, claimed: Claimed, to: UserId, attachment: Attachment) -> None:
        """A file under a name of its own, by which one in doubt is looked for."""
        team = claimed.delivery.team
        stem, dot, kind = attachment.filename.rpartition(".")
        filename = f"{stem}-{claimed.id}{dot}{kind}"
        if claimed.in_doubt and await self._poster.was_handed_to(team, to, filename=filename):
            return
        await self._poster.hand_over(team, to, replace(attachment, filename=filename))


def _repeated(drawing: Drawing) -> Drawing:
    return Drawing(_with_mark(drawing.full), lambda: _with_mark(drawing.plain()))


def _with_mark(message: Message) -> Message:
    return Message(message.text, [*message.blocks, context((REPEATED,))])


def _key(claimed: Claimed) -> str:
    dispute = claimed.delivery.dispute
    return f"{dispute.number if dispute else claimed.delivery.team}-{claimed.id}"
