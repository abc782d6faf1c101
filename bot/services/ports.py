"""What the use cases need of the world: a database, and somebody who knows the workspace."""

from collections.abc import Collection, Iterable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Protocol

from pydantic import JsonValue

from bot.domain.area import Area
from bot.domain.case import Side
from bot.domain.chain import Chain
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.events import Event
from bot.domain.ids import AreaId, ChannelId, DisputeId, TeamId, UserId
from bot.domain.person import Person
from bot.domain.reminders import Reminded
from bot.domain.rights import Privacy
from bot.domain.settings import WorkspaceSettings
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

    async def get_unless_taken(self, dispute: DisputeId) -> Dispute | None:
        """The same, without waiting; None while another transaction is changing it."""
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

    async def open_ones_of(self, team: TeamId, people: Collection[UserId]) -> tuple[Dispute, ...]:
        """The open disputes in which one of them speaks for a side, the next to end first."""
        ...

    async def to_tell_deciders(self, now: datetime) -> tuple[DisputeId, ...]:
        """The open disputes of all workspaces that can be decided and whose decider is not told."""
        ...

    async def note_decider_told(self, dispute: DisputeId) -> bool:
        """Whether nobody had told the decider before; from now on somebody has."""
        ...

    async def found(self, team: TeamId, *, after: datetime, until: datetime) -> tuple[Dispute, ...]:
        """The disputes whose ruling the program made in that time, the first one first."""
        ...

    async def set_aside(
        self, team: TeamId, *, after: datetime, until: datetime
    ) -> tuple[Dispute, ...]:
        """The disputes whose ruling was set aside in that time, the first one first."""
        ...

    async def promised(self, team: TeamId, *, from_day: date, limit: int) -> tuple[Dispute, ...]:
        """The rulings whose outcome is awaited, and asked for that day or later, soonest first."""
        ...

    async def overdue(self, team: TeamId, *, until_day: date, limit: int) -> tuple[Dispute, ...]:
        """The rulings with an awaited answer promised by that UTC day, the oldest promise first."""
        ...

    async def recorded(
        self, team: TeamId, *, after: datetime, until: datetime
    ) -> tuple[Dispute, ...]:
        """The disputes of which an outcome was recorded in that time, the first one first."""
        ...

    async def answered(self, team: TeamId, side: Side, *, limit: int) -> tuple[Dispute, ...]:
        """The rulings for a side that a customer has answered, the last one recorded first."""
        ...

    async def dropped(self, team: TeamId, side: Side, *, limit: int) -> tuple[Dispute, ...]:
        """The rulings for a side that were dropped instead, the last one recorded first."""
        ...

    async def to_hear_of(
        self, team: TeamId, people: Collection[UserId], *, from_day: date
    ) -> tuple[Dispute, ...]:
        """The rulings in which one of them speaks for a side and may hear of it from that day on.

        The lowest number comes first.
        """
        ...

    async def asking_like(
        self, team: TeamId, words: Collection[str], *, limit: int
    ) -> tuple[Dispute, ...]:
        """The ended disputes whose question has one of those words, by full text, closest first."""
        ...

    async def all_of(self, team: TeamId, *, above: int, limit: int) -> tuple[Dispute, ...]:
        """The disputes with a higher number than that, by number."""
        ...

    async def using_gpus(self, team: TeamId) -> tuple[Dispute, ...]:
        """The running rulings whose option uses GPUs, by number."""
        ...

    async def teams(self) -> tuple[TeamId, ...]:
        """The workspaces that have opened a dispute."""
        ...

    async def next_at(self) -> datetime | None:
        """The next instant at which a window ends or a decider may be told."""
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


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingsChange:
    """Settings as somebody set them."""

    settings: WorkspaceSettings
    by: UserId
    at: datetime


class SettingsKept(Protocol):
    """What the workspaces have set, and every change of it."""

    async def get(self, team: TeamId) -> WorkspaceSettings:
        """The settings as they are; the defaults until somebody sets them."""
        ...

    async def put(self, team: TeamId, change: SettingsChange) -> None:
        """Keep a change on top of those before."""
        ...

    async def changes(self, team: TeamId) -> tuple[SettingsChange, ...]:
        """Every change, the first one first."""
        ...


Recipient = tuple[TeamId, UserId]


class Reminders(Protocol):
    """What the clock has told each person, and when it looks at them next."""

    async def due(self, now: datetime, *, limit: int) -> tuple[Recipient, ...]:
        """Those to be looked at, the longest due first."""
        ...

    async def get(self, team: TeamId, user: UserId) -> Reminded:
        """What they have been told; in a writing transaction nobody else changes it meanwhile."""
        ...

    async def put(
        self, team: TeamId, user: UserId, reminded: Reminded, *, look_at: datetime | None
    ) -> None:
        """Keep it, and when to look at them next."""
        ...

    async def look(self, team: TeamId, users: Collection[UserId], *, at: datetime) -> None:
        """Look at them by then, if not before."""
        ...

    async def look_at_all(self, team: TeamId, *, at: datetime) -> None:
        """Look by then at everybody of the workspace who is to be looked at later."""
        ...

    async def next_at(self) -> datetime | None:
        """The next instant at which somebody is looked at."""
        ...


