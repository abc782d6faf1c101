"""`roadmap-bot verify` and `roadmap-bot purge`, as an engineer gives them."""

import asyncio
import os
import pty
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from sqlalchemy import update
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.domain.case import Side
from storage.engine import make_engine
from storage.purging import teams_on_record
from storage.schema import upgrade
from storage.tables import EVENTS
from storage.transaction import make_begin
from tests.builders import FILTER
from tests.handlers.deeds import TEAM, a_dispute, file
from tests.processes import Machine
from tests.storage.keeping import keep, numbered

SQLITE = "roadmap.sqlite3"


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, {"DATABASE_URL": f"sqlite:///{SQLITE}"})


@asynccontextmanager
async def database(machine: Machine) -> AsyncIterator[AsyncEngine]:
    engine = make_engine(f"sqlite:///{machine.folder / SQLITE}")
    try:
        yield engine
    finally:
        await engine.dispose()


@pytest.fixture
async def two_disputes(machine: Machine) -> None:
    async with database(machine) as engine:
        await upgrade(engine)
        begin = make_begin(engine)
        for form in ("V1", "V2"):
            dispute = await a_dispute(begin, form=form)
            await file(begin, dispute, Side.PRODUCT, FILTER)


async def teams(machine: Machine) -> tuple[str, ...]:
    async with database(machine) as engine:
        return await teams_on_record(engine)


async def add_another_workspace(machine: Machine) -> None:
    async with database(machine) as engine:
        begin = make_begin(engine)
        await keep(begin, numbered(1, team="T2"))
        async with begin() as tx:
            await tx.disputes.next_number(numbered(1, team="T2").id.team)


# Verify


@pytest.mark.usefixtures("two_disputes")
async def test_verify_ends_with_0_where_every_record_is_intact(machine: Machine) -> None:
    done = await machine.run("verify")

    assert (done.code, done.out, done.err) == (0, "2 disputes, 4 events: intact.\n", "")


@pytest.mark.usefixtures("two_disputes")
async def test_verify_names_the_first_broken_event_and_ends_with_1(machine: Machine) -> None:
    async with database(machine) as engine, engine.begin() as connection:
        of = (EVENTS.c.number == 2) & (EVENTS.c.position == 1)
        await connection.execute(update(EVENTS).where(of), {"by": "Eve"})

    done = await machine.run("verify")
    assert done.code == 1
    assert done.out.splitlines() == [
        "Dispute 2: event 2 (filed the case, Mon 2 March 2026, 11:00 UTC) is not what was written.",
        "2 disputes, 4 events: 1 not as written.",
    ]
    assert (await machine.run("verify", "1")).code == 0
    assert (await machine.run("verify", "2")).code == 1


@pytest.mark.usefixtures("two_disputes")
async def test_verify_shows_the_fingerprint_of_the_one_that_is_named(machine: Machine) -> None:
    done = await machine.run("verify", "1")

    assert done.out.startswith("Fingerprint of the whole record: ")
    assert done.out.endswith("1 dispute, 2 events: intact.\n")


@pytest.mark.usefixtures("two_disputes")
@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (("9",), "There is no dispute #9 on record."),
        (("twelve",), "Invalid value"),
        (("--team", "T9"), "no dispute of the workspace T9 is on record"),
    ],
)
async def test_verify_ends_with_2_where_it_was_asked_for_what_is_not_there(
    machine: Machine, arguments: tuple[str, ...], sentence: str
) -> None:
    done = await machine.run("verify", *arguments)

    assert done.code == 2
    assert sentence in done.err
    assert "Traceback" not in done.err


@pytest.mark.usefixtures("two_disputes")
async def test_of_several_workspaces_one_dispute_is_verified_with_its_team(
    machine: Machine,
) -> None:
    await add_another_workspace(machine)

    assert (await machine.run("verify")).out == "3 disputes, 5 events: intact.\n"
    assert (await machine.run("verify", "--team", "T2")).out == "1 dispute, 1 event: intact.\n"
    assert "add --team" in (await machine.run("verify", "1")).err
    assert (await machine.run("verify", "1", "--team", "T2")).code == 0


# Purge


@pytest.mark.usefixtures("two_disputes")
async def test_purge_deletes_that_workspace_and_says_how_much(machine: Machine) -> None:
    await add_another_workspace(machine)
    done = await machine.run("purge", TEAM, "--yes")

    assert (done.code, done.err) == (0, "")
    assert f"Deleted of {TEAM}, by rows: " in done.out
    assert "events 4" in done.out
    assert "disputes 2" in done.out
    assert await teams(machine) == ("T2",)


@pytest.mark.usefixtures("two_disputes")
async def test_an_unknown_workspace_is_not_purged_and_those_there_are_named(
    machine: Machine,
) -> None:
    done = await machine.run("purge", "T9", "--yes")

    assert done.code == 2
    assert f"No workspace T9 is on record. There is {TEAM}." in done.err
    assert await teams(machine) == (TEAM,)


@pytest.mark.usefixtures("two_disputes")
async def test_where_nobody_can_be_asked_nothing_is_purged(machine: Machine) -> None:
    done = await machine.run("purge", TEAM)

    assert done.code == 2
    assert "Add --yes" in done.err
    assert await teams(machine) == (TEAM,)


async def at_a_terminal(machine: Machine, typed: str) -> tuple[int, str]:
    """How `purge` ends where somebody types that, and all that they have read."""
    outer, inner = pty.openpty()
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "purge", TEAM),
        cwd=machine.folder,
        env={**os.environ, **machine.settings},
        stdin=inner,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    os.close(inner)
    os.write(outer, f"{typed}\n".encode())
    said, _ = await asyncio.wait_for(process.communicate(), 30)
    os.close(outer)
    return process.returncode or 0, said.decode()


@pytest.mark.usefixtures("two_disputes")
async def test_at_a_terminal_the_workspaces_id_has_to_be_typed_again(machine: Machine) -> None:
    code, said = await at_a_terminal(machine, "yes")
    assert code == 1
    assert "roadmap-bot export" in said
    assert "roadmap-bot backup" in said
    assert "Nothing was deleted." in said
    assert await teams(machine) == (TEAM,)

    assert (await at_a_terminal(machine, TEAM))[0] == 0
    assert await teams(machine) == ()


@pytest.mark.usefixtures("two_disputes")
async def test_nothing_is_purged_while_another_process_holds_the_file(machine: Machine) -> None:
    holder = f"from storage.lock import hold\nwith hold('sqlite:///{SQLITE}'): print(); input()"
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-c", holder),
        cwd=machine.folder,
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
    )
    assert process.stdout is not None
    await process.stdout.readline()
    done = await machine.run("purge", TEAM, "--yes")
    verified = await machine.run("verify")
    await process.communicate(b"\n")

    assert done.code == 2
    assert "is in use by another roadmap-bot" in done.err
    assert verified.code == 0
    assert await teams(machine) == (TEAM,)
