"""Who may read what was typed: by the record as it is kept, not by the code that shows it."""

import json
from collections.abc import Iterable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from sqlalchemy import RowMapping, select

from bot.app import App
from handlers.text import Json
from storage.engine import reading
from storage.tables import AREA_CHANGES, DISPUTES, DRAFTS, EVENTS, SETTINGS
from tests.fuzz.marks import Mark
from tests.fuzz.watching import Sight

SIDES = ("product", "research")


@dataclass(slots=True)
class Record:
    """What is kept of a dispute, as far as it says who may read what."""

    channel: str
    people: set[str] = field(default_factory=set)
    """Whoever opened it or has ever spoken for a side."""
    speakers: dict[str, set[str]] = field(default_factory=lambda: {side: set() for side in SIDES})
    own: dict[str, str] = field(default_factory=lambda: dict.fromkeys(SIDES, ""))
    """By side, all that it has ever filed or typed."""
    builders: set[str] = field(default_factory=set)
    options: str = ""
    """What builders are asked about."""
    over_budget: str = ""
    """What founders are asked to sign for."""
    public: str = ""
    """All that was never sealed, or is not any more."""

    def lets_sign(self, mark: Mark) -> bool:
        """Whether a founder is asked about what has that mark."""
        return str(mark) in self.over_budget

    def lets_read(self, reader: str, mark: Mark) -> bool:
        """Whether that person may read what has that mark.

        What somebody typed for their side is read by it, also when it was typed over since.
        """
        text = str(mark)
        is_asked = reader in self.builders and text in self.options
        return (
            is_asked
            or text in self.public
            or any(
                reader in self.speakers[side]
                and (text in self.own[side] or mark.author in self.speakers[side])
                for side in SIDES
            )
        )


class Privacy:
    """Judges of what was shown whether its reader may read it."""

    def __init__(self, app: App, private: dict[str, frozenset[str]], founders: set[str]) -> None:
        self._app = app
        self._private = private
        """The private channels, with who is in them."""
        self._founders = founders
        self._open_to_all: set[int] = set()
        """The marks that were found to be no secret."""

    async def leaks(self, sights: Iterable[Sight]) -> list[Sight]:
        """Those in which somebody reads what is not for them."""
        known: dict[int, list[Record]] = {}
        found = []
        for sight in sights:
            mark = sight.mark
            if mark.number in self._open_to_all:
                continue
            if mark.number not in known:
                known[mark.number] = await self._records_of(mark)
            if not await self._may(sight, known[mark.number]):
                found.append(sight)
        return found

    async def _may(self, sight: Sight, records: list[Record]) -> bool:
        for record in records:
            if record.channel not in self._private:
                if str(sight.mark) in record.public:
                    self._open_to_all.add(sight.mark.number)
                    return True
            elif not await self._is_inside(sight.reader, record):
                continue
            if record.lets_read(sight.reader, sight.mark):
                return True
            if record.lets_sign(sight.mark) and await self._is_founder(sight.reader):
                return True
        return await self._is_of_an_area(sight.mark)

    async def _is_of_an_area(self, mark: Mark) -> bool:
        """Whether it names an area, or says what holds in it: that is no secret."""
        async with reading(self._app.engine).begin() as connection:
            rows = (await connection.execute(select(AREA_CHANGES.c.content))).scalars()
            is_known = any(str(mark) in row for row in rows)
        self._open_to_all |= {mark.number} if is_known else set()
        return is_known

    async def _is_inside(self, reader: str, record: Record) -> bool:
        known = self._private[record.channel] | record.people | record.builders
        return reader in known or await self._is_founder(reader)

    async def _is_founder(self, reader: str) -> bool:
        """Whether they are one, or were one by the settings."""
        async with reading(self._app.engine).begin() as connection:
            rows = (await connection.execute(select(SETTINGS.c.content))).scalars()
            return reader in self._founders or any(f'"{reader}"' in row for row in rows)

    async def _records_of(self, mark: Mark) -> list[Record]:
        async with reading(self._app.engine).begin() as connection:
            opened = select(DISPUTES.c.number).where(DISPUTES.c.form.in_(mark.forms))
            numbers = mark.disputes | {*(await connection.execute(opened)).scalars()}
            records = []
            for number in sorted(numbers):
                events = select(EVENTS).where(EVENTS.c.number == number)
                told = (await connection.execute(events.order_by(EVENTS.c.position))).mappings()
                drafts = await connection.execute(select(DRAFTS).where(DRAFTS.c.number == number))
                if rows := list(told):
                    records.append(_read(rows, list(drafts.mappings())))
            return records


def _read(events: list[RowMapping], drafts: list[RowMapping]) -> Record:
    opening = json.loads(events[0]["after"])["opening"]
    record = Record(channel=opening["channel"], people={opening["by"]})
    now: dict[str, Any] = {}
    is_open = False
    for event in events:
        changed = json.loads(event["after"])
        now |= changed
        _note_people(record, changed)
        _note_signatures(record, changed, opening.get("terms"))
        is_open = is_open or _is_unsealed(now)
        record.public += _public_part(now if is_open else changed, sealed=not is_open)
    for draft in drafts:
        record.own[draft["side"]] += draft["content"]
    return record


def _note_people(record: Record, changed: Json) -> None:
    for side in SIDES:
        if party := changed.get(side):
            named = {party["lead"], party.get("deputy")} - {None}
            record.speakers[side] |= named
            record.people |= named
            record.own[side] += _written(party)
            options = _case_of(party).get("options", ())
            record.builders |= {one["builder"] for one in options if one["builder"]}
            record.options += _written(options)


def _note_signatures(record: Record, changed: Json, terms: Json | None) -> None:
    """What founders are asked to sign for, and why they have: its side reads that."""
    for signed in changed.get("signoffs") or ():
        record.own[signed["side"]] += _written(signed)
        record.over_budget += _written(signed)
    options = [
        one
        for side in SIDES
        if side in changed
        for one in _case_of(changed[side]).get("options", ())
    ]
    for option in options if terms else ():
        weeks = option["figures"].get("gpu_weeks_per_month")
        if terms and weeks and Decimal(weeks) > Decimal(terms["gpu_budget"]):
            record.over_budget += _written(option)


def _case_of(party: Json) -> Json:
    """The case that a side has filed; nothing where it has not."""
    standing = party["standing"]
    return dict(standing["is"]["case"]) if standing["kind"] == "Filed" else {}


def _is_unsealed(now: Json) -> bool:
    """Whether both sides have filed, or it has ended other than by being withdrawn."""
    if now["state"]["kind"] == "Ruling":
        return bool(now["state"]["is"]["basis"] != "withdrawn")
    return all(_case_of(now[side]) for side in SIDES)


def _public_part(told: Json, *, sealed: bool) -> str:
    hidden = [side for side in SIDES if sealed and side in told and _case_of(told[side])]
    hidden += ["signoffs"] if sealed else []
    return _written({name: part for name, part in told.items() if name not in hidden})


def _written(part: object) -> str:
    return json.dumps(part, ensure_ascii=False)
