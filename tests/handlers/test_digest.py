"""What the weekly digest looks like, and how it reaches the founders."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.case import Side
from bot.domain.digest import Digest, digest_of
from bot.domain.dispute import Dispute, Open
from bot.domain.ending import rule_at_end
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.notices import WeekEnded
from bot.domain.outcome import Became, Dropped
from bot.domain.period import WEEK, Period
from bot.domain.ruling import Ruling
from bot.domain.setting_aside import set_aside
from bot.domain.settling import confirm_option, decide
from bot.domain.window import Window
from bot.services.ports import Begin
from bot.services.workspace import WorkspaceDirectory
from handlers.blocks import Message
from handlers.digest import draw
from handlers.digest_message import MOST_LINES, Told, span
from handlers.ids import COMMAND, Click
from handlers.pacing import Waiting
from handlers.posting import Drawing
from sandbox.records import Message as Slacked
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    ANSWER,
    DAY,
    DROPPED,
    HOUR,
    JONAS,
    MAYA,
    MONDAY,
    NOT_YET,
    OLU,
    TRANSFORMER,
    an_open_dispute,
    an_unsealed_dispute,
    ruling_of,
    with_outcome,
)
from tests.handlers import deeds
from tests.handlers.deeds import everything_in, told
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    NOW,
    STATES,
    a_full_case,
    after,
    as_json,
    buttons,
    check_message,
    check_pings_nobody,
    every_state,
    read,
)
from tests.services.directories import SmallDirectory
from tests.world import MovableClock

NINE = timedelta(hours=9)
MIDNIGHT = MONDAY - 10 * HOUR
SENT = MIDNIGHT + 2 * WEEK + NINE
"""Monday 16 March, 09:00."""


def numbered(dispute: Dispute, number: int, **changes: Any) -> Dispute:
    which = DisputeId(TeamId("T1"), number)
    return replace(dispute, opening=replace(dispute.opening, id=which, **changes))


def digest(*disputes: Dispute, **changes: Any) -> Digest:
    period = Period(since=SENT - WEEK, until=SENT, zone="UTC")
    return digest_of(disputes, period, now=SENT, **changes)


def drawn(made: Digest, **changes: Any) -> Message:
    return Told(digest=made, now=SENT, **changes).drawn()


BY_THE_RULE = after(rule_at_end(an_unsealed_dispute(), now=MONDAY + 7 * DAY))


def decided(reason: str) -> Dispute:
    """Decided against the rule, in the week that the digest covers."""
    dispute = an_unsealed_dispute()
    at = MONDAY + 7 * DAY - HOUR / 2
    return after(decide(dispute, TRANSFORMER.id, reason, by=MAYA, now=at))


def lines(made: Digest, **changes: Any) -> list[str]:
    return read(drawn(made, **changes)).splitlines()


# What it says


def test_it_is_headed_by_the_local_days_that_it_covers_and_says_in_short_what_is_in_it() -> None:
    message = drawn(digest(BY_THE_RULE))

    assert message.text == "Roadmap disputes, 9 to 15 March: 1 ended."
    assert read(message).startswith("Roadmap disputes, 9 to 15 March\nEnded 1\n")


def test_what_ended_is_a_line_each_with_its_basis_and_a_decision_with_its_reason() -> None:
    agreed = an_unsealed_dispute()
    for side, by in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        at = MONDAY + 7 * DAY - HOUR / 2
        changed = confirm_option(agreed, side, TRANSFORMER.id, revision=1, by=by, now=at)
        agreed = after(changed)
    nobody = after(rule_at_end(an_open_dispute(), now=MONDAY + 7 * DAY))
    told = lines(
        digest(
            numbered(BY_THE_RULE, 1),
            numbered(decided("80 % of tickets"), 2),
            numbered(agreed, 3),
            numbered(nobody, 4),
        )
    )

    assert told[told.index("Ended 4") + 1 :][:4] == [
        '- #2 Transformer upgrade, decided by product, against the rule: "80 % of tickets"',
        "- #3 Transformer upgrade, agreed, against the rule",
        "- #1 Rules-based filter, by the rule",
        "- #4 Transformer upgrade or rules-based filter? Lapsed, nobody filed.",
    ]


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("yielded", "#12 x, research yielded"),
        ("lapsed", "#12 x. Lapsed, no option could be chosen."),
        ("withdrawn", "#12 x. Withdrawn."),
        ("decided", '#12 x, decided by product: "x"'),
    ],
)
def test_each_way_of_ending_has_its_words(state: str, said: str) -> None:
    dispute, now = every_state("x")[state]
    period = Period(since=now - WEEK, until=now, zone="UTC")

    assert f"- {said}" in lines(digest_of([dispute], period, now=now))


def test_a_long_reason_is_cut_and_says_so() -> None:
    told = next(line for line in lines(digest(decided("So it is. " * 50))) if "decided" in line)

    assert told.endswith('…"')


def opened_late(state: str, **changes: Any) -> Dispute:
    """A dispute in that state, as if it had been opened two days before the digest."""
    dispute, _ = every_state("x")[state]
    return numbered(dispute, 12, window=Window(SENT - 2 * DAY), **changes)


@pytest.mark.parametrize(
    ("state", "missing"),
    [
        ("open", "both cases are missing"),
        ("one filed", "research's case is missing"),
        ("one yielded", "research has yielded, product's case is missing"),
        ("one yielded, one filed", "research has yielded, product's pick is missing"),
        ("unsealed", "both cases are in, and the rule would choose x"),
    ],
)
def test_what_is_open_says_when_it_ends_and_what_is_missing(state: str, missing: str) -> None:
    dispute = opened_late(state, question="Ship it?")

    assert f"- #12 Ship it? Ends Sat 21 March 2026, 09:00 UTC; {missing}." in lines(digest(dispute))


def test_what_can_choose_nothing_and_what_is_due_say_so() -> None:
    far = tuple(
        replace(option, days_to_feedback=91)
        for option in a_full_case("x", Side.PRODUCT, options=1).options
    )
    nothing, due = an_unsealed_dispute(far, far), an_open_dispute()
    told = lines(digest(numbered(nothing, 1, window=Window(SENT - DAY)), due))

    assert any("both cases are in, and the rule could choose nothing." in line for line in told)
    assert "- #12 Transformer upgrade or rules-based filter? Its ruling is due." in told


def test_what_needs_a_founder_stands_first_with_the_button_that_mends_it() -> None:
    made = digest(
        opened_late("open", question="Ship it?"), numbered(BY_THE_RULE, 13), left=[JONAS.id]
    )
    message = drawn(made)

    assert read(message).splitlines()[1:4] == [
        "Needs you",
        (
            "#12 Ship it? Nobody can act for research: @Jonas has left. "
            "It ends Sat 21 March 2026, 09:00 UTC. You can name another lead."
        ),
        "[Name another lead] [Show]",
    ]
    assert buttons(message)["Name another lead"] == "12 research"
    assert "1 needs you" in message.text


def test_where_the_deputy_has_left_too_both_are_named() -> None:
    dispute = opened_late("with deputy")
    made = digest(dispute, left=dispute.research.speakers)

    assert any("@Jonas and @Ada have left." in line for line in lines(made))


def test_who_is_no_founder_is_told_that_a_founder_can() -> None:
    message = drawn(digest(opened_late("open"), left=[JONAS.id]), to_founder=False)

    assert "A founder can name another lead." in read(message)
    assert "Name another lead" not in buttons(message)
    assert "1 needs a founder" in message.text


LATER = MONDAY + 21 * DAY


def unrecorded(*left: UserId, to_founder: bool = True, **parties: Any) -> Message:
    """On the day of the promise, those have left."""
    made = digest_of(
        [replace(BY_THE_RULE, **parties)],
        Period(since=LATER - WEEK, until=LATER, zone="UTC"),
        left=left,
        now=LATER,
    )
    return Told(digest=made, now=LATER, to_founder=to_founder).drawn()


def test_an_outcome_that_nobody_is_left_to_record_is_a_founders_with_its_three_buttons() -> None:
    message = unrecorded(MAYA.id)

    assert read(message).splitlines()[1:4] == [
        "Needs you",
        (
            "#12 Nobody is left who can say what became of Rules-based filter: @Maya has left. "
            "You can record it."
        ),
        "[Answered] [Not yet] [Dropped] [Show]",
    ]
    assert buttons(message)["Answered"] == "12"
    assert "1 needs you" in message.text


def test_of_an_outcome_too_both_who_have_left_are_named() -> None:
    both = replace(BY_THE_RULE.product, deputy=ADA.id)

    assert "@Maya and @Ada have left. You can record it." in read(
        unrecorded(MAYA.id, ADA.id, product=both)
    )


def test_who_is_no_founder_reads_that_a_founder_can_record_it() -> None:
    message = unrecorded(MAYA.id, to_founder=False)

    assert "A founder can record it." in read(message)
    assert "Answered" not in buttons(message)


def test_answers_that_fall_due_say_who_owes_them_and_by_when() -> None:
    made = digest_of(
        [BY_THE_RULE],
        Period(since=SENT, until=SENT + WEEK, zone="UTC"),
        now=SENT + WEEK,
    )
    assert [one.dispute.opening.id.number for one in made.promised] == [12]

    busy = replace(made, set_aside=(made.promised[0].dispute,))
    line = "- #12 Rules-based filter: product owes the customers' answer by Mon 23 March 2026."
    assert line in lines(busy)


def test_what_was_set_aside_says_why() -> None:
    word = after(set_aside(BY_THE_RULE, "The merchant left.", by=OLU, now=SENT))
    told = lines(digest(word))

    assert "- #12 Rules-based filter, by the rule, set aside since" in told
    assert '- #12 Rules-based filter: "The merchant left."' in told
    assert told[-1].startswith("To read one in full")


def with_word(became: Became, *, at: datetime = SENT - DAY, number: int = 12) -> Dispute:
    """A promise of product's, with what became of it as it was said in the digest's week."""
    ended = with_outcome(numbered(BY_THE_RULE, number), became, now=at)
    ruling = replace(ruling_of(ended), found_at=MONDAY)
    return replace(ended, state=ruling)


def test_an_answer_stands_with_the_promised_day_the_real_one_and_the_customers_words() -> None:
    message = drawn(digest(with_word(replace(ANSWER, on=date(2026, 3, 14)))))

    assert message.text == "Roadmap disputes, 9 to 15 March: 1 answered."
    assert read(message).splitlines()[1:3] == [
        "What came of promises 1",
        ('- #12 Rules-based filter, promised day 14, came day 5: "Now I see why it was blocked."'),
    ]


def test_what_is_put_off_or_dropped_stands_with_its_reason() -> None:
    twice = with_outcome(with_word(NOT_YET), replace(NOT_YET, why="Again."), now=SENT)
    told = lines(digest(twice, with_word(DROPPED, number=9)))

    assert told[2:5] == [
        ('- #9 Rules-based filter, dropped: "The pilot merchants have left."'),
        (
            "- #12 Rules-based filter, not yet, asked again on Mon 30 March 2026: "
            '"The pilot starts a week later."'
        ),
        (
            "- #12 Rules-based filter, not yet, said twice by then, "
            'asked again on Mon 30 March 2026: "Again."'
        ),
    ]
    assert drawn(digest(twice)).text.endswith(": 2 put off.")


def test_an_overdue_answer_says_how_late_it_is_and_what_the_other_side_may_do() -> None:
    at = datetime(2026, 4, 6, 9, tzinfo=UTC)
    twice = with_outcome(with_word(NOT_YET), replace(NOT_YET, until=date(2026, 4, 9)), now=SENT)
    made = digest_of([twice], Period(since=at - WEEK, until=at, zone="UTC"), now=at)
    message = Told(digest=made, now=at).drawn()

    assert message.text == "Roadmap disputes, 30 March to 5 April: 1 overdue."
    assert read(message).splitlines()[1:3] == [
        "Answers overdue 1",
        (
            "- #12 Rules-based filter, promised by Mon 23 March 2026, 14 days late: no customer "
            "has "
            "answered. It was put off twice. Research can reopen it without new evidence."
        ),
    ]
    assert "Overdue by seven days or more: product 1." in read(message)


def test_from_three_answers_on_promised_and_real_days_are_drawn_beside_the_endings() -> None:
    answer = replace(ANSWER, on=date(2026, 3, 14))
    made = digest(*(with_word(answer, number=one) for one in range(1, 7)))
    message = drawn(made)

    check_message(message)
    assert [block["title"] for block in charts(message)] == [
        "Disputes ended, by week",
        "Days promised and real, by dispute",
    ]
    without = Told(digest=made, now=SENT).drawn(with_chart=False)
    assert charts(without) == []
    assert "The last 6 answers, days promised and real: #1 14 → 5" in read(without)


def test_options_are_counted_by_side_and_rulings_by_how_long_and_how() -> None:
    made = digest(numbered(BY_THE_RULE, 1), numbered(BY_THE_RULE, 2), numbered(decided("So"), 3))

    assert "Options chosen, by side: product 2, research 1." in lines(made)
    assert "Median 7 days to a ruling; 2 of 3 rulings by the rule." in lines(made)


@pytest.mark.parametrize(
    ("length", "said"),
    [
        (HOUR, "less than a day"),
        (DAY, "1 day"),
        (3.5 * DAY, "3.5 days"),
        (4 * DAY + HOUR, "4 days"),
    ],
)
def test_a_length_is_told_in_days(length: timedelta, said: str) -> None:
    ruling = BY_THE_RULE.state
    assert isinstance(ruling, Ruling)
    opened = Window(ruling.ruled_at - length)

    assert f"Median {said} to a ruling; 1 of 1 ruling by the rule." in lines(
        digest(numbered(BY_THE_RULE, 1, window=opened))
    )


def test_after_eight_lines_the_rest_is_counted_and_where_to_read_it_is_said() -> None:
    ended = [numbered(BY_THE_RULE, number) for number in range(1, 12)]
    stuck = [numbered(opened_late("open"), number) for number in range(20, 31)]
    told = lines(digest(*ended, *stuck, left=[JONAS.id]))

    assert MOST_LINES == 8
    assert "- and 3 more: /roadmap log" in told
    assert "- and 3 more: /roadmap list" in told
    assert "and 3 more: /roadmap list" in told


def test_a_quiet_week_is_one_line_that_names_what_comes_next() -> None:
    promised = digest_of([BY_THE_RULE], Period(since=SENT, until=SENT + DAY, zone="UTC"), now=SENT)
    ends = digest(numbered(opened_late("open"), 7, window=Window(SENT - WEEK)))

    assert drawn(promised).text == (
        "Roadmap disputes, 16 March: nothing opened, nothing ended, nothing needs you. "
        "Next: the customers' answer on #12, due Mon 23 March 2026."
    )
    assert lines(ends) == [
        (
            "Roadmap disputes, 9 to 15 March: nothing opened, nothing ended, nothing needs you. "
            "Next: #7 ends Mon 16 March 2026, 09:00 UTC."
        )
    ]
    assert lines(digest()) == [
        "Roadmap disputes, 9 to 15 March: nothing opened, nothing ended, nothing needs you."
    ]


@pytest.mark.parametrize(
    ("since", "until", "said"),
    [
        ("2026-03-09", "2026-03-16", "9 to 15 March"),
        ("2026-03-30", "2026-04-06", "30 March to 5 April"),
        ("2025-12-29", "2026-01-05", "29 December 2025 to 4 January 2026"),
        ("2026-03-16", "2026-03-16", "16 March"),
    ],
)
def test_days_are_told_as_people_write_them(since: str, until: str, said: str) -> None:
    start, end = (datetime.fromisoformat(f"{day}T09:00:00+00:00") for day in (since, until))

    assert span(Period(since=start, until=end, zone="UTC")) == said


# The chart


def many(number: int = 5) -> list[Dispute]:
    return [numbered(BY_THE_RULE, one) for one in range(1, number + 1)]


def charts(message: Message) -> list[Any]:
    return [block for block in message.blocks if block["type"] == "data_visualization"]


def test_from_five_endings_on_there_is_a_chart_by_basis_and_week() -> None:
    message = drawn(digest(*many(), numbered(decided("So"), 9)))
    (block,) = charts(message)

    check_message(message)
    assert block["title"] == "Disputes ended, by week"
    assert block["chart"]["type"] == "bar"
    assert block["chart"]["axis_config"]["categories"] == [
        *("19 Jan", "26 Jan", "2 Feb", "9 Feb", "16 Feb", "23 Feb", "2 Mar", "9 Mar"),
    ]
    last = {one["name"]: one["data"][-1]["value"] for one in block["chart"]["series"]}
    assert last == {"By the rule": 5, "Decided": 1}


def test_the_facts_of_the_chart_are_said_in_words_with_it_and_without() -> None:
    made = digest(*many(), numbered(decided("So"), 9))
    said = "In eight weeks 6 ended: 5 by the rule, 1 decided."

    assert said in lines(made)
    without = Told(digest=made, now=SENT).drawn(with_chart=False)
    assert said in read(without)
    assert charts(without) == []


def test_below_five_there_is_none() -> None:
    assert charts(drawn(digest(*many(4)))) == []
    assert "In eight weeks" not in read(drawn(digest(*many(4))))


# For anything


@given(text=st.sampled_from(NASTY) | st.text(max_size=600), number=st.integers(1, 12))
def test_whatever_a_customer_said_slack_takes_the_digest_and_nobody_is_pinged(
    text: str, number: int
) -> None:
    said = text.strip() or "x"
    answer = replace(ANSWER, on=date(2026, 3, 14), words=said, who=said, learned=said)
    words: list[Became] = [answer, replace(NOT_YET, why=said), Dropped(said)]
    disputes = [with_word(words[one % 3], number=one) for one in range(1, number + 1)]
    message = drawn(digest(*disputes))

    check_message(message)
    check_pings_nobody(message)


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    states=st.lists(st.sampled_from(STATES), max_size=30),
    to_founder=st.booleans(),
)
def test_whatever_was_typed_slack_takes_every_digest_and_nobody_is_pinged(
    text: str, states: list[str], *, to_founder: bool
) -> None:
    known = every_state(text)
    disputes = [numbered(known[state][0], number) for number, state in enumerate(states, start=1)]
    period = Period(since=MONDAY, until=NOW + 20 * DAY, zone="UTC")
    made = digest_of(disputes, period, left=[JONAS.id, MAYA.id], now=NOW)

    message = Told(digest=made, now=NOW, to_founder=to_founder).drawn()
    check_message(message)
    check_pings_nobody(message)


@pytest.mark.parametrize("state", STATES)
def test_no_digest_has_a_word_of_a_sealed_case(state: str) -> None:
    marked = {side.value: a_full_case("sealed-7f3a", side) for side in Side}
    dispute, now = every_state("x", **marked)[state]
    period = Period(since=MONDAY - DAY, until=now, zone="UTC")
    told = as_json(drawn(digest_of([dispute], period, now=now, left=[JONAS.id])))

    is_unsealed = dispute.is_unsealed(now)
    says_what = isinstance(dispute.state, Open) or dispute.state.chosen is not None
    assert ("sealed-7f3a" in told) <= (is_unsealed and says_what)


# In Slack


async def at(bot: App, clock: MovableClock, *moments: datetime) -> None:
    """The clock ticks at each of the moments."""
    for moment in moments:
        clock.now = moment
        await bot.tick()


async def five_end(slack: Slack, bot: App, begin: Begin, clock: MovableClock) -> Slacked:
    """The founder's digest of the week in which five disputes were ruled."""
    for number in range(5):
        dispute = await deeds.a_dispute(begin, form=f"V{number}")
        await deeds.file(begin, dispute, Side.PRODUCT)
    await at(bot, clock, MONDAY, SENT - WEEK, MONDAY + WEEK, SENT)
    await slack.wait_for(lambda: len(digests(slack, world.OLU)) == 2)
    return digests(slack, world.OLU)[-1]


