"""Messages that Slack would not take, sent once more because somebody asks for it."""

from bot.domain.errors import NotAllowed
from bot.domain.ids import DisputeId
from bot.domain.person import Person
from bot.domain.rights import participants
from bot.domain.words import Mention, listed
from bot.services.ports import Begin


async def try_again(dispute: DisputeId, *, by: Person, begin: Begin) -> None:
    """What was parked of the dispute is on its way again, for one of its people.

    Raises:
        NoSuchDispute: there is none.
        NotAllowed: `by` is not one of its people.

    """
    async with begin() as tx:
        people = tuple(dict.fromkeys(participants(await tx.disputes.get(dispute))))
        if by.id not in people:
            raise NotAllowed(
                f"You cannot have the messages of {dispute} sent again. ",
                *listed([(Mention(user),) for user in people]),
                " can.",
                may=people,
            )
        await tx.outbox.unpark(dispute)
