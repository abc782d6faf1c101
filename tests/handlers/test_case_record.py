"""The form "State our case" says to the side alone how its own days have held so far."""

from datetime import timedelta

from bot.app import App
from bot.domain.case import Side
from bot.domain.ids import DisputeId
from bot.domain.outcome import Answered
from bot.services.afterwards import record_outcome
from bot.services.windows import close_window
from handlers.ids import Click
from sandbox.server import Slack
from tests.builders import DAY, END, FILTER
from tests.handlers.case_forms import TRANSFORMER, WHOLE_CASE, Hands
from tests.handlers.deeds import a_dispute, file, person, press
from tests.world import JONAS, MAYA, ROADMAP, SECRET, UNINVITED, MovableClock

RECORD = (
    "Product's last three answers took 1.5 times the days promised (median). Only your side reads "
    "this here."
)
NOW = END + 40 * DAY


async def answered(bot: App, form: str, days: int, *, channel: str = ROADMAP) -> None:
    """Product promised 14 days, and its customer answered after so many."""
    dispute = await a_dispute(bot.begin, form=form, channel=channel)
    await file(bot.begin, dispute, Side.PRODUCT, FILTER)
    await close_window(dispute, now=END, begin=bot.begin)
    became = Answered(
        on=END.date() + timedelta(days=days), who="Acme", words="I see why.", learned="They look."
    )
    await record_outcome(
        dispute, became, by=person(MAYA), directory=bot.directory, now=NOW, begin=bot.begin
    )


async def at_the_form(slack: Slack, bot: App, clock: MovableClock, who: str = MAYA) -> Hands:
    """Somebody at the form of a new dispute."""
    clock.now = NOW
    dispute: DisputeId = await a_dispute(bot.begin, form="new", now=NOW)
    hands = Hands(slack, bot, who)
    assert (await press(slack, bot, who, Click.STATE_CASE, str(dispute.number))).ok
    return hands


async def test_the_side_reads_how_long_its_last_answers_took(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    for number, days in enumerate((14, 21, 35)):
        await answered(bot, f"V{number}", days)
    maya = await at_the_form(slack, bot, clock)

    assert RECORD in maya.read_aloud()


async def test_nobody_reads_the_other_sides(slack: Slack, bot: App, clock: MovableClock) -> None:
    for number, days in enumerate((14, 21, 35)):
        await answered(bot, f"V{number}", days)
    jonas = await at_the_form(slack, bot, clock, JONAS)

    assert "answers took" not in jonas.read_aloud()


async def test_under_three_answers_are_too_few_to_say(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    await answered(bot, "V1", 21)
    maya = await at_the_form(slack, bot, clock)

    said = "Product has had one answer so far: too few to say how its days hold."
    assert said in maya.read_aloud()


async def test_it_stays_through_every_change_of_the_page_and_slack_is_asked_once(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    for number, days in enumerate((14, 21, 35)):
        await answered(bot, f"V{number}", days, channel=UNINVITED)
    maya = await at_the_form(slack, bot, clock)
    asked = len(slack.calls_of("conversations.info"))
    maya.fill({**WHOLE_CASE, "days_to_feedback": "40"})
    await maya.click(Click.ADD_FIGURES)
    assert RECORD in maya.read_aloud()
    await maya.add_option(TRANSFORMER)
    assert RECORD in maya.read_aloud()
    await maya.click(Click.ADD_OPTION)
    await maya.close()
    assert RECORD in maya.read_aloud()
    await maya.submit()

    assert RECORD in maya.read_aloud()
    assert asked == len(slack.calls_of("conversations.info")) == 1


async def test_answers_in_another_private_channel_are_not_counted(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    for number, days in enumerate((14, 21)):
        await answered(bot, f"V{number}", days)
    await answered(bot, "V3", 35, channel=SECRET)
    maya = await at_the_form(slack, bot, clock)

    assert "Product has had two answers so far" in maya.read_aloud()


async def test_where_slack_is_slow_the_form_opens_without_it(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    for number, days in enumerate((14, 21, 35)):
        await answered(bot, f"V{number}", days, channel=UNINVITED)
    slack.courier.patience = 60
    slack.faults.be_slow(600, "conversations.info")
    maya = await at_the_form(slack, bot, clock)

    assert "answers took" not in maya.read_aloud()
    assert maya.shown("title") == ""


async def test_while_slack_does_not_say_who_reads_a_channel_the_form_opens_without_it(
    slack: Slack, bot: App, clock: MovableClock
) -> None:
    for number, days in enumerate((14, 21, 35)):
        await answered(bot, f"V{number}", days)
    await answered(bot, "V3", 14, channel=UNINVITED)
    slack.faults.fail_next("conversations.info", "internal_error", channel=UNINVITED)
    maya = await at_the_form(slack, bot, clock)

    assert "Product has had" not in maya.read_aloud()
    assert "answers took" not in maya.read_aloud()
