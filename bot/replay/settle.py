"""Settling the disputes of a file: by the transitions of the domain, at the file's instants."""

from dataclasses import dataclass

from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute, Opening
from bot.domain.ending import rule_at_end
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, DisputeId, OptionId, TeamId
from bot.domain.opening import open_dispute
from bot.domain.ruling import Ruling
from bot.domain.window import Window
from bot.replay.converting import as_terms
from bot.replay.event import LEADS
from bot.replay.happening import events_of
from bot.replay.schema import DisputeEntry


@dataclass(frozen=True, slots=True)
class Refused:
    """Something in the file that the rules refuse; it does not count."""

    what: str
    reason: str
    line: int | None = None
    """Where it stands in the file, if it is of one."""


@dataclass(frozen=True, slots=True)
class Settled:
    """A dispute of a file as it ended."""

    entry: DisputeEntry
    dispute: Dispute
    refused: tuple[Refused, ...]

    @property
    def ruling(self) -> Ruling:
        """How it ended; its window is over."""
        assert isinstance(self.dispute.state, Ruling)  # noqa: S101  (the window has ended)
        return self.dispute.state

    def option(self, side: Side, option_id: OptionId) -> Option:
        """The option of that id in the case that the side has filed."""
        filed = next(filed for filed in self.dispute.filed if filed.side is side)
        return next(option for option in filed.case.options if option.id == option_id)


def settle(entry: DisputeEntry, *, number: int) -> Settled:
    """The ruling of one dispute, and what of it the rules refuse."""
    dispute, refused = _opened(entry, number), []
    for event in events_of(entry):
        try:
            dispute, _ = event.apply(dispute)
        except Refusal as refusal:
            refused.append(Refused(event.what, str(refusal), event.line))
    dispute, _ = rule_at_end(dispute, now=dispute.window.closes_at)
    return Settled(entry, dispute, tuple(refused))


def _opened(entry: DisputeEntry, number: int) -> Dispute:
    opening = Opening(
        id=DisputeId(TeamId("replay"), number),
        channel=ChannelId("replay"),
        question=entry.question,
        problem=entry.problem or "not told",
        area=entry.area,
        terms=as_terms(entry.terms) if entry.terms else None,
        meanwhile=entry.meanwhile,
        by=LEADS[Side.PRODUCT].id,
        window=Window(entry.opened_at),
    )
    dispute, _ = open_dispute(
        opening,
        product_lead=LEADS[Side.PRODUCT],
        research_lead=LEADS[Side.RESEARCH],
        by=LEADS[Side.PRODUCT],
    )
    return dispute
