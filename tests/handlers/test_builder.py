"""Who would build an option is asked whether its days are right, and what their answers do."""

from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain import builders as rules
from bot.domain.case import BuilderWord, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ids import DisputeId, UserId
from bot.domain.leads import name_deputy
from bot.domain.notices import BuilderAsked, BuilderNotReached, DaysRaised, Notice
from bot.domain.sealing import seen_in_channel
from bot.domain.telling import Delivery, Direct, Place, Thread
from bot.services import disputes
from bot.services.ports import Begin
from handlers.blocks import Message, message, paragraph
from handlers.builder_question import draw
from handlers.builder_said import builder_lines, days_said
from handlers.ids import Click
from handlers.page import Page
from handlers.rendering import render
from sandbox.records import Message as Posted
from sandbox.server import Slack
from tests import world
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    ZOE,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
)
from tests.handlers import deeds
from tests.handlers.case_forms import filed_case
from tests.handlers.deeds import TEAM, a_dispute, everything_in, press, send
from tests.handlers.forms import NASTY
from tests.handlers.looks import after, as_json, buttons, check_message, check_pings_nobody, read
from tests.world import MovableClock, on_screen

NOW = MONDAY + DAY
BUILT = an_option("Rules-based filter", 14, id="o1", builder=ADA.id, customer="Acme, Borealis")
OTHER = an_option("Dashboard", 20, id="o2", builder=ADA.id, customer="Cirrus")
WHY = "Acme reviews only monthly."


def sealed(*options: Option) -> Dispute:
    """Product's case alone is in."""
    return file(an_open_dispute(), Side.PRODUCT, *(options or (BUILT,)))


def unsealed(*options: Option) -> Dispute:
    return an_unsealed_dispute(options or (BUILT,))


def rendered(notice: Notice, place: Place, dispute: Dispute) -> Message | None:
    return render(Delivery(about=dispute.id, notice=notice, place=place), dispute, now=NOW)


def asked(dispute: Dispute, who: UserId = ADA.id) -> Message:
    found = rendered(BuilderAsked(dispute.id, Side.PRODUCT, who), Direct(who), dispute)
    assert found
    return found


COUNTS = (
    "It counts at once, and product can state no fewer days unless somebody else would build it."
)


def raised(dispute: Dispute, place: Place, days: int = 21, why: str = WHY) -> Message | None:
    word = BuilderWord(by=ADA.id, at=NOW, days=days, raised_from=14, why=why)
    return rendered(DaysRaised(dispute.id, Side.PRODUCT, BUILT.id, word), place, dispute)


def stands(dispute: Dispute, of: Option = BUILT) -> Dispute:
    days = of.days_to_feedback or 0
    return after(rules.confirm_days(dispute, Side.PRODUCT, of.id, days=days, by=ADA, now=NOW))


def longer(dispute: Dispute, days: int = 21, why: str = WHY) -> Dispute:
    return after(rules.raise_days(dispute, Side.PRODUCT, BUILT.id, days, why, by=ADA, now=NOW))


def answered(dispute: Dispute) -> Message:
    """The message in place of the question."""
    return draw(dispute, Side.PRODUCT, ADA.id, now=NOW, burdens={})


# The question

QUESTION = "Transformer upgrade or rules-based filter?"
STATED = (
    "14 days until an answer from Acme, Borealis, counted from the ruling, all included. "
    "Does that stand?"
)
SILENCE = (
    "If you say nothing until Mon 9 March 2026, 10:00 UTC, the days stand, and the ruling says "
    "that they are not confirmed."
)


def test_the_builder_is_asked_what_it_is_about_until_when_and_what_silence_means() -> None:
    question = asked(sealed())

    assert question.text == (
        "You would build an option on #12. Are its days right? "
        "Transformer upgrade or rules-based filter?"
    )
    assert read(question).splitlines() == [
        (
            f"@Maya (product) names you as the builder on #12: {QUESTION} One question, one click: "
            "are the days right?"
        ),
        "Rules-based filter",
        STATED,
        "How the answer comes back: they label each block in the weekly call",
        "[Stands] [Longer] [Ops burden, 1 to 5]",
        SILENCE,
        "Longer counts at once. It is about the days, never about blame.",
        "Until both cases are in, only product reads what you say.",
    ]


