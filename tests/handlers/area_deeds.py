"""What the tests of areas let people do: areas on record, and clicks of their buttons."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from bot.domain.area import Area, Stage
from bot.domain.areas import AreaAsked, edition
from bot.domain.ids import AreaId
from bot.domain.minimum_model import MinimumModel, OwnLimit
from bot.domain.person import Person
from bot.services import areas
from bot.services.ports import AreaChange, AreaDeed, Begin
from handlers.area_clicks import fingerprint
from handlers.area_words import name_of
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import MONDAY
from tests.domain.bound import CHECKLIST, MEMORY, STRICT
from tests.handlers.deeds import TEAM, person, told
from tests.world import JONAS, MAYA, OLU, ROADMAP

NAME = "fraud detection"
FOUNDER: Person = replace(person(OLU), founder=True)
LOOSE = MinimumModel(own=(MEMORY,))
TIGHT = MinimumModel(lowest_accuracy_percent=Decimal(95), own=(MEMORY,))


async def an_area(
    begin: Begin, name: str = NAME, *, stage: Stage = Stage.BEFORE, **changes: Any
) -> Area:
    """Made by Olu, a founder, for Maya and Jonas."""
    asked = an_area_asked(name, **changes)
    return await areas.create_area(TEAM, asked, stage, by=FOUNDER, now=MONDAY, begin=begin)


def an_area_asked(name: str = NAME, **changes: Any) -> AreaAsked:
    form = {
        "product_lead": person(MAYA),
        "research_lead": person(JONAS),
        "minimum": LOOSE,
        **changes,
    }
    return AreaAsked(name=name, **form)


async def propose_limits(
    begin: Begin, area: AreaId, minimum: MinimumModel = TIGHT, *, by: str = MAYA
) -> Area:
    """One lead would have other limits."""
    async with begin(reading=True) as tx:
        known = await tx.areas.get(area)
    assert known
    asked = an_area_asked(name_of(known), minimum=minimum)
    return await areas.change_area(
        area, asked, as_read=edition(known), by=person(by), now=MONDAY, begin=begin
    )


async def an_area_with_proposals(begin: Begin, number: int) -> None:
    """One of several, in which Maya proposes other limits and the handoff."""
    area = await an_area(begin, f"area {number}")
    await propose_limits(begin, area.id)
    await areas.propose_handoff(area.id, CHECKLIST, by=person(MAYA), now=MONDAY, begin=begin)


def area_value(click: Click, number: int) -> str:
    """What the button carries in the area of that number."""
    read = {
        Click.ACCEPT_LIMITS: f"{fingerprint(TIGHT)} ",
        Click.ACCEPT_HANDOFF: f"{MONDAY.isoformat()} ",
    }
    return f"{read.get(click, '')}area {number}"


async def on_record(begin: Begin, name: str = NAME) -> Area:
    return await areas.find(AreaId.of(TEAM, name), begin=begin)


async def until_told(slack: Slack, *people: str, having: str) -> None:
    """Each of them has a direct message with such words."""
    await slack.wait_for(
        lambda: all(any(having in one.text for one in slack.dms(who)) for who in people)
    )


def changes_of(*changed: Area) -> tuple[AreaChange, ...]:
    """Those areas one after the other, as Olu left each."""
    return tuple(
        AreaChange(area=area, deed=AreaDeed.CHANGED, by=FOUNDER.id, at=MONDAY) for area in changed
    )


async def ask(slack: Slack, who: str, rest: str = "") -> str:
    """`/roadmap area …`, and what was said to them alone."""
    said = await slack.as_person(who).command("/roadmap", f"area {rest}", channel=ROADMAP)
    assert said.ok
    return told(slack, who)


LONGEST = "x" * 60
FULL = replace(
    STRICT,
    own=tuple(
        OwnLimit(name=f"{n}{LONGEST}"[:60], number=Decimal(n), unit="y" * 20) for n in range(5)
    ),
)
"""Limits with every field at its longest."""
