"""Forms that are clicked in, submitted and closed: those on a screen, and those left open long."""

import json
from dataclasses import dataclass, field, replace

from handlers.ids import ANSWER, Form
from handlers.text import Json
from sandbox.delivering import INTERACTIVE
from sandbox.inputs import is_kept
from sandbox.parts import touchable
from sandbox.records import View
from sandbox.rendering import render_view
from sandbox.requests import describe_view, make_action
from tests.fuzz.clicking import choice
from tests.fuzz.desk import AT, Desk, Sent
from tests.fuzz.filling import Filler

_FORMS = frozenset(form.value for form in Form)


@dataclass(frozen=True, slots=True)
class Forms:
    """Makes what is done in them; None where there is none, or nothing can be done in it."""

    desk: Desk
    filler: Filler
    shown: dict[str, View] = field(default_factory=dict)
    """The last form of each kind that anybody saw."""

    def look_at(self, who: str) -> None:
        """Remember the forms that this person has on the screen."""
        for view in self.desk.workspace.views.stack(who):
            if view.content.get("callback_id") in _FORMS:
                self.shown[view.content["callback_id"]] = view

    def clicked(self) -> Sent | None:
        """Something is clicked or entered in one."""
        desk, view = self.desk, self._form(self.desk.who())
        parts = [at for at in touchable(view.blocks) if _sends(*at)] if view else []
        if view is None or not parts:
            return None
        block, element = desk.chance.pick(parts)
        filled = self._filled(view)
        told = filled.values.get(block["block_id"], {}).get(element["action_id"])
        value = told if told and is_kept(element) else choice(desk, element)
        payload = self._of(filled, "block_actions") | describe_view(desk.workspace, filled)
        payload["actions"] = [make_action(block, element, value, AT)]
        return Sent(f"in form {element['action_id']}", view.person_id, INTERACTIVE, payload)

    def submitted(self) -> Sent | None:
        """One is sent off."""
        view = self._form(self.desk.who())
        if view is None or "submit" not in view.content:
            return None
        filled = self._filled(view)
        payload = self._of(filled, "view_submission")
        payload |= {"view": render_view(self.desk.workspace, filled), "response_urls": []}
        kind = f"form {view.content['callback_id']}"
        return Sent(kind, view.person_id, INTERACTIVE, payload, form=filled)

    def closed(self) -> Sent | None:
        """One is closed of which Slack tells."""
        view = self._form(self.desk.who())
        if view is None or not view.content.get("notify_on_close"):
            return None
        filled = self._filled(view)
        payload = self._of(filled, "view_closed")
        payload |= {"view": render_view(self.desk.workspace, filled)}
        payload |= {"is_cleared": self.desk.chance.often(0.5)}
        kind = f"closed {view.content['callback_id']}"
        return Sent(kind, view.person_id, INTERACTIVE, payload)

    def _of(self, view: View, kind: str) -> Json:
        who = view.person_id
        return self.desk.interaction(kind, who) | self.desk.trigger(who, view)

    def _form(self, who: str) -> View | None:
        """The form on their screen, or one of a kind that they may have had open for long."""
        desk = self.desk
        top = desk.workspace.views.top(who)
        if not self.shown or (top and desk.chance.often(0.6)):
            return top
        known = self.shown[desk.chance.pick(sorted(self.shown))]
        is_own = known.person_id == who
        own_id = known.id if self._is_as_shown(known) and is_own else desk.workspace.new_id("V")
        return replace(
            known,
            id=own_id,
            person_id=who,
            content=self._retold(known.content, None if is_own else own_id),
            values=known.values if is_own else {},
        )

    def _is_as_shown(self, known: View) -> bool:
        """Whether nothing has changed it since, so that an answer to it finds its fields."""
        current = self.desk.workspace.views.find(known.id)
        return current is not None and current.hash == known.hash

    def _retold(self, content: Json, root: str | None) -> Json:
        """The same form about another dispute; over a page of their own, if it is not theirs."""
        told = json.loads(content.get("private_metadata") or "{}")
        if root and "root" in told:
            told["root"] = root
        if "dispute" in told and self.desk.chance.often(0.5):
            told["dispute"] = self.desk.chance.whole(1, self.desk.most() + 1)
        return {**content, "private_metadata": json.dumps(told)} if told else content

    def _filled(self, view: View) -> View:
        told = json.loads(view.content.get("private_metadata") or "{}")
        return self.filler.filled(view, told.get("dispute"))


def _sends(block: Json, element: Json) -> bool:
    """Whether touching it is told at once."""
    is_field = element["action_id"] == ANSWER
    return bool(block.get("dispatch_action")) if is_field else block["type"] != "input"
