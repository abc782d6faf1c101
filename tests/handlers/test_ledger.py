"""`/roadmap ledger`: what running rulings use of the GPUs, by area, against their budgets."""

from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.area import Stage
from bot.domain.case import Side
from bot.domain.ids import DisputeId, TeamId
from bot.domain.ledger import AreaLedger, Commitment
from bot.services.ports import Begin
from handlers.ledger import CHART_TITLE, MOST_ROWS, ledger, ledger_chart
from sandbox.server import Slack
from tests import world
from tests.builders import TRANSFORMER, an_option, usd
from tests.handlers import deeds
from tests.handlers.area_deeds import an_area
from tests.handlers.deeds import told
from tests.handlers.forms import NASTY
from tests.handlers.looks import buttons, check_message, check_pings_nobody, read
from tests.world import MovableClock


def used(number: int, weeks: str, *, title: str = "Filter", budget: str | None = "5") -> Commitment:
    return Commitment(
        dispute=DisputeId(TeamId("T1"), number),
        area="",
        title=title,
        gpu_weeks=Decimal(weeks),
        budget=None if budget is None else Decimal(budget),
    )


def area(name: str, *commitments: Commitment) -> AreaLedger:
    named = tuple(replace(one, area=name) for one in commitments)
    return AreaLedger(area=name, commitments=named)


FRAUD = area("fraud detection", used(12, "8", title="Big model"), used(9, "1.5"))
EXPORT = area("export", used(4, "1", title="Summaries"))
NOWHERE = area("", used(7, "2", title="Search", budget=None))


# What it says


def test_each_area_says_what_it_uses_and_each_ruling_how_it_stands_to_its_budget() -> None:
    message = ledger([FRAUD, NOWHERE, EXPORT])

    assert read(message).splitlines()[:-1] == [
        "GPU ledger: 12.5 GPU-weeks a month in 4 running rulings",
        "fraud detection: 9.5 of 10 GPU-weeks a month in 2 rulings",
        "#12 Big model | 8 GPU-weeks a month | 3 over its budget of 5 | [Show]",
        "#9 Filter | 1.5 GPU-weeks a month | Within its budget of 5 | [Show]",
        "No area: 2 GPU-weeks a month in 1 ruling",
        "#7 Search | 2 GPU-weeks a month | Without a budget | [Show]",
        "export: 1 of 5 GPU-weeks a month in 1 ruling",
        "#4 Summaries | 1 GPU-week a month | Within its budget of 5 | [Show]",
    ]
    assert buttons(ledger([EXPORT])) == {"Show": "4"}


def test_it_says_how_a_ruling_is_released() -> None:
    assert read(ledger([EXPORT])).splitlines()[-1] == (
        "Each ruling has its area's budget for one option; an area's are added up. A ruling counts "
        "until it is dropped, set aside or retired. If it runs no more: [Show], "
        "and then [Retire]. The side whose option was chosen can, or a founder."
    )


def test_with_nothing_that_runs_it_says_what_counts() -> None:
    assert read(ledger([])).splitlines()[0] == "No running ruling that you can see uses GPUs."


def test_what_there_is_no_room_for_is_named_by_number() -> None:
    many = [area(f"area {n}", used(n, "3")) for n in range(1, MOST_ROWS + 4)]
    message = ledger(many)

    check_message(message)
    assert "And 3 more: #21, #22, #23. To see one: /roadmap show 21" in read(message)


@given(text=st.sampled_from(NASTY) | st.text(max_size=600), number=st.integers(1, 30))
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(text: str, number: int) -> None:
    message = ledger([area(text, used(one, "9999.5", title=text)) for one in range(1, number + 1)])

    check_message(message)
    check_pings_nobody(message)


# The chart


def test_the_chart_has_what_each_area_uses_beside_its_budget() -> None:
    chart = ledger_chart([FRAUD, EXPORT])

    assert chart
    drawn = {one["name"]: [at["value"] for at in one["data"]] for one in chart["chart"]["series"]}
    assert drawn == {"Used": [9.5, 1], "Budget": [10, 5]}
    assert chart["chart"]["axis_config"]["categories"] == ["fraud detection", "export"]


def test_where_names_cannot_be_told_apart_or_nothing_runs_there_is_none() -> None:
    long = "detection of fraud in "

    assert ledger_chart([]) is None
    assert ledger_chart([area(f"{long}A", used(1, "2")), area(f"{long}B", used(2, "2"))]) is None


# In Slack


async def a_running_ruling(begin: Begin, *, channel: str, form: str) -> None:
    """By the rule: product's option, which uses 3 GPU-weeks a month."""
    dispute = await deeds.a_dispute(begin, channel=channel, form=form)
    frugal = an_option("Frugal filter", gpu_weeks_per_month=usd(3))
    await deeds.file(begin, dispute, Side.PRODUCT, frugal)
    await deeds.file(begin, dispute, Side.RESEARCH, TRANSFORMER)


async def test_anybody_gets_it_of_what_they_may_see(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await an_area(begin, stage=Stage.BEFORE)
    await a_running_ruling(begin, channel=world.ROADMAP, form="V1")
    await a_running_ruling(begin, channel=world.SECRET, form="V2")
    clock.move(days=8)
    await bot.rule()

    assert await asked(slack, world.ZOE) == "GPU ledger: 3 GPU-weeks a month in 1 running ruling"
    assert await asked(slack, world.MAYA) == "GPU ledger: 6 GPU-weeks a month in 2 running rulings"


async def test_above_the_answer_stands_the_chart(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_running_ruling(begin, channel=world.ROADMAP, form="V1")
    clock.move(days=8)
    await bot.rule()

    assert await asked(slack, world.ZOE) == "GPU ledger: 3 GPU-weeks a month in 1 running ruling"

    chart, answer = slack.ephemerals(world.ZOE)
    assert [block["type"] for block in chart.blocks] == ["data_visualization"]
    assert chart.text == CHART_TITLE
    assert chart.channel_id == answer.channel_id


async def test_where_slack_takes_no_chart_the_answer_stands_alone(
    slack: Slack, bot: App, begin: Begin, clock: MovableClock
) -> None:
    await a_running_ruling(begin, channel=world.ROADMAP, form="V1")
    clock.move(days=8)
    await bot.rule()
    slack.faults.refuse_blocks("data_visualization")

    said = await asked(slack, world.ZOE)

    assert slack.calls_of("response_url")
    assert said == "GPU ledger: 3 GPU-weeks a month in 1 running ruling"
    assert [one.text for one in slack.ephemerals(world.ZOE)] == [said]


async def asked(slack: Slack, who: str) -> str:
    assert (await slack.as_person(who).command("/roadmap", "ledger", channel=world.ROADMAP)).ok
    return told(slack, who)
