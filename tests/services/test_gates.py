"""Gates, signatures and the GPU ledger, kept in a real database: who did what, and who hears."""

import asyncio
from dataclasses import replace
from decimal import Decimal

import pytest

from bot.domain.case import Option, Side
from bot.domain.chain import first_break
from bot.domain.errors import NotAllowed, Refusal
from bot.domain.events import Deed
from bot.domain.gate import Limit
from bot.domain.ids import ChannelId, DisputeId, OptionId, UserId
from bot.domain.ledger import AreaLedger
from bot.domain.notices import GateChanged, SignedOff, SignOffAsked
from bot.domain.person import Person
from bot.domain.ruling import Basis
from bot.domain.settings import WorkspaceSettings
from bot.services import disputes, gates
from bot.services.digest import send_digests
from bot.services.ports import Begin, SettingsChange
from bot.services.settings import change_settings
from bot.services.windows import close_due_windows
from tests.builders import (
    ADA,
    DAY,
    DROPPED,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    a_case,
    an_option,
    ruling_of,
    usd,
)
from tests.domain.bound import BAR, LIMIT, TEAM
from tests.services.bound_steps import AREA, directory, made
from tests.services.directories import BOSS, PRIVATE, PUBLIC, SmallDirectory
from tests.services.goings_on import filed, happen, on_record, opened, recorded
from tests.services.posted import direct_messages, posted

FILTER = an_option("Rules-based filter", 14, id="filter", latency_ms=usd(900))
HUNGRY = an_option("Hungry filter", 14, id="hungry", gpu_weeks_per_month=usd(8))
UPGRADE = an_option("Transformer upgrade", 70, id="upgrade")
CTO = replace(JONAS, founder=True)
NOW, OVER = MONDAY + 2 * HOUR, MONDAY + 8 * DAY


async def unsealed(begin: Begin, product: Option = FILTER) -> DisputeId:
    """Both cases are in, in an area whose budget is 5 GPU-weeks for one option."""
    await made(begin)
    dispute = await opened(begin, area=AREA)
    await filed(begin, dispute, Side.PRODUCT, product)
    await filed(begin, dispute, Side.RESEARCH, UPGRADE)
    return dispute


async def gate(begin: Begin, dispute: DisputeId, limit: Limit = LIMIT, by: Person = JONAS) -> None:
    await gates.raise_gate(dispute, Side.PRODUCT, FILTER.id, limit, by=by, now=NOW, begin=begin)


async def sign(begin: Begin, dispute: DisputeId, option: OptionId, by: Person = OLU) -> None:
    await gates.sign_off(
        dispute,
        gates.Signature(side=Side.PRODUCT, option=option, reason="Worth it."),
        by=by,
        directory=directory(begin),
        now=NOW,
        begin=begin,
    )


async def deeds(begin: Begin, dispute: DisputeId) -> list[tuple[Deed, UserId | None, Side | None]]:
    """What has happened since both cases came in; its record is intact."""
    async with begin(reading=True) as tx:
        assert first_break(await tx.chains.get(dispute)) is None
        events = await tx.disputes.events(dispute)
    return [(event.deed, event.by, event.side) for event in events[3:]]


async def chosen(begin: Begin, dispute: DisputeId) -> str:
    await close_due_windows(now=OVER, begin=begin)
    ruling = ruling_of(await on_record(begin, dispute))
    assert ruling.basis is Basis.DEFAULT_RULE
    return ruling.chosen.option.title if ruling.chosen else ""


# Gates


async def test_a_gate_is_on_record_told_and_takes_its_option_out_of_the_rule(
    begin: Begin,
) -> None:
    dispute = await unsealed(begin)
    await posted(begin)
    await gate(begin, dispute)
    told = {one.notice for one in await posted(begin)}

    assert GateChanged(dispute, 0) in told
    assert await deeds(begin, dispute) == [(Deed.RAISED_GATE, JONAS.id, Side.RESEARCH)]
    assert await chosen(begin, dispute) == UPGRADE.title


async def test_a_gate_that_research_lifts_stands_no_more(begin: Begin) -> None:
    dispute = await unsealed(begin)
    await gate(begin, dispute)
    await gates.lift_gate(dispute, 0, by=JONAS, now=NOW + HOUR, begin=begin)

    assert (await deeds(begin, dispute))[1:] == [(Deed.LIFTED_GATE, JONAS.id, Side.RESEARCH)]
    assert await chosen(begin, dispute) == FILTER.title


async def test_a_gate_falls_in_the_same_change_as_the_figure_that_it_was_about(
    begin: Begin,
) -> None:
    dispute = await unsealed(begin)
    await gate(begin, dispute)
    faster = replace(FILTER, figures=replace(FILTER.figures, latency_ms=usd(300)))
    await disputes.state_case(dispute, a_case(faster), by=MAYA, now=NOW + HOUR, begin=begin)

    (fallen,) = (await on_record(begin, dispute)).gates
    assert fallen.fell
    assert [deed for deed, _, _ in await deeds(begin, dispute)] == [Deed.RAISED_GATE, Deed.REVISED]


