"""A person's hands on the bot: its command, its buttons and its forms."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.replay.schema import CaseEntry, OptionEntry
from handlers.ids import ANSWER, COMMAND, Click
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.parts import touchable
from sandbox.records import Message, View
from sandbox.server import Slack
from sandbox.stories.forms import Typed, case_of, figures_of, option_of, stop_if_of
from sandbox.wire import Json


class StuckError(Exception):
    """Somebody in a story could not do what the story says."""


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody at their screen, in one channel; whatever fails to work is a `StuckError`."""

    slack: Slack
    who: str
    channel: str

    async def open_dispute(self, question: str, typed: Typed) -> Message:
        """Give `/roadmap dispute`, fill in the form, and see the card appear."""
        before = self._said_by_bot()
        actor = self.slack.as_person(self.who)
        _check(await actor.command(COMMAND, f"dispute {question}", channel=self.channel))
        await self._choose_area(str(typed.get("area", "")))
        asked = {*_fields_of(self._form())} - {"area"}
        await self._send({name: said for name, said in typed.items() if name in asked})
        await self.slack.wait_for(lambda: len(self._said_by_bot()) > len(before))
        return self._said_by_bot()[-1]

    async def make_area(self, name: str, typed: Typed) -> None:
        """Give `/roadmap area new`, fill in the form, and close what it shows."""
        actor = self.slack.as_person(self.who)
        _check(await actor.command(COMMAND, f"area new {name}", channel=self.channel))
        await self._send(typed)
        _check(await actor.close(self._form(), whole_stack=True))

    async def raise_gate(self, card: Message, title: str, typed: Typed) -> None:
        """Raise a gate on the option of that title."""
        await self._press_more(card, Click.RAISE_GATE)
        await self._send({**typed, "option": self._option(title)})

    async def state_case(self, card: Message, case: CaseEntry) -> None:
        """Press [State our case] and fill in all of it."""
        await self._press(card, Click.STATE_CASE)
        await self._type(case_of(case))
        await self._say_when_to_stop(case.options[0])
        await self._add_figures(case.options[0], Click.ADD_FIGURES)
        for option in case.options[1:]:
            await self._add_option(option)
        await self._submit()

    async def confirm(self, card: Message, title: str, *, then: str = "") -> None:
        """Press [Confirm] and take the option of that title."""
        await self._press(card, Click.CONFIRM)
        await self._send({"option": self._option(title), "then": then})

    async def decide(self, card: Message, title: str, *, reason: str) -> None:
        """Decide for the option of that title."""
        await self._press_more(card, Click.DECIDE)
        await self._send({"option": self._option(title), "reason": reason})

    async def yield_side(self, card: Message, *, reason: str) -> None:
        """Set nothing against the other side's case."""
        await self._press_more(card, Click.YIELD)
        await self._send({"reason": reason})

    async def let_days_stand(self, card: Message) -> None:
        """Say by the message to who would build an option that its days are right."""
        await self._press_in_dm(card, Click.STANDS)

    async def record_answer(self, card: Message, typed: Typed) -> None:
        """Say by the reminder what the customer has answered."""
        await self._press_in_dm(card, Click.ANSWERED)
        await self._send(typed)

    # Parts of deeds

    async def _choose_area(self, name: str) -> None:
        """Choose the area, where there is one of that name; its leads stand in the form then."""
        form = self._form()
        if value := _areas_in(form).get(name):
            actor = self.slack.as_person(self.who)
            _check(await actor.click(form, action_id=Click.CHOOSE_AREA.value, value=value))

    async def _add_option(self, option: OptionEntry) -> None:
        await self._click(self._form(), Click.ADD_OPTION)
        await self._type(option_of(option))
        await self._say_when_to_stop(option)
        await self._add_figures(option, Click.ADD_OPTION_FIGURES)
        await self._submit()

    async def _say_when_to_stop(self, option: OptionEntry) -> None:
        """Press Enter in the days; where they are many, one more question appears."""
        if stop_if := stop_if_of(option):
            form, days = self._form(), str(option.days_to_feedback)
            block = _fields_of(form)["days_to_feedback"]
            actor = self.slack.as_person(self.who)
            _check(await actor.click(form, action_id=ANSWER, block_id=block, value=days))
            await self._type({"stop_if": stop_if})

    async def _add_figures(self, option: OptionEntry, click: Click) -> None:
        if figures := figures_of(option):
            await self._click(self._form(), click)
            await self._type(figures)

    async def _press_more(self, card: Message, click: Click) -> None:
        await self._press(card, Click.MORE)
        await self._click(self._form(), click)

    async def _press(self, card: Message, click: Click) -> None:
        """Press a button of a card as soon as it is there."""
        await self.slack.wait_for(lambda: click in _clicks(self._as_it_is(card).blocks))
        await self._click(card, click)

    async def _press_in_dm(self, card: Message, click: Click) -> None:
        """Press the button about that dispute in the last direct message that has one."""
        number = _number_of(self._as_it_is(card))
        *_, (message, block) = await self.slack.wait_for(lambda: self._dms_with(click, number))
        actor = self.slack.as_person(self.who)
        _check(await actor.click(message, action_id=click.value, block_id=block))

    async def _click(self, surface: Message | View, click: Click) -> None:
        _check(await self.slack.as_person(self.who).click(surface, action_id=click.value))

    async def _send(self, typed: Typed) -> None:
        await self._type(typed)
        await self._submit()

    async def _type(self, typed: Typed) -> None:
        form = self._form()
        fields = _fields_of(form)
        answers = {fields[name]: said for name, said in typed.items() if said}
        self.slack.as_person(self.who).fill(form, answers)

    async def _submit(self) -> None:
        _check(await self.slack.as_person(self.who).submit(self._form()))

    # What is on the screen

    def _form(self) -> View:
        form = self.slack.top_view(self.who)
        if form is None:
            raise StuckError(f"{self.who} sees no form")
        return form

    def _option(self, title: str) -> Choice:
        return next(value for text, value in _offered(self._form()) if text.startswith(title))

    def _as_it_is(self, card: Message) -> Message:
        return self.slack.workspace.get_message(card.channel_id, card.ts)

    def _dms_with(self, click: Click, number: str) -> list[tuple[Message, str]]:
        """Find the messages with such a button about that dispute, and the button's block."""
        return [
            (message, block["block_id"])
            for message in self.slack.dms(self.who)
            for block, element in touchable(message.blocks)
            if element["action_id"] == click and element["value"].split()[0] == number
        ]

    def _said_by_bot(self) -> list[Message]:
        bot = self.slack.workspace.app.bot_user_id
        messages = self.slack.messages(self.channel, self.who)
        return [message for message in messages if message.user_id == bot]


