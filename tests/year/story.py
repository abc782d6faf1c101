"""A year of one workspace, written down beforehand: who does what in 200 disputes, and when."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import Enum
from random import Random

from bot.domain.case import Side
from bot.domain.ruling import Basis

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
HOUR, DAY, WEEK = timedelta(hours=1), timedelta(days=1), timedelta(weeks=1)
START, END = datetime(2026, 1, 1, tzinfo=UTC), datetime(2027, 1, 1, tzinfo=UTC)
DISPUTES = 200
PROMISED = {PRODUCT: 14, RESEARCH: 70}
"""The days of each side's option."""

ZONES = (
    "Europe/Berlin",
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "Pacific/Kiritimati",
)
NAMES = ("Ada", "Ben", "Cai", "Dee", "Eli", "Fay", "Gil", "Hal", "Ida", "Jon", "Kim", "Lou")
PEOPLE = {name: ZONES[place % len(ZONES)] for place, name in enumerate(NAMES)}
"""Everybody's time zone."""
FOUNDERS = ("Ada", "Ben", "Cai")


class What(Enum):
    FILES = "files a case with one option"
    CONFIRMS_PRODUCTS = "confirms product's option"
    CONFIRMS_RESEARCHS = "confirms research's option"
    DECIDES = "decides for product's option"
    YIELDS = "yields"
    HAS_ANSWER = "records the customer's answer"
    WITHDRAWS = "withdraws the dispute, which they have opened"


@dataclass(frozen=True, slots=True)
class Deed:
    at: datetime
    what: What
    side: Side


@dataclass(frozen=True, slots=True)
class Story:
    """A dispute from its opening until its end."""

    opened_at: datetime
    opener: str
    leads: dict[Side, str]
    deeds: tuple[Deed, ...]
    basis: Basis
    waits: timedelta = timedelta()
    """How long after the ruling the customer answers; in part earlier than promised."""

    @property
    def closes_at(self) -> datetime:
        return self.opened_at + WEEK

    @property
    def is_ended_by_people(self) -> bool:
        return self.basis not in {Basis.DEFAULT_RULE, Basis.LAPSED}

    @property
    def ended_at(self) -> datetime:
        return self.deeds[-1].at if self.is_ended_by_people else self.closes_at

    @property
    def winner(self) -> Side | None:
        """The side whose option is chosen: 14 days beat 70, and people choose as they do."""
        match self.basis:
            case Basis.LAPSED | Basis.WITHDRAWN:
                return None
            case Basis.AGREED:
                return RESEARCH
            case _:
                return PRODUCT if self.when(PRODUCT, What.FILES) else RESEARCH

    def when(self, side: Side, *whats: What) -> datetime | None:
        """When that side first did one of these."""
        done = (one.at for one in self.deeds if one.side is side and one.what in whats)
        return next(done, None)


Course = tuple[Basis, tuple[tuple[What, Side, int, int], ...]]
"""How a dispute goes: each deed some time between two hours after the opening, of 168."""
COURSES: tuple[Course, ...] = (
    (Basis.LAPSED, ()),
    (Basis.DEFAULT_RULE, ((What.FILES, PRODUCT, 0, 168),)),
    (Basis.DEFAULT_RULE, ((What.FILES, RESEARCH, 0, 168),)),
    (Basis.DEFAULT_RULE, ((What.FILES, PRODUCT, 0, 168), (What.FILES, RESEARCH, 0, 168))),
    (
        Basis.DEFAULT_RULE,
        (
            (What.FILES, PRODUCT, 0, 40),
            (What.FILES, RESEARCH, 0, 40),
            (What.CONFIRMS_PRODUCTS, PRODUCT, 40, 120),
        ),
    ),
    (
        Basis.DEFAULT_RULE,
        (
            (What.FILES, PRODUCT, 0, 100),
            (What.FILES, RESEARCH, 0, 100),
            (What.CONFIRMS_RESEARCHS, RESEARCH, 140, 168),
        ),
    ),
    (
        Basis.DEFAULT_RULE,
        (
            (What.FILES, PRODUCT, 0, 50),
            (What.FILES, RESEARCH, 0, 50),
            (What.CONFIRMS_PRODUCTS, PRODUCT, 50, 100),
            (What.CONFIRMS_RESEARCHS, RESEARCH, 100, 168),
        ),
    ),
    (
        Basis.AGREED,
        (
            (What.FILES, PRODUCT, 0, 50),
            (What.FILES, RESEARCH, 0, 50),
            (What.CONFIRMS_RESEARCHS, PRODUCT, 50, 100),
            (What.CONFIRMS_RESEARCHS, RESEARCH, 100, 168),
        ),
    ),
    (
        Basis.DECIDED,
        (
            (What.FILES, PRODUCT, 0, 60),
            (What.FILES, RESEARCH, 0, 60),
            (What.CONFIRMS_RESEARCHS, RESEARCH, 60, 84),
            (What.DECIDES, PRODUCT, 84, 168),
        ),
    ),
    (Basis.YIELDED, ((What.FILES, PRODUCT, 0, 80), (What.YIELDS, RESEARCH, 80, 168))),
    (Basis.YIELDED, ((What.YIELDS, PRODUCT, 0, 80), (What.FILES, RESEARCH, 80, 168))),
    (Basis.WITHDRAWN, ((What.WITHDRAWS, PRODUCT, 0, 120),)),
)


def a_year(seed: int) -> tuple[Story, ...]:
    """The disputes in the order in which they are opened: the first one is #1."""
    chance = Random(seed)  # noqa: S311  (a story, and the same one each time)
    openings = sorted(_some_time(chance, START, END - 8 * DAY) for _ in range(DISPUTES))
    stories = [_a_story(chance, opened_at) for opened_at in openings]
    return tuple(_with_an_answer(chance, story) for story in stories)


def _with_an_answer(chance: Random, story: Story) -> Story:
    if story.winner is None:
        return story
    days = PROMISED[story.winner]
    after = chance.randrange(days * DAY // (2 * HOUR), (days + 12) * DAY // HOUR)
    return replace(story, waits=after * HOUR)


def _a_story(chance: Random, opened_at: datetime) -> Story:
    opener, product, research = chance.sample(NAMES, 3)
    basis, steps = chance.choice(COURSES)
    deeds = [
        Deed(_some_time(chance, opened_at + first * HOUR, opened_at + last * HOUR), what, side)
        for what, side, first, last in steps
    ]
    return Story(
        opened_at=opened_at,
        opener=opener,
        leads={PRODUCT: product, RESEARCH: research},
        deeds=tuple(sorted(deeds, key=lambda deed: deed.at)),
        basis=basis,
    )


def _some_time(chance: Random, start: datetime, end: datetime) -> datetime:
    """To the microsecond, so that no two things happen at once."""
    return start + timedelta(microseconds=chance.randrange((end - start) // timedelta.resolution))
