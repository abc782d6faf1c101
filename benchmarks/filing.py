"""How fast a case is filed over HTTP with SQLite, beside listeners that do nothing."""

import asyncio
import copy
import json
import os
import sys
from collections.abc import AsyncIterator, Iterable
from contextlib import asynccontextmanager
from pathlib import Path

from aiohttp import ClientConnectionError, ClientSession

from benchmarks.load import CONNECTIONS, Measured, Target, report
from benchmarks.workspace import forget_messages, open_between
from bot.clock import utc_now
from handlers.text import Json
from sandbox.delivering import INTERACTIVE, encode
from sandbox.server import Slack
from storage.engine import make_engine
from storage.schema import upgrade
from storage.transaction import make_begin
from tests.journeys.deeds import CASE, People
from tests.processes import free_port, settings_of
from tests.world import JONAS, MAYA, ROADMAP, at_work, listening_over_http, small_slack

ALONE, TOGETHER = 300, 40 * CONNECTIONS
WARM_UP = 1
EMPTY = ("-m", "benchmarks.empty")


async def measure_filing(folder: Path) -> Iterable[str]:
    """A line a listener, and the two ratios."""
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()
    async with small_slack() as slack:
        form = await filed_form(slack, url)
        bodies = [body_for(form, number) for number in await open_many(slack, url)]
        rows = [
            await measure("empty, default", slack, url, bodies, *EMPTY),
            await measure("empty, answers last", slack, url, bodies, *EMPTY, "answers-last"),
            await measure("filing a case, SQLite", slack, url, bodies, "-m", "bot", "web"),
        ]
    return report(rows)


async def filed_form(slack: Slack, url: str) -> Json:
    """A form as Slack sends it when product files its case."""
    people = People(slack)
    async with at_work(slack, url) as joined, listening_over_http(slack, joined.app):
        await people.has_opened()
        filed = await people.state_case(MAYA, **CASE)
    if not filed.ok:
        raise SystemExit(f"the case was not taken: {filed}")
    return copy.deepcopy(slack.deliveries[-1].payload)


def body_for(form: Json, number: int) -> bytes:
    """The same form about another dispute."""
    about = json.loads(form["view"]["private_metadata"]) | {"dispute": number}
    view = form["view"] | {"private_metadata": json.dumps(about)}
    return encode(INTERACTIVE, form | {"view": view})[1]


async def open_many(slack: Slack, url: str) -> Iterable[int]:
    """Disputes to file in, with nothing left to tell about them."""
    engine = make_engine(url)
    begin = make_begin(engine)
    team, at = slack.workspace.team_id, utc_now()
    numbers = [
        (
            await open_between(
                (MAYA, JONAS), team=team, channel=ROADMAP, at=at, form=f"V{place}", begin=begin
            )
        ).number
        for place in range(WARM_UP + ALONE + TOGETHER)
    ]
    await forget_messages(engine)
    await engine.dispose()
    return numbers


async def measure(
    name: str, slack: Slack, url: str, bodies: list[bytes], *command: str
) -> Measured:
    """What a server of its own takes, once it is warm."""
    port = free_port()
    target = Target(f"http://127.0.0.1:{port}/slack/events", slack.workspace.app.signing_secret)
    settings = settings_of(slack, DATABASE_URL=url, PORT=str(port))
    async with served(command, settings, f"http://127.0.0.1:{port}/healthz"):
        await target.measure("warm-up", bodies[:1] * 2, bodies[:1])
        rest = bodies[WARM_UP:]
        return await target.measure(name, rest[:ALONE], rest[ALONE:])


@asynccontextmanager
async def served(
    command: tuple[str, ...], settings: dict[str, str], health: str
) -> AsyncIterator[None]:
    """The server, from when it answers until the end of the block."""
    process = await asyncio.create_subprocess_exec(
        sys.executable, *command, env={**os.environ, **settings}
    )
    try:
        await until_it_answers(health, process)
        yield
    finally:
        process.terminate()
        await process.wait()


async def until_it_answers(health: str, process: asyncio.subprocess.Process) -> None:
    """Ask until there is an answer."""
    async with ClientSession() as session:
        while process.returncode is None:
            try:
                async with session.get(health):
                    return
            except ClientConnectionError:
                await asyncio.sleep(0.05)
    raise SystemExit("the server did not start")