def _check(outcome: Outcome) -> None:
    if not outcome.ok:
        raise StuckError(outcome)


def _clicks(blocks: Sequence[Json]) -> set[str]:
    return {element["action_id"] for _, element in touchable(blocks)}


def _number_of(card: Message) -> str:
    """Find the number that the buttons of a card carry."""
    carried = [element["value"] for _, element in touchable(card.blocks) if "value" in element]
    return str(carried[0]).split()[0]


def _areas_in(form: View) -> Mapping[str, str]:
    """Give the areas that can be chosen in a form, by name, with their values."""
    lists = (one for _, one in touchable(form.blocks) if one["action_id"] == Click.CHOOSE_AREA)
    return {one["text"]["text"]: one["value"] for menu in lists for one in menu["options"]}


def _fields_of(form: View) -> Mapping[str, str]:
    """Find the block of each field by the field's own name."""
    inputs = [block["block_id"] for block in form.blocks if block["type"] == "input"]
    return {block_id.rpartition(":")[2]: block_id for block_id in reversed(inputs)}


def _offered(form: View) -> list[tuple[str, str]]:
    """Give text and value of each radio button in a form."""
    return [
        (option["text"]["text"], option["value"])
        for _, element in touchable(form.blocks)
        if element["type"] == "radio_buttons"
        for option in element["options"]
    ]
