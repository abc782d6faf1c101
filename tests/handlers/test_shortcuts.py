"""Opening a dispute about a message: from the menu of that message."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.services.ports import Begin
from handlers.ids import Shortcut
from handlers.modals.opening_fields import Answer, parse
from handlers.shortcuts import MOST_QUOTED, NOTE, quoted
from handlers.text import escape
from handlers.unformatting import unescape, unformat
from sandbox.server import Slack
from tests.handlers.deeds import on_record, send, shown_form
from tests.handlers.forms import read_aloud
from tests.world import GUS, JONAS, LEE, MAYA, ROADMAP, SECRET, UNINVITED, on_screen


@given(st.text())
def test_what_slack_escapes_is_read_as_it_was_typed(text: str) -> None:
    assert unescape(escape(text)) == text


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("R&amp;D says &lt; 50 ms", "R&D says < 50 ms"),
        ("<@U1|ada> and <@U2>", "@ada and @somebody"),
        ("in <#C1|general> or <#C2>", "in #general or #channel"),
        ("<!channel> <!here> <!subteam^S1|@ml> <!subteam^S2>", "@channel @here @ml @group"),
        ("by <!date^1^{date}|Monday>", "by Monday"),
        (
            "<https://acme.test|our site> <https://acme.test/a?b=1>",
            "our site https://acme.test/a?b=1",
        ),
        ("<mailto:a@acme.test>", "a@acme.test"),
        ("*bold* _it_ ~gone~ `code`", "bold it gone code"),
        ("snake_case_name and 2 * 3 * 4", "snake_case_name and 2 * 3 * 4"),
        ("&gt; quoted\n&gt; twice\n\nand\u00a0answered", "quoted twice and answered"),
        ("&lt;!channel&gt;", "<!channel>"),
        ("", ""),
    ],
)
def test_a_message_is_read_as_people_see_it(marked: str, plain: str) -> None:
    assert unformat(marked) == plain


@given(st.text())
def test_a_message_of_any_text_fits_as_a_problem(text: str) -> None:
    assert len(quoted({"text": text}).problem) <= MOST_QUOTED


def test_a_long_message_is_cut_and_shows_it() -> None:
    problem = quoted({"text": "x" * 3000}).problem

    assert len(problem) == MOST_QUOTED
    assert problem.endswith("…")


def test_a_message_without_text_leaves_the_problem_open() -> None:
    assert quoted({}).problem == ""


async def choose(slack: Slack, text: str, *, who: str = LEE, channel: str = ROADMAP) -> None:
    message = slack.as_person(who).say(text, channel=channel)
    outcome = await slack.as_person(who).message_shortcut(Shortcut.OPEN_DISPUTE.value, message)
    assert outcome.ok, outcome


@pytest.mark.usefixtures("bot")
async def test_the_message_stands_in_the_form_as_the_customers_problem(slack: Slack) -> None:
    await choose(slack, "Acme *asks* why a payment was blocked &amp; <!channel> it")

    form = shown_form(slack, LEE)
    assert parse(form) == Answer(problem="Acme asks why a payment was blocked & @channel it")
    assert NOTE in read_aloud(form["blocks"])


@pytest.mark.usefixtures("bot")
async def test_the_dispute_is_opened_in_the_channel_of_the_message(
    slack: Slack, begin: Begin
) -> None:
    await choose(slack, "Acme asks why a payment was blocked", channel=SECRET)
    answers = {"question": "Why or what?", "product_lead": MAYA, "research_lead": JONAS}

    assert (await send(slack, LEE, **answers)).ok
    assert (await on_record(begin, 1)).opening.channel == SECRET


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("who", "channel", "sentence"),
    [
        (LEE, UNINVITED, "The bot is not in this channel yet"),
        (GUS, ROADMAP, "Only a full member of this workspace can open a dispute"),
    ],
)
async def test_what_keeps_the_form_from_opening_is_said_in_a_window(
    slack: Slack, who: str, channel: str, sentence: str
) -> None:
    slack.workspace.join(channel, who)
    await choose(slack, "Look at this", who=who, channel=channel)

    window = on_screen(slack, who)
    assert sentence in read_aloud(window.content)
    assert "submit" not in window.content


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_not_made_a_dispute(slack: Slack) -> None:
    await choose(slack, "Look at this", channel=slack.workspace.open_dm(LEE).id)

    assert "A dispute needs a channel" in read_aloud(on_screen(slack, LEE).content)
