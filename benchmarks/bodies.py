"""What Slack sends: recorded once from real use, then sent again about other disputes."""

import copy
import json
from dataclasses import dataclass

from handlers.ids import Click
from handlers.text import Json
from sandbox.delivering import COMMAND, INTERACTIVE, encode
from sandbox.server import Slack
from tests.journeys.deeds import CASE, People
from tests.world import MAYA, ROADMAP, at_work, listening_over_http, on_screen

VARIED = "constraint_detail"


@dataclass(frozen=True, slots=True)
class Recorded:
    """Requests that can be sent again; the last can be filed anew with other words."""

    help_asked: bytes
    list_asked: bytes
    click: bytes
    filing: Json


async def record(slack: Slack, url: str) -> Recorded:
    """What Slack has sent when Maya looks around, and then files a case in another dispute."""
    people = People(slack)
    async with at_work(slack, url) as joined, listening_over_http(slack, joined.app):
        await people.has_opened()
        help_asked = await _command(slack, "help")
        list_asked = await _command(slack, "list")
        await people.click(MAYA, Click.STATE_CASE)
        await people.click(MAYA, Click.ADD_EVIDENCE, on_screen(slack, MAYA))
        click = encode(INTERACTIVE, _last(slack))[1]
        await slack.as_person(MAYA).close(on_screen(slack, MAYA))
        await people.has_opened()
        return Recorded(help_asked, list_asked, click, await _filed(people))


async def _command(slack: Slack, words: str) -> bytes:
    await slack.as_person(MAYA).command("/roadmap", words, channel=ROADMAP)
    return encode(COMMAND, _last(slack))[1]


async def filed_form(slack: Slack, url: str) -> Json:
    """A form as Slack sends it when product files its case."""
    people = People(slack)
    async with at_work(slack, url) as joined, listening_over_http(slack, joined.app):
        await people.has_opened()
        return await _filed(people)


async def _filed(people: People) -> Json:
    filed = await people.state_case(MAYA, **CASE)
    if not filed.ok:
        raise SystemExit(f"the case was not taken: {filed}")
    return _last(people.slack)


def _last(slack: Slack) -> Json:
    return copy.deepcopy(slack.deliveries[-1].payload)


def about(number: int, form: Json) -> bytes:
    """The same form about another dispute."""
    of = json.loads(form["view"]["private_metadata"]) | {"dispute": number}
    view = form["view"] | {"private_metadata": json.dumps(of)}
    return encode(INTERACTIVE, form | {"view": view})[1]


def anew(words: str, form: Json) -> bytes:
    """The same form with other words in one field."""
    changed = copy.deepcopy(form)
    values = changed["view"]["state"]["values"]
    block = next(name for name in values if name.endswith(VARIED))
    (answer,) = values[block].values()
    answer["value"] = words
    return encode(INTERACTIVE, changed)[1]
