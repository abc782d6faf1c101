"""What Slack refuses in a message or a view, under the error names Slack gives it."""

import json
from collections import Counter
from collections.abc import Iterator, Sequence

from sandbox.blocks import ON_HOME, ON_MESSAGE, ON_MODAL
from sandbox.elements import ID, plain
from sandbox.parts import elements_of, touchable
from sandbox.schema import Check, Problem, array, boolean, string, tagged, typed
from sandbox.wire import Json, SlackError

# docs.slack.dev/reference/methods/chat.postMessage: longer text is cut; here it is refused, loudly.
MOST_TEXT = 40_000
# docs.slack.dev/reference/methods/chat.update: msg_too_long.
MOST_UPDATED_TEXT = 4_000
MOST_MARKDOWN = 12_000
# docs.slack.dev/reference/block-kit/blocks/table-block: per table and per message.
MOST_TABLE_TEXT = 10_000
MOST_CHARTS = 2
# docs.slack.dev/reference/methods/views.update: 250 kB.
MOST_VIEW_BYTES = 250_000
# Slack publishes no number; this is ours, and careful.
MOST_METADATA = 8_000

MESSAGE_BLOCKS = array(typed(ON_MESSAGE), 50, least=0)

_VIEW: dict[str, Check] = {
    "private_metadata": string(3000, least=0),
    "callback_id": string(255, least=0),
    "external_id": string(255, least=0),
}
_MODAL = tagged(
    "modal",
    {"title": plain(24), "blocks": array(typed(ON_MODAL), 100, least=0)},
    {
        **_VIEW,
        "submit": plain(24),
        "close": plain(24),
        "clear_on_close": boolean,
        "notify_on_close": boolean,
        "submit_disabled": boolean,
    },
)
_HOME = tagged("home", {"blocks": array(typed(ON_HOME), 100, least=0)}, _VIEW)
VIEW = typed({**_MODAL, **_HOME})


def check_message_blocks(blocks: object) -> None:
    """Refuse blocks a message cannot carry as `invalid_blocks`."""
    problems = list(MESSAGE_BLOCKS(blocks, "/blocks"))
    if not problems and isinstance(blocks, list):
        problems = [*_find_doubles(blocks, "/blocks"), *_check_sums(blocks)]
    _refuse("invalid_blocks", problems)


def check_text(text: str, most: int = MOST_TEXT) -> None:
    """Refuse text beyond the method's limit as `msg_too_long`."""
    if len(text) > most:
        raise SlackError("msg_too_long")


def check_said(text: str, blocks: Sequence[Json]) -> None:
    """Refuse a message that says nothing in text nor in blocks as `no_text`."""
    if not text and not blocks:
        raise SlackError("no_text")


def check_metadata(metadata: object) -> None:
    """Refuse metadata that is not an event type with a payload object of moderate size."""
    if not isinstance(metadata, dict) or set(metadata) != {"event_type", "event_payload"}:
        raise SlackError("invalid_metadata_format")
    if list(ID(metadata["event_type"], "")) or not isinstance(metadata["event_payload"], dict):
        raise SlackError("invalid_metadata_schema")
    if len(json.dumps(metadata, ensure_ascii=False)) > MOST_METADATA:
        raise SlackError("metadata_too_large")


def check_view(view: object, kind: str) -> None:
    """Refuse a view Slack cannot show as `invalid_arguments`, one too big by its own name."""
    if len(json.dumps(view, ensure_ascii=False).encode()) > MOST_VIEW_BYTES:
        raise SlackError("view_too_large")
    problems = list(VIEW(view, "/view"))
    if not problems and isinstance(view, dict):
        problems = [*_check_whole_view(view, kind)]
    _refuse("invalid_arguments", problems)


def _check_whole_view(view: Json, kind: str) -> Iterator[Problem]:
    blocks = view["blocks"]
    if view["type"] != kind:
        yield Problem("/view/type", f"must be of type {kind}")
    if kind == "modal" and "submit" not in view and any(b["type"] == "input" for b in blocks):
        yield Problem("/view", "missing required field: submit (there are input blocks)")
    focused = [element for _, element in touchable(blocks) if element.get("focus_on_load")]
    if len(focused) > 1:
        yield Problem("/view/blocks", "only one element may have focus_on_load")
    yield from _find_doubles(blocks, "/view/blocks")
    yield from _check_sums(blocks)


def _find_doubles(blocks: list[Json], at: str) -> Iterator[Problem]:
    ids = Counter(block["block_id"] for block in blocks if "block_id" in block)
    for block_id in [block_id for block_id, times in ids.items() if times > 1]:
        yield Problem(at, f"block_id already exists: {block_id}")
    for place, block in enumerate(blocks):
        names = Counter(e["action_id"] for e in elements_of(block) if "action_id" in e)
        for action_id in [name for name, times in names.items() if times > 1]:
            yield Problem(f"{at}/{place}", f"action_id already exists: {action_id}")


def _check_sums(blocks: list[Json]) -> Iterator[Problem]:
    tables = [block for block in blocks if block["type"] == "table"]
    if len(tables) > 1:
        yield Problem("/blocks", "only one table allowed", "only_one_table_allowed")
    if sum(map(_table_text, tables)) > MOST_TABLE_TEXT:
        yield Problem("/blocks", f"tables must be less than {MOST_TABLE_TEXT + 1} characters")
    markdown = (len(block["text"]) for block in blocks if block["type"] == "markdown")
    if sum(markdown) > MOST_MARKDOWN:
        yield Problem("/blocks", f"markdown must be less than {MOST_MARKDOWN + 1} characters")
    if sum(block["type"] == "data_visualization" for block in blocks) > MOST_CHARTS:
        yield Problem("/blocks", f"no more than {MOST_CHARTS} data visualizations allowed")


def _table_text(table: Json) -> int:
    return sum(_text_length(cell) for row in table["rows"] for cell in row)


def _text_length(part: object) -> int:
    if isinstance(part, list):
        return sum(map(_text_length, part))
    if not isinstance(part, dict):
        return 0
    shown = part.get("text", part.get("value", ""))
    return len(str(shown)) + _text_length(part.get("elements", []))


def _refuse(error: str, problems: list[Problem]) -> None:
    if problems:
        named = next((problem.error for problem in problems if problem.error), error)
        raise SlackError(named, [str(problem) for problem in problems])
