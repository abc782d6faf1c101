"""Somebody types into every field of every form, and each text can be told wherever it is found."""

from dataclasses import dataclass, field
from datetime import timedelta

from bot.domain.area import Stage
from bot.domain.gate import Gated
from handlers.ids import Click, Form
from sandbox.inputs import Choice
from sandbox.records import View
from tests.journeys.conftest import World
from tests.journeys.deeds import clicks, fields_of, options_of
from tests.world import JONAS, LEE, MAYA, OLU, ROADMAP, ZOE, on_screen

LEADS = {"product_lead": MAYA, "research_lead": JONAS}
CHOSEN = {
    "constraint_kind": "labelling",
    "kind": "support tickets",
    "audience": "pilot",
    "days_to_feedback": "14",
}
FIGURES = {
    "cost_of_delay_per_week": "1400",
    "cost_per_query_usd": "0.015",
    "accuracy_percent": "92",
    "measured_on": "a guess",
    "latency_ms": "300",
    "gpu_weeks_per_month": "2",
    "ops_burden": "2",
}
LIMITS = {
    "lowest_accuracy_percent": "50",
    "highest_latency_ms": "900",
    "highest_cost_per_query_usd": "1",
}
WITHOUT_TEXT = {
    Form.WITHDRAW,
    Form.NAME_DEPUTY,
    Form.NOT_ME,
    Form.REPLACE_LEAD,
    Form.SETTINGS,
    Form.LOOK_AGAIN,
    Form.LIFT_GATE,
    Form.RETIRE,
}
"""The forms in which nothing can be typed but a number."""


@dataclass(slots=True)
class Typing:
    """Whoever types in a world, and all that was typed."""

    world: World
    texts: list[str] = field(default_factory=list)
    forms: set[Form] = field(default_factory=set)

    def text(self, of: str) -> str:
        """A text that nobody has typed before."""
        self.texts.append(f"typed-{len(self.texts)}-{of}")
        return f"https://{self.texts[-1]}.example" if of == "link" else self.texts[-1]

    async def send(self, who: str, **given: Choice) -> None:
        """Type into every field of the form on the screen, choose what is given, and submit."""
        slack, form = self.world.slack, on_screen(self.world.slack, who)
        known = fields_of(form)
        typed = {name: self.text(name) for name in texts_of(form) if name not in given}
        if typed:
            self.forms.add(Form(form.content["callback_id"]))
        answers = {known[name]: said for name, said in {**typed, **given}.items() if name in known}
        actor = slack.as_person(who)
        done = await actor.submit(actor.fill(form, answers))
        assert done.ok, done

    async def commands(self, who: str, words: str) -> None:
        """`/roadmap` with those words."""
        person = self.world.slack.as_person(who)
        assert (await person.command("/roadmap", words, channel=ROADMAP)).ok

    async def opens(self, *, area: str = "") -> None:
        """`/roadmap dispute`, and its form, in the area of that name."""
        slack, before = self.world.slack, len(self.world.people.cards())
        await self.commands(LEE, f"dispute {self.text('question asked')}")
        if area:
            form, lee = on_screen(slack, LEE), slack.as_person(LEE)
            chosen = f"area:{area}"
            assert (await lee.click(form, action_id=Click.CHOOSE_AREA.value, value=chosen)).ok
        await self.send(LEE, **({} if area else LEADS))
        await slack.wait_for(lambda: len(self.world.people.cards()) > before)

    async def makes_an_area(self, stage: Stage) -> str:
        """By a founder; its name."""
        await self.commands(OLU, "area new")
        own = f"{self.text('limit')}: yes"
        given = {"stage": stage.value, "own": own, "gpu_budget": "1"}
        await self.send(OLU, **given, **LEADS, **LIMITS)
        return self.texts[-1]

    async def states(self, who: str, **given: Choice) -> None:
        """The case of their side, with all the figures."""
        assert (await self.world.people.click(who, Click.STATE_CASE)).ok
        await self.click(who, Click.ADD_FIGURES)
        await self.send(who, **CHOSEN, **FIGURES, **given)

    async def click(self, who: str, click: Click) -> None:
        """Press a button in the form on the screen."""
        form = on_screen(self.world.slack, who)
        assert click in clicks(form)
        assert (await self.world.slack.as_person(who).click(form, action_id=click.value)).ok

    async def adds_an_option(self, who: str) -> None:
        """One more option, in the window over the case."""
        await self.click(who, Click.ADD_OPTION)
        for _ in ("and then it is asked", "what would make them stop"):
            await self.send(who, **{**CHOSEN, **FIGURES, "days_to_feedback": "70"})

    async def chooses(self, who: str, click: Click, **given: Choice) -> None:
        """[More] on the card, a button there, and the form that it opens."""
        assert (await self.world.people.choose(who, click)).ok
        await self.send(who, **given)

    async def picks(self, who: str, click: Click) -> None:
        """The same, for a form that asks for an option."""
        assert (await self.world.people.choose(who, click)).ok
        first = next(iter(options_of(on_screen(self.world.slack, who)).values()))
        await self.send(who, option=first)


