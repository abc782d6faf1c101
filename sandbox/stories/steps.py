"""A past dispute as steps: who does what, and when."""

from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from bot.domain.case import Side
from bot.replay.schema import CaseEntry, DisputeEntry
from sandbox.records import Message
from sandbox.server import Slack
from sandbox.stories.bounds import GATES, NewGate
from sandbox.stories.earlier import Answer
from sandbox.stories.forms import BUILDERS, opening_of
from sandbox.stories.hands import Hands, StuckError
from sandbox.stories.people import JONAS, MAYA, ROADMAP

LEADS = {Side.PRODUCT: MAYA, Side.RESEARCH: JONAS}
TO_THINK = timedelta(minutes=30)
"""So long after a case is filed its builder says that the days are right."""


@dataclass(frozen=True, slots=True)
class Step:
    """Something that happens at an instant, and how it is told."""

    at: datetime
    told: str
    play: Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Played:
    """A dispute being played, from `begins_at` on instead of when it was opened."""

    slack: Slack
    entry: DisputeEntry
    begins_at: datetime
    opener: str
    answer: Answer | None = None
    _card: Message | None = None

    def steps(self) -> list[Step]:
        """Give everything that somebody does in it, in order."""
        return sorted(self._steps(), key=lambda step: step.at)

    def _steps(self) -> Iterator[Step]:
        yield from self._opening()
        yield from self._cases()
        yield from self._gate()
        yield from self._settling()
        yield from self._afterwards()

    def _opening(self) -> Iterator[Step]:
        entry = self.entry

        async def open_it() -> None:
            typed = opening_of(entry, product=MAYA, research=JONAS)
            self._card = await self._hands(self.opener).open_dispute(entry.question, typed)

        who = self._name(self.opener)
        yield Step(self.begins_at, f'{who} opens the dispute: "{entry.question}"', open_it)

    def _cases(self) -> Iterator[Step]:
        for side, lead in LEADS.items():
            case = self.entry.product if side is Side.PRODUCT else self.entry.research
            if case:
                told = f"{self._name(lead)} files the case of {side}."
                yield Step(self._when(case.filed_at), told, partial(self._file, lead, case))
                yield from self._builders(case)

    def _builders(self, case: CaseEntry) -> Iterator[Step]:
        for builder in dict.fromkeys(one.builder for one in case.options if one.builder):
            at, told = self._when(case.filed_at) + TO_THINK, f"{builder} says that the days stand."
            yield Step(at, told, partial(self._let_stand, BUILDERS[builder]))

    def _gate(self) -> Iterator[Step]:
        if gate := GATES.get(self.entry.question):
            told = f'Jonas raises a gate on "{gate.title}".'
            yield Step(self.begins_at + gate.after, told, partial(self._raise_gate, gate))

    def _settling(self) -> Iterator[Step]:
        entry = self.entry
        if said := entry.agreed:
            told = f'Maya and Jonas both confirm "{said.option}".'
            yield Step(self._when(said.at), told, self._agree)
        if entry.decided:
            decided = entry.decided
            told = f'{self._name(LEADS[decided.side])} decides for "{decided.option}".'
            yield Step(self._when(decided.at), told, self._decide)
        if entry.yielded:
            told = f"{self._name(LEADS[entry.yielded.side])} yields."
            yield Step(self._when(entry.yielded.at), told, self._yield)

    def _afterwards(self) -> Iterator[Step]:
        if answer := self.answer:
            told = f'{answer.who} has answered: "{answer.words}"'
            yield Step(answer.recorded_at, told, partial(self._record, answer))

    async def _record(self, answer: Answer) -> None:
        await self._hands(MAYA).record_answer(self._the_card, answer.typed())

    async def _let_stand(self, builder: str) -> None:
        await self._hands(builder).let_days_stand(self._the_card)

    async def _file(self, lead: str, case: CaseEntry) -> None:
        await self._hands(lead).state_case(self._the_card, case)

    async def _raise_gate(self, gate: NewGate) -> None:
        await self._hands(JONAS).raise_gate(self._the_card, gate.title, gate.typed)

    async def _agree(self) -> None:
        if said := self.entry.agreed:
            await self._hands(MAYA).confirm(self._the_card, said.option, then=said.next)
            await self._hands(JONAS).confirm(self._the_card, said.option)

    async def _decide(self) -> None:
        if said := self.entry.decided:
            decider = self._hands(LEADS[said.side])
            await decider.decide(self._the_card, said.option, reason=said.reason)

    async def _yield(self) -> None:
        if said := self.entry.yielded:
            await self._hands(LEADS[said.side]).yield_side(self._the_card, reason=said.reason)

    def _hands(self, who: str) -> Hands:
        return Hands(self.slack, who, ROADMAP)

    def _name(self, who: str) -> str:
        return self.slack.workspace.get_person(who).real_name

    def _when(self, instant: datetime) -> datetime:
        return self.begins_at + (instant - self.entry.opened_at)

    @property
    def _the_card(self) -> Message:
        if self._card is None:
            raise StuckError("the dispute was not opened")
        return self._card
