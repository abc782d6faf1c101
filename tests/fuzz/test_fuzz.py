"""The fuzzing finds what it looks for: each kind of fault, planted, is seen."""

import logging
import re
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from sqlalchemy import text

from bot.app import App
from tests.fuzz.marks import Mark, Marks
from tests.fuzz.privacy import Privacy
from tests.fuzz.running import run
from tests.fuzz.scenery import Scenery
from tests.fuzz.soundness import half_written
from tests.fuzz.watching import Listening, Sight, Watching
from tests.storage.databases import copy_sqlite
from tests.world import JONAS, LEE, MAYA, OLU, SECRET, ZOE, MovableClock, at_work, small_slack


@dataclass
class Complaints:
    found: list[str] = field(default_factory=list)

    def __call__(self, what: str, _shown: str) -> None:
        self.found.append(what)


@dataclass(frozen=True, slots=True)
class Scene:
    app: App
    marks: Marks

    def typed_first(self, by: str, dispute: int) -> Mark:
        """The first text that the person has typed about that dispute alone."""
        known = (self.marks.in_text(f"zq{number}z")[0] for number in range(self.marks.count))
        return next(one for one in known if (one.author, one.disputes) == (by, {dispute}))

    async def leaks(self, mark: Mark, *readers: str) -> list[str]:
        """To whom of these it is a leak."""
        privacy = Privacy(self.app, {SECRET: frozenset({LEE, MAYA, JONAS})}, {OLU})
        found = await privacy.leaks(Sight(reader, mark, "") for reader in readers)
        return [one.reader for one in found]


@pytest.fixture
async def scene(sqlite_with_tables: Path, tmp_path: Path) -> AsyncIterator[Scene]:
    clock, marks = MovableClock(), Marks()
    async with (
        small_slack(clock) as slack,
        at_work(slack, copy_sqlite(sqlite_with_tables, tmp_path), clock=clock) as joined,
    ):
        await Scenery(slack, joined.app, clock, marks).build()
        yield Scene(joined.app, marks)


TYPING, SEALED, UNSEALED, OVER_BUDGET, ENDED_IN_PRIVATE = 3, 4, 5, 6, 2
"""The numbers of the disputes in the scenery."""


async def test_a_short_run_finds_nothing_and_says_so_in_a_line(tmp_path: Path) -> None:
    report = await run(150, 7, tmp_path)

    assert report.found == []
    assert re.fullmatch(
        r"fuzz: 150 payloads \(seed 7\), \d+ kinds, 0 failures, 0 half-written rows, 0 leaks",
        str(report),
    )


async def test_a_sealed_text_before_other_eyes_is_a_leak(scene: Scene) -> None:
    mark = scene.typed_first(JONAS, SEALED)

    assert await scene.leaks(mark, JONAS, MAYA, OLU, LEE) == [MAYA, OLU, LEE]


async def test_an_option_over_the_budget_is_for_its_side_and_the_founders(scene: Scene) -> None:
    mark = scene.typed_first(MAYA, OVER_BUDGET)

    assert await scene.leaks(mark, MAYA, OLU, JONAS, LEE) == [JONAS, LEE]


async def test_a_draft_before_other_eyes_is_a_leak(scene: Scene) -> None:
    assert await scene.leaks(scene.typed_first(MAYA, TYPING), MAYA, JONAS) == [JONAS]


async def test_what_is_unsealed_is_for_all_and_what_is_private_for_its_people(
    scene: Scene,
) -> None:
    assert await scene.leaks(scene.typed_first(JONAS, UNSEALED), MAYA, ZOE) == []
    private = scene.typed_first(MAYA, ENDED_IN_PRIVATE)
    assert await scene.leaks(private, JONAS, LEE, OLU, "U11EVE") == ["U11EVE"]


async def test_a_missing_event_and_an_unreadable_draft_are_half_written(scene: Scene) -> None:
    assert [row async for row in half_written(scene.app)] == []

    async with scene.app.engine.begin() as connection:
        await connection.execute(text("DELETE FROM events WHERE number = 5 AND position = 1"))
        await connection.execute(text("UPDATE drafts SET content = '{' WHERE number = 3"))

    found = "\n".join([row async for row in half_written(scene.app)])
    assert "#5: version 2, events [0, 2]" in found
    assert "#3: " in found


def test_a_typed_text_a_key_and_a_failure_in_the_log_are_found() -> None:
    complaints = Complaints()
    log = logging.getLogger("fuzzed")
    log.addHandler(heard := Listening(complaints))

    log.setLevel(logging.INFO)
    log.info("delivered", extra={"dispute": 1})
    assert complaints.found == []
    log.info("Merchants ask why, zq7z.")
    log.info("xoxb-sandbox")
    log.error("failed")
    log.removeHandler(heard)
    assert complaints.found == ["leak into the log", "leak into the log", "failure"]


def test_an_apology_is_found_wherever_it_is_shown() -> None:
    complaints = Complaints()

    Watching(Marks(), frozenset(), complaints).add(frozenset(), {"text": "Something went wrong."})

    assert complaints.found == ["apology"]
