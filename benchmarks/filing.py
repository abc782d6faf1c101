"""How fast a case is filed over HTTP with SQLite, beside listeners that do nothing."""

from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.bodies import about, filed_form
from benchmarks.load import CONNECTIONS, Taken, Target
from benchmarks.serving import BOT, EMPTY, EMPTY_ANSWERS_LAST, served
from benchmarks.workspace import forget_messages, open_between
from bot.clock import utc_now
from sandbox.server import Slack
from storage.engine import make_engine
from storage.schema import upgrade
from storage.transaction import make_begin
from tests.processes import free_port, settings_of
from tests.world import JONAS, MAYA, ROADMAP, small_slack

WARM_UP = 20
ALONE, TOGETHER = 300, 40 * CONNECTIONS
MOST_OF_P50, LEAST_OF_RATE = 0.5, 0.25


@dataclass(frozen=True, slots=True)
class Answered:
    """What a server took at one connection, and at many."""

    name: str
    alone: Taken
    together: Taken


async def measure_filing(folder: Path) -> AsyncIterator[str]:
    """A line a listener, and how filing compares with the first two."""
    url = f"sqlite:///{folder / 'bench.sqlite3'}"
    engine = make_engine(url)
    await upgrade(engine)
    await engine.dispose()
    async with small_slack() as slack:
        form = await filed_form(slack, url)
        bodies = [about(number, form) for number in await _open_many(slack, url)]
        yield f"{'acknowledged after':24}{'1 connection':>22}{f'{CONNECTIONS} connections':>32}"
        yield f"{'':24}" + f"{'p50 ms':>11}{'p99 ms':>11}" * 2 + f"{'a second':>10}"
        rows = []
        for name, command in (
            ("empty, default", EMPTY),
            ("empty, answers last", EMPTY_ANSWERS_LAST),
            ("filing a case, SQLite", BOT),
        ):
            rows.append(await _measure(name, slack, url, bodies, *command))
            yield _row(rows[-1])
    for line in _compare(*rows):
        yield line


async def _open_many(slack: Slack, url: str) -> list[int]:
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


async def _measure(
    name: str, slack: Slack, url: str, bodies: list[bytes], *command: str
) -> Answered:
    """What a server of its own takes, once it is warm."""
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    target = Target(f"{base}/slack/events", slack.workspace.app.signing_secret)
    settings = settings_of(slack, DATABASE_URL=url, PORT=str(port))
    async with served(command, settings, f"{base}/healthz"):
        await target.measure(bodies[:WARM_UP], connections=1)
        alone = await target.measure(bodies[WARM_UP:][:ALONE], connections=1)
        together = await target.measure(bodies[WARM_UP + ALONE :], connections=CONNECTIONS)
    return Answered(name, alone, together)


def _row(row: Answered) -> str:
    times = (row.alone.p50, row.alone.p99, row.together.p50, row.together.p99)
    return (
        f"{row.name:24}" + "".join(f"{one:11.1f}" for one in times) + f"{row.together.rate:10.0f}"
    )


def _compare(default: Answered, answering_last: Answered, filing: Answered) -> Iterator[str]:
    p50 = filing.alone.p50 / default.alone.p50
    rate = filing.together.rate / answering_last.together.rate
    yield (
        f"filing's p50 at 1 connection is {p50:.2f} of the default empty listener's; "
        f"the goal is at most {MOST_OF_P50}"
    )
    yield (
        f"filing's rate at {CONNECTIONS} connections is {rate:.2f} of the fastest empty one's; "
        f"the goal is at least {LEAST_OF_RATE}"
    )