async def test_the_same_gate_raised_twice_at_once_is_one(begin: Begin) -> None:
    dispute = await unsealed(begin)
    await asyncio.gather(gate(begin, dispute), gate(begin, dispute))

    assert len((await on_record(begin, dispute)).gates) == 1
    assert len(await deeds(begin, dispute)) == 1


async def test_two_gates_at_once_are_both_raised(begin: Begin) -> None:
    dispute = await unsealed(begin)
    await asyncio.gather(gate(begin, dispute), gate(begin, dispute, BAR))

    assert {one.limit for one in (await on_record(begin, dispute)).gates} == {LIMIT, BAR}


async def test_product_cannot_raise_a_gate_and_nothing_is_kept(begin: Begin) -> None:
    dispute = await unsealed(begin)
    with pytest.raises(NotAllowed):
        await gate(begin, dispute, by=MAYA)

    assert await deeds(begin, dispute) == []


async def test_a_gate_that_comes_after_the_end_is_refused_and_the_ruling_made(
    begin: Begin,
) -> None:
    dispute = await unsealed(begin)
    with pytest.raises(Refusal):
        await gates.raise_gate(
            dispute, Side.PRODUCT, FILTER.id, LIMIT, by=JONAS, now=OVER, begin=begin
        )

    assert await deeds(begin, dispute) == [(Deed.WINDOW_ENDED, None, None)]


# Signatures


async def asked_to_sign(begin: Begin) -> list[UserId]:
    return [whom for whom, _ in await direct_messages(begin, SignOffAsked)]


async def founders_are(begin: Begin, *people: Person) -> None:
    settings = WorkspaceSettings(founders=tuple(one.id for one in people))
    async with begin() as tx:
        await tx.settings.put(TEAM, SettingsChange(settings=settings, by=OLU.id, at=MONDAY))


async def hungry_case(begin: Begin) -> DisputeId:
    await made(begin)
    dispute = await opened(begin, area=AREA)
    await posted(begin)
    await filed(begin, dispute, Side.PRODUCT, HUNGRY)
    return dispute


async def test_every_founder_is_asked_once_for_an_option_over_the_budget(begin: Begin) -> None:
    await founders_are(begin, OLU, ZOE)
    dispute = await hungry_case(begin)
    assert set(await asked_to_sign(begin)) == {OLU.id, ZOE.id}

    await filed(begin, dispute, Side.PRODUCT, replace(HUNGRY, title="Another name"), at=NOW)
    assert await asked_to_sign(begin) == []


async def test_a_founder_who_leads_a_side_is_not_asked_while_there_is_another(
    begin: Begin,
) -> None:
    await founders_are(begin, OLU, JONAS)
    await hungry_case(begin)

    assert await asked_to_sign(begin) == [OLU.id]


async def research_files(begin: Begin, dispute: DisputeId) -> None:
    await filed(begin, dispute, Side.RESEARCH, UPGRADE, at=NOW)


async def test_the_only_founder_who_leads_the_other_side_is_asked_once_both_cases_are_in(
    begin: Begin,
) -> None:
    await founders_are(begin, CTO)
    dispute = await hungry_case(begin)
    assert await asked_to_sign(begin) == []

    await research_files(begin, dispute)
    assert await asked_to_sign(begin) == [CTO.id]
    await sign(begin, dispute, HUNGRY.id, by=CTO)
    assert [one.is_own for one in (await on_record(begin, dispute)).signoffs] == [True]
    assert await chosen(begin, dispute) == HUNGRY.title


async def test_the_only_founder_who_stops_leading_the_other_side_is_asked_at_once(
    begin: Begin,
) -> None:
    await founders_are(begin, CTO)
    dispute = await hungry_case(begin)
    known = directory(begin)
    await disputes.pass_on_lead(
        dispute, Side.RESEARCH, ADA, by=CTO, directory=known, now=NOW, begin=begin
    )
    assert await asked_to_sign(begin) == [CTO.id]

    await disputes.pass_on_lead(
        dispute, Side.PRODUCT, ZOE, by=MAYA, directory=known, now=NOW, begin=begin
    )
    assert await asked_to_sign(begin) == []


async def test_founders_who_are_named_later_are_asked_for_what_still_waits(begin: Begin) -> None:
    dispute = await hungry_case(begin)
    assert await asked_to_sign(begin) == []

    await settings_name(begin, OLU)
    assert await asked_to_sign(begin) == [OLU.id]
    await settings_name(begin, OLU, ZOE)
    assert await asked_to_sign(begin) == [ZOE.id]

    await sign(begin, dispute, HUNGRY.id)
    await settings_name(begin, LEE)
    assert await asked_to_sign(begin) == []


async def test_the_owners_are_asked_once_slack_has_told_who_they_are(begin: Begin) -> None:
    await hungry_case(begin)
    slack = SmallDirectory(is_silent=True)
    await send_digests(now=NOW, begin=begin, directory=slack)
    assert await asked_to_sign(begin) == []

    slack.is_silent = False
    await send_digests(now=NOW + HOUR, begin=begin, directory=slack)
    assert await asked_to_sign(begin) == [OLU.id]
    await send_digests(now=NOW + 2 * DAY, begin=begin, directory=slack)
    assert await asked_to_sign(begin) == []


