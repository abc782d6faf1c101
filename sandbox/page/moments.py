"""Instants in the reader's words: Slack's date tokens, times of messages, days between them.

docs.slack.dev/messaging/formatting-message-text#date-formatting.
"""

import re
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from sandbox.page.markup import Html, h
from sandbox.page.reader import Reader

_TOKEN = re.compile(r"\{(\w+)\}")
_YEAR_GOES_WITHOUT_SAYING = timedelta(days=183)
_NEAR = {-1: "yesterday", 0: "today", 1: "tomorrow"}
_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60))


def from_ts(ts: str) -> datetime:
    """The instant of a message."""
    return datetime.fromtimestamp(float(ts), UTC)


def say_moment(timestamp: int, pattern: str, reader: Reader) -> str:
    """A moment by Slack's pattern of tokens, in the reader's zone."""
    local = reader.local(datetime.fromtimestamp(timestamp, UTC))
    return _TOKEN.sub(lambda found: _say_token(found, local, reader), pattern)


def draw_moment(timestamp: int, pattern: str, reader: Reader) -> Html:
    """A moment as an element that also tells it in UTC."""
    instant = datetime.fromtimestamp(timestamp, UTC)
    said = say_moment(timestamp, pattern, reader)
    return h("time", said, datetime=instant.isoformat(), title=f"{say_day_and_time(instant)} UTC")


def say_time(local: datetime) -> str:
    """The time of day."""
    return f"{local:%H:%M}"


def say_day_and_time(local: datetime) -> str:
    """Day and time in short, as in "Mon 9 March, 10:00"."""
    return f"{local:%a} {local.day} {local:%B}, {local:%H:%M}"


def say_day(local: datetime, reader: Reader) -> str:
    """The day that a line across the conversation names."""
    said = _pretty(_long)(local, reader)
    return said[0].upper() + said[1:]


def say_ago(instant: datetime, reader: Reader) -> str:
    """How long ago something was, or in how long it will be."""
    seconds = int((reader.now - instant).total_seconds())
    for unit, length in _UNITS:
        if count := abs(seconds) // length:
            said = f"{count} {unit}{'s' if count > 1 else ''}"
            return f"{said} ago" if seconds > 0 else f"in {said}"
    return "just now"


def _say_token(found: re.Match[str], local: datetime, reader: Reader) -> str:
    say = _TOKENS.get(found[1])
    return say(local, reader) if say else found[0]


def _year(local: datetime, reader: Reader) -> str:
    is_near = abs(reader.local(reader.now) - local) < _YEAR_GOES_WITHOUT_SAYING
    return "" if is_near else f" {local.year}"


def _date(local: datetime, reader: Reader) -> str:
    return f"{local.day} {local:%B}{_year(local, reader)}"


def _short(local: datetime, reader: Reader) -> str:
    return f"{local.day} {local:%b}{_year(local, reader)}"


def _long(local: datetime, reader: Reader) -> str:
    return f"{local:%A}, {_date(local, reader)}"


Say = Callable[[datetime, Reader], str]


def _pretty(otherwise: Say) -> Say:
    def say(local: datetime, reader: Reader) -> str:
        days = (local.date() - reader.local(reader.now).date()).days
        return _NEAR.get(days) or otherwise(local, reader)

    return say


_TOKENS: Mapping[str, Say] = {
    "date_num": lambda local, _: f"{local:%Y-%m-%d}",
    "date_slash": lambda local, _: f"{local:%d/%m/%Y}",
    "date": _date,
    "date_short": _short,
    "date_long": _long,
    "date_pretty": _pretty(_date),
    "date_short_pretty": _pretty(_short),
    "date_long_pretty": _pretty(_long),
    "time": lambda local, _: say_time(local),
    "time_secs": lambda local, _: f"{local:%H:%M:%S}",
    "ago": say_ago,
}
