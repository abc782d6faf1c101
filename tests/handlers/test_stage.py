"""A dispute of an area says how far that is, and names the one who decides for it."""

import pytest

from bot.domain.area import Stage, Terms
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.notices import MayDecide, NobodyActs, NotDelivered
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.telling import Direct, deliveries
from handlers.card import build
from handlers.details import how_it_ends
from handlers.ids import Click
from handlers.may_do import Asker, deeds
from handlers.page import Page
from tests.builders import (
    BOTH_IN,
    DAY,
    FILTER,
    HOUR,
    JONAS,
    LEE,
    MAYA,
    TRANSFORMER,
    an_open_dispute,
    file,
)
from tests.handlers.looks import clicks, read
from tests.handlers.test_rendering import to

LATER = BOTH_IN + DAY
DECIDERS = [(Stage.BEFORE, JONAS, MAYA), (Stage.AFTER, MAYA, JONAS)]


def of_an_area(stage: Stage) -> Dispute:
    return an_open_dispute(area="fraud detection", terms=Terms(stage=stage))


def both_in(stage: Stage) -> Dispute:
    dispute = file(of_an_area(stage), Side.PRODUCT, FILTER)
    return file(dispute, Side.RESEARCH, TRANSFORMER, now=BOTH_IN)


@pytest.mark.parametrize(("stage", "decides", "_other"), DECIDERS)
def test_the_card_says_the_stage_and_who_decides(
    stage: Stage, decides: Person, _other: Person
) -> None:
    seen = seen_in_channel(of_an_area(stage), now=BOTH_IN)
    said = read(build(seen, now=BOTH_IN))

    assert f"Area: fraud detection, {stage}: @{decides.id} decides" in said
    assert f"when @{decides.id} decides with a reason" in said


def test_an_area_that_was_only_typed_stands_alone() -> None:
    seen = seen_in_channel(an_open_dispute(area="fraud detection"), now=BOTH_IN)

    assert "Area: fraud detection\n" in read(build(seen, now=BOTH_IN))


@pytest.mark.parametrize(("stage", "decides", "_other"), DECIDERS)
def test_how_it_ends_names_the_decider_and_why_it_is_them(
    stage: Stage, decides: Person, _other: Person
) -> None:
    seen = seen_in_channel(both_in(stage), now=LATER)
    said = read(how_it_ends(Page(seen=seen, now=LATER, most=3000)))

    assert f"Decided: @{decides.id} picks an option and gives a reason, from now on." in said
    assert f"{stage.decider.capitalize()} decides {stage}." in said


@pytest.mark.parametrize(("stage", "decides", "other"), DECIDERS)
def test_that_they_may_decide_is_told_to_the_decider_and_to_nobody_else(
    stage: Stage, decides: Person, other: Person
) -> None:
    dispute = both_in(stage)
    notice = MayDecide(dispute.id)

    assert [one.place for one in deliveries(dispute, [notice])] == [Direct(decides.id)]
    assert to(decides.id, notice, dispute, now=LATER)
    assert to(other.id, notice, dispute, now=LATER) is None


def test_the_opener_is_offered_no_other_lead_where_the_area_has_its_own() -> None:
    dispute = an_open_dispute(area="fraud detection", terms=Terms(), is_led_by_area=True)
    gone = to(LEE.id, NobodyActs(dispute.id, Side.RESEARCH), dispute)
    not_sent = to(LEE.id, NotDelivered(dispute.id, JONAS.id, "user_disabled"), dispute)
    offered = deeds(Asker(dispute=dispute, person=LEE, now=LATER))

    assert gone
    assert 'A founder can name another lead, by "More" on the card' in read(gone)
    assert clicks(gone) == [Click.MORE]
    assert not_sent
    assert clicks(not_sent) == [Click.TRY_AGAIN]
    assert Click.REPLACE_LEAD not in {deed.click for deed in offered}


def test_what_is_decided_says_its_stage_and_no_longer_who_decides() -> None:
    dispute = of_an_area(Stage.BEFORE)
    over = dispute.window.closes_at + HOUR

    ended, _ = rule_at_end(dispute, now=over)
    said = read(build(seen_in_channel(ended, now=over), now=over))

    assert "Area: fraud detection, before the first customer prototype\n" in said