async def settings_name(begin: Begin, *people: Person) -> None:
    """As somebody saves the settings."""
    await change_settings(
        TEAM,
        WorkspaceSettings(founders=tuple(one.id for one in people)),
        by=OLU,
        directory=SmallDirectory(),
        now=NOW,
        begin=begin,
    )


async def test_without_a_signature_the_rule_does_not_choose_what_is_over_the_budget(
    begin: Begin,
) -> None:
    dispute = await unsealed(begin, HUNGRY)

    assert await chosen(begin, dispute) == UPGRADE.title


async def test_a_signature_is_on_record_told_and_lets_the_rule_choose(begin: Begin) -> None:
    dispute = await unsealed(begin, HUNGRY)
    await posted(begin)
    await sign(begin, dispute, HUNGRY.id)
    told = {one.notice for one in await posted(begin)}

    assert SignedOff(dispute, Side.PRODUCT, HUNGRY.id) in told
    assert await deeds(begin, dispute) == [(Deed.SIGNED_OFF, OLU.id, Side.PRODUCT)]
    assert await chosen(begin, dispute) == HUNGRY.title


async def test_two_signatures_at_once_are_one(begin: Begin) -> None:
    dispute = await unsealed(begin, HUNGRY)
    await asyncio.gather(*(sign(begin, dispute, HUNGRY.id) for _ in range(2)))

    assert len((await on_record(begin, dispute)).signoffs) == 1


async def test_a_lead_does_not_sign_as_the_only_founder_while_slack_says_nothing_of_others(
    begin: Begin,
) -> None:
    dispute = await unsealed(begin, HUNGRY)
    silent = replace(directory(begin), slack=SmallDirectory(is_silent=True))
    signature = gates.Signature(side=Side.PRODUCT, option=HUNGRY.id, reason="Worth it.")
    with pytest.raises(Refusal, match="Try again in a moment"):
        await gates.sign_off(dispute, signature, by=CTO, directory=silent, now=NOW, begin=begin)

    assert await deeds(begin, dispute) == []


async def test_who_is_no_founder_cannot_sign(begin: Begin) -> None:
    dispute = await unsealed(begin, HUNGRY)
    with pytest.raises(NotAllowed):
        await sign(begin, dispute, HUNGRY.id, by=LEE)


async def test_an_option_within_the_budget_needs_no_signature(begin: Begin) -> None:
    dispute = await unsealed(begin)
    with pytest.raises(Refusal):
        await sign(begin, dispute, FILTER.id)


# The ledger


async def running(
    begin: Begin, weeks: int, *, number: int = 0, area: str = "", channel: ChannelId = PUBLIC
) -> DisputeId:
    """A ruling for an option of so many GPU-weeks a month."""
    at = MONDAY + number * HOUR
    dispute = await opened(begin, at=at, question=f"Number {number}?", area=area, channel=channel)
    option = an_option(f"{weeks} weeks", 14, id="one", gpu_weeks_per_month=usd(weeks))
    await filed(begin, dispute, Side.PRODUCT, option, at=at + HOUR)
    await happen(begin, dispute, ["a day passes"] * 7, at + HOUR)
    return dispute


async def ledger(begin: Begin, to: Person = OLU) -> list[tuple[str, Decimal, Decimal]]:
    found: tuple[AreaLedger, ...] = await gates.read_ledger(
        TEAM, to=to, directory=SmallDirectory(), begin=begin
    )
    return [(one.area, one.gpu_weeks, one.budget) for one in found]


async def test_the_ledger_adds_up_what_running_rulings_use_by_area(begin: Begin) -> None:
    await made(begin)
    for number, (weeks, area) in enumerate([(2, AREA), (3, AREA), (1, ""), (0, AREA)]):
        await running(begin, weeks, number=number, area=area)

    assert await ledger(begin) == [(AREA, usd(5), usd(10)), ("", usd(1), usd(0))]


async def test_what_is_retired_dropped_or_set_aside_is_released(begin: Begin) -> None:
    retired, dropped, aside = [await running(begin, 3, number=number) for number in range(3)]
    assert await ledger(begin) == [("", usd(9), usd(0))]

    await gates.retire(retired, by=MAYA, now=OVER, begin=begin)
    await recorded(begin, dropped, DROPPED, at=OVER)
    await happen(begin, aside, ["a founder sets it aside"], OVER)
    assert await ledger(begin) == []
    assert (await deeds(begin, retired))[-1:] == [(Deed.RETIRED, MAYA.id, None)]


async def test_an_open_dispute_has_committed_nothing(begin: Begin) -> None:
    await unsealed(begin, HUNGRY)

    assert await ledger(begin) == []


async def test_the_ledger_has_what_its_reader_may_see(begin: Begin) -> None:
    for number, channel in enumerate((PUBLIC, PRIVATE)):
        await running(begin, 2, number=number, channel=channel)

    assert await ledger(begin, OLU) == [("", usd(4), usd(0))]
    assert await ledger(begin, BOSS) == [("", usd(2), usd(0))]