def texts_of(form: View) -> list[str]:
    """The names of the fields into which a text is typed."""
    kinds = {block["block_id"]: block.get("element", {}).get("type") for block in form.blocks}
    return [name for name, at in fields_of(form).items() if kinds[at] == "plain_text_input"]


async def every_form(typing: Typing) -> None:
    """From opening to reopening: each field of each form into which something can be typed."""
    world = typing.world
    await _handed_off(typing, await typing.makes_an_area(Stage.BEFORE))
    await typing.opens(area=await typing.makes_an_area(Stage.AFTER))
    await world.tick()
    await typing.states(MAYA, builder=ZOE)
    await _signed_off(typing)
    await _two_options(typing)
    await _gated(typing)
    await _longer(typing)
    await typing.picks(MAYA, Click.CONFIRM)
    world.pass_time(hours=24)
    await typing.picks(MAYA, Click.DECIDE)
    await _afterwards(typing)
    await _again(typing)
    await typing.chooses(OLU, Click.SET_ASIDE)


async def _handed_off(typing: Typing, area: str) -> None:
    world = typing.world
    await typing.commands(MAYA, f"area {area}")
    told = world.slack.ephemerals(MAYA)[-1]
    assert (await world.people.click(MAYA, Click.HANDOFF, told)).ok
    await typing.send(MAYA)


async def _signed_off(typing: Typing) -> None:
    people = typing.world.people
    asked = await typing.world.slack.wait_for(lambda: people.dm(OLU, having="typed-"))
    assert (await people.click(OLU, Click.SIGN_OFF, asked)).ok
    await typing.send(OLU)


async def _gated(typing: Typing) -> None:
    """Research says what product's option breaks, and by which law."""
    assert (await typing.world.people.choose(JONAS, Click.RAISE_GATE)).ok
    first = next(iter(options_of(on_screen(typing.world.slack, JONAS)).values()))
    given = {"gated": Gated.BAR.value, "number": "", "unit": ""}
    await typing.send(JONAS, option=first, **given)


async def _two_options(typing: Typing) -> None:
    assert (await typing.world.people.click(JONAS, Click.STATE_CASE)).ok
    await typing.adds_an_option(JONAS)
    await typing.send(JONAS, **CHOSEN, **FIGURES)


async def _longer(typing: Typing) -> None:
    people = typing.world.people
    asked = await typing.world.slack.wait_for(lambda: people.dm(ZOE, having="typed-"))
    assert (await people.click(ZOE, Click.LONGER, asked)).ok
    await typing.send(ZOE, days="21")


async def _afterwards(typing: Typing) -> None:
    today = typing.world.frozen().date()
    await typing.chooses(MAYA, Click.NOT_YET, until=(today + timedelta(days=60)).isoformat())
    await typing.chooses(MAYA, Click.ANSWERED, on=today.isoformat(), moved="it moved")


async def _again(typing: Typing) -> None:
    """Taken up again, yielded, and dropped."""
    today = typing.world.frozen().date().isoformat()
    people = typing.world.people
    assert (await people.click(LEE, Click.REOPEN)).ok
    await typing.send(LEE, **LEADS, dated=today, evidence_kind="usage data")
    await typing.world.slack.wait_for(lambda: len(people.cards()) > 1)
    await typing.chooses(JONAS, Click.YIELD)
    await typing.states(MAYA)
    await typing.world.slack.wait_for(lambda: Click.REOPEN in clicks(people.card))
    await typing.chooses(MAYA, Click.DROPPED)
