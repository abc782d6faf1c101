"""What people got in Slack, held against what the database says that they were to get."""

from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.domain.case import Filed, Side
from bot.domain.dispute import Dispute, Open
from bot.domain.events import Deed
from bot.domain.ids import DisputeId
from bot.domain.notices import CardChanged, ReminderDue, WeekEnded
from bot.domain.ruling import Basis, Ruling
from bot.domain.telling import Card, Delivery, Direct, Home, Thread
from bot.services.ports import Posted
from handlers.once import REPEATED
from handlers.rendering import render
from sandbox.records import Message
from sandbox.seen import find_strings
from sandbox.server import Slack
from sandbox.wire import Json
from tests.soak.record import Expected, Record
from tests.soak.victim import POSTS

NEVER_VOID = {("Ruled", "thread"), ("CasesUnsealed", "thread"), ("Ruled", "direct")} | {
    ("WeekEnded", "direct"),
    ("CaseRevised", "thread"),
}
"""What is told however late it is; other messages may have lost their point meanwhile."""
ONCE = {"Ruled", "CasesUnsealed", "MayDecide", "CaseAsked"}
"""Of what a dispute has at most one for each place."""
BY_THE_CLOCK = {Basis.DEFAULT_RULE, Basis.LAPSED}
LAST_WORDS = {
    Basis.AGREED: Deed.CONFIRMED,
    Basis.DECIDED: Deed.DECIDED,
    Basis.WITHDRAWN: Deed.WITHDREW,
    Basis.DEFAULT_RULE: Deed.WINDOW_ENDED,
    Basis.LAPSED: Deed.WINDOW_ENDED,
}


@dataclass
class Reckoning:
    """What came of it all."""

    expected: int = 0
    received: int = 0
    void: int = 0
    repeated: int = 0
    parked: int = 0
    disputes: int = 0
    rulings: int = 0
    latest: timedelta = timedelta()
    lost: list[str] = field(default_factory=list)
    doubled: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)

    @property
    def is_well(self) -> bool:
        return not (self.lost or self.doubled or self.wrong)


async def reckon(slack: Slack, record: Record, noted: set[str], *, now: datetime) -> Reckoning:
    """Everything compared, once nothing waits any more and the bot is off.

    `noted` are the messages of which the bot found, when it was their turn, that they need not be
    told any more.
    """
    sums, parked = Reckoning(), await record.parked()
    expected, disputes = await record.expected(), await record.disputes()
    got = _by_key(slack)
    _count_messages(sums, expected, got, noted=noted, parked=parked)
    sums.doubled += _promised_twice(expected)
    sums.doubled += _cards_twice(expected, got)
    sums.lost += _untold_openers(expected, parked)
    for dispute in disputes:
        _look_at(sums, dispute, expected, await record.deeds(dispute.id.number), now=now)
    cards = _cards_in(slack, await record.cards())
    _look_at_cards(sums, disputes, cards, parked=parked.values(), now=now)
    _look_at_digests(sums, expected, await record.digests())
    return sums


def _by_key(slack: Slack) -> dict[str, list[Json]]:
    """What Slack has taken of each key, as it was then, the first one first."""
    found = defaultdict[str, list[Json]](list)
    for call in slack.calls_of(POSTS):
        message = call.answer["message"] if call.answer and call.ok else {}
        if "metadata" in message:
            found[message["metadata"]["event_payload"]["delivery"]].append(message)
    return found


# Messages


def _count_messages(
    sums: Reckoning,
    expected: Iterable[Expected],
    got: Mapping[str, list[Json]],
    *,
    noted: set[str],
    parked: Mapping[int, DisputeId],
) -> None:
    for one in expected:
        copies = got.get(one.key, [])
        if isinstance(one.delivery.place, Home) or (
            isinstance(one.delivery.place, Card) and not copies
        ):
            continue
        if not copies and str(one.id) in noted and (one.kind, one.place) not in NEVER_VOID:
            sums.void += 1
            continue
        sums.expected += 1
        sums.received += len(copies)
        if one.id in parked:
            sums.parked += 1
        elif not copies:
            sums.lost.append(f"{one.kind} ({one.place}) {one.key}")
        _count_copies(sums, one, copies)


def _count_copies(sums: Reckoning, one: Expected, copies: Sequence[Json]) -> None:
    """A reply may come once more and say so; a direct message may not."""
    again = copies[1:]
    sums.repeated += len(again)
    most = 0 if isinstance(one.delivery.place, Direct) else 1
    if len(again) > most or not all(map(_says_that_it_is_repeated, again)):
        sums.doubled.append(f"{one.kind} ({one.place}) {one.key}, {len(copies)} times")


def _says_that_it_is_repeated(message: Json) -> bool:
    return REPEATED in find_strings(message)


def _promised_twice(expected: Iterable[Expected]) -> Iterator[str]:
    """What stands in the outbox as two messages would be received twice under two keys."""
    counted = Counter(name for one in expected for name in _names(one))
    return (f"promised {times} times: {name}" for name, times in counted.items() if times > 1)


