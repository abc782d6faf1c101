"""What people do in a journey, click by click, as they would in Slack."""

from collections.abc import Mapping
from dataclasses import dataclass

from handlers.ids import Click
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.parts import touchable
from sandbox.records import Message, View
from sandbox.server import Slack
from tests.world import JONAS, LEE, MAYA, ROADMAP, on_screen

QUESTION = "Transformer upgrade or rules-based filter?"
PROBLEM = "Merchants ask why a payment was blocked."

CASE: Mapping[str, Choice] = {
    "constraint_kind": "labelling",
    "constraint_detail": "Nobody has labelled the blocks of last year.",
    "metric": "disputed blocks a week",
    "start": "40",
    "target": "20",
    "for_whom": "pilot merchants",
    "kind": "support tickets",
    "statement": "7 of 9 merchants asked why.",
    "title": "Rules-based filter",
    "days_to_feedback": "14",
    "audience": "pilot",
    "customer": "Acme and Borealis",
    "feedback": "They mark each block in the weekly call.",
}
FILTER = {"title": "Rules-based filter", "days_to_feedback": "14"}
TRANSFORMER = {
    "title": "Transformer upgrade",
    "days_to_feedback": "70",
    "constraint_kind": "accuracy",
    "constraint_detail": "The model misses new patterns.",
    "customer": "Cirrus",
    "stop_if": "Recall on Cirrus's data is below 80 % by week 5",
}


@dataclass(frozen=True, slots=True)
class People:
    """Everybody in the small Slack, with their hands on the bot."""

    slack: Slack
    channel: str = ROADMAP

    # Looking

    def cards(self) -> list[Message]:
        """The cards in the channel, the first one first."""
        return self.slack.messages(self.channel, as_person=LEE)

    @property
    def card(self) -> Message:
        """The last card."""
        return self.cards()[-1]

    def dm(self, person: str, *, having: str) -> Message | None:
        """The last direct message to a person with that text in it."""
        found = [dm for dm in self.slack.dms(person) if having in text_of(dm)]
        return found[-1] if found else None

    # Doing

    async def open(self, who: str = LEE, **answers: Choice) -> Outcome:
        """`/roadmap dispute`, and the form filled in."""
        actor = self.slack.as_person(who)
        asked = await actor.command("/roadmap", f"dispute {QUESTION}", channel=self.channel)
        assert asked.ok, asked
        leads = {"product_lead": MAYA, "research_lead": JONAS}
        return await self.send(who, {"problem": PROBLEM, **leads, **answers})

    async def has_opened(self) -> Message:
        """A dispute opened by Lee, its card in the channel."""
        before = len(self.cards())
        assert (await self.open()).ok
        await self.slack.wait_for(lambda: len(self.cards()) > before)
        return self.card

    async def click(self, who: str, click: Click, on: Message | View | None = None) -> Outcome:
        """Press a button as soon as it is there, on the card where nothing else is named."""
        await self.slack.wait_for(lambda: click in clicks(on or self.card))
        return await self.slack.as_person(who).click(on or self.card, action_id=click.value)

    async def choose(self, who: str, click: Click) -> Outcome:
        """Press [More] on the card, and then a button there."""
        opened = await self.click(who, Click.MORE)
        assert opened.ok, opened
        return await self.click(who, click, on_screen(self.slack, who))

    async def state_case(self, who: str, **answers: Choice) -> Outcome:
        """[State our case] on the card, and the form filled in."""
        opened = await self.click(who, Click.STATE_CASE)
        assert opened.ok, opened
        case = {**CASE, **answers}
        stop_if = case.pop("stop_if", None)
        filed = await self.send(who, case)
        if stop_if is None:
            return filed
        return await self.send(who, {"stop_if": stop_if})

    async def both_file(self) -> None:
        """Product files the filter, research the transformer."""
        assert (await self.state_case(MAYA, **FILTER)).ok
        assert (await self.state_case(JONAS, **TRANSFORMER)).ok

    async def send(self, who: str, answers: Mapping[str, Choice]) -> Outcome:
        """Fill in the form on the screen, as far as it has these fields, and submit it."""
        actor, form = self.slack.as_person(who), on_screen(self.slack, who)
        known = fields_of(form)
        filled = {known[name]: answer for name, answer in answers.items()}
        return await actor.submit(actor.fill(form, filled))

    async def pick(self, who: str, title: str, **answers: Choice) -> Outcome:
        """Choose the option of that title in the form on the screen, and submit it."""
        offered = options_of(on_screen(self.slack, who))
        value = next(value for text, value in offered.items() if title in text)
        return await self.send(who, {"option": value, **answers})


def clicks(surface: Message | View) -> set[str]:
    """Everything that can be clicked there."""
    return {element["action_id"] for _, element in touchable(surface.blocks)}


def fields_of(form: View) -> dict[str, str]:
    """The block of each field by its own name; of several of a kind, the first one's."""
    fields: dict[str, str] = {}
    for block in form.blocks:
        if block["type"] == "input":
            fields.setdefault(block["block_id"].rpartition(":")[2], block["block_id"])
    return fields


def options_of(form: View) -> dict[str, str]:
    """The texts and values of the form's radio buttons."""
    elements = [block["element"] for block in form.blocks if block["type"] == "input"]
    return {
        option["text"]["text"]: option["value"]
        for element in elements
        if element["type"] == "radio_buttons"
        for option in element["options"]
    }


def text_of(message: Message | View) -> str:
    """Everything that stands in a message or a window, one string after the other."""
    return " ".join(_strings([getattr(message, "text", ""), *message.blocks]))


def _strings(value: object) -> list[str]:
    match value:
        case str():
            return [value]
        case dict():
            return [text for inner in value.values() for text in _strings(inner)]
        case list() | tuple():
            return [text for inner in value for text in _strings(inner)]
        case _:
            return []
