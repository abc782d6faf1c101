"""What the acting person has in sight: channels, messages, the thread that is open."""

from sandbox.page.screen import Reading, Screen
from sandbox.records import Channel, Message
from sandbox.server import Slack
from sandbox.wire import SlackError


def channels_of(slack: Slack, person_id: str) -> list[Channel]:
    """The channels a person is in, archived ones left out."""
    workspace = slack.workspace
    return [
        channel
        for channel in workspace.channels.values()
        if person_id in channel.members and not (channel.is_im or channel.is_archived)
    ]


def dms_of(slack: Slack, person_id: str) -> list[Channel]:
    """The direct messages of a person: the one with the bot."""
    return [slack.workspace.open_dm(person_id)]


def current_channel(slack: Slack, screen: Screen) -> Channel:
    """The channel the person looks at: the first of theirs until they choose."""
    known = [*channels_of(slack, screen.person), *dms_of(slack, screen.person)]
    chosen = screen.channels.get(screen.person)
    return next((channel for channel in known if channel.id == chosen), known[0])


def is_at_home(screen: Screen) -> bool:
    """Whether the person looks at the app's Home tab rather than at a channel."""
    return screen.person in screen.at_home


def channel_name(channel: Channel, slack: Slack) -> str:
    """What a channel is called on the page."""
    return slack.workspace.app.bot_name if channel.is_im else f"#{channel.name}"


def messages_in(slack: Slack, channel_id: str, screen: Screen) -> list[Message]:
    """What a person reads in a channel, what only they see included, threads left out."""
    own = _only_for_them(slack, channel_id, screen)
    shown = [
        *slack.messages(channel_id, screen.person),
        *(message for message in own if message.thread_ts is None),
    ]
    return sorted(shown, key=_instant)


def replies_to(slack: Slack, parent: Message, screen: Screen) -> list[Message]:
    """What a person reads below a message."""
    own = _only_for_them(slack, parent.channel_id, screen)
    below = [message for message in own if message.thread_ts == parent.ts]
    return sorted([*slack.thread(parent), *below], key=_instant)


def open_thread(slack: Slack, screen: Screen) -> Message | None:
    """The message whose thread is open beside its channel."""
    place = screen.threads.get(screen.person)
    if place is None or not slack.workspace.can_read(screen.person, place[0]):
        return None
    try:
        return slack.workspace.get_message(*place)
    except SlackError:
        return None


def is_unread(slack: Slack, channel: Channel, reading: Reading, person_id: str) -> bool:
    """Whether there is something new for a person in a channel."""
    return reading.is_unread(person_id, slack.messages(channel.id, person_id))


def _only_for_them(slack: Slack, channel_id: str, screen: Screen) -> list[Message]:
    return [
        message
        for message in slack.ephemerals(screen.person)
        if message.channel_id == channel_id
        and (message.channel_id, message.ts) not in screen.dismissed
    ]


def _instant(message: Message) -> float:
    return float(message.ts)
