"""A small vocabulary to say what JSON may look like; a check yields what is wrong and where."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from sandbox.wire import Json


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong at a JSON pointer; `error` names it when Slack has an own name for it."""

    pointer: str
    message: str
    error: str | None = None

    def __str__(self) -> str:
        return f"{self.message} [json-pointer:{self.pointer}]"


Check = Callable[[object, str], Iterator[Problem]]
Rule = Callable[[Json, str], Iterator[Problem]]


def string(most: int | None = None, *, least: int = 1, pattern: str | None = None) -> Check:
    """Check for a string of `least` to `most` characters that matches the whole pattern."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, str):
            yield Problem(at, "must provide a string")
        elif len(value) < least:
            yield Problem(at, f"must be more than {least - 1} characters")
        elif most is not None and len(value) > most:
            yield Problem(at, f"must be less than {most + 1} characters")
        elif pattern is not None and not re.fullmatch(pattern, value):
            yield Problem(at, "failed to match the required pattern")

    return check


def choice(*allowed: str) -> Check:
    """Check for one of the given strings."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if value not in allowed:
            yield Problem(at, f"must be one of: {', '.join(allowed)}")

    return check


def integer(least: int, most: int) -> Check:
    """Check for a whole number from `least` to `most`."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if isinstance(value, bool) or not isinstance(value, int):
            yield Problem(at, "must provide an integer")
        elif not least <= value <= most:
            yield Problem(at, f"must be between {least} and {most}")

    return check


def number(value: object, at: str) -> Iterator[Problem]:
    """Check for any number."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        yield Problem(at, "must provide a number")


def positive(value: object, at: str) -> Iterator[Problem]:
    """Check for a number above 0."""
    problems = list(number(value, at))
    yield from problems
    if not problems and float(str(value)) <= 0:
        yield Problem(at, "must be greater than 0")


def boolean(value: object, at: str) -> Iterator[Problem]:
    """Check for true or false."""
    if not isinstance(value, bool):
        yield Problem(at, "must provide a boolean")


def array(of: Check, most: int, *, least: int = 1) -> Check:
    """Check for a list of `least` to `most` items that each pass."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, list):
            yield Problem(at, "must provide an array")
        elif len(value) < least:
            yield Problem(at, f"no fewer than {least} items allowed")
        elif len(value) > most:
            yield Problem(at, f"no more than {most} items allowed")
        else:
            for place, item in enumerate(value):
                yield from of(item, f"{at}/{place}")

    return check


def mapping(
    required: Mapping[str, Check],
    optional: Mapping[str, Check] | None = None,
    rules: Iterable[Rule] = (),
) -> Check:
    """Check for an object with these keys only; `rules` look at it once its keys are right."""
    known = {**required, **(optional or {})}

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
            return
        problems = [*_check_keys(value, required, known, at), *_check_values(value, known, at)]
        yield from problems
        if not problems:
            for rule in rules:
                yield from rule(value, at)

    return check


def _check_keys(
    value: Json, required: Mapping[str, Check], known: Mapping[str, Check], at: str
) -> Iterator[Problem]:
    for key in required:
        if key not in value:
            yield Problem(at, f"missing required field: {key}")
    for key in value:
        if key not in known:
            yield Problem(at, f"invalid additional property: {key}")


def _check_values(value: Json, known: Mapping[str, Check], at: str) -> Iterator[Problem]:
    for key, item in value.items():
        if key in known:
            yield from known[key](item, f"{at}/{key}")


def typed(checks: Mapping[str, Check]) -> Check:
    """Check an object by what its `type` asks for."""

    def check(value: object, at: str) -> Iterator[Problem]:
        if not isinstance(value, dict):
            yield Problem(at, "must be an object")
        elif "type" not in value:
            yield Problem(at, "missing required field: type")
        elif value["type"] not in checks:
            yield Problem(f"{at}/type", f"unsupported type: {value['type']}")
        else:
            yield from checks[value["type"]](value, at)

    return check


def tagged(
    name: str,
    required: Mapping[str, Check] | None = None,
    optional: Mapping[str, Check] | None = None,
    rules: Iterable[Rule] = (),
) -> dict[str, Check]:
    """Make one row of a table for `typed`: an object of that type."""
    return {name: mapping({"type": choice(name), **(required or {})}, optional, rules)}


def exactly_one(*keys: str) -> Rule:
    """Demand one of the keys, and only one."""

    def rule(value: Json, at: str) -> Iterator[Problem]:
        if sum(key in value for key in keys) != 1:
            yield Problem(at, f"must provide exactly one of: {', '.join(keys)}")

    return rule


def at_least_one(*keys: str) -> Rule:
    """Demand at least one of the keys."""

    def rule(value: Json, at: str) -> Iterator[Problem]:
        if not any(key in value for key in keys):
            yield Problem(at, f"must provide at least one of: {', '.join(keys)}")

    return rule
