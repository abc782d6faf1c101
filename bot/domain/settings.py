"""How a workspace wants to be told: said once by its founders, the same for everybody in it."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from enum import StrEnum

from bot.domain.errors import Problem, Unfit
from bot.domain.ids import ChannelId, UserId
from bot.domain.person import Person
from bot.domain.rights import Action, check_in_workspace


class Weekday(StrEnum):
    """A day of the week."""

    MONDAY = "Monday"
    TUESDAY = "Tuesday"
    WEDNESDAY = "Wednesday"
    THURSDAY = "Thursday"
    FRIDAY = "Friday"
    SATURDAY = "Saturday"
    SUNDAY = "Sunday"

    @property
    def number(self) -> int:
        """As `date.weekday()` counts: 0 is Monday."""
        return list(Weekday).index(self)


REMINDER_HOURS = range(5, 17)
"""A reminder that was missed is made up until 18:00, so its hour lies well before that."""
DIGEST_HOURS = range(24)


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkspaceSettings:
    """What a workspace has settled about being told; hours are local to each person."""

    founders: tuple[UserId, ...] = ()
    """Until somebody is named here, the workspace's owners are its founders."""
    working_days: tuple[Weekday, ...] = tuple(Weekday)[:5]
    reminder_hour: int = 9
    digest_day: Weekday = Weekday.MONDAY
    digest_hour: int = 9
    announcements: ChannelId | None = None
    """Where rulings are told besides their threads."""

    def standing_of(self, person: Person) -> Person:
        """The person, as a founder where these settings make them one."""
        if not self.founders:
            return person
        return replace(person, founder=person.id in self.founders)


def refuse_unfit(asked: WorkspaceSettings, founders: Iterable[Person], *, by: Person) -> None:
    """Whether these settings can be kept, asked for by that person.

    Raises:
        NotAllowed: `by` is neither a founder nor an admin.
        Unfit: with a sentence for each field that cannot stay as it is.

    """
    check_in_workspace(Action.SETTINGS, by)
    problems = [*_about_founders(founders), *_about_hours(asked)]
    if problems:
        raise Unfit(*problems)


def _about_founders(founders: Iterable[Person]) -> Iterable[Problem]:
    if not all(founder.is_full_member for founder in founders):
        yield Problem("founders", "A founder here is a full member of this workspace, no bot.")


def _about_hours(asked: WorkspaceSettings) -> Iterable[Problem]:
    if not asked.working_days:
        yield Problem("working_days", "Choose at least one day, or nobody is ever reminded.")
    if asked.reminder_hour not in REMINDER_HOURS:
        yield Problem("reminder_hour", "Choose an hour from 5 to 16; what is missed comes by 18.")
    if asked.digest_hour not in DIGEST_HOURS:
        yield Problem("digest_hour", "Choose an hour from 0 to 23.")
