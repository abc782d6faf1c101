"""What one person alone is told, while a dispute is open and when it has ended."""

from dataclasses import replace
from datetime import datetime

import pytest

from bot.domain.case import Audience, Option, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.leads import name_deputy, pass_on_lead
from bot.domain.notices import (
    CaseAsked,
    CaseFiled,
    CasesUnsealed,
    ConfirmationsVoided,
    DeputyNamed,
    LeadChanged,
    NotDelivered,
    Notice,
    OptionConfirmed,
    Ruled,
    SideYielded,
    WithdrawalProposed,
)
from bot.domain.person import Person
from bot.domain.settling import confirm_option, decide
from bot.domain.telling import Delivery, Direct
from bot.domain.withdrawal import propose_withdrawal, withdraw
from bot.domain.yielding import yield_side
from handlers.blocks import Message
from handlers.dms_on_delivery import REASONS
from handlers.ids import Click
from handlers.rendering import render
from tests.builders import (
    ADA,
    DAY,
    END,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)
from tests.handlers.looks import NOW, after, as_json, buttons, clicks, read

TUESDAY = MONDAY + DAY
ID = an_open_dispute().id
IN_HOUSE = an_option("Internal tool", 3, audience=Audience.INTERNAL)
DASHBOARD = an_option("Dashboard", 20)
QUESTION = "#12 Transformer upgrade or rules-based filter?"


def to(reader: Person, notice: Notice, dispute: Dispute, now: datetime = TUESDAY) -> Message:
    delivery = Delivery(about=dispute.id, notice=notice, place=Direct(reader.id))
    message = render(delivery, dispute, now=now)
    assert message is not None
    return message


# Being asked for a case


def asked(reader: Person, dispute: Dispute, side: Side = Side.RESEARCH) -> Message:
    return to(reader, CaseAsked(ID, side, reader.id), dispute)


def test_a_lead_is_asked_for_the_case_with_what_it_takes_and_what_happens_without() -> None:
    assert read(asked(JONAS, an_open_dispute())).splitlines() == [
        "@Lee has opened #12: Transformer upgrade or rules-based filter?",
        "You speak for research, until Mon 9 March 2026, 10:00 UTC.",
        "The customer's problem: Merchants ask why a payment was blocked.",
        (
            "Four things: what holds it back, what should change for whom, one piece of evidence, "
            "and one thing to build with its days. About four minutes; you can change it later."
        ),
        "@Maya cannot read it before product's case is in.",
        "If research files nothing, none of its options can be chosen.",
        "[State our case] [Name a deputy] [Not me]",
    ]


def test_a_deputy_is_told_for_whom_and_cannot_name_another() -> None:
    dispute = after(name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=TUESDAY))

    assert "You speak for research as deputy of @Jonas, until" in read(asked(ADA, dispute))
    assert clicks(asked(ADA, dispute)) == [Click.STATE_CASE]


def test_an_opener_who_leads_a_side_is_called_you() -> None:
    assert read(asked(MAYA, an_open_dispute_by(MAYA), Side.PRODUCT)).startswith("You have opened")


def an_open_dispute_by(opener: Person) -> Dispute:
    dispute = an_open_dispute()
    return replace(dispute, opening=replace(dispute.opening, by=opener.id))


def test_the_second_side_is_told_that_the_first_is_in() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)

    told = read(asked(JONAS, dispute))
    assert "Product's case is in. Once yours is too, both can be read." in told
    assert "cannot read it" not in told


def test_who_is_asked_after_a_yield_is_told_that_one_option_is_enough() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.PRODUCT, "Busy", by=MAYA, now=TUESDAY))

    assert "Product has yielded: file one option and it is chosen at once." in read(
        asked(JONAS, dispute)
    )


# One's own case


def test_a_filed_case_is_told_to_its_own_side_in_full() -> None:
    told = to(MAYA, CaseFiled(ID, Side.PRODUCT), file(an_open_dispute(), Side.PRODUCT, FILTER))

    for said in (
        "Product's case is in. You can revise it until Mon 9 March 2026, 10:00 UTC.",
        "What holds it back: accuracy: The model misses new patterns.",
        "What should change: missed fraud from 6 to 4, for all merchants",
        "Evidence, benchmark: Leads on the internal set.",
        "Option: Rules-based filter",
        "- days: 14",
        "@Jonas cannot read it before research's case is in.",
    ):
        assert said in read(told)
    assert buttons(told) == {"Revise": "12"}
    assert clicks(told) == [Click.STATE_CASE]


