"""Stating a case, and revising it."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime

from bot.domain.builder_words import builders_asked, builders_asked_at_unsealing, with_words
from bot.domain.case import MOST_EVIDENCE, MOST_OPTIONS, Case, Filed, Side
from bot.domain.dispute import Changed, Dispute, Open
from bot.domain.errors import Problem, Unfit
from bot.domain.facts import changes_between
from bot.domain.gates import with_fallen_gates
from bot.domain.notices import (
    CardChanged,
    CaseFiled,
    CaseRevised,
    CasesUnsealed,
    ConfirmationsVoided,
    Notice,
)
from bot.domain.person import Person
from bot.domain.revision import first_version, revise
from bot.domain.rights import Action, Situation, check
from bot.domain.running import refuse_unless_running
from bot.domain.signing_off import signatures_asked
from bot.domain.yielding import settle_yield


def state_case(dispute: Dispute, side: Side, case: Case, *, by: Person, now: datetime) -> Changed:
    """The side's case, filed or revised; filing takes a yield back, and the same twice is once.

    Raises:
        HasEnded, NotAllowed: the window is over; `by` does not speak for the side.
        Unfit: the case has no option or too many items, or a figure would get better late.

    """
    refuse_unless_running(dispute, now)
    check(Action.STATE_CASE, by, Situation(dispute=dispute, side=side))
    if problems := tuple(_problems(case)):
        raise Unfit(*problems)
    standing = dispute.party(side).standing
    if isinstance(standing, Filed):
        return _revise(dispute, standing, case, by=by, now=now)
    first = with_words(None, first_version(case), by=by.id, now=now)
    return _file(dispute, Filed(side=side, case=first, filed_at=now, by=by.id))


def _problems(case: Case) -> Iterator[Problem]:
    if not case.options:
        yield Problem("options", "A case needs at least one option.")
    if len(case.options) > MOST_OPTIONS:
        yield Problem("options", f"A case has at most {MOST_OPTIONS} options.")
    if len(case.evidence) > MOST_EVIDENCE:
        yield Problem("evidence", f"A case has at most {MOST_EVIDENCE} pieces of evidence.")
    if len({option.id for option in case.options}) < len(case.options):
        yield Problem("options", "The same option stands there twice.")


def _file(dispute: Dispute, filed: Filed) -> Changed:
    dispute = _with_filed(_without_proposal(dispute), filed)
    notices: tuple[Notice, ...] = (CardChanged(dispute.id), CaseFiled(dispute.id, filed.side))
    if dispute.both_in_at:
        late = builders_asked_at_unsealing(dispute, filed.side.other)
        notices = (*notices, CasesUnsealed(dispute.id), *late)
    notices = (*notices, *builders_asked(dispute, filed.side, None))
    dispute, notices = settle_yield(dispute, notices, by=filed.by, now=filed.filed_at)
    return dispute, (*notices, *signatures_asked(dispute, filed.side, None))


def _revise(dispute: Dispute, before: Filed, case: Case, *, by: Person, now: datetime) -> Changed:
    unsealed = dispute.is_unsealed(now)
    revised = revise(before, case, unsealed=unsealed, bounds=dispute.bounds)
    after = replace(revised, case=with_words(before.case, revised.case, by=by.id, now=now))
    if after == before:
        return dispute, ()
    dispute, voided = with_revised(_without_proposal(dispute), before, after, now)
    asked = builders_asked(dispute, after.side, before.case)
    if unsealed:
        changed = CaseRevised(dispute.id, after.side, changes_between(before.case, after.case))
        told: tuple[Notice, ...] = (CardChanged(dispute.id), changed, *voided, *asked)
    else:
        told = (CaseFiled(dispute.id, after.side), *asked)
        dispute, told = settle_yield(dispute, told, by=by.id, now=now)
    return dispute, (*told, *signatures_asked(dispute, after.side, before))


def with_revised(
    dispute: Dispute, before: Filed, after: Filed, now: datetime
) -> tuple[Dispute, tuple[Notice, ...]]:
    """The open dispute with a case revised, and who is told that a word is void or a gate falls."""
    state, voided = _without_void_confirmations(dispute, _open(dispute), before, after)
    revised = _with_filed(replace(dispute, state=state), after)
    dispute, fallen = with_fallen_gates(revised, after, now)
    return dispute, (*voided, *fallen)


def _open(dispute: Dispute) -> Open:
    """The state of a dispute that whoever calls has not refused."""
    assert isinstance(dispute.state, Open)  # noqa: S101  (so it is one)
    return dispute.state


def _without_proposal(dispute: Dispute) -> Dispute:
    """The dispute as a side's next case leaves it: a proposed withdrawal lapses."""
    return replace(dispute, state=replace(_open(dispute), proposal=None))


def _with_filed(dispute: Dispute, filed: Filed) -> Dispute:
    party = replace(dispute.party(filed.side), standing=filed)
    return dispute.with_party(filed.side, party)


def _without_void_confirmations(
    dispute: Dispute, state: Open, before: Filed, after: Filed
) -> tuple[Open, tuple[Notice, ...]]:
    """The confirmations without those of an option that the revision changed or removed."""
    versions = {(option.id, option.revision) for option in after.case.options}
    gone = [o for o in before.case.options if (o.id, o.revision) not in versions]
    void = [word for word in state.confirmations if any(word.is_of(option) for option in gone)]
    kept = tuple(word for word in state.confirmations if word not in void)
    titles = [option.title for option in gone if any(word.is_of(option) for word in void)]
    told = tuple(ConfirmationsVoided(dispute.id, title) for title in titles)
    return replace(state, confirmations=kept), told
