"""The record of a dispute as a chain: the link of each event holds it and all before it.

Anybody can check a record with ten lines of their own. Take the events of a dispute by their
position, from 0 on. The column `link` begins with 64 hex digits, the SHA-256 of this JSON list,
written without spaces, its letters as they are (UTF-8):

    [those digits of the event before, or "", team_id, number, position, deed, side, by,
     at, before, after, salt]

`at` is written in UTC with microseconds, as 2026-03-02T10:00:00.000000+00:00; `before` and `after`
are the texts of these columns; `side` and `by` are null where nobody is named; the salt is what
stands in `link` after the 64 digits, so that nobody can find a sealed text by trying.
"""

import json
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum, auto
from hashlib import sha256

from bot.domain.events import Deed
from bot.domain.ids import DisputeId
from bot.domain.words import Words

DIGITS = 64
SHOWN_DIGITS, GROUP = 16, 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """An event just as it is kept, its words unread."""

    dispute: DisputeId
    position: int
    deed: str
    side: str | None
    by: str | None
    at: datetime
    """In UTC where it has no zone."""
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Linked:
    """An event with the link that is kept of it."""

    entry: Entry
    link: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """All that is kept of a dispute, by which it can be checked."""

    dispute: DisputeId
    version: int
    """The position of the last event, as the dispute has it."""
    links: tuple[Linked, ...]
    """By position."""
    ruling: str
    """The link of the event that made the ruling; "" where there is none."""
    differing: tuple[str, ...]
    """Which parts of the dispute are not as its events left them, in words."""


def link_of(entry: Entry, *, behind: str, salt: str) -> str:
    """The link of an event, behind the link of the one before; behind "" it is the first."""
    told = [
        *(behind[:DIGITS], entry.dispute.team, entry.dispute.number, entry.position),
        *(entry.deed, entry.side, entry.by, _in_utc(entry.at), entry.before, entry.after, salt),
    ]
    text = json.dumps(told, ensure_ascii=False, separators=(",", ":"))
    return sha256(text.encode()).hexdigest() + salt


def salt_of(link: str) -> str:
    """What keeps the event of a link from being found by trying."""
    return link[DIGITS:]


def fingerprint(link: str) -> str:
    """The beginning of a link, for people to compare: 3f2a 91bc 07de 55aa."""
    shown = link[:SHOWN_DIGITS]
    return " ".join(shown[at : at + GROUP] for at in range(0, len(shown), GROUP))


def _in_utc(at: datetime) -> str:
    return _aware(at).astimezone(UTC).isoformat(timespec="microseconds")


def _aware(at: datetime) -> datetime:
    return at if at.tzinfo else at.replace(tzinfo=UTC)


class Fault(Enum):
    """What can be wrong with a record."""

    CHANGED = auto()
    MISSING = auto()
    ADDED = auto()
    NOT_AS_LEFT = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Broken:
    """The first place at which a record is not what was written."""

    fault: Fault
    number: int
    """Which event it is; the opening is the first."""
    entry: Entry | None = None
    """None where it is missing."""
    part: str = ""
    """What of the dispute itself is not as the events left it."""

    @property
    def words(self) -> Words:
        """The fault as a sentence without its full stop."""
        event: Words = (f"event {self.number}", *_described(self.entry))
        match self.fault:
            case Fault.CHANGED:
                return (*event, " is not what was written")
            case Fault.MISSING:
                return (*event, " is missing")
            case Fault.ADDED:
                return (*event, " was added behind the last one")
            case Fault.NOT_AS_LEFT:  # pragma: no branch  (the last of them all)
                return (f"{self.part} not as its {self.number} events left it",)


def _described(entry: Entry | None) -> Words:
    """What is known of it; a deed that nobody can do is not repeated."""
    if entry is None:
        return ()
    deed = (f"{entry.deed}, ",) if entry.deed in set(Deed) else ()
    return (" (", *deed, _aware(entry.at), ")")


def first_break(chain: Chain) -> Broken | None:
    """The first place at which the record is not what was written; None for one that is intact."""
    behind = ""
    for position, linked in enumerate(chain.links):
        entry, number = linked.entry, position + 1
        if entry.position > position:
            return _missing_or_added(chain, entry, number)
        if linked.link != link_of(entry, behind=behind, salt=salt_of(linked.link)):
            return Broken(fault=Fault.CHANGED, number=number, entry=entry)
        if position > chain.version:
            return Broken(fault=Fault.ADDED, number=number, entry=entry)
        behind = linked.link
    return _end_break(chain)


def _missing_or_added(chain: Chain, entry: Entry, number: int) -> Broken:
    if number > chain.version + 1:
        return Broken(fault=Fault.ADDED, number=entry.position + 1, entry=entry)
    return Broken(fault=Fault.MISSING, number=number)


def _end_break(chain: Chain) -> Broken | None:
    known = len(chain.links)
    if known <= chain.version:
        return Broken(fault=Fault.MISSING, number=known + 1)
    if chain.differing:
        return Broken(fault=Fault.NOT_AS_LEFT, number=known, part=chain.differing[0])
    return None