class AreaDeed(StrEnum):
    """What was done to an area."""

    TYPED = "was typed into a dispute"
    CREATED = "made the area"
    CHANGED = "changed the area"
    PROPOSED_LIMITS = "proposed limits"
    ACCEPTED_LIMITS = "accepted the limits"
    PROPOSED_HANDOFF = "proposed the handoff"
    HANDOFF_DUE = "recorded the first customer's answer"
    HANDED_OFF = "handed the area off"


@dataclass(frozen=True, slots=True, kw_only=True)
class AreaChange:
    """An area as somebody left it."""

    area: Area
    deed: AreaDeed
    by: UserId | None
    """None for what an upgrade has found in earlier disputes."""
    at: datetime


class Areas(Protocol):
    """The roadmap areas of the workspaces, and every change of them."""

    async def get(self, area: AreaId) -> Area | None:
        """The area as it is; in a writing transaction nobody else changes it meanwhile."""
        ...

    async def all_of(self, team: TeamId) -> tuple[Area, ...]:
        """The areas of the workspace as they are, by name."""
        ...

    async def put(self, change: AreaChange) -> None:
        """Keep a change on top of those before."""
        ...

    async def changes(self, area: AreaId) -> tuple[AreaChange, ...]:
        """Every change of an area, the first one first."""
        ...


class Digests(Protocol):
    """Who gets the digest, what it has told them so far, and when the next one is due."""

    async def due(self, now: datetime) -> tuple[Recipient, ...]:
        """Those to whom one is due."""
        ...

    async def covered_until(self, team: TeamId, user: UserId) -> datetime | None:
        """Up to which instant they have been told; None for somebody new.

        In a writing transaction nobody else changes it meanwhile.
        """
        ...

    async def put(
        self, team: TeamId, user: UserId, *, covered_until: datetime, next_at: datetime
    ) -> None:
        """They have been told up to that instant, and the next one is due then."""
        ...

    async def keep_only(self, team: TeamId, users: Collection[UserId]) -> None:
        """Nobody else of the workspace gets one."""
        ...

    async def readers(self, team: TeamId) -> tuple[UserId, ...]:
        """Who of the workspace gets one."""
        ...

    async def teams_to_look_at(self, now: datetime) -> tuple[TeamId, ...]:
        """The workspaces whose founders are to be looked up again."""
        ...

    async def look(self, team: TeamId, *, at: datetime) -> None:
        """Look the founders of the workspace up then."""
        ...

    async def next_at(self) -> datetime | None:
        """The next instant at which a digest is due or founders are looked up."""
        ...


class Months(Protocol):
    """Up to when the channel of rulings has heard what customers said, and when it does next."""

    async def due(self, now: datetime) -> tuple[TeamId, ...]:
        """The workspaces to be looked at."""
        ...

    async def told_until(self, team: TeamId) -> datetime | None:
        """Up to which instant it has heard; None before the first month.

        In a writing transaction nobody else changes it meanwhile.
        """
        ...

    async def put(self, team: TeamId, *, told_until: datetime, next_at: datetime) -> None:
        """It has heard up to that instant, and does again then."""
        ...

    async def next_at(self) -> datetime | None:
        """The next instant at which a workspace is looked at."""
        ...


@dataclass(frozen=True, slots=True)
class Posted:
    """Where in Slack a message stands."""

    channel: ChannelId
    ts: str


Fields = Mapping[str, JsonValue]
"""Named values as JSON has them."""


class UnreadableRecord(Exception):  # noqa: N818  (the name says it)
    """What was handed in is no record that this program knows; the message tells none of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """Everything on record of a dispute but the sealed texts, as the rows have it."""

    record: Fields
    """Its parts, its version, the form that opened it, and whether the decider has been told."""
    events: tuple[Fields, ...]
    """In order, each with the parts that it changed as they were and became."""
    card: Posted | None


class Records(Protocol):
    """The rows themselves, for handing them out and taking them in."""

    async def read(
        self, team: TeamId, *, above: int, limit: int, now: datetime
    ) -> tuple[tuple[Dispute, Rows], ...]:
        """The disputes with a higher number than that, by number; sealed as of `now`."""
        ...

    async def last_number(self, team: TeamId) -> int:
        """How far the workspace's disputes are numbered."""
        ...

    async def is_empty(self) -> bool:
        """Whether nobody has opened a dispute or set anything."""
        ...

    def understand(self, rows: Rows) -> Dispute:
        """The dispute of rows that were handed out.

        Raises:
            UnreadableRecord: they are no rows of a dispute.

        """
        ...

    async def add(self, rows: Rows) -> None:
        """Keep rows that were handed out, just as they were.

        Raises:
            UnreadableRecord: they are no rows of a dispute.

        """
        ...

    async def put_last_number(self, team: TeamId, number: int) -> None:
        """The workspace's next dispute gets a higher number than that."""
        ...


