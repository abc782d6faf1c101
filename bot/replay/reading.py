"""A file of disputes, checked: every fault with its line, its field and what was expected."""

from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from bot.domain.gate import Gated
from bot.replay import schema
from bot.replay.document import BadFile, Document, Fault, Loc, read_document
from bot.replay.entry import Entry
from bot.replay.fitting import misfits
from bot.replay.placing import on_its_lines
from bot.replay.spelling import did_you_mean
from bot.replay.values import A_TIME

_EXPECTED = {
    "int_type": "expected a whole number",
    "bool_type": "expected true or false",
    "too_long": "expected at most {max_length} items, found {actual_length}",
    "dict_type": "expected limits by their names, each with a number, yes or no",
    "model_type": "expected fields, such as `title: …`",
    "value_error": "{error}",
}
_MISSING = {
    "disputes": "expected a list of disputes",
    "question": "expected a text",
    "option": "expected an option's title",
    "name": "expected a text",
    "by": "expected a founder's name",
    "figure": f"expected one of {', '.join(list(Gated)[:-1])} or {Gated.BAR}",
    "side": "expected product or research",
    "opened_at": f"expected {A_TIME}",
    "filed_at": f"expected {A_TIME}",
    "at": f"expected {A_TIME}",
}
_LONGEST_FOUND = 40
_ITEMS = {
    "disputes": "dispute",
    "options": "option",
    "evidence": "evidence",
    "limits": "limit",
    "gates": "gate",
    "signoffs": "signoff",
}


def read_disputes(path: Path) -> tuple[schema.DisputeEntry, ...]:
    """The disputes of a file in the format of the files in `examples`, each part with its line.

    Raises:
        BadFile: the file cannot be read or has faults; every one of them is named.

    """
    document = read_document(path)
    try:
        disputes = schema.File.model_validate(document.values).disputes
    except ValidationError as error:
        found = [(details["loc"], _expected(details)) for details in error.errors()]
        raise _bad_file(path, document, found) from error
    if found := list(misfits(disputes)):
        raise _bad_file(path, document, found)
    return on_its_lines(disputes, document)


def _bad_file(path: Path, document: Document, found: Iterable[tuple[Loc, str]]) -> BadFile:
    faults = [Fault(document.line(loc), _field(loc), expected) for loc, expected in found]
    return BadFile(path, *sorted(faults, key=lambda fault: fault.line))


def _field(loc: Loc) -> str:
    """Where it stands, counted as people count: dispute 1, product, option 2, title."""
    return ", ".join(_steps(loc))


def _steps(loc: Loc) -> Iterator[str]:
    for before, step, after in zip(("", *loc), loc, (*loc[1:], ""), strict=False):
        if isinstance(step, int):
            yield f"{_ITEMS.get(str(before), before)} {step + 1}"
        elif not isinstance(after, int):
            yield step


def _expected(details: ErrorDetails) -> str:
    if not details["loc"]:
        return "expected `disputes:` and a list of them"
    kind, context = details["type"], details.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_field(str(details["loc"][-1]))
    if kind == "missing":
        return _MISSING[str(details["loc"][-1])]
    expected = _EXPECTED.get(kind, "expected something else").format(**context)
    return expected if expected.endswith("?") else f"{expected}{_found(details['input'])}"


def _found(value: object) -> str:
    if not isinstance(value, str | int | Decimal):
        return ""
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return f", found {text[:_LONGEST_FOUND]}"


def _unknown_field(name: str) -> str:
    return f"expected a field of the format{did_you_mean(name, _field_names())}"


def _field_names() -> list[str]:
    fields = (field for model in Entry.__subclasses__() for field in model.model_fields.items())
    return [info.alias or name for name, info in fields]
