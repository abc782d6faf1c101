"""The values a workspace is made of."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sandbox.wire import Json

# block_id -> action_id -> what is chosen or typed there, in the shape of `view.state.values`.
Values = Mapping[str, Mapping[str, Json]]


@dataclass(frozen=True, slots=True)
class SlackApp:
    """The one app that is installed, as Slack knows it; its secrets are made up."""

    app_id: str = "A0SANDBOX"
    bot_id: str = "B0SANDBOX"
    bot_user_id: str = "U0BOT"
    bot_name: str = "roadmap"
    bot_token: str = "xoxb-sandbox"  # noqa: S105 - made up, for the loopback only
    app_token: str = "xapp-sandbox"  # noqa: S105 - the same
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105 - the same
    posts_in_public: bool = True
    """Whether the app has chat:write.public."""
    scopes: tuple[str, ...] = ()
    """What the app was granted, as told with every answer; empty tells nothing."""


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody with an account, bots and guests included."""

    id: str
    name: str
    real_name: str
    tz: str | None = "Europe/London"
    is_bot: bool = False
    deleted: bool = False
    is_restricted: bool = False
    is_ultra_restricted: bool = False
    is_admin: bool = False
    is_owner: bool = False
    is_stranger: bool = False
    team_id: str | None = None
    """The team of somebody from elsewhere; None is this workspace."""

    @property
    def is_full_member(self) -> bool:
        """Whether this person may look into every public channel."""
        outside = self.is_stranger or self.is_restricted or self.is_ultra_restricted
        return not (outside or self.deleted or self.is_bot)


@dataclass(frozen=True, slots=True)
class Channel:
    """A channel, or the DM of one person with the bot."""

    id: str
    name: str
    is_private: bool = False
    is_archived: bool = False
    is_im: bool = False
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class File:
    """A file that the bot has uploaded; who knows its key may have what is in it."""

    id: str
    key: str
    name: str
    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Said:
    """What a message says."""

    text: str
    blocks: tuple[Json, ...] = ()
    metadata: Json | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class Message:
    """A message, or one that only `only_for` can see."""

    channel_id: str
    ts: str
    user_id: str
    text: str
    blocks: tuple[Json, ...] = ()
    thread_ts: str | None = None
    metadata: Json | None = None
    edited_ts: str | None = None
    only_for: str | None = None
    files: tuple[File, ...] = ()


@dataclass(frozen=True, slots=True)
class View:
    """A modal or a Home tab of one person, with what that person typed into it."""

    id: str
    person_id: str
    kind: Literal["modal", "home"]
    content: Json
    hash: str
    root_id: str
    previous_id: str | None
    values: Values = field(default_factory=dict)

    @property
    def blocks(self) -> list[Json]:
        """Its blocks, every one of them with an id."""
        blocks: list[Json] = self.content["blocks"]
        return blocks


Surface = Message | View


@dataclass(frozen=True, slots=True)
class Trigger:
    """Leave to open a view, once and soon, on top of the view it came from if there was one."""

    id: str
    person_id: str
    made_at: datetime
    view_id: str | None = None
    is_used: bool = False


@dataclass(frozen=True, slots=True)
class ResponseUrl:
    """Leave to answer one deed of a person, a few times; `message` is what was clicked."""

    id: str
    person_id: str
    channel_id: str
    made_at: datetime
    message: Message | None = None
    uses: int = 0
