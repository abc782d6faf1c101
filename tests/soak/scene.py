"""One dispute that people play: each deed is tried again until the record shows it."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass

from bot.domain.case import Filed, Side
from bot.domain.dispute import Dispute, NotFiled, Open
from handlers.ids import Click
from sandbox.server import Slack
from sandbox.wire import NotOnScreenError
from tests.journeys.deeds import FILTER, TRANSFORMER, People
from tests.soak.record import Record

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
SECONDS_FOR_A_TRY = 8
SECONDS_BETWEEN_TRIES = 0.1
RAISED = "20"
NOT_NOW = (NotOnScreenError, AssertionError, LookupError, TimeoutError, RuntimeError)
"""What somebody meets whose bot dies under their hands: a form that does not come, and the like."""


@dataclass(frozen=True, slots=True)
class Cast:
    """Three people who dispute."""

    opener: str
    product: str
    research: str


@dataclass(frozen=True, slots=True)
class Scene:
    """A dispute of theirs, in a channel of its own."""

    slack: Slack
    record: Record
    bot_is_up: asyncio.Event
    cast: Cast
    channel: str

    @property
    def people(self) -> People:
        return People(self.slack, self.channel)

    async def dispute(self) -> Dispute | None:
        return await self.record.in_channel(self.channel)

    async def _until(
        self,
        who: str,
        is_done: Callable[[Dispute], bool],
        act: Callable[[], Awaitable[object]],
    ) -> None:
        """Somebody tries until it is done, or the dispute is over without them."""
        while not await self._is_over_or(is_done):
            await self.bot_is_up.wait()
            self.slack.workspace.views.clear(who)
            with suppress(*NOT_NOW):
                async with asyncio.timeout(SECONDS_FOR_A_TRY):
                    await act()
            await asyncio.sleep(SECONDS_BETWEEN_TRIES)
        self.slack.workspace.views.clear(who)

    async def _at_card(self, act: Callable[[], Awaitable[object]]) -> object:
        await self.slack.wait_for(self.people.cards)
        return await act()

    async def _is_over_or(self, is_done: Callable[[Dispute], bool]) -> bool:
        dispute = await self.dispute()
        if dispute is None:
            return False
        return not isinstance(dispute.state, Open) or is_done(dispute)

    # Deeds

    async def open(self) -> None:
        cast = self.cast
        leads = {"product_lead": cast.product, "research_lead": cast.research}
        await self._until(
            cast.opener, lambda _: True, lambda: self.people.open(cast.opener, **leads)
        )

    async def file(self, side: Side) -> None:
        who, case = (
            (self.cast.product, FILTER) if side is PRODUCT else (self.cast.research, TRANSFORMER)
        )
        await self._until(
            who,
            lambda dispute: not isinstance(dispute.party(side).standing, NotFiled),
            lambda: self._at_card(lambda: self.people.state_case(who, **case)),
        )

    async def both_file(self) -> None:
        await self.file(PRODUCT)
        await self.file(RESEARCH)

    async def revise(self) -> None:
        """Product says after unsealing that it takes longer."""
        who = self.cast.product

        def is_raised(dispute: Dispute) -> bool:
            standing = dispute.product.standing
            options = standing.case.options if isinstance(standing, Filed) else ()
            return any(option.days_to_feedback == int(RAISED) for option in options)

        raised = {**FILTER, "days_to_feedback": RAISED}
        await self._until(
            who, is_raised, lambda: self._at_card(lambda: self.people.state_case(who, **raised))
        )

    async def confirm(self, side: Side) -> None:
        who = self.cast.product if side is PRODUCT else self.cast.research

        def has_confirmed(dispute: Dispute) -> bool:
            state = dispute.state
            return isinstance(state, Open) and side in {one.side for one in state.confirmations}

        async def act() -> None:
            await self.people.click(who, Click.CONFIRM)
            await self.people.pick(who, "Rules")

        await self._until(who, has_confirmed, lambda: self._at_card(act))

    async def yield_to_product(self) -> None:
        who = self.cast.research

        async def act() -> None:
            await self.people.choose(who, Click.YIELD)
            await self.people.send(who, {"reason": "The filter is what we would build."})

        await self._until(who, lambda _: False, lambda: self._at_card(act))

    async def decide(self) -> None:
        """From a day after both cases are in."""
        who = self.cast.product

        async def act() -> None:
            await self.people.choose(who, Click.DECIDE)
            await self.people.pick(who, "Rules", reason="Two pilots end in April.")

        await self._until(who, lambda _: False, lambda: self._at_card(act))

    async def withdraw(self) -> None:
        who = self.cast.opener

        async def act() -> None:
            await self.people.choose(who, Click.WITHDRAW)
            await self.people.send(who, {})

        await self._until(who, lambda _: False, lambda: self._at_card(act))
