"""views.*: opening, stacking, changing and publishing."""

from sandbox.arguments import Arguments
from sandbox.limits import check_view
from sandbox.records import View
from sandbox.rendering import render_view
from sandbox.wire import Json, SlackError
from sandbox.workspace import Workspace


def open_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Open a modal for whoever the trigger id came from."""
    content = _read_view(arguments, "modal")
    trigger = workspace.tickets.use_trigger(arguments.demand("trigger_id"))
    return _answer(workspace, workspace.views.open(trigger.person_id, content))


def push_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Put a modal on the stack the trigger id came from."""
    content = _read_view(arguments, "modal")
    trigger = workspace.tickets.use_trigger(arguments.demand("trigger_id"))
    if trigger.view_id is None:
        raise SlackError("invalid_trigger_id")
    over = workspace.views.get(trigger.view_id)
    return _answer(workspace, workspace.views.push(over, content))


def update_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Change an open view, known by its id or by the app's own external_id."""
    view = _find_view(workspace, arguments)
    content = _read_view(arguments, view.kind)
    changed = workspace.views.update(view, content, arguments.get("hash"))
    return _answer(workspace, changed)


def publish_view(workspace: Workspace, arguments: Arguments) -> Json:
    """Show a person's Home tab."""
    person = workspace.get_person(arguments.demand("user_id"))
    content, expected = _read_view(arguments, "home"), arguments.get("hash")
    return _answer(workspace, workspace.views.publish(person.id, content, expected))


def _find_view(workspace: Workspace, arguments: Arguments) -> View:
    if view_id := arguments.get("view_id"):
        return workspace.views.get(view_id)
    return workspace.views.get_external(arguments.demand("external_id"))


def _read_view(arguments: Arguments, kind: str) -> Json:
    """Read a view and check it first: a refused one must not use up a trigger."""
    view = arguments.json("view")
    check_view(view, kind)
    return view if isinstance(view, dict) else {}


def _answer(workspace: Workspace, view: View) -> Json:
    return {"view": render_view(workspace, view)}
