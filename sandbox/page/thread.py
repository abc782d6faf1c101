"""The thread that is open beside its channel."""

from sandbox.page.composer import draw_composer
from sandbox.page.icons import icon_button
from sandbox.page.manifest import Offers
from sandbox.page.markup import NOTHING, Html, act, h
from sandbox.page.message import draw_message, follows_closely, say_count
from sandbox.page.reader import Reader
from sandbox.page.screen import Screen
from sandbox.page.sight import channel_name, replies_to
from sandbox.records import Message
from sandbox.server import Slack


def draw_thread(
    slack: Slack, parent: Message, screen: Screen, reader: Reader, offers: Offers
) -> Html:
    """The first message, its replies, and a field to reply in."""
    replies = replies_to(slack, parent, screen)
    drawn = [
        _draw(message, before, slack, reader, offers)
        for before, message in zip([None, *replies], [parent, *replies], strict=False)
    ]
    return h(
        "aside",
        _draw_head(channel_name(slack.workspace.channels[parent.channel_id], slack)),
        h(
            "div",
            drawn[0],
            h("div", h("span", say_count(replies)), class_="day", data_start=True)
            if replies
            else NOTHING,
            drawn[1:],
            class_="messages",
            role="log",
            tabindex=0,
            aria_label="Replies in the thread",
            data_key=f"thread-{reader.me}-{parent.ts}",
            data_scroll=True,
        ),
        draw_composer(
            "Reply in thread",
            f"{reader.me}-{parent.ts}",
            (),
            screen.trouble_at("thread"),
            channel=parent.channel_id,
            thread=parent.ts,
        ),
        class_="thread",
        aria_label="Thread",
        data_testid="thread",
    )


def _draw_head(channel: str) -> Html:
    close = icon_button("close", "Close thread", act("close_thread"))
    return h(
        "header", h("h2", "Thread"), h("span", channel, class_="members"), close, class_="head"
    )


def _draw(
    message: Message, before: Message | None, slack: Slack, reader: Reader, offers: Offers
) -> Html:
    return draw_message(
        message,
        slack.workspace,
        reader,
        shortcuts=offers.shortcuts,
        follows=follows_closely(message, before),
        in_thread=True,
    )
