"""A channel or direct message with all that the acting person may read of it."""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sandbox.page.app_head import draw_app_head
from sandbox.page.composer import draw_composer, draw_no_composer
from sandbox.page.icons import icon_button
from sandbox.page.manifest import Offers
from sandbox.page.markup import NOTHING, Html, act, h
from sandbox.page.message import draw_message, follows_closely
from sandbox.page.moments import from_ts, say_day
from sandbox.page.reader import Reader
from sandbox.page.screen import Screen
from sandbox.page.sight import channel_name, messages_in
from sandbox.records import Channel, Message
from sandbox.server import Slack


def draw_conversation(
    slack: Slack, channel: Channel, screen: Screen, reader: Reader, offers: Offers
) -> Html:
    """The head, the messages with lines between the days, and the field to type in."""
    name = channel_name(channel, slack)
    shown = messages_in(slack, channel.id, screen)
    lines = list(_draw_days(slack, shown, reader, offers)) or [_draw_empty(name)]
    return h(
        "section",
        draw_app_head(slack, reader.me, tab="messages")
        if channel.is_im
        else _draw_head(channel, name, slack),
        h(
            "div",
            lines,
            class_="messages",
            role="log",
            tabindex=0,
            aria_label=f"Messages in {name}",
            data_key=f"messages-{reader.me}-{channel.id}",
            data_scroll=True,
        ),
        _draw_composer(channel, name, screen, offers),
        class_="conversation",
        aria_label=name,
        data_testid="conversation",
    )


def _draw_composer(channel: Channel, name: str, screen: Screen, offers: Offers) -> Html:
    trouble = screen.trouble_at("channel")
    if channel.is_im and not offers.takes_messages:
        return draw_no_composer(trouble)
    return draw_composer(
        f"Message {name}",
        f"{screen.person}-{channel.id}",
        offers.commands,
        trouble,
        channel=channel.id,
    )


def _draw_head(channel: Channel, name: str, slack: Slack) -> Html:
    people = [one for one in channel.members if not slack.workspace.people[one].is_bot]
    count = h("span", f"{len(people)} members", class_="members")
    to_sidebar = icon_button("menu", "Channels and people", act("sidebar"), "to-sidebar")
    return h("header", to_sidebar, h("h1", name), count, class_="head")


def _draw_empty(name: str) -> Html:
    return h("p", f"Nothing has been said in {name} yet.", class_="empty")


def _draw_days(
    slack: Slack, messages: Sequence[Message], reader: Reader, offers: Offers
) -> Iterator[Html]:
    for before, message in pairwise([None, *messages]):
        if message is not None:
            yield _draw_line_between(before, message, reader)
            yield draw_message(
                message,
                slack.workspace,
                reader,
                shortcuts=offers.shortcuts,
                replies=slack.thread(message),
                follows=follows_closely(message, before),
            )


def _draw_line_between(before: Message | None, message: Message, reader: Reader) -> Html:
    day = reader.local(from_ts(message.ts))
    if before is not None and reader.local(from_ts(before.ts)).date() == day.date():
        return NOTHING
    said = h("span", say_day(day, reader))
    return h("div", said, class_="day", data_key=f"day-{day:%Y-%m-%d}")
