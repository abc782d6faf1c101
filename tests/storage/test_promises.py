"""The rulings whose outcome is awaited, overdue, recorded or settled, and who hears of them."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import date, datetime, timedelta

from bot.domain.afterwards import set_look_again
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.events import Deed, Event
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.look_again import LookAgain
from bot.domain.outcome import Became
from bot.domain.ruling import Chosen, Ruling
from bot.domain.setting_aside import set_aside
from bot.services.ports import Begin, Disputes
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    DUE,
    END,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    ZOE,
    a_ruled_dispute,
    an_option,
    with_outcome,
)
from tests.storage.keeping import ANOTHER, keep, numbered, read

TEAM = TeamId("T1")
INSTANT = timedelta(microseconds=1)
A_DAY = timedelta(days=1)
LATER = END + 15 * DAY


def ruling(number: int, days: int = 14, *, team: str = "T1") -> Dispute:
    """A ruling for product's option, whose answer is promised after so many days."""
    dispute = a_ruled_dispute(an_option(days=days))
    return replace(dispute, opening=replace(dispute.opening, id=DisputeId(TeamId(team), number)))


def aside(dispute: Dispute) -> Dispute:
    return set_aside(dispute, "The customer has left.", by=OLU, now=END + HOUR)[0]


async def ask(
    begin: Begin, question: Callable[[Disputes], Awaitable[tuple[Dispute, ...]]]
) -> list[int]:
    """The numbers of the disputes that answer it."""
    async with begin(reading=True) as tx:
        return [dispute.id.number for dispute in await question(tx.disputes)]


async def promised(begin: Begin, day: date, *, limit: int = 9, team: TeamId = TEAM) -> list[int]:
    return await ask(begin, lambda kept: kept.promised(team, from_day=day, limit=limit))


async def overdue(begin: Begin, day: date, *, limit: int = 9, team: TeamId = TEAM) -> list[int]:
    return await ask(begin, lambda kept: kept.overdue(team, until_day=day, limit=limit))


async def answered(
    begin: Begin, side: Side = Side.PRODUCT, *, limit: int = 9, team: TeamId = TEAM
) -> list[int]:
    return await ask(begin, lambda kept: kept.answered(team, side, limit=limit))


async def dropped(
    begin: Begin, side: Side = Side.PRODUCT, *, limit: int = 9, team: TeamId = TEAM
) -> list[int]:
    return await ask(begin, lambda kept: kept.dropped(team, side, limit=limit))


async def recorded(
    begin: Begin, after: datetime, until: datetime, team: TeamId = TEAM
) -> list[int]:
    return await ask(begin, lambda kept: kept.recorded(team, after=after, until=until))


async def to_hear_of(
    begin: Begin, *people: UserId, day: date = DUE, team: TeamId = TEAM
) -> list[int]:
    return await ask(begin, lambda kept: kept.to_hear_of(team, people, from_day=day))


async def record(
    begin: Begin, number: int, became: Became, *, now: datetime, team: TeamId = TEAM
) -> None:
    async with begin() as tx:
        before = await tx.disputes.get(DisputeId(team, number))
        after = with_outcome(before, became, now=now)
        told = Event(deed=Deed.RECORDED_OUTCOME, at=now, by=MAYA.id)
        await tx.disputes.save(before, after, told)


# What is promised


async def test_a_promise_is_listed_up_to_its_very_day(begin: Begin) -> None:
    await keep(begin, ruling(1))

    assert await promised(begin, DUE) == [1]
    assert await promised(begin, DUE + A_DAY) == []


async def test_promises_come_soonest_first_and_no_more_than_asked_for(begin: Begin) -> None:
    await keep(begin, ruling(1, 20), ruling(2, 10), ruling(3, 10), ruling(4, 1, team="T2"))

    assert await promised(begin, END.date()) == [2, 3, 1]
    assert await promised(begin, END.date(), limit=2) == [2, 3]
    assert await promised(begin, END.date(), team=ANOTHER) == [4]


