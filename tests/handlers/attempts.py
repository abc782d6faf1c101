"""Whatever can be asked of the bot, tried by anybody: a click, a form, a word, a look at Home."""

from dataclasses import dataclass, replace
from enum import Enum, StrEnum

from bot.app import App
from bot.domain.area import Stage
from bot.domain.case import Figures, Option, Side
from bot.domain.ids import DisputeId, UserId
from bot.services import gates
from bot.services.disputes import name_deputy
from bot.services.ports import Begin
from handlers.ids import ANSWER, Click, Form, Shortcut
from handlers.modals.opening_fields import QUESTION
from sandbox.answers import Outcome
from sandbox.parts import touchable
from sandbox.server import Slack
from tests.builders import BOTH_IN, FILTER, HOUR, MONDAY, TRANSFORMER, usd
from tests.domain.bound import LIMIT
from tests.handlers import deeds
from tests.handlers.area_deeds import an_area, an_area_with_proposals, area_value
from tests.handlers.case_forms import TRANSFORMER as SECOND
from tests.handlers.case_forms import WHOLE_CASE, Hands
from tests.handlers.deeds import person, press, told
from tests.handlers.filled_forms import filled_form
from tests.handlers.looks import read
from tests.world import ADA, GUS, JONAS, MAYA, ROADMAP, ZOE, MovableClock, on_screen

SPEAKERS = frozenset({MAYA, JONAS, ADA})


class Word(StrEnum):
    """A word after /roadmap."""

    DISPUTE = "dispute"
    LIST = "list"
    SHOW = "show"
    VERIFY = "verify"
    BOARD = "board"
    LEDGER = "ledger"
    AREA = "area"
    LOG = "log"
    DIGEST = "digest"
    EXPORT = "export"
    HEALTH = "health"
    SETTINGS = "settings"
    HELP = "help"


class Moment(Enum):
    """What else Slack tells us of."""

    HOME_OPENED = "home opened"
    DAYS_TYPED = "days typed in the case"
    OPTION_DAYS_TYPED = "days typed in an option"
    QUESTION_TYPED = "question typed"
    CASE_CLOSED = "case closed"
    OPTION_CLOSED = "option closed"


class State(Enum):
    """When it is asked of a dispute."""

    BEFORE = "before a case is in"
    AFTER = "a day after both are in"
    ENDED = "after the end"


Asked = Click | Form | Shortcut | Word | Moment

ANSWERED_BY_A_MESSAGE = {
    Click.LATER,
    Click.NEXT_DAY,
    Click.MUTE,
    Click.UNMUTE,
    Click.TRY_AGAIN,
    Click.STANDS,
    Click.BURDEN,
}
BUILT = replace(FILTER, builder=UserId(ZOE))
"""Product's option, with somebody to ask about its days."""
WITH_BURDEN = replace(BUILT, figures=Figures(ops_burden=3))
HUNGRY = replace(BUILT, figures=Figures(gpu_weeks_per_month=usd(8)))
"""Over the budget of its area."""
OTHER_OPTIONS = {Click.BURDEN.value: WITH_BURDEN, Click.SIGN_OFF.value: HUNGRY}
"""What product would build instead, for what is asked about it."""
LONG = replace(TRANSFORMER, stop_if="Recall is below 80 % by week 5.")
"""Research's option."""
ABOUT_AN_OPTION = {Click.STANDS: 14, Click.LONGER: 14, Click.BURDEN: 4}
"""What else is clicked with the option: its days, or a burden."""
IN_OPTION = (
    Form.OPTION,
    Moment.OPTION_DAYS_TYPED,
    Moment.OPTION_CLOSED,
    Click.ADD_OPTION_FIGURES,
)
IN_CASE = (
    *IN_OPTION,
    Form.STATE_CASE,
    Moment.DAYS_TYPED,
    Moment.CASE_CLOSED,
    Click.ADD_FIGURES,
    Click.ADD_EVIDENCE,
    Click.REMOVE_EVIDENCE,
    Click.ADD_OPTION,
    Click.OPTION_MENU,
)


