"""The answer to `/roadmap health`: for whom, and whether all is well, in plain words."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.app import App
from bot.services.ports import Backlog, Begin, Parked
from bot.services.watching import SILENCE, Health, Standing
from handlers.health import LONG, told
from handlers.ids import COMMAND
from sandbox.limits import check_message_blocks
from sandbox.records import Person
from sandbox.server import Slack
from tests.builders import HOUR
from tests.handlers.deeds import TEAM, a_dispute, everything_in
from tests.handlers.deeds import told as told_last
from tests.handlers.looks import read
from tests.world import LEE, OLU, ROADMAP, SECRET, MovableClock

SECOND = timedelta(seconds=1)
QUIET = Backlog(
    open_windows=3,
    overdue_windows=0,
    waiting=0,
    in_doubt=0,
    parked=0,
    oldest_waits=timedelta(),
)
WELL = Health(
    standing=Standing(swept_ago=4 * SECOND, backlog=QUIET), parked=(), database="PostgreSQL"
)


def with_backlog(**changes: object) -> Health:
    changed = replace(QUIET, **changes)  # type: ignore[arg-type]
    return replace(WELL, standing=replace(WELL.standing, backlog=changed))


def swept(ago: timedelta | None) -> Health:
    return replace(WELL, standing=replace(WELL.standing, swept_ago=ago))


# What it says


def test_when_all_is_well_the_first_line_says_so() -> None:
    *lines, version = read(told(WELL)).splitlines()

    assert lines == [
        "All is well.",
        "- The clock last swept 4 seconds ago.",
        "- 3 windows are open.",
        "- No message waits to be sent.",
    ]
    assert version.startswith("roadmap-bot ")
    assert version.endswith(" on PostgreSQL")


TROUBLES = [
    (swept(5 * HOUR), "The clock last swept 5 hours ago.", "see that roadmap-bot runs"),
    (swept(None), "The clock has not swept yet.", "see that roadmap-bot runs"),
    (
        with_backlog(overdue_windows=1),
        "3 windows are open, 1 of them over and not ruled yet.",
        "ruled within seconds",
    ),
    (
        with_backlog(waiting=2, oldest_waits=2 * HOUR),
        "2 messages wait to be sent, the oldest for 2 hours.",
        "roadmap-bot check says whether Slack takes our token",
    ),
    (
        replace(with_backlog(parked=2), parked=(Parked(12, "is_archived"),)),
        "2 messages could not be sent: #12 (is_archived).",
        "a button to try again",
    ),
]


@pytest.mark.parametrize(("health", "said", "to_do"), TROUBLES)
def test_what_is_wrong_is_said_with_what_to_do(health: Health, said: str, to_do: str) -> None:
    shown = read(told(health))

    assert shown.startswith("Something needs a look.")
    assert said in shown
    assert to_do in shown


@pytest.mark.parametrize(
    "health",
    [
        swept(SILENCE),
        with_backlog(waiting=1, oldest_waits=LONG),
        with_backlog(open_windows=0),
    ],
)
def test_what_is_as_it_should_be_is_no_trouble(health: Health) -> None:
    assert read(told(health)).startswith("All is well.")


def test_one_is_said_as_one_and_none_as_none() -> None:
    assert "1 window is open." in read(told(with_backlog(open_windows=1)))
    assert "No window is open." in read(told(with_backlog(open_windows=0)))
    one = with_backlog(waiting=1, oldest_waits=SECOND)
    assert "1 message waits to be sent, the oldest for 1 second." in read(told(one))


@pytest.mark.parametrize("health", [WELL, *(trouble for trouble, _, _ in TROUBLES)])
def test_slack_takes_it(health: Health) -> None:
    check_message_blocks(told(health).blocks)


# For whom

BOSS = Person("U11BOSS", "boss", "Boss", is_admin=True)
"""An admin who is no founder."""


async def ask(slack: Slack, who: str) -> str:
    assert (await slack.as_person(who).command(COMMAND, "health", channel=ROADMAP)).ok
    return everything_in(slack.ephemerals(who)[-1])


@pytest.mark.usefixtures("bot")
async def test_a_founder_and_an_admin_read_it_and_nobody_else(slack: Slack, bot: App) -> None:
    slack.workspace.add_person(BOSS)
    await bot.rule()

    assert "All is well." in await ask(slack, OLU)
    assert "All is well." in await ask(slack, BOSS.id)
    await ask(slack, LEE)
    assert told_last(slack, LEE) == (
        "You cannot ask how the bot is. A founder or an admin or owner of the workspace can."
    )


async def test_the_clock_that_stands_still_is_seen(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    await bot.rule()
    clock.move(hours=5)

    assert "The clock last swept 5 hours ago." in await ask(slack, OLU)


async def parked(begin: Begin) -> int:
    async with begin(reading=True) as tx:
        return len(await tx.watching.parked(TEAM, limit=10))


async def test_what_is_parked_of_a_private_channel_is_named_to_founders_and_not_to_admins(
    slack: Slack, begin: Begin
) -> None:
    slack.workspace.add_person(BOSS)
    for channel in (ROADMAP, SECRET):
        slack.faults.fail_next("chat.postMessage", "is_archived", channel=channel)
    await a_dispute(begin)
    await a_dispute(begin, channel=SECRET, form="V1")
    while await parked(begin) < 2:
        pass

    to_founder, to_admin = await ask(slack, OLU), await ask(slack, BOSS.id)

    assert "could not be sent: #1 (is_archived), #2 (is_archived)." in to_founder
    assert "could not be sent: #1 (is_archived)." in to_admin
    assert "2 messages could not be sent" in to_admin


@pytest.mark.usefixtures("bot")
async def test_before_anything_has_happened_it_can_be_asked(slack: Slack) -> None:
    assert "The clock has not swept yet." in await ask(slack, OLU)
