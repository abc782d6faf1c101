"""Who reads, and therefore which zone and which names everything is shown in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from zoneinfo import ZoneInfo

from sandbox.records import Channel, Person
from sandbox.server import Slack


@dataclass(frozen=True, slots=True)
class Reader:
    """The acting person, the instant at which they look, and what ids are called."""

    me: str
    zone: tzinfo
    now: datetime
    people: Mapping[str, str]
    channels: Mapping[str, str]
    places: tuple[Channel, ...] = ()
    """The channels that can be chosen in a list."""

    def name_of(self, person_id: str) -> str:
        """What somebody is called; an unknown id stands for itself."""
        return self.people.get(person_id, person_id)

    def local(self, instant: datetime) -> datetime:
        """An instant as the reader's clock shows it."""
        return instant.astimezone(self.zone)


def zone_of(person: Person) -> tzinfo:
    """The zone of a person; who has none set lives in UTC."""
    return ZoneInfo(person.tz) if person.tz else UTC


def look_as(slack: Slack, person_id: str, now: datetime) -> Reader:
    """A person looking at the workspace now."""
    workspace = slack.workspace
    readable = [c for c in workspace.channels.values() if workspace.can_read(person_id, c.id)]
    return Reader(
        me=person_id,
        zone=zone_of(workspace.get_person(person_id)),
        now=now,
        people={person.id: person.real_name for person in workspace.people.values()},
        channels={channel.id: channel.name for channel in readable if not channel.is_im},
        places=tuple(one for one in readable if not (one.is_im or one.is_archived)),
    )
