"""Which occasions somebody is told of now, and when to look again: in daytime, each once."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.occasions import MADE_UP_FOR, Occasion
from bot.domain.reminders import Reminded
from bot.domain.rhythm import Rhythm


@dataclass(frozen=True, slots=True, kw_only=True)
class OnTheDay:
    """What somebody is told of at an instant, and when to look at them next."""

    due: tuple[Occasion, ...]
    reminded: Reminded
    look_at: datetime | None


def plan_occasions(
    occasions: Sequence[Occasion], reminded: Reminded, *, rhythm: Rhythm, now: datetime
) -> OnTheDay:
    """The occasions that are told at `now`; one that was missed is made up for a week."""
    today = rhythm.day_of(now)
    news = [one for one in occasions if one not in reminded.heard]
    due = tuple(one for one in news if today - MADE_UP_FOR <= one.day <= today)
    told = due if rhythm.is_daytime(now) else ()
    known = (one for one in reminded.heard if one in occasions)
    waiting = [one for one in news if one not in told and one.day >= today - MADE_UP_FOR]
    return OnTheDay(
        due=told,
        reminded=replace(reminded, heard=(*known, *told)),
        look_at=_look_at(waiting, rhythm, now),
    )


def _look_at(waiting: Iterable[Occasion], rhythm: Rhythm, now: datetime) -> datetime | None:
    return min((rhythm.next_moment_from(one.day, now) for one in waiting), default=None)
