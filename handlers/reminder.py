"""The daily reminder: what somebody owes, as it is when it is sent, and its buttons."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from aiohttp import ClientError
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond

from bot.domain.ids import TeamId, UserId
from bot.domain.notices import ReminderDue
from bot.domain.promise import promised_on
from bot.domain.reminders import SNOOZE
from bot.domain.rhythm import Rhythm
from bot.domain.words import Words, count, listed
from bot.services import homes, putting_off
from bot.services.owing import Owed, rhythm_of, what_is_owed
from bot.services.ports import Begin, Directory
from handlers.blocks import Message, actions, button, message, paragraph
from handlers.context import Request
from handlers.errors import OK
from handlers.fitting import fitted
from handlers.ids import Click
from handlers.owed import MOST_OWED, left_out, owed_blocks, things
from handlers.owed_outcome import TODAY
from handlers.page import Page
from handlers.text import Bold, Json


async def draw(
    team: TeamId,
    user: UserId,
    notice: ReminderDue,
    *,
    now: datetime,
    begin: Begin,
    directory: Directory,
) -> Message | None:
    """The message as it is true now; None when nothing of it is owed any more."""
    owed = await what_is_owed(team, user, now=now, begin=begin, directory=directory)
    told = _still_told(owed, notice, now)
    if not told:
        return None
    rhythm = await rhythm_of(team, user, begin=begin, directory=directory)
    return build(told, user, rhythm, now=now)


def _still_told(owed: Sequence[Owed], notice: ReminderDue, now: datetime) -> list[Owed]:
    """What the notice is about; a last call is told once, and is a line like others afterwards."""
    bundled = notice.bundled_until is not None and now < notice.bundled_until
    calls = notice.last_calls
    told = [replace(one, is_last_call=one.debt.dispute.number in calls) for one in owed]
    return [one for one in told if one.is_last_call or (bundled and not one.is_muted)]


def build(owed: Sequence[Owed], to: UserId, rhythm: Rhythm, *, now: datetime) -> Message:
    """The reminder of all that, last calls first."""
    in_order = sorted(owed, key=lambda one: not one.is_last_call)
    return fitted(lambda most: _draw(in_order, to, rhythm, now, most))


def _draw(owed: Sequence[Owed], to: UserId, rhythm: Rhythm, now: datetime, most: int) -> Message:
    shown = owed[:MOST_OWED]
    calls = sum(one.is_last_call for one in shown)
    drawn = [_one_owed(one, to, rhythm, now, most) for one in shown]
    usual = len(owed) - calls
    head = [paragraph((Bold(things(usual, more=calls > 0)),))] if usual else []
    return message(
        _summary(owed),
        *(block for blocks in drawn[:calls] for block in blocks),
        *head,
        *(block for blocks in drawn[calls:] for block in blocks),
        *left_out(owed[MOST_OWED:]),
        *_put_off(owed, rhythm, now),
    )


def _summary(owed: Sequence[Owed]) -> Words:
    calls = [one for one in owed if one.is_last_call]
    if calls:
        return ("Last call for ", *_numbers(calls), ". It is the last reminder.")
    return (f"{things(len(owed))[:-1]}: ", *_numbers(owed))


def _numbers(owed: Sequence[Owed]) -> Words:
    return listed([(str(one.debt.dispute),) for one in owed], last=" and ")


def _one_owed(one: Owed, to: UserId, rhythm: Rhythm, now: datetime, most: int) -> list[Json]:
    page = Page(seen=one.dispute, now=now, most=most)
    return owed_blocks(page, one, to, when=_when(one, rhythm, now))


def _when(one: Owed, rhythm: Rhythm, now: datetime) -> str:
    """When it ends; of an outcome, how late it is."""
    today = rhythm.day_of(now)
    if one.debt.ends_at:
        days = (rhythm.day_of(one.debt.ends_at) - today).days
        return {0: "today", 1: "tomorrow"}.get(days, f"in {days} days")
    promised = promised_on(one.dispute)
    return _say_late((today - promised).days) if promised else ""


def _say_late(days: int) -> str:
    if days <= 0:
        return TODAY if days == 0 else ""
    return f"{count(days, 'day')} late"


def _put_off(owed: Sequence[Owed], rhythm: Rhythm, now: datetime) -> list[Json]:
    """What can be heard of again: later, or at the next moment, if a reminder comes by then."""
    upcoming = rhythm.next_moment(now)
    label = say_moment(upcoming, rhythm, now).removeprefix("on ").capitalize()
    is_owed_then = any(_is_owed_at(one, now + SNOOZE) for one in owed)
    buttons = [
        *([button("Later: 2 hours", Click.LATER)] if is_owed_then else []),
        *([button(label, Click.NEXT_DAY)] if _comes_again(owed, upcoming) else []),
    ]
    return [actions(*buttons)] if buttons else []


def _comes_again(owed: Sequence[Owed], moment: datetime) -> bool:
    """Whether a reminder of some of it comes at that moment: a last call is the last."""
    return any(not one.is_last_call and _is_owed_at(one, moment) for one in owed)


def _is_owed_at(one: Owed, moment: datetime) -> bool:
    """Whether it can still be owed then; an outcome is until it is recorded."""
    return one.debt.ends_at is None or moment < one.debt.ends_at


def say_moment(moment: datetime, rhythm: Rhythm, now: datetime) -> str:
    """A moment of theirs, to stand after "again": tomorrow at 9, on Monday at 9."""
    local = moment.astimezone(ZoneInfo(rhythm.zone))
    days = (local.date() - rhythm.day_of(now)).days
    day = {0: "today", 1: "tomorrow"}.get(days, f"on {local:%A}")
    return f"{day} at {local.hour}{f':{local:%M}' if local.minute else ''}"


# The buttons


async def on_later(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """They are told again in two hours; on another day, with that day's reminder."""
    until = await putting_off.snooze(
        asked.team, asked.who, now=asked.now, begin=asked.begin, directory=asked.directory
    )
    rhythm = await _rhythm(asked)
    if until:
        told = _heard_again(f"at {until.astimezone(ZoneInfo(rhythm.zone)):%H:%M}")
    else:
        told = await _tomorrow(asked, rhythm)
    await _replace(body, respond, told)
    await ack()


