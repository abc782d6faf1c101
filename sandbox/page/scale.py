"""The scale of a chart: from a round number below all values to one above them."""

from collections.abc import Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

HEIGHT = 160
"""The pixels between both ends."""
STEPS = 4


@dataclass(frozen=True, slots=True)
class Scale:
    """Round numbers at even distances."""

    low: float
    high: float
    step: float

    @property
    def ticks(self) -> list[float]:
        """The numbers that are written at the axis, the lowest first."""
        count = round((self.high - self.low) / self.step)
        return [self.low + self.step * number for number in range(count + 1)]

    def y(self, value: float) -> float:
        """How many pixels below the top a value is."""
        return (self.high - value) / (self.high - self.low) * HEIGHT


def fit(values: Sequence[float]) -> Scale:
    """The scale on which all values and 0 have their place."""
    low, high = min(0.0, *values), max(0.0, *values)
    step = _round_up((high - low or 1.0) / STEPS)
    if all(float(value).is_integer() for value in values):
        step = max(step, 1.0)
    return Scale(floor(low / step) * step, max(ceil(high / step) * step, step), step)


def _round_up(raw: float) -> float:
    magnitude: float = 10.0 ** floor(log10(raw))
    return next(many * magnitude for many in (1, 2, 5, 10) if many * magnitude >= raw * 0.999)


def say_number(value: float) -> str:
    """A number in figures, as in 1,234.5."""
    return f"{value:,.10g}"
