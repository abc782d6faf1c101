"""What is sealed is nowhere to be read before its time: no message, window, answer or log line."""

from collections.abc import Iterable

import pytest

from bot.logs import LEVELS, JsonLines
from handlers.ids import Click
from tests.journeys.conftest import World
from tests.journeys.deeds import CASE, TRANSFORMER
from tests.world import ADA, JONAS, LEE, MAYA, OLU, ROADMAP, ZOE, on_screen

SECRETS = {
    "constraint_detail": "sealed-constraint",
    "metric": "sealed-metric",
    "start": "sealed-start",
    "target": "sealed-target",
    "for_whom": "sealed-segment",
    "statement": "sealed-statement",
    "title": "sealed-title",
    "days_to_feedback": "77",
    "customer": "sealed-customer",
    "feedback": "sealed-feedback",
    "stop_if": "sealed-stop",
}
MARKS = [text for text in SECRETS.values() if text.startswith("sealed-")]
OTHERS = [LEE, MAYA, ADA, OLU, ZOE]


def leaks(world: World, *, to: Iterable[str] = OTHERS, besides: str = "") -> list[tuple[str, str]]:
    shown = {person: world.slack.everything_shown_to(person) for person in to}
    marks = [*MARKS, besides] if besides else MARKS
    return [(person, mark) for person, text in shown.items() for mark in marks if mark in text]


async def look_everywhere(world: World, person: str) -> None:
    """Give every command that shows something, and press every button that does."""
    actor, people = world.slack.as_person(person), world.people
    for words in ("list", "show 1", "verify 1", "log", "help"):
        assert (await actor.command("/roadmap", words, channel=ROADMAP)).ok
    for click in (Click.HOW_IT_ENDS, Click.MORE):
        assert (await people.click(person, click)).ok
        await actor.close(on_screen(world.slack, person), whole_stack=True)


async def test_a_sealed_case_is_nowhere_to_be_read_until_both_are_in(
    world: World, caplog: pytest.LogCaptureFixture
) -> None:
    for name, level in LEVELS.items():
        caplog.set_level(level, name)
    caplog.handler.setLevel(0)
    people = world.people
    await people.has_opened()
    assert (await people.state_case(JONAS, **{**TRANSFORMER, **SECRETS})).ok
    await world.slack.wait_for(lambda: people.dm(JONAS, having="sealed-title"))
    for person in OTHERS:
        await look_everywhere(world, person)

    assert leaks(world) == []
    logged = "\n".join(JsonLines().format(record) for record in caplog.records)
    assert "delivered" in logged
    assert [mark for mark in MARKS if mark in logged] == []
    assert "filed" in world.slack.everything_shown_to(ZOE)

    assert (await people.state_case(MAYA, **CASE)).ok
    await world.slack.wait_for(lambda: world.slack.thread(people.card))
    assert {mark for _, mark in leaks(world)} == set(MARKS)


async def test_what_a_builder_says_of_a_sealed_case_is_read_by_its_own_side_alone(
    world: World,
) -> None:
    people, slack = world.people, world.slack
    others = [person for person in OTHERS if person != ADA]
    await people.has_opened()
    assert (await people.state_case(JONAS, **{**TRANSFORMER, **SECRETS, "builder": ADA})).ok
    asked = await slack.wait_for(lambda: people.dm(ADA, having="sealed-title"))
    assert (await people.click(ADA, Click.LONGER, asked)).ok
    assert (await people.send(ADA, {"days": "88", "why": "sealed-why"})).ok
    await slack.wait_for(lambda: people.dm(JONAS, having="sealed-why"))
    for person in others:
        await look_everywhere(world, person)

    assert leaks(world, to=others, besides="sealed-why") == []
    assert leaks(world, to=others, besides="raised the days") == []
    assert "sealed-statement" not in slack.everything_shown_to(ADA)


async def test_a_draft_is_shown_to_its_own_side_only(world: World) -> None:
    people, slack = world.people, world.slack
    await people.has_opened()
    jonas = slack.as_person(JONAS)
    assert (await people.click(JONAS, Click.STATE_CASE)).ok
    half = {**CASE, **SECRETS, "days_to_feedback": "soon"}
    del half["stop_if"]
    assert not (await people.send(JONAS, half)).ok
    await jonas.close(on_screen(slack, JONAS))

    assert (await people.click(JONAS, Click.STATE_CASE)).ok
    assert (await people.click(MAYA, Click.STATE_CASE)).ok

    assert "sealed-title" in slack.everything_shown_to(JONAS)
    assert leaks(world) == []


async def test_a_withdrawal_unseals_nothing(world: World) -> None:
    people = world.people
    await people.has_opened()
    assert (await people.state_case(JONAS, **{**TRANSFORMER, **SECRETS})).ok
    for person in (MAYA, JONAS):
        assert (await people.choose(person, Click.WITHDRAW)).ok
        assert (await people.send(person, {})).ok
    await world.slack.wait_for(lambda: world.slack.thread(people.card))
    for person in OTHERS:
        await look_at_the_record(world, person)

    assert leaks(world) == []


async def look_at_the_record(world: World, person: str) -> None:
    for words in ("list", "show 1", "log"):
        assert (await world.slack.as_person(person).command("/roadmap", words, channel=ROADMAP)).ok
