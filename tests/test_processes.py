"""What an engineer meets who starts it, with everything set and with something wrong."""

import asyncio
import tempfile
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.clock import utc_now
from bot.domain.case import Side
from handlers.preflight import SCOPES
from sandbox.records import Message
from sandbox.server import Slack, build_slack
from storage.engine import make_engine
from storage.transaction import make_begin
from tests.builders import FILTER
from tests.handlers.deeds import a_dispute, file
from tests.journeys.deeds import People, text_of
from tests.processes import Machine, complaints, free_port, line_of, settings_of
from tests.storage.databases import PostgreSQL
from tests.world import LEE, ROADMAP, build_workspace, small_slack

SQLITE = "roadmap.sqlite3"


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with small_slack() as slack:
        yield slack


@pytest.fixture
def machine(slack: Slack, tmp_path: Path) -> Machine:
    return Machine(tmp_path, settings_of(slack))


def without(machine: Machine, name: str, instead: str = "") -> Machine:
    return Machine(machine.folder, {**machine.settings, name: instead})


async def test_check_says_that_all_is_well_and_makes_no_database(machine: Machine) -> None:
    done = await machine.run("check")

    assert (done.code, complaints(done.err)) == (0, "")
    assert "ll is well. Start it with `roadmap-bot run`" in done.out
    assert not (machine.folder / SQLITE).exists()


@pytest.mark.skipif(not Path("/dev/shm").is_dir(), reason="Linux alone has it")  # noqa: S108
@pytest.mark.parametrize("command", ["check", "run"])
async def test_a_database_on_a_disk_that_is_lost_at_a_restart_is_warned_of(
    slack: Slack, machine: Machine, command: str
) -> None:
    with tempfile.TemporaryDirectory(dir="/dev/shm") as folder:
        url = f"sqlite:///{folder}/{SQLITE}"
        async with without(machine, "DATABASE_URL", url).started(command) as process:
            assert "roadmap-bot run" in await line_of(process)
            if command == "run":
                await slack.wait_for(lambda: slack.links.count == 1, timeout=20)
                process.terminate()
            _, err = await process.communicate()

    assert process.returncode == 0
    assert "roadmap.sqlite3 is on a disk that is only memory" in err.decode()


async def test_check_names_the_scopes_that_the_app_was_not_granted(machine: Machine) -> None:
    workspace = build_workspace(utc_now)
    workspace.app = replace(workspace.app, scopes=tuple(SCOPES - {"im:history"}))
    slack = build_slack(workspace)
    async with slack.listening():
        done = await Machine(machine.folder, settings_of(slack)).run("check")

    assert done.code == 2
    assert "The app lacks the scopes im:history." in done.err


@pytest.mark.parametrize("command", ["check", "run", "web", "worker"])
async def test_every_missing_setting_is_named_with_the_place_to_find_it(
    tmp_path: Path, command: str
) -> None:
    done = await Machine(tmp_path, {"PORT": "many"}).run(command)

    assert done.code == 2
    assert "SLACK_BOT_TOKEN is not set. It is on api.slack.com/apps" in done.err
    assert "PORT is 'many'; it is a number from 1 to 65535" in done.err
    assert "Traceback" not in done.err


@pytest.mark.parametrize(
    ("command", "name", "instead", "sentence"),
    [
        ("run", "SLACK_APP_TOKEN", "", "SLACK_APP_TOKEN is not set."),
        ("run", "SLACK_APP_TOKEN", "xoxb-1", "SLACK_APP_TOKEN does not begin with xapp-."),
        ("run", "SLACK_APP_TOKEN", "xapp-no", "Slack does not accept SLACK_APP_TOKEN"),
        ("check", "SLACK_BOT_TOKEN", "xoxb-no", "Slack does not accept SLACK_BOT_TOKEN"),
        ("web", "SLACK_BOT_TOKEN", "xapp-1", "SLACK_BOT_TOKEN does not begin with xoxb-."),
        ("web", "SLACK_SIGNING_SECRET", "", "SLACK_SIGNING_SECRET is not set."),
        ("check", "SLACK_API_URL", "slack.com", "SLACK_API_URL is not an address"),
        ("check", "SLACK_API_URL", "http://127.0.0.1:9/api/", "Slack does not answer at"),
        ("check", "DATABASE_URL", "mysql://somewhere", "DATABASE_URL"),
        ("web", "DATABASE_URL", "nonsense", "DATABASE_URL"),
        ("web", "DATABASE_URL", "postgres://127.0.0.1:9/x", "DATABASE_URL does not answer"),
        ("worker", "PORT", "3000", "a worker is for PostgreSQL"),
        ("web", "PORT", "3000", "roadmap-bot db upgrade"),
    ],
)
async def test_what_is_wrong_is_named_in_a_sentence(
    machine: Machine, command: str, name: str, instead: str, sentence: str
) -> None:
    done = await without(machine, name, instead).run(command)

    assert done.code == 2
    assert sentence in done.err
    assert "Traceback" not in done.err


