from dataclasses import replace

import pytest

from bot.domain.dispute import Dispute, SetAside
from bot.domain.ending import rule_at_end
from bot.domain.errors import NotAllowed, Refusal, Unfit
from bot.domain.notices import CardChanged, RulingSetAside
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.setting_aside import set_aside
from bot.domain.withdrawal import withdraw
from tests.builders import (
    DAY,
    END,
    HOUR,
    LEE,
    MAYA,
    MONDAY,
    OLU,
    ZOE,
    an_open_dispute,
    an_unsealed_dispute,
    person,
)

RULED, _ = rule_at_end(an_unsealed_dispute(), now=END)
NOW = END + DAY
REASON = "The merchants have left."


def aside(dispute: Dispute = RULED, reason: str = REASON, by: Person = OLU) -> Dispute:
    after, _ = set_aside(dispute, reason, by=by, now=NOW)
    return after


@pytest.mark.rule("A founder can set a ruling aside afterwards, with a reason.")
def test_a_founder_sets_a_ruling_aside() -> None:
    after, notices = set_aside(RULED, f" {REASON} ", by=OLU, now=NOW)

    assert after.set_aside == SetAside(by=OLU.id, at=NOW, reason=REASON)
    assert notices == (CardChanged(RULED.id), RulingSetAside(RULED.id))


@pytest.mark.rule("A ruling that is set aside stays on record, and so does the founder's word.")
def test_the_ruling_stays_as_it_was() -> None:
    assert replace(aside(), set_aside=None) == RULED


def test_everybody_who_sees_the_dispute_sees_that_it_is_set_aside() -> None:
    assert seen_in_channel(aside(), now=NOW).set_aside == aside().set_aside
    assert seen_in_channel(RULED, now=NOW).set_aside is None


@pytest.mark.parametrize("by", [LEE, MAYA, ZOE, person("Abe", admin=True)])
def test_nobody_but_a_founder_does(by: Person) -> None:
    with pytest.raises(NotAllowed) as refused:
        aside(by=by)

    assert str(refused.value) == "You cannot set the ruling aside on #12. A founder can."


@pytest.mark.parametrize("reason", ["", " \n"])
def test_it_takes_a_reason(reason: str) -> None:
    with pytest.raises(Unfit) as unfit:
        aside(reason=reason)

    assert [problem.field for problem in unfit.value.problems] == ["reason"]


def test_a_dispute_without_a_ruling_is_not_set_aside() -> None:
    with pytest.raises(Refusal, match="#12 is still open; only a ruling can be set aside"):
        aside(an_unsealed_dispute())


def test_a_ruling_that_chose_nothing_is_not_set_aside() -> None:
    withdrawn, _ = withdraw(an_open_dispute(), by=LEE, now=MONDAY + HOUR)
    lapsed, _ = rule_at_end(an_open_dispute(), now=END)

    for nothing_chosen in (withdrawn, lapsed):
        with pytest.raises(Refusal, match="Nothing was chosen on #12"):
            aside(nothing_chosen)


def test_the_same_word_twice_is_one() -> None:
    assert set_aside(aside(), REASON, by=OLU, now=NOW + HOUR) == (aside(), ())


@pytest.mark.parametrize(
    ("reason", "by"), [("Another reason.", OLU), (REASON, person("Ola", founder=True))]
)
def test_another_word_after_it_is_refused(reason: str, by: Person) -> None:
    with pytest.raises(Refusal, match=r"#12 was set aside on .* already"):
        aside(aside(), reason, by)
