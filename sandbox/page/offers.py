"""What a list offers: the options of an element, the people, the conversations one can see."""

from collections.abc import Callable, Iterable, Iterator, Mapping

from sandbox.elements import options_of
from sandbox.page.reader import Reader
from sandbox.records import Channel
from sandbox.wire import Json

Offered = list[tuple[str, str]]
"""Values, each with the words for it."""

_ALL_KINDS = ("im", "private", "public")


def offered_by(element: Json, reader: Reader) -> Offered:
    """All that can be chosen in an element that is a list, in the order in which it is shown."""
    return list(_OFFERS[element["type"].removeprefix("multi_")](element, reader))


def _offer_options(element: Json, _reader: Reader) -> Iterable[tuple[str, str]]:
    return ((option["value"], option["text"]["text"]) for option in options_of(element))


def _offer_people(_element: Json, reader: Reader) -> Iterable[tuple[str, str]]:
    return sorted(reader.people.items(), key=lambda person: person[1].casefold())


def _offer_channels(_element: Json, reader: Reader) -> Iterable[tuple[str, str]]:
    return _named(channel for channel in reader.places if not channel.is_private)


def _offer_conversations(element: Json, reader: Reader) -> Iterator[tuple[str, str]]:
    kinds = element.get("filter", {}).get("include", _ALL_KINDS)
    yield from _named(place for place in reader.places if _kind_of(place) in kinds)
    if "im" in kinds:
        yield from _offer_people(element, reader)


def _named(channels: Iterable[Channel]) -> Iterator[tuple[str, str]]:
    for channel in sorted(channels, key=lambda one: one.name):
        yield channel.id, f"#{channel.name} (private)" if channel.is_private else f"#{channel.name}"


def _kind_of(channel: Channel) -> str:
    return "private" if channel.is_private else "public"


_OFFERS: Mapping[str, Callable[[Json, Reader], Iterable[tuple[str, str]]]] = {
    "static_select": _offer_options,
    "users_select": _offer_people,
    "channels_select": _offer_channels,
    "conversations_select": _offer_conversations,
}