async def test_run_connects_by_socket_mode_and_ends_at_sigterm(
    slack: Slack, machine: Machine
) -> None:
    async with machine.started("run") as process:
        assert "roadmap-bot runs" in await line_of(process)
        await slack.wait_for(lambda: slack.links.count == 1, timeout=20)
        assert (await slack.as_person(LEE).command("/roadmap", "help", channel=ROADMAP)).ok

        process.terminate()
        _, err = await process.communicate()

    assert (process.returncode, complaints(err.decode())) == (0, "")
    assert "/roadmap dispute" in slack.everything_shown_to(LEE)


async def test_web_answers_over_http_and_ends_at_sigterm(slack: Slack, machine: Machine) -> None:
    port = free_port()
    machine = without(machine, "PORT", str(port))
    assert (await machine.run("db", "upgrade")).out == "The database is up to date.\n"

    async with machine.started("web") as process, ClientSession() as session:
        assert f"on port {port}" in await line_of(process)
        url = f"http://127.0.0.1:{port}"
        async with session.get(f"{url}/healthz") as answer:
            assert answer.status == 200
        slack.connect(bot_url=f"{url}/slack/events")
        assert (await slack.as_person(LEE).command("/roadmap", "help", channel=ROADMAP)).ok

        process.terminate()
        _, err = await process.communicate()

    assert (process.returncode, complaints(err.decode())) == (0, "")


async def test_a_second_process_on_one_sqlite_file_is_refused(
    slack: Slack, machine: Machine
) -> None:
    async with machine.started("run") as first:
        await line_of(first)
        second = await machine.run("run")

    assert second.code == 2
    assert "PostgreSQL" in second.err
    assert slack.links.count <= 1


async def test_upgrading_twice_is_once(machine: Machine) -> None:
    assert [(await machine.run("db", "upgrade")).code for _ in range(2)] == [0, 0]


async def test_a_deadline_that_passed_while_the_process_was_dead_is_ruled_at_the_next_start(
    slack: Slack, machine: Machine
) -> None:
    async with machine.started("run") as process:
        await line_of(process)
        process.kill()
        await process.wait()
    begin = make_begin(engine := make_engine(f"sqlite:///{machine.folder / SQLITE}"))
    dispute = await a_dispute(begin, now=utc_now() - timedelta(days=10, minutes=1))
    await file(begin, dispute, Side.PRODUCT, FILTER, now=utc_now() - timedelta(days=9))
    await engine.dispose()

    await ruled_by_a_run(slack, machine)
    (ruling,) = await ruled_by_a_run(slack, machine)

    assert "is settled by the rule: Rules-based filter" in ruling.text
    assert "3 days late" in text_of(ruling)


async def ruled_by_a_run(slack: Slack, machine: Machine) -> list[Message]:
    """What stands under the card once a run has had its time."""

    def replies() -> list[Message]:
        cards = slack.messages(ROADMAP, as_person=LEE)
        return slack.thread(cards[0]) if cards else []

    async with machine.started("run") as process:
        await line_of(process)
        await slack.wait_for(replies, timeout=20)
        process.terminate()
        await process.communicate()
    return replies()


async def test_web_answers_and_a_worker_keeps_the_clock_on_one_postgresql_database(
    slack: Slack, machine: Machine, postgresql_server: PostgreSQL
) -> None:
    with postgresql_server.database() as name:
        url, port = postgresql_server.url_of(name), str(free_port())
        machine = Machine(machine.folder, {**machine.settings, "DATABASE_URL": url, "PORT": port})
        assert (await machine.run("db", "upgrade")).code == 0
        begin = make_begin(engine := make_engine(url))
        await a_dispute(begin, now=utc_now() - timedelta(days=8))
        await engine.dispose()

        async with machine.started("web") as web, machine.started("worker") as worker:
            await asyncio.gather(line_of(web), line_of(worker))
            slack.connect(bot_url=f"http://127.0.0.1:{port}/slack/events")
            await slack.wait_for(lambda: "lapsed" in slack.everything_shown_to(LEE), timeout=20)
            people = People(slack)
            assert (await people.open()).ok
            await slack.wait_for(lambda: len(people.cards()) == 2)

            for process in (web, worker):
                process.terminate()
                _, err = await process.communicate()
                assert process.returncode == 0, err
    assert len([card for card in people.cards() if "lapsed" in card.text]) == 1


async def test_a_database_is_copied_to_postgresql_and_the_bot_goes_on_there(
    slack: Slack, machine: Machine, postgresql_server: PostgreSQL
) -> None:
    assert (await machine.run("db", "upgrade")).code == 0
    begin = make_begin(engine := make_engine(f"sqlite:///{machine.folder / SQLITE}"))
    await a_dispute(begin, now=utc_now() - timedelta(days=8))
    await engine.dispose()
    with postgresql_server.database() as name:
        url = postgresql_server.url_of(name)
        done = await machine.run("db", "copy", url)
        again = await machine.run("db", "copy", url)
        (card,) = await ruled_by_a_run(slack, without(machine, "DATABASE_URL", url))

    assert (done.code, done.err) == (0, "")
    assert "rows copied. Set DATABASE_URL to the other one, and start." in done.out
    assert (again.code, "is not empty" in again.err) == (2, True)
    assert "lapsed" in card.text


async def test_a_database_in_use_is_not_copied(machine: Machine) -> None:
    async with machine.started("run") as process:
        await line_of(process)
        done = await machine.run("db", "copy", "sqlite:///other.sqlite3")

    assert done.code == 2
    assert "is in use by another roadmap-bot" in done.err
