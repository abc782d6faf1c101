"""The workspace at the start: disputes in every state, with marked texts in what is sealed."""

from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal

from bot.app import App
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.ids import ChannelId, OptionId, UserId
from bot.services import drafts
from bot.services.disputes import Ask, open_dispute, state_case
from sandbox.server import Slack
from tests.builders import FILTER, TRANSFORMER, a_case
from tests.fuzz.marks import Marks
from tests.handlers import area_deeds
from tests.handlers.deeds import TEAM, person
from tests.world import GUS, JONAS, LEE, MAYA, ROADMAP, SECRET, ZOE, MovableClock

MUCH = Decimal(8)
"""GPU-weeks a month, more than an area has for one option."""
LEADS = {Side.PRODUCT: MAYA, Side.RESEARCH: JONAS}


@dataclass(frozen=True, slots=True)
class Scenery:
    """Sets the scene."""

    slack: Slack
    app: App
    clock: MovableClock
    marks: Marks

    async def build(self) -> None:
        """One with a draft, one sealed, one unsealed, one over the GPU budget, one ended.

        Each is there in public and in private.
        """
        self.slack.workspace.join(ROADMAP, GUS)
        area = await area_deeds.an_area(self.app.begin)
        for channel in (ROADMAP, SECRET):
            ended = await self._opened(channel, "ended")
            await self._filed(ended, Side.PRODUCT)
        self.clock.move(days=7)
        await self.app.tick()
        for channel in (ROADMAP, SECRET):
            await self._typing(await self._opened(channel, "typing"))
            await self._filed(await self._opened(channel, "sealed"), Side.RESEARCH)
            unsealed = await self._opened(channel, "unsealed")
            for side in Side:
                await self._filed(unsealed, side)
            over_budget = await self._opened(channel, "over budget", area=area.name)
            await self._filed(over_budget, Side.PRODUCT, gpu_weeks=MUCH)
        self.clock.move(hours=1)

    async def _opened(self, channel: str, name: str, *, area: str = "") -> Dispute:
        form = f"{name}-{channel}"
        mark = self.marks.make(LEE, form=form)
        ask = Ask(
            team=TEAM,
            channel=ChannelId(channel),
            question=f"Transformer upgrade or filter, {mark}?",
            problem=f"Merchants ask why, {mark}.",
            product_lead=person(MAYA),
            research_lead=person(JONAS),
            by=person(LEE),
            form=form,
            area=area,
        )
        return await open_dispute(ask, now=self.clock.now, begin=self.app.begin)

    async def _filed(
        self, dispute: Dispute, side: Side, *, gpu_weeks: Decimal | None = None
    ) -> None:
        mark = self.marks.make(LEADS[side], dispute=dispute.id.number)
        option = FILTER if side is Side.PRODUCT else TRANSFORMER
        marked = replace(
            option,
            title=f"{option.title} {mark}",
            builder=UserId(ZOE),
            stop_if=f"We see {mark}.",
            figures=replace(option.figures, gpu_weeks_per_month=gpu_weeks),
        )
        case = a_case(marked)
        other = self.marks.make(LEADS[side], dispute=dispute.id.number)
        constraint = case.constraint and replace(case.constraint, detail=f"It binds, {other}.")
        await state_case(
            dispute.id,
            replace(case, constraint=constraint),
            by=person(LEADS[side]),
            now=self.clock.now + timedelta(minutes=1),
            begin=self.app.begin,
        )

    async def _typing(self, dispute: Dispute) -> None:
        mark = self.marks.make(MAYA, dispute=dispute.id.number)
        values = {"constraint_detail": f"It binds, {mark}.", "option:o9:title": f"A thing {mark}"}
        draft = Draft(values=values, evidence=("e9",), options=(OptionId("o9"),))
        await drafts.keep_draft(
            dispute.id, draft, by=person(MAYA), now=self.clock.now, begin=self.app.begin
        )