IN_OPENING = (Moment.QUESTION_TYPED, Click.CHOOSE_AREA)
ABOUT_AN_AREA = (
    Click.CHANGE_AREA,
    Form.AREA,
    Click.HANDOFF,
    Form.HANDOFF,
    Click.ACCEPT_LIMITS,
    Click.ACCEPT_HANDOFF,
)


def _value(click: Click, number: int) -> str:
    """What its button carries."""
    if is_among(click, ABOUT_AN_AREA):
        return area_value(click, number)
    of_option = f"{number} product {BUILT.id}"
    if click is Click.SIGN_OFF:
        return of_option
    about = ABOUT_AN_OPTION.get(click)
    return f"{of_option} {about}" if about else str(number)


def is_among(asked: Asked, known: tuple[Asked, ...]) -> bool:
    """Whether it is one of them; a click and a form of the same name are not the same."""
    return any(type(one) is type(asked) and one == asked for one in known)


REFUSED_IN_WINDOWS = {"Not possible", "Not possible here", "This does not count"}
REFUSALS = (
    "You cannot ",
    "You are not named as the builder",
    "You speak for research on #1 now.",
    "There is no dispute",
    "Only a full member",
    "#1 ended",
)


@dataclass(frozen=True, slots=True)
class Scene:
    """The bot at work, and a dispute to try things on; a form changes it, so each has their own."""

    slack: Slack
    bot: App
    begin: Begin
    clock: MovableClock
    state: State

    async def try_all(self, asked: Asked, people: tuple[str, ...]) -> dict[str, str]:
        """What each of them reads for a refusal; "" for who may."""
        self.slack.workspace.join(ROADMAP, GUS)
        in_order = sorted(people, key=lambda who: who in SPEAKERS)
        several = isinstance(asked, Form) or is_among(asked, (*IN_CASE, *ABOUT_AN_AREA))
        numbers = {who: place if several else 1 for place, who in enumerate(in_order, start=1)}
        for number in set(numbers.values()):
            await self._a_dispute(number, OTHER_OPTIONS.get(asked.value, BUILT))
            if asked.value == Click.LIFT_GATE and self.state is not State.BEFORE:
                await self._raise_gate(number)
            if is_among(asked, ABOUT_AN_AREA):
                await an_area_with_proposals(self.begin, number)
        if self.state is not State.BEFORE:
            self.clock.move(hours=30)
        for who, number in numbers.items():
            await self._prepare(asked, who, number)
        if self.state is State.ENDED:
            self.clock.move(days=8)
            await self.bot.rule()
        return {who: await self._try(asked, who, number) for who, number in numbers.items()}

    async def _a_dispute(self, number: int, built: Option) -> None:
        if built is HUNGRY:
            await an_area(self.begin, stage=Stage.AFTER)
        dispute = await deeds.a_dispute(self.begin, form=f"V{number}")
        await self._with_deputy(dispute)
        if self.state is not State.BEFORE:
            await deeds.file(self.begin, dispute, Side.PRODUCT, built)
            await deeds.file(self.begin, dispute, Side.RESEARCH, LONG, now=BOTH_IN)

    async def _raise_gate(self, number: int) -> None:
        await gates.raise_gate(
            DisputeId(deeds.TEAM, number),
            Side.PRODUCT,
            BUILT.id,
            LIMIT,
            by=person(JONAS),
            now=BOTH_IN,
            begin=self.begin,
        )

    async def _with_deputy(self, dispute: DisputeId) -> None:
        await name_deputy(
            dispute,
            Side.RESEARCH,
            person(ADA),
            by=person(JONAS),
            directory=self.bot.directory,
            now=MONDAY + HOUR,
            begin=self.begin,
        )

    # Forms in their hands

    async def _prepare(self, asked: Asked, who: str, number: int) -> None:
        """The form is on their screen; who could not have opened it holds another's."""
        if is_among(asked, IN_CASE):
            hands = Hands(self.slack, self.bot, who if who in SPEAKERS else MAYA)
            await press(self.slack, self.bot, hands.who, Click.STATE_CASE, str(number))
            await self._type(hands, asked)
            self._hand_over(hands, who)
        elif is_among(asked, IN_OPENING):
            form = filled_form(Form.OPEN_DISPUTE, who, number)
            self.slack.workspace.views.open(who, form)
        elif isinstance(asked, Form):
            self.slack.workspace.views.open(who, filled_form(asked, who, number))

    async def _type(self, hands: Hands, asked: Asked) -> None:
        if self.state is State.BEFORE:
            hands.fill(WHOLE_CASE)
        if asked is Click.REMOVE_EVIDENCE:
            await hands.click(Click.ADD_EVIDENCE)
        if asked is Click.OPTION_MENU:
            assert (await hands.add_option(SECOND)).ok
        if is_among(asked, IN_OPTION):
            await hands.click(Click.ADD_OPTION)
            hands.fill(SECOND)

    def _hand_over(self, hands: Hands, who: str) -> None:
        views, shown = self.slack.workspace.views, hands.view
        if who != hands.who:
            views.put_values(views.open(who, shown.content), shown.values)
            views.clear(hands.who)

    # Trying

    async def _try(self, asked: Asked, who: str, number: int) -> str:
        match asked:
            case Click() if is_among(asked, (*IN_CASE, *IN_OPENING)):
                return self._refusal(who, await self._click_in_form(asked, who))
            case Click():
                return await self._click(asked, who, number)
            case Form():
                view = on_screen(self.slack, who)
                return self._refusal(who, await self.slack.as_person(who).submit(view))
            case Shortcut():
                return await self._shortcut(asked, who)
            case Word():
                return await self._command(asked, who, number)
            case Moment():
                return self._refusal(who, await self._moment(asked, who))

    def _refusal(self, who: str, outcome: Outcome) -> str:
        top = self.slack.top_view(who)
        if top and top.content["title"]["text"] in REFUSED_IN_WINDOWS:
            return read(top.content)
        assert not outcome.local_errors
        assert not outcome.problem
        return " ".join(outcome.errors.values())

    async def _click(self, click: Click, who: str, number: int) -> str:
        before = len(self.slack.ephemerals(who))
        pressed = await press(self.slack, self.bot, who, click, _value(click, number))
        refusal = self._refusal(who, pressed)
        if len(self.slack.ephemerals(who)) == before:
            assert self.slack.top_view(who)
            return refusal
        done = click in ANSWERED_BY_A_MESSAGE and not told(self.slack, who).startswith(REFUSALS)
        return "" if done else told(self.slack, who)

    async def _click_in_form(self, click: Click, who: str) -> Outcome:
        view = on_screen(self.slack, who)
        found = [at for at in touchable(view.blocks) if at[1]["action_id"] == click]
        block, element = found[-1]
        menu = element.get("options")
        return await self.slack.as_person(who).click(
            view,
            action_id=click.value,
            block_id=block["block_id"],
            value=menu[0]["value"] if menu else None,
        )

    async def _shortcut(self, shortcut: Shortcut, who: str) -> str:
        message = self.slack.as_person(JONAS).say("Why was it blocked?", channel=ROADMAP)
        actor = self.slack.as_person(who)
        return self._refusal(who, await actor.message_shortcut(shortcut.value, message))

    async def _command(self, word: Word, who: str, number: int) -> str:
        text = f"{word} {number}" if word in {Word.SHOW, Word.VERIFY} else word.value
        outcome = await self.slack.as_person(who).command("/roadmap", text, channel=ROADMAP)
        refusal = self._refusal(who, outcome)
        answered = not self.slack.top_view(who)
        is_refused = answered and told(self.slack, who).startswith(REFUSALS)
        return told(self.slack, who) if is_refused else refusal

    async def _moment(self, moment: Moment, who: str) -> Outcome:
        actor = self.slack.as_person(who)
        if moment is Moment.HOME_OPENED:
            outcome = await actor.open_home()
            await self.slack.wait_for(lambda: self.slack.home(who))
            return outcome
        view = on_screen(self.slack, who)
        if moment in {Moment.CASE_CLOSED, Moment.OPTION_CLOSED}:
            return await actor.close(view)
        if moment is Moment.QUESTION_TYPED:
            said = "Word export or better summaries?"
            return await actor.click(view, action_id=ANSWER, block_id=QUESTION, value=said)
        fields = [block["block_id"] for block, _ in touchable(view.blocks)]
        days = next(field for field in fields if field.endswith(":days_to_feedback"))
        return await actor.click(view, action_id=ANSWER, block_id=days, value="71")
