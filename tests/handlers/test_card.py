"""The card: what the channel sees of a dispute, from its opening to its end."""

from dataclasses import replace
from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.case import Audience, Constraint, ConstraintKind, Evidence, EvidenceKind, Side
from bot.domain.dispute import Dispute, Reopening
from bot.domain.ending import rule_at_end
from bot.domain.ids import DisputeId, TeamId
from bot.domain.leads import name_deputy
from bot.domain.sealing import seen_in_channel
from bot.domain.settling import confirm_option, decide
from bot.domain.withdrawal import confirm_withdrawal, propose_withdrawal, withdraw
from bot.domain.yielding import yield_side
from handlers import card
from handlers.blocks import Message
from handlers.ids import Click
from tests.builders import (
    ADA,
    BOTH_IN,
    DAY,
    END,
    EVIDENCE,
    FILTER,
    HOUR,
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
from tests.handlers.forms import NASTY
from tests.handlers.looks import (
    NOW,
    STATES,
    a_full_case,
    after,
    as_json,
    blocks_of,
    buttons,
    check_message,
    check_pings_nobody,
    clicks,
    every_state,
    filed,
    read,
)

TUESDAY = MONDAY + DAY
IN_HOUSE = an_option("Internal tool", 3, audience=Audience.INTERNAL)
DASHBOARD = an_option("Dashboard", 20, cost_of_delay_per_week=usd(1400))


def build(dispute: Dispute, now: datetime = TUESDAY, *, plain: bool = False) -> Message:
    return card.build(seen_in_channel(dispute, now=now), now=now, plain=plain)


def says(dispute: Dispute, now: datetime = TUESDAY) -> str:
    return read(build(dispute, now))


def cells(message: Message) -> list[list[str]]:
    (table,) = [block for block in message.blocks if block["type"] == "table"]
    shown = read(Message(text="", blocks=[table]))
    return [row.split(" | ") for row in shown.splitlines()]


# Open, and sealed


def test_it_says_what_is_in_dispute_and_who_speaks_for_which_side() -> None:
    dispute = an_open_dispute(area="fraud detection", meanwhile="Manual review goes on.")

    assert says(dispute).splitlines()[:7] == [
        "#12 Transformer upgrade or rules-based filter?",
        "Area: fraud detection",
        "The customer's problem: Merchants ask why a payment was blocked.",
        "Goes on meanwhile: Manual review goes on.",
        "Product: @Maya, not filed",
        "Research: @Jonas, not filed",
        "Opened by: @Lee",
    ]


def test_it_names_every_way_in_which_the_dispute_can_end_and_the_instant_of_the_rule() -> None:
    assert (
        "It ends when both sides confirm one option, when one side yields, when @Maya decides "
        "with a reason (from a day after both cases are in), or when it is withdrawn.\n"
        "Otherwise the rule ends it, Mon 9 March 2026, 10:00 UTC: the option whose customer "
        "answers soonest is chosen. If none can be chosen, nothing enters the roadmap. "
        "The date cannot be moved."
    ) in says(an_open_dispute())


def test_the_end_stands_in_the_zone_of_whoever_reads_it() -> None:
    assert f'"timestamp": {int(END.timestamp())}' in as_json(build(an_open_dispute()))


def test_while_it_is_sealed_it_says_that_nobody_reads_the_other() -> None:
    promise = "Neither reads the other's until both are in."

    assert promise in says(an_open_dispute())
    assert promise not in says(an_unsealed_dispute())


def test_its_buttons_carry_the_number() -> None:
    assert buttons(build(an_open_dispute())) == {
        "State our case": "12",
        "How it ends": "12",
        "More": "12",
    }


def test_a_deputy_stands_beside_the_lead() -> None:
    dispute = after(name_deputy(an_open_dispute(), Side.RESEARCH, ADA, by=JONAS, now=TUESDAY))

    assert "Research: @Jonas (deputy @Ada), not filed" in says(dispute)


def test_that_a_side_has_filed_and_when_is_public() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT)

    assert "Product: @Maya, filed Mon 2 March 2026, 11:00 UTC" in says(dispute)
    assert "waits for <@Jonas> (research's case)" in build(dispute).text


