"""Who and what there is in the workspace, as Slack says; its silence counts as not known."""

import asyncio
import time

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Membership, Person
from bot.domain.rhythm import known_zone
from bot.domain.rights import Privacy
from bot.services.ports import Directory, Place
from handlers.pacing import ASK_AGAIN_SECONDS, Waiting
from handlers.slack_errors import error_of
from handlers.text import Json

PATIENCE_SECONDS = 1.5
KEPT_SECONDS = 24 * 60 * 60
PATIENCE_FOR_ALL_SECONDS = 10.0
RECENT_SECONDS = 10.0
USERS_A_PAGE = 200
"""docs.slack.dev/reference/methods/users.list recommends no more."""
_GONE = dict.fromkeys(("user_not_found", "users_not_found"), Membership.DEACTIVATED)
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
        except SlackApiError as refusal:
            return Person(id=user, membership=_GONE.get(error_of(refusal), Membership.UNKNOWN))
        except _SILENCE:
            return Person(id=user, membership=Membership.UNKNOWN)
        return self._keep(_read_person(user, answer["user"], team))

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

    async def owners(self) -> tuple[UserId, ...] | None:
        """The owners of the workspace; None when Slack does not say.

        Slack tells of everybody then, so that nobody needs to be asked for within the next day.
        """
        found: list[Json] = []
        try:
            async with asyncio.timeout(PATIENCE_FOR_ALL_SECONDS):
                team = await self._own_team()
                async for page in await self.client.users_list(limit=USERS_A_PAGE):
                    found += page["members"]
        except _SILENCE:
            return None
        for told in found:
            self._keep(_read_person(UserId(told["id"]), told, team))
        return tuple(UserId(one["id"]) for one in found if _is_owner(one) and not one["deleted"])

    def _keep(self, person: Person) -> Person:
        self._people[person.id] = (time.monotonic(), person)
        return person

    async def _own_team(self) -> str:
        if not self._team:
            self._team = (await self.client.auth_test())["team_id"]
        return self._team


async def known_person(directory: Directory, user: UserId) -> Person:
    """Somebody of whom Slack says who they are.

    Raises:
        Waiting: it does not, just now.

    """
    person = await directory.person(user)
    if person.membership is Membership.UNKNOWN:
        raise Waiting(ASK_AGAIN_SECONDS)
    return person


class RecentPlaces:
    """The same directory, with each channel asked for once in a while that many people share.

    After one change the App Homes of all who have opened theirs are drawn at once; Slack takes
    50 questions about channels a minute.
    """

    def __init__(self, directory: Directory, *, seconds: float = RECENT_SECONDS) -> None:
        self._directory = directory
        self._seconds = seconds
        self._places: dict[ChannelId, tuple[float, asyncio.Task[Place]]] = {}

    async def person(self, user: UserId) -> Person:
        """Somebody; of unknown membership when Slack does not say."""
        return await self._directory.person(user)

    async def owners(self) -> tuple[UserId, ...] | None:
        """The owners of the workspace; None when Slack does not say."""
        return await self._directory.owners()

    async def place(self, channel: ChannelId) -> Place:
        """A channel as it was a few seconds ago at most."""
        asked_at, asking = self._places.get(channel, (0.0, None))
        if asking is None or time.monotonic() >= asked_at + self._seconds:
            asking = asyncio.create_task(_ask(self._directory, channel))
            self._places[channel] = (time.monotonic(), asking)
        return await asyncio.shield(asking)


async def _ask(directory: Directory, channel: ChannelId) -> Place:
    return await directory.place(channel)


def _read_person(user: UserId, told: Json, team: str) -> Person:
    owner = _is_owner(told)
    return Person(
        id=user,
        membership=_membership(told, team),
        founder=owner,
        admin=owner or bool(told.get("is_admin")),
        zone=known_zone(told.get("tz")),
    )


def _is_owner(told: Json) -> bool:
    return bool(told.get("is_owner") or told.get("is_primary_owner"))


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
