"""Everything that Slack can ask of us has one listener, and each listener asks for what exists."""

import inspect
from collections import Counter

import pytest
from slack_bolt.kwargs_injection.async_args import AsyncArgs
from slack_bolt.listener.async_listener import AsyncCustomListener
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_bolt.response import BoltResponse

from bot.app import App
from handlers.ids import COMMAND, Click, Form, Shortcut
from handlers.text import Json

OURS = {"asked"}
"""What `handlers.context.Supply` adds to Bolt's own arguments."""
THEIRS = set(inspect.signature(AsyncArgs.__init__).parameters) - {"self"}


def listeners(bot: App) -> list[AsyncCustomListener]:
    found = bot.bolt._async_listeners  # noqa: SLF001  (Bolt tells it nowhere else)
    return [one for one in found if isinstance(one, AsyncCustomListener)]


def test_no_listener_asks_for_an_argument_that_bolt_would_fill_with_none(bot: App) -> None:
    asked = {
        (one.ack_function.__qualname__, name)
        for one in listeners(bot)
        for name in inspect.signature(one.ack_function).parameters
    }

    assert [(where, name) for where, name in asked if name not in OURS | THEIRS] == []


def test_no_listener_is_registered_twice(bot: App) -> None:
    places = Counter(
        (one.ack_function.__module__, one.ack_function.__qualname__) for one in listeners(bot)
    )

    assert [place for place, count in places.items() if count > 1] == []


async def answering(bot: App, body: Json) -> int:
    """How many listeners say that the request is theirs."""
    return sum([await matches(one, body) for one in listeners(bot)])


async def matches(listener: AsyncCustomListener, body: Json) -> bool:
    """Whether the listener says that the request is its."""
    request, response = AsyncBoltRequest(body=body, mode="socket_mode"), BoltResponse(status=200)
    return await listener.async_matches(req=request, resp=response)


@pytest.mark.parametrize("click", Click)
async def test_every_button_has_one_listener(bot: App, click: Click) -> None:
    action = {"type": "button", "action_id": click.value, "block_id": "b"}

    assert await answering(bot, {"type": "block_actions", "actions": [action]}) == 1


@pytest.mark.parametrize("form", Form)
async def test_every_form_has_one_listener(bot: App, form: Form) -> None:
    view = {"type": "modal", "callback_id": form.value}

    assert await answering(bot, {"type": "view_submission", "view": view}) == 1


@pytest.mark.parametrize("shortcut", Shortcut)
async def test_every_shortcut_has_one_listener(bot: App, shortcut: Shortcut) -> None:
    assert await answering(bot, {"type": "message_action", "callback_id": shortcut.value}) == 1


async def test_the_command_has_one_listener(bot: App) -> None:
    assert await answering(bot, {"command": COMMAND}) == 1
