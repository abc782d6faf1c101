"""The form "Settings": how it looks, what comes back, who may, and what holds afterwards."""

import asyncio
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.app import App
from bot.domain.ids import ChannelId, UserId
from bot.domain.settings import DIGEST_HOURS, REMINDER_HOURS, Weekday, WorkspaceSettings
from bot.services.ports import Begin, SettingsChange
from bot.services.settings import read_settings
from bot.services.workspace import WorkspaceDirectory
from handlers.directory import SlackDirectory
from handlers.ids import Click
from handlers.modals import settings as form
from handlers.modals.settings import Answer, about, answer_of, build, parse
from sandbox.answers import Outcome
from sandbox.inputs import Choice
from sandbox.server import Slack
from tests import world
from tests.builders import MONDAY
from tests.handlers.deeds import TEAM, press, send, told
from tests.handlers.forms import read_aloud, sent_back
from tests.handlers.looks import check_window, read
from tests.world import ROADMAP, UNINVITED, on_screen

DEFAULTS = WorkspaceSettings()
DEFAULTS_SAID: tuple[str, ...] = ("These are the settings that every workspace begins with.",)


# How it looks


def test_every_field_says_what_it_does() -> None:
    view = build(answer_of(DEFAULTS), DEFAULTS_SAID)
    fields = [block for block in view["blocks"] if block["type"] == "input"]

    check_window(view)
    assert [block["block_id"] for block in fields] == list(Answer.__slots__)
    assert all(block["hint"]["text"] for block in fields)


def test_the_hours_are_those_that_can_be_kept() -> None:
    told_hours = read_aloud(build(answer_of(DEFAULTS), DEFAULTS_SAID))

    assert "05:00" in told_hours
    assert "23:00" in told_hours


def test_it_says_who_changed_it_last() -> None:
    change = SettingsChange(settings=DEFAULTS, by=UserId("Olu"), at=MONDAY)
    view = build(answer_of(DEFAULTS), *about(change, ()))

    assert read(view).splitlines()[0] == ("@Olu changed these last, Mon 2 March 2026, 10:00 UTC.")


def test_while_nobody_is_named_it_says_who_counts_as_founder() -> None:
    view = build(answer_of(DEFAULTS), *about(None, (UserId("Olu"), UserId("Lee"))))

    assert read(view).splitlines()[:2] == [
        "These are the settings that every workspace begins with.",
        "Founders now, as owners of the workspace: @Olu and @Lee.",
    ]


# What comes back

any_settings = st.builds(
    WorkspaceSettings,
    founders=st.lists(st.sampled_from(["U1", "U2", "U3"]), unique=True).map(tuple),
    working_days=st.sets(st.sampled_from(Weekday), min_size=1).map(
        lambda days: tuple(day for day in Weekday if day in days)
    ),
    reminder_hour=st.sampled_from(REMINDER_HOURS),
    digest_day=st.sampled_from(Weekday),
    digest_hour=st.sampled_from(DIGEST_HOURS),
    announcements=st.none() | st.just(ChannelId("C1")),
)


@given(settings=any_settings)
def test_what_is_shown_comes_back_as_it_was(settings: WorkspaceSettings) -> None:
    shown = answer_of(settings)

    assert parse(sent_back(build(shown, DEFAULTS_SAID))) == shown


# In Slack


async def ask(slack: Slack, who: str) -> Outcome:
    return await slack.as_person(who).command("/roadmap", "settings", channel=ROADMAP)


async def save(slack: Slack, who: str, **answers: Choice) -> Outcome:
    assert (await ask(slack, who)).ok
    return await send(slack, who, **answers)


async def kept(begin: Begin) -> WorkspaceSettings:
    return (await read_settings(TEAM, begin=begin))[0]


async def test_the_owner_sees_the_settings_that_every_workspace_begins_with(
    slack: Slack, bot: App
) -> None:
    assert bot.begin
    assert (await ask(slack, world.OLU)).ok

    assert f"Founders now, as owners of the workspace: @{world.OLU}." in read(
        on_screen(slack, world.OLU).content
    )