def test_a_yield_says_how_it_can_still_end() -> None:
    dispute = after(yield_side(an_open_dispute(), Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))

    assert "Research: @Jonas, yielded Tue 3 March 2026, 10:00 UTC" in says(dispute)
    assert "Research has yielded, so product's option is chosen" in says(dispute)


def test_a_reopened_dispute_names_the_old_one_and_what_is_new() -> None:
    new = Evidence(kind=EvidenceKind.INCIDENT, statement="Three merchants left.")
    dispute = an_open_dispute(reopens=Reopening(DisputeId(TeamId("T1"), 7), new))

    assert "Takes up #7 again, with something new." in says(dispute)
    assert "Evidence, incident: Three merchants left." in says(dispute)


def test_one_that_was_reopened_as_the_answer_is_overdue_says_so() -> None:
    dispute = an_open_dispute(reopens=Reopening(DisputeId(TeamId("T1"), 7), None))

    assert "Takes up #7 again, as the answer it promised is overdue." in says(dispute)


def test_of_what_is_new_it_says_of_when_it_is() -> None:
    news = Reopening(DisputeId(TeamId("T1"), 7), EVIDENCE, date(2026, 3, 1))

    assert "Takes up #7 again, with something new of Sun 1 March 2026." in says(
        an_open_dispute(reopens=news)
    )


def test_a_long_question_is_cut_and_says_so() -> None:
    header = build(an_open_dispute(question="Shall we " * 50)).blocks[0]["text"]["text"]

    assert header.endswith("…")
    assert len(header) <= 150


# Unsealed


def test_the_constraint_that_both_name_is_said_first() -> None:
    assert says(an_unsealed_dispute()).splitlines()[1] == "You both named accuracy."


@pytest.mark.parametrize(
    ("product", "research"),
    [
        (ConstraintKind.LATENCY, ConstraintKind.LABELLING),
        (ConstraintKind.OTHER, ConstraintKind.OTHER),
    ],
)
def test_two_constraints_that_may_differ_are_not_called_one(
    product: ConstraintKind, research: ConstraintKind
) -> None:
    dispute = an_open_dispute()
    for side, kind in ((Side.PRODUCT, product), (Side.RESEARCH, research)):
        dispute = file(dispute, side, constraint=Constraint(kind=kind, detail="Because."))

    assert "You both named" not in says(dispute)


def test_the_options_stand_side_by_side_in_the_rules_order() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE, FILTER), (TRANSFORMER,))

    assert cells(build(dispute)) == [
        ["Option", "Side", "Days", "Who sees it", "Choosable by the rule"],
        ["Rules-based filter", "product", "14", "pilot: three pilot merchants", "yes"],
        ["Transformer upgrade", "research", "70", "paying: three pilot merchants", "yes"],
        [
            "Internal tool",
            "product",
            "3 (fewest)",
            "internal: three pilot merchants",
            "no: it reaches nobody outside the company",
        ],
    ]


def test_a_figure_has_a_column_when_some_option_states_it() -> None:
    head, *rows = cells(build(an_unsealed_dispute((FILTER, DASHBOARD))))

    assert head[5:] == ["Cost of delay"]
    assert [row[5] for row in rows] == ["-", "1,400 USD a week", "-"]


def test_the_rules_choice_of_today_is_said_with_what_comes_next() -> None:
    assert (
        "The rule would choose today: Rules-based filter, 14 days, three pilot merchants. "
        "Next: Transformer upgrade, 70 days."
    ) in says(an_unsealed_dispute())


def test_a_full_stop_that_was_typed_does_not_stand_twice() -> None:
    dispute = an_unsealed_dispute((replace(FILTER, customer="Acme and Borealis."),))

    assert "Rules-based filter, 14 days, Acme and Borealis. Next:" in says(dispute)


def test_that_nothing_is_choosable_is_said_too() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE,), (replace(IN_HOUSE, id=TRANSFORMER.id),))

    assert "The rule would choose today: nothing, as no option is choosable." in says(dispute)


