"""The modals and Home tabs people have open, and what they typed into them."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from sandbox.inputs import carry_over
from sandbox.limits import check_view
from sandbox.parts import name_parts
from sandbox.records import Values, View
from sandbox.wire import Json, SlackError

# docs.slack.dev/surfaces/modals: a stack holds up to three views.
TALLEST_STACK = 3


class Views:
    """Every person's stack of modals and Home tab; `show` hears of each view put on a screen."""

    def __init__(
        self,
        new_id: Callable[[str], str],
        show: Callable[[View], None],
        announce: Callable[[], None],
    ) -> None:
        self._new_id = new_id
        self._show = show
        self._announce = announce
        self._by_id: dict[str, View] = {}
        self._stacks: dict[str, list[str]] = defaultdict(list)
        self._homes: dict[str, str] = {}

    def get(self, view_id: str) -> View:
        """Give a view as it is now; `not_found` once it was closed."""
        if view_id not in self._by_id:
            raise SlackError("not_found")
        return self._by_id[view_id]

    def find(self, view_id: str) -> View | None:
        """Give a view as it is now, if it is still open."""
        return self._by_id.get(view_id)

    def get_external(self, external_id: str) -> View:
        """Give the open view with that external_id."""
        for view in self._by_id.values():
            if external_id and view.content.get("external_id") == external_id:
                return view
        raise SlackError("not_found")

    def stack(self, person_id: str) -> list[View]:
        """Give the modals a person has open, the visible one last."""
        return [self._by_id[view_id] for view_id in self._stacks[person_id]]

    def top(self, person_id: str) -> View | None:
        """Give the modal a person is looking at."""
        stack = self.stack(person_id)
        return stack[-1] if stack else None

    def home(self, person_id: str) -> View | None:
        """Give what the Home tab shows that person."""
        view_id = self._homes.get(person_id)
        return self._by_id[view_id] if view_id else None

    def open(self, person_id: str, content: Json) -> View:
        """Open a modal; it takes the place of all the person had open."""
        self._check(content, "modal")
        self.clear(person_id)
        return self._add(person_id, "modal", content, None)

    def push(self, over: View, content: Json) -> View:
        """Put a modal on top of another one's stack."""
        self._check(content, "modal")
        if len(self._stacks[over.person_id]) >= TALLEST_STACK:
            raise SlackError("push_limit_reached")
        return self._add(over.person_id, "modal", content, over)

    def publish(self, person_id: str, content: Json, expected_hash: str | None = None) -> View:
        """Show a Home tab."""
        home = self.home(person_id)
        if home is not None:
            return self.update(home, content, expected_hash)
        self._check(content, "home")
        return self._add(person_id, "home", content, None)

    def update(self, view: View, content: Json, expected_hash: str | None = None) -> View:
        """Change a view in place; what was typed stays where its ids stay."""
        if expected_hash not in {None, view.hash}:
            raise SlackError("hash_conflict")
        self._check(content, view.kind, but=view)
        named = self._name(content)
        values = carry_over(view.values, named["blocks"])
        return self._keep(replace(view, content=named, values=values, hash=self._new_hash()))

    def put_values(self, view: View, values: Values) -> View:
        """Note what a person typed; that alone shows nothing new and keeps the hash."""
        self._by_id[view.id] = changed = replace(self.get(view.id), values=values)
        return changed

    def close(self, view: View) -> None:
        """Close one modal; what lies under it is visible again."""
        self._stacks[view.person_id].remove(view.id)
        del self._by_id[view.id]
        self._announce()

    def clear(self, person_id: str) -> None:
        """Close all modals of a person."""
        for view in self.stack(person_id):
            self.close(view)

    def _add(
        self, person_id: str, kind: Literal["modal", "home"], content: Json, over: View | None
    ) -> View:
        view_id, named = self._new_id("V"), self._name(content)
        if kind == "home":
            self._homes[person_id] = view_id
        else:
            self._stacks[person_id].append(view_id)
        view = View(
            id=view_id,
            person_id=person_id,
            kind=kind,
            content=named,
            hash=self._new_hash(),
            root_id=over.root_id if over else view_id,
            previous_id=over.id if over else None,
            values=carry_over({}, named["blocks"]),
        )
        return self._keep(view)

    def _keep(self, view: View) -> View:
        self._by_id[view.id] = view
        self._show(view)
        return view

    def _name(self, content: Json) -> Json:
        return {**content, "blocks": name_parts(content["blocks"], lambda: self._new_id("b"))}

    def _new_hash(self) -> str:
        return self._new_id("hash.")

    def _check(self, content: Json, kind: str, but: View | None = None) -> None:
        check_view(content, kind)
        others = [view for view in self._by_id.values() if but is None or view.id != but.id]
        external_id = content.get("external_id")
        if external_id and any(view.content.get("external_id") == external_id for view in others):
            raise SlackError("duplicate_external_id")