def test_while_sealed_it_says_how_the_own_options_rank_and_that_this_is_not_all() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, DASHBOARD, FILTER, IN_HOUSE)

    assert (
        "Among your own options, the rule says:\n"
        "1. Rules-based filter (product): 14 days\n"
        "2. Dashboard (product): 20 days, against 14\n"
        "The rule cannot choose:\n"
        "- Internal tool (product): it reaches nobody outside the company\n"
        "This says nothing of the other side's options; nobody on your side can read them."
    ) in read(to(MAYA, CaseFiled(ID, Side.PRODUCT), dispute))


def test_with_both_in_it_does_not_rank_the_own_options_alone() -> None:
    told = to(JONAS, CaseFiled(ID, Side.RESEARCH), an_unsealed_dispute())

    assert "Among your own options" not in read(told)


def test_who_filed_several_after_a_yield_is_told_to_pick() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.RESEARCH, "No", by=JONAS, now=TUESDAY))
    dispute = file(dispute, Side.PRODUCT, FILTER, DASHBOARD, now=TUESDAY)
    told = to(MAYA, CaseFiled(ID, Side.PRODUCT), dispute)

    assert "Research has yielded: pick one option and it is chosen at once." in read(told)
    assert clicks(told) == [Click.CONFIRM, Click.STATE_CASE]


# Both in


def test_both_sides_are_told_what_the_rule_would_choose_and_who_may_decide() -> None:
    told = to(JONAS, CasesUnsealed(ID), an_unsealed_dispute())

    assert read(told).splitlines() == [
        "You both named accuracy.",
        f"Both cases are in on {QUESTION}",
        (
            "The rule would choose today: Rules-based filter, 14 days, three pilot merchants. "
            "Next: Transformer upgrade, 70 days."
        ),
        "When both sides confirm the same option, it is settled at once.",
        "@Maya may decide, with a reason, from Tue 3 March 2026, 12:00 UTC.",
        "Otherwise the rule ends it, Mon 9 March 2026, 10:00 UTC.",
        "[Confirm an option] [Both cases]",
    ]


def test_the_decider_is_told_that_it_is_they() -> None:
    told = read(to(MAYA, CasesUnsealed(ID), an_unsealed_dispute()))

    assert "You may decide, with a reason, from Tue 3 March 2026, 12:00 UTC." in told


# The other side's words


def confirmed(dispute: Dispute, side: Side = Side.PRODUCT) -> Dispute:
    lead = MAYA if side is Side.PRODUCT else JONAS
    option = FILTER if side is Side.PRODUCT else TRANSFORMER
    return after(
        confirm_option(
            dispute, side, option.id, revision=1, by=lead, now=TUESDAY, then="the other in April"
        )
    )


def test_a_confirmation_asks_for_the_other_sides_word() -> None:
    told = to(
        JONAS, OptionConfirmed(ID, Side.PRODUCT, FILTER.title), confirmed(an_unsealed_dispute())
    )

    assert read(told).splitlines()[:3] == [
        QUESTION,
        "@Maya has confirmed for product: Rules-based filter, and next: the other in April.",
        "Your answer is open. If you confirm the same, it is agreed.",
    ]
    assert "The rule would choose today: Rules-based filter" in read(told)
    assert clicks(told) == [Click.CONFIRM, Click.BOTH_CASES]


def test_who_has_confirmed_something_else_is_reminded_of_it() -> None:
    dispute = confirmed(confirmed(an_unsealed_dispute(), Side.RESEARCH))

    assert "Your side has confirmed Transformer upgrade." in read(
        to(JONAS, OptionConfirmed(ID, Side.PRODUCT, FILTER.title), dispute)
    )


def test_a_voided_confirmation_says_of_what_and_what_to_do() -> None:
    told = to(JONAS, ConfirmationsVoided(ID, "Rules-based filter"), an_unsealed_dispute())

    assert read(told).splitlines()[1:3] == [
        "Rules-based filter was changed or taken out, so a confirmation of it no longer counts.",
        "Read it again, then confirm what you take.",
    ]


def test_a_yield_is_told_with_its_reason_and_asks_for_one_option() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))
    told = to(MAYA, SideYielded(ID, Side.RESEARCH), dispute)

    assert "@Jonas has yielded for research, for this reason:\n> No data" in read(told)
    assert "Your option is chosen as soon as you file one" in read(told)
    assert clicks(told) == [Click.STATE_CASE]


def test_a_yield_asks_who_has_filed_several_to_pick() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER, DASHBOARD)
    dispute = after(yield_side(dispute, Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))
    told = to(MAYA, SideYielded(ID, Side.RESEARCH), dispute)

    assert "Pick one of your options; it is chosen at once." in read(told)
    assert clicks(told) == [Click.CONFIRM]


def test_a_proposal_to_withdraw_says_that_doing_nothing_is_an_answer() -> None:
    dispute = after(propose_withdrawal(an_unsealed_dispute(), Side.RESEARCH, by=JONAS, now=TUESDAY))
    told = to(MAYA, WithdrawalProposed(ID, Side.RESEARCH), dispute)

    assert "If not, you need do nothing: the proposal lapses Wed 4 March 2026, 10:00 UTC" in read(
        told
    )
    assert clicks(told) == [Click.WITHDRAW]


