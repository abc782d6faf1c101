"""All that is shown of a dispute that everything binds, with every field at its longest."""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

import pytest

from bot.domain.case import Side
from bot.domain.digest import digest_of
from bot.domain.digest_bounds import bounds_told
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.gates import MOST_GATES, raise_gate
from bot.domain.ledger import ledger_of
from bot.domain.period import WEEK, Period
from bot.domain.ruling import Ruling
from bot.domain.sealing import seen_in_channel
from bot.domain.settling import decide
from bot.domain.signing_off import sign_off
from handlers import card, details, lists
from handlers.blocks import Message
from handlers.board import board
from handlers.details import fit
from handlers.digest_message import Told
from handlers.ledger import ledger
from handlers.modals import confirm, lift_gate, retire
from handlers.modals import decide as deciding
from handlers.modals import raise_gate as raising
from handlers.modals import sign_off as signing
from handlers.modals.gate_fields import Answer
from handlers.text import Json
from tests.builders import BOTH_IN, END, HOUR, JONAS, LEADS, MAYA, OLU, usd
from tests.handlers import test_lists, test_more
from tests.handlers.looks import (
    NOW,
    State,
    a_limit,
    after,
    check_message,
    check_pings_nobody,
    check_window,
)
from tests.handlers.test_comparison import at_its_fullest, with_one_case
from tests.handlers.test_digest import numbered
from tests.handlers.test_rendering import everything_told

TEXTS = ("word " * 60, "W" * 300, "<&>" * 100, "👩🏽‍🔬" * 75)
READERS = (MAYA, JONAS, OLU)
MANY = 60


def states(text: str) -> dict[str, State]:
    """From the first case, over its budget and sealed, to what came of it."""
    both = at_its_fullest(text)
    bound = _gated(_signed(both, text), text)
    decider = LEADS[bound.decider_side]
    chosen = bound.filed[0].case.options[0].id
    return {
        "sealed": (with_one_case(text), NOW),
        "signatures missing": (both, NOW),
        "gated and signed": (bound, NOW),
        "decided": (after(decide(bound, chosen, text, by=decider, now=NOW)), NOW),
        "nothing can be chosen": (after(rule_at_end(bound, now=END)), END),
    }


def _signed(dispute: Dispute, reason: str) -> Dispute:
    for one in dispute.filed:
        for option in one.case.options:
            founders = [OLU.id]
            signed = sign_off(
                dispute, one.side, option.id, reason, by=OLU, founders=founders, now=NOW
            )
            dispute = after(signed)
    return dispute


def _gated(dispute: Dispute, text: str) -> Dispute:
    options = [(one.side, option.id) for one in dispute.filed for option in one.case.options]
    for number in range(MOST_GATES):
        side, option = options[number % len(options)]
        limit = a_limit(text, number=usd(10**9 - number))
        gated = raise_gate(dispute, side, option, limit, by=JONAS, now=BOTH_IN + HOUR)
        dispute = after(gated)
    return dispute


STATES = tuple(states("x"))


def messages(text: str, state: State) -> Iterator[Message]:
    """The card, every notice at every place, and the answers to commands."""
    dispute, now = state
    for plain in (False, True):
        yield card.build(seen_in_channel(dispute, now=now), now=now, plain=plain)
        yield from everything_told(text, state, plain=plain)
    yield from (lists.shown(test_lists.record(dispute, who, now), who, now) for who in READERS)
    yield from _of_many([numbered(dispute, number) for number in range(1, MANY)], state)


def _of_many(disputes: list[Dispute], state: State) -> Iterator[Message]:
    _, now = state
    seen = [seen_in_channel(one, now=now) for one in disputes]
    yield board(seen, now)
    used = ledger_of(disputes)
    yield ledger(used)
    period = Period(since=now - WEEK, until=now, zone="UTC")
    bounds = bounds_told(
        disputes, period, to=OLU, now=now, founders=[OLU.id], areas=(), ledger=used
    )
    yield Told(digest=digest_of(disputes, period, bounds=bounds, now=now), now=now).drawn()


def windows(dispute: Dispute, now: datetime) -> Iterator[Json]:
    """What opens by a click, for each who may click."""
    seen = seen_in_channel(dispute, now=now)
    for who in READERS:
        yield test_more.window(dispute, who, now, *Side)
        yield lists.window(test_lists.record(dispute, who, now), who, now)
    for window in (details.full_ranking, details.both_cases, details.how_it_ends):
        yield fit(window, seen, now)
    if isinstance(dispute.state, Ruling):
        ruling = dispute.state
        yield fit(lambda page: retire.build(page, ruling), seen, now)
    else:
        yield from _forms(dispute, now)


def _forms(dispute: Dispute, now: datetime) -> Iterator[Json]:
    seen = seen_in_channel(dispute, now=now)
    filed = [(one.side, option) for one in dispute.filed for option in one.case.options]
    for side, option in filed:
        about = signing.About(side=side, option=option.id, answer_at="https://x.example/" * 9)
        form = partial(signing.build, about=about, option=option, is_own=True)
        yield fit(form, seen, now)
    if not seen.is_unsealed:
        return
    answer = Answer(**dict.fromkeys(TYPED, dispute.opening.question))
    yield fit(partial(raising.build, answer=answer), seen, now)
    yield fit(partial(raising.build, answer=Answer()), seen, now)
    yield deciding.build(seen, deciding.Answer())
    yield from (confirm.build(seen, side) for side in Side)
    if dispute.gates:
        yield fit(lift_gate.build, seen, now)


TYPED = ("limit", "number", "unit", "lifted_by", "source")


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("state", STATES)
def test_slack_takes_every_message(text: str, state: str) -> None:
    for message in messages(text.strip(), states(text.strip())[state]):
        check_message(message)
        check_pings_nobody(message)


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("state", STATES)
def test_slack_takes_every_window(text: str, state: str) -> None:
    for window in windows(*states(text.strip())[state]):
        check_window(window)
        check_pings_nobody(window)
