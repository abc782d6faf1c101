"""The state of one Slack workspace in memory: people, channels, messages and views."""

import itertools
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from sandbox.changes import Changes
from sandbox.clock import Clock, real_now
from sandbox.files import Files, describe_content
from sandbox.parts import name_parts
from sandbox.records import Channel, Message, Person, Said, SlackApp, Values, View
from sandbox.seen import Seen
from sandbox.tickets import Tickets
from sandbox.views import Views
from sandbox.wire import Json, SlackError

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class Workspace:
    """Everything Slack remembers; `clock` dates messages and may be moved, `real_clock` may not."""

    def __init__(
        self,
        clock: Clock = real_now,
        *,
        real_clock: Clock = real_now,
        team_id: str = "T0SANDBOX",
        team_domain: str = "sandbox",
        app: SlackApp | None = None,
    ) -> None:
        self.clock = clock
        self.real_clock = real_clock
        self.team_id = team_id
        self.team_domain = team_domain
        self.app = app or SlackApp()
        self.changes = Changes()
        self.seen = Seen()
        self.people: dict[str, Person] = {}
        self.channels: dict[str, Channel] = {}
        self._messages: dict[str, dict[str, Message]] = {}
        self._values: dict[tuple[str, str, str], Values] = {}
        self._last_instant: dict[str, int] = {}
        self._numbers = itertools.count(1)
        self.views = Views(self.new_id, self._show_view, self.changes.announce)
        self.tickets = Tickets(real_clock, self.new_id)
        self.files = Files(self.new_id)
        self.add_person(
            Person(self.app.bot_user_id, self.app.bot_name, self.app.bot_name, is_bot=True)
        )

    def new_id(self, prefix: str) -> str:
        """Give an id nobody had before."""
        return f"{prefix}{next(self._numbers):06d}"

    # People and channels

    def add_person(self, person: Person) -> Person:
        """Let somebody in, or change what is known of them."""
        self.people[person.id] = person
        self.changes.announce()
        return person

    def add_channel(
        self,
        channel_id: str,
        name: str,
        members: Iterable[str] = (),
        *,
        is_private: bool = False,
        has_bot: bool = False,
    ) -> Channel:
        """Make a channel."""
        inside = frozenset(members) | ({self.app.bot_user_id} if has_bot else frozenset())
        if unknown := inside - self.people.keys():
            raise SlackError("user_not_found", sorted(unknown))
        return self._put_channel(Channel(channel_id, name, is_private, members=inside))

    def join(self, channel_id: str, person_id: str) -> Channel:
        """Make a person, or the bot, a member."""
        channel = self.channels[channel_id]
        return self._put_channel(replace(channel, members=channel.members | {person_id}))

    def leave(self, channel_id: str, person_id: str) -> Channel:
        """End a membership."""
        channel = self.channels[channel_id]
        return self._put_channel(replace(channel, members=channel.members - {person_id}))

    def archive(self, channel_id: str) -> Channel:
        """Archive a channel."""
        return self._put_channel(replace(self.channels[channel_id], is_archived=True))

    def unarchive(self, channel_id: str) -> Channel:
        """Bring an archived channel back."""
        return self._put_channel(replace(self.channels[channel_id], is_archived=False))

    def make_private(self, channel_id: str) -> Channel:
        """Turn a public channel private; its id and its members stay."""
        return self._put_channel(replace(self.channels[channel_id], is_private=True))

    def get_person(self, person_id: str) -> Person:
        """Give a person, or `user_not_found`."""
        if person_id not in self.people:
            raise SlackError("user_not_found")
        return self.people[person_id]

    def get_visible_channel(self, channel_id: str) -> Channel:
        """Give a channel the bot can know of, or `channel_not_found`."""
        channel = self.channels.get(channel_id)
        if channel is None or (channel.is_private and not self.has_bot(channel)):
            raise SlackError("channel_not_found")
        return channel

    def has_bot(self, channel: Channel) -> bool:
        """Say whether the bot is a member."""
        return self.app.bot_user_id in channel.members

    def open_dm(self, person_id: str) -> Channel:
        """Give the DM of a person with the bot, opened on demand."""
        person = self.get_person(person_id)
        if person.is_bot:
            raise SlackError("cannot_dm_bot")
        if person.deleted:
            raise SlackError("user_disabled")
        channel_id = f"D{person_id[1:]}"
        if channel_id not in self.channels:
            members = frozenset({person_id, self.app.bot_user_id})
            self._put_channel(Channel(channel_id, "directmessage", is_im=True, members=members))
        return self.channels[channel_id]

    def can_read(self, person_id: str, channel_id: str) -> bool:
        """Say whether a person can look into a channel: members, and anybody if it is public."""
        channel, person = self.channels[channel_id], self.people[person_id]
        is_open = not (channel.is_private or channel.is_im)
        return person_id in channel.members or (is_open and person.is_full_member)

    def _put_channel(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        self.changes.announce()
        return channel

    # Messages

    def messages(self, channel_id: str) -> list[Message]:
        """Give all messages of a channel, the ephemeral ones included, oldest first."""
        return list(self._messages.get(channel_id, {}).values())

    def get_message(self, channel_id: str, ts: str) -> Message:
        """Give a message as it is now, or `message_not_found`."""
        message = self._messages.get(channel_id, {}).get(ts)
        if message is None:
            raise SlackError("message_not_found")
        return message

    def post(
        self,
        channel_id: str,
        user_id: str,
        said: Said,
        *,
        thread_ts: str | None = None,
        only_for: str | None = None,
    ) -> Message:
        """Add a message; who may do so was settled before."""
        message = Message(
            channel_id=channel_id,
            ts=self._next_ts(channel_id),
            user_id=user_id,
            text=said.text,
            blocks=self._name(said.blocks),
            thread_ts=thread_ts,
            metadata=said.metadata,
            only_for=only_for,
            files=said.files,
        )
        return self._put_message(message)

    def edit(self, message: Message, said: Said) -> Message:
        """Change a message in place; what it said before stays in the diary."""
        return self._put_message(
            replace(
                message,
                text=said.text,
                blocks=self._name(said.blocks),
                metadata=said.metadata,
                edited_ts=_to_ts(self._instant()),
            )
        )

    def delete(self, message: Message) -> None:
        """Take a message away."""
        del self._messages[message.channel_id][message.ts]
        self.changes.announce()

    def message_values(self, person_id: str, message: Message) -> Values:
        """Give what a person has chosen in a message's elements."""
        return self._values.get((person_id, message.channel_id, message.ts), {})

    def put_message_values(self, person_id: str, message: Message, values: Values) -> None:
        """Note what a person has chosen in a message's elements."""
        self._values[person_id, message.channel_id, message.ts] = values

    def _name(self, blocks: Sequence[Json]) -> tuple[Json, ...]:
        return tuple(name_parts(blocks, lambda: self.new_id("b")))

    def _put_message(self, message: Message) -> Message:
        self._messages.setdefault(message.channel_id, {})[message.ts] = message
        self.seen.add(self._readers(message), content_of(message))
        self.changes.announce()
        return message

    def _readers(self, message: Message) -> frozenset[str]:
        if message.only_for is not None:
            return frozenset({message.only_for})
        return frozenset(who for who in self.people if self.can_read(who, message.channel_id))

    def _instant(self) -> int:
        return (self.clock() - _EPOCH) // timedelta(microseconds=1)

    def _next_ts(self, channel_id: str) -> str:
        """Make a ts that rises in its channel even while the clock stands still or goes back."""
        instant = max(self._instant(), self._last_instant.get(channel_id, 0) + 100)
        self._last_instant[channel_id] = instant
        return _to_ts(instant)

    def _show_view(self, view: View) -> None:
        self.seen.add(frozenset({view.person_id}), view.content)
        self.changes.announce()


def content_of(message: Message) -> list[object]:
    """Give all that a message brings to a reader's screen, the content of its files included."""
    files = [describe_content(file) for file in message.files]
    return [message.text, list(message.blocks), message.metadata, files]


def _to_ts(instant: int) -> str:
    return f"{instant // 1_000_000}.{instant % 1_000_000:06d}"