async def test_everything_that_is_chosen_is_kept_with_who_and_when(
    slack: Slack, begin: Begin
) -> None:
    outcome = await save(
        slack,
        world.OLU,
        founders=[world.LEE, world.OLU],
        working_days=["Sunday", "Monday"],
        reminder_hour="8",
        digest_day="Friday",
        digest_hour="16",
        announcements=ROADMAP,
    )

    settings, last = await read_settings(TEAM, begin=begin)
    assert outcome.ok
    assert slack.top_view(world.OLU) is None
    assert settings == WorkspaceSettings(
        founders=(UserId(world.LEE), UserId(world.OLU)),
        working_days=(Weekday.MONDAY, Weekday.SUNDAY),
        reminder_hour=8,
        digest_day=Weekday.FRIDAY,
        digest_hour=16,
        announcements=ChannelId(ROADMAP),
    )
    assert last == SettingsChange(settings=settings, by=UserId(world.OLU), at=MONDAY)


async def test_sending_it_twice_is_one_change(slack: Slack, begin: Begin) -> None:
    for _ in range(2):
        assert (await save(slack, world.OLU, reminder_hour="7")).ok

    async with begin(reading=True) as tx:
        assert len(await tx.settings.changes(TEAM)) == 1


async def test_an_admin_may_change_them_and_a_founder_who_is_named(
    slack: Slack, begin: Begin
) -> None:
    admin = replace(slack.workspace.get_person(world.ZOE), is_admin=True)
    slack.workspace.people[world.ZOE] = admin

    assert (await save(slack, world.ZOE, founders=[world.LEE])).ok
    assert (await save(slack, world.LEE, reminder_hour="10")).ok

    assert (await kept(begin)).reminder_hour == 10


async def test_everybody_else_reads_who_may(slack: Slack, bot: App) -> None:
    said = await ask(slack, world.LEE)
    await press(slack, bot, world.MAYA, Click.SETTINGS)

    sentence = (
        "You cannot change the settings. A founder or an admin or owner of the workspace can."
    )
    assert said.ok
    assert slack.top_view(world.LEE) is None
    assert told(slack, world.LEE) == sentence
    assert told(slack, world.MAYA) == sentence


async def test_who_is_no_founder_any_more_when_sending_is_refused(
    slack: Slack, begin: Begin
) -> None:
    assert (await save(slack, world.OLU, founders=[world.LEE])).ok
    assert (await ask(slack, world.LEE)).ok
    assert (await save(slack, world.OLU, founders=[world.OLU])).ok

    await send(slack, world.LEE, reminder_hour="5")

    assert "You cannot change the settings." in read(on_screen(slack, world.LEE).content)
    assert (await kept(begin)).reminder_hour == 9


@pytest.mark.parametrize(
    ("answers", "field", "sentence"),
    [
        ({"announcements": UNINVITED}, "announcements", form.CANNOT_POST),
        (
            {"founders": [world.GUS]},
            "founders",
            "A founder here is a full member of this workspace, no bot.",
        ),
        (
            {"founders": [world.ROB]},
            "founders",
            "A founder here is a full member of this workspace, no bot.",
        ),
    ],
)
async def test_what_cannot_be_kept_is_said_at_its_field(
    slack: Slack, begin: Begin, answers: dict[str, Choice], field: str, sentence: str
) -> None:
    outcome = await save(slack, world.OLU, **answers)

    assert outcome.errors == {field: sentence}
    assert await kept(begin) == DEFAULTS


class SilentSlack(SlackDirectory):
    """A Slack that never says who the owners are."""

    async def owners(self) -> tuple[UserId, ...] | None:
        await asyncio.Event().wait()
        return None


async def test_the_form_does_not_wait_for_a_slack_that_says_nothing(
    bot: App, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(form, "PATIENCE_SECONDS", 0.01)
    directory = WorkspaceDirectory(SilentSlack(bot.client), bot.begin, TEAM)

    assert await form.owners_in_time(directory) == ()


async def test_without_slacks_word_on_the_owners_the_form_opens_without_their_names(
    slack: Slack, bot: App
) -> None:
    assert bot.begin
    slack.faults.fail_next("users.list", "internal_error")

    assert (await ask(slack, world.OLU)).ok

    assert "Founders now" not in read(on_screen(slack, world.OLU).content)
