"""What a builder says of the days: they stand, or it takes longer."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from bot.domain.builders import confirm_days, raise_days, state_burden
from bot.domain.case import BuilderWord, Option, Side
from bot.domain.dispute import Dispute, Open
from bot.domain.errors import HasEnded, Refusal, Unfit
from bot.domain.facts import Change
from bot.domain.filing import state_case
from bot.domain.ids import OptionId, UserId
from bot.domain.notices import (
    BuilderAsked,
    CardChanged,
    CaseFiled,
    CaseRevised,
    ConfirmationsVoided,
    DaysRaised,
    Notice,
)
from bot.domain.person import Person
from bot.domain.settling import confirm_option
from bot.domain.withdrawal import propose_withdrawal
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    HOUR,
    JONAS,
    MAYA,
    ZOE,
    a_case,
    a_ruled_dispute,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    ruling_of,
)

PRODUCT, RESEARCH = Side.PRODUCT, Side.RESEARCH
NOW = BOTH_IN + HOUR
OURS = an_option(builder=ZOE.id)
SEALED = file(an_open_dispute(), PRODUCT, OURS)
UNSEALED = an_unsealed_dispute((OURS,))
WHY = "The labelling takes a week."
TWENTY = BuilderWord(by=ZOE.id, at=NOW, days=20, raised_from=14, why=WHY)


def option_of(dispute: Dispute) -> Option:
    return dispute.filed[0].case.options[0]


def stands(dispute: Dispute, days: int = 14, by: Person = ZOE) -> Dispute:
    return confirm_days(dispute, PRODUCT, OURS.id, days=days, by=by, now=NOW)[0]


def longer(dispute: Dispute, days: int = 20, why: str = WHY, by: Person = ZOE) -> Dispute:
    return raise_days(dispute, PRODUCT, OURS.id, days, why, by=by, now=NOW)[0]


def restated(dispute: Dispute, option: Option, by: Person = MAYA) -> Dispute:
    return state_case(dispute, PRODUCT, a_case(option), by=by, now=NOW)[0]


def confirmed(dispute: Dispute) -> Dispute:
    return confirm_option(dispute, PRODUCT, OURS.id, revision=1, by=MAYA, now=NOW)[0]


def words_on(dispute: Dispute) -> Open:
    assert isinstance(dispute.state, Open)
    return dispute.state


# They stand


@pytest.mark.rule("A builder can confirm the days, which changes nothing else.")
def test_days_that_stand_are_confirmed_at_the_same_revision() -> None:
    word = BuilderWord(by=ZOE.id, at=NOW, days=14)

    assert option_of(stands(UNSEALED)) == replace(OURS, builder_word=word)
    assert option_of(stands(UNSEALED)).is_confirmed


def test_days_that_stand_void_neither_a_confirmation_nor_a_proposal() -> None:
    dispute, _ = propose_withdrawal(confirmed(UNSEALED), RESEARCH, by=JONAS, now=NOW)

    assert stands(dispute).state == dispute.state


@pytest.mark.rule("What a builder answers leaves a proposal to withdraw as it is.")
@pytest.mark.parametrize("make", [an_unsealed_dispute, lambda ours: file(SEALED, PRODUCT, *ours)])
def test_no_answer_of_a_builder_makes_a_proposal_lapse(
    make: Callable[[tuple[Option, ...]], Dispute],
) -> None:
    dispute = make((an_option(builder=ZOE.id, ops_burden=2),))
    dispute, _ = propose_withdrawal(dispute, RESEARCH, by=JONAS, now=NOW)

    heavier, _ = state_burden(dispute, PRODUCT, OURS.id, 4, by=ZOE, now=NOW)

    assert option_of(heavier).figures.ops_burden == 4
    for after in (stands(dispute), longer(dispute), heavier):
        assert words_on(after).proposal == words_on(dispute).proposal is not None


@pytest.mark.parametrize(
    ("dispute", "told"), [(UNSEALED, (CardChanged(UNSEALED.id),)), (SEALED, ())]
)
def test_that_the_days_stand_redraws_the_card_once_both_cases_are_in(
    dispute: Dispute, told: tuple[Notice, ...]
) -> None:
    _, notices = confirm_days(dispute, PRODUCT, OURS.id, days=14, by=ZOE, now=NOW)

    assert notices == told


def test_the_days_stand_twice_as_they_do_once() -> None:
    once = stands(UNSEALED)
    twice = confirm_days(once, PRODUCT, OURS.id, days=14, by=ZOE, now=NOW + HOUR)

    assert twice == (once, ())


def test_a_revision_of_the_side_makes_a_proposal_lapse_as_ever() -> None:
    dispute, _ = propose_withdrawal(UNSEALED, RESEARCH, by=JONAS, now=NOW)

    assert words_on(restated(dispute, replace(OURS, days_to_feedback=20))).proposal is None


def test_days_that_have_changed_since_they_were_read_are_not_confirmed() -> None:
    changed = restated(UNSEALED, replace(OURS, days_to_feedback=20))

    with pytest.raises(Refusal, match='"Rules-based filter" now says 20 days, not 14'):
        stands(changed)


def test_of_several_options_the_one_alone_is_confirmed() -> None:
    other = an_option("Smaller filter", 9, builder=ZOE.id)
    after = stands(an_unsealed_dispute((OURS, other)))

    assert [one.is_confirmed for one in after.filed[0].case.options] == [True, False]


@pytest.mark.rule("When a builder says nothing the days stand, and are not confirmed.")
def test_silence_lets_the_days_stand() -> None:
    chosen = ruling_of(a_ruled_dispute(OURS)).chosen

    assert chosen is not None
    assert (chosen.option.days_to_feedback, chosen.option.is_confirmed) == (14, False)


def test_a_ruling_keeps_that_the_days_are_confirmed() -> None:
    filed = replace(OURS, builder=MAYA.id)

    chosen = ruling_of(a_ruled_dispute(filed)).chosen
    assert chosen is not None
    assert chosen.option.is_confirmed


# It takes longer


@pytest.mark.rule("A builder can say that it takes longer, and why; those are the days from then.")
@pytest.mark.parametrize("dispute", [SEALED, UNSEALED])
def test_longer_replaces_the_days_at_once(dispute: Dispute) -> None:
    after = longer(dispute, why=f" {WHY} ")

    assert option_of(after) == replace(OURS, days_to_feedback=20, revision=2, builder_word=TWENTY)
    assert option_of(after).is_confirmed


def test_longer_can_change_what_the_rule_would_choose() -> None:
    slow = longer(UNSEALED, 80).verdict().choice

    assert slow is not None
    assert slow.side is RESEARCH


@pytest.mark.rule("When a builder raises the days of an option, its confirmations are void.")
def test_longer_voids_the_confirmations_of_the_option_and_tells_of_it() -> None:
    after, notices = raise_days(confirmed(UNSEALED), PRODUCT, OURS.id, 20, WHY, by=ZOE, now=NOW)

    assert words_on(after).confirmations == ()
    assert notices == (
        CardChanged(after.id),
        ConfirmationsVoided(after.id, OURS.title),
        DaysRaised(after.id, PRODUCT, OURS.id, TWENTY),
    )


def test_longer_while_sealed_tells_its_own_side_alone() -> None:
    _, notices = raise_days(SEALED, PRODUCT, OURS.id, 20, WHY, by=ZOE, now=NOW)

    assert notices == (DaysRaised(SEALED.id, PRODUCT, OURS.id, TWENTY),)


def test_longer_twice_in_the_same_words_is_once() -> None:
    once = longer(UNSEALED)

    assert raise_days(once, PRODUCT, OURS.id, 20, WHY, by=ZOE, now=NOW + HOUR) == (once, ())


def test_longer_and_longer_still_says_what_the_side_had_stated() -> None:
    word = option_of(longer(longer(UNSEALED), 25)).builder_word

    assert word is not None
    assert (word.raised_from, word.days) == (14, 25)


def test_longer_than_what_the_side_has_raised_since_says_what_it_stated_last() -> None:
    raised = restated(longer(UNSEALED), replace(OURS, days_to_feedback=30))
    word = option_of(longer(raised, 40)).builder_word

    assert word is not None
    assert (word.raised_from, word.days) == (30, 40)


@pytest.mark.rule("A builder cannot say that it takes less.")
@pytest.mark.parametrize("days", [1, 13, 14])
def test_it_can_only_be_more(days: int) -> None:
    with pytest.raises(Unfit) as refused:
        longer(UNSEALED, days)

    (problem,) = refused.value.problems
    assert problem.field == "days"
    assert problem.sentence == "The case says 14 days; here it can only be more."


def test_an_old_word_said_again_is_no_less_too_short() -> None:
    raised = restated(longer(UNSEALED), replace(OURS, days_to_feedback=30))

    with pytest.raises(Unfit, match="The case says 30 days"):
        longer(raised)


@pytest.mark.parametrize("why", ["", " \n"])
def test_longer_takes_a_reason(why: str) -> None:
    with pytest.raises(Unfit) as refused:
        longer(UNSEALED, 13, why)

    assert [problem.field for problem in refused.value.problems] == ["days", "why"]


# What it would be to look after


@pytest.mark.rule("A builder can say what an option would be to look after, from 1 to 5.")
@pytest.mark.parametrize("known", [None, 1, 4])
def test_before_unsealing_any_burden_can_be_said(known: int | None) -> None:
    sealed = file(an_open_dispute(), PRODUCT, an_option(builder=ZOE.id, ops_burden=known))
    after, notices = state_burden(sealed, PRODUCT, OURS.id, 3, by=ZOE, now=NOW)

    assert option_of(after).figures.ops_burden == 3
    assert option_of(after).revision == 2
    assert notices == (() if known == 3 else (CaseFiled(sealed.id, PRODUCT),))


@pytest.mark.rule("Once both cases are in, a builder can only say a heavier burden than is known.")
@pytest.mark.parametrize("known", [None, 4])
def test_after_unsealing_no_burden_gets_lighter_or_known(known: int | None) -> None:
    option = an_option(builder=ZOE.id, ops_burden=known)

    with pytest.raises(Unfit, match="ops burden"):
        state_burden(an_unsealed_dispute((option,)), PRODUCT, OURS.id, 3, by=ZOE, now=NOW)


def test_after_unsealing_a_heavier_burden_counts_and_the_same_is_none() -> None:
    dispute = stands(an_unsealed_dispute((an_option(builder=ZOE.id, ops_burden=3),)))
    heavier, notices = state_burden(dispute, PRODUCT, OURS.id, 5, by=ZOE, now=NOW)

    assert option_of(heavier).figures.ops_burden == 5
    assert option_of(heavier).is_confirmed
    change = Change(what=f"{OURS.title}: ops burden", before=("3 of 5",), after=("5 of 5",))
    told = (CardChanged(dispute.id), CaseRevised(dispute.id, PRODUCT, (change,)))
    assert notices == told
    assert state_burden(dispute, PRODUCT, OURS.id, 3, by=ZOE, now=NOW) == (dispute, ())


# Who, and until when


@pytest.mark.parametrize("by", [MAYA, JONAS, ADA])
def test_nobody_but_the_builder_answers(by: Person) -> None:
    sentence = "You are not named as the builder of this option on #12 any more"

    for answer in (stands, longer):
        with pytest.raises(Refusal, match=sentence):
            answer(UNSEALED, by=by)


def test_the_builder_of_an_option_that_is_gone_is_not_needed() -> None:
    with pytest.raises(Refusal, match="your answer is not needed"):
        stands(restated(UNSEALED, an_option("Something else", 20)))


@pytest.mark.parametrize("builder", [JONAS, ZOE])
def test_who_speaks_for_the_other_side_answers_nothing_while_the_case_is_sealed(
    builder: Person,
) -> None:
    theirs = file(an_open_dispute(), PRODUCT, replace(OURS, builder=builder.id))
    sentence = (
        "You speak for research on #12 now. You are asked again once both cases are in, "
        "if you are still named."
    )

    with pytest.raises(Refusal, match=f"^{sentence}$"):
        stands(theirs, by=JONAS)


def test_an_answer_after_the_end_does_not_count() -> None:
    with pytest.raises(HasEnded):
        confirm_days(UNSEALED, PRODUCT, OURS.id, days=14, by=ZOE, now=END)
    with pytest.raises(HasEnded):
        raise_days(a_ruled_dispute(OURS), PRODUCT, OURS.id, 20, WHY, by=ZOE, now=END + DAY)


# What a revision keeps of it


@pytest.mark.rule("A side can never state fewer days than the builder of its option has said.")
@pytest.mark.parametrize("dispute", [SEALED, UNSEALED])
def test_the_side_states_no_fewer_days_than_its_builder(dispute: Dispute) -> None:
    with pytest.raises(Unfit) as refused:
        restated(longer(dispute), replace(OURS, days_to_feedback=19))

    assert {problem.field for problem in refused.value.problems} == {
        f"option:{OURS.id}:days_to_feedback"
    }


def test_a_detour_over_more_days_leads_to_no_fewer() -> None:
    detour = restated(longer(SEALED), replace(OURS, days_to_feedback=30))

    assert not option_of(detour).is_confirmed
    with pytest.raises(Unfit, match="The person who would build it says 20 days"):
        restated(detour, OURS)


def test_back_at_the_builders_days_they_are_confirmed_as_before() -> None:
    detour = restated(longer(SEALED), replace(OURS, days_to_feedback=30))

    back = restated(detour, replace(OURS, days_to_feedback=20))
    assert option_of(back).is_confirmed


def test_whoever_files_can_take_back_their_own_word_before_unsealing() -> None:
    mine = an_option(builder=MAYA.id)
    filed = restated(an_open_dispute(), mine)

    shorter = restated(filed, replace(mine, days_to_feedback=9))
    assert (option_of(shorter).days_to_feedback, option_of(shorter).is_confirmed) == (9, True)


def test_days_that_the_side_raises_are_confirmed_no_more_and_asked_about_again() -> None:
    more = a_case(replace(OURS, days_to_feedback=20))
    after, notices = state_case(stands(UNSEALED), PRODUCT, more, by=MAYA, now=NOW)

    assert not option_of(after).is_confirmed
    assert notices[-1] == BuilderAsked(after.id, PRODUCT, ZOE.id)


def refused(dispute: Dispute, option: Option) -> Unfit:
    with pytest.raises(Unfit) as unfit:
        restated(dispute, option)
    return unfit.value


@pytest.mark.rule(
    "Only somebody else who would build it can say fewer days than a builder has, and is asked."
)
def test_another_builder_has_not_said_what_the_first_one_did() -> None:
    other = a_case(replace(OURS, builder=ADA.id))
    after, notices = state_case(longer(SEALED), PRODUCT, other, by=MAYA, now=NOW)

    assert not option_of(after).is_confirmed
    assert option_of(after).days_to_feedback == 14
    assert notices[-1] == BuilderAsked(after.id, PRODUCT, ADA.id)


def test_without_a_builder_there_are_no_fewer_days_than_the_one_before_had_said() -> None:
    nobody = replace(OURS, builder=None)
    (problem,) = refused(longer(SEALED), nobody).problems

    assert problem.field == f"option:{OURS.id}:days_to_feedback"
    assert problem.sentence == (
        "The person who was to build it says 20 days. It can be fewer only if you name "
        "somebody else who would build it."
    )
    assert option_of(restated(longer(SEALED), replace(nobody, days_to_feedback=20)))


@pytest.mark.parametrize("between", [None, ADA.id])
def test_a_detour_over_another_builder_or_none_leads_to_no_fewer_days(
    between: UserId | None,
) -> None:
    raised = replace(OURS, days_to_feedback=20)
    detour = restated(longer(SEALED), replace(raised, builder=between))

    assert not option_of(detour).is_confirmed
    assert refused(detour, OURS)
    assert refused(detour, replace(OURS, builder=None))
    assert option_of(restated(detour, raised)).builder_word == TWENTY
    assert option_of(restated(detour, raised)).is_confirmed


@pytest.mark.parametrize("title", ["Rules-based filter", "RULES-BASED  filter "])
@pytest.mark.parametrize("builder", [ZOE.id, None])
def test_an_option_that_is_added_anew_has_no_fewer_days_than_its_builder_said(
    title: str, builder: UserId | None
) -> None:
    anew = replace(OURS, id=OptionId("new"), title=title, builder=builder)

    (problem,) = refused(longer(SEALED), anew).problems
    assert problem.field == "option:new:days_to_feedback"


def test_an_option_that_is_added_anew_with_the_builders_days_is_confirmed() -> None:
    anew = replace(OURS, id=OptionId("new"), days_to_feedback=20)
    after, notices = state_case(longer(SEALED), PRODUCT, a_case(anew), by=MAYA, now=NOW)

    assert option_of(after).is_confirmed
    assert not any(isinstance(notice, BuilderAsked) for notice in notices)


def test_an_option_without_a_title_is_not_taken_for_another_one() -> None:
    untitled = replace(OURS, title=" ")
    sealed = file(an_open_dispute(), PRODUCT, untitled)
    anew = replace(untitled, id=OptionId("new"))

    assert option_of(restated(longer(sealed), anew)).days_to_feedback == 14


def test_of_two_options_of_one_title_the_longer_word_counts() -> None:
    twin = replace(OURS, id=OptionId("twin"))
    both = file(an_open_dispute(), PRODUCT, twin, OURS, an_option("Else"))
    anew = replace(OURS, id=OptionId("new"), days_to_feedback=19)

    assert refused(longer(both), anew)


def test_a_change_of_words_keeps_what_the_builder_said() -> None:
    after = restated(stands(UNSEALED), replace(OURS, title="Rules and patterns"))

    assert option_of(after).is_confirmed
