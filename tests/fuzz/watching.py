"""What everybody is shown and everything that is logged, looked at as it happens."""

import json
import logging
import re
from collections.abc import Callable
from dataclasses import dataclass

from bot.logs import LEVELS, JsonLines
from sandbox.records import SlackApp
from sandbox.seen import Seen
from tests.fuzz.marks import Mark, Marks, has_mark

APOLOGY = "Something went wrong"
_SECRETS = (SlackApp().bot_token, SlackApp().app_token, SlackApp().signing_secret)
_TOKEN = re.compile("|".join(map(re.escape, _SECRETS)))


@dataclass(frozen=True, slots=True)
class Sight:
    """Somebody was shown what somebody else has typed."""

    reader: str
    mark: Mark
    shown: str


class Watching(Seen):
    """A diary that keeps only what has to be looked into: whose text stands before whose eyes."""

    def __init__(
        self, marks: Marks, people: frozenset[str], complain: Callable[[str, str], None]
    ) -> None:
        super().__init__()
        self._marks = marks
        self._people = people
        self._complain = complain
        self.suspicious: list[Sight] = []

    def add(self, readers: frozenset[str], content: object) -> None:
        """Note what these people could see."""
        text = json.dumps(content, ensure_ascii=False)
        if APOLOGY in text:
            self._complain("apology", text)
        for mark in self._marks.in_text(text):
            for reader in (readers & self._people) - {mark.author}:
                self.suspicious.append(Sight(reader, mark, text))


class Listening(logging.Handler):
    """The log, in which there may be no failure, no typed text and no token."""

    def __init__(self, complain: Callable[[str, str], None]) -> None:
        super().__init__()
        self._complain = complain
        self.setFormatter(JsonLines())

    def emit(self, record: logging.LogRecord) -> None:
        """Look at a record as it would be written."""
        line = self.format(record)
        if record.levelno >= logging.ERROR:
            self._complain("failure", line)
        if has_mark([line]) or _TOKEN.search(line):
            self._complain("leak into the log", line)

    def listen(self) -> None:
        """Hear all that the bot would write."""
        logging.basicConfig(handlers=[self], force=True)
        for name, level in LEVELS.items():
            logging.getLogger(name).setLevel(level)
