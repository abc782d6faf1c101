"""Living through a year: the deeds as people do them, and the clock from one due moment on."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from itertools import count

from bot.domain.case import Side
from bot.domain.ids import ChannelId, DisputeId, OptionId, TeamId, UserId
from bot.domain.notices import (
    AnswerOverdue,
    ClockWasSilent,
    MayDecide,
    Notice,
    ReminderDue,
    WeekEnded,
    WorkspaceNotice,
)
from bot.domain.person import Membership, Person
from bot.domain.rights import Privacy
from bot.domain.settings import WorkspaceSettings
from bot.domain.telling import Direct
from bot.services import afterwards, disputes
from bot.services.owing import what_is_owed
from bot.services.ports import Begin, Place
from bot.services.settings import change_settings
from bot.services.sweep import next_due, tell
from tests.builders import ANSWER, a_case, an_option
from tests.domain.oracle import NEVER_OFF, Off
from tests.services.posted import posted
from tests.year.oracle import answered_at
from tests.year.story import END, FOUNDERS, PEOPLE, PROMISED, START, Deed, Story, What

TEAM, CHANNEL = TeamId("T1"), ChannelId("C1")
OPTIONS = {
    Side.PRODUCT: an_option("Rules-based filter", PROMISED[Side.PRODUCT]),
    Side.RESEARCH: an_option("Transformer upgrade", PROMISED[Side.RESEARCH]),
}


class YearsDirectory:
    """Slack, which always answers."""

    async def person(self, user: UserId) -> Person:
        return Person(id=user, membership=Membership.FULL_MEMBER, zone=PEOPLE[user])

    async def owners(self) -> tuple[UserId, ...]:
        return (UserId("Ada"),)

    async def place(self, _: ChannelId) -> Place:
        return Place(Privacy.PUBLIC, takes_messages=True)


@dataclass(frozen=True, slots=True)
class Told:
    """A direct message, the instant at which it is sent, and whose it is."""

    at: datetime
    who: str
    notice: Notice | WorkspaceNotice


@dataclass
class Year:
    """The workspace, and everything that anybody is told by the clock."""

    begin: Begin
    filled: Callable[[], bool]
    """Whether there is more in the outbox than before."""
    off: Off = NEVER_OFF
    told: list[Told] = field(default_factory=list)
    directory: YearsDirectory = field(default_factory=YearsDirectory)

    async def pass_by(self, stories: Iterable[Story]) -> None:
        await self._begins()
        for at, number, story, deed in _in_order(stories, self.off):
            await self._ticks(until=at)
            await self._happens(at, number, story, deed)
            await self._collects(at)
        await self._ticks(until=END)

    async def _begins(self) -> None:
        await change_settings(
            TEAM,
            WorkspaceSettings(founders=tuple(map(UserId, FOUNDERS))),
            by=Person(id=UserId("Ada"), membership=Membership.FULL_MEMBER, admin=True),
            directory=self.directory,
            now=START,
            begin=self.begin,
        )

    # The clock

    async def _ticks(self, *, until: datetime) -> None:
        """At each instant at which something is due; while the bot is off, as soon as it is on."""
        before = None
        while (due := await next_due(begin=self.begin)) and self.off.next_look(due) < until:
            now = self.off.next_look(due)
            assert now != before, f"the clock stands still at {now}"
            await tell(now=now, begin=self.begin, directory=self.directory)
            await self._collects(now)
            before = now

    async def _collects(self, now: datetime) -> None:
        if not self.filled():
            return
        for one in await posted(self.begin):
            if isinstance(one.place, Direct) and await self._is_sent(one.place.to, one.notice, now):
                self.told.append(Told(now, one.place.to, one.notice))

    async def _is_sent(self, user: UserId, notice: Notice | WorkspaceNotice, now: datetime) -> bool:
        """A reminder is drawn when it is sent, and not sent when there is nothing to draw."""
        if not isinstance(notice, ReminderDue):
            return isinstance(notice, MayDecide | WeekEnded | AnswerOverdue | ClockWasSilent)
        return bool(
            await what_is_owed(TEAM, user, now=now, begin=self.begin, directory=self.directory)
        )

    # The people

    async def _happens(self, at: datetime, number: int, story: Story, deed: Deed | None) -> None:
        if deed is None:
            await self._opens(number, story)
            return
        who, begin = _person(story.leads[deed.side]), self.begin
        dispute = DisputeId(TEAM, number)
        match deed.what:
            case What.FILES:
                case = a_case(OPTIONS[deed.side])
                await disputes.state_case(dispute, case, by=who, now=at, begin=begin)
            case What.CONFIRMS_PRODUCTS:
                await self._confirms(dispute, Side.PRODUCT, who, at)
            case What.CONFIRMS_RESEARCHS:
                await self._confirms(dispute, Side.RESEARCH, who, at)
            case What.DECIDES:
                option = OPTIONS[Side.PRODUCT].id
                await disputes.decide(dispute, option, "So.", by=who, now=at, begin=begin)
            case What.YIELDS:
                await disputes.yield_side(dispute, "It can wait.", by=who, now=at, begin=begin)
            case What.HAS_ANSWER:
                answer = replace(ANSWER, on=at.astimezone(UTC).date())
                await afterwards.record_outcome(
                    dispute, answer, by=who, directory=self.directory, now=at, begin=begin
                )
            case What.WITHDRAWS:
                await disputes.withdraw(dispute, by=_person(story.opener), now=at, begin=begin)

    async def _opens(self, number: int, story: Story) -> None:
        ask = disputes.Ask(
            team=TEAM,
            channel=CHANNEL,
            question=f"Question {number}?",
            problem="Merchants ask why a payment was blocked.",
            product_lead=_person(story.leads[Side.PRODUCT]),
            research_lead=_person(story.leads[Side.RESEARCH]),
            by=_person(story.opener),
            form=f"form {number}",
        )
        opened = await disputes.open_dispute(ask, now=story.opened_at, begin=self.begin)
        assert opened.id.number == number

    async def _confirms(self, dispute: DisputeId, of: Side, who: Person, at: datetime) -> None:
        option: OptionId = OPTIONS[of].id
        await disputes.confirm_option(
            dispute, option, revision=1, then="", by=who, now=at, begin=self.begin
        )


def _person(name: str) -> Person:
    return Person(id=UserId(name), membership=Membership.FULL_MEMBER)


Happening = tuple[datetime, int, Story, Deed | None]


def _in_order(stories: Iterable[Story], off: Off) -> list[Happening]:
    """Every deed of every dispute, the opening and the answer included, the first one first."""
    happenings: list[Happening] = []
    for number, story in zip(count(1), stories, strict=False):
        happenings.append((story.opened_at, number, story, None))
        happenings += [(deed.at, number, story, deed) for deed in story.deeds]
        answered = answered_at(story, off)
        if story.winner and answered and answered < END:
            deed = Deed(answered, What.HAS_ANSWER, story.winner)
            happenings.append((answered, number, story, deed))
    return sorted(happenings, key=lambda one: one[0])