def test_a_confirmation_is_said_with_who_gave_it_and_what_would_follow() -> None:
    dispute = after(
        confirm_option(
            an_unsealed_dispute(),
            Side.PRODUCT,
            FILTER.id,
            revision=1,
            by=MAYA,
            now=TUESDAY,
            then="Transformer in April",
        )
    )

    assert (
        "@Maya has confirmed for product: Rules-based filter, and next: Transformer in April."
    ) in says(dispute)


def test_a_proposed_withdrawal_is_said_until_it_lapses() -> None:
    dispute = after(propose_withdrawal(an_unsealed_dispute(), Side.RESEARCH, by=JONAS, now=TUESDAY))
    said = "@Jonas proposes for research to withdraw it. It needs product's word before "

    assert f"{said}Wed 4 March 2026, 10:00 UTC." in says(dispute)
    assert said not in says(dispute, TUESDAY + DAY)


def test_it_says_from_when_the_decider_may_decide() -> None:
    dispute = an_unsealed_dispute()

    assert "@Maya decides with a reason (from Tue 3 March 2026, 12:00 UTC)" in says(dispute)
    assert "@Maya decides with a reason (from now on)" in says(dispute, BOTH_IN + DAY)


def test_once_unsealed_one_confirms_or_reads_both() -> None:
    message = build(an_unsealed_dispute())

    assert clicks(message) == [Click.CONFIRM, Click.BOTH_CASES, Click.MORE]


def test_without_a_table_it_says_the_same() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE, DASHBOARD), (TRANSFORMER,))
    head, *rows = cells(build(dispute))
    plain = read(build(dispute, plain=True))

    assert '"table"' not in as_json(build(dispute, plain=True))
    for row in rows:
        assert all(cell in plain for cell in row if cell != "-")
    assert all(label.lower() in plain for label in head[2:])


# Over, and not ruled yet


def test_between_the_end_and_the_ruling_it_says_that_the_ruling_is_on_its_way() -> None:
    message = build(an_unsealed_dispute(), END)

    assert "The seven days ended Mon 9 March 2026, 10:00 UTC. The ruling is on its way." in read(
        message
    )
    assert "The rule chooses: Rules-based filter, 14 days" in read(message)
    assert clicks(message) == [Click.BOTH_CASES, Click.FULL_RANKING, Click.HOW_IT_ENDS]


def test_at_the_end_one_case_alone_may_be_read() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)

    assert "Rules-based filter" not in as_json(build(dispute, END - HOUR))
    assert cells(build(dispute, END))[1][0] == "Rules-based filter"


# Ended

TO_READ = [Click.BOTH_CASES, Click.FULL_RANKING, Click.REOPEN, Click.MORE]


def test_the_rules_choice_is_said_with_its_reason_and_the_day_of_the_answer() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))
    message = build(dispute, END)

    assert read(message).splitlines()[1:7] == [
        "Settled by the rule: Rules-based filter",
        "No agreement and no decision within seven days, so the days decided.",
        (
            "First: Rules-based filter, 14 days to three pilot merchants. "
            "Next: Transformer upgrade, 70 days, against 14."
        ),
        (
            "The rule compared days, not ideas or people. "
            "With the names of the sides exchanged it would have chosen the same."
        ),
        "Next: Product owes the customers' answer by Mon 23 March 2026.",
        (
            "From Mon 30 March 2026 on, research can reopen it without new evidence, unless it has "
            "come."
        ),
    ]
    assert clicks(message) == TO_READ


def test_an_agreement_says_what_follows() -> None:
    dispute = an_unsealed_dispute()
    for side, lead in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        dispute = after(
            confirm_option(
                dispute, side, FILTER.id, revision=1, by=lead, now=TUESDAY, then="then the other"
            )
        )

    assert "Agreed: Rules-based filter" in says(dispute)
    assert "And next: then the other" in says(dispute)
    assert "The rule would have chosen the same." in says(dispute)


def test_a_yield_ends_with_its_reason() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    dispute = after(yield_side(dispute, Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))

    assert "Settled: Rules-based filter" in says(dispute)
    assert "Research yielded, so product's option is chosen. Why:\n> No data" in says(dispute)


