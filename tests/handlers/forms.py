"""Forms as Slack shows them and sends them back, without a Slack."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.domain.dispute import Dispute
from bot.domain.sealing import SeenDispute, seen_in_channel
from handlers.text import Json
from sandbox.inputs import Choice, carry_over, choose, put_value
from sandbox.limits import check_view
from sandbox.parts import find_block, name_parts
from sandbox.seen import find_strings
from tests.builders import BOTH_IN, an_opening

NASTY = (
    "<!channel>",
    "<@U1>",
    "R&D & <b>",
    "*bold* `code` _it_",
    "🙂 👩🏽‍🔬",
    "שאלה מימין לשמאל",
    "x" * 3000,
)
"""Texts that have broken a form somewhere, all of them typed by somebody."""

typed_texts = st.one_of(
    st.sampled_from(NASTY), st.text(max_size=60), st.text(min_size=60, max_size=600)
).map(lambda text: text.replace("\x00", "").strip())
"""What a field gives back: nothing stands around it."""


def sent_back(view: Json, answers: Mapping[str, Choice] | None = None) -> Json:
    """The form as Slack sends it when these fields are filled in and the others left as shown."""
    check_view(view, "modal")
    blocks = name_parts(view["blocks"], lambda: "unnamed")
    values = carry_over({}, blocks)
    for block_id, answer in (answers or {}).items():
        block = find_block(blocks, block_id)
        element = block["element"]
        values = put_value(values, block, element, choose(element, answer, lambda *_: True))
    return {**view, "id": "V1", "blocks": blocks, "state": {"values": values}}


def read_aloud(view: Json) -> str:
    """Every text of a form, one a line."""
    return "\n".join(find_strings(view))


def seen(dispute: Dispute, **changes: Any) -> SeenDispute:
    shown = seen_in_channel(dispute, now=BOTH_IN)
    return replace(shown, opening=an_opening(**changes)) if changes else shown


def offered(view: Json) -> list[tuple[str, str]]:
    """The options that a form offers to choose from: the line, and the small print under it."""
    blocks = name_parts(view["blocks"], lambda: "unnamed")
    options = find_block(blocks, "option")["element"]["options"]
    return [(one["text"]["text"], one.get("description", {}).get("text", "")) for one in options]
