"""The answer to `/roadmap verify 12`: whether the record of a dispute is what was written."""

from bot.domain.chain import Broken
from bot.domain.ids import DisputeId
from bot.domain.words import Words, count
from bot.services.verifying import Told, Verified, verify_for
from handlers.blocks import Message, message, paragraph
from handlers.context import Request
from handlers.text import Bold, Line


async def answer(asked: Request, number: int) -> Message:
    """What was found, for who asks alone.

    Raises:
        NoSuchDispute: there is none that they may see.

    """
    told = await verify_for(
        DisputeId(asked.team, number),
        to=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    return verified(told)


def verified(told: Told) -> Message:
    """What was found; how much happened while a case is sealed stays untold."""
    found = told.found
    if found.broken:
        return _not_intact(found, found.broken, is_sealed=told.is_sealed)
    said = f"The record of {found.dispute} is intact."
    return message((said,), paragraph((Bold(said),), *_in_detail(found, is_sealed=told.is_sealed)))


def _in_detail(found: Verified, *, is_sealed: bool) -> tuple[Line, ...]:
    how_many: tuple[Line, ...] = () if is_sealed else (_none_changed(found),)
    if found.ruling:
        return (*how_many, *_of_the_ruling(found))
    if is_sealed:
        return ((_WHY_NOT_TOLD,),)
    now = f"Its fingerprint now: {found.head}. It changes with every event."
    return (*how_many, (now,))


def _none_changed(found: Verified) -> Line:
    events = count(found.events, "event")
    return (f"{events}: none was changed, removed or added since it was written.",)


_WHY_NOT_TOLD = (
    "While a case is sealed, neither the number of events nor a fingerprint is told: "
    "they would say when something happens in it."
)


def _of_the_ruling(found: Verified) -> tuple[Line, ...]:
    compare = "Compare it with the one under the ruling in the thread."
    return (
        ("Fingerprint of the ruling: ", Bold(found.ruling), "."),
        (f"{compare} If they differ, the record was rewritten: {_WHOM}",),
    )


_WHOM = "tell a founder, and whoever runs the bot."


def _not_intact(found: Verified, broken: Broken, *, is_sealed: bool) -> Message:
    said = f"The record of {found.dispute} is not what was written."
    where: Words = ("Where is not told while a case is sealed",) if is_sealed else _where(broken)
    number = found.dispute.number
    return message(
        (said,),
        paragraph(
            (Bold(said),),
            (*where, "."),
            (f"Please {_WHOM}",),
            (f"They find the same with roadmap-bot verify {number}, at the database.",),
            ("What the thread says of the ruling was sent when it was made.",),
        ),
    )


def _where(broken: Broken) -> Words:
    return ("The first fault: ", *broken.words)