def test_once_both_cases_are_in_it_does_not_say_that_it_is_sealed() -> None:
    assert "Until both cases are in" not in read(asked(unsealed()))


def test_several_options_are_asked_about_in_one_message() -> None:
    question = read(asked(sealed(BUILT, OTHER)))

    assert question.count("Does that stand?") == 2
    assert question.count("[Stands] [Longer]") == 2


def test_the_buttons_carry_the_dispute_the_side_the_option_and_the_days() -> None:
    said = buttons(asked(sealed()))

    assert said["Stands"] == said["Longer"] == "12 product o1 14"


def test_a_builder_of_ones_own_side_is_told_so() -> None:
    deputy = after(name_deputy(sealed(), Side.PRODUCT, ADA, by=MAYA, now=NOW))

    assert read(asked(deputy)).startswith("Your side names you as the builder on #12")


def test_an_option_for_us_alone_is_asked_about_without_customers() -> None:
    ours = replace(BUILT, customer="", feedback="")

    assert "14 days until a first answer, counted" in read(asked(sealed(ours)))
    assert "comes back" not in read(asked(sealed(ours)))


def test_once_both_cases_are_in_an_ops_burden_can_only_go_up() -> None:
    known = an_option(id="o1", builder=ADA.id, ops_burden=4)
    (row,) = (one for one in asked(unsealed(known)).blocks if one["type"] == "actions")

    values = [one["value"] for one in row["elements"][-1]["options"]]
    assert values == ["12 product o1 4", "12 product o1 5"]
    assert "Ops burden" not in read(asked(unsealed(BUILT)))


MARK = "sealed-7f3a"


def test_the_builder_reads_nothing_else_of_a_sealed_case() -> None:
    others = an_option(MARK, 3, id="o9", customer=MARK, feedback=MARK, builder=ZOE.id)
    built = an_option(id="o1", builder=ADA.id, cost_of_delay_sum=MARK, stop_if=MARK, ops_burden=3)
    dispute = file(an_open_dispute(), Side.PRODUCT, others, built)
    said = as_json(asked(dispute)) + as_json(answered(stands(dispute, built)))

    assert MARK not in said
    assert "initial_option" not in said


def test_whose_days_are_confirmed_is_not_asked_any_more() -> None:
    both = sealed(BUILT, OTHER)
    notice = BuilderAsked(both.id, Side.PRODUCT, ADA.id)
    one, none = stands(both), stands(stands(both), OTHER)

    assert "Rules-based filter" not in read(asked(one)).partition("\n")[2]
    assert rendered(notice, Direct(ADA.id), none) is None


def test_who_is_not_named_any_more_is_not_asked() -> None:
    notice = BuilderAsked(sealed().id, Side.PRODUCT, ADA.id)

    assert rendered(notice, Direct(ADA.id), sealed(replace(BUILT, builder=ZOE.id))) is None


def test_the_other_sides_lead_is_asked_only_once_both_cases_are_in() -> None:
    theirs = replace(BUILT, builder=JONAS.id)
    notice = BuilderAsked(sealed().id, Side.PRODUCT, JONAS.id)

    assert rendered(notice, Direct(JONAS.id), sealed(theirs)) is None
    assert rendered(notice, Direct(JONAS.id), unsealed(theirs))


# In its place


def test_what_stands_is_said_and_what_is_open_is_still_asked() -> None:
    said = read(answered(stands(sealed(BUILT, OTHER)))).splitlines()

    assert said[1:3] == ["Rules-based filter", "You said: the 14 days stand."]
    assert said[4] == "[Longer] [Ops burden, 1 to 5]"
    assert "20 days until an answer from Cirrus" in said[6]


def test_what_takes_longer_is_said_with_what_it_replaced() -> None:
    said = read(answered(longer(sealed())))

    assert f'You said: 21 days, not 14: "{WHY}"' in said
    assert "If you say nothing" not in said


def test_one_day_stands() -> None:
    day = replace(BUILT, days_to_feedback=1)

    assert "You said: the 1 day stands." in read(answered(stands(sealed(day), day)))


# Longer, told