async def test_not_yet_moves_when_an_outcome_is_asked_for_but_never_its_promise(
    begin: Begin,
) -> None:
    await keep(begin, with_outcome(ruling(1), NOT_YET))

    assert await promised(begin, NOT_YET.until) == [1]
    assert await promised(begin, NOT_YET.until + A_DAY) == []
    assert await overdue(begin, DUE) == [1]


async def test_nothing_is_promised_any_more_once_it_is_settled_or_set_aside(begin: Begin) -> None:
    await keep(
        begin,
        with_outcome(ruling(1), ANSWER),
        with_outcome(ruling(2), DROPPED),
        aside(ruling(3)),
        numbered(4),
    )

    assert await promised(begin, MONDAY.date()) == []
    assert await overdue(begin, date.max) == []


async def test_what_is_overdue_comes_with_the_oldest_promise_first(begin: Begin) -> None:
    await keep(begin, ruling(1, 20), ruling(2, 14), ruling(3, 14), ruling(4, 1, team="T2"))

    assert await overdue(begin, DUE - A_DAY) == []
    assert await overdue(begin, DUE) == [2, 3]
    assert await overdue(begin, DUE + 6 * A_DAY) == [2, 3, 1]
    assert await overdue(begin, DUE + 6 * A_DAY, limit=1) == [2]
    assert await overdue(begin, DUE, team=ANOTHER) == [4]


# What was recorded


async def test_an_outcome_is_listed_in_the_time_in_which_it_was_recorded(begin: Begin) -> None:
    await keep(begin, ruling(1))
    await record(begin, 1, ANSWER, now=LATER)

    assert await recorded(begin, END, LATER - INSTANT) == []
    assert await recorded(begin, LATER - INSTANT, LATER) == [1]
    assert await recorded(begin, LATER, LATER + DAY) == []
    assert await recorded(begin, END, LATER, ANOTHER) == []


async def test_disputes_come_once_each_as_their_outcomes_were_recorded(begin: Begin) -> None:
    await keep(begin, ruling(1), ruling(2), ruling(3), ruling(1, team="T2"))
    await record(begin, 3, NOT_YET, now=LATER)
    await record(begin, 1, DROPPED, now=LATER + HOUR)
    await record(begin, 3, ANSWER, now=LATER + 2 * HOUR)
    await record(begin, 1, DROPPED, now=LATER, team=ANOTHER)

    assert await recorded(begin, END, LATER + DAY) == [3, 1]
    assert await recorded(begin, LATER, LATER + DAY) == [1, 3]


async def test_what_else_happens_to_a_ruling_is_no_outcome(begin: Begin) -> None:
    await keep(begin, ruling(1))
    async with begin() as tx:
        told = Event(deed=Deed.SET_ASIDE, at=LATER, by=OLU.id)
        await tx.disputes.save(ruling(1), aside(ruling(1)), told)

    assert await recorded(begin, END, LATER) == []


def of_research(number: int) -> Dispute:
    """A ruling for research's option."""
    dispute = ruling(number)
    assert isinstance(dispute.state, Ruling)
    chosen = Chosen(Side.RESEARCH, an_option("Transformer upgrade", 70))
    return replace(dispute, state=replace(dispute.state, chosen=chosen))


async def keep_what_became(begin: Begin) -> None:
    """Answers and dropped promises of both sides, and what is neither."""
    await keep(
        begin,
        with_outcome(ruling(1), ANSWER, now=LATER),
        with_outcome(ruling(2), DROPPED, now=LATER),
        with_outcome(ruling(3), ANSWER, now=LATER + HOUR),
        with_outcome(ruling(4), NOT_YET, now=LATER),
        with_outcome(ruling(5, team="T2"), ANSWER, now=LATER),
        ruling(6),
        aside(with_outcome(ruling(7), ANSWER, now=LATER)),
        with_outcome(ruling(8), DROPPED, now=LATER),
        with_outcome(of_research(9), ANSWER, by=JONAS, now=LATER),
        with_outcome(of_research(10), DROPPED, by=JONAS, now=LATER),
        with_outcome(ruling(11), ANSWER, now=LATER),
    )


