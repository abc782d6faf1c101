"""What a move tells: plain words, and nothing that only some may read."""

from datetime import UTC, datetime
from typing import Any

from sandbox.calls import CallRecord
from sandbox.doings import STILL_SENDING, say_moment, tell_doings
from sandbox.stories.people import BEGINS_AT, LEADS, MAYA, ROADMAP, build_workspace

WORKSPACE = build_workspace(lambda: BEGINS_AT)
DM = WORKSPACE.open_dm(MAYA).id


def posted(text: str, channel: str = ROADMAP, *headings: str) -> CallRecord:
    blocks = [{"type": "header", "text": {"type": "plain_text", "text": one}} for one in headings]
    return call({"ok": True, "channel": channel, "message": {"text": text, "blocks": blocks}})


def call(answer: dict[str, Any] | None, method: str = "chat.postMessage") -> CallRecord:
    return CallRecord(method, {}, 200 if answer else 503, answer, 1.0, BEGINS_AT)


def told(*calls: CallRecord, still_sending: bool = False) -> list[str]:
    lines = tell_doings(calls, WORKSPACE, at=BEGINS_AT, still_sending=still_sending)
    return [line.removeprefix("Mon 2 March 09:00 UTC: ") for line in lines]


def test_a_message_is_told_by_its_heading_or_else_by_its_text() -> None:
    assert told(posted("Long", ROADMAP, "#1 has lapsed")) == ["#1 has lapsed."]
    assert told(posted("Word or chat?")) == ["Word or chat?"]


def test_mentions_dates_and_signs_are_told_in_plain_words() -> None:
    text = "R&amp;D: <@U1MAYA> until <!date^1773738000^{time}|Tue 17 March>."

    assert told(posted(text)) == ["R&D: Maya until Tue 17 March."]


def test_of_a_direct_message_and_a_private_channel_only_that_there_was_one() -> None:
    assert told(posted("Secret", DM)) == ["Maya got a direct message."]
    assert told(posted("Secret", LEADS)) == ["The bot wrote in #leads, which is private."]


def test_what_did_not_arrive_or_is_on_its_way_is_told_once() -> None:
    missing = "A message did not arrive. The bot sends it again by itself."

    assert told(call(None), call(None, "chat.update"), still_sending=True) == [
        missing,
        STILL_SENDING,
    ]


def test_a_card_that_is_redrawn_and_a_look_up_are_nothing_to_tell() -> None:
    fine = {"ok": True, "channel": ROADMAP}

    assert told(call(fine, "chat.update"), call(None, "users.info")) == []


def test_a_moment_is_said_in_utc() -> None:
    assert say_moment(datetime(2026, 3, 9, 10, tzinfo=UTC)) == "Mon 9 March 10:00 UTC"
