"""A web process beside a worker is ready by the worker's sweeps, as two real processes."""

import asyncio
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from aiohttp import ClientSession

from sandbox.server import Slack
from tests.processes import Machine, free_port, line_of, settings_of
from tests.storage.databases import PostgreSQL
from tests.world import small_slack


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with small_slack() as slack:
        yield slack


async def test_web_is_ready_as_soon_as_the_worker_has_swept(
    slack: Slack, tmp_path: Path, postgresql_server: PostgreSQL
) -> None:
    with postgresql_server.database() as name:
        port = str(free_port())
        settings = settings_of(slack, DATABASE_URL=postgresql_server.url_of(name), PORT=port)
        machine, url = Machine(tmp_path, settings), f"http://127.0.0.1:{port}"
        assert (await machine.run("db", "upgrade")).code == 0

        async with machine.started("web") as web, ClientSession() as session:
            await line_of(web)
            alone = await get(session, f"{url}/readyz")
            async with machine.started("worker") as worker:
                await line_of(worker)
                await until_ready(session, f"{url}/readyz")
                status, figures = await get(session, f"{url}/metrics")

    assert alone == (503, "The clock has not swept yet.")
    assert status == 200
    assert "roadmap_sweep_age_seconds" in figures


async def get(session: ClientSession, url: str) -> tuple[int, str]:
    async with session.get(url) as answer:
        return answer.status, await answer.text()


async def until_ready(session: ClientSession, url: str) -> None:
    async with asyncio.timeout(20):
        while await get(session, url) != (200, "ready"):
            pass
