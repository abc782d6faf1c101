"""What is no record of ours, though it has the form of one."""

from dataclasses import fields, is_dataclass
from datetime import date, datetime

from storage.searched import Row

EARLIEST, LATEST = 1970, 2999
"""The years after and up to which instants and days are believed."""


def refuse_unwritable(row: Row) -> None:
    """Refuse what PostgreSQL has no place for; the parts are JSON, which can say everything.

    Raises:
        ValueError: there is something of the kind.

    """
    if any("\x00" in text for text in row.values() if isinstance(text, str)):
        raise ValueError


def refuse_impossible(value: object) -> None:
    """Refuse days of other ages and instants without a zone, anywhere in the value.

    Raises:
        ValueError: there is one.

    """
    if isinstance(value, datetime) and not value.tzinfo:
        raise ValueError
    if isinstance(value, date) and not EARLIEST < value.year <= LATEST:
        raise ValueError
    if is_dataclass(value):
        for field in fields(value):
            refuse_impossible(getattr(value, field.name))
    elif isinstance(value, tuple):
        for item in value:
            refuse_impossible(item)
