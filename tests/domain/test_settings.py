from dataclasses import replace
from typing import Any

import pytest

from bot.domain.errors import NotAllowed, Unfit
from bot.domain.person import Membership, Person
from bot.domain.settings import Weekday, WorkspaceSettings, refuse_unfit
from tests.builders import GUS, MAYA, OLU, ZOE, person

ADMIN = person("Abe", admin=True)
DEFAULTS = WorkspaceSettings()


def problems_of(asked: WorkspaceSettings, *founders: Person) -> list[str]:
    with pytest.raises(Unfit) as unfit:
        refuse_unfit(asked, founders, by=OLU)
    return [problem.field for problem in unfit.value.problems]


def test_until_somebody_sets_it_reminders_and_digests_come_at_nine_on_working_days() -> None:
    assert [day.value for day in DEFAULTS.working_days] == [
        "Monday",
        "Tuesday",
        "Wednesday",
        "Thursday",
        "Friday",
    ]
    assert (DEFAULTS.reminder_hour, DEFAULTS.digest_hour) == (9, 9)
    assert DEFAULTS.digest_day is Weekday.MONDAY
    assert DEFAULTS.announcements is None


def test_days_count_as_the_calendar_counts_them() -> None:
    assert [day.number for day in Weekday] == [0, 1, 2, 3, 4, 5, 6]


# Founders


@pytest.mark.rule("Until the settings name founders, the workspace's owners are its founders.")
def test_until_founders_are_named_everybody_is_who_slack_says() -> None:
    assert DEFAULTS.standing_of(OLU) == OLU
    assert DEFAULTS.standing_of(ZOE) == ZOE


def test_once_founders_are_named_they_alone_are() -> None:
    settings = WorkspaceSettings(founders=(ZOE.id,))

    assert settings.standing_of(ZOE).founder
    assert not settings.standing_of(OLU).founder


# Who may change them, to what


@pytest.mark.rule("A founder, or an admin or owner of the workspace, can change the settings.")
@pytest.mark.parametrize("by", [OLU, ADMIN])
def test_founders_and_admins_change_the_settings(by: Person) -> None:
    refuse_unfit(replace(DEFAULTS, founders=(MAYA.id,)), (MAYA,), by=by)


@pytest.mark.parametrize(
    "by", [ZOE, GUS, person("Gil", Membership.GUEST, admin=True), person("Al", Membership.UNKNOWN)]
)
def test_nobody_else_changes_them_and_reads_who_may(by: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        refuse_unfit(DEFAULTS, (), by=by)

    assert str(refused.value) == (
        "You cannot change the settings. A founder or an admin or owner of the workspace can."
    )


@pytest.mark.parametrize(
    "membership",
    [one for one in Membership if one is not Membership.FULL_MEMBER],
)
def test_a_founder_is_a_full_member(membership: Membership) -> None:
    nobody = person("Nobody", membership)

    assert problems_of(DEFAULTS, OLU, nobody) == ["founders"]


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"working_days": ()}, "working_days"),
        ({"reminder_hour": 4}, "reminder_hour"),
        ({"reminder_hour": 17}, "reminder_hour"),
        ({"digest_hour": -1}, "digest_hour"),
        ({"digest_hour": 24}, "digest_hour"),
    ],
)
def test_what_cannot_be_is_named_at_its_field(changes: dict[str, Any], field: str) -> None:
    assert problems_of(replace(DEFAULTS, **changes)) == [field]


def test_all_problems_are_named_at_once() -> None:
    asked = WorkspaceSettings(working_days=(), reminder_hour=23, digest_hour=99)

    assert problems_of(asked, GUS) == ["founders", "working_days", "reminder_hour", "digest_hour"]