def test_its_own_side_reads_the_new_days_why_and_what_the_rule_makes_of_its_own_options() -> None:
    told = raised(longer(sealed(BUILT, OTHER)), Direct(MAYA.id))

    assert told
    assert told.text == (
        "<@Ada> says that it takes 21 days, not 14: Rules-based filter on #12 "
        "Transformer upgrade or rules-based filter?"
    )
    assert read(told).splitlines() == [
        "#12 Transformer upgrade or rules-based filter?",
        "@Ada, who would build Rules-based filter, says 21 days, not 14:",
        f"> {WHY}",
        COUNTS,
        "Among your own options, the rule says:",
        "1. Dashboard (product): 20 days",
        "2. Rules-based filter (product): 21 days, against 20",
        "Only product reads this until both cases are in.",
        "[Revise]",
    ]


def test_once_both_are_in_its_side_reads_what_the_rule_would_choose() -> None:
    told = raised(longer(unsealed()), Direct(MAYA.id))

    assert told
    assert "The rule would choose today: Rules-based filter, 21 days" in read(told)
    assert buttons(told) == {"Confirm an option": "12", "Both cases": "12"}


def test_who_raised_the_days_of_their_own_side_is_called_you() -> None:
    deputy = after(name_deputy(sealed(), Side.PRODUCT, ADA, by=MAYA, now=NOW))
    told = raised(longer(deputy), Direct(ADA.id))

    assert told
    assert "You, who would build Rules-based filter, say 21 days, not 14:" in read(told)
    assert told.text.startswith("You say that it takes 21 days")


TODAY = (
    "The rule would choose today: Rules-based filter, 21 days, Acme, Borealis. "
    "Next: Transformer upgrade, 70 days."
)


def test_the_thread_reads_it_with_what_the_rule_would_choose() -> None:
    told = raised(longer(unsealed()), Thread())

    assert told
    assert read(told).splitlines() == [
        "@Ada, who would build Rules-based filter, says 21 days, not 14:",
        f"> {WHY}",
        "It is product's option. The new days count at once.",
        TODAY,
        "[Both cases]",
    ]


def test_nobody_else_is_told_while_it_is_sealed() -> None:
    dispute = longer(sealed())

    assert raised(dispute, Direct(JONAS.id)) is None
    assert raised(dispute, Direct(ADA.id)) is None


@pytest.mark.parametrize("make", [sealed, unsealed])
def test_a_figure_that_its_side_has_raised_further_is_told_all_the_same(
    make: Callable[[], Dispute],
) -> None:
    further = file(longer(make()), Side.PRODUCT, replace(BUILT, days_to_feedback=30), now=NOW)

    told = raised(further, Direct(MAYA.id))
    assert told
    assert "@Ada, who would build Rules-based filter, says 21 days, not 14:" in read(told)
    assert "It counted at once. By now the case says 30 days." in read(told)


def test_of_two_words_in_a_row_each_is_told_with_its_reason() -> None:
    twice = longer(longer(unsealed()), 25, "The labels are in Turkish.")

    for place in (Direct(MAYA.id), Thread()):
        first = raised(twice, place)
        second = raised(twice, place, 25, "The labels are in Turkish.")
        assert first
        assert second
        assert f"says 21 days, not 14:\n> {WHY}" in read(first)
        assert "By now the case says 25 days." in read(first)
        assert "says 25 days, not 14:\n> The labels are in Turkish." in read(second)


def test_of_an_option_that_is_gone_nothing_is_told() -> None:
    gone = file(longer(unsealed()), Side.PRODUCT, OTHER, now=NOW)

    assert raised(gone, Direct(MAYA.id)) is None
    assert raised(gone, Thread()) is None


def test_in_the_thread_nothing_is_told_of_a_sealed_case() -> None:
    assert raised(longer(sealed()), Thread()) is None


STOP = (
    "Over 30 days a case also says what would make its side stop. Yours does not yet: "
    "revise it to say so."
)


def test_over_thirty_days_its_side_is_asked_when_it_would_stop() -> None:
    for dispute, also in ((sealed(), {}), (unsealed(), {"Confirm an option", "Both cases"})):
        told = raised(longer(dispute, 31), Direct(MAYA.id), 31)
        assert told
        assert STOP in read(told)
        assert set(buttons(told)) == {"Revise", *also}
        assert buttons(told)["Revise"] == "12"


