"""Where in a form a problem is shown."""

from collections.abc import Iterable

from bot.domain.errors import Problem
from handlers.text import Json


def errors_for(view: Json, problems: Iterable[Problem]) -> dict[str, str]:
    """The sentences by field; a problem whose field is not in the view stands at the first one.

    Slack's client breaks on an error for anything but an input block of the view.
    """
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    found: dict[str, str] = {}
    for problem in problems if fields else ():
        field = problem.field if problem.field in fields else fields[0]
        found[field] = f"{found[field]} {problem.sentence}" if field in found else problem.sentence
    return found
