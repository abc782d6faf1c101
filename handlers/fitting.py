"""Messages no longer than Slack takes them: where one is, every typed text in it is cut shorter."""

import json
from collections.abc import Callable

from handlers.blocks import Message
from handlers.text import Json

LENGTHS = (3000, 1500, 1000, 700, 500, 350, 250, 150, 80, 40, 20)
"""The most characters of each typed text, tried in this order."""
MOST_SHOWN = 8_000
"""Slack refuses longer blocks as `msg_blocks_too_long` and gives no number; posts of 9,600
characters went through, posts of 11,300 did not (github.com/slackapi/bolt-js/issues/2867)."""
MOST_VIEW_BYTES = 200_000
"""docs.slack.dev/reference/methods/views.update: 250 kB."""


def fitted(draw: Callable[[int], Message]) -> Message:
    """The message with the longest texts that fit; `draw` is given the most characters of each."""
    for most in LENGTHS:
        drawn = draw(most)
        if shown_length(drawn.blocks) <= MOST_SHOWN:
            break
    return drawn


def fitted_view(draw: Callable[[int], Json]) -> Json:
    """The view with the longest texts that fit; `draw` is given the most characters of each."""
    for most in LENGTHS:
        drawn = draw(most)
        if len(json.dumps(drawn, ensure_ascii=False).encode()) <= MOST_VIEW_BYTES:
            break
    return drawn


def shown_length(part: object) -> int:
    """The characters that blocks show, addresses of links included."""
    if isinstance(part, list):
        return sum(map(shown_length, part))
    if isinstance(part, dict):
        return sum(_length_of(key, value) for key, value in part.items())
    return 0


def _length_of(key: str, value: object) -> int:
    if isinstance(value, str):
        return len(value) if key in {"text", "url", "fallback"} else 0
    return shown_length(value)