def test_a_decision_against_the_rule_is_called_so() -> None:
    dispute = an_unsealed_dispute((IN_HOUSE,))
    dispute = after(decide(dispute, IN_HOUSE.id, "80 % of tickets", by=MAYA, now=NOW))

    assert (
        "Decided: Internal tool\n"
        "@Maya has decided, for this reason:\n"
        "> 80 % of tickets\n"
        "Against the rule: it would have chosen Transformer upgrade, 70 days (research).\n"
        "The rule could not have chosen Internal tool: it reaches nobody outside the company.\n"
        "Next: Product owes an answer by Sat 7 March 2026."
    ) in says(dispute, NOW)


def test_a_lapsed_dispute_says_why_and_what_goes_on() -> None:
    dispute = an_open_dispute(meanwhile="Manual review goes on.")
    message = build(after(rule_at_end(dispute, now=END)), END)

    assert read(message).splitlines()[1:6] == [
        "Lapsed",
        "The seven days ended, and there was no option that the rule could choose.",
        "Neither side had filed a case.",
        "Nothing enters the roadmap.",
        "Goes on meanwhile: Manual review goes on.",
    ]
    assert clicks(message) == [Click.REOPEN, Click.MORE]


def test_a_lapsed_option_has_its_reasons() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, IN_HOUSE)
    message = build(after(rule_at_end(dispute, now=END)), END)

    assert "Research had filed no case." in read(message)
    assert "Internal tool (product): it reaches nobody outside the company." in read(message)
    assert clicks(message) == TO_READ


def test_a_withdrawn_dispute_shows_nothing_and_can_be_reopened() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, IN_HOUSE)
    dispute = after(propose_withdrawal(dispute, Side.RESEARCH, by=JONAS, now=TUESDAY))
    dispute = after(confirm_withdrawal(dispute, Side.PRODUCT, by=MAYA, now=TUESDAY))
    message = build(dispute)

    assert read(message).splitlines()[1:5] == [
        "Withdrawn",
        "Both sides have withdrawn it together.",
        "Nothing is chosen; the record stays.",
        "What was filed stays sealed.",
    ]
    assert "Internal" not in as_json(message)
    assert clicks(message) == [Click.REOPEN, Click.MORE]


def test_the_opener_who_took_it_back_is_named() -> None:
    dispute = after(withdraw(an_open_dispute(), by=LEE, now=TUESDAY))

    assert "@Lee, who opened it, has withdrawn it." in says(dispute)


def test_an_option_without_days_promises_no_day() -> None:
    someday = an_option("Some day", None)
    dispute = after(
        decide(an_unsealed_dispute((someday,)), someday.id, "Because", by=MAYA, now=NOW)
    )

    assert "Product's option names no days, so no day is promised for an answer." in says(
        dispute, NOW
    )


# For any text


@given(
    text=st.sampled_from(NASTY) | st.text(max_size=600),
    state=st.sampled_from(STATES),
    plain=st.booleans(),
)
def test_whatever_was_typed_slack_takes_it_and_nobody_is_pinged(
    text: str, state: str, *, plain: bool
) -> None:
    dispute, now = every_state(text)[state]
    message = build(dispute, now, plain=plain)

    check_message(message)
    check_pings_nobody(message)


def test_the_longest_texts_of_the_forms_still_stand_in_a_table() -> None:
    dispute, now = every_state("word " * 100)["unsealed"]
    message = build(dispute, now)

    check_message(message)
    assert len(cells(message)) == 1 + 2 * 3
    assert len(blocks_of(message)) <= 50


def test_a_short_text_is_never_cut() -> None:
    dispute, now = every_state("Short")["two confirmed"]

    assert "…" not in as_json(build(dispute, now))


def test_the_sealed_case_of_one_side_is_not_in_it() -> None:
    sealed = filed(an_open_dispute(), Side.PRODUCT, a_full_case("sealed-7f3a", Side.PRODUCT))

    assert "sealed-7f3a" not in as_json(build(sealed))
