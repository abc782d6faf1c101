"""A part of a file, with the line on which it stands."""

from typing import Self

from pydantic import BaseModel, ConfigDict, PrivateAttr


class Entry(BaseModel):
    """What every part of the format is: without unknown fields, and with its line."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)

    _line: int | None = PrivateAttr(default=None)

    @property
    def line(self) -> int | None:
        """Where it stands in its file, counted from 1; None where it is of no file."""
        return self._line

    def on_line(self, line: int) -> Self:
        """The same, with the line on which it stands."""
        placed = self.model_copy()
        placed._line = line  # noqa: SLF001  (its own)
        return placed
