"""The real bot as a process that dies at a step.

For each line such as `web marked 2` a child is made that is `roadmap-bot web` and kills itself at
the second passing of that step; at `web none 0` it does not. Nothing in the bot knows of this.
What is put in the place of its own parts is here: the rules' clock, which the harness moves, waits
that would outlast a run, and listeners at the steps.
"""

import importlib
import os
import select
import signal
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from aiohttp import ClientSession, TraceConfig, TraceRequestEndParams, TraceRequestStartParams

from bot import cli
from bot.app import build
from bot.domain.dispute import Dispute, Open
from bot.services.ports import Begin, Claimed, Posted
from handlers.sending import Sender
from storage.transaction import make_begin
from tests.soak.clock import MovedClock
from tests.soak.mortal import BEGAN, ENDED, LOADED
from tests.soak.steps import Fuse, Step

CLOCK, VOID, PACE = "SOAK_CLOCK", "SOAK_VOID", "SOAK_SECONDS_BETWEEN_MESSAGES"
POSTS = "chat.postMessage"
REACHES = (POSTS, "conversations.history")
SECONDS_BETWEEN_LOOKS = 0.02
FUSE = Fuse()
SHORTER: dict[tuple[str, str], object] = {
    ("handlers.delivery", "LEASE"): timedelta(seconds=15),
    ("handlers.directory", "ASK_AGAIN_SECONDS"): 2.0,
    ("handlers.sending", "ASK_AGAIN_SECONDS"): 2.0,
    ("bot.services.reminders", "ASK_AGAIN"): timedelta(seconds=2),
    ("bot.services.digest", "ASK_AGAIN"): timedelta(seconds=2),
}
"""Waits of a minute and more, which would only make the run longer."""


def main() -> None:
    """Load everything once; then for each line live once."""
    arrange()
    _say(LOADED)
    while line := sys.stdin.readline():
        part, step, passings = line.split()
        child = os.fork()
        if child == 0:
            FUSE.step, FUSE.passings = step, int(passings)
            sys.argv[1:] = [part]
            cli.main()
            sys.exit()
        _say(f"{BEGAN} {child}")
        _say(f"{ENDED} {_code_of(child)}")


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def _code_of(child: int) -> int:
    """How it ended; nobody is left alive when who reads this is gone."""
    while True:
        ended, status = os.waitpid(child, os.WNOHANG)
        if ended:
            return os.waitstatus_to_exitcode(status)
        if select.select([sys.stdin], [], [], SECONDS_BETWEEN_LOOKS)[0]:
            os.kill(child, signal.SIGKILL)
            sys.exit()


def arrange() -> None:
    for (module, name), value in SHORTER.items():
        _put(module, name, value)
    _put("bot.app", "make_begin", watched)
    _put("bot.app", "ClientSession", partial(ClientSession, trace_configs=[listening()]))
    pace = float(os.environ[PACE])
    clock = MovedClock(Path(os.environ[CLOCK]))
    _put("bot.start", "build", partial(build, clock=clock, seconds_between_messages=pace))
    Sender.send = noting_void(Sender.send, Path(os.environ[VOID]))  # type: ignore[method-assign]


def _put(module: str, name: str, value: object) -> None:
    """Put something in the place of what is there; that it is there is sure."""
    place = importlib.import_module(module)
    assert hasattr(place, name), f"{module} has no {name} any more"
    setattr(place, name, value)


# The database's side


@dataclass(frozen=True, slots=True)
class Watched:
    """A part of a transaction, and what is done with it."""

    part: Any
    done: set[str]

    def __getattr__(self, name: str) -> Any:
        return getattr(self.part, name)

    async def claim(self, **asked: Any) -> tuple[Claimed, ...]:
        claimed: tuple[Claimed, ...] = await self.part.claim(**asked)
        if claimed:
            self.done.add("claim")
        return claimed

    async def mark_sent(self, claimed: Claimed) -> None:
        await self.part.mark_sent(claimed)
        self.done.add("mark")

    async def save(self, before: Dispute, after: Dispute, *rest: Any) -> None:
        await self.part.save(before, after, *rest)
        if isinstance(before.state, Open) and not isinstance(after.state, Open):
            self.done.add("rule")


def watched(*given: Any, **named: Any) -> Begin:
    """How transactions begin, with the steps around their commit."""
    real = make_begin(*given, **named)

    @asynccontextmanager
    async def begin(*, reading: bool = False) -> AsyncIterator[Any]:
        done: set[str] = set()
        async with real(reading=reading) as tx:
            yield _watching(tx, done)
            _pass(done, mark=Step.MARKING, rule=Step.RULING)
        _pass(done, claim=Step.CLAIMED, mark=Step.MARKED, rule=Step.RULED)

    return begin


def _watching(tx: Any, done: set[str]) -> SimpleNamespace:
    parts = {name: getattr(tx, name) for name in tx.__slots__}
    told = {name: Watched(parts[name], done) for name in ("outbox", "disputes")}
    return SimpleNamespace(**(parts | told))


def _pass(done: set[str], **steps: Step) -> None:
    for name, step in steps.items():
        if name in done:
            FUSE.passes(step)


# Slack's side

_reached: ContextVar[list[str]] = ContextVar("reached")


def listening() -> TraceConfig:
    """What notices each call as it leaves, and as it is answered."""
    trace = TraceConfig()

    async def leaves(_: object, __: object, call: TraceRequestStartParams) -> None:
        method = call.url.path.rpartition("/")[2]
        if method in REACHES:
            _reached.get([]).append(method)
        if method == POSTS:
            FUSE.passes(Step.CALLING)

    async def is_answered(_: object, __: object, call: TraceRequestEndParams) -> None:
        if call.url.path.endswith(POSTS) and call.response.ok:
            FUSE.passes(Step.ACCEPTED)

    trace.on_request_start.append(leaves)
    trace.on_request_end.append(is_answered)
    return trace


def noting_void(send: Callable[..., Any], void: Path) -> Callable[..., Any]:
    """Sending, with a note of each message that need not be told any more."""

    async def noting(self: Sender, claimed: Claimed) -> Posted | None:
        reached: list[str] = []
        _reached.set(reached)
        posted: Posted | None = await send(self, claimed)
        if not reached:
            with void.open("a") as notes:
                notes.write(f"{claimed.id}\n")
        return posted

    return noting


if __name__ == "__main__":
    main()