def test_its_side_is_not_asked_when_it_would_stop_where_it_says_so_or_the_days_are_few() -> None:
    says_so = replace(BUILT, stop_if="No merchant answers.")
    for dispute, days in ((unsealed(), 30), (unsealed(says_so), 31)):
        told = raised(longer(dispute, days), Direct(MAYA.id), days)
        assert told
        assert STOP not in read(told)
        assert set(buttons(told)) == {"Confirm an option", "Both cases"}


# Not reached


def not_reached(dispute: Dispute, to: UserId) -> Message | None:
    notice = BuilderNotReached(dispute.id, Side.PRODUCT, ADA.id)
    return rendered(notice, Direct(to), dispute)


def test_its_side_reads_that_the_builder_could_not_be_asked_and_what_to_do() -> None:
    told = not_reached(sealed(BUILT, OTHER), MAYA.id)

    assert told
    assert told.text == f"Slack takes no messages to <@Ada>, a builder on #12 {QUESTION}"
    assert read(told).splitlines() == [
        f"#12 {QUESTION}",
        "Slack takes no messages to @Ada, who would build:",
        "Rules-based filter",
        "Dashboard",
        "So nobody has asked them about the days.",
        "The days stand, and the ruling says that they are not confirmed.",
        "You can name somebody else.",
        "[Revise]",
    ]
    assert buttons(told) == {"Revise": "12"}


def test_nobody_but_its_side_reads_that_a_builder_could_not_be_asked() -> None:
    for dispute in (sealed(), unsealed()):
        assert [not_reached(dispute, who.id) for who in (LEE, JONAS, ADA, ZOE)] == [None] * 4


def test_who_need_not_be_asked_any_more_is_not_missed() -> None:
    assert not_reached(stands(sealed()), MAYA.id) is None
    assert not_reached(sealed(replace(BUILT, builder=ZOE.id)), MAYA.id) is None


# Beside the days


def line_of(option: Option) -> str:
    page = Page(seen=seen_in_channel(sealed(), now=NOW), now=NOW, most=3000)
    return read(message(("x",), paragraph(*builder_lines(page, option))))


def option_of(dispute: Dispute) -> Option:
    return dispute.filed[0].case.options[0]


def test_a_ruling_says_whether_the_builder_confirmed_the_days() -> None:
    assert line_of(BUILT) == "Its days are not confirmed by its builder, @Ada."
    assert line_of(option_of(stands(sealed()))) == "Its days are confirmed by its builder, @Ada."
    assert line_of(option_of(longer(sealed()))) == (
        f'Its days were raised from 14 to 21 by its builder, @Ada: "{WHY}"'
    )


def test_where_nobody_is_named_or_no_days_are_stated_nothing_is_said() -> None:
    assert line_of(replace(BUILT, builder=None)) == ""
    assert line_of(replace(BUILT, days_to_feedback=None)) == ""


def said_beside(option: Option) -> str:
    return read(message(("x",), paragraph(days_said(option))))


def test_beside_the_days_stands_what_the_builder_says() -> None:
    assert said_beside(replace(BUILT, builder=None)) == "14"
    assert said_beside(BUILT) == "14, not confirmed by its builder"
    assert said_beside(option_of(stands(sealed()))) == "14, confirmed by @Ada"
    assert said_beside(option_of(longer(sealed()))) == "21, raised from 14 by its builder"
    assert said_beside(replace(BUILT, days_to_feedback=None)) == ""


@pytest.mark.parametrize("text", NASTY)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(text: str) -> None:
    built = replace(BUILT, title=text, customer=text, feedback=text)
    for dispute in (sealed(built), unsealed(built)):
        since = longer(dispute, why=text)
        missed = not_reached(dispute, MAYA.id)
        places = (Direct(MAYA.id), Thread())
        said = (raised(since, place, why=text) for place in places)
        told = [asked(dispute), answered(since), missed, *said]
        for one in (one for one in told if one):
            check_message(one)
            check_pings_nobody(one)


