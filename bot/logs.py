"""Logs: one JSON object a line, with ids and never with typed texts or tokens."""

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from types import TracebackType

OWN_FIELDS = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}
ExcInfo = tuple[type[BaseException], BaseException, TracebackType | None]


LEVELS = {"": logging.WARNING, "roadmap": logging.INFO, "roadmap.bolt": logging.ERROR}
"""Bolt's INFO holds whole request bodies, and its warnings are for who writes listeners."""


def set_up_logs() -> None:
    """Write our events to standard error, and of other people's code what is wrong."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(handlers=[handler], force=True)
    for name, level in LEVELS.items():
        logging.getLogger(name).setLevel(level)


class JsonLines(logging.Formatter):
    """A record as one line of JSON; of an exception its kind and where it came from."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            "logger": record.name,
        }
        line |= {key: value for key, value in vars(record).items() if key not in OWN_FIELDS}
        if record.exc_info and record.exc_info[1]:
            line["failure"] = describe(record.exc_info[1])
        return json.dumps(line, default=str)


def describe(failure: BaseException) -> list[str]:
    """An exception and its causes as kinds and places; its message may hold what people typed."""
    described = [type(failure).__name__, *_places(failure)]
    if isinstance(failure, BaseExceptionGroup):
        for part in failure.exceptions:
            described += describe(part)
    cause = failure.__cause__ or failure.__context__
    return [*described, "because of", *describe(cause)] if cause else described


def _places(failure: BaseException) -> list[str]:
    frames = traceback.extract_tb(failure.__traceback__)
    return [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