class Chains(Protocol):
    """The chained records of the disputes, to be checked."""

    async def get(self, dispute: DisputeId) -> Chain:
        """All that is kept of a dispute.

        Raises:
            NoSuchDispute: there is none.

        """
        ...

    async def read(self, team: TeamId, *, above: int, limit: int) -> tuple[Chain, ...]:
        """All that is kept of the disputes with a higher number than that, by number."""
        ...

    async def ruling(self, dispute: DisputeId) -> str:
        """The link of the event that made the ruling; "" where there is none."""
        ...


class Sweeps(Protocol):
    """When the clock last found that everything due was ruled, by whichever process."""

    async def last_at(self) -> datetime | None:
        """That instant; None before the first. When writing, nobody else changes it meanwhile."""
        ...

    async def put(self, at: datetime) -> None:
        """It was then."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Backlog:
    """What the clock and the outbox have before them, of all workspaces."""

    open_windows: int
    overdue_windows: int
    """Over, and still without a ruling."""
    waiting: int
    """Messages on their way, those in doubt included."""
    in_doubt: int
    parked: int
    oldest_waits: timedelta
    """How long the oldest message on its way has waited; nothing where none does."""


@dataclass(frozen=True, slots=True)
class Parked:
    """What Slack will not take by itself: of which dispute, and Slack's word for why."""

    number: int | None
    error: str


class Watching(Protocol):
    """What there is to know of the clock and the outbox."""

    @property
    def database(self) -> str:
        """The kind of database, by its name."""
        ...

    async def backlog(self, now: datetime) -> Backlog:
        """What stands open and what waits to be sent."""
        ...

    async def parked(self, team: TeamId, *, limit: int) -> tuple[Parked, ...]:
        """What is parked of a workspace, by dispute, each error once."""
        ...


class Homes(Protocol):
    """Who has opened their App Home, and what it shows."""

    async def opened(self, team: TeamId, user: UserId) -> None:
        """Somebody has; twice is once."""
        ...

    async def shown(self, team: TeamId, user: UserId) -> str:
        """What stands in it, in short; "" when that is not known."""
        ...

    async def put_shown(self, team: TeamId, user: UserId, shown: str) -> None:
        """Remember what stands in it."""
        ...


NO_CARD = "no_card"
"""Why a message is parked that belongs under a card that is not there."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claimed:
    """A delivery that this worker alone may send until its lease ends."""

    id: int
    delivery: Delivery
    attempts: int
    """How often it has been claimed, this time included."""
    doubts: int
    """How many earlier attempts may have reached Slack."""

    @property
    def in_doubt(self) -> bool:
        """Whether an earlier attempt may have reached Slack."""
        return self.doubts > 0


class Outbox(Protocol):
    """What is to be sent. All instants here are of the real clock, whatever the rules' clock."""

    async def put(self, deliveries: Iterable[Delivery]) -> None:
        """Queue them; a card that waits already is not queued twice."""
        ...

    async def put_homes(self, team: TeamId) -> None:
        """Queue a redrawing of every App Home that somebody of the workspace has opened."""
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
        """It is tried again at that instant; `in_doubt` says that this attempt may have arrived."""
        ...

    async def park(self, claimed: Claimed, *, error: str) -> None:
        """It is not tried again by itself."""
        ...

    async def has_parked(self, dispute: DisputeId) -> bool:
        """Whether something of the dispute is parked."""
        ...

    async def may_have_card(self, dispute: DisputeId) -> bool:
        """Whether a card of it is parked that may have arrived."""
        ...

    async def unpark(self, dispute: DisputeId) -> None:
        """What was parked of a dispute is tried again; one doubt stays where there were some."""
        ...

    async def card_of(self, dispute: DisputeId) -> Posted | None:
        """Where the dispute's card stands, once it is posted."""
        ...

    async def put_card(self, dispute: DisputeId, posted: Posted) -> None:
        """Remember where the card stands; what was parked for want of it goes on by itself."""
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
    def settings(self) -> SettingsKept:
        """What the workspaces have set."""
        ...

    @property
    def areas(self) -> Areas:
        """The roadmap areas."""
        ...

    @property
    def reminders(self) -> Reminders:
        """What the clock has told each person."""
        ...

    @property
    def digests(self) -> Digests:
        """Who gets the digest, and when."""
        ...

    @property
    def months(self) -> Months:
        """Up to when the channel of rulings has heard what customers said."""
        ...

    @property
    def records(self) -> Records:
        """The rows of the disputes themselves."""
        ...

    @property
    def chains(self) -> Chains:
        """The chained records."""
        ...

    @property
    def sweeps(self) -> Sweeps:
        """When the clock last swept."""
        ...

    @property
    def watching(self) -> Watching:
        """What there is to know of the clock and the outbox."""
        ...

    @property
    def homes(self) -> Homes:
        """Who has opened their App Home."""
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

    async def owners(self) -> tuple[UserId, ...] | None:
        """The owners of the workspace; None when Slack does not say."""
        ...

    async def place(self, channel: ChannelId) -> Place:
        """A channel; of unknown privacy, and taking no messages, when Slack does not say."""
        ...
