"""Disputes that people have in a workspace, each by the use cases that the forms call."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import datetime, timedelta

from bot.domain.case import Constraint, ConstraintKind, Evidence, EvidenceKind, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.draft import Draft
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.outcome import Became
from bot.domain.person import Person
from bot.domain.promise import chosen_by
from bot.services import afterwards, disputes
from bot.services.drafts import keep_draft
from bot.services.ports import Begin
from bot.services.reads import find
from bot.services.windows import close_due_windows, tell_deciders
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    HOUR,
    JONAS,
    LEADS,
    LEE,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    a_case,
    an_option,
)
from tests.services.directories import PUBLIC, SmallDirectory

TEAM = TeamId("T1")
END = timedelta(days=7)


async def opened(
    begin: Begin,
    *,
    at: datetime = MONDAY,
    channel: ChannelId = PUBLIC,
    question: str = "Transformer upgrade or rules-based filter?",
    form: str = "",
    area: str = "",
) -> DisputeId:
    """Opened by Lee between Maya and Jonas."""
    ask = disputes.Ask(
        team=TEAM,
        channel=channel,
        question=question,
        problem="Merchants ask why a payment was blocked.",
        product_lead=MAYA,
        research_lead=JONAS,
        by=LEE,
        form=form or f"{at.isoformat()} {channel} {question}",
        area=area,
    )
    return (await disputes.open_dispute(ask, now=at, begin=begin)).id


async def filed(
    begin: Begin, dispute: DisputeId, side: Side, *options: Option, at: datetime = MONDAY + HOUR
) -> None:
    await disputes.state_case(dispute, a_case(*options), by=LEADS[side], now=at, begin=begin)


async def both_filed(begin: Begin, dispute: DisputeId, *, at: datetime = MONDAY + HOUR) -> None:
    """Product would build the filter, 14 days; research the transformer, 70 days."""
    await filed(begin, dispute, Side.PRODUCT, an_option("Rules-based filter", 14), at=at)
    await filed(begin, dispute, Side.RESEARCH, an_option("Transformer upgrade", 70), at=at)


async def on_record(begin: Begin, dispute: DisputeId) -> Dispute:
    return await find(dispute, begin=begin)


# Anything that can be done, one after the other


Step = Callable[[Begin, DisputeId, datetime], Awaitable[object]]


def marker(dispute: DisputeId, side: Side) -> str:
    """A text that stands in that side's case alone."""
    return f"sealed-{dispute.number}-{side}-7f3a"


def _files(side: Side, days: int) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        text = marker(dispute, side)
        case = a_case(
            an_option(text, days, id=f"{side} 1", customer=text, feedback=text),
            constraint=Constraint(kind=ConstraintKind.LABELLING, detail=text),
            evidence=(Evidence(kind=EvidenceKind.INCIDENT, statement=text),),
        )
        await disputes.state_case(dispute, case, by=LEADS[side], now=now, begin=begin)

    return step


def _types(side: Side) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        draft = Draft(evidence=(), options=(), values={"metric": f"typed-{dispute.number}-7f3a"})
        await keep_draft(dispute, draft, by=LEADS[side], now=now, begin=begin)

    return step


def _yields(side: Side) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        await disputes.yield_side(dispute, "It can wait.", by=LEADS[side], now=now, begin=begin)

    return step


def _confirms(side: Side, of: Side) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        found = await find(dispute, begin=begin)
        for case in found.filed:
            if case.side is of:
                option = case.case.options[0]
                await disputes.confirm_option(
                    dispute,
                    option.id,
                    revision=option.revision,
                    then="",
                    by=LEADS[side],
                    now=now,
                    begin=begin,
                )

    return step


def _decides(of: Side) -> Step:
    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        found = await find(dispute, begin=begin)
        for case in found.filed:
            if case.side is of:
                option = case.case.options[0].id
                await disputes.decide(dispute, option, "So.", by=MAYA, now=now, begin=begin)

    return step


async def _withdraws(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await disputes.withdraw(dispute, by=LEE, now=now, begin=begin)


async def _proposes(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await disputes.propose_withdrawal(dispute, by=JONAS, now=now, begin=begin)


async def _agrees_to_withdraw(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await disputes.confirm_withdrawal(dispute, by=MAYA, now=now, begin=begin)


async def _names_a_deputy(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await disputes.name_deputy(
        dispute,
        Side.RESEARCH,
        ADA,
        by=JONAS,
        directory=SmallDirectory(),
        now=now,
        begin=begin,
    )


async def _is_set_aside(begin: Begin, dispute: DisputeId, now: datetime) -> None:
    await afterwards.set_aside(dispute, "The merchant left.", by=OLU, now=now, begin=begin)


def _becomes(became: Callable[[datetime], Became]) -> Step:
    """Whichever side won says so."""

    async def step(begin: Begin, dispute: DisputeId, now: datetime) -> None:
        chosen = chosen_by(await find(dispute, begin=begin))
        by = LEADS[chosen.side] if chosen else MAYA
        await recorded(begin, dispute, became(now), by=by, at=now)

    return step


async def recorded(
    begin: Begin, dispute: DisputeId, became: Became, *, by: Person = MAYA, at: datetime
) -> None:
    await afterwards.record_outcome(
        dispute, became, by=by, directory=SmallDirectory(), now=at, begin=begin
    )


STEPS: dict[str, Step] = {
    "product types": _types(Side.PRODUCT),
    "product files": _files(Side.PRODUCT, 14),
    "product revises": _files(Side.PRODUCT, 21),
    "research files": _files(Side.RESEARCH, 70),
    "product yields": _yields(Side.PRODUCT),
    "research yields": _yields(Side.RESEARCH),
    "product confirms its own": _confirms(Side.PRODUCT, Side.PRODUCT),
    "research confirms product's": _confirms(Side.RESEARCH, Side.PRODUCT),
    "research confirms its own": _confirms(Side.RESEARCH, Side.RESEARCH),
    "product decides": _decides(Side.RESEARCH),
    "opener withdraws": _withdraws,
    "research proposes to withdraw": _proposes,
    "product agrees to withdraw": _agrees_to_withdraw,
    "research names a deputy": _names_a_deputy,
    "a founder sets it aside": _is_set_aside,
    "a customer answers": _becomes(lambda now: replace(ANSWER, on=now.date())),
    "no customer has answered yet": _becomes(
        lambda now: replace(NOT_YET, until=now.date() + 90 * DAY)
    ),
    "it is dropped": _becomes(lambda _: DROPPED),
}
A_DAY = "a day passes"
"""After seven of them the window is over, and the clock rules."""


async def happen(begin: Begin, dispute: DisputeId, steps: list[str], now: datetime) -> datetime:
    """Each step after the other, those that the rules refuse left out; and when it is then."""
    for name in steps:
        now += DAY if name == A_DAY else HOUR
        try:
            if name != A_DAY:
                await STEPS[name](begin, dispute, now)
        except Refusal:
            continue
    await close_due_windows(now=now, begin=begin)
    await tell_deciders(now=now, begin=begin)
    return now
