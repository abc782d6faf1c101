import pytest

from bot.domain.case import Side
from bot.domain.errors import NoSuchDispute, NotAllowed
from bot.domain.leads import name_deputy
from bot.domain.person import Membership, Person
from bot.domain.rights import (
    RIGHTS,
    Action,
    Privacy,
    Situation,
    check,
    check_in_workspace,
    may,
    may_in_workspace,
    side_of,
)
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
    an_option,
    person,
)

DISPUTE, _ = name_deputy(an_open_dispute(), Side.PRODUCT, ADA, by=MAYA, now=MONDAY)
EVERYBODY = {LEE, MAYA, ADA, JONAS, OLU, ZOE, GUS}
ABE = person("Abe", admin=True)
FULL_MEMBER = Membership.FULL_MEMBER

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
    (Action.SET_ASIDE, Situation(dispute=DISPUTE), {OLU}),
    (Action.CONFIRM_DAYS, Situation(dispute=DISPUTE, side=Side.PRODUCT), set()),
    (
        Action.CONFIRM_DAYS,
        Situation(dispute=DISPUTE, side=Side.PRODUCT, option=an_option(builder=ZOE.id)),
        {ZOE},
    ),
    (Action.RAISE_GATE, Situation(dispute=DISPUTE, side=Side.RESEARCH), {JONAS}),
    (Action.SIGN_OFF, Situation(dispute=DISPUTE), {OLU}),
    (Action.RETIRE, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA, OLU}),
    (Action.RECORD_OUTCOME, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA}),
    (
        Action.RECORD_OUTCOME,
        Situation(dispute=DISPUTE, side=Side.RESEARCH, lead_has_left=True),
        {JONAS, OLU},
    ),
    (Action.LOOK_AGAIN, Situation(dispute=DISPUTE), {MAYA, ADA, JONAS, OLU}),
    (Action.REOPEN_OVERDUE, Situation(dispute=DISPUTE, side=Side.PRODUCT), {MAYA, ADA}),
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


IN_WORKSPACE = [Action.SETTINGS, Action.DIGEST, Action.EXPORT, Action.HEALTH]


@pytest.mark.parametrize("action", IN_WORKSPACE)
def test_the_table_says_who_may_what_is_about_no_dispute(action: Action) -> None:
    assert {one for one in {*EVERYBODY, ABE} if may_in_workspace(action, one)} == {OLU, ABE}


@pytest.mark.parametrize("membership", [one for one in Membership if one is not FULL_MEMBER])
@pytest.mark.parametrize("action", IN_WORKSPACE)
def test_whoever_is_no_full_member_may_nothing_there(
    action: Action, membership: Membership
) -> None:
    """Whatever else Slack says of them; nobody known is nobody."""
    assert not may_in_workspace(action, person("Al", membership, founder=True, admin=True))


@pytest.mark.parametrize(
    ("action", "refused_what"),
    [
        (Action.SETTINGS, "change the settings"),
        (Action.DIGEST, "ask for the digest"),
        (Action.EXPORT, "export the records"),
        (Action.HEALTH, "ask how the bot is"),
    ],
)
def test_who_may_not_reads_what_was_refused_and_who_may(action: Action, refused_what: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        check_in_workspace(action, ZOE)

    assert str(refused.value) == (
        f"You cannot {refused_what}. A founder or an admin or owner of the workspace can."
    )


def test_every_action_has_its_row_in_the_table_and_in_this_test() -> None:
    tested = {action for action, _, _ in MATRIX} | set(IN_WORKSPACE)

    assert set(RIGHTS) == set(Action) == tested


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
