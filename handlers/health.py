"""The answer to `/roadmap health`: whether the clock and the messages keep up, in plain words."""

from collections.abc import Iterator
from datetime import timedelta
from importlib.metadata import version

from bot.domain.words import count, say_length
from bot.services.ports import Backlog
from bot.services.watching import Health, Standing, read_health
from handlers.blocks import Message, bullets, context, message, paragraph
from handlers.context import Request
from handlers.text import Bold, Line

LONG = timedelta(minutes=10)
"""A message that waits longer than that is held up by something."""


async def ask(asked: Request, _rest: str) -> Message:
    """How the bot is, to who asked for it alone.

    Raises:
        NotAllowed: who asks is neither a founder nor an admin.

    """
    health = await read_health(
        asked.team,
        to=await asked.person(),
        now=asked.now,
        directory=asked.directory,
        begin=asked.begin,
    )
    return told(health)


def told(health: Health) -> Message:
    """First whether all is well; then the clock, the windows and the messages; what to do."""
    standing = health.standing
    todo = list(_what_to_do(standing))
    first = "Something needs a look." if todo else "All is well."
    return message(
        (first,),
        paragraph((Bold(first),)),
        bullets(_clock(standing), *_windows(standing.backlog), *_messages(health)),
        *([paragraph(*todo)] if todo else []),
        context((f"roadmap-bot {version('roadmap-bot')} on {health.database}",)),
    )


def _clock(standing: Standing) -> Line:
    if standing.swept_ago is None:
        return ("The clock has not swept yet.",)
    return (f"The clock last swept {say_length(standing.swept_ago)} ago.",)


def _windows(backlog: Backlog) -> Iterator[Line]:
    overdue = f", {backlog.overdue_windows} of them over and not ruled yet"
    said = count(backlog.open_windows, "window") if backlog.open_windows else "No window"
    verb = "is" if backlog.open_windows <= 1 else "are"
    yield (f"{said} {verb} open{overdue if backlog.overdue_windows else ''}.",)


def _messages(health: Health) -> Iterator[Line]:
    backlog = health.standing.backlog
    if backlog.waiting:
        verb = "waits" if backlog.waiting == 1 else "wait"
        since = say_length(backlog.oldest_waits)
        yield (f"{count(backlog.waiting, 'message')} {verb} to be sent, the oldest for {since}.",)
    else:
        yield ("No message waits to be sent.",)
    if backlog.parked:
        named = ", ".join(f"{_dispute(one.number)} ({one.error})" for one in health.parked)
        which = f": {named}" if named else ""
        yield (f"{count(backlog.parked, 'message')} could not be sent{which}.",)


def _dispute(number: int | None) -> str:
    return "no dispute" if number is None else f"#{number}"


def _what_to_do(standing: Standing) -> Iterator[Line]:
    backlog = standing.backlog
    if standing.is_silent:
        yield (_START_IT,)
    elif backlog.overdue_windows:
        yield ("What is over is ruled within seconds. If it stays, the log says why.",)
    if backlog.oldest_waits > LONG:
        yield ("Messages are held up: roadmap-bot check says whether Slack takes our token.",)
    if backlog.parked:
        yield (_TRY_AGAIN,)


_START_IT = (
    "The clock stands still: see that roadmap-bot runs (with PostgreSQL, the worker). "
    "What ended meanwhile is then ruled, dated to its deadline."
)
_TRY_AGAIN = (
    "Who opened the dispute has been told why a message could not be sent, "
    "with a button to try again."
)
