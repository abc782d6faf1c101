"""Who and what there is, as the small Slack says it."""

from bot.app import App
from bot.domain.ids import ChannelId, TeamId, UserId
from bot.domain.person import Membership
from bot.domain.rights import Privacy
from bot.domain.settings import WorkspaceSettings
from bot.services.ports import SettingsChange
from bot.services.workspace import WorkspaceDirectory
from handlers.directory import RecentPlaces, SlackDirectory
from sandbox.records import Person
from sandbox.server import Slack
from tests.builders import MONDAY
from tests.world import GONE, JONAS, LEE, OLU, ROADMAP

TEAM = TeamId("T0SANDBOX")


def fresh(bot: App) -> SlackDirectory:
    return SlackDirectory(bot.client)


async def test_a_persons_zone_is_slacks(bot: App) -> None:
    assert (await fresh(bot).person(UserId(JONAS))).zone == "Europe/Berlin"


async def test_where_slack_gives_no_zone_or_one_that_nobody_knows_it_is_utc(
    slack: Slack, bot: App
) -> None:
    slack.workspace.add_person(Person("U20", "nowhere", "No Where", tz=None))
    slack.workspace.add_person(Person("U21", "mars", "On Mars", tz="Mars/Olympus_Mons"))

    zones = [(await fresh(bot).person(UserId(user))).zone for user in ("U20", "U21")]

    assert zones == ["UTC", "UTC"]


async def test_owners_are_admins_and_admins_are_no_founders(slack: Slack, bot: App) -> None:
    slack.workspace.add_person(Person("U22", "adm", "Adm In", is_admin=True))

    owner, admin, member = [await fresh(bot).person(UserId(user)) for user in (OLU, "U22", LEE)]

    assert [(one.founder, one.admin) for one in (owner, admin, member)] == [
        (True, True),
        (False, True),
        (False, False),
    ]


async def test_whom_slack_does_not_know_has_left(bot: App) -> None:
    assert (await fresh(bot).person(UserId("U404"))).has_left
    assert (await fresh(bot).person(UserId(GONE))).has_left


async def test_while_slack_is_down_nobody_counts_as_gone(slack: Slack, bot: App) -> None:
    slack.faults.go_down()

    found = await fresh(bot).person(UserId(LEE))

    assert (found.membership, found.has_left) == (Membership.UNKNOWN, False)


async def test_the_owners_are_found_on_every_page(slack: Slack, bot: App) -> None:
    for number in range(450):
        slack.workspace.add_person(Person(f"U3{number:03}", f"p{number}", f"Person {number}"))
    slack.workspace.add_person(Person("U9OWNER", "last", "Last One", is_owner=True))
    slack.workspace.add_person(Person("U9LEFT", "left", "Has Left", is_owner=True, deleted=True))

    assert set(await fresh(bot).owners() or ()) == {OLU, "U9OWNER"}


async def test_whoever_asks_for_the_owners_need_ask_for_nobody_else_that_day(
    slack: Slack, bot: App
) -> None:
    directory = fresh(bot)
    await directory.owners()
    before = len(slack.calls)

    assert (await directory.person(UserId(JONAS))).zone == "Europe/Berlin"
    assert (await directory.person(UserId(GONE))).has_left
    assert len(slack.calls) == before


async def test_owners_that_slack_does_not_tell_are_not_nobody(slack: Slack, bot: App) -> None:
    slack.faults.go_down()

    assert await fresh(bot).owners() is None


async def test_founders_are_the_owners_until_the_settings_name_them(bot: App) -> None:
    known = WorkspaceDirectory(fresh(bot), bot.begin, TEAM)
    before = [(await known.person(UserId(user))).founder for user in (OLU, LEE)]
    change = SettingsChange(
        settings=WorkspaceSettings(founders=(UserId(LEE),)), by=UserId(OLU), at=MONDAY
    )
    async with bot.begin() as tx:
        await tx.settings.put(TEAM, change)

    after = [(await known.person(UserId(user))).founder for user in (OLU, LEE)]

    assert (before, after) == ([True, False], [False, True])
    assert await known.founders() == (LEE,)


async def test_many_who_ask_at_once_ask_slack_for_a_channel_once(slack: Slack, bot: App) -> None:
    places = RecentPlaces(fresh(bot))
    before = len(slack.calls)

    found = [await places.place(ChannelId(ROADMAP)) for _ in range(20)]

    assert {place.privacy for place in found} == {Privacy.PUBLIC}
    assert len(slack.calls) == before + 1


async def test_a_channel_is_asked_for_again_after_a_while(slack: Slack, bot: App) -> None:
    places = RecentPlaces(fresh(bot), seconds=0)
    first = await places.place(ChannelId(ROADMAP))
    slack.workspace.make_private(ROADMAP)

    second = await places.place(ChannelId(ROADMAP))

    assert [first.privacy, second.privacy] == [Privacy.PUBLIC, Privacy.PRIVATE]
