"""The form "Settings": how a workspace wants to be told."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, UserId
from bot.domain.rights import Action, Privacy, check_in_workspace
from bot.domain.settings import DIGEST_HOURS, REMINDER_HOURS, Weekday, WorkspaceSettings
from bot.domain.words import Mention, listed
from bot.services.ports import SettingsChange
from bot.services.settings import change_settings, read_settings
from bot.services.workspace import WorkspaceDirectory
from handlers.blocks import channel, checkboxes, field, modal, option, paragraph, people, select
from handlers.context import ALL_CLOSED, Request, present, typed, typed_many
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.openable import INVITE, NOT_KNOWN
from handlers.text import Json, Line

MOST_FOUNDERS = 20
PATIENCE_SECONDS = 1.0
"""The form waits no longer for the names of the workspace's owners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen."""

    founders: tuple[str, ...] = ()
    working_days: tuple[str, ...] = ()
    reminder_hour: str = ""
    digest_day: str = ""
    digest_hour: str = ""
    announcements: str = ""


def answer_of(settings: WorkspaceSettings) -> Answer:
    """The settings as they stand in the form."""
    return Answer(
        founders=settings.founders,
        working_days=tuple(day.value for day in settings.working_days),
        reminder_hour=str(settings.reminder_hour),
        digest_day=settings.digest_day.value,
        digest_hour=str(settings.digest_hour),
        announcements=settings.announcements or "",
    )


def build(answer: Answer, *about: Line) -> Json:
    """The form, under lines about the settings until now."""
    return modal(
        "Settings",
        paragraph(*about),
        *_about_people(answer),
        *_about_reminders(answer),
        *_about_digests(answer),
        field(
            "announcements",
            "Where are rulings announced?",
            channel(initial=answer.announcements),
            hint="Each ruling is told there too, besides its own thread, and on the first working "
            "day of a month what customers have said. What is of a private channel is not. Leave "
            "it empty to announce none.",
            optional=True,
        ),
        form=Form.SETTINGS,
        submit="Save",
        close="Cancel",
    )


def _about_people(answer: Answer) -> list[Json]:
    return [
        field(
            "founders",
            "Who are the founders?",
            people(initial=answer.founders, most=MOST_FOUNDERS),
            hint="They see every dispute, get the weekly digest and may set a ruling aside. While "
            "nobody is named here, the owners of the workspace are the founders.",
            optional=True,
        ),
    ]


def _about_reminders(answer: Answer) -> list[Json]:
    return [
        field(
            "working_days",
            "On which days do you work?",
            checkboxes(_days(), initial=answer.working_days),
            hint="Reminders come on these days only. The seven days of a dispute run on all days.",
        ),
        field(
            "reminder_hour",
            "When are people reminded?",
            select(_hours(REMINDER_HOURS), initial=answer.reminder_hour),
            hint="Of what they owe, once a day at most, at that hour of their own time zone. "
            "What is missed comes by 18:00.",
        ),
    ]


def _about_digests(answer: Answer) -> list[Json]:
    return [
        field(
            "digest_day",
            "On which day does the digest come?",
            select(_days(), initial=answer.digest_day),
            hint="Each founder is told once a week what ended, what is open and what is promised.",
        ),
        field(
            "digest_hour",
            "At what time?",
            select(_hours(DIGEST_HOURS), initial=answer.digest_hour),
            hint="In each founder's own time zone.",
        ),
    ]


def _days() -> Iterable[Json]:
    return (option(day.value, day.value) for day in Weekday)


def _hours(hours: Iterable[int]) -> Iterable[Json]:
    return (option(f"{hour:02}:00", str(hour)) for hour in hours)


def parse(view: Json) -> Answer:
    """What was chosen."""
    return Answer(
        founders=typed_many(view, "founders"),
        working_days=typed_many(view, "working_days"),
        reminder_hour=typed(view, "reminder_hour"),
        digest_day=typed(view, "digest_day"),
        digest_hour=typed(view, "digest_hour"),
        announcements=typed(view, "announcements"),
    )


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for a founder or an admin."""
    await open_form(body, client, asked)
    await ack()


async def open_form(body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form with the settings as they are, for a founder or an admin.

    Raises:
        NotAllowed: who asks is neither.

    """
    check_in_workspace(Action.SETTINGS, await asked.person())
    settings, last = await read_settings(asked.team, begin=asked.begin)
    founders = () if settings.founders else await owners_in_time(asked.directory)
    await present(client, body, build(answer_of(settings), *about(last, founders)))


def about(last: SettingsChange | None, owners: tuple[UserId, ...]) -> tuple[Line, ...]:
    """Who changed the settings last, and who counts as founder while nobody is named."""
    said: Line = (
        (Mention(last.by), " changed these last, ", last.at, ".")
        if last
        else ("These are the settings that every workspace begins with.",)
    )
    if not owners:
        return (said,)
    named = listed([(Mention(user),) for user in owners[:MOST_FOUNDERS]], last=" and ")
    return (said, ("Founders now, as owners of the workspace: ", *named, "."))


async def owners_in_time(directory: WorkspaceDirectory) -> tuple[UserId, ...]:
    """The owners; nobody where Slack does not say in time."""
    try:
        async with asyncio.timeout(PATIENCE_SECONDS):
            return await directory.owners() or ()
    except TimeoutError:
        return ()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The settings hold from now on."""
    by = await asked.person()
    check_in_workspace(Action.SETTINGS, by)
    await change_settings(
        asked.team,
        await _read(parse(view), asked.directory),
        by=by,
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


async def _read(answer: Answer, directory: WorkspaceDirectory) -> WorkspaceSettings:
    answers = Answers(
        {
            "reminder_hour": answer.reminder_hour,
            "digest_day": answer.digest_day,
            "digest_hour": answer.digest_hour,
        }
    )
    hour = answers.whole("reminder_hour", least=0, most=23, missing="Choose an hour.")
    day = answers.choice("digest_day", Weekday, missing="Choose a day.")
    digest_hour = answers.whole("digest_hour", least=0, most=23, missing="Choose an hour.")
    announcements = ChannelId(answer.announcements) if answer.announcements else None
    if announcements and (reason := await _why_not_there(announcements, directory)):
        answers.add("announcements", reason)
    answers.refuse_problems()
    return WorkspaceSettings(
        founders=tuple(UserId(user) for user in answer.founders),
        working_days=tuple(one for one in Weekday if one.value in answer.working_days),
        reminder_hour=hour or 0,
        digest_day=day or Weekday.MONDAY,
        digest_hour=digest_hour or 0,
        announcements=announcements,
    )


async def _why_not_there(announcements: ChannelId, directory: WorkspaceDirectory) -> str:
    place = await directory.place(announcements)
    if place.takes_messages:
        return ""
    return NOT_KNOWN if place.privacy is Privacy.UNKNOWN else CANNOT_POST


CANNOT_POST = f"The bot cannot post there. Type {INVITE} in it first."


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens; the command opens it too."""
    app.action(Click.SETTINGS.value)(on_click)
    app.view(Form.SETTINGS.value)(on_submit)
