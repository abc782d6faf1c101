"""The sidebar: who acts, and what that person can look at."""

from collections.abc import Sequence

from sandbox.page.avatar import draw_avatar
from sandbox.page.icons import icon, icon_button
from sandbox.page.markup import NOTHING, Html, act, h, join
from sandbox.page.moments import say_time
from sandbox.page.reader import Reader, zone_of
from sandbox.page.screen import Reading, Screen
from sandbox.page.sight import (
    channel_name,
    channels_of,
    current_channel,
    dms_of,
    is_at_home,
    is_unread,
)
from sandbox.records import Channel, Person
from sandbox.server import Slack


def draw_sidebar(
    slack: Slack, people: Sequence[str], screen: Screen, reader: Reader, reading: Reading
) -> Html:
    """The people to play, the channels, the app, the direct messages."""
    return h(
        "nav",
        _draw_workspace(slack),
        _draw_people(slack, people, reader),
        _draw_list("Channels", channels_of(slack, reader.me), slack, screen, reading),
        _draw_app(slack, screen),
        _draw_list("Direct messages", dms_of(slack, reader.me), slack, screen, reading),
        class_="sidebar is-open" if screen.shows_sidebar else "sidebar",
        aria_label="People and channels",
    )


def _draw_workspace(slack: Slack) -> Html:
    name = slack.workspace.team_domain.replace("-", " ").capitalize()
    close = icon_button("close", "Back to the conversation", act("sidebar"), "close-sidebar")
    return h("div", h("strong", name), close, class_="workspace")


def _draw_people(slack: Slack, people: Sequence[str], reader: Reader) -> Html:
    known = [slack.workspace.people[person_id] for person_id in people]
    tiles = [_draw_person(person, reader) for person in known]
    return h(
        "section",
        h("h2", "You act as", id="people"),
        h("div", tiles, class_="people", role="group", aria_labelledby="people"),
    )


def _draw_person(person: Person, reader: Reader) -> Html:
    time = say_time(reader.now.astimezone(zone_of(person)))
    return h(
        "button",
        draw_avatar(person),
        h("span", person.real_name.split()[0], class_="name"),
        h("span", time, class_="local-time"),
        type="button",
        class_="person",
        title=f"{person.real_name}, {person.tz or 'UTC'}",
        aria_pressed="true" if person.id == reader.me else "false",
        data_testid=f"person-{person.id}",
        **act("person", person=person.id),
    )


def _draw_app(slack: Slack, screen: Screen) -> Html:
    app = slack.workspace.app
    entry = h(
        "button",
        draw_avatar(slack.workspace.people[app.bot_user_id], size="is-tiny"),
        h("span", app.bot_name, class_="channel-name"),
        h("span", "APP", class_="badge"),
        type="button",
        class_="channel",
        aria_current="page" if is_at_home(screen) else None,
        data_testid="home",
        **act("home"),
    )
    return h("section", h("h2", "Apps"), h("ul", h("li", entry)))


def _draw_list(
    title: str, channels: Sequence[Channel], slack: Slack, screen: Screen, reading: Reading
) -> Html:
    items = [h("li", _draw_channel(channel, slack, screen, reading)) for channel in channels]
    return h("section", h("h2", title), h("ul", items))


def _draw_channel(channel: Channel, slack: Slack, screen: Screen, reading: Reading) -> Html:
    is_here = not is_at_home(screen) and channel.id == current_channel(slack, screen).id
    is_new = not is_here and is_unread(slack, channel, reading, screen.person)
    new = join(h("span", class_="dot"), h("span", "unread", class_="unseen")) if is_new else NOTHING
    return h(
        "button",
        _draw_sign(channel, slack),
        h("span", channel_name(channel, slack).removeprefix("#"), class_="channel-name"),
        h("span", "APP", class_="badge") if channel.is_im else NOTHING,
        new,
        type="button",
        class_="channel is-new" if is_new else "channel",
        aria_current="page" if is_here else None,
        data_testid=f"channel-{channel.id}",
        **act("channel", channel=channel.id),
    )


def _draw_sign(channel: Channel, slack: Slack) -> Html:
    if channel.is_im:
        return draw_avatar(slack.workspace.people[slack.workspace.app.bot_user_id], size="is-tiny")
    if channel.is_private:
        return join(h("span", icon("lock"), class_="sign"), h("span", "private", class_="unseen"))
    return h("span", "#", class_="sign", aria_hidden="true")
