"""What people do in a journey about areas, gates, signatures and the ledger, click by click."""

from collections.abc import Mapping

from handlers.ids import ANSWER, Click
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.parts import find_block
from sandbox.records import Message, View
from tests.journeys.conftest import World
from tests.journeys.deeds import CASE, PROBLEM, QUESTION, clicks, fields_of, text_of
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, on_screen

AREA = "fraud detection"
BEFORE, AFTER = "before the first customer prototype", "after the first customer prototype"
CHECKLIST = {
    "seen_by": "Acme, on its own payments.",
    "may_cost": "0.03 USD",
    "research_keeps": "New fraud patterns.",
}


async def ask(world: World, who: str, words: str) -> Message:
    """`/roadmap` with those words, and what was answered."""
    assert (await world.slack.as_person(who).command("/roadmap", words, channel=ROADMAP)).ok
    return world.slack.ephemerals(who)[-1]


async def an_area(world: World, stage: str, **limits: str) -> None:
    """Olu, who founded the company, makes it for Maya and Jonas."""
    olu = world.slack.as_person(OLU)
    assert (await olu.command("/roadmap", f"area new {AREA}", channel=ROADMAP)).ok
    leads = {"product_lead": MAYA, "research_lead": JONAS}
    assert (await world.people.send(OLU, {**leads, "stage": stage, **limits})).ok
    await olu.close(on_screen(world.slack, OLU), whole_stack=True)


async def opened_in_area(world: World) -> Message:
    """A dispute that Lee opens in the area, its card in the channel."""
    people, lee = world.people, world.slack.as_person(LEE)
    before = len(people.cards())
    assert (await lee.command("/roadmap", f"dispute {QUESTION}", channel=ROADMAP)).ok
    form = on_screen(world.slack, LEE)
    chosen = await lee.click(form, action_id=Click.CHOOSE_AREA.value, value=f"area:{AREA}")
    assert chosen.ok, chosen
    assert (await people.send(LEE, {"problem": PROBLEM})).ok
    await world.slack.wait_for(lambda: len(people.cards()) > before)
    await world.tick()
    return people.card


async def file(world: World, who: str, **answers: Choice) -> Outcome:
    """[State our case] on the card, with figures; what is not said anew stays as in `CASE`."""
    assert (await world.people.click(who, Click.STATE_CASE)).ok
    case = {**CASE, **answers}
    await _say_audience(world, who, str(case.pop("audience")))
    return await _fill(world, who, case)


async def revise(world: World, who: str, answers: Mapping[str, Choice]) -> None:
    """[Revise our case] by [More] on the card, and nothing else changed."""
    assert (await world.people.choose(who, Click.STATE_CASE)).ok
    filed = await _fill(world, who, answers)
    assert filed.ok, filed


async def _say_audience(world: World, who: str, audience: str) -> None:
    """Where figures may be asked of paying customers alone, the form looks at it at once."""
    form, actor = on_screen(world.slack, who), world.slack.as_person(who)
    place = fields_of(form)["audience"]
    if find_block(form.blocks, place).get("dispatch_action"):
        said = await actor.click(form, action_id=ANSWER, block_id=place, value=audience)
        assert said.ok, said
    else:
        actor.fill(form, {place: audience})


async def _fill(world: World, who: str, answers: Mapping[str, Choice]) -> Outcome:
    """Fill the form in and submit it, with the figures added where they are to be filled in."""
    people = world.people
    if not answers.keys() <= fields_of(on_screen(world.slack, who)).keys():
        assert (await people.click(who, Click.ADD_FIGURES, on_screen(world.slack, who))).ok
    return await people.send(who, answers)


async def full_ranking(world: World, who: str) -> str:
    """[Full ranking] on the card, and everything that stands there."""
    assert (await world.people.click(who, Click.FULL_RANKING)).ok
    return text_of(on_screen(world.slack, who))


async def hand_off(world: World, who: str, surface: Message | View) -> None:
    """[Hand off], the checklist, and the window that says how it stands closed."""
    people = world.people
    assert (await people.click(who, Click.HANDOFF, surface)).ok
    assert (await people.send(who, CHECKLIST)).ok
    window = on_screen(world.slack, who)
    await world.slack.as_person(who).close(window, whole_stack=True)


async def may_decide(world: World, card: Message) -> list[str]:
    """Which of the two leads is offered to decide, by [More] on that card."""
    found = []
    for who in (MAYA, JONAS):
        assert (await world.people.click(who, Click.MORE, card)).ok
        window = on_screen(world.slack, who)
        found += [who] if Click.DECIDE in clicks(window) else []
        await world.slack.as_person(who).close(window, whole_stack=True)
    return found


async def raise_gate(world: World, number: str) -> Outcome:
    """Jonas raises one on product's filter: real-time answers, in so many milliseconds."""
    assert (await world.people.choose(JONAS, Click.RAISE_GATE)).ok
    return await world.people.pick(
        JONAS,
        "Rules-based filter",
        gated="latency",
        limit="real-time answers",
        number=number,
        lifted_by="quantisation",
    )


def replies(world: World, having: str) -> list[Message]:
    """What stands in the card's thread with that text in it."""
    return [one for one in world.slack.thread(world.people.card) if having in text_of(one)]


async def until_ruled(world: World) -> str:
    """The seven days pass, and what the ruling says."""
    world.pass_time(days=7)
    await world.tick()
    found = await world.slack.wait_for(lambda: replies(world, "is settled by the rule"))
    return text_of(found[0])
