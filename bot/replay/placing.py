"""The lines on which the parts of a dispute stand, so that a refusal can name them."""

from bot.replay.document import Document, Loc
from bot.replay.schema import DisputeEntry

_PARTS = ("product", "research", "yielded", "agreed", "decided")
_LISTS = ("gates", "signoffs")


def on_its_lines(
    disputes: tuple[DisputeEntry, ...], document: Document
) -> tuple[DisputeEntry, ...]:
    """The disputes of a document, each thing that the rules can refuse with its line."""
    return tuple(
        _placed(entry, ("disputes", place), document) for place, entry in enumerate(disputes)
    )


def _placed(entry: DisputeEntry, loc: Loc, document: Document) -> DisputeEntry:
    parts = {
        name: part.on_line(document.line((*loc, name)))
        for name in _PARTS
        if (part := getattr(entry, name))
    }
    lists = {
        name: tuple(
            item.on_line(document.line((*loc, name, place)))
            for place, item in enumerate(getattr(entry, name))
        )
        for name in _LISTS
    }
    return entry.model_copy(update={**parts, **lists})
