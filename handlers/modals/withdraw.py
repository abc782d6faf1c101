"""The form "Withdraw": it says what will happen, and asks only whether it shall."""

import json
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import withdrawal
from bot.domain.dispute import PROPOSAL_LASTS, Dispute, Open, WithdrawalProposal
from bot.domain.errors import Refusal
from bot.domain.ids import DisputeId
from bot.domain.person import Person
from bot.domain.rights import Action, side_of
from bot.domain.running import refuse_unless_running
from bot.domain.sealing import SeenDispute, seen_in_channel
from bot.domain.words import Mention, Words
from bot.services import disputes
from bot.services.ports import Begin
from handlers.blocks import modal, paragraph
from handlers.context import ALL_CLOSED, Request, present
from handlers.ids import Click, Form
from handlers.modals.introduction import introduce
from handlers.reading import find_clicked
from handlers.text import Json, Line


class Way(StrEnum):
    """How this person can withdraw the dispute as it stands."""

    AT_ONCE = "withdraw"
    PROPOSE = "propose"
    CONFIRM = "confirm"


def way_of(dispute: Dispute, person: Person, *, now: datetime) -> Way:
    """What a click on "withdraw" means for that person now.

    Raises:
        HasEnded, NotAllowed: the window is over; the person has no say in it.
        Refusal: a case is in and the opener speaks for no side, or their side has proposed it.

    """
    state = refuse_unless_running(dispute, now)
    if _is_for_the_opener(dispute, person):
        withdrawal.withdraw(dispute, by=person, now=now)
        return Way.AT_ONCE
    side = side_of(dispute, person, Action.PROPOSE_WITHDRAWAL)
    proposal = state.proposal
    if proposal is None or not proposal.stands(now):
        return Way.PROPOSE
    if proposal.side is side:
        raise Refusal(*_waiting(dispute, proposal))
    return Way.CONFIRM


def _is_for_the_opener(dispute: Dispute, person: Person) -> bool:
    """Whether the opener's right is meant: before a case is in, or by an opener without a side."""
    speaks = person.id in dispute.speakers
    opened = person.id == dispute.opening.by
    return opened or not speaks if not dispute.filed else opened and not speaks


def _waiting(dispute: Dispute, proposal: WithdrawalProposal) -> Words:
    other = proposal.side.other
    return (
        f"Your side has proposed to withdraw {dispute.id}. It is withdrawn if ",
        Mention(dispute.party(other).lead),
        f" or another who speaks for {other} confirms it before ",
        proposal.proposed_at + PROPOSAL_LASTS,
        ".",
    )


def build(seen: SeenDispute, way: Way, *, now: datetime) -> Json:
    """The form: what will happen if it is sent."""
    opening = seen.opening
    return modal(
        f"Withdraw {opening.id}",
        introduce(opening),
        paragraph(_what_will_happen(seen, way, now=now)),
        paragraph((_ON_RECORD,)),
        form=Form.WITHDRAW,
        submit="Propose" if way is Way.PROPOSE else "Withdraw",
        close="Cancel",
        metadata=json.dumps({"dispute": opening.id.number, "way": way}),
    )


_ON_RECORD = (
    "A withdrawn dispute stays on record, with nothing chosen. A case that is still sealed stays "
    "sealed for good. Who has new evidence can reopen it."
)


def _what_will_happen(seen: SeenDispute, way: Way, *, now: datetime) -> Line:
    if way is Way.AT_ONCE:
        return (
            "No case is in, so you can withdraw it alone. It ends at once; both sides are told.",
        )
    if way is Way.PROPOSE:
        return (
            "It takes both sides. The other side is asked now, and has until ",
            now + PROPOSAL_LASTS,
            (
                " to confirm. Your proposal lapses then, or with the next case, confirmation or "
                "decision. Meanwhile the dispute goes on, and its end does not move."
            ),
        )
    return (*_proposed_by(seen), " If you confirm, it ends at once.")


def _proposed_by(seen: SeenDispute) -> Line:
    proposal = seen.state.proposal if isinstance(seen.state, Open) else None
    if proposal is None:
        return ()
    return (Mention(proposal.by), f" has proposed for {proposal.side} to withdraw it.")


def parse(view: Json) -> Way:
    """What the form said would happen."""
    return Way(json.loads(view["private_metadata"])["way"])


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who can withdraw the dispute, propose it, or confirm a proposal."""
    dispute, person = await find_clicked(body, asked)
    way = way_of(dispute, person, now=asked.now)
    seen = seen_in_channel(dispute, now=asked.now)
    await present(client, body, build(seen, way, now=asked.now))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """What the form said happens, if the rules still allow it."""
    act = _ACTS[parse(view)]
    dispute = asked.dispute_submitted(view)
    await act(dispute, by=await asked.person(), now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


class _Act(Protocol):
    async def __call__(
        self, dispute: DisputeId, *, by: Person, now: datetime, begin: Begin
    ) -> Dispute: ...


_ACTS: dict[Way, _Act] = {
    Way.AT_ONCE: disputes.withdraw,
    Way.PROPOSE: disputes.propose_withdrawal,
    Way.CONFIRM: disputes.confirm_withdrawal,
}


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.WITHDRAW.value)(on_click)
    app.view(Form.WITHDRAW.value)(on_submit)
