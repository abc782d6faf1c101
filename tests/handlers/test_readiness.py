"""`/readyz` over real HTTP: its database, the clock, and Slack, each with what is wrong."""

from collections.abc import AsyncIterator

import pytest
from sqlalchemy import text

from bot.services.sweep import rule
from handlers import question
from sandbox.server import Slack
from storage.engine import make_engine
from storage.transaction import make_begin
from tests.builders import MONDAY
from tests.handlers.watched import Watched, close_down, watched
from tests.storage.databases import PostgreSQL
from tests.world import MovableClock

READY = (200, "ready")
on_postgresql = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)


@pytest.fixture
async def web(slack: Slack, database_url: str, clock: MovableClock) -> AsyncIterator[Watched]:
    async with watched(slack, database_url, clock) as web:
        yield web


@pytest.fixture
async def swept(web: Watched) -> Watched:
    await web.app.rule()
    return web


async def test_after_the_first_sweep_it_is_ready(web: Watched) -> None:
    before = await web.get("/readyz")
    await web.app.rule()

    assert before == (503, "The clock has not swept yet.")
    assert await web.get("/readyz") == READY


async def test_it_is_ready_for_three_minutes_after_a_sweep(swept: Watched) -> None:
    swept.clock.move(minutes=3)
    at_the_limit = await swept.get("/readyz")
    swept.clock.move(seconds=1)

    assert at_the_limit == READY
    assert await swept.get("/readyz") == (503, "The clock last swept 3 minutes ago.")


async def test_a_sweep_of_another_process_counts(web: Watched, database_url: str) -> None:
    worker = make_engine(database_url)
    await rule(now=MONDAY, begin=make_begin(worker))
    await worker.dispose()

    assert await web.get("/readyz") == READY


async def test_while_slack_is_down_it_is_not_ready_but_alive(swept: Watched) -> None:
    swept.slack.faults.go_down()

    assert await swept.get("/readyz") == (503, "Slack does not answer.")
    assert await swept.get("/healthz") == (200, "ok")


async def test_a_token_that_slack_does_not_take_is_named_and_not_told(swept: Watched) -> None:
    swept.slack.faults.fail_next("auth.test", "token_revoked")

    status, said = await swept.get("/readyz")

    assert status == 503
    assert said.startswith("Slack does not accept SLACK_BOT_TOKEN (token_revoked).")
    assert swept.slack.workspace.app.bot_token not in said


async def test_a_slack_that_asks_to_wait_says_nothing_against_our_token(swept: Watched) -> None:
    swept.slack.faults.limit_rate(60, "auth.test")

    assert await swept.get("/readyz") == (503, "Slack does not answer.")


async def test_slack_is_asked_every_thirty_seconds_at_most(swept: Watched) -> None:
    def asked() -> int:
        return sum(call.method == "auth.test" for call in swept.slack.calls)

    for _ in range(3):
        await swept.get("/readyz")
    first = asked()
    swept.real_clock.move(seconds=30)
    await swept.get("/readyz")

    assert (first, asked()) == (1, 2)


async def test_a_slack_that_hangs_holds_up_no_answer(
    swept: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "SECONDS_TO_ANSWER", 0.2)
    swept.slack.faults.be_slow(2)

    assert await swept.get("/readyz") == (503, "Slack does not answer.")


async def test_a_database_without_our_tables_is_no_database(swept: Watched) -> None:
    async with swept.app.engine.begin() as connection:
        await connection.execute(text("DROP TABLE sweeps"))

    status, said = await swept.get("/readyz")

    assert status == 503
    assert said.startswith("The database does not answer (")


@on_postgresql
async def test_a_database_that_hangs_holds_up_no_answer(
    swept: Watched, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(question, "SECONDS_TO_ANSWER", 0.2)
    async with swept.app.engine.begin() as another:
        await another.execute(text("LOCK TABLE sweeps IN ACCESS EXCLUSIVE MODE"))

        assert await swept.get("/readyz") == (503, "The database does not answer (TimeoutError).")

    assert await swept.get("/readyz") == READY


@on_postgresql
async def test_everything_that_is_wrong_has_its_line(
    swept: Watched, postgresql_server: PostgreSQL, database_url: str
) -> None:
    close_down(postgresql_server, database_url)
    swept.slack.faults.go_down()

    status, said = await swept.get("/readyz")

    assert status == 503
    assert said.splitlines() == [
        "The database does not answer (OperationalError).",
        "Slack does not answer.",
    ]