async def _tomorrow(asked: Request, rhythm: Rhythm) -> Message:
    moment = rhythm.next_moment(asked.now)
    owed = await what_is_owed(
        asked.team, asked.who, now=asked.now, begin=asked.begin, directory=asked.directory
    )
    if _comes_again(owed, moment):
        return _heard_again(say_moment(moment, rhythm, asked.now))
    return _one_line("That was the last reminder. What is open stands on the card and in Home.")


async def on_next_day(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """They hear nothing more today."""
    await putting_off.leave_for_next_day(asked.team, asked.who, now=asked.now, begin=asked.begin)
    await _replace(body, respond, await _tomorrow(asked, await _rhythm(asked)))
    await ack()


def _heard_again(when: str) -> Message:
    return _one_line(f"You hear of this again {when}, if it still waits for you.")


def _one_line(said: str) -> Message:
    return message((said,), paragraph((said,)))


async def on_mute(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """That dispute is told at its last call only."""
    await _mute(body, respond, asked, muted=True)
    await ack()


async def on_unmute(ack: AsyncAck, body: Json, respond: AsyncRespond, asked: Request) -> None:
    """That dispute is told every day again."""
    await _mute(body, respond, asked, muted=False)
    await ack()


async def _mute(body: Json, respond: AsyncRespond, asked: Request, *, muted: bool) -> None:
    number = asked.dispute_clicked(body).number
    await putting_off.mute(
        asked.team, asked.who, number, muted=muted, now=asked.now, begin=asked.begin
    )
    if "view" in body:
        await homes.note_opened(asked.team, asked.who, begin=asked.begin)
        return
    await _replace(body, respond, await _all_owed(asked))


async def _all_owed(asked: Request) -> Message:
    owed = await what_is_owed(
        asked.team, asked.who, now=asked.now, begin=asked.begin, directory=asked.directory
    )
    if not owed:
        return _one_line("Nothing waits for you any more.")
    return build(owed, asked.who, await _rhythm(asked), now=asked.now)


async def _rhythm(asked: Request) -> Rhythm:
    return await rhythm_of(asked.team, asked.who, begin=asked.begin, directory=asked.directory)


async def _replace(body: Json, respond: AsyncRespond, told: Message) -> None:
    """In place of the reminder; anywhere but in one's own messages it is said to them alone."""
    is_own = body["channel"]["id"].startswith("D")
    answer = await respond(text=told.text, blocks=told.blocks, replace_original=is_own)
    if answer.status_code != OK:
        raise ClientError(answer.status_code)


def register(app: AsyncApp) -> None:
    """The reminder's own buttons; the others are those of every message."""
    app.action(Click.LATER.value)(on_later)
    app.action(Click.NEXT_DAY.value)(on_next_day)
    app.action(Click.MUTE.value)(on_mute)
    app.action(Click.UNMUTE.value)(on_unmute)
