"""What the digest says of signatures and handoffs that wait, of gates, and of the GPUs."""

from collections import Counter
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.area import Stage, Terms
from bot.domain.case import Side
from bot.domain.digest import Digest, digest_of
from bot.domain.digest_bounds import BoundsTold, Happened, bounds_told
from bot.domain.dispute import Dispute, Open
from bot.domain.ids import AreaId
from bot.domain.period import WEEK, Period
from bot.domain.person import Person
from bot.services.areas import note_first_answer
from bot.services.ports import Begin
from handlers.blocks import Message
from handlers.digest_message import MOST_LINES, Told
from handlers.ids import COMMAND, Click
from sandbox.server import Slack
from tests import world
from tests.builders import ANSWER, BOTH_IN, DAY, OLU, ZOE, an_open_dispute, file
from tests.domain.bound import AREA, HUNGRY, unsealed
from tests.handlers import area_deeds, deeds
from tests.handlers.deeds import everything_in, on_record, person
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    STATES,
    a_full_case,
    as_json,
    buttons,
    check_message,
    check_pings_nobody,
    every_state,
    read,
)
from tests.handlers.test_digest import BY_THE_RULE, SENT, numbered, with_word
from tests.handlers.test_ledger import EXPORT, FRAUD, area, used
from tests.world import MovableClock, on_screen

NOW = BOTH_IN + 2 * DAY
BOSS = replace(ZOE, admin=True)
DUE = replace(AREA, handoff_due_since=NOW - 9 * DAY)
ENDS = "Mon 9 March 2026, 10:00 UTC"


def digest(*disputes: Dispute, to: Person = OLU, **known: Any) -> Digest:
    period = Period(since=NOW - WEEK, until=NOW, zone="UTC")
    known = {"founders": [OLU.id], "areas": (), "ledger": (), **known}
    bounds = bounds_told(disputes, period, to=to, now=NOW, **known)
    return digest_of(disputes, period, bounds=bounds, now=NOW)


def drawn(made: Digest, **changes: Any) -> Message:
    return Told(digest=made, now=NOW, **changes).drawn()


def sealed() -> Dispute:
    return file(an_open_dispute(terms=Terms()), Side.PRODUCT, HUNGRY)


# Needs you


def test_a_signature_that_is_missing_stands_first_with_the_button_that_gives_it() -> None:
    message = drawn(digest(sealed()))

    assert read(message).splitlines()[1:4] == [
        "Needs you",
        (
            "#12 Transformer upgrade or rules-based filter? Product asks for 8 GPU-weeks a month "
            f"(budget 5), until {ENDS}."
        ),
        "[Sign off] [Show]",
    ]
    assert buttons(message)["Sign off"] == f"12 product {HUNGRY.id}"
    assert message.text.endswith(": 1 needs you, 1 open.")


def test_its_title_is_told_once_both_cases_are_in() -> None:
    assert HUNGRY.title not in read(drawn(digest(sealed())))
    assert "(budget 5) for Hungry filter, until" in read(
        drawn(digest(unsealed(HUNGRY, terms=Terms())))
    )


def test_who_cannot_sign_reads_of_it_once_both_cases_are_in_and_without_the_button() -> None:
    before = drawn(digest(sealed(), to=BOSS), to_founder=False)
    after = drawn(digest(unsealed(HUNGRY, terms=Terms()), to=BOSS), to_founder=False)

    assert "GPU-weeks" not in as_json(before)
    assert "Needs a founder\n#12" in read(after)
    assert list(buttons(after)) == ["Show"]


def test_a_handoff_that_is_long_due_says_since_when_and_who_can_make_it() -> None:
    message = drawn(digest(areas=[DUE]))

    assert read(message).splitlines() == [
        "Roadmap disputes, 25 February to 3 March",
        "Needs you",
        (
            "fraud detection: the handoff to product is due, since Mon 23 February 2026, "
            "12:00 UTC. You can make it, and so can either lead."
        ),
        "[Hand off]",
    ]
    assert buttons(message) == {"Hand off": DUE.id.key}
    other = drawn(digest(areas=[DUE], to=BOSS), to_founder=False)
    assert "A founder can make it" in read(other)
    assert buttons(other) == {}


# Gates and GPUs


def test_gates_are_counted_by_the_side_whose_option_it_was() -> None:
    gates = Counter(
        {
            (Side.PRODUCT, Happened.RAISED): 2,
            (Side.PRODUCT, Happened.FELL): 1,
            (Side.RESEARCH, Happened.LIFTED): 1,
        }
    )
    made = replace(digest(), bounds=BoundsTold(gates=gates))

    said = "Gates, by the side whose option it was: product 2 raised, 1 fell; research 1 lifted."
    assert said in read(drawn(made))


