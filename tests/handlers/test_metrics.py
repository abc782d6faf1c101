"""`/metrics` over real HTTP, as Prometheus reads it."""

from collections.abc import AsyncIterator
from math import inf

import pytest

from handlers.ids import COMMAND, Click
from handlers.meters import Kind, kind_of
from handlers.text import Json
from sandbox.server import Slack
from tests.handlers.deeds import a_dispute, press
from tests.handlers.watched import Watched, close_down, watched
from tests.storage.databases import PostgreSQL
from tests.world import LEE, ROADMAP, MovableClock, at_work, listening_over_socket_mode

ANSWERED = "roadmap_acknowledgement_seconds_count"
DELIVERIES = "roadmap_deliveries_total"
on_postgresql = pytest.mark.parametrize("kind_of_database", ["postgresql"], indirect=True)


@pytest.fixture
async def web(slack: Slack, database_url: str, clock: MovableClock) -> AsyncIterator[Watched]:
    async with watched(slack, database_url, clock) as web:
        yield web


# The clock


async def test_the_age_of_the_sweep_is_endless_before_the_first(web: Watched) -> None:
    before = await web.figures()
    await web.app.rule()
    web.clock.move(seconds=20)
    after = await web.figures()

    assert before["roadmap_sweep_age_seconds",] == inf
    assert after["roadmap_sweep_age_seconds",] == 20


async def test_windows_are_open_and_then_overdue_and_then_ruled(web: Watched) -> None:
    async def windows() -> tuple[float, float]:
        figures = await web.figures()
        return figures["roadmap_windows_open",], figures["roadmap_windows_overdue",]

    await a_dispute(web.app.begin)
    at_first = await windows()
    web.clock.move(days=7)
    at_the_end = await windows()
    await web.app.rule()

    assert [at_first, at_the_end, await windows()] == [(1, 0), (1, 1), (0, 0)]


# The outbox


async def test_what_arrives_is_counted_as_sent_and_waits_no_more(web: Watched) -> None:
    await a_dispute(web.app.begin)

    await web.figures_once(DELIVERIES, "sent", reaches=CARD_AND_TWO_MESSAGES)

    figures = await web.figures()
    assert figures[DELIVERIES, "sent"] == CARD_AND_TWO_MESSAGES
    assert figures["roadmap_outbox_messages", "waiting"] == 0
    assert figures["roadmap_outbox_oldest_seconds",] == 0


CARD_AND_TWO_MESSAGES = 3


@pytest.mark.parametrize(
    ("error", "result"),
    [
        ("ratelimited", "rate_limited"),
        ("is_archived", "given_up"),
        ("account_inactive", "no_access"),
        ("internal_error", "later"),
    ],
)
async def test_what_does_not_arrive_is_counted_by_what_becomes_of_it(
    web: Watched, error: str, result: str
) -> None:
    if error == "ratelimited":
        web.slack.faults.limit_rate(60, "chat.postMessage")
    for _ in range(CARD_AND_TWO_MESSAGES):
        web.slack.faults.fail_next("chat.postMessage", error)
    await a_dispute(web.app.begin)

    figures = await web.figures_once(DELIVERIES, result, reaches=1)
    assert (figures[DELIVERIES, "given_up"] > 0) == (result == "given_up")


async def test_every_state_and_every_result_is_there_from_the_start(web: Watched) -> None:
    figures = await web.figures()

    assert {key[1:]: value for key, value in figures.items() if key[0] == DELIVERIES} == {
        (result,): 0 for result in ("sent", "later", "rate_limited", "given_up", "no_access")
    }
    states = {key[1:]: value for key, value in figures.items() if "outbox_messages" in key[0]}
    assert states == {("waiting",): 0, ("in doubt",): 0, ("parked",): 0}


# The answers


async def test_each_answer_to_slack_is_timed_by_its_kind(web: Watched) -> None:
    assert (await web.slack.as_person(LEE).command(COMMAND, "help", channel=ROADMAP)).ok
    assert (await press(web.slack, web.app, LEE, Click.LATER)).ok

    figures = await web.figures()

    assert (figures[ANSWERED, "command"], figures[ANSWERED, "click"]) == (1, 1)


async def test_what_is_not_from_slack_is_not_timed(web: Watched) -> None:
    url = web.slack.courier.bot_url or ""
    headers = {"X-Slack-Request-Timestamp": "1", "X-Slack-Signature": "v0=wrong"}
    async with web.session.post(url, data=b"command=/roadmap", headers=headers) as refused:
        assert refused.status == 401

    assert (ANSWERED, "command") not in await web.figures()


async def test_over_socket_mode_answers_are_timed_too(
    slack: Slack, database_url: str, clock: MovableClock
) -> None:
    async with (
        at_work(slack, database_url, clock=clock) as joined,
        listening_over_socket_mode(slack, joined.app),
    ):
        assert (await slack.as_person(LEE).command(COMMAND, "help", channel=ROADMAP)).ok

        assert joined.app.meters.registry.get_sample_value(ANSWERED, {"kind": "command"}) == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({"command": COMMAND}, Kind.COMMAND),
        ({"type": "block_actions"}, Kind.CLICK),
        ({"type": "view_submission"}, Kind.FORM),
        ({"type": "view_closed"}, Kind.FORM),
        ({"type": "event_callback"}, Kind.EVENT),
        ({"type": "message_action"}, Kind.SHORTCUT),
        ({"type": "shortcut"}, Kind.SHORTCUT),
        ({"type": "something new"}, Kind.OTHER),
        ({"type": ["something", "odd"]}, Kind.OTHER),
        ({}, Kind.OTHER),
    ],
)
def test_what_slack_asks_is_of_a_few_kinds(body: Json, kind: Kind) -> None:
    assert kind_of(body) is kind


# Trouble


@on_postgresql
async def test_without_its_database_it_says_so_and_what_it_has_counted(
    web: Watched, postgresql_server: PostgreSQL, database_url: str
) -> None:
    assert (await web.figures())["roadmap_database_up",] == 1
    close_down(postgresql_server, database_url)

    figures = await web.figures()

    assert figures["roadmap_database_up",] == 0
    assert ("roadmap_windows_open",) not in figures
    assert (DELIVERIES, "sent") in figures


async def test_two_apps_in_one_process_count_each_their_own(
    web: Watched, slack: Slack, database_url: str
) -> None:
    async with at_work(slack, database_url) as another:
        assert (await web.slack.as_person(LEE).command(COMMAND, "help", channel=ROADMAP)).ok

        assert another.app.meters is not web.app.meters
        assert another.app.meters.registry.get_sample_value(ANSWERED, {"kind": "command"}) is None
