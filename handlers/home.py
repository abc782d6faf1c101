"""The App Home: what its reader owes, what ends next, what ended and what came of it."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from slack_bolt.async_app import AsyncApp

from bot.domain.estimates import TrackRecord
from bot.domain.ids import TeamId, UserId
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute
from bot.services import homes
from bot.services.homes import HomeContents
from bot.services.owing import Owed
from bot.services.ports import Begin, Directory
from handlers.blocks import actions, button, context, divider, header, home, paragraph, preformatted
from handlers.buttons import LABELS
from handlers.chart import CHART
from handlers.context import Request
from handlers.fitting import fitted_view
from handlers.ids import COMMAND, Click, Happening
from handlers.lists import open_row, ruled_row
from handlers.owed import MOST_OWED, left_out, owed_blocks, things
from handlers.page import Page
from handlers.text import Bold, Json
from handlers.track_record import record_blocks


async def draw(
    team: TeamId, user: UserId, *, now: datetime, begin: Begin, directory: Directory
) -> Json:
    """The view as it is true now, for that person."""
    contents = await homes.read_home(team, user, now=now, begin=begin, directory=directory)
    return build(contents, user, now=now)


def build(contents: HomeContents, to: UserId, *, now: datetime) -> Json:
    """The view; without words such as "in 3 days", as it may stand there for days."""
    return fitted_view(lambda most: _draw(contents, to, now, most))


def without_charts(view: Json) -> Json:
    """The same in words alone, as some of Slack's clients and plans refuse charts."""
    blocks = [block for block in view["blocks"] if block["type"] != CHART]
    return {**view, "blocks": blocks}


def _draw(contents: HomeContents, to: UserId, now: datetime, most: int) -> Json:
    is_empty = not (contents.owed or contents.ending_next or contents.ended_last)
    return home(
        *(_welcome() if is_empty else _at_work(contents, to, now, most)),
        *_at_the_bottom(contents),
    )


def _welcome() -> list[Json]:
    return [header("Roadmap disputes"), paragraph((WHAT_FOR,))]


WHAT_FOR = (
    "When product and research disagree about what to build next, this bot ends it within seven "
    "days: they agree, one side yields, somebody decides, or the option whose customer answers "
    "soonest is chosen. Each ruling keeps its reasons and the day on which an answer is promised."
)


def _at_work(contents: HomeContents, to: UserId, now: datetime, most: int) -> list[Json]:
    return [
        header("What you owe"),
        *_owed(contents.owed, to, now, most),
        divider(),
        header("What ends next"),
        *_ending_next(contents, now),
        divider(),
        header("Ended lately"),
        *_ended_last(contents.ended_last),
        divider(),
        *_what_came_of_it(contents.record),
    ]


def _owed(owed: Sequence[Owed], to: UserId, now: datetime, most: int) -> list[Json]:
    if not owed:
        return [paragraph(("Nothing waits for you.",))]
    drawn = [block for one in owed[:MOST_OWED] for block in _one_owed(one, to, now, most)]
    return [paragraph((Bold(things(len(owed))),)), *drawn, *left_out(owed[MOST_OWED:])]


def _one_owed(one: Owed, to: UserId, now: datetime, most: int) -> list[Json]:
    """As on any day: that a call is the last one is true in a message only."""
    page = Page(seen=one.dispute, now=now, most=most)
    return owed_blocks(page, replace(one, is_last_call=False), to)


def _ending_next(contents: HomeContents, now: datetime) -> list[Json]:
    if not contents.ending_next:
        return [paragraph(("No dispute is open that you can see.",))]
    more = contents.open_count - len(contents.ending_next)
    rest = [context((f"And {more} more: {COMMAND} list",))] if more else []
    return [*(open_row(seen, now) for seen in contents.ending_next), *rest]


def _ended_last(ended: Sequence[SeenDispute]) -> list[Json]:
    if not ended:
        return [paragraph(("Nothing has ended yet that you can see.",))]
    rulings = [(seen, seen.state) for seen in ended if isinstance(seen.state, Ruling)]
    return [*(ruled_row(seen, ruling) for seen, ruling in rulings), context((_LOG,))]


def _what_came_of_it(record: TrackRecord) -> list[Json]:
    """How promises were kept, by side; nothing while none has come due."""
    blocks = record_blocks(record)
    return [header("What came of it"), *blocks, divider()] if blocks else []


_LOG = f"The last 20: {COMMAND} log"


def _at_the_bottom(contents: HomeContents) -> list[Json]:
    settings = button(LABELS[Click.SETTINGS], Click.SETTINGS)
    return [
        paragraph((Bold("To open a dispute"), ", type in a channel that both sides can read:")),
        preformatted(f"{COMMAND} dispute Ship hybrid or fine-tune?"),
        *([actions(settings)] if contents.may_change_settings else []),
    ]


async def on_opened(event: Json, asked: Request) -> None:
    """It is drawn within a second, and anew whenever something of it changes."""
    if event["tab"] == "home":
        is_blank = "view" not in event
        await homes.note_opened(asked.team, asked.who, is_blank=is_blank, begin=asked.begin)


def register(app: AsyncApp) -> None:
    """Slack tells when somebody looks at it."""
    app.event(Happening.HOME_OPENED.value)(on_opened)
