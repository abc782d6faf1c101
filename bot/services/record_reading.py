"""An exported document taken in: all that it must be is said and checked here."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Annotated, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    ConfigDict,
    Field,
    JsonValue,
    StringConstraints,
    ValidationError,
)

from bot.domain.area import Area
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.settings import DIGEST_HOURS, REMINDER_HOURS, Weekday, WorkspaceSettings
from bot.services.ports import AreaChange, AreaDeed, Posted, Rows, SettingsChange
from bot.services.record_areas import is_an_area
from bot.services.record_json import VERSION, Archive


class BadRecords(Exception):  # noqa: N818  (a sentence for who imports)
    """What was handed in cannot be imported; the sentence says why, and tells none of it."""


Name = Annotated[str, StringConstraints(min_length=1, max_length=255, pattern=r"^[^\x00]+$")]
"""An id of Slack's or of ours."""
Count = Annotated[int, Field(strict=True, ge=0, lt=2**31)]
Salt = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{0,64}\z")]
"""What went into the link of an event that is handed out whole."""


class _Entry(BaseModel):
    model_config = ConfigDict(frozen=True)


class _Instant(_Entry):
    utc: AwareDatetime


class _Settings(_Entry):
    founders: tuple[Name, ...]
    working_days: Annotated[tuple[Weekday, ...], Field(min_length=1)]
    reminder_hour: Annotated[Count, Field(ge=REMINDER_HOURS.start, lt=REMINDER_HOURS.stop)]
    digest_day: Weekday
    digest_hour: Annotated[Count, Field(ge=DIGEST_HOURS.start, lt=DIGEST_HOURS.stop)]
    announcements: Name | None


class _SettingsChange(_Entry):
    at: _Instant
    by: Name
    settings: _Settings

    def read(self) -> SettingsChange:
        settings = WorkspaceSettings(**self.settings.model_dump())
        return SettingsChange(settings=settings, by=UserId(self.by), at=self.at.utc)


class _AreaChange(_Entry):
    at: _Instant
    by: Name | None
    deed: AreaDeed
    area: Area

    def read(self) -> AreaChange:
        by = UserId(self.by) if self.by else None
        return AreaChange(area=self.area, deed=self.deed, by=by, at=self.at.utc)


class _Event(_Entry):
    version: Count
    deed: Name
    side: Name | None
    by: Name | None
    at: _Instant
    before: dict[str, JsonValue]
    after: dict[str, JsonValue]
    salt: Salt = ""


class _Record(_Entry):
    opening: JsonValue
    product: JsonValue
    research: JsonValue
    state: JsonValue
    set_aside: JsonValue
    outcomes: JsonValue = None
    look_again: JsonValue = None
    gates: JsonValue = None
    signoffs: JsonValue = None
    retired: JsonValue = None
    version: Count
    form: Name
    decider_told: Annotated[bool, Field(strict=True)]


class _Card(_Entry):
    channel: Name
    ts: Name

    def read(self) -> Posted:
        return Posted(ChannelId(self.channel), self.ts)


class _Dispute(_Entry):
    number: Count
    record: _Record
    events: Annotated[tuple[_Event, ...], Field(min_length=1)]
    card: _Card | None

    def read(self) -> Rows:
        return Rows(
            record=self.record.model_dump(),
            events=tuple(
                {**event.model_dump(), "at": event.at.utc.isoformat()} for event in self.events
            ),
            card=self.card.read() if self.card else None,
        )


class _Document(_Entry):
    team: Name
    last_number: Count
    settings: tuple[_SettingsChange, ...]
    areas: tuple[_AreaChange, ...] = ()
    disputes: tuple[_Dispute, ...]


class _Head(_Entry):
    format: Literal["roadmap-bot export"]
    version: int


def read(content: bytes) -> tuple[Archive, tuple[tuple[int, Rows], ...]]:
    """The archive of a document, and its disputes' rows by number.

    Raises:
        BadRecords: it is none, or one that this program does not understand.

    """
    _read_head(content)
    try:
        document = _Document.model_validate_json(content)
    except ValidationError as error:
        raise BadRecords(f"The file was changed since it was exported: {_first(error)}.") from None
    if problem := next(_contradictions(document), None):
        raise BadRecords(f"The file was changed since it was exported: {problem}.")
    archive = Archive(
        team=TeamId(document.team),
        last_number=document.last_number,
        settings=tuple(change.read() for change in document.settings),
        areas=tuple(change.read() for change in document.areas),
    )
    return archive, tuple((one.number, one.read()) for one in document.disputes)


def _read_head(content: bytes) -> None:
    try:
        head = _Head.model_validate_json(content)
    except ValidationError:
        raise BadRecords(
            "The file is no JSON export of this program. "
            "Make one with `roadmap-bot export --format json`."
        ) from None
    if head.version != VERSION:
        raise BadRecords(
            f"The file is of version {head.version} of the export; "
            f"this program reads version {VERSION}. Use the program that it was made with."
        )


def _first(error: ValidationError) -> str:
    """What is wrong first, and where; never what stands there."""
    first = error.errors(include_url=False, include_context=False, include_input=False)[0]
    return f"{', '.join(map(str, first['loc']))}: {first['type'].replace('_', ' ')}"


def _contradictions(document: _Document) -> Iterator[str]:
    numbers = [dispute.number for dispute in document.disputes]
    if number := _repeated(numbers):
        yield f"#{number} stands there twice"
    if _repeated([dispute.record.form for dispute in document.disputes]):
        yield "one form opened two disputes"
    if max(numbers, default=0) > document.last_number:
        yield "a dispute has a number above the last one"
    if not all(is_an_area(change.area, TeamId(document.team)) for change in document.areas):
        yield "an area is not as it is written by an export"
    for dispute in document.disputes:
        versions = [event.version for event in dispute.events]
        if versions != list(range(dispute.record.version + 1)):
            yield f"#{dispute.number} lacks an event"


def _repeated(items: Iterable[int | str]) -> int | str | None:
    return next((item for item, times in Counter(items).items() if times > 1), None)
