"""How a digest reads: what needs the founders first, then what happened, then the figures."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from bot.domain.digest import Digest, Promise
from bot.domain.period import Period
from bot.domain.sealing import SeenDispute
from bot.domain.words import Words, say_day
from handlers.blocks import Message, actions, bullets, context, header, message, paragraph
from handlers.digest_answers import answers_in_short, came_line, overdue_line
from handlers.digest_figures import figures
from handlers.digest_lines import (
    ended_line,
    open_line,
    promise_line,
    set_aside_line,
)
from handlers.digest_needs import needs_of
from handlers.fitting import fitted
from handlers.ids import COMMAND
from handlers.page import Page
from handlers.promised import answer_owed
from handlers.text import Bold, Json, Line

MOST_LINES = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A digest, and to whom it is told when."""

    digest: Digest
    now: datetime
    to_founder: bool = True
    is_preview: bool = False

    def drawn(self, *, with_chart: bool = True) -> Message:
        """The message with the longest texts that Slack takes; a quiet week is one line."""
        if self.digest.is_quiet:
            said: Words = (f"{self._title}: {_QUIET}", *_next(self.digest.next))
            return message(said, paragraph(said))
        return fitted(lambda most: self._busy(most, with_chart=with_chart))

    @property
    def _title(self) -> str:
        period = self.digest.period
        days = f"{_day(period.first_day)} to now" if self.is_preview else span(period)
        return f"Roadmap disputes, {days}"

    def _busy(self, most: int, *, with_chart: bool) -> Message:
        return message(
            (f"{self._title}: {self._in_short()}.",),
            header(self._title),
            *self._needs(most),
            *self._lists(most),
            *figures(self.digest, with_chart=with_chart),
            *_to_read(self.digest),
        )

    def _in_short(self) -> str:
        needs = self.digest.how_many_need
        needing = "needs" if needs == 1 else "need"
        numbers = {
            f"{needing} {'you' if self.to_founder else 'a founder'}": needs,
            "ended": len(self.digest.ended),
            "set aside": len(self.digest.set_aside),
            "open": len(self.digest.is_open),
            **answers_in_short(self.digest),
        }
        return ", ".join(f"{number} {what}" for what, number in numbers.items() if number)

    def _page(self, seen: SeenDispute, most: int) -> Page:
        return Page(seen=seen, now=self.now, most=most)

    def _needs(self, most: int) -> Iterator[Json]:
        """What waits for a founder, each with the button that does it."""
        needs = list(needs_of(self.digest, self.now, most, to_founder=self.to_founder))
        if needs:
            yield paragraph((Bold("Needs you" if self.to_founder else "Needs a founder"),))
        for need in needs[:MOST_LINES]:
            yield paragraph(need.line)
            if need.buttons:
                yield actions(*need.buttons)
        if len(needs) > MOST_LINES:
            yield paragraph(_rest(len(needs), "list"))

    def _lists(self, most: int) -> Iterator[Json]:
        def page(seen: SeenDispute) -> Page:
            return self._page(seen, most)

        told = self.digest
        ended = [ended_line(page(one.dispute), one.ruling) for one in told.ended]
        promised = [promise_line(page(one.dispute), one) for one in told.promised]
        yield from _listed(f"Ended {len(ended)}", ended, "log")
        yield from _listed(
            f"Set aside {len(told.set_aside)}",
            [set_aside_line(page(seen)) for seen in told.set_aside],
            "log",
        )
        yield from _listed(
            f"Open {len(told.is_open)}", [open_line(page(seen)) for seen in told.is_open], "list"
        )
        yield from _listed("Answers due", promised, "log")
        came = [came_line(page(one.dispute), one) for one in told.came]
        overdue = [overdue_line(page(seen)) for seen in told.overdue]
        yield from _listed(f"What came of promises {len(came)}", came, "log")
        yield from _listed(f"Answers overdue {len(overdue)}", overdue, "log")


def span(period: Period) -> str:
    """The local days of a period as people write them: 9 to 15 March."""
    first, last = period.first_day, period.last_day
    if first == last:
        return _day(first)
    if first.year != last.year:
        return f"{_day(first)} {first.year} to {_day(last)} {last.year}"
    return f"{first.day if first.month == last.month else _day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B}"


_QUIET = "nothing opened, nothing ended, nothing needs you."


def _next(coming: SeenDispute | Promise | None) -> Words:
    match coming:
        case Promise(dispute=seen, chosen=chosen, due_on=due_on):
            owed = answer_owed(chosen.option)
            return (f" Next: {owed} on {seen.opening.id}, due {say_day(due_on)}.",)
        case SeenDispute(opening=opening):
            return (f" Next: {opening.id} ends ", opening.window.closes_at, ".")
        case None:
            return ()


def _listed(title: str, lines: Sequence[Line], more: str) -> Iterator[Json]:
    """A part with its lines, a few of them at most; nothing where there is none."""
    if not lines:
        return
    rest = [_rest(len(lines), more)] if len(lines) > MOST_LINES else []
    yield paragraph((Bold(title),))
    yield bullets(*lines[:MOST_LINES], *rest)


def _rest(number: int, word: str) -> Line:
    return (f"and {number - MOST_LINES} more: {COMMAND} {word}",)


def _to_read(digest: Digest) -> list[Json]:
    """How to read one in full, with the number of one that is told; nothing where none is."""
    parts = (digest.ended, digest.came, digest.needs)
    ended, came, needs = ([one.dispute for one in part] for part in parts)
    told = (*digest.is_open, *ended, *digest.set_aside, *came, *digest.overdue, *needs)
    if not told:
        return []
    return [context((f"To read one in full: {COMMAND} show {told[0].opening.id.number}",))]
