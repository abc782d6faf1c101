"""Values of any type of the domain, every field and every kind of each union included."""

from dataclasses import is_dataclass
from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from types import UnionType
from typing import Any, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

instants = st.datetimes(
    min_value=datetime(2000, 1, 1),  # noqa: DTZ001  (hypothesis adds the zone)
    max_value=datetime(2100, 1, 1),  # noqa: DTZ001
    timezones=st.sampled_from([UTC, timezone(timedelta(hours=5, minutes=30))]),
)
days = st.dates(min_value=date(2000, 1, 1), max_value=date(2100, 1, 1))


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    if is_dataclass(kind) and isinstance(kind, type):
        hints = get_type_hints(kind)
        return st.builds(kind, **{name: values_of(hints[name]) for name in hints})
    if isinstance(kind, UnionType):
        return st.one_of(*map(values_of, get_args(kind)))
    if get_origin(kind) is tuple:
        return st.lists(values_of(get_args(kind)[0]), max_size=2).map(tuple)
    if kind is datetime:
        return instants
    if kind is date:
        return days
    return st.decimals(allow_nan=False) if kind is Decimal else st.from_type(kind)
