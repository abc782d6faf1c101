"""The log says what happened and to which dispute; never what anybody typed, nor any key."""

import asyncio
import contextlib
import logging
import re
from collections.abc import AsyncIterator, Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncAck
from sqlalchemy import text as sql

from bot.app import App
from bot.logs import LEVELS, JsonLines
from handlers.blocks import field, modal, text_input
from handlers.ids import Click, Form
from handlers.text import Json
from sandbox.records import SlackApp
from sandbox.seen import find_strings
from sandbox.server import Slack
from tests.journeys.conftest import World
from tests.journeys.deeds import People
from tests.journeys.typist import CHOSEN, WITHOUT_TEXT, Typing, every_form
from tests.processes import Machine, free_port, line_of, settings_of
from tests.world import JONAS, LEE, MAYA, ZOE, small_slack

SECRET = SlackApp().signing_secret
TICKET = re.compile(r"\d+\.trigger|/response/")


@dataclass(frozen=True, slots=True)
class Log:
    """All that the bot has logged, as it writes it."""

    caplog: pytest.LogCaptureFixture

    @property
    def lines(self) -> list[str]:
        return [JsonLines().format(record) for record in self.caplog.records]

    @property
    def text(self) -> str:
        return "\n".join(self.lines)

    async def has_a_failure(self) -> None:
        """Until something has gone wrong."""
        async with asyncio.timeout(5):
            while not self._failures():  # noqa: ASYNC110  (the log tells nobody)
                await asyncio.sleep(0.01)

    def _failures(self) -> list[logging.LogRecord]:
        return [record for record in self.caplog.records if record.levelno >= logging.WARNING]


@pytest.fixture
def log(caplog: pytest.LogCaptureFixture) -> Log:
    for name, level in LEVELS.items():
        caplog.set_level(level, name)
    caplog.handler.setLevel(0)
    return Log(caplog)


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    async with small_slack() as slack:
        yield slack


@pytest.fixture
def typing(world: World) -> Typing:
    return Typing(world)


def found_in(text: str, typing: Typing) -> list[str]:
    """Whatever in it was typed by somebody, opens a door, or lets somebody answer."""
    app = typing.world.slack.workspace.app
    keys = [app.bot_token, app.app_token, app.signing_secret, "xoxb-", "xapp-"]
    return [*(one for one in (*typing.texts, *keys) if one in text), *TICKET.findall(text)]


async def test_what_is_typed_into_any_field_of_any_form_is_not_logged(
    typing: Typing, log: Log
) -> None:
    await every_form(typing)

    assert typing.forms == set(Form) - WITHOUT_TEXT
    assert '"event": "delivered"' in log.text
    assert found_in(log.text, typing) == []


async def slack_is_down(typing: Typing) -> None:
    typing.world.slack.faults.go_down()


async def the_token_is_revoked(typing: Typing) -> None:
    for method in ("chat.postMessage", "chat.postMessage", "views.open"):
        typing.world.slack.faults.fail_next(method, "token_revoked")


async def a_table_is_gone(typing: Typing) -> None:
    async with app_of(typing).engine.begin() as connection:
        await connection.execute(sql("ALTER TABLE events RENAME TO gone"))


def app_of(typing: Typing) -> App:
    assert typing.world.joined is not None
    return typing.world.joined.app


@pytest.mark.parametrize("trouble", [slack_is_down, the_token_is_revoked, a_table_is_gone])
async def test_what_fails_is_logged_without_what_was_typed(
    typing: Typing, log: Log, trouble: Callable[[Typing], Awaitable[None]]
) -> None:
    people = typing.world.people
    await typing.opens()
    assert (await people.click(MAYA, Click.STATE_CASE)).ok
    await trouble(typing)

    with contextlib.suppress(AssertionError):
        await typing.send(MAYA, **CHOSEN)
    await people.click(JONAS, Click.STATE_CASE)

    await log.has_a_failure()
    assert found_in(log.text, typing) == []


async def test_a_mistake_of_ours_is_logged_by_its_place_alone(typing: Typing, log: Log) -> None:
    async def mistaken(ack: AsyncAck, view: Json) -> None:
        await ack()
        raise ValueError(*find_strings(view))

    app_of(typing).bolt.view("mistaken")(mistaken)
    slack, said = typing.world.slack, typing.text("anything")
    form = modal("A form", field("said", "Say it", text_input()), form=Form.YIELD, submit="Send")
    view = slack.workspace.views.open(LEE, {**form, "callback_id": "mistaken"})
    lee = slack.as_person(LEE)

    outcome = await lee.submit(lee.fill(view, {"said": said}))

    reference = re.search("reference ([0-9a-f]{8})", outcome.errors["said"])
    assert reference
    (line,) = [line for line in log.lines if reference[1] in line]
    assert "ValueError" in line
    assert "test_logs.py" in line
    assert found_in(log.text, typing) == []


async def test_a_process_writes_no_typed_text_and_no_key_to_its_standard_error(
    slack: Slack, tmp_path: Path
) -> None:
    port = free_port()
    machine = Machine(tmp_path, settings_of(slack, PORT=str(port)))
    assert (await machine.run("db", "upgrade")).code == 0
    people = People(slack)
    async with machine.started("web") as process:
        await line_of(process)
        slack.connect(bot_url=f"http://127.0.0.1:{port}/slack/events")
        assert (await people.open(problem="typed-problem")).ok
        await slack.wait_for(people.cards)
        slack.faults.fail_next("chat.update", "internal_error")
        assert (await people.state_case(MAYA, title="typed-title", builder=ZOE)).ok
        await slack.wait_for(lambda: people.dm(ZOE, having="typed-title"))

        process.terminate()
        _, err = await process.communicate()

    written = err.decode()
    assert '"event": "delivered"' in written
    assert [key for key in ("typed-", "xoxb-", "xapp-", SECRET) if key in written] == []
    assert TICKET.findall(written) == []
