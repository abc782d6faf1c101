"""What the browser sends with each deed in a form: the value of every field."""

from collections.abc import Mapping

from sandbox.acting import Actor
from sandbox.inputs import KINDS, Choice, sends_at_once
from sandbox.parts import touchable
from sandbox.records import View

Typed = Mapping[str, Mapping[str, Choice]]
"""block_id -> action_id -> the value."""


def fill_in(actor: Actor, view: View, typed: Typed) -> View:
    """The view with what was typed in it; what sends at once is clicked and never filled."""
    answers = {
        (block["block_id"], element["action_id"]): typed[block["block_id"]][element["action_id"]]
        for block, element in touchable(view.blocks)
        if element["type"] in KINDS
        and not sends_at_once(block, element)
        and element["action_id"] in typed.get(block["block_id"], {})
    }
    return actor.fill(view, answers)
