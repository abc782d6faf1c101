"""What one browser tab has before it: who acts, which channel and thread, what is unfolded."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sandbox.records import Message

Place = tuple[str, str]
"""The channel and ts of a message."""


@dataclass(frozen=True, slots=True)
class Trouble:
    """Something Slack tells a person about at a place: a view's id, "thread" or "channel"."""

    at: str
    text: str


@dataclass
class Screen:
    """The state of one tab; each person is found where they were left."""

    person: str
    channels: dict[str, str] = field(default_factory=dict)
    at_home: set[str] = field(default_factory=set)
    """Those who look at the app's Home tab, whatever channel they would return to."""
    threads: dict[str, Place] = field(default_factory=dict)
    errors: dict[str, Mapping[str, str]] = field(default_factory=dict)
    dismissed: set[Place] = field(default_factory=set)
    unfolded: set[str] = field(default_factory=set)
    """The exchanges in the drawer whose JSON is shown."""
    trouble: Trouble | None = None
    shows_drawer: bool = False
    shows_sidebar: bool = False
    reminder: datetime | None = None
    deadline: datetime | None = None
    meanwhile: tuple[str, ...] = ()

    def go_to(self, channel_id: str) -> None:
        """The acting person looks at a channel, its threads closed."""
        self.channels[self.person] = channel_id
        self.at_home.discard(self.person)
        self.threads.pop(self.person, None)
        self.shows_sidebar = False

    def go_home(self) -> None:
        """The acting person looks at the app's Home tab."""
        self.at_home.add(self.person)
        self.threads.pop(self.person, None)
        self.shows_sidebar = False

    def act_as(self, person_id: str) -> None:
        """Somebody else acts."""
        self.person = person_id
        self.trouble = None
        self.shows_sidebar = False

    def tell(self, at: str, text: str) -> None:
        """The person is told of something."""
        self.trouble = Trouble(at, text)

    def trouble_at(self, at: str) -> str | None:
        """What the person is told at a place."""
        return self.trouble.text if self.trouble and self.trouble.at == at else None


@dataclass
class Reading:
    """How far each person has read each channel; the same in all tabs."""

    last: dict[tuple[str, str], str] = field(default_factory=dict)

    def note(self, person_id: str, messages: list[Message]) -> None:
        """A person has these before their eyes."""
        for message in messages:
            self.last[person_id, message.channel_id] = message.ts

    def is_unread(self, person_id: str, messages: list[Message]) -> bool:
        """Whether somebody else has written since the person last looked."""
        others = [message for message in messages if message.user_id != person_id]
        if not others:
            return False
        newest = others[-1]
        return float(newest.ts) > float(self.last.get((person_id, newest.channel_id), "0"))
