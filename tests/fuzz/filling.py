"""Forms filled in at random: what fits, what does not, and what nobody would type."""

import json
from dataclasses import fields, replace
from datetime import timedelta

from bot.domain.case import Figures
from handlers.text import Json
from sandbox.elements import options_of
from sandbox.inputs import KINDS, is_kept
from sandbox.parts import touchable
from sandbox.records import Values, View
from sandbox.workspace import Workspace
from tests.fuzz.chance import LONGEST, NUMBERS, Chance
from tests.fuzz.marks import Marks
from tests.world import ADA, JONAS, LEE, MAYA, OLU, ZOE

DAYS = (-400, -7, -1, 0, 0, 1, 7, 40, 40, 400)
MEMBERS = (LEE, MAYA, JONAS, ADA, OLU, ZOE)


class Filler:
    """Somebody who fills in forms: with care, or without any."""

    def __init__(self, chance: Chance, marks: Marks, workspace: Workspace) -> None:
        self._chance = chance
        self._marks = marks
        self._workspace = workspace
        self._people = sorted(workspace.people)
        self._channels = sorted(workspace.channels)

    def filled(self, view: View, dispute: int | None) -> View:
        """The form with other values in its fields."""
        careful = self._chance.often(0.6)
        marks = [self._marks.make(view.person_id, dispute=dispute, form=view.id) for _ in "ab"]
        values: dict[str, dict[str, Json]] = {}
        for block, element in touchable(view.blocks):
            if is_kept(element):
                before = view.values.get(block["block_id"], {}).get(element["action_id"])
                kept = before if before and self._chance.often(0.2) else None
                self._marks.sent_along(json.dumps(kept), dispute=dispute, form=view.id)
                # Whoever would build an option reads it, and nothing else of the case.
                mark = marks[block["block_id"].startswith("option:")]
                value = kept or self._value(block, element, str(mark), careful=careful)
                values.setdefault(block["block_id"], {})[element["action_id"]] = value
        return replace(view, values=self._torn(values))

    def _torn(self, values: Values) -> Values:
        """The values, of which some are at times not sent along."""
        if self._chance.often(0.97):
            return values
        return {block: told for block, told in values.items() if self._chance.often(0.9)}

    def _value(self, block: Json, element: Json, mark: str, *, careful: bool) -> Json:
        kind = KINDS[element["type"]]
        if block.get("optional") and self._chance.often(0.8 if careful else 0.5):
            return {"type": element["type"], kind.key: [] if kind.is_many else None}
        if kind.is_many:
            most = element.get("max_selected_items", 3)
            chosen: object = self._several(element, kind.key, most)
        else:
            chosen = self._one(block, element, kind.key, mark, careful=careful)
        return {"type": element["type"], kind.key: chosen}

    def _several(self, element: Json, key: str, most: int) -> list[object]:
        if key == "selected_options":
            return self._chance.some([*options_of(element)], most)
        places = self._people if key == "selected_users" else self._channels
        return [*self._chance.some(places, most)]

    def _one(self, block: Json, element: Json, key: str, mark: str, *, careful: bool) -> object:
        match key:
            case "selected_option":
                return self._chance.pick(options_of(element))
            case "selected_user":
                return self._chance.pick(MEMBERS if careful else self._people)
            case "selected_conversation" | "selected_channel":
                return self._chance.pick(self._channels)
            case "selected_date":
                return self._day()
            case _:
                return self._text(block, element, mark, careful=careful)

    def _day(self) -> str:
        day = self._workspace.clock().date() + timedelta(days=self._chance.pick(DAYS))
        return day.isoformat()

    def _text(self, block: Json, element: Json, mark: str, *, careful: bool) -> str:
        name = block["block_id"].rpartition(":")[2]
        if careful and name in FITTING:
            return self._chance.pick(FITTING[name]).format(mark)
        if name in FITTING and self._chance.often(0.5):
            return self._chance.pick(NUMBERS)
        most = min(element.get("max_length", LONGEST), LONGEST)
        if careful:
            return f"{mark} {self._chance.pick(PLAIN)}"[:most]
        return self._chance.text(mark, most=most)


PLAIN = ("Merchants ask why.", "Acme", "They say so in the weekly call.", "<@U2MAYA> & *us*", "🙂")
FITTING = {one.name: ("1", "3") for one in fields(Figures)} | {
    "cost_of_delay_sum": ("3 cases x 1 USD, {}",),
    "days_to_feedback": ("7", "14", "28", "70"),
    "days": ("21", "35", "80"),
    "half_life_days": ("20", "60", "200"),
    "lowest_accuracy_percent": ("50", "95"),
    "highest_latency_ms": ("200", "5000"),
    "highest_cost_per_query_usd": ("0.01", "3"),
    "own": ("GPU memory at most 48 GB", "{}: yes"),
    "gpu_budget": ("0", "5"),
    "number": ("100", "0.03"),
    "unit": ("", "GB"),
    "link": ("https://example.com/{}",),
}
"""What fits into fields that do not take just any text."""
