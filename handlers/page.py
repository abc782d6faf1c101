"""A dispute on its way to a screen: as its reader may see it, now, with room for so much."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from bot.domain.case import Filed, Option, Side
from bot.domain.dispute import Dispute, NotFiled, Open, Opening, Party, Sealed
from bot.domain.ruling import Ruling
from bot.domain.sealing import SeenDispute, SeenParty
from bot.domain.words import count
from handlers.text import Bold, Line, cut

MOST_QUESTION, MOST_OPTION_TITLE = 120, 75


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A dispute as its reader may see it at `now`; no typed text stands longer than `most`."""

    seen: SeenDispute
    now: datetime
    most: int

    @property
    def opening(self) -> Opening:
        """What was said when it was opened."""
        return self.seen.opening

    @property
    def number(self) -> str:
        """Its number, as it is written: #12."""
        return str(self.opening.id)

    @property
    def value(self) -> str:
        """What its buttons carry."""
        return str(self.opening.id.number)

    @property
    def question(self) -> str:
        """Its question, in one line."""
        return self.line(self.opening.question, most=MOST_QUESTION)

    @property
    def headline(self) -> str:
        """Its number and its question."""
        return f"{self.number} {self.question}"

    @property
    def first_line(self) -> Line:
        """Its number and its question, to begin a message with."""
        return (Bold(self.number), f" {self.question}")

    @property
    def known(self) -> Dispute:
        """What its reader knows of it, for asking the rules; a sealed case counts as none."""
        return Dispute(
            opening=self.opening,
            product=_known_party(self.seen.product),
            research=_known_party(self.seen.research),
            state=self.seen.state,
            set_aside=self.seen.set_aside,
            outcomes=self.seen.outcomes,
            look_again=self.seen.look_again,
            gates=self.seen.gates,
            signoffs=self.seen.bounds.signoffs,
            retired=self.seen.retired,
        )

    @property
    def ruling(self) -> Ruling | None:
        """Its ruling, once it has one."""
        return self.seen.state if isinstance(self.seen.state, Ruling) else None

    @property
    def running(self) -> Open | None:
        """What has been said towards a ruling, while the window is open."""
        over = self.opening.window.is_over(self.now)
        return self.seen.state if isinstance(self.seen.state, Open) and not over else None

    def filed(self, side: Side) -> Filed | None:
        """The case of a side, where it is in and its reader may read it."""
        standing = self.seen.party(side).standing
        return standing if isinstance(standing, Filed) else None

    @property
    def readable(self) -> tuple[Filed, ...]:
        """The cases that its reader may read."""
        return self.known.filed

    def has_filed(self, side: Side) -> bool:
        """Whether the case of a side is in; that much is public."""
        return isinstance(self.seen.party(side).standing, Filed | Sealed)

    def text(self, typed: str) -> str:
        """Typed text, at the length there is room for."""
        return cut(typed, self.most)

    def line(self, typed: str, *, most: int) -> str:
        """Typed text in one line."""
        return one_line(typed, most=min(most, self.most))

    def phrase(self, typed: str, *, most: int) -> str:
        """Typed text in one line, to end a sentence of ours: without a full stop of its own."""
        return self.line(typed, most=most).rstrip(" .")

    def reasons(self, against: Iterable[str]) -> str:
        """Reasons in one line, each at the length there is room for."""
        return "; ".join(self.text(reason) for reason in against)

    def title(self, option: Option) -> str:
        """An option's title, in one line."""
        return self.line(option.title, most=MOST_OPTION_TITLE) or "(an option without a title)"

    def brief(self, option: Option) -> str:
        """An option and its days: Rules-based filter, 14 days."""
        days = option.days_to_feedback
        return f"{self.title(option)}, {'days not stated' if days is None else count(days, 'day')}"


def one_line(typed: str, *, most: int) -> str:
    """Typed text in one line of at most that many characters."""
    return cut(" ".join(typed.split()), most)


def _known_party(party: SeenParty) -> Party:
    standing = NotFiled() if isinstance(party.standing, Sealed) else party.standing
    return Party(lead=party.lead, deputy=party.deputy, standing=standing)
