"""How one delivery reaches Slack: drawn from what is so now, and sent to its place."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from hashlib import sha256

from slack_sdk.errors import SlackApiError

from bot.domain.dispute import Dispute, Open
from bot.domain.estimates import TrackRecord
from bot.domain.ids import ChannelId, DisputeId, TeamId, UserId
from bot.domain.notices import (
    AreaChanged,
    ClockWasSilent,
    ExportAsked,
    MonthEnded,
    NotAnnounced,
    ReminderDue,
    Ruled,
    SignOffAsked,
    WeekEnded,
)
from bot.domain.rights import Privacy
from bot.domain.telling import Announcement, Card, Direct, Home, Thread
from bot.services.estimates import record_in
from bot.services.ports import Begin, Claimed, Directory, Posted
from bot.services.workspace import WorkspaceDirectory
from handlers import area_told, back_again, digest, export, home, month, reminder
from handlers.blocks import Message
from handlers.directory import RecentPlaces, known_person
from handlers.dms_on_delivery import not_announced
from handlers.once import Once
from handlers.pacing import ASK_AGAIN_SECONDS, Waiting
from handlers.posting import Drawing, Poster
from handlers.rendering import render
from handlers.slack_errors import error_of
from handlers.text import Json

Clock = Callable[[], datetime]


class NoCardError(Exception):
    """There is no card whose thread could take the message."""


class Sender:
    """Sends deliveries, one at a time; each may raise what the client raises, and Waiting.

    `clock` is the rules' clock.
    """

    def __init__(self, poster: Poster, begin: Begin, directory: Directory, *, clock: Clock) -> None:
        self._poster = poster
        self._once = Once(poster)
        self._begin = begin
        self._directory = directory
        self._recent = RecentPlaces(directory)
        self._clock = clock

    def end(self) -> None:
        """Keep nothing waiting for its turn any more: the program ends."""
        self._poster.end()

    async def send(self, claimed: Claimed) -> Posted | None:
        """Where the card now stands, for a card that was posted; None for everything else.

        Raises:
            NoCardError: it belongs under a card that is not there.
            InDoubtError: it may have arrived, or not.
            TwiceInDoubtError: it would have to be sent a third time.

        """
        about, notice = claimed.delivery.about, claimed.delivery.notice
        if isinstance(notice, NotAnnounced):
            drawing = _plainly(not_announced(notice))
            await self._once.tell(claimed, drawing)
        elif isinstance(about, DisputeId):
            return await self._send_about(about, claimed)
        else:
            await self._send_in_workspace(about, claimed)
        return None

    # About a dispute

    async def _send_about(self, about: DisputeId, claimed: Claimed) -> Posted | None:
        if await self._asks_no_founder(claimed):
            return None
        async with self._begin(reading=True) as tx:
            dispute = await tx.disputes.get(about)
            card = await tx.outbox.card_of(about)
            again = card is None and await tx.outbox.may_have_card(about)
            link = await tx.chains.ruling(about) if _tells_the_ruling(claimed) else ""
        record = await self._record_beside(claimed, dispute)
        drawing = self._draw(claimed, dispute, record, link)
        if drawing is None:
            return None
        match claimed.delivery.place:
            case Card():
                return await self._send_card(claimed, dispute, card, drawing, again=again)
            case Thread():
                await self._send_to_thread(claimed, card, drawing)
            case Announcement(channel=channel):
                await self._announce(claimed, dispute, channel, drawing)
            case _:
                await self._once.tell(claimed, drawing)
        return None

    async def _asks_no_founder(self, claimed: Claimed) -> bool:
        """Whether it would show a case, sealed perhaps, to somebody who is a founder no more."""
        notice, place = claimed.delivery.notice, claimed.delivery.place
        if not (isinstance(notice, SignOffAsked) and isinstance(place, Direct)):
            return False
        known = WorkspaceDirectory(self._directory, self._begin, claimed.delivery.team)
        return not (await known_person(known, place.to)).founder

    async def _record_beside(self, claimed: Claimed, dispute: Dispute) -> TrackRecord | None:
        """How promises were kept, where it is known, for the card of an open, unsealed dispute."""
        is_shown = isinstance(claimed.delivery.place, Card) and isinstance(dispute.state, Open)
        if not is_shown or dispute.both_in_at is None:
            return None
        team, channel = dispute.id.team, dispute.opening.channel
        return await record_in(
            team, channel, now=self._clock(), begin=self._begin, directory=self._recent
        )

    def _draw(
        self, claimed: Claimed, dispute: Dispute, record: TrackRecord | None, link: str
    ) -> Drawing | None:
        now = self._clock()
        draw = partial(render, claimed.delivery, dispute, now=now, record=record, link=link)
        full = draw()
        return Drawing(full, lambda: draw(plain=True) or full) if full else None

    async def _send_card(
        self,
        claimed: Claimed,
        dispute: Dispute,
        card: Posted | None,
        drawing: Drawing,
        *,
        again: bool,
    ) -> Posted | None:
        team = dispute.id.team
        if card:
            try:
                await self._poster.redraw(team, card, drawing)
            except SlackApiError as refusal:
                if error_of(refusal) != "message_not_found":
                    raise
            else:
                return None
        return await self._once.post(claimed, dispute.opening.channel, drawing, again=again)

    async def _send_to_thread(
        self, claimed: Claimed, card: Posted | None, drawing: Drawing
    ) -> None:
        if card is None:
            raise NoCardError
        await self._once.post(claimed, card.channel, drawing, thread=card.ts)

    async def _announce(
        self, claimed: Claimed, dispute: Dispute, channel: ChannelId, drawing: Drawing
    ) -> None:
        """What was settled in a private channel stays there; what is not known is asked again."""
        privacy = (await self._directory.place(dispute.opening.channel)).privacy
        if privacy is Privacy.UNKNOWN:
            raise Waiting(ASK_AGAIN_SECONDS)
        if privacy is Privacy.PUBLIC:
            await self._once.post(claimed, channel, drawing)

    # About several disputes, or none

    async def _send_in_workspace(self, team: TeamId, claimed: Claimed) -> None:
        match claimed.delivery.place:
            case Home(of=user):
                await self._show_home(team, user)
            case Direct(to=user):
                await self._tell(team, user, claimed)
            case Announcement(channel=channel):
                await self._announce_in_workspace(team, channel, claimed)

    async def _show_home(self, team: TeamId, user: UserId) -> None:
        """The App Home anew, unless it shows the very same already."""
        known = WorkspaceDirectory(self._recent, self._begin, team)
        view = await home.draw(team, user, now=self._clock(), begin=self._begin, directory=known)
        shown = _fingerprint(view)
        async with self._begin(reading=True) as tx:
            if await tx.homes.shown(team, user) == shown:
                return
        await self._publish(team, user, view)
        async with self._begin() as tx:
            await tx.homes.put_shown(team, user, shown)

    async def _publish(self, team: TeamId, user: UserId, view: Json) -> None:
        """With its charts, or without where Slack refuses them."""
        try:
            await self._poster.show_home(team, user, view)
        except SlackApiError as refusal:
            if error_of(refusal) not in REFUSED_VIEWS:
                raise
            await self._poster.show_home(team, user, home.without_charts(view))

    async def _announce_in_workspace(
        self, team: TeamId, channel: ChannelId, claimed: Claimed
    ) -> None:
        """What customers said, once a month; and that an area is handed off."""
        now, begin, known = self._clock(), self._begin, self._directory
        told: Message | None = None
        match claimed.delivery.notice:
            case MonthEnded() as ended:
                told = await month.draw(team, ended, channel, now=now, begin=begin, directory=known)
            case AreaChanged() as changed:
                told = await area_told.draw(changed, None, begin=begin)
        if drawing := _plainly(told):
            await self._once.post(claimed, channel, drawing)

    async def _tell(self, team: TeamId, user: UserId, claimed: Claimed) -> None:
        now, begin = self._clock(), self._begin
        known = WorkspaceDirectory(self._directory, begin, team)
        match claimed.delivery.notice:
            case ReminderDue() as due:
                message = await reminder.draw(
                    team, user, due, now=now, begin=begin, directory=known
                )
                await self._once.tell(claimed, _plainly(message))
            case WeekEnded() as week:
                drawing = await digest.draw(team, user, week, now=now, begin=begin, directory=known)
                await self._once.tell(claimed, drawing)
            case ClockWasSilent() as silence:
                message = await back_again.draw(user, silence, directory=known)
                await self._once.tell(claimed, _plainly(message))
            case AreaChanged() as changed:
                message = await area_told.draw(changed, user, begin=begin)
                await self._once.tell(claimed, _plainly(message))
            case ExportAsked() as asked:
                attachment = await export.draw(
                    team, user, asked, now=now, begin=begin, directory=known
                )
                if attachment:
                    await self._once.hand_over(claimed, user, attachment)


REFUSED_VIEWS = frozenset({"invalid_arguments", "invalid_blocks"})
"""What Slack says of a view with blocks that it does not take there."""


def _tells_the_ruling(claimed: Claimed) -> bool:
    is_public = isinstance(claimed.delivery.place, Thread | Announcement)
    return is_public and isinstance(claimed.delivery.notice, Ruled)


def _plainly(message: Message | None) -> Drawing | None:
    return Drawing(message, lambda: message) if message else None


def _fingerprint(view: Json) -> str:
    return sha256(repr(view).encode()).hexdigest()