async def test_the_answers_of_a_side_come_with_the_last_one_recorded_first(begin: Begin) -> None:
    await keep_what_became(begin)

    assert await answered(begin) == [3, 11, 1]
    assert await answered(begin, limit=1) == [3]
    assert await answered(begin, Side.RESEARCH) == [9]
    assert await answered(begin, team=ANOTHER) == [5]


async def test_what_a_side_has_dropped_stands_apart_from_its_answers(begin: Begin) -> None:
    await keep_what_became(begin)

    assert await dropped(begin) == [8, 2]
    assert await dropped(begin, limit=1) == [8]
    assert await dropped(begin, Side.RESEARCH) == [10]
    assert await dropped(begin, team=ANOTHER) == []


async def test_what_was_recorded_is_read_as_it_was(begin: Begin) -> None:
    await keep(begin, ruling(1))
    await record(begin, 1, NOT_YET, now=LATER)
    await record(begin, 1, ANSWER, now=LATER + HOUR)

    kept = await read(begin, ruling(1).id)
    assert [word.became for word in kept.outcomes] == [NOT_YET, ANSWER]
    assert [word.at for word in kept.outcomes] == [LATER, LATER + HOUR]
    assert {word.by for word in kept.outcomes} == {MAYA.id}


# Who hears of it


def looking(dispute: Dispute, on: date, half_life_days: int | None = None) -> Dispute:
    answered = with_outcome(dispute, ANSWER)
    today = on - A_DAY
    return set_look_again(answered, on, half_life_days, by=MAYA, today=today, now=LATER)[0]


async def test_whoever_speaks_for_a_side_may_hear_of_an_awaited_answer_for_ever(
    begin: Begin,
) -> None:
    with_deputy = ruling(2)
    with_deputy = replace(with_deputy, research=replace(with_deputy.research, deputy=ADA.id))
    await keep(begin, with_deputy, ruling(1), numbered(3), ruling(4, team="T2"))

    assert await to_hear_of(begin, MAYA.id, day=date(2999, 1, 1)) == [1, 2]
    assert await to_hear_of(begin, JONAS.id, ADA.id) == [1, 2]
    assert await to_hear_of(begin, ADA.id) == [2]
    assert await to_hear_of(begin, ZOE.id) == []
    assert await to_hear_of(begin) == []
    assert await to_hear_of(begin, MAYA.id, team=ANOTHER) == [4]


async def test_nobody_hears_of_what_is_settled_or_set_aside(begin: Begin) -> None:
    await keep(begin, with_outcome(ruling(1), ANSWER), aside(ruling(2)))

    assert await to_hear_of(begin, MAYA.id, day=MONDAY.date()) == []


async def test_a_day_to_look_again_is_heard_of_until_a_week_after_it(begin: Begin) -> None:
    await keep(begin, looking(ruling(1), DUE))

    assert await to_hear_of(begin, MAYA.id, day=DUE + 7 * A_DAY) == [1]
    assert await to_hear_of(begin, MAYA.id, day=DUE + 8 * A_DAY) == []


async def test_a_rhythm_to_look_again_is_heard_of_until_somebody_stops_it(begin: Begin) -> None:
    await keep(begin, looking(ruling(1), DUE, half_life_days=30))
    assert await to_hear_of(begin, MAYA.id, day=date(2999, 1, 1)) == [1]

    kept = await read(begin, ruling(1).id)
    assert kept.look_again == LookAgain(on=DUE, half_life_days=30, by=MAYA.id, at=LATER)
    async with begin() as tx:
        told = Event(deed=Deed.STOPPED_LOOKING_AGAIN, at=LATER, by=MAYA.id)
        await tx.disputes.save(kept, replace(kept, look_again=None), told)
    assert await to_hear_of(begin, MAYA.id) == []


def test_the_days_here_are_those_of_the_option() -> None:
    option: Option = an_option(days=14)
    assert END.date() + timedelta(days=option.days_to_feedback or 0) == DUE
