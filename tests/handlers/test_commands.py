"""The command /roadmap and its words."""

import pytest

from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId
from bot.services.ports import Begin
from handlers.commands import number_in, split
from handlers.ids import COMMAND
from handlers.modals.opening_fields import Answer, parse
from handlers.openable import Where
from sandbox.server import Slack
from tests.handlers.deeds import a_dispute, everything_in, lines_to_copy, shown_form, told
from tests.handlers.forms import NASTY
from tests.world import GUS, LEE, ROADMAP, SECRET, UNINVITED, ZOE


@pytest.mark.parametrize(
    ("text", "word", "rest"),
    [
        ("", "help", ""),
        ("   ", "help", ""),
        ("LIST", "list", ""),
        ("  show\u00a0 #12 ", "show", "#12"),
        ("Dispute Ship  hybrid\tor\u202ffine-tune?", "dispute", "Ship hybrid or fine-tune?"),
        ("dispute R&amp;D first?", "dispute", "R&D first?"),
    ],
)
def test_capitals_and_spaces_of_any_kind_do_not_matter(text: str, word: str, rest: str) -> None:
    assert split(text) == (word, rest)


@pytest.mark.parametrize("text", ["12", "#12", "0012", "12 please", "١٢"])
def test_a_number_may_be_written_in_several_ways(text: str) -> None:
    assert number_in(text) == 12


@pytest.mark.parametrize("text", ["", "twelve", "#", "-1", "1.5", "²", "12a"])
def test_what_is_no_number_is_answered_with_an_example(text: str) -> None:
    with pytest.raises(Refusal, match="as in /roadmap show 12"):
        number_in(text)


@pytest.mark.parametrize("text", ["1" * 20, "9" * 5000])
def test_a_number_that_no_dispute_can_have_is_said_to_be_one(text: str) -> None:
    with pytest.raises(Refusal, match=f"No dispute has a number of {len(text)} digits"):
        number_in(text)


async def give(slack: Slack, text: str, *, who: str = LEE, channel: str = ROADMAP) -> None:
    outcome = await slack.as_person(who).command(COMMAND, text, channel=channel)
    assert outcome.ok, outcome


@pytest.mark.usefixtures("bot")
async def test_dispute_opens_the_form(slack: Slack) -> None:
    await give(slack, "dispute")

    assert parse(shown_form(slack, LEE)) == Answer()


@pytest.mark.usefixtures("bot")
async def test_a_question_after_dispute_stands_in_the_form(slack: Slack) -> None:
    await give(slack, "dispute Ship R&amp;D's hybrid, or <!channel> fine-tune?")

    assert parse(shown_form(slack, LEE)).question == "Ship R&D's hybrid, or <!channel> fine-tune?"


@pytest.mark.usefixtures("bot")
async def test_a_question_that_is_too_long_stands_there_whole(slack: Slack) -> None:
    await give(slack, f"dispute {'x' * 3000}")

    assert parse(shown_form(slack, LEE)).question == "x" * 3000


@pytest.mark.usefixtures("bot")
async def test_where_the_bot_cannot_post_the_answer_shows_how_to_invite_it(slack: Slack) -> None:
    await give(slack, "dispute Ship hybrid or fine-tune?", channel=UNINVITED)

    (answer,) = slack.ephemerals(LEE)
    assert "The bot is not in this channel yet" in answer.text
    assert lines_to_copy(answer) == [
        "/invite @roadmap",
        "/roadmap dispute Ship hybrid or fine-tune?",
    ]
    assert slack.top_view(LEE) is None


@pytest.mark.usefixtures("bot")
async def test_a_direct_message_is_no_place_for_a_dispute(slack: Slack) -> None:
    await give(slack, "dispute Ship it?", channel=slack.workspace.open_dm(LEE).id)

    (answer,) = slack.ephemerals(LEE)
    assert "A dispute needs a channel" in answer.text
    assert lines_to_copy(answer) == ["/roadmap dispute Ship it?"]


@pytest.mark.parametrize(
    ("channel", "name"),
    [("D1", "directmessage"), ("G1", "mpdm-lee--maya--jonas-1"), ("C1", "mpdm-lee--maya-1")],
)
def test_direct_messages_of_any_kind_are_told_from_channels(channel: str, name: str) -> None:
    assert Where(ChannelId(channel), name).is_direct
    assert not Where(ChannelId("C1"), "roadmap").is_direct
    assert not Where(ChannelId("G1"), "privategroup").is_direct


@pytest.mark.usefixtures("bot")
async def test_a_guest_opens_no_dispute(slack: Slack) -> None:
    slack.workspace.join(ROADMAP, GUS)
    await give(slack, "dispute Ship it?", who=GUS)

    assert "Only a full member of this workspace can open a dispute" in told(slack, GUS)
    assert slack.top_view(GUS) is None


@pytest.mark.usefixtures("bot")
async def test_when_slack_does_not_say_who_asks_they_are_told_so(slack: Slack) -> None:
    slack.faults.fail_next("users.info", "internal_error")
    await give(slack, "dispute Ship it?")

    assert "Slack did not say in time who you are" in told(slack, LEE)


@pytest.mark.parametrize("text", ["help", "", "list", "LIST ", "log", "bananas", "show 1"])
async def test_every_word_is_answered_to_who_typed_it_alone(
    slack: Slack, begin: Begin, text: str
) -> None:
    await a_dispute(begin)
    await give(slack, text, who=ZOE)

    (answer,) = slack.ephemerals(ZOE)
    assert answer.text
    assert answer.blocks


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize("word", NASTY)
async def test_an_unknown_word_of_any_kind_is_answered_and_pings_nobody(
    slack: Slack, word: str
) -> None:
    await give(slack, word)

    (answer,) = slack.ephemerals(LEE)
    assert "/roadmap" in everything_in(answer)
    assert "<!" not in answer.text
    assert "<@" not in answer.text


async def test_the_list_holds_what_is_open_and_the_log_what_has_ended(
    slack: Slack, begin: Begin
) -> None:
    await a_dispute(begin)
    await give(slack, "list")
    assert "#1" in everything_in(slack.ephemerals(LEE)[-1])

    await give(slack, "log")
    assert "#1" not in everything_in(slack.ephemerals(LEE)[-1])


@pytest.mark.usefixtures("bot")
@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("show", "Say which dispute by its number, as in /roadmap show 12."),
        ("show me", "Say which dispute by its number, as in /roadmap show 12."),
        ("show 7", "There is no dispute #7 that you can see."),
        ("show #0", "There is no dispute #0 that you can see."),
        (f"show {'1' * 20}", "No dispute has a number of 20 digits."),
    ],
)
async def test_a_dispute_that_cannot_be_shown_is_said_so(
    slack: Slack, text: str, answer: str
) -> None:
    await give(slack, text)

    assert answer in told(slack, LEE)


async def test_a_dispute_of_a_private_channel_does_not_exist_for_others(
    slack: Slack, begin: Begin
) -> None:
    await a_dispute(begin, channel=SECRET)
    await give(slack, "show 1", who=ZOE)

    assert told(slack, ZOE) == "There is no dispute #1 that you can see."
