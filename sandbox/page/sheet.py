"""What blocks are drawn on: a message or a view, as one person has it before them."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from sandbox.inputs import carry_over
from sandbox.page.reader import Reader
from sandbox.records import Message, Values, View

Address = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Sheet:
    """The place of blocks: who reads, how it is found again, what was chosen and what is wrong."""

    reader: Reader
    address: Address
    values: Values
    errors: Mapping[str, str] = field(default_factory=dict)
    folds: bool = False
    """Whether long texts are folded, as in messages."""


def sheet_of_message(message: Message, reader: Reader, chosen: Values) -> Sheet:
    """A message as a sheet, with what the reader has chosen in it."""
    values = carry_over(chosen, message.blocks)
    return Sheet(reader, address_of(message), values, folds=True)


def sheet_of_view(view: View, reader: Reader, errors: Mapping[str, str]) -> Sheet:
    """A view as a sheet, with the errors at its fields."""
    return Sheet(reader, {"view": view.id}, view.values, errors)


def address_of(message: Message) -> Address:
    """Where a message is found again."""
    return {"channel": message.channel_id, "ts": message.ts}
