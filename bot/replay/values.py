"""The kinds of values in a file of disputes, each read or refused in words."""

from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated

from pydantic import BeforeValidator, PlainValidator

from bot.domain.area import Stage
from bot.domain.areas import LONGEST_NAME, MOST_GPU_WEEKS
from bot.replay.spelling import did_you_mean

A_TIME = "a time with its zone, such as 2026-03-02T09:00:00Z"
A_DAY = "a day, such as 2026-03-23"
EARLIEST, LATEST = 1970, 2999
LARGEST = Decimal(10) ** 12


def _time(value: object) -> datetime:
    try:
        instant = datetime.fromisoformat(value) if isinstance(value, str) else None
    except ValueError:
        instant = None
    if instant is None or instant.tzinfo is None or not EARLIEST < instant.year < LATEST:
        raise ValueError(f"expected {A_TIME}")
    return instant.astimezone(UTC)


def _day(value: object) -> date:
    try:
        return date.fromisoformat(value if isinstance(value, str) else "")
    except ValueError:
        raise ValueError(f"expected {A_DAY}") from None


def _text(value: object) -> str:
    if value is not None and not isinstance(value, str):
        raise ValueError("expected a text; put it in quotes")
    return (value or "").strip()


def _title(value: object) -> str:
    if not (title := _text(value)):
        raise ValueError("expected a text")
    return title


def area_name(value: object) -> str:
    """A name as an area may have it; "" for none.

    Raises:
        ValueError: it is no text, or too long.

    """
    if len(area := _text(value)) > LONGEST_NAME:
        raise ValueError(f"expected at most {LONGEST_NAME} characters")
    return area


def _area_title(value: object) -> str:
    return area_name(_title(value))


def _text_or_number(value: object) -> str:
    """A text; a number is read as it is written: 40, 98.2, not measured."""
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        return str(value)
    return _text(value)


def _number(value: object) -> Decimal:
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise ValueError("expected a number")  # noqa: TRY004  (pydantic's way)
    if not -LARGEST < value < LARGEST:
        raise ValueError("expected a number below a million million")
    return Decimal(value)


def _from_zero_to(most: Decimal | int) -> Callable[[object], Decimal]:
    def read(value: object) -> Decimal:
        if not 0 <= (number := _number(value)) <= most:
            raise ValueError(f"expected a number from 0 to {most:,}")
        return number

    return read


def _from_zero(value: object) -> Decimal:
    if (number := _number(value)) < 0:
        raise ValueError("expected a number from 0 on")
    return number


_YES_OR_NO = {"yes": True, "no": False}


def _number_yes_or_no(value: object) -> Decimal | bool:
    if isinstance(value, bool):
        return value
    if isinstance(value, int | Decimal):
        return _number(value)
    if isinstance(value, str) and value in _YES_OR_NO:
        return _YES_OR_NO[value]
    raise ValueError("expected a number, yes or no")


def _always_true(value: object) -> bool:
    if value is True:
        return True
    raise ValueError("expected true; a limit that asks for nothing is left out")


def as_list(value: object) -> tuple[object, ...]:
    """The items of a list; none where there is nothing.

    Raises:
        ValueError: it is something else.

    """
    if value is not None and not isinstance(value, list):
        raise ValueError("expected a list")
    return tuple(value or ())


def one_of(words: type[StrEnum]) -> BeforeValidator:
    """Reads one of the words, and names them all when it is none."""

    def read(value: object) -> StrEnum:
        try:
            return words(value if isinstance(value, str) else "")
        except ValueError:
            *most, last = words
            hint = did_you_mean(str(value), words)
            raise ValueError(f"expected one of {', '.join(most)} or {last}{hint}") from None

    return BeforeValidator(read)


_STAGES = {"before": Stage.BEFORE, "after": Stage.AFTER}


def _stage(value: object) -> Stage:
    """A stage by its first word, or in full."""
    stages = {**_STAGES, **{stage.value: stage for stage in Stage}}
    if isinstance(value, str) and value in stages:
        return stages[value]
    hint = did_you_mean(str(value), _STAGES)
    raise ValueError(f"expected before or after, for the first customer prototype{hint}")


Time = Annotated[datetime, BeforeValidator(_time)]
Day = Annotated[date, BeforeValidator(_day)]
Text = Annotated[str, BeforeValidator(_text)]
Title = Annotated[str, BeforeValidator(_title)]
TextOrNumber = Annotated[str, BeforeValidator(_text_or_number)]
Number = Annotated[Decimal, BeforeValidator(_number)]
NumberFromZero = Annotated[Decimal, BeforeValidator(_from_zero)]
Percent = Annotated[Decimal, BeforeValidator(_from_zero_to(100))]
GpuWeeks = Annotated[Decimal, BeforeValidator(_from_zero_to(MOST_GPU_WEEKS))]
AreaTitle = Annotated[str, BeforeValidator(_area_title)]
StageWord = Annotated[Stage, BeforeValidator(_stage)]
AlwaysTrue = Annotated[bool, BeforeValidator(_always_true)]
NumberYesOrNo = Annotated[Decimal | bool, PlainValidator(_number_yes_or_no)]
