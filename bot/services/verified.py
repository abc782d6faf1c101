"""What is said of records that were checked, to who runs the bot."""

from collections.abc import Iterator, Sequence

from bot.domain.words import count, plain
from bot.services.verifying import Verified


def say_verified(found: Sequence[Verified], *, in_full: bool) -> Iterator[str]:
    """A line for each record that is not what was written, and one for all of them."""
    several = len({one.dispute.team for one in found}) > 1
    for one in found:
        if one.broken:
            yield f"{_name(one, several=several)}: {plain(one.broken.words)}."
        elif in_full:
            yield from _fingerprints(one)
    yield _sum(found)


def _name(one: Verified, *, several: bool) -> str:
    dispute = f"dispute {one.dispute.number}"
    return f"{one.dispute.team}, {dispute}" if several else dispute.capitalize()


def _fingerprints(one: Verified) -> Iterator[str]:
    if one.ruling:
        yield f"Fingerprint of the ruling: {one.ruling}"
    yield f"Fingerprint of the whole record: {one.head}"


def _sum(found: Sequence[Verified]) -> str:
    broken = sum(1 for one in found if one.broken)
    events = count(sum(one.events for one in found), "event")
    how = f"{broken} not as written" if broken else "intact"
    return f"{count(len(found), 'dispute')}, {events}: {how}."
