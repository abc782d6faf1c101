"""One message as it stands in a channel or in a thread."""

from collections.abc import Sequence
from datetime import timedelta

from sandbox.page.avatar import draw_avatar
from sandbox.page.blocks import draw_blocks
from sandbox.page.elements import draw_menu
from sandbox.page.file_box import draw_file
from sandbox.page.icons import icon, icon_button
from sandbox.page.manifest import Shortcut
from sandbox.page.markup import NOTHING, Html, act, h, join
from sandbox.page.moments import from_ts, say_ago, say_day_and_time, say_time
from sandbox.page.mrkdwn import draw_mrkdwn
from sandbox.page.reader import Reader
from sandbox.page.sheet import address_of, sheet_of_message
from sandbox.page.texts import fold
from sandbox.records import Message, Person, Values
from sandbox.workspace import Workspace

CLOSE_BY = timedelta(minutes=5)


def draw_message(
    message: Message,
    workspace: Workspace,
    reader: Reader,
    *,
    shortcuts: Sequence[Shortcut],
    replies: Sequence[Message] = (),
    follows: bool = False,
    in_thread: bool = False,
) -> Html:
    """A message with its author, its time, its blocks and what can be done with it."""
    author = workspace.people[message.user_id]
    chosen = workspace.message_values(reader.me, message)
    body = join(
        _draw_only_for(message),
        NOTHING if follows else _draw_byline(message, author, reader),
        h("div", _draw_content(message, reader, chosen), class_="content"),
        _draw_replies(message, replies, workspace, reader) if replies else NOTHING,
    )
    return h(
        "article",
        _draw_gutter(message, author, reader, follows=follows),
        h("div", body, class_="body"),
        _draw_tools(message, shortcuts, in_thread=in_thread),
        class_=_look(message, follows=follows),
        aria_label=f"{author.real_name}, {say_day_and_time(reader.local(from_ts(message.ts)))}",
        data_testid=f"message-{message.ts}",
        data_key=message.ts,
    )


def follows_closely(message: Message, before: Message | None) -> bool:
    """Whether a message continues the one before it: the same person's, some minutes later."""
    if before is None or message.blocks or before.only_for or message.only_for:
        return False
    same = before.user_id == message.user_id and not before.blocks
    return same and from_ts(message.ts) - from_ts(before.ts) < CLOSE_BY


def _look(message: Message, *, follows: bool) -> str:
    looks = ["message"]
    looks += ["follows"] if follows else []
    looks += ["is-ephemeral"] if message.only_for else []
    return " ".join(looks)


def _draw_gutter(message: Message, author: Person, reader: Reader, *, follows: bool) -> Html:
    if not follows:
        return draw_avatar(author)
    return h("span", say_time(reader.local(from_ts(message.ts))), class_="small-time")


def _draw_only_for(message: Message) -> Html:
    if message.only_for is None:
        return NOTHING
    return h("p", icon("eye"), "Only visible to you", class_="only-you")


def _draw_byline(message: Message, author: Person, reader: Reader) -> Html:
    instant = from_ts(message.ts)
    local = reader.local(instant)
    return h(
        "div",
        h("span", author.real_name, class_="name"),
        h("span", "APP", class_="badge") if author.is_bot else NOTHING,
        h("time", say_time(local), datetime=instant.isoformat(), title=say_day_and_time(local)),
        class_="byline",
    )


def _draw_content(message: Message, reader: Reader, chosen: Values) -> Html:
    edited = h("span", " (edited)", class_="edited") if message.edited_ts else NOTHING
    files = [draw_file(file) for file in message.files]
    if message.blocks:
        sheet = sheet_of_message(message, reader, chosen)
        return join(draw_blocks(message.blocks, sheet), edited, files)
    if not message.text:
        return join(files)
    text = draw_mrkdwn(message.text, reader, verbatim=False)
    return join(fold(h("div", text, edited, class_="text"), message.text), files)


def _draw_replies(
    message: Message, replies: Sequence[Message], workspace: Workspace, reader: Reader
) -> Html:
    authors = dict.fromkeys(reply.user_id for reply in replies)
    faces = [draw_avatar(workspace.people[one], size="is-tiny") for one in list(authors)[:4]]
    return h(
        "button",
        faces,
        h("span", say_count(replies), class_="count"),
        h("span", f"Last reply {say_ago(from_ts(replies[-1].ts), reader)}", class_="last"),
        type="button",
        class_="replies",
        **act("thread", **address_of(message)),
    )


def say_count(replies: Sequence[Message]) -> str:
    """How many replies there are."""
    return "1 reply" if len(replies) == 1 else f"{len(replies)} replies"


def _draw_tools(message: Message, shortcuts: Sequence[Shortcut], *, in_thread: bool) -> Html:
    place = address_of(message)
    if message.only_for:
        return _draw_toolbar(icon_button("close", "Dismiss message", act("dismiss", **place)))
    reply = icon_button("reply", "Reply in thread", act("thread", **place))
    items = [
        h("button", one.name, type="button", **act("shortcut", **place, callback=one.callback_id))
        for one in shortcuts
    ]
    menu = draw_menu("More message actions", items, key=f"menu-{message.ts}")
    return _draw_toolbar(menu) if in_thread else _draw_toolbar(reply, menu)


def _draw_toolbar(*tools: Html) -> Html:
    return h("div", tools, class_="tools", role="group", aria_label="Message actions")
