"""What a person does on the page, done in the small Slack."""

from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta

from sandbox.acting import Actor
from sandbox.answers import Outcome
from sandbox.page.manifest import Offers
from sandbox.page.mrkdwn import escape_for_slack
from sandbox.page.screen import Screen
from sandbox.page.stage import Stage
from sandbox.page.typed import fill_in
from sandbox.records import Message, Surface, View
from sandbox.wire import BotMistakeError, Json, NotOnScreenError, SlackError

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SLOW, RETRY_AFTER = 5.0, 5
GONE = "That is no longer there."

Deed = Callable[[Json], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Deeds:
    """Everything that can be done in one tab, by the name that the markup gives it."""

    stage: Stage
    screen: Screen
    offers: Offers

    async def do(self, asked: Json) -> None:
        """One deed; what goes wrong is told where it was done."""
        at = self._where(asked)
        self.screen.trouble = None
        try:
            await self._deeds[asked["do"]](asked)
        except (NotOnScreenError, SlackError):
            self.screen.tell(at, GONE)
        except BotMistakeError as mistake:
            self.screen.tell(at, f"The bot's answer is not one that Slack takes: {mistake}")

    @property
    def _deeds(self) -> Mapping[str, Deed]:
        return {
            "person": self._act_as,
            "channel": self._go_to,
            "home": self._go_home,
            "thread": self._open_thread,
            "close_thread": self._close_thread,
            "sidebar": self._toggle_sidebar,
            "drawer": self._toggle_drawer,
            "unfold": self._unfold,
            "fault": self._switch_fault,
            "move": self._move,
            "hide_meanwhile": self._hide_meanwhile,
            "say": self._say,
            "dismiss": self._dismiss,
            "shortcut": self._shortcut,
            "click": self._click,
            "fill": self._fill,
            "submit": self._submit,
            "close": self._close,
        }

    @property
    def _actor(self) -> Actor:
        return self.stage.slack.as_person(self.screen.person)

    # Looking around

    async def _act_as(self, asked: Json) -> None:
        if asked["person"] in self.stage.people:
            self.screen.act_as(asked["person"])

    async def _go_to(self, asked: Json) -> None:
        self.screen.go_to(asked["channel"])

    async def _go_home(self, _asked: Json) -> None:
        self.screen.go_home()
        # What was published before is shown at once; the bot may take its time.
        self.stage.slack.workspace.changes.announce()
        await self._actor.open_home()

    async def _open_thread(self, asked: Json) -> None:
        self.screen.threads[self.screen.person] = (asked["channel"], asked["ts"])

    async def _close_thread(self, _asked: Json) -> None:
        self.screen.threads.pop(self.screen.person, None)

    async def _toggle_sidebar(self, _asked: Json) -> None:
        self.screen.shows_sidebar = not self.screen.shows_sidebar

    async def _dismiss(self, asked: Json) -> None:
        self.screen.dismissed.add((asked["channel"], asked["ts"]))

    # The sandbox itself

    async def _toggle_drawer(self, _asked: Json) -> None:
        self.screen.shows_drawer = not self.screen.shows_drawer

    async def _unfold(self, asked: Json) -> None:
        self.screen.unfolded ^= {asked["key"]}

    async def _switch_fault(self, asked: Json) -> None:
        faults, is_on = self.stage.slack.faults, asked["value"] is True
        match asked["fault"]:
            case "down":
                faults.is_down = is_on
            case "slow":
                faults.be_slow(SLOW if is_on else 0.0)
            case "limited" if is_on:
                faults.limit_rate(RETRY_AFTER)
            case "limited":
                faults.lift_rate()

    async def _move(self, asked: Json) -> None:
        done = await self._move_clock(asked["by"])
        self.screen.meanwhile = done or ("The clock has moved. The bot had nothing to do.",)

    async def _move_clock(self, by: str) -> tuple[str, ...]:
        if by == "reminder":
            return await self.stage.to_next_reminder()
        if by == "deadline":
            return await self.stage.to_next_deadline()
        return await self.stage.move(HOUR if by == "hour" else DAY)

    async def _hide_meanwhile(self, _asked: Json) -> None:
        self.screen.meanwhile = ()

    # In the conversation

    async def _say(self, asked: Json) -> None:
        text = str(asked["text"]).strip()
        thread = asked.get("thread")
        if text.startswith("/") and thread is None:
            await self._command(text, asked["channel"])
        elif text.startswith("/"):
            self.screen.tell("thread", "Slack takes commands in channels only, not in threads.")
        elif text:
            parent = self._message({"channel": asked["channel"], "ts": thread}) if thread else None
            said = escape_for_slack(text)
            self._actor.say(said, channel=asked["channel"], thread=parent)

    async def _command(self, text: str, channel: str) -> None:
        command, _, rest = text.partition(" ")
        if command not in {known.name for known in self.offers.commands}:
            self.screen.tell("channel", f"{command} is not a valid command.")
            return
        outcome = await self._actor.command(command, rest.strip(), channel=channel)
        if outcome.problem:
            self.screen.tell("channel", f'{command} failed with the error "{outcome.problem}"')

    async def _shortcut(self, asked: Json) -> None:
        outcome = await self._actor.message_shortcut(asked["callback"], self._message(asked))
        self._tell_problem(asked, outcome)

    # On messages and in forms

    async def _click(self, asked: Json) -> None:
        surface = self._surface(asked)
        if isinstance(surface, View):
            surface = fill_in(self._actor, surface, asked.get("values", {}))
        outcome = await self._actor.click(
            surface, action_id=asked["action"], block_id=asked["block"], value=asked.get("value")
        )
        self._tell_problem(asked, outcome)

    async def _fill(self, asked: Json) -> None:
        # A field also reports its last word when its form closes under it.
        with suppress(NotOnScreenError, SlackError):
            fill_in(self._actor, self._view(asked), asked["values"])

    async def _submit(self, asked: Json) -> None:
        view = fill_in(self._actor, self._view(asked), asked["values"])
        outcome = await self._actor.submit(view)
        self.screen.errors[view.id] = {**outcome.local_errors, **outcome.errors}
        self._tell_problem(asked, outcome)

    async def _close(self, asked: Json) -> None:
        view = fill_in(self._actor, self._view(asked), asked.get("values", {}))
        outcome = await self._actor.close(view, whole_stack=asked.get("whole", False))
        if outcome.problem:
            self.screen.tell("channel", _say(outcome.problem))

    def _surface(self, asked: Json) -> Surface:
        return self._view(asked) if "view" in asked else self._message(asked)

    def _view(self, asked: Json) -> View:
        return self.stage.slack.workspace.views.get(asked["view"])

    def _message(self, asked: Json) -> Message:
        return self.stage.slack.workspace.get_message(asked["channel"], asked["ts"])

    def _tell_problem(self, asked: Json, outcome: Outcome) -> None:
        if outcome.problem:
            self.screen.tell(self._where(asked), _say(outcome.problem))

    def _where(self, asked: Json) -> str:
        """Where the person looks while doing this: in a form, in a thread, or in a channel."""
        if "view" in asked:
            return str(asked["view"])
        return "thread" if "thread" in asked or self._is_reply(asked) else "channel"

    def _is_reply(self, asked: Json) -> bool:
        with suppress(KeyError, SlackError):
            return self._message(asked).thread_ts is not None
        return False


def _say(problem: str) -> str:
    return f'That failed with the error "{problem}". You can try again.'