# Leads and deputies


def test_who_passed_the_lead_on_is_let_go() -> None:
    dispute = after(pass_on_lead(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=TUESDAY))
    told = to(JONAS, LeadChanged(ID, Side.RESEARCH, JONAS.id, ADA.id), dispute)

    assert read(told).splitlines() == [
        QUESTION,
        "@Ada now speaks for research. Nothing here waits for you any more.",
    ]


def test_who_takes_the_lead_over_is_told_that_the_case_is_in() -> None:
    dispute = after(pass_on_lead(an_unsealed_dispute(), Side.RESEARCH, ADA, by=JONAS, now=TUESDAY))
    told = to(ADA, LeadChanged(ID, Side.RESEARCH, JONAS.id, ADA.id), dispute)

    assert "You now speak for research." in read(told)
    assert "Research's case is in; you can revise it until" in read(told)
    assert clicks(told) == [Click.CONFIRM, Click.BOTH_CASES, Click.MORE]


def test_a_deputy_of_a_side_that_has_filed_reads_its_case_by_revising_it() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)
    dispute = after(name_deputy(dispute, Side.PRODUCT, ADA, by=MAYA, now=TUESDAY))
    told = to(ADA, DeputyNamed(ID, Side.PRODUCT, ADA.id), dispute)

    assert "You are now deputy of @Maya for product, and may do all that the lead may." in read(
        told
    )
    assert buttons(told) == {"Read and revise": "12", "More": "12"}


# The ruling


def ruled(reader: Person, dispute: Dispute, now: datetime = NOW) -> Message:
    return to(reader, Ruled(ID), dispute, now)


def by_the_rule(dispute: Dispute) -> Dispute:
    return after(rule_at_end(dispute, now=END))


def test_the_chosen_side_is_told_what_it_owes_by_when() -> None:
    told = ruled(MAYA, by_the_rule(an_unsealed_dispute()), END)

    assert (
        "You owe: the customers' answer by Mon 23 March 2026.\n"
        "Whose: three pilot merchants\n"
        "How it comes: they label each block in the weekly call"
    ) in read(told)
    assert clicks(told) == [Click.BOTH_CASES, Click.FULL_RANKING, Click.ANSWERED]


def test_the_side_not_chosen_reads_how_its_own_option_stood_and_what_it_keeps() -> None:
    told = ruled(JONAS, by_the_rule(an_unsealed_dispute()), END)

    assert read(told).splitlines() == [
        QUESTION,
        "It went to Rules-based filter, 14 days, by the rule.",
        "Your Transformer upgrade stood at 70 days, against 14.",
        "Your case stands beside the ruling for anyone who reads it.",
        "The customers' answer is due by Mon 23 March 2026, and may be the best evidence there is.",
        (
            "If something new turns up, or a smaller version that a customer can judge sooner, "
            "reopen it with that."
        ),
        "[Both cases] [Full ranking] [Reopen]",
    ]


@pytest.mark.parametrize(
    ("research", "said"),
    [
        (
            (an_option("Cheap", 14),),
            (
                "Your Cheap came next: as many days; a lower cost of delay, "
                "not known against 1,000 USD a week."
            ),
        ),
        (
            (an_option("Internal tool", 3, audience=Audience.INTERNAL),),
            "The rule could not choose Internal tool: it reaches nobody outside the company.",
        ),
        ((), "Your side's case was not in, so none of its options could be chosen."),
    ],
)
def test_the_side_not_chosen_reads_why(research: tuple[Option, ...], said: str) -> None:
    costly = replace(FILTER, figures=replace(FILTER.figures, cost_of_delay_per_week=usd(1000)))
    dispute = file(an_open_dispute(), Side.PRODUCT, costly)
    if research:
        dispute = file(dispute, Side.RESEARCH, *research)

    assert said in read(ruled(JONAS, by_the_rule(dispute), END))


def test_the_side_not_chosen_is_told_its_place_where_others_stood_between() -> None:
    first, second = (an_option(f"P{n}", 14, cost_of_delay_per_week=usd(n)) for n in (9, 8))
    dispute = an_unsealed_dispute((first, second), (an_option("Third", 14),))

    assert "Your Third came in place 3; the full ranking says why." in read(
        ruled(JONAS, by_the_rule(dispute), END)
    )


def test_an_agreement_is_told_with_what_follows_to_both() -> None:
    dispute = confirmed(an_unsealed_dispute())
    dispute = after(
        confirm_option(dispute, Side.RESEARCH, FILTER.id, revision=1, by=JONAS, now=NOW)
    )

    assert "It is agreed: Rules-based filter, 14 days, as your side has confirmed." in read(
        ruled(JONAS, dispute)
    )
    for reader in (MAYA, JONAS):
        assert "And next: the other in April" in read(ruled(reader, dispute))


