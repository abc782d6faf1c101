"""`roadmap-bot sandbox` as its own process: one line when it can be used, and nothing left."""

import sqlite3
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.stories.telling import STORIES
from tests.processes import Machine, free_port, line_of


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path, {"TMPDIR": str(tmp_path), "PORT": str(free_port())})


async def test_it_says_where_the_page_is_and_leaves_nothing_at_sigterm(machine: Machine) -> None:
    port = machine.settings["PORT"]
    async with machine.started("sandbox", "--empty") as process, ClientSession() as session:
        assert f"http://127.0.0.1:{port} " in await line_of(process)
        async with session.get(f"http://127.0.0.1:{port}/") as page:
            assert page.status == 200
        process.terminate()
        _, err = await process.communicate()

    assert process.returncode == 0
    assert "Traceback" not in err.decode()
    assert list(machine.folder.iterdir()) == []


async def test_a_port_in_use_is_a_sentence(machine: Machine) -> None:
    async with machine.started("sandbox", "--empty") as first:
        await line_of(first)
        second = await machine.run("sandbox", "--empty")

    assert second.code == 2
    assert f"Port {machine.settings['PORT']} cannot be had" in second.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--story", "nope"], f"There is no story 'nope'. There are: {', '.join(STORIES)}."),
        (["--story", "fraud", "--empty"], "--empty and --story exclude each other"),
        (["--port", "70000"], "The port is 70000; it is a number from 1 to 65535"),
        (["--keep", "nowhere/x.sqlite3"], "there is no folder"),
    ],
)
async def test_what_is_wrong_is_a_sentence(
    machine: Machine, arguments: list[str], sentence: str
) -> None:
    done = await machine.run("sandbox", *arguments)

    assert done.code == 2
    assert sentence in done.err
    assert "Traceback" not in done.err


async def test_a_story_is_played_step_by_step(machine: Machine) -> None:
    async with machine.started("sandbox", "--story", "retrieval") as process:
        lines = [await line_of(process) for _ in range(3)]

    assert "a step follows every 3 seconds" in lines[1]
    assert "Ada opens the dispute" in lines[2]


async def test_what_is_kept_is_there_again_with_its_cards(machine: Machine) -> None:
    async with machine.started("sandbox", "--keep", "kept.sqlite3") as first:
        await line_of(first)
        assert "kept.sqlite3 keeps disputes" in await line_of(first)
        first.terminate()
        await first.communicate()
    async with machine.started("sandbox", "--keep", "kept.sqlite3") as again:
        await line_of(again)
        said = await line_of(again)

    assert "8 cards were posted anew" in said
    with sqlite3.connect(machine.folder / "kept.sqlite3") as kept:
        (count,) = kept.execute("SELECT count(*) FROM disputes").fetchone()
    kept.close()
    assert count == 8
