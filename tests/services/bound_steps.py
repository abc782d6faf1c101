"""What binds a dispute, step by step: an area, gates, signatures and GPUs; beside `goings_on`."""

from dataclasses import replace
from datetime import datetime

from bot.domain.area import Area, Stage
from bot.domain.areas import AreaAsked
from bot.domain.case import Constraint, ConstraintKind, OwnFigure, PathKind, Side
from bot.domain.errors import Refusal
from bot.domain.ids import DisputeId
from bot.domain.minimum_model import MinimumModel
from bot.services import areas, disputes, gates
from bot.services.ports import Begin
from bot.services.reads import find
from bot.services.workspace import WorkspaceDirectory
from tests.builders import HOUR, JONAS, MAYA, MONDAY, OLU, a_case, an_option, usd
from tests.domain.bound import LIMIT, MEMORY
from tests.services.directories import SmallDirectory
from tests.services.goings_on import TEAM, Step, marker
from tests.services.kept_promises import ALL_STEPS, go_on

AREA = "fraud detection"
SLOW_LIMIT = replace(LIMIT, number=usd(100))


async def made(begin: Begin, name: str = AREA, *, stage: Stage = Stage.BEFORE) -> Area:
    """An area that Maya and Jonas lead, with a limit of its own and the budget of any area."""
    asked = AreaAsked(
        name=name,
        product_lead=MAYA,
        research_lead=JONAS,
        minimum=MinimumModel(own=(MEMORY,)),
    )
    return await areas.create_area(TEAM, asked, stage, by=OLU, now=MONDAY, begin=begin)


def directory(begin: Begin) -> WorkspaceDirectory:
    return WorkspaceDirectory(slack=SmallDirectory(), begin=begin, team=TEAM)


def _files(side: Side, weeks: int) -> Step:
    """A case that is over the budget from 6 GPU-weeks a month on."""

    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        text = marker(dispute, side)
        option = an_option(
            text,
            14,
            id=f"{side} 1",
            customer=text,
            feedback=text,
            path=PathKind.CHEAPEST,
            gpu_weeks_per_month=usd(weeks),
            latency_ms=usd(900),
            own=(OwnFigure(MEMORY.name, usd(40)),),
        )
        constraint = Constraint(kind=ConstraintKind.LATENCY, detail=text)
        case = a_case(option, constraint=constraint)
        by = MAYA if side is Side.PRODUCT else JONAS
        await disputes.state_case(dispute, case, by=by, now=now, begin=begin)

    return step


async def _signs(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    for filed in (await find(dispute, begin=begin)).filed:
        await gates.sign_off(
            dispute,
            gates.Signature(
                side=filed.side,
                option=filed.case.options[0].id,
                reason=marker(dispute, filed.side),
            ),
            by=OLU,
            directory=directory(begin),
            now=now,
            begin=begin,
        )


async def _raises_a_gate(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    for filed in (await find(dispute, begin=begin)).filed:
        option = filed.case.options[0].id
        await gates.raise_gate(
            dispute, filed.side, option, SLOW_LIMIT, by=JONAS, now=now, begin=begin
        )


async def _lifts_it(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    if (await find(dispute, begin=begin)).gates:
        await gates.lift_gate(dispute, 0, by=JONAS, now=now, begin=begin)


async def _retires_it(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await gates.retire(dispute, by=MAYA, now=now, begin=begin)


BOUND: dict[str, Step] = {
    "product asks for 8 GPU-weeks": _files(Side.PRODUCT, 8),
    "product asks for 3 GPU-weeks": _files(Side.PRODUCT, 3),
    "research asks for 9 GPU-weeks": _files(Side.RESEARCH, 9),
    "a founder signs": _signs,
    "research raises a gate": _raises_a_gate,
    "research lifts it": _lifts_it,
    "product retires it": _retires_it,
}
STEPS_OF_ALL = [*ALL_STEPS, *BOUND]


async def carry_on(begin: Begin, dispute: DisputeId, steps: list[str], now: datetime) -> datetime:
    """Each step after the other, those that the rules refuse left out; and when it is then."""
    for name in steps:
        if name not in BOUND:
            now = await go_on(begin, dispute, [name], now)
            continue
        now += HOUR
        try:
            await BOUND[name](begin, dispute, now)
        except Refusal:
            continue
    return now
