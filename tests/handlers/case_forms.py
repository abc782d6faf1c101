"""What people do in the form "State our case", click by click."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.app import App
from bot.domain.case import Case, Filed, Side
from bot.domain.draft import Draft
from bot.domain.ids import DisputeId
from bot.services.disputes import name_deputy
from bot.services.ports import Begin
from handlers.directory import SlackDirectory
from handlers.ids import ANSWER, Click
from handlers.modals.option_fields import ONE_MORE_QUESTION
from sandbox.acting import Field
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.records import View
from sandbox.seen import find_strings
from sandbox.server import Slack
from tests.builders import MONDAY
from tests.handlers.deeds import TEAM, on_record, person, press
from tests.world import ADA, MAYA, on_screen

WHOLE_CASE: Mapping[str, Choice] = {
    "constraint_kind": "labelling",
    "constraint_detail": "Nobody has labelled the blocks of last year.",
    "metric": "disputed blocks a week",
    "start": "40",
    "target": "20",
    "for_whom": "pilot merchants",
    "statement": "7 of 9 merchants asked why.",
    "kind": "support tickets",
    "title": "Rules-based filter",
    "days_to_feedback": "14",
    "audience": "pilot",
    "customer": "Acme, Borealis",
    "feedback": "They mark each block in the weekly call.",
}
TRANSFORMER: Mapping[str, Choice] = {
    "title": "Transformer upgrade",
    "days_to_feedback": "70",
    "audience": "paying",
    "customer": "Cirrus",
    "feedback": "They compare it with last month.",
}
"""Of so many days that it is asked what would make its side stop."""
STOP_IF = "Recall on Cirrus's data is below 80 % by week 5."


@dataclass(frozen=True, slots=True)
class Hands:
    """Somebody at the form, by default the product lead."""

    slack: Slack
    bot: App
    who: str = MAYA

    @property
    def view(self) -> View:
        """What they look at."""
        return on_screen(self.slack, self.who)

    async def open(self) -> View:
        """[State our case]."""
        assert (await press(self.slack, self.bot, self.who, Click.STATE_CASE)).ok
        return self.view

    def fill(self, answers: Mapping[str, Choice]) -> View:
        """Fill in the fields of these names; of several pieces of evidence, the last one's."""
        view = self.view
        spots = {name_of(field): field for field in fields_of(view)}
        filled: dict[Field, Choice] = {spots[name]: answer for name, answer in answers.items()}
        return self.slack.as_person(self.who).fill(view, filled)

    async def click(self, click: Click, *, value: Choice = None, block: str | None = None) -> None:
        """Press a button that does what it should."""
        hand = self.slack.as_person(self.who)
        done = await hand.click(self.view, action_id=click.value, block_id=block, value=value)
        assert done.ok, done

    async def menu(self, deed: str, number: int = -1) -> None:
        """Choose from the menu of an option; of the last one where no other is named."""
        menus = [b for b in self.view.blocks if b.get("accessory", {}).get("type") == "overflow"]
        offered = [option["value"] for option in menus[number]["accessory"]["options"]]
        value = next(one for one in offered if one.startswith(deed))
        await self.click(Click.OPTION_MENU, value=value, block=menus[number]["block_id"])

    async def enter(self, name: str, text: str) -> None:
        """Type into a field and press Enter."""
        spot = next(field for field in fields_of(self.view) if name_of(field) == name)
        hand = self.slack.as_person(self.who)
        done = await hand.click(self.view, action_id=ANSWER, block_id=spot, value=text)
        assert done.ok, done

    async def submit(self) -> Outcome:
        """Press File or Keep."""
        return await self.slack.as_person(self.who).submit(self.view)

    async def close(self, *, whole_stack: bool = False) -> None:
        """Press Close, or the x."""
        done = await self.slack.as_person(self.who).close(self.view, whole_stack=whole_stack)
        assert done.ok, done

    async def add_option(self, answers: Mapping[str, Choice]) -> Outcome:
        """Press [Add an option], fill in the window and press Keep."""
        await self.click(Click.ADD_OPTION)
        self.fill(answers)
        return await self.keep()

    async def keep(self) -> Outcome:
        """Press Keep, and answer the one more question of an option of many days."""
        done = await self.submit()
        if not done.ok or ONE_MORE_QUESTION not in self.read_aloud():
            return done
        self.fill({"stop_if": STOP_IF})
        return await self.submit()

    def shown(self, name: str) -> str:
        """What stands in the first field of that name."""
        field = next(field for field in fields_of(self.view) if name_of(field) == name)
        said = self.view.values[field][ANSWER]
        chosen = said.get("selected_option") or {}
        return str(said.get("value") or said.get("selected_user") or chosen.get("value") or "")

    def read_aloud(self) -> str:
        """Every text of what they look at."""
        return "\n".join(find_strings(self.view.blocks))

    def errors(self, outcome: Outcome) -> dict[str, str]:
        """The errors by the fields' own names."""
        return {name_of(field): sentence for field, sentence in outcome.errors.items()}


def fields_of(view: View) -> list[str]:
    return [block["block_id"] for block in view.blocks if block["type"] == "input"]


def name_of(field: str) -> str:
    return field.rpartition(":")[2]


async def draft_on_record(begin: Begin, side: Side = Side.PRODUCT) -> Draft | None:
    async with begin(reading=True) as tx:
        return await tx.drafts.get(DisputeId(TEAM, 1), side)


async def filed_case(begin: Begin, side: Side = Side.PRODUCT) -> Case:
    standing = (await on_record(begin, 1)).party(side).standing
    assert isinstance(standing, Filed)
    return standing.case


async def ada_is_deputy(begin: Begin, bot: App) -> None:
    await name_deputy(
        DisputeId(TEAM, 1),
        Side.PRODUCT,
        person(ADA),
        by=person(MAYA),
        directory=SlackDirectory(bot.client),
        now=MONDAY,
        begin=begin,
    )
