"""Two people at the same instant: the rules take one after the other, and who is second is told."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace

import pytest

from bot.domain.case import Figures, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.errors import Refusal
from bot.domain.gate import Limit
from bot.domain.ids import ChannelId, DisputeId, TeamId
from bot.domain.notices import ExportFormat
from bot.domain.outcome import Became, Dropped
from bot.domain.person import Person
from bot.domain.settings import WorkspaceSettings
from bot.services import afterwards, builders, disputes, gates
from bot.services.disputes import Ask
from bot.services.ports import Begin, Claimed
from bot.services.records import ask_for_export
from bot.services.settings import change_settings, read_settings
from bot.services.windows import close_window
from tests.builders import (
    ADA,
    ANSWER,
    BOTH_IN,
    DAY,
    END,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    TRANSFORMER,
    ZOE,
    a_case,
    an_option,
    usd,
)
from tests.domain.bound import BAR, LIMIT
from tests.services.bound_steps import AREA, directory, made
from tests.services.directories import BOSS, SmallDirectory

TEAM = TeamId("T1")
ONE = DisputeId(TEAM, 1)
BUILT = replace(FILTER, builder=ZOE.id)
FASTER = replace(BUILT, figures=Figures(latency_ms=usd(100)))
HUNGRY, HUNGRIER = (
    an_option("Hungry filter", id="hungry", gpu_weeks_per_month=usd(weeks)) for weeks in (8, 9)
)
IN_TIME, AFTER = BOTH_IN + DAY, END + 14 * DAY
FOUNDER = replace(LEE, founder=True)
BOTH_COUNT, ENDED = "", "#1 ended on"

Deed = Callable[[Begin], Awaitable[object]]


async def opens(begin: Begin) -> None:
    ask = Ask(
        team=TEAM,
        channel=ChannelId("C1"),
        question="Transformer upgrade or rules-based filter?",
        problem="Merchants ask why.",
        product_lead=MAYA,
        research_lead=JONAS,
        by=LEE,
        form="V1",
        area=AREA,
    )
    await disputes.open_dispute(ask, now=MONDAY, begin=begin)


def names(deputy: Person, side: Side, by: Person) -> Deed:
    known = SmallDirectory()
    return lambda begin: disputes.name_deputy(
        ONE, side, deputy, by=by, directory=known, now=MONDAY, begin=begin
    )


def passes_on(lead: Person, by: Person) -> Deed:
    known = SmallDirectory()
    return lambda begin: disputes.pass_on_lead(
        ONE, Side.PRODUCT, lead, by=by, directory=known, now=MONDAY, begin=begin
    )


def replaces(lead: Person, by: Person) -> Deed:
    return lambda begin: disputes.replace_lead(
        ONE, Side.PRODUCT, lead, by=by, now=MONDAY, begin=begin
    )


def files(by: Person, *options: Option) -> Deed:
    case = a_case(*options)
    return lambda begin: disputes.state_case(ONE, case, by=by, now=MONDAY + HOUR, begin=begin)


def yields(by: Person) -> Deed:
    return lambda begin: disputes.yield_side(
        ONE, f"So says {by.id}.", by=by, now=MONDAY + HOUR, begin=begin
    )


def confirms(by: Person, option: Option, revision: int = 1) -> Deed:
    return lambda begin: disputes.confirm_option(
        ONE, option.id, revision=revision, then="", by=by, now=IN_TIME, begin=begin
    )


def decides(by: Person, option: Option) -> Deed:
    return lambda begin: disputes.decide(ONE, option.id, "So.", by=by, now=IN_TIME, begin=begin)


def raises_days(begin: Begin) -> Awaitable[Dispute]:
    return builders.raise_days(
        ONE, Side.PRODUCT, BUILT.id, 21, "Monthly.", by=ZOE, now=IN_TIME, begin=begin
    )


def withdraws(begin: Begin) -> Awaitable[Dispute]:
    return disputes.withdraw(ONE, by=LEE, now=MONDAY + HOUR, begin=begin)


def proposes(by: Person) -> Deed:
    return lambda begin: disputes.propose_withdrawal(ONE, by=by, now=IN_TIME, begin=begin)


def agrees_to_withdraw(begin: Begin) -> Awaitable[Dispute]:
    return disputes.confirm_withdrawal(ONE, by=JONAS, now=IN_TIME, begin=begin)


def records(by: Person, became: Became) -> Deed:
    known = SmallDirectory()
    return lambda begin: afterwards.record_outcome(
        ONE, became, by=by, directory=known, now=AFTER, begin=begin
    )


def sets_aside(by: Person) -> Deed:
    return lambda begin: afterwards.set_aside(
        ONE, f"So says {by.id}.", by=by, now=AFTER, begin=begin
    )


def raises_a_gate(by: Person, limit: Limit = LIMIT) -> Deed:
    return lambda begin: gates.raise_gate(
        ONE, Side.PRODUCT, BUILT.id, limit, by=by, now=IN_TIME, begin=begin
    )


def revises(*options: Option) -> Deed:
    case = a_case(*options)
    return lambda begin: disputes.state_case(ONE, case, by=MAYA, now=IN_TIME, begin=begin)


def lifts_the_gate(begin: Begin) -> Awaitable[Dispute]:
    return gates.lift_gate(ONE, 0, by=JONAS, now=IN_TIME, begin=begin)


def signs(begin: Begin) -> Awaitable[Dispute]:
    signature = gates.Signature(
        side=Side.PRODUCT, option=HUNGRY.id, reason="Worth it.", read=usd(8)
    )
    known = directory(begin)
    return gates.sign_off(ONE, signature, by=OLU, directory=known, now=IN_TIME, begin=begin)


def retires(by: Person) -> Deed:
    return lambda begin: gates.retire(ONE, by=by, now=AFTER, begin=begin)


def ends(begin: Begin) -> Awaitable[bool]:
    return close_window(ONE, now=END, begin=begin)


UNSEALED: tuple[Deed, ...] = (opens, files(MAYA, BUILT), files(JONAS, TRANSFORMER))
OVER_BUDGET: tuple[Deed, ...] = (made, opens, files(MAYA, HUNGRY), files(JONAS, TRANSFORMER))
WITH_DEPUTY = (*UNSEALED[:1], names(ADA, Side.PRODUCT, MAYA), *UNSEALED[1:])


@dataclass(frozen=True, slots=True)
class Meeting:
    """Two deeds at the same instant, and what each reads if the other was first."""

    before: tuple[Deed, ...]
    one: Deed
    told_one: str
    other: Deed
    told_other: str


# fmt: off
MEETINGS = {
    "both sides confirm the same option": Meeting(
        UNSEALED, confirms(MAYA, BUILT), BOTH_COUNT, confirms(JONAS, BUILT), BOTH_COUNT),
    "each side confirms its own option": Meeting(
        UNSEALED, confirms(MAYA, BUILT), BOTH_COUNT, confirms(JONAS, TRANSFORMER), BOTH_COUNT),
    "the last word of an agreement, and a decision": Meeting(
        (*UNSEALED, confirms(MAYA, BUILT)),
        confirms(JONAS, BUILT), ENDED, decides(MAYA, TRANSFORMER), ENDED),
    "the decider and their deputy decide otherwise": Meeting(
        WITH_DEPUTY, decides(MAYA, BUILT), ENDED, decides(ADA, TRANSFORMER), ENDED),
    "the last word of an agreement, and that of a withdrawal": Meeting(
        (*UNSEALED, names(ADA, Side.RESEARCH, JONAS), confirms(MAYA, BUILT), proposes(MAYA)),
        confirms(ADA, BUILT), ENDED, agrees_to_withdraw, ENDED),
    "both sides propose to withdraw": Meeting(
        UNSEALED, proposes(MAYA), BOTH_COUNT, proposes(JONAS), BOTH_COUNT),
    "the builder raises the days of what is agreed on": Meeting(
        (*UNSEALED, confirms(MAYA, BUILT)),
        raises_days, ENDED, confirms(JONAS, BUILT), "was changed since you read it"),
    "both sides yield": Meeting(
        (opens,), yields(MAYA), "Research has already yielded on #1.",
        yields(JONAS), "Product has already yielded on #1."),
    "a lead files and the deputy yields": Meeting(
        (opens, names(ADA, Side.PRODUCT, MAYA)),
        files(MAYA, BUILT), BOTH_COUNT, yields(ADA), "Product has filed its case on #1"),
    "a lead and the deputy file": Meeting(
        (opens, names(ADA, Side.PRODUCT, MAYA)),
        files(MAYA, BUILT), BOTH_COUNT, files(ADA, BUILT, TRANSFORMER), BOTH_COUNT),
    "a case comes and the opener withdraws": Meeting(
        (opens,), files(MAYA, BUILT), ENDED, withdraws, "A case is in on #1"),
    "a lead passes it on and the opener replaces them": Meeting(
        (opens,), passes_on(ZOE, MAYA), "You cannot pass the lead on for product on #1.",
        replaces(ADA, LEE), BOTH_COUNT),
    "lead and deputy record the outcome": Meeting(
        (*WITH_DEPUTY, ends), records(MAYA, ANSWER), "The outcome of #1 is recorded already",
        records(ADA, Dropped("They left.")), "The outcome of #1 is recorded already"),
    "two founders set it aside": Meeting(
        (*UNSEALED, ends), sets_aside(OLU), "#1 was set aside on",
        sets_aside(FOUNDER), "#1 was set aside on"),
    "an outcome is recorded and a founder sets it aside": Meeting(
        (*UNSEALED, ends), records(MAYA, ANSWER), "The ruling on #1 is set aside",
        sets_aside(OLU), BOTH_COUNT),
    "lead and deputy of research raise a gate each": Meeting(
        (*UNSEALED, names(ADA, Side.RESEARCH, JONAS)),
        raises_a_gate(JONAS), BOTH_COUNT, raises_a_gate(ADA, BAR), BOTH_COUNT),
    "a gate is raised and its figure revised": Meeting(
        UNSEALED, raises_a_gate(JONAS), BOTH_COUNT, revises(FASTER), BOTH_COUNT),
    "a gate is raised and its option taken out": Meeting(
        UNSEALED, raises_a_gate(JONAS), "has this option no more", revises(HUNGRY), BOTH_COUNT),
    "a gate is lifted and another is raised": Meeting(
        (*UNSEALED, raises_a_gate(JONAS)),
        lifts_the_gate, BOTH_COUNT, raises_a_gate(JONAS, BAR), BOTH_COUNT),
    "a gate is raised and the last word of an agreement said": Meeting(
        (*UNSEALED, confirms(MAYA, BUILT)),
        raises_a_gate(JONAS), ENDED, confirms(JONAS, BUILT), BOTH_COUNT),
    "a founder signs and the option asks for more": Meeting(
        OVER_BUDGET, signs, "needs 9 GPU-weeks a month by now, against 8", revises(HUNGRIER),
        BOTH_COUNT),
    "a founder signs and the decider decides": Meeting(
        OVER_BUDGET, signs, ENDED, decides(JONAS, TRANSFORMER), BOTH_COUNT),
    "the winning lead retires it and a founder sets it aside": Meeting(
        (*UNSEALED, ends), retires(MAYA), "The ruling on #1 is set aside",
        sets_aside(OLU), BOTH_COUNT),
    "the deputy retires it and the lead drops it": Meeting(
        (*WITH_DEPUTY, ends), retires(ADA), BOTH_COUNT,
        records(MAYA, Dropped("They left.")), BOTH_COUNT),
}
# fmt: on


@pytest.mark.parametrize("order", [1, -1], ids=["as told", "the other way round"])
@pytest.mark.parametrize("name", MEETINGS)
async def test_one_is_first_and_the_other_reads_why_theirs_does_not_count(
    begin: Begin, name: str, order: int
) -> None:
    meeting = MEETINGS[name]
    for deed in meeting.before:
        await deed(begin)
    known = await how_many_events(begin)
    told = (meeting.told_one, meeting.told_other)[::order]

    came = await asyncio.gather(
        *(deed(begin) for deed in (meeting.one, meeting.other)[::order]), return_exceptions=True
    )

    refused = [why for why in came if isinstance(why, BaseException)]
    assert await how_many_events(begin) == known + 2 - len(refused)
    assert len(refused) <= 1
    for why, sentence in zip(came, told, strict=True):
        if isinstance(why, BaseException):
            assert isinstance(why, Refusal)
            assert sentence
            assert sentence in str(why)
    assert refused or BOTH_COUNT in told


async def how_many_events(begin: Begin) -> int:
    """Counted, once it is sure that none is missing and none stands twice."""
    async with begin(reading=True) as tx:
        events = await tx.disputes.events(ONE)
        assert (await tx.disputes.get(ONE)).version == len(events) - 1
    return len(events)


async def test_two_change_the_settings_and_both_changes_are_on_record(begin: Begin) -> None:
    async def change(by: Person, hour: int) -> None:
        asked = WorkspaceSettings(reminder_hour=hour)
        directory = SmallDirectory()
        await change_settings(TEAM, asked, by=by, directory=directory, now=MONDAY, begin=begin)

    await asyncio.gather(change(OLU, 8), change(BOSS, 10))

    async with begin(reading=True) as tx:
        changes = await tx.settings.changes(TEAM)
    settings, last = await read_settings(TEAM, begin=begin)
    assert {(one.by, one.settings.reminder_hour) for one in changes} == {("Olu", 8), ("Boss", 10)}
    assert last == changes[-1]
    assert settings == changes[-1].settings


async def test_one_command_delivered_twice_at_once_asks_for_one_export(begin: Begin) -> None:
    async def ask(command: str) -> None:
        await ask_for_export(
            TEAM, ExportFormat.CSV, command=command, by=OLU, now=MONDAY, begin=begin
        )

    await asyncio.gather(ask("1.trigger"), ask("1.trigger"))
    assert len(await waiting(begin)) == 1

    await ask("2.trigger")
    assert len(await waiting(begin)) == 1


async def waiting(begin: Begin) -> tuple[Claimed, ...]:
    """What is handed out to be sent, and not again."""
    async with begin() as tx:
        claimed = await tx.outbox.claim(now=AFTER, until=AFTER + HOUR, limit=10)
        for one in claimed:
            await tx.outbox.mark_sent(one)
    return claimed
