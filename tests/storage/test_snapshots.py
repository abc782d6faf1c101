import json
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.case import Audience, Figures, Side
from bot.domain.default_rule import Verdict
from bot.domain.dispute import NotFiled, Open, Party, Standing, Yielded
from bot.domain.draft import Draft
from bot.domain.facts import Change
from bot.domain.ids import DisputeId, TeamId, UserId
from bot.domain.notices import CaseRevised, Notice, WorkspaceNotice
from bot.domain.ruling import Basis, Ruling
from bot.domain.telling import Place
from bot.domain.words import Mention, Part
from storage.snapshots import Snapshot, Unreadable
from tests.builders import END, MAYA, MONDAY, an_unsealed_dispute, ruled
from tests.storage.values import values_of

big = settings(max_examples=50)

STANDING: Snapshot[Standing] = Snapshot(Standing)
STATE: Snapshot[Open | Ruling] = Snapshot(Open | Ruling)
NOTICE: Snapshot[Notice] = Snapshot(Notice)
PART: Snapshot[Part] = Snapshot(Part)
FIGURES: Snapshot[Figures] = Snapshot(Figures)
DRAFT: Snapshot[Draft] = Snapshot(Draft)


@big
@given(values_of(Draft))
def test_every_draft_is_read_as_it_was_written(draft: Draft) -> None:
    assert DRAFT.read(DRAFT.write(draft)) == draft


@pytest.mark.parametrize("kind", get_args(Notice))
def test_every_kind_of_notice_is_read_as_it_was_written(kind: type[Notice]) -> None:
    @big
    @given(values_of(kind))
    def holds_for(notice: Notice) -> None:
        assert NOTICE.read(NOTICE.write(notice)) == notice

    holds_for()


@pytest.mark.parametrize("union", [Standing, Open | Ruling, Notice | WorkspaceNotice, Place, Part])
def test_each_kind_of_a_union_has_a_name_of_its_own(union: object) -> None:
    names = [kind.__name__ for kind in get_args(union)]

    assert len(set(names)) == len(names)


def test_a_choice_among_the_words_of_a_notice_is_read_as_a_word() -> None:
    change = Change(what="audience", before=(Audience.PILOT,), after=(Audience.PAYING,))
    revised = CaseRevised(DisputeId(TeamId("T1"), 12), Side.PRODUCT, (change,))

    assert NOTICE.read(NOTICE.write(revised)) == revised


def test_a_value_of_a_union_bears_the_name_of_its_class() -> None:
    yielded = Yielded(reason="No need.", yielded_at=MONDAY, by=MAYA.id)

    assert json.loads(STANDING.write(yielded)) == {
        "kind": "Yielded",
        "is": {"reason": "No need.", "yielded_at": "2026-03-02T10:00:00Z", "by": "Maya"},
    }


def test_a_class_without_fields_is_read_as_itself() -> None:
    assert STANDING.read(STANDING.write(NotFiled())) == NotFiled()


@pytest.mark.parametrize("part", ["2026-03-02T10:00:00Z", MONDAY, Mention(UserId("U1")), "U1"])
def test_a_text_that_looks_like_an_instant_stays_a_text(part: Part) -> None:
    assert PART.read(PART.write(part)) == part


def test_words_stay_what_they_are_deep_inside_a_notice() -> None:
    change = Change(what="days", before=("2026-03-02", MONDAY), after=(Mention(UserId("U1")),))
    revised = CaseRevised(DisputeId(TeamId("T1"), 12), Side.PRODUCT, (change,))

    assert NOTICE.read(NOTICE.write(revised)) == revised


@given(st.decimals(allow_nan=False))
def test_decimals_are_kept_digit_by_digit(amount: Decimal) -> None:
    read = FIGURES.read(FIGURES.write(Figures(latency_ms=amount))).latency_ms

    assert read is not None
    assert read.as_tuple() == amount.as_tuple()


@pytest.mark.parametrize("amount", ["0.015", "1E+2", "-0.00", "12345678901234567890.123456789"])
def test_decimals_are_kept_whatever_their_form(amount: str) -> None:
    read = FIGURES.read(FIGURES.write(Figures(latency_ms=Decimal(amount))))

    assert str(read.latency_ms) == amount


@pytest.mark.parametrize("text", ["a\x00b", "🚦 👩🏽‍🔬", "שלום עולם", "x" * 3000, '"\\\n\t"', ""])
def test_every_text_is_kept(text: str) -> None:
    draft = Draft(evidence=(), options=(), values={"metric": text})

    assert DRAFT.read(DRAFT.write(draft)) == draft


def test_a_nul_is_written_as_an_escape_because_postgresql_refuses_it() -> None:
    assert "\x00" not in DRAFT.write(Draft(evidence=("a\x00b",), options=()))


@pytest.mark.parametrize("basis", Basis)
def test_rulings_of_every_basis_are_kept_with_their_verdict(basis: Basis) -> None:
    verdict = ruled(an_unsealed_dispute()).verdict
    ruling = Ruling(basis=basis, ruled_at=END, found_at=END, chosen=None, verdict=verdict)

    assert STATE.read(STATE.write(ruling)) == ruling


def test_a_ruling_by_a_version_of_the_rule_that_is_unknown_here_stays_readable() -> None:
    verdict = Verdict(version=99, inputs=(), ranking=(), not_choosable=())
    ruling = Ruling(basis=Basis.LAPSED, ruled_at=END, found_at=END, chosen=None, verdict=verdict)

    assert STATE.read(STATE.write(ruling)) == ruling


def test_what_was_written_before_a_field_came_is_read_with_its_default() -> None:
    @dataclass(frozen=True, slots=True)
    class Before:
        lead: str

    written = Snapshot[Before](Before).write(Before("Maya"))

    assert Snapshot[Party](Party).read(written) == Party(lead=MAYA.id)


def test_every_field_is_written() -> None:
    written = json.loads(FIGURES.write(Figures()))

    assert list(written) == [field.name for field in fields(Figures)]


@pytest.mark.parametrize("text", ["", "[]", '{"kind": "Gone", "is": {}}', '{"kind": "Ruled"}'])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Unreadable):
        NOTICE.read(text)


def test_what_cannot_be_read_is_not_told() -> None:
    with pytest.raises(Unreadable) as refusal:
        STANDING.read('{"kind": "Yielded", "is": {"reason": ["sealed"]}}')

    assert str(refusal.value) == "string_type at Yielded.is.reason"
    assert refusal.value.__suppress_context__
