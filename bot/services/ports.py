"""What the use cases need of the world: a database, and somebody who knows the workspace."""

from collections.abc import Iterable
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.events import Event
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.person import Person
from bot.domain.rights import Privacy
from bot.domain.telling import Delivery


class Disputes(Protocol):
    """The disputes on record, each with its events."""

    async def next_number(self, team: TeamId) -> int:
        """The next number of the workspace; two transactions never get the same one."""
        ...

    async def add(self, dispute: Dispute, event: Event, *, form: str) -> None:
        """Keep a new dispute; `form` is the form that opened it, known once in the workspace."""
        ...

    async def opened_by_form(self, team: TeamId, form: str) -> Dispute | None:
        """The dispute that this very form has opened already, if it has."""
        ...

    async def get(self, dispute: DisputeId) -> Dispute:
        """The dispute; in a writing transaction nobody else changes it until the end.

        Raises:
            NoSuchDispute: there is none.

        """
        ...

    async def save(self, before: Dispute, after: Dispute, event: Event) -> None:
        """Keep a change, count the version up, and append the event.

        Raises:
            StaleDispute: the dispute on record is not at the version of `before`.

        """
        ...

    async def open_ones(self, team: TeamId) -> tuple[Dispute, ...]:
        """The disputes without a ruling, the next to end first."""
        ...

    async def ruled(self, team: TeamId, *, limit: int, skip: int = 0) -> tuple[Dispute, ...]:
        """The disputes with a ruling, the last one first."""
        ...

    async def due(self, now: datetime) -> tuple[DisputeId, ...]:
        """The disputes of all workspaces whose window is over and that have no ruling."""
        ...

    async def events(self, dispute: DisputeId) -> tuple[Event, ...]:
        """Everything that happened to a dispute, in order."""
        ...


class Drafts(Protocol):
    """What the sides have typed and not filed; one a dispute and side."""

    async def get(self, dispute: DisputeId, side: Side) -> Draft | None:
        """The draft, if there is one."""
        ...

    async def put(self, dispute: DisputeId, side: Side, draft: Draft) -> None:
        """Keep it in place of the one before."""
        ...

    async def remove(self, dispute: DisputeId, side: Side) -> None:
        """Forget it, if there is one."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """Where in Slack a message stands."""

    channel: ChannelId
    ts: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that this worker alone may send until its lease ends."""

    id: int
    delivery: Delivery
    attempts: int
    """How often it has been claimed, this time included."""
    in_doubt: bool
    """Whether an earlier attempt may have reached Slack."""


class Outbox(Protocol):
    """What is to be sent. All instants here are of the real clock, whatever the rules' clock."""

    async def put(self, deliveries: Iterable[Delivery]) -> None:
        """Queue them; a card that waits already is not queued twice."""
        ...

    async def claim(self, *, now: datetime, until: datetime, limit: int) -> tuple[Claimed, ...]:
        """The next delivery of each queue, leased until then; a queue keeps its order.

        The card and thread of a dispute are one queue, the direct messages to a person another.
        A delivery whose lease has ended without a mark is given out again, in doubt.
        """
        ...

    async def mark_sent(self, claimed: Claimed) -> None:
        """It has reached Slack."""
        ...

    async def postpone(
        self, claimed: Claimed, *, until: datetime, error: str, in_doubt: bool
    ) -> None:
        """It is tried again at that instant."""
        ...

    async def park(self, claimed: Claimed, *, error: str) -> None:
        """It is not tried again by itself."""
        ...

    async def has_parked(self, dispute: DisputeId) -> bool:
        """Whether something of the dispute is parked."""
        ...

    async def unpark(self, dispute: DisputeId) -> None:
        """What was parked of a dispute is tried again, as if for the first time."""
        ...

    async def card_of(self, dispute: DisputeId) -> Posted | None:
        """Where the dispute's card stands, once it is posted."""
        ...

    async def put_card(self, dispute: DisputeId, posted: Posted) -> None:
        """Remember where the card stands."""
        ...


class Transaction(Protocol):
    """One transaction: all of it is kept, or nothing."""

    @property
    def disputes(self) -> Disputes:
        """The disputes on record."""
        ...

    @property
    def drafts(self) -> Drafts:
        """What the sides have typed."""
        ...

    @property
    def outbox(self) -> Outbox:
        """What is to be sent."""
        ...


class Begin(Protocol):
    """Begins a transaction; it commits on a clean exit and rolls back on any exception."""

    def __call__(self, *, reading: bool = False) -> AbstractAsyncContextManager[Transaction]:
        """A transaction; one for reading never waits for those that write."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A channel as the bot finds it now."""

    privacy: Privacy
    takes_messages: bool
    """Whether the bot can post there."""


class Directory(Protocol):
    """Who and what there is in the workspace, as Slack says now; silence counts as not known."""

    async def person(self, user: UserId) -> Person:
        """Somebody; of unknown membership when Slack does not say."""
        ...

    async def place(self, channel: ChannelId) -> Place:
        """A channel; of unknown privacy, and taking no messages, when Slack does not say."""
        ...