def test_what_runs_is_told_by_area_beside_its_chart() -> None:
    message = drawn(replace(digest(sealed()), bounds=BoundsTold(ledger=(FRAUD, EXPORT))))

    assert "GPU-weeks a month of what runs\n- fraud detection: 9.5 of 10 GPU-weeks" in read(message)
    assert charts(message) == ["GPU-weeks a month, by area"]


def test_slack_takes_two_charts_a_message_so_there_is_no_third() -> None:
    answer = replace(ANSWER, on=SENT.date() - 2 * DAY)
    period = Period(since=SENT - WEEK, until=SENT, zone="UTC")
    known = [with_word(answer, number=one) for one in range(1, 7)]
    made = digest_of(known, period, bounds=BoundsTold(ledger=(FRAUD,)), now=SENT)
    message = Told(digest=made, now=SENT).drawn()

    check_message(message)
    assert len(charts(message)) == 2
    assert "fraud detection: 9.5 of 10 GPU-weeks" in read(message)


def charts(message: Message) -> list[str]:
    return [one["title"] for one in message.blocks if one["type"] == "data_visualization"]


# For anything


def test_after_eight_things_that_wait_the_rest_is_counted() -> None:
    many = [numbered(sealed(), number) for number in range(1, 8)]
    told = read(drawn(digest(*many, areas=[DUE] * 4)))

    assert MOST_LINES == 8
    assert told.count("[Sign off]") == 7
    assert told.count("[Hand off]") == 1
    assert "and 3 more: /roadmap list" in told


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    states=st.lists(st.sampled_from(STATES), max_size=30),
    to=st.sampled_from([OLU, BOSS]),
)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(
    text: str, states: list[str], to: Person
) -> None:
    known = every_state(text)
    disputes = [numbered(known[state][0], number) for number, state in enumerate(states, start=1)]
    areas = [replace(DUE, id=AreaId(DUE.id.team, "x"), name=text or "x")] * 12
    ledger = tuple(area(f"{one}{text}", used(one, "9.5")) for one in range(1, 12))
    message = drawn(
        digest(*disputes, BY_THE_RULE, to=to, areas=areas, ledger=ledger), to_founder=to.founder
    )

    check_message(message)
    check_pings_nobody(message)


@pytest.mark.parametrize("state", STATES)
@pytest.mark.parametrize("to", [OLU, BOSS], ids=["founder", "admin"])
def test_no_digest_has_a_word_of_a_sealed_case(state: str, to: Person) -> None:
    marked = {side.value: a_full_case("sealed-7f3a", side) for side in Side}
    dispute, now = every_state("x", **marked)[state]
    told = as_json(drawn(digest(dispute, to=to), to_founder=to.founder))

    is_unsealed = dispute.is_unsealed(now)
    says_what = isinstance(dispute.state, Open) or dispute.state.chosen is not None
    assert ("sealed-7f3a" in told) <= (is_unsealed and says_what)


# In Slack


async def ask(slack: Slack) -> Any:
    """The founder's digest as it would be now."""
    actor = slack.as_person(world.OLU)
    assert (await actor.command(COMMAND, "digest", channel=world.ROADMAP)).ok
    return slack.ephemerals(world.OLU)[-1]


@pytest.mark.usefixtures("bot")
async def test_a_founder_signs_from_the_digest(
    slack: Slack, begin: Begin, clock: MovableClock
) -> None:
    await area_deeds.an_area(begin, stage=Stage.AFTER)
    dispute = await deeds.a_dispute(begin)
    await deeds.file(begin, dispute, Side.PRODUCT, HUNGRY)
    clock.move(days=1)

    message = await ask(slack)
    olu = slack.as_person(world.OLU)
    assert (await olu.click(message, action_id=Click.SIGN_OFF.value)).ok
    assert (await deeds.send(slack, world.OLU, reason="Two pilots renew on it.")).ok

    (word,) = (await on_record(begin, dispute.number)).signoffs
    assert word.by == world.OLU
    assert "Sign off" not in everything_in(await ask(slack))


async def test_a_founder_makes_a_handoff_that_nobody_makes(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    assert bot
    made = await area_deeds.an_area(begin)
    dispute = await on_record(begin, (await deeds.a_dispute(begin)).number)
    async with begin() as tx:
        await note_first_answer(tx, dispute, by=person(world.MAYA), now=clock.now)
    clock.move(days=8)

    olu = slack.as_person(world.OLU)
    assert (await olu.click(await ask(slack), action_id=Click.HANDOFF.value)).ok
    answers = {"seen_by": "Acme", "may_cost": "0.03 USD", "research_keeps": "New patterns."}
    assert (await deeds.send(slack, world.OLU, **answers)).ok

    assert "is handed off" in read(on_screen(slack, world.OLU).content)
    assert (await area_deeds.on_record(begin)).terms.stage is Stage.AFTER
    assert made.terms.stage is Stage.BEFORE
