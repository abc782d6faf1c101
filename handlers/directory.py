"""Who and what there is in the workspace, as Slack says; its silence counts as not known."""

import asyncio
import time

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Membership, Person
from bot.domain.rights import Privacy
from bot.services.ports import Place
from handlers.slack_errors import error_of
from handlers.text import Json

PATIENCE_SECONDS = 1.5
KEPT_SECONDS = 24 * 60 * 60
_SILENCE = (SlackClientError, ClientError, TimeoutError)


class SlackDirectory:
    """Asks Slack, 1.5 seconds at most; people are remembered for a day, channels are not."""

    def __init__(self, client: AsyncWebClient) -> None:
        self.client = client
        self._people: dict[UserId, tuple[float, Person]] = {}
        self._team = ""

    async def person(self, user: UserId) -> Person:
        """Somebody; of unknown membership when Slack does not say."""
        known = self._people.get(user)
        if known and time.monotonic() < known[0] + KEPT_SECONDS:
            return known[1]
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                team = await self._own_team()
                answer = await self.client.users_info(user=user)
        except _SILENCE:
            return Person(id=user, membership=Membership.UNKNOWN)
        person = _read_person(user, answer["user"], team)
        self._people[user] = (time.monotonic(), person)
        return person

    async def place(self, channel: ChannelId) -> Place:
        """A channel; of unknown privacy, and taking no messages, when Slack does not say.

        What Slack does not find is a private channel without the bot in it.
        """
        try:
            async with asyncio.timeout(PATIENCE_SECONDS):
                answer = await self.client.conversations_info(channel=channel)
        except SlackApiError as refusal:
            hidden = error_of(refusal) == "channel_not_found"
            return Place(Privacy.PRIVATE if hidden else Privacy.UNKNOWN, takes_messages=False)
        except _SILENCE:
            return Place(Privacy.UNKNOWN, takes_messages=False)
        return _read_place(answer["channel"])

    async def _own_team(self) -> str:
        if not self._team:
            self._team = (await self.client.auth_test())["team_id"]
        return self._team


def _read_person(user: UserId, told: Json, team: str) -> Person:
    owner = bool(told.get("is_owner") or told.get("is_primary_owner"))
    return Person(id=user, membership=_membership(told, team), founder=owner)


def _membership(told: Json, team: str) -> Membership:
    if told.get("deleted"):
        return Membership.DEACTIVATED
    if told.get("is_bot") or told.get("id") == "USLACKBOT":
        return Membership.BOT
    if told.get("is_stranger") or not _is_of(told, team):
        return Membership.ELSEWHERE
    if told.get("is_restricted") or told.get("is_ultra_restricted"):
        return Membership.GUEST
    return Membership.FULL_MEMBER


def _is_of(told: Json, team: str) -> bool:
    """Whether somebody belongs to the workspace; an Enterprise Grid names several for a person."""
    return team in {told.get("team_id"), *told.get("enterprise_user", {}).get("teams", [])}


def _read_place(told: Json) -> Place:
    is_private = told.get("is_private") or told.get("is_im") or told.get("is_mpim")
    return Place(
        privacy=Privacy.PRIVATE if is_private else Privacy.PUBLIC,
        takes_messages=bool(told.get("is_member")) and not told.get("is_archived"),
    )
