"""`roadmap-bot` as its own process, as an engineer starts it."""

import asyncio
import os
import socket
import sys
from asyncio.subprocess import PIPE
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sandbox.server import Slack

REPOSITORY = Path(__file__).parent.parent
OWN = {"SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_API_URL"} | {
    "DATABASE_URL",
    "PORT",
}


@dataclass(frozen=True, slots=True)
class Finished:
    code: int
    out: str
    err: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A folder and an environment in which the command is given."""

    folder: Path
    settings: Mapping[str, str]

    async def run(self, *arguments: str) -> Finished:
        """Start it and wait until it ends by itself."""
        async with self.started(*arguments) as process:
            out, err = await asyncio.wait_for(process.communicate(), 30)
            return Finished(process.returncode or 0, out.decode(), err.decode())

    @asynccontextmanager
    async def started(self, *arguments: str) -> AsyncIterator[asyncio.subprocess.Process]:
        """Start it; killed at the end if it has not ended."""
        process = await self.spawn("bot", *arguments)
        try:
            yield process
        finally:
            if process.returncode is None:
                process.kill()
                await process.communicate()

    async def spawn(
        self, module: str, *arguments: str, log: int | IO[bytes] = PIPE
    ) -> asyncio.subprocess.Process:
        """A module of this repository as a process; whoever asks for it ends it."""
        kept = {name: value for name, value in os.environ.items() if name not in OWN}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            module,
            *arguments,
            cwd=self.folder,
            env={**kept, "PYTHONPATH": str(REPOSITORY), **self.settings},
            stdin=PIPE,
            stdout=PIPE,
            stderr=log,
        )


def complaints(err: str) -> str:
    """What stands on standard error, but for where this machine keeps a test's database."""
    lines = err.splitlines(keepends=True)
    return "".join(line for line in lines if "Set DATABASE_URL to a file on a disk" not in line)


def settings_of(slack: Slack, **more: str) -> dict[str, str]:
    app = slack.workspace.app
    return {
        "SLACK_BOT_TOKEN": app.bot_token,
        "SLACK_APP_TOKEN": app.app_token,
        "SLACK_SIGNING_SECRET": app.signing_secret,
        "SLACK_API_URL": f"{slack.courier.slack_url}/api/",
        **more,
    }


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


async def line_of(process: asyncio.subprocess.Process) -> str:
    """The next line that it says."""
    assert process.stdout is not None
    return (await asyncio.wait_for(process.stdout.readline(), 30)).decode()