@given(st.lists(st.integers(1, 365), min_size=1, max_size=3))
def test_each_option_that_is_asked_about_can_be_answered(days: list[int]) -> None:
    options = [
        an_option(f"Option {n}", day, id=f"o{n}", builder=ADA.id) for n, day in enumerate(days)
    ]
    rows = [one for one in asked(sealed(*options)).blocks if one["type"] == "actions"]

    values = [row["elements"][0]["value"] for row in rows]
    assert values == [f"12 product o{n} {day}" for n, day in enumerate(days)]


# The clicks

ZOE_BUILDS = replace(FILTER, builder=UserId(world.ZOE), customer="Acme")
FIRST = DisputeId(TEAM, 1)
ALSO = an_option("Dashboard", 20, id="o2", builder=UserId(world.ZOE))


async def a_question(slack: Slack, bot: App, *options: Option) -> Posted:
    """Zoe has been asked about the options of product's case."""
    dispute = await a_dispute(bot.begin)
    await deeds.file(bot.begin, dispute, Side.PRODUCT, *(options or (ZOE_BUILDS,)))
    await bot.tell()
    found = await slack.wait_for(lambda: the_question(slack))
    assert found
    return found


def the_question(slack: Slack) -> Posted | None:
    return next(iter(slack.dms(world.ZOE)), None)


def shown(slack: Slack) -> str:
    """What stands now where the question stood."""
    found = the_question(slack)
    assert found
    return everything_in(found)


async def click(
    slack: Slack, click: Click, option: Option = ZOE_BUILDS, *, value: str | None = None
) -> None:
    """Press that option's button."""
    found = the_question(slack)
    assert found
    block = next(
        block["block_id"]
        for block in found.blocks
        if block["type"] == "actions"
        if f" {option.id} " in str(block["elements"])
        if click in str(block["elements"])
    )
    zoe = slack.as_person(world.ZOE)
    done = await zoe.click(found, action_id=click.value, block_id=block, value=value)
    assert done.ok, done


async def on_record(begin: Begin, number: int = 0) -> Option:
    return (await filed_case(begin)).options[number]


async def test_the_builder_is_told_by_a_direct_message_alone(slack: Slack, bot: App) -> None:
    await a_question(slack, bot)

    assert "You would build an option on #1. Are its days right?" in shown(slack)
    assert len(slack.dms(world.ZOE)) == 1


async def test_stands_confirms_the_days_and_says_so_in_place(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot, ZOE_BUILDS, ALSO)

    await click(slack, Click.STANDS)

    assert (await on_record(begin)).is_confirmed
    assert not (await on_record(begin, 1)).is_confirmed
    assert "You said: the 14 days stand." in shown(slack)
    assert "Does that stand?" in shown(slack)


async def test_longer_takes_a_number_and_a_sentence_and_counts_at_once(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)

    await click(slack, Click.LONGER)
    assert (await send(slack, world.ZOE, days="21", why=WHY)).ok

    option = await on_record(begin)
    assert (option.days_to_feedback, option.revision, option.is_confirmed) == (21, 2, True)
    assert f'You said: 21 days, not 14: "{WHY}"' in shown(slack)
    assert slack.top_view(world.ZOE) is None


async def test_longer_is_told_to_its_own_side_alone_while_it_is_sealed(
    slack: Slack, bot: App
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)
    await send(slack, world.ZOE, days="21", why=WHY)
    await bot.tell()

    await slack.wait_for(lambda: WHY in everything_in(slack.dms(world.MAYA)[-1]))
    for person in (world.LEE, world.JONAS, world.ADA):
        assert WHY not in slack.everything_shown_to(person)


async def test_the_ops_burden_can_be_said_with_the_days(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)

    assert (await send(slack, world.ZOE, days="21", why=WHY, burden="4")).ok

    option = await on_record(begin)
    assert (option.days_to_feedback, option.figures.ops_burden) == (21, 4)
    assert "You said: ops burden 4 of 5." in shown(slack)


async def test_the_ops_burden_can_be_said_alone_and_stays_said(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)

    await click(slack, Click.BURDEN, value="1 product Rules-based filter 3")
    assert (await on_record(begin)).figures.ops_burden == 3
    assert "You said: ops burden 3 of 5." in shown(slack)
    await click(slack, Click.STANDS)

    assert "You said: ops burden 3 of 5." in shown(slack)
    assert "You said: the 14 days stand." in shown(slack)


