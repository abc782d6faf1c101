"""A server as its own process, from when it answers until the end of a block."""

import asyncio
import os
import sys
import tempfile
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from http import HTTPStatus
from typing import IO

from aiohttp import ClientConnectionError, ClientSession

BOT = ("-m", "bot", "web")
WORKER = ("-m", "bot", "worker")
EMPTY = ("-m", "benchmarks.empty")
EMPTY_ANSWERS_LAST = (*EMPTY, "answers-last")
LOOK_SECONDS = 0.005

Process = asyncio.subprocess.Process


@asynccontextmanager
async def served(
    command: tuple[str, ...], settings: Mapping[str, str], *pages: str
) -> AsyncIterator[Process]:
    """The server, once each of the pages is there."""
    with tempfile.TemporaryFile() as log:
        process = await asyncio.create_subprocess_exec(
            sys.executable, *command, env={**os.environ, **settings}, stdout=log, stderr=log
        )
        try:
            for page in pages:
                await _until_there(page, process, log)
            yield process
        finally:
            if process.returncode is None:
                process.terminate()
            await process.wait()


async def _until_there(page: str, process: Process, log: IO[bytes]) -> None:
    async with ClientSession() as session:
        while process.returncode is None:
            if await _is_there(session, page):
                return
            await asyncio.sleep(LOOK_SECONDS)
    log.seek(0)
    raise SystemExit(f"the server did not start:\n{log.read().decode()}")


async def _is_there(session: ClientSession, page: str) -> bool:
    try:
        async with session.get(page) as answer:
            return answer.status == HTTPStatus.OK
    except ClientConnectionError:
        return False
