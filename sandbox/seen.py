"""A diary of all that was ever put before people's eyes."""

from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sight:
    """Something shown, and who could see it at that moment."""

    readers: frozenset[str]
    content: object


class Seen:
    """Everything shown so far, the versions that were edited away included."""

    def __init__(self) -> None:
        self._sights: list[Sight] = []

    def add(self, readers: frozenset[str], content: object) -> None:
        """Note that these people could see this."""
        self._sights.append(Sight(readers, content))

    def text_for(self, person_id: str) -> str:
        """Give every string that ever reached this person's screen, one a line."""
        sights = (sight.content for sight in self._sights if person_id in sight.readers)
        return "\n".join(leaf for content in sights for leaf in find_strings(content))


def find_strings(content: object) -> Iterator[str]:
    """Give every string in a piece of JSON: texts, but also ids, values and metadata."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, dict):
        for item in content.values():
            yield from find_strings(item)
    elif isinstance(content, list | tuple):
        for item in content:
            yield from find_strings(item)
