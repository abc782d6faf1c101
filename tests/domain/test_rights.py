import pytest

from bot.domain.case import Side
from bot.domain.errors import NoSuchDispute, NotAllowed
from bot.domain.leads import name_deputy
from bot.domain.person import Person
from bot.domain.rights import RIGHTS, Action, Privacy, Situation, check, may, side_of
from tests.builders import (
    ADA,
    GUS,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    an_open_dispute,
    person,
)

DISPUTE, _ = name_deputy(an_open_dispute(), Side.PRODUCT, ADA, by=MAYA, now=MONDAY)
EVERYBODY = {LEE, MAYA, ADA, JONAS, OLU, ZOE, GUS}

MATRIX: list[tuple[Action, Situation, set[Person]]] = [
    (Action.OPEN, Situation(dispute=DISPUTE), {LEE, MAYA, ADA, JONAS, OLU, ZOE}),
    (Action.STATE_CASE, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA}),
    (Action.STATE_CASE, Situation(dispute=DISPUTE, side=Side.RESEARCH), {JONAS}),
    (Action.YIELD, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA}),
    (Action.CONFIRM, Situation(dispute=DISPUTE, side=Side.RESEARCH), {JONAS}),
    (Action.DECIDE, Situation(dispute=DISPUTE), {MAYA, ADA}),
    (Action.NAME_DEPUTY, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA}),
    (
        Action.NAME_DEPUTY,
        Situation(dispute=DISPUTE, side=Side.PRODUCT, lead_has_left=True),
        {MAYA, OLU},
    ),
    (Action.HAND_OVER, Situation(dispute=DISPUTE, side=Side.RESEARCH), {JONAS}),
    (
        Action.HAND_OVER,
        Situation(dispute=DISPUTE, side=Side.RESEARCH, lead_has_left=True),
        {JONAS, OLU},
    ),
    (Action.REPLACE_LEAD, Situation(dispute=DISPUTE, side=Side.RESEARCH), {LEE}),
    (Action.WITHDRAW, Situation(dispute=DISPUTE), {LEE}),
    (Action.PROPOSE_WITHDRAWAL, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA}),
    (
        Action.SEE,
        Situation(dispute=DISPUTE, privacy=Privacy.PUBLIC),
        {LEE, MAYA, ADA, JONAS, OLU, ZOE},
    ),
    (
        Action.SEE,
        Situation(dispute=DISPUTE, privacy=Privacy.PRIVATE),
        {LEE, MAYA, ADA, JONAS, OLU},
    ),
    (
        Action.SEE,
        Situation(dispute=DISPUTE, privacy=Privacy.UNKNOWN),
        {LEE, MAYA, ADA, JONAS, OLU},
    ),
]


@pytest.mark.parametrize(("action", "at", "allowed"), MATRIX)
def test_the_table_says_who_may(action: Action, at: Situation, allowed: set[Person]) -> None:
    assert {one for one in EVERYBODY if may(action, one, at)} == allowed


def test_every_action_has_its_row_in_the_table_and_in_this_test() -> None:
    assert set(RIGHTS) == set(Action) == {action for action, _, _ in MATRIX}


@pytest.mark.rule("Whoever can see a public channel can see its disputes.")
def test_a_full_member_sees_the_disputes_of_a_public_channel() -> None:
    assert may(Action.SEE, ZOE, Situation(dispute=DISPUTE, privacy=Privacy.PUBLIC))


@pytest.mark.rule(
    "A dispute in a private channel is seen by its opener, leads, deputies and the founders only."
)
def test_an_outsider_sees_nothing_of_a_private_channel() -> None:
    assert not may(Action.SEE, ZOE, Situation(dispute=DISPUTE, privacy=Privacy.PRIVATE))


@pytest.mark.rule("A channel whose privacy is not known counts as private.")
def test_privacy_that_is_not_known_counts_as_private() -> None:
    assert not may(Action.SEE, ZOE, Situation(dispute=DISPUTE))


@pytest.mark.rule("A guest sees only what they are part of.")
def test_a_guest_sees_what_they_are_part_of_and_no_more() -> None:
    guest_opener = person("Lee", GUS.membership)

    assert may(Action.SEE, guest_opener, Situation(dispute=DISPUTE))
    assert not may(Action.SEE, GUS, Situation(dispute=DISPUTE, privacy=Privacy.PUBLIC))


@pytest.mark.rule(
    "A dispute that may not be seen is refused in the same words as one that does not exist."
)
def test_a_dispute_that_may_not_be_seen_does_not_exist() -> None:
    with pytest.raises(NoSuchDispute) as refusal:
        check(Action.SEE, ZOE, Situation(dispute=DISPUTE))

    assert (
        str(refusal.value) == str(NoSuchDispute(12)) == "There is no dispute #12 that you can see."
    )


def test_who_speaks_for_a_side_acts_for_it() -> None:
    assert side_of(DISPUTE, ADA, Action.STATE_CASE) is Side.PRODUCT
    assert side_of(DISPUTE, JONAS, Action.STATE_CASE) is Side.RESEARCH


def test_who_speaks_for_neither_side_reads_who_does() -> None:
    with pytest.raises(NotAllowed) as refused:
        side_of(DISPUTE, ZOE, Action.STATE_CASE)

    assert str(refused.value) == (
        "You cannot state the case on #12. "
        "Maya (for product), Ada (for product) or Jonas (for research) can."
    )
    assert refused.value.may == (MAYA.id, ADA.id, JONAS.id)