async def test_every_problem_of_the_form_is_shown_at_its_field(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)

    refused = await send(slack, world.ZOE, days="14", why="x" * 301)

    assert refused.errors["days"] == "From 15 to 365; this is 14."
    assert refused.errors["why"].startswith("At most 300 characters fit here")
    assert (await on_record(begin)).days_to_feedback == 14


async def test_a_burden_that_is_refused_raises_nothing(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)
    await deeds.file(begin, FIRST, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)

    refused = await send(slack, world.ZOE, days="21", why=WHY, burden="4")

    assert refused.errors == {
        "burden": "The ops burden was not known when both cases came in, "
        "so it cannot be filled in now."
    }
    assert (await on_record(begin)).days_to_feedback == 14


async def test_days_that_have_changed_since_are_to_be_read_again(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    changed = replace(ZOE_BUILDS, days_to_feedback=10)
    await deeds.file(begin, FIRST, Side.PRODUCT, changed, now=MONDAY + DAY)

    await click(slack, Click.STANDS)

    said = slack.ephemerals(world.ZOE)[-1].text
    assert said.startswith('"Rules-based filter" now says 10 days, not 14.')
    assert not (await on_record(begin)).is_confirmed


async def test_a_builder_who_speaks_for_the_other_side_by_now_is_asked_again_later(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    jonas, zoe = deeds.person(world.JONAS), deeds.person(world.ZOE)
    await disputes.name_deputy(
        FIRST, Side.RESEARCH, zoe, by=jonas, directory=bot.directory, now=NOW, begin=begin
    )

    await click(slack, Click.STANDS)

    assert slack.ephemerals(world.ZOE)[-1].text.startswith(
        "You speak for research on #1 now. You are asked again once both cases are in"
    )
    await deeds.file(begin, FIRST, Side.RESEARCH, TRANSFORMER, now=MONDAY + DAY)
    await bot.tell()
    assert await slack.wait_for(lambda: "Are its days right?" in slack.dms(world.ZOE)[-1].text)
    assert len([dm for dm in slack.dms(world.ZOE) if "Are its days right?" in dm.text]) == 2


async def test_nobody_but_the_builder_can_answer(slack: Slack, bot: App, begin: Begin) -> None:
    await a_question(slack, bot)
    value = "1 product Rules-based filter 14"
    for one in (Click.STANDS, Click.LONGER, Click.BURDEN):
        await press(slack, bot, world.MAYA, one, value)

        assert deeds.told(slack, world.MAYA).startswith("You are not named as the builder")
    assert (await on_record(begin)).builder_word is None


@pytest.mark.parametrize("value", ["", "1", "1 product", "1 nobody o1 14", "x product o1 14"])
async def test_a_click_that_carries_no_option_does_nothing(
    slack: Slack, bot: App, value: str
) -> None:
    await a_question(slack, bot)

    await press(slack, bot, world.ZOE, Click.STANDS, value or "-")

    assert "There is no dispute #0 that you can see." in deeds.told(slack, world.ZOE)


async def test_after_the_end_the_days_are_as_they_were_ruled(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)
    clock.now = END

    await send(slack, world.ZOE, days="21", why=WHY)

    assert "does not count" in str(on_screen(slack, world.ZOE).blocks)
    assert WHY in str(on_screen(slack, world.ZOE).blocks)
    assert (await on_record(begin)).days_to_feedback == 14
    await press(slack, bot, world.ZOE, Click.STANDS, "1 product Rules-based filter 14")
    assert "does not count" in deeds.told(slack, world.ZOE)


async def test_where_slack_does_not_change_the_message_longer_counts_all_the_same(
    slack: Slack, bot: App, begin: Begin
) -> None:
    await a_question(slack, bot)
    await click(slack, Click.LONGER)
    slack.faults.refuse_blocks("rich_text")

    assert (await send(slack, world.ZOE, days="21", why=WHY)).ok

    assert (await on_record(begin)).days_to_feedback == 21


async def test_365_days_cannot_be_longer(slack: Slack, bot: App) -> None:
    await a_question(slack, bot, replace(ZOE_BUILDS, days_to_feedback=365))
    await click(slack, Click.LONGER)

    said = slack.ephemerals(world.ZOE)[-1].text
    assert said == "365 days are the most that a case can say."