def test_who_yielded_is_told_what_was_chosen() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    dispute = after(yield_side(dispute, Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))

    told = read(ruled(JONAS, dispute))
    assert "It went to Rules-based filter, 14 days, as your side has yielded." in told
    assert "Your case stands" not in told


def test_a_decision_is_told_to_the_side_not_chosen_with_its_reason() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE,))
    decided = after(decide(dispute, IN_HOUSE.id, "80 % of tickets", by=MAYA, now=NOW))

    assert read(ruled(JONAS, decided)).splitlines()[1:6] == [
        "@Maya has decided for Internal tool, 3 days, for this reason:",
        "> 80 % of tickets",
        "Against the rule: it would have chosen Transformer upgrade, 70 days (research).",
        "The rule could not have chosen Internal tool: it reaches nobody outside the company.",
        "Your case stands beside the ruling for anyone who reads it.",
    ]


def test_a_decider_who_chose_the_other_side_is_called_you() -> None:
    dispute = an_unsealed_dispute()
    decided = after(decide(dispute, TRANSFORMER.id, "Long run", by=MAYA, now=NOW))

    assert "You have decided for Transformer upgrade" in read(ruled(MAYA, decided))


def test_a_lapsed_dispute_is_told_with_how_to_take_it_up_again() -> None:
    told = ruled(MAYA, by_the_rule(an_open_dispute()), END)

    assert read(told).splitlines()[1:5] == [
        "Lapsed.",
        "The seven days ended, and there was no option that the rule could choose.",
        "Neither side had filed a case.",
        "Nothing enters the roadmap.",
    ]
    assert clicks(told) == [Click.REOPEN]


def test_a_withdrawal_is_told_without_buttons() -> None:
    told = ruled(MAYA, after(withdraw(an_open_dispute(), by=LEE, now=NOW)))

    assert "@Lee, who opened it, has withdrawn it." in read(told)
    assert clicks(told) == []


def test_a_late_ruling_is_told_as_late_to_each_person() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END + DAY))

    for reader in (MAYA, JONAS):
        assert "this is told 1 day late" in read(ruled(reader, dispute, END + DAY))


def test_an_option_without_days_leaves_nothing_to_promise() -> None:
    someday = an_option("Some day", None)
    decided = after(
        decide(an_unsealed_dispute((someday,)), someday.id, "Because", by=MAYA, now=NOW)
    )

    assert "so no day is promised for an answer." in read(ruled(MAYA, decided))
    assert "due" not in read(ruled(JONAS, decided))


# What did not arrive


def undelivered(whom: Person | None, error: str, dispute: Dispute | None = None) -> Message:
    notice = NotDelivered(ID, whom.id if whom else None, error)
    return to(LEE, notice, dispute or an_open_dispute())


def test_a_card_that_slack_does_not_take_can_be_tried_again() -> None:
    told = undelivered(None, "is_archived")

    assert read(told).splitlines() == [
        QUESTION,
        "A message did not arrive: the card of #12, or what belongs under it.",
        "Why: the channel is archived. Unarchive it, then try again.",
        "Its end does not move: Mon 9 March 2026, 10:00 UTC.",
        "[Try again]",
    ]
    assert clicks(told) == [Click.TRY_AGAIN]


def test_for_a_lead_who_is_gone_another_can_be_named() -> None:
    told = undelivered(JONAS, "user_disabled")

    assert "the one about #12 to @Jonas" in read(told)
    assert "Why: this person's account is deactivated." in read(told)
    assert "You may name another lead for research." in read(told)
    assert buttons(told) == {"Replace a lead": "12 research"}


def test_a_lead_whose_side_has_filed_cannot_be_replaced_by_the_opener() -> None:
    told = undelivered(MAYA, "user_disabled", file(an_open_dispute(), Side.PRODUCT))

    assert "another lead" not in read(told)
    assert clicks(told) == [Click.TRY_AGAIN]


def test_a_reason_that_is_not_known_is_told_in_slacks_own_word() -> None:
    assert 'Slack says "odd_error". Try again, or ask who runs the bot.' in read(
        undelivered(None, "odd_error")
    )


@pytest.mark.parametrize("error", REASONS)
def test_a_known_reason_is_told_in_plain_words(error: str) -> None:
    assert error not in as_json(undelivered(None, error))


def test_after_the_end_no_lead_can_be_replaced() -> None:
    told = to(LEE, NotDelivered(ID, JONAS.id, "user_disabled"), by_the_rule(an_open_dispute()), END)

    assert clicks(told) == [Click.TRY_AGAIN]
