"""The interactive parts of blocks: where they are, and the names Slack gives to nameless ones."""

import copy
from collections.abc import Callable, Iterable, Iterator

from sandbox.wire import Json, NotOnScreenError

# Text and pictures stand among elements too, and never have an action_id.
_PASSIVE = {"plain_text", "mrkdwn", "image"}


def elements_of(block: Json) -> list[Json]:
    """Give the elements of one block that a person can touch."""
    if block["type"] == "input":
        return [block["element"]]
    if block["type"] == "actions":
        return list(block["elements"])
    accessory = block.get("accessory") if block["type"] == "section" else None
    return [accessory] if accessory and accessory["type"] not in _PASSIVE else []


def touchable(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Give every block with each element of it that a person can touch."""
    for block in blocks:
        for element in elements_of(block):
            yield block, element


def name_parts(blocks: Iterable[Json], new_name: Callable[[], str]) -> list[Json]:
    """Give a block_id and action_ids wherever the app gave none, as Slack does."""
    named = copy.deepcopy(list(blocks))
    for block in named:
        block.setdefault("block_id", new_name())
    for _, element in touchable(named):
        element.setdefault("action_id", new_name())
    return named


def find_part(
    blocks: Iterable[Json], action_id: str, block_id: str | None = None
) -> tuple[Json, Json]:
    """Find the one element with that id; several or none is an error."""
    found = [
        (block, element)
        for block, element in touchable(blocks)
        if element["action_id"] == action_id and block_id in {None, block["block_id"]}
    ]
    if len(found) != 1:
        raise NotOnScreenError(f"{len(found)} elements {action_id!r} in block {block_id!r}")
    return found[0]


def find_block(blocks: Iterable[Json], block_id: str) -> Json:
    """Find the block with that id."""
    for block in blocks:
        if block["block_id"] == block_id:
            return block
    raise NotOnScreenError(f"no block {block_id!r}")
