"""A YAML file as plain values, each with the line on which it stands.

Texts stay as they are typed: `on` is a word, `12:30` a text; a time is read later, with its zone.
"""

import re
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

Loc = tuple[int | str, ...]
"""The keys and indexes that lead to a value."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a file, and where; `line` counts from 1."""

    line: int
    field: str
    expected: str

    def __str__(self) -> str:
        return ": ".join(part for part in (f"line {self.line}", self.field, self.expected) if part)


class BadFile(Exception):  # noqa: N818  (the file is bad; the program did not err)
    """The file cannot be replayed; every fault at once."""

    def __init__(self, path: Path, *faults: Fault | str) -> None:
        super().__init__("\n".join(f"{path}: {fault}" for fault in faults))


class _Loader(yaml.SafeLoader):
    """YAML with texts, whole numbers, decimals, true, false and null; no tags."""

    yaml_implicit_resolvers = {}  # noqa: RUF012  (PyYAML's own way; filled below)

    def compose_node(self, parent: yaml.Node | None, index: Any) -> yaml.Node | None:  # noqa: ANN401
        event: Any = self.peek_event()  # type: ignore[no-untyped-call]
        if not isinstance(event, yaml.AliasEvent) and event.tag not in {None, "!"}:
            raise _fault(event.start_mark, "expected a value; tags are not read")
        return super().compose_node(parent, index)

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:  # noqa: FBT001, FBT002  (PyYAML's signature)
        seen: set[str] = set()
        for key, _ in node.value:
            if key.tag != _TEXT:
                raise _fault(key.start_mark, "expected a field's name")
            if key.value in seen:
                raise _fault(key.start_mark, f"expected {key.value} once; it stands here twice")
            seen.add(key.value)
        return super().construct_mapping(node, deep=deep)


_TEXT = "tag:yaml.org,2002:str"
_SCALARS: tuple[tuple[str, str, list[str] | None], ...] = (
    ("null", r"~|null|", ["~", "n", ""]),
    ("bool", r"true|false", ["t", "f"]),
    ("int", r"[-+]?[0-9]{1,4000}", list("-+0123456789")),
    ("float", r"[-+]?[0-9]{0,50}\.?[0-9]{1,50}(?:[eE][-+]?[0-9]{1,3})?", list("-+.0123456789")),
)
for _kind, _pattern, _first in _SCALARS:
    _Loader.add_implicit_resolver(
        f"tag:yaml.org,2002:{_kind}", re.compile(rf"(?:{_pattern})\Z"), _first
    )
_Loader.add_constructor("tag:yaml.org,2002:int", lambda _, node: int(node.value))
_Loader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


def _fault(mark: yaml.Mark, expected: str) -> yaml.MarkedYAMLError:
    return yaml.MarkedYAMLError(problem=expected, problem_mark=mark)


@dataclass(frozen=True, slots=True)
class Document:
    """A file's values and the nodes that they were read from."""

    values: Any
    root: yaml.Node | None

    def line(self, loc: Loc) -> int:
        """The line of the value at `loc`, or of the nearest thing around it."""
        node, line = self.root, 1 if self.root is None else self.root.start_mark.line + 1
        for step in loc:
            key, node = _child(node, step)
            if key is None:
                break
            line = key.start_mark.line + 1
        return line


def _child(node: yaml.Node | None, step: int | str) -> tuple[yaml.Node | None, yaml.Node | None]:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int):
        return node.value[step], node.value[step]
    if isinstance(node, yaml.MappingNode):
        return next(((key, value) for key, value in node.value if key.value == step), (None, None))
    return None, None


def read_document(path: Path) -> Document:
    """The file's values.

    Raises:
        BadFile: it cannot be read, or is not the YAML that is read here.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise BadFile(path, f"cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise BadFile(path, "expected a text file in UTF-8") from error
    try:
        return _parse(text)
    except yaml.MarkedYAMLError as error:
        raise BadFile(path, _yaml_fault(error)) from error
    except yaml.reader.ReaderError as error:
        line = text.count("\n", 0, error.position) + 1
        raise BadFile(path, Fault(line, "", "expected printable characters")) from error
    except RecursionError as error:
        raise BadFile(path, "expected a list of disputes; this is nested too deep") from error


def _parse(text: str) -> Document:
    loader = _Loader(text)
    try:
        root = loader.get_single_node()
        values = None if root is None else loader.construct_document(root)
        return Document(values, root)
    finally:
        loader.dispose()


def _yaml_fault(error: yaml.MarkedYAMLError) -> Fault:
    mark = error.problem_mark or error.context_mark
    expected = error.problem or "expected YAML"
    what = expected if expected.startswith("expected") else f"expected YAML; {expected}"
    return Fault(mark.line + 1 if mark else 1, "", what)