def digests(slack: Slack, who: str) -> list[Slacked]:
    return [one for one in slack.dms(who) if one.text.startswith("Roadmap disputes")]


async def test_a_founder_gets_it_on_monday_at_nine_with_its_chart(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    message = await five_end(slack, bot, begin, clock)

    assert message.text == "Roadmap disputes, 9 to 15 March: 5 ended."
    assert "data_visualization" in {block["type"] for block in message.blocks}
    assert "In eight weeks 5 ended: 5 by the rule." in everything_in(message)
    assert digests(slack, world.MAYA) == []


async def test_where_slack_refuses_charts_it_comes_without(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    slack.faults.refuse_blocks("data_visualization")
    message = await five_end(slack, bot, begin, clock)

    assert "data_visualization" not in {block["type"] for block in message.blocks}
    assert "In eight weeks 5 ended: 5 by the rule." in everything_in(message)


async def drawn_for(begin: Begin, known: SmallDirectory, user: UserId) -> Drawing | None:
    week = WeekEnded(since=SENT - WEEK, until=SENT)
    directory = WorkspaceDirectory(known, begin, deeds.TEAM)
    return await draw(deeds.TEAM, user, week, now=SENT, begin=begin, directory=directory)


async def test_who_is_a_founder_no_more_when_it_is_sent_gets_none(begin: Begin) -> None:
    known = SmallDirectory()
    assert await drawn_for(begin, known, OLU.id) is not None

    known.change(OLU.id, founder=False, admin=True)
    assert await drawn_for(begin, known, OLU.id) is None


async def test_while_slack_does_not_say_who_somebody_is_it_waits(begin: Begin) -> None:
    with pytest.raises(Waiting):
        await drawn_for(begin, SmallDirectory(is_silent=True), OLU.id)


@pytest.mark.usefixtures("bot")
async def test_digest_shows_the_reader_what_it_would_say_now(
    slack: Slack, begin: Begin, clock: MovableClock
) -> None:
    await deeds.a_dispute(begin, channel=world.SECRET)
    clock.now = MONDAY + DAY
    outcome = await slack.as_person(world.OLU).command(COMMAND, "digest", channel=world.ROADMAP)

    assert outcome.ok, outcome
    message = slack.ephemerals(world.OLU)[-1]
    assert message.text == "Roadmap disputes, 24 February to now: 1 open."
    assert "Transformer upgrade or rules-based filter?" in everything_in(message)
    assert "; both cases are missing." in everything_in(message)


@pytest.mark.usefixtures("bot")
async def test_who_may_not_ask_for_it_reads_who_may(slack: Slack) -> None:
    await slack.as_person(world.ZOE).command(COMMAND, "digest", channel=world.ROADMAP)

    assert told(slack, world.ZOE) == (
        "You cannot ask for the digest. A founder or an admin or owner of the workspace can."
    )


@pytest.mark.usefixtures("bot")
async def test_another_lead_can_be_named_from_the_digest(
    slack: Slack, begin: Begin, clock: MovableClock
) -> None:
    dispute = await deeds.a_dispute(begin)
    gone = replace(slack.workspace.get_person(world.JONAS), deleted=True)
    slack.workspace.add_person(gone)
    clock.now = MONDAY + DAY
    await slack.as_person(world.OLU).command(COMMAND, "digest", channel=world.ROADMAP)
    message = slack.ephemerals(world.OLU)[-1]

    await slack.as_person(world.OLU).click(message, action_id=Click.NOT_ME.value)
    await deeds.send(slack, world.OLU, lead=world.ADA)
    assert (await deeds.on_record(begin, dispute.number)).research.lead == world.ADA
