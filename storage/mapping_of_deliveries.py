"""Rows from deliveries and back, and where in Slack a card stands."""

from typing import assert_never

from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.notices import BuilderAsked, Notice, WorkspaceNotice
from bot.domain.telling import Announcement, Card, Delivery, Direct, Home, Place, Thread
from bot.services.ports import Claimed, Posted
from storage.mapping import Found, key
from storage.searched import Row
from storage.snapshots import Snapshot

_NOTICE: Snapshot[Notice | WorkspaceNotice] = Snapshot(Notice | WorkspaceNotice)


def delivery_to_row(delivery: Delivery) -> Row:
    """A delivery that waits for its first attempt."""
    number = delivery.dispute.number if delivery.dispute else None
    return {
        "team_id": delivery.team,
        "number": number,
        **_place_to_row(delivery.place, number),
        **_question_to_row(delivery.notice),
        "kind": type(delivery.notice).__name__,
        "notice": _NOTICE.write(delivery.notice),
        "state": "waiting",
        "attempts": 0,
        "doubts": 0,
        "error": "",
    }


def _place_to_row(place: Place, number: int | None) -> Row:
    match place:
        case Card():
            return _row("card", queue=f"dispute {number}", fold=f"card {number}")
        case Thread():
            return _row("thread", queue=f"dispute {number}")
        case Direct(to=user):
            return _row("direct", recipient=user, queue=f"user {user}")
        case Home(of=user):
            return _row("home", recipient=user, queue=f"home {user}", fold=f"home {user}")
        case Announcement(channel=channel):
            return _row("channel", recipient=channel, queue=f"channel {channel}")
    assert_never(place)


def _question_to_row(notice: Notice | WorkspaceNotice) -> Row:
    """Under what a builder's question that is asked again folds into the one that waits."""
    match notice:
        case BuilderAsked(dispute=dispute, side=side, whom=user):
            return {"fold": f"builder {dispute.number} {side} {user}"}
        case _:
            return {}


def _row(place: str, *, queue: str, recipient: str | None = None, fold: str | None = None) -> Row:
    """The place, the queue to it, and under what a later message there folds into this one."""
    return {"place": place, "recipient": recipient, "queue": queue, "fold": fold}


def delivery_from_row(row: Found) -> Delivery:
    """The delivery of a row."""
    return Delivery(about=_about(row), notice=_NOTICE.read(row["notice"]), place=_place(row))


def _about(row: Found) -> DisputeId | TeamId:
    team, number = TeamId(row["team_id"]), row["number"]
    return team if number is None else DisputeId(team, number)


def _place(row: Found) -> Place:
    match row["place"]:
        case "card":
            return Card()
        case "thread":
            return Thread()
        case "home":
            return Home(UserId(row["recipient"]))
        case "channel":
            return Announcement(ChannelId(row["recipient"]))
        case _:
            return Direct(UserId(row["recipient"]))


def claimed_from_row(row: Found) -> Claimed:
    """The delivery of a row that was claimed."""
    return Claimed(
        id=row["id"],
        delivery=delivery_from_row(row),
        attempts=row["attempts"],
        doubts=row["doubts"],
    )


def card_to_row(dispute: DisputeId, posted: Posted) -> Row:
    """Where a dispute's card stands."""
    return {**key(dispute), "channel_id": posted.channel, "ts": posted.ts}


def card_from_row(row: Found) -> Posted:
    """Where the card of a row stands."""
    return Posted(ChannelId(row["channel_id"]), row["ts"])
