"""A part of the bot as a process that is killed and begins anew, many times."""

import asyncio
import os
import signal
from asyncio.subprocess import Process

from tests.processes import Machine
from tests.soak.steps import Step

LOG = "log.jsonl"
LOADED, BEGAN, ENDED = "loaded", "began", "ended"
"""What its parent says of it: it has everything in memory; a child was made; the child ended."""


class Mortal:
    """`roadmap-bot web` or `worker`; each life is a process of its own.

    Its parent has loaded the code once, so that a life begins within a fraction of a second.
    """

    def __init__(self, part: str, parent: Process) -> None:
        self.part = part
        self._parent = parent
        self._pid = 0
        self._ended = 0
        self.runs = asyncio.Event()
        """Whether it has said that it is ready."""

    @classmethod
    async def load(cls, machine: Machine, part: str) -> "Mortal":
        with (machine.folder / LOG).open("ab") as log:
            parent = await machine.spawn("tests.soak.victim", log=log)
        mortal = cls(part, parent)
        assert await mortal._next_line() == [LOADED]
        return mortal

    async def begin(self, step: Step | None = None, passings: int = 0) -> None:
        """A new life, which ends at that passing of a step if it comes to it."""
        self.runs.clear()
        assert self._parent.stdin is not None
        self._parent.stdin.write(f"{self.part} {step or 'none'} {passings}\n".encode())
        began, pid = await self._next_line()
        assert began == BEGAN, began
        self._pid = int(pid)

    async def until_it_runs(self) -> None:
        """Wait until it says that it is ready, or ends before that."""
        await self._hear()

    async def until_it_ends(self) -> int:
        """Its exit code, negative for a signal."""
        while self._pid:
            await self._hear()
        return self._ended

    async def _hear(self) -> None:
        match await self._next_line():
            case [word, code] if word == ENDED:
                self._pid, self._ended = 0, int(code)
            case _:
                self.runs.set()

    async def _next_line(self) -> list[str]:
        assert self._parent.stdout is not None
        return (await self._parent.stdout.readline()).decode().split()

    def send(self, number: signal.Signals) -> None:
        """Send a signal to the life that is under way."""
        if self._pid:
            os.kill(self._pid, number)

    async def unload(self) -> None:
        """No life any more."""
        self.send(signal.SIGKILL)
        if self._parent.returncode is None:
            self._parent.kill()
        await self._parent.wait()