def _untold_openers(expected: Iterable[Expected], parked: Mapping[int, DisputeId]) -> Iterator[str]:
    """What could not be delivered is not lost as long as who can help is told."""
    told = {one.delivery.dispute for one in expected if one.kind == "NotDelivered"}
    return (f"that messages of {dispute} wait" for dispute in {*parked.values()} - told)


def _cards_twice(expected: Iterable[Expected], got: Mapping[str, list[Json]]) -> Iterator[str]:
    """A dispute's card is posted by its first row; by a later one only where it was parked."""
    posted = set[DisputeId | None]()
    for one in expected:
        copies = got.get(one.key, [])
        if one.place != "card" or not copies:
            continue
        if one.delivery.dispute in posted and not _says_that_it_is_repeated(copies[0]):
            yield f"the card of {one.delivery.dispute}, by {one.key}"
        posted.add(one.delivery.dispute)


def _names(one: Expected) -> Iterator[str]:
    notice, to = one.delivery.notice, one.delivery.place
    if one.kind in ONCE:
        yield f"{notice} at {to}"
    elif isinstance(notice, ReminderDue):
        for number in notice.last_calls:
            yield f"the last call of #{number} at {to}"
        if notice.bundled_until:
            yield f"the reminder until {notice.bundled_until} at {to}"


# Rulings


def _look_at(
    sums: Reckoning,
    dispute: Dispute,
    expected: Iterable[Expected],
    deeds: Sequence[str],
    *,
    now: datetime,
) -> None:
    sums.disputes += 1
    told = [one for one in expected if one.kind == "Ruled" and one.delivery.dispute == dispute.id]
    state = dispute.state
    if isinstance(state, Open):
        if dispute.window.is_over(now) or told:
            sums.lost.append(f"the ruling of {dispute.id}")
        return
    sums.rulings += 1
    sums.wrong += _faults_of(dispute, state, deeds)
    places = Counter(one.delivery.place for one in told)
    wanted = {Thread(), Direct(dispute.product.lead), Direct(dispute.research.lead)}
    if set(places) != wanted:
        sums.lost.append(f"who is told of the ruling of {dispute.id}: {places}")
    if state.basis in BY_THE_CLOCK and state.found_at.date() == state.ruled_at.date():
        sums.latest = max(sums.latest, state.late_by)


def _faults_of(dispute: Dispute, ruling: Ruling, deeds: Sequence[str]) -> Iterator[str]:
    """How the ruling is not what was to be, as counted by hand."""
    by_clock = ruling.basis in BY_THE_CLOCK
    if deeds.count(Deed.WINDOW_ENDED) != by_clock:
        yield f"{dispute.id}, {ruling.basis}: {deeds}"
    if ruling.basis in LAST_WORDS and deeds[-1] != LAST_WORDS[ruling.basis]:
        yield f"{dispute.id}, {ruling.basis}, whose last deed is {deeds[-1]}"
    if by_clock and ruling.ruled_at != dispute.window.closes_at:
        yield f"{dispute.id} is dated to {ruling.ruled_at}"
    if by_clock and _winner(ruling) != _first_in_days(dispute):
        yield f"{dispute.id} went to {_winner(ruling)}"


def _winner(ruling: Ruling) -> Side | None:
    return ruling.chosen.side if ruling.chosen else None


def _first_in_days(dispute: Dispute) -> Side | None:
    """Product's filter takes 14 or 20 days, research's transformer 70."""
    for side in (Side.PRODUCT, Side.RESEARCH):
        if isinstance(dispute.party(side).standing, Filed):
            return side
    return None


# Cards and digests


def _look_at_cards(
    sums: Reckoning,
    disputes: Iterable[Dispute],
    cards: Mapping[int, Message],
    *,
    parked: Container[DisputeId],
    now: datetime,
) -> None:
    """Where the card stands, it shows what is so."""
    for dispute in disputes:
        card = cards.get(dispute.id.number)
        if card and card.text != _text_of_card(dispute, now):
            sums.wrong.append(f"the card of {dispute.id} says {card.text!r}")
        if card is None and dispute.id not in parked:
            sums.lost.append(f"the card of {dispute.id}")


def _cards_in(slack: Slack, places: Mapping[int, Posted]) -> dict[int, Message]:
    """The card of each dispute, where the record says that it stands."""
    return {
        number: slack.workspace.get_message(place.channel, place.ts)
        for number, place in places.items()
    }


def _text_of_card(dispute: Dispute, now: datetime) -> str:
    card = Delivery(about=dispute.id, notice=CardChanged(dispute.id), place=Card())
    drawn = render(card, dispute, now=now)
    assert drawn is not None
    return drawn.text


def _look_at_digests(
    sums: Reckoning, expected: Iterable[Expected], covered: dict[str, datetime]
) -> None:
    """Each founder's weeks follow each other without a gap or an overlap, up to what is kept."""
    ends: dict[str, datetime] = {}
    for one in expected:
        notice, place = one.delivery.notice, one.delivery.place
        if isinstance(notice, WeekEnded) and isinstance(place, Direct):
            if ends.get(place.to, notice.since) != notice.since:
                sums.wrong.append(f"the digest {one.key} begins at {notice.since}")
            ends[place.to] = notice.until
    for founder, until in ends.items():
        if covered.get(founder) != until:
            sums.lost.append(f"a digest of {founder} until {covered.get(founder)}")
