"""What happened is only ever appended to: nothing updates or deletes an event but a purge."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sqlalchemy import event
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.services.ports import Begin
from tests.builders import MONDAY
from tests.services.goings_on import A_DAY, STEPS, TEAM, opened
from tests.services.kept_promises import ALL_STEPS, go_on

ROOT = Path(__file__).parents[2]
PURGE = "storage/purging.py"
MIGRATIONS = {
    f"storage/migrations/versions/{name}.py"
    for name in (
        *("r0001_first_tables", "r0002_told_in_time", "r0003_the_promise"),
        *("r0004_nothing_lost", "r0005_what_binds"),
    )
}
"""Up they link the events there are; down they forget what the program before cannot read."""

CHANGES = {"update", "delete", "insert_into", "merge"}
IN_SQL = re.compile(
    r"\b(UPDATE|DELETE\s+FROM|REPLACE\s+INTO|TRUNCATE)\s+\"?events\b", re.IGNORECASE
)


def modules() -> Iterator[tuple[str, ast.Module]]:
    for folder in ("bot", "handlers", "storage"):
        for file in (ROOT / folder).rglob("*.py"):
            name = file.relative_to(ROOT).as_posix()
            if name not in MIGRATIONS:
                yield name, ast.parse(file.read_text("utf-8"))


def changed_tables(module: ast.Module) -> Iterator[str]:
    """What is handed to `update`, `delete` and their like, and what those are called on."""
    for node in ast.walk(module):
        match node:
            case ast.Call(func=ast.Name(id=name), args=[first, *_]) if name in CHANGES:
                yield ast.unparse(first)
            case ast.Call(func=ast.Attribute(value=of, attr=name)) if name in CHANGES:
                yield ast.unparse(of)


def test_no_statement_of_the_program_changes_an_event() -> None:
    changed = {(name, table) for name, module in modules() for table in changed_tables(module)}

    assert ("storage/disputes.py", "DISPUTES") in changed
    assert [one for one in changed if re.search("event", one[1], re.IGNORECASE)] == []


def test_only_a_purge_deletes_from_a_table_that_it_does_not_name() -> None:
    unnamed = {
        name
        for name, module in modules()
        for table in changed_tables(module)
        if name.startswith("storage/") and not table.isupper()
    }

    assert unnamed == {PURGE}


def test_no_text_of_the_program_is_sql_that_changes_an_event() -> None:
    texts = [
        (name, node.value)
        for name, module in modules()
        for node in ast.walk(module)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
    ]

    assert [one for one in texts if IN_SQL.search(one[1])] == []


async def test_whatever_people_do_the_database_is_never_told_to_change_an_event(
    engine: AsyncEngine, begin: Begin
) -> None:
    seen: list[str] = []

    def see(*statement: Any) -> None:
        seen.append(statement[2])

    event.listen(engine.sync_engine, "before_cursor_execute", see)
    for skipped in (None, "opener withdraws", "product confirms its own", "product decides"):
        dispute = await opened(begin, question=f"Without {skipped}?")
        steps = [step for step in ALL_STEPS if step != skipped]
        now = await go_on(begin, dispute, [*STEPS, *[A_DAY] * 2, *steps, *[A_DAY] * 7], MONDAY)
        await go_on(begin, dispute, steps, now)
    async with begin() as tx:
        await tx.records.read(TEAM, above=0, limit=9, now=now)

    assert any(said.startswith("INSERT INTO events") for said in seen)
    assert [said for said in seen if IN_SQL.search(said)] == []
