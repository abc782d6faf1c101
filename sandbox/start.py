"""How the sandbox starts, what keeps it from starting, and how it ends."""

import asyncio
import os
import signal
import socket
import sys
from collections.abc import Callable, Coroutine, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from fastapi import FastAPI
from nicegui import app, ui

from bot.config import MOST_PORT, Settings
from bot.domain.ids import TeamId
from bot.domain.notices import CardChanged
from bot.domain.telling import deliveries
from bot.start import CannotStart, upgrade_database
from sandbox.page import attach
from sandbox.stage import LOOPBACK, Stage, open_stage
from sandbox.stories.earlier import EARLIER_BEGINS_AT
from sandbox.stories.people import BEGINS_AT
from sandbox.stories.telling import FIELD, STORIES, play_door, play_story, welcome
from storage.lock import DatabaseInUse, hold

TITLE = "Roadmap sandbox"
MOST_CARDS = 50
SECONDS_BETWEEN_STEPS = 3.0
Say = Callable[[str], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was asked for on the command line."""

    port: int
    keep: Path | None = None
    empty: bool = False
    story: str = ""


def start_sandbox(asked: Asked, say: Say) -> None:
    """Run the sandbox until SIGTERM or Ctrl-C, and leave nothing but what shall be kept.

    Raises:
        CannotStart: with everything that was found.

    """
    if found := tuple(_problems(asked)):
        raise CannotStart(*found)
    with _database(asked.keep) as url:
        asyncio.run(_run(asked, url, say))


def _problems(asked: Asked) -> Iterator[str]:
    if asked.empty and asked.story:
        yield "--empty and --story exclude each other: choose one."
    if asked.story and asked.story not in STORIES:
        yield f"There is no story {asked.story!r}. There are: {', '.join(STORIES)}."
    if not asked.empty and not FIELD.exists():
        yield f"The stories are told from {FIELD}, which is not there. Start with --empty."
    yield from _port_problem(asked.port)
    if asked.keep and not asked.keep.absolute().parent.is_dir():
        yield f"--keep {asked.keep}: there is no folder {asked.keep.absolute().parent}."


def _port_problem(port: int) -> Iterator[str]:
    if not 0 < port <= MOST_PORT:
        yield f"The port is {port}; it is a number from 1 to {MOST_PORT}, such as 3000."
        return
    try:
        socket.create_server((LOOPBACK, port)).close()
    except OSError as failure:
        yield (
            f"Port {port} cannot be had ({os.strerror(failure.errno or 0)}). Is another program "
            f"using it? Choose another one, such as `make sandbox PORT={port % MOST_PORT + 1}`."
        )


@contextmanager
def _database(keep: Path | None) -> Iterator[str]:
    """Give the address of the file to keep, or of one that is thrown away at the end."""
    if keep is None:
        with TemporaryDirectory(prefix="roadmap-sandbox-") as folder:
            yield f"sqlite:///{folder}/roadmap.sqlite3"
        return
    url = f"sqlite:///{keep.absolute()}"
    upgrade_database(Settings(database_url=url))
    try:
        with hold(url):
            yield url
    except DatabaseInUse as reason:
        raise CannotStart(str(reason)) from reason


async def _run(asked: Asked, database_url: str, say: Say) -> None:
    stopping = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, stopping.set)
    begins_at = BEGINS_AT if asked.empty or asked.story else EARLIER_BEGINS_AT
    async with open_stage(
        port=asked.port, database_url=database_url, begins_at=begins_at, furnish=_furnish
    ) as stage:
        await _unless(stopping, _perform(stage, asked, say))
        await stopping.wait()


def _furnish(site: FastAPI, stage: Stage) -> None:
    """Put the page in the browser beside the rest."""
    attach(stage)
    # Quasar's loading bar has no name for screen readers, and the page shows by itself what is new.
    app.config.quasar_config["loadingBar"]["skipHijack"] = True
    ui.run_with(site, title=TITLE, dark=None, tailwind=False, show_welcome_message=False)


async def _unless(stopping: asyncio.Event, doing: Coroutine[None, None, None]) -> None:
    """Do it, unless we are told to stop before it is done."""
    under_way = asyncio.create_task(doing)
    told = asyncio.create_task(stopping.wait())
    await asyncio.wait({under_way, told}, return_when=asyncio.FIRST_COMPLETED)
    told.cancel()
    if not under_way.done():
        under_way.cancel()
        await asyncio.wait({under_way})
        return
    await under_way


async def _perform(stage: Stage, asked: Asked, say: Say) -> None:
    kept = await _bring_back(stage)
    if not (kept or asked.empty or asked.story):
        await play_door(stage)
    welcome(stage)
    say(f"The sandbox is at {stage.slack.courier.slack_url} (Ctrl-C ends it).")
    if asked.keep:
        say(_what_is_kept(asked.keep, kept))
    if asked.story:
        say(_how_it_goes_on())
        await play_story(stage, asked.story, say, _pause)


async def _bring_back(stage: Stage) -> int:
    """Post the cards of all disputes on record again, from where time stood; give how many."""
    last = await stage.last_event_at()
    if last is None:
        return 0
    stage.clock.move_to(last)
    team = TeamId(stage.slack.workspace.team_id)
    async with stage.bot.begin() as tx:
        ended = await tx.disputes.ruled(team, limit=MOST_CARDS)
        found = sorted([*ended, *await tx.disputes.open_ones(team)], key=lambda one: one.id.number)
        for dispute in found:
            await tx.outbox.put(deliveries(dispute, (CardChanged(dispute.id),)))
    await stage.settle()
    return len(found)


def _what_is_kept(file: Path, cards: int) -> str:
    kept = "disputes, cases, drafts and rulings; messages and the clock are not"
    again = f" {cards} cards were posted anew, without their threads." if cards else ""
    return f"{file} keeps {kept}.{again}"


def _how_it_goes_on() -> str:
    if sys.stdin.isatty():
        return "Look into #roadmap, and press Enter here for each step."
    return f"Look into #roadmap: a step follows every {SECONDS_BETWEEN_STEPS:.0f} seconds."


async def _pause() -> None:
    """Wait for Enter where somebody sits at a terminal, and a little while elsewhere."""
    if not sys.stdin.isatty():
        await asyncio.sleep(SECONDS_BETWEEN_STEPS)
        return
    loop, entered = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(sys.stdin, entered.set)
    try:
        await entered.wait()
        sys.stdin.readline()
    finally:
        loop.remove_reader(sys.stdin)
