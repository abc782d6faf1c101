"""What a builder says of whom nobody else may know, and looking again; beside `goings_on`."""

from datetime import datetime

from bot.domain.case import Approach, Constraint, ConstraintKind, MeasuredOn, Option, Side
from bot.domain.errors import Refusal
from bot.domain.ids import DisputeId
from bot.domain.person import Person
from bot.services import afterwards, builders, disputes
from bot.services.ports import Begin
from bot.services.reads import find
from tests.builders import DAY, HOUR, MAYA, a_case, an_option, person, usd
from tests.services.goings_on import STEPS, Step, happen, marker

PRODUCT = Side.PRODUCT


def builder(dispute: DisputeId) -> Person:
    """Who would build product's option; that they are named is sealed with it."""
    return person(marker(dispute, PRODUCT))


def _names_a_builder(days: int) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        text = marker(dispute, PRODUCT)
        option = an_option(
            text,
            days,
            id="product 1",
            builder=builder(dispute).id,
            approach=Approach.OFF_THE_SHELF,
            stop_if=text,
            accuracy_percent=usd("91.5"),
            measured_on=MeasuredOn.GUESS,
        )
        constraint = Constraint(kind=ConstraintKind.LATENCY, detail=text)
        case = a_case(option, constraint=constraint)
        await disputes.state_case(dispute, case, by=MAYA, now=now, begin=begin)

    return step


async def _confirms_days(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    for option in await _options(begin, dispute):
        await builders.confirm_days(
            dispute,
            PRODUCT,
            option.id,
            days=option.days_to_feedback or 0,
            by=builder(dispute),
            now=now,
            begin=begin,
        )


async def _raises_days(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    for option in await _options(begin, dispute):
        days, why = (option.days_to_feedback or 0) + 7, marker(dispute, PRODUCT)
        await builders.raise_days(
            dispute, PRODUCT, option.id, days, why, by=builder(dispute), now=now, begin=begin
        )


async def _states_burden(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    for option in await _options(begin, dispute):
        await builders.state_burden(
            dispute, PRODUCT, option.id, 4, by=builder(dispute), now=now, begin=begin
        )


async def _options(begin: Begin, dispute: DisputeId) -> tuple[Option, ...]:
    filed = (await find(dispute, begin=begin)).filed
    return next((one.case.options for one in filed if one.side is PRODUCT), ())


async def _looks_again(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    on = (now + 3 * DAY).date()
    await afterwards.set_look_again(dispute, on, 20, by=MAYA, now=now, begin=begin)


async def _stops_looking(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await afterwards.stop_looking_again(dispute, by=MAYA, now=now, begin=begin)


KEPT: dict[str, Step] = {
    "product names a builder": _names_a_builder(14),
    "product names fewer days": _names_a_builder(10),
    "the builder stands by the days": _confirms_days,
    "the builder says longer": _raises_days,
    "the builder states the burden": _states_burden,
    "product looks again weekly": _looks_again,
    "product stops looking again": _stops_looking,
}
ALL_STEPS = [*STEPS, *KEPT]


async def go_on(begin: Begin, dispute: DisputeId, steps: list[str], now: datetime) -> datetime:
    """Each step after the other, those that the rules refuse left out; and when it is then."""
    for name in steps:
        if name not in KEPT:
            now = await happen(begin, dispute, [name], now)
            continue
        now += HOUR
        try:
            await KEPT[name](begin, dispute, now)
        except Refusal:
            continue
    return now
