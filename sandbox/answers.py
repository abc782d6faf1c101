"""What Slack does with the bot's answer to a command, a click or a submitted form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from sandbox.arguments import Arguments
from sandbox.calls import Reply
from sandbox.records import View
from sandbox.response_urls import say_to
from sandbox.wire import BotMistakeError, Json, SlackError
from sandbox.workspace import Workspace

_SAYING = {"text", "blocks", "response_type"}


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a deed went: the problem the person is told of, or the errors shown in the form."""

    problem: str | None = None
    errors: Mapping[str, str] = field(default_factory=dict)
    local_errors: Mapping[str, str] = field(default_factory=dict)
    milliseconds: float = 0.0

    @property
    def ok(self) -> bool:
        """Whether all went well."""
        return not (self.problem or self.errors or self.local_errors)


def take_plain_ack(reply: Reply) -> Outcome:
    """Take an answer that can carry nothing, as the one to a click."""
    if reply.problem is None and reply.body:
        raise BotMistakeError(f"Slack ignores an answer like this here: {reply.body}")
    return Outcome(reply.problem, milliseconds=reply.milliseconds)


def take_command_answer(
    workspace: Workspace, person_id: str, channel_id: str, reply: Reply
) -> Outcome:
    """Show what a command was answered with, to that person only unless it is `in_channel`."""
    if reply.problem is None and reply.body:
        if unknown := reply.body.keys() - _SAYING:
            raise BotMistakeError(f"a command cannot be answered with {sorted(unknown)}")
        _or_mistake(lambda: say_to(workspace, person_id, channel_id, Arguments(reply.body)))
    return Outcome(reply.problem, milliseconds=reply.milliseconds)


def take_submission_answer(workspace: Workspace, view_id: str, reply: Reply) -> Outcome:
    """Do what a form's answer asks for; an empty one closes this view only.

    docs.slack.dev/surfaces/modals.
    """
    errors: Mapping[str, str] = {}
    # Meanwhile the person may have closed the form, or the bot have changed it.
    view = workspace.views.find(view_id)
    if reply.problem is None and view is not None:
        action = reply.body.get("response_action")
        if action == "errors":
            errors = _take_errors(workspace, view, reply.body)
        elif not reply.body:
            workspace.views.close(view)
        else:
            _take_view(workspace, view, reply.body)
    return Outcome(reply.problem, errors, milliseconds=reply.milliseconds)


def _take_view(workspace: Workspace, view: View, body: Json) -> None:
    action, extra = body.get("response_action"), body.keys() - {"response_action", "view"}
    if extra or ("view" in body) != (action in {"update", "push"}):
        raise BotMistakeError(f"a form cannot be answered with {body}")
    if action == "update":
        _or_mistake(lambda: workspace.views.update(view, body["view"]))
    elif action == "push":
        _or_mistake(lambda: workspace.views.push(view, body["view"]))
    elif action == "clear":
        workspace.views.clear(view.person_id)
    else:
        raise BotMistakeError(f"unknown response_action {action!r}")


def _take_errors(workspace: Workspace, view: View, body: Json) -> Mapping[str, str]:
    errors = body.get("errors")
    inputs = {block["block_id"] for block in view.blocks if block["type"] == "input"}
    if not isinstance(errors, dict) or not errors:
        raise BotMistakeError("response_action errors without errors")
    if unknown := errors.keys() - inputs:
        raise BotMistakeError(f"errors for what is no input block here: {sorted(unknown)}")
    if not all(isinstance(text, str) and text for text in errors.values()):
        raise BotMistakeError(f"every error must say something: {errors}")
    workspace.seen.add(frozenset({view.person_id}), errors)
    return errors


def _or_mistake(deed: Callable[[], object]) -> None:
    try:
        deed()
    except SlackError as refusal:
        raise BotMistakeError(refusal.error, *refusal.messages) from refusal
