"""Under the card: both cases, every change of them, and the ruling."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from bot.domain.case import Audience, Case, Evidence, EvidenceKind, Side
from bot.domain.dispute import Dispute
from bot.domain.ending import rule_at_end
from bot.domain.filing import state_case
from bot.domain.notices import CaseRevised, CasesUnsealed, Notice, Ruled
from bot.domain.settling import confirm_option, decide
from bot.domain.telling import Delivery, Thread
from bot.domain.withdrawal import withdraw
from bot.domain.yielding import yield_side
from handlers.blocks import Message
from handlers.ids import Click
from handlers.rendering import render
from tests.builders import (
    ADA,
    DAY,
    END,
    EVIDENCE,
    FILTER,
    JONAS,
    LEE,
    MAYA,
    MONDAY,
    TRANSFORMER,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)
from tests.handlers.looks import NOW, a_full_case, after, as_json, clicks, filed, read

IN_HOUSE = an_option("Internal tool", 3, audience=Audience.INTERNAL)
TUESDAY = MONDAY + DAY


def reply(notice: Notice, dispute: Dispute, now: datetime = NOW, *, plain: bool = False) -> Message:
    delivery = Delivery(about=dispute.id, notice=notice, place=Thread())
    message = render(delivery, dispute, now=now, plain=plain)
    assert message is not None
    return message


# Both cases


def unsealed(dispute: Dispute, *, plain: bool = False) -> Message:
    return reply(CasesUnsealed(dispute.id), dispute, TUESDAY, plain=plain)


def test_the_cases_stand_side_by_side() -> None:
    dispute = an_unsealed_dispute((FILTER, IN_HOUSE), (TRANSFORMER,))

    rows = [line.split(" | ") for line in read(unsealed(dispute)).splitlines() if " | " in line]
    assert [row[0] for row in rows] == [
        "#12",
        "What holds it back",
        "What should change",
        "Evidence",
        "Option 1",
        "Option 2",
    ]
    assert rows[1][1:] == ["accuracy: The model misses new patterns."] * 2
    assert rows[4][1].startswith("Rules-based filter / days: 14 / audience: pilot")
    assert rows[4][2].startswith("Transformer upgrade / days: 70 / audience: paying")
    assert rows[5][2] == "-"


def test_the_constraint_that_both_name_is_said_before_the_cases() -> None:
    assert read(unsealed(an_unsealed_dispute())).startswith("You both named accuracy.\n")


def test_what_the_rule_would_choose_is_said_after_the_cases() -> None:
    assert read(unsealed(an_unsealed_dispute())).splitlines()[-2] == (
        "The rule would choose today: Rules-based filter, 14 days, three pilot merchants. "
        "Next: Transformer upgrade, 70 days."
    )


def test_without_a_table_the_cases_stand_one_below_the_other() -> None:
    shown = read(unsealed(an_unsealed_dispute(), plain=True))

    assert shown.index("Product's case") < shown.index("Research's case")
    assert "- days: 70" in shown


def test_the_link_of_a_piece_of_evidence_can_be_followed() -> None:
    linked = replace(EVIDENCE, link="https://example.com/set")
    dispute = file(an_open_dispute(), Side.PRODUCT, evidence=(linked,))
    dispute = file(dispute, Side.RESEARCH, TRANSFORMER)

    assert '"type": "link", "url": "https://example.com/set"' in as_json(unsealed(dispute))


def test_the_full_texts_are_one_click_away() -> None:
    assert clicks(unsealed(an_unsealed_dispute())) == [Click.BOTH_CASES]


def test_after_the_end_the_cases_are_told_without_what_the_rule_would_choose_today() -> None:
    dispute = after(rule_at_end(an_unsealed_dispute(), now=END))

    assert "today" not in read(reply(CasesUnsealed(dispute.id), dispute, END))


# A change


def revised(before: Case, case: Case) -> Message:
    dispute = filed(an_open_dispute(), Side.PRODUCT, before)
    dispute = file(dispute, Side.RESEARCH, TRANSFORMER)
    dispute, notices = state_case(dispute, Side.PRODUCT, case, by=MAYA, now=NOW)
    (notice,) = [notice for notice in notices if isinstance(notice, CaseRevised)]
    return reply(notice, dispute)


def test_every_change_says_what_and_from_what_to_what() -> None:
    later = replace(FILTER, days_to_feedback=21, builder=ADA.id)

    assert read(revised(a_case(FILTER), a_case(later))).splitlines() == [
        "Product has revised its case on #12.",
        "- Rules-based filter: days: 14 → 21",
        "- Rules-based filter: builder, added: @Ada",
        "[Both cases]",
    ]


def test_an_option_that_came_or_went_is_a_change() -> None:
    dashboard = an_option("Dashboard", 20)

    assert "- option, added: Dashboard" in read(revised(a_case(), a_case(FILTER, dashboard)))
    assert "- option, taken back: Dashboard" in read(revised(a_case(FILTER, dashboard), a_case()))


def test_of_the_evidence_only_what_came_and_went_is_told() -> None:
    more = Evidence(kind=EvidenceKind.REVENUE, statement="Two merchants left.")

    told = read(revised(a_case(), a_case(evidence=(EVIDENCE, more))))
    assert "- evidence, added: revenue: Two merchants left." in told
    assert "internal set" not in told


def test_the_same_evidence_in_another_order_is_called_that() -> None:
    more = Evidence(kind=EvidenceKind.REVENUE, statement="Two merchants left.")
    pieces = (EVIDENCE, more)

    told = read(revised(a_case(evidence=pieces), a_case(evidence=pieces[::-1])))
    assert "- evidence, in another order" in told


def test_a_long_title_leaves_room_for_what_has_changed() -> None:
    long = an_option("word " * 600, 14, id="long")

    told = read(revised(a_case(long), a_case(replace(long, days_to_feedback=15))))
    assert "…: days: 14 → 15" in told


# The ruling


def ruled(dispute: Dispute, now: datetime = NOW) -> Message:
    return reply(Ruled(dispute.id), dispute, now)


def by_the_rule(dispute: Dispute, now: datetime = END) -> Message:
    return ruled(after(rule_at_end(dispute, now=now)), now)


def test_the_rules_ruling_says_what_why_what_is_kept_and_what_is_owed() -> None:
    assert read(by_the_rule(an_unsealed_dispute((FILTER, IN_HOUSE)))).splitlines() == [
        "#12 is settled by the rule: Rules-based filter",
        "No agreement and no decision within seven days, so the days decided.",
        (
            "First: Rules-based filter, 14 days to three pilot merchants. "
            "Next: Transformer upgrade, 70 days, against 14."
        ),
        (
            "The rule compared days, not ideas or people. "
            "With the names of the sides exchanged it would have chosen the same."
        ),
        "Not chosen, kept with its evidence:",
        (
            "- Internal tool, 3 days (product); "
            "the rule could not choose it: it reaches nobody outside the company"
        ),
        "- Transformer upgrade, 70 days (research: missed fraud from 6 to 4, for all merchants)",
        "Next: Product owes the customers' answer by Mon 23 March 2026.",
        (
            "From Mon 30 March 2026 on, research can reopen it without new evidence, unless it has "
            "come."
        ),
        "[Both cases] [Full ranking]",
    ]


def test_a_tie_says_what_broke_it() -> None:
    costly = an_option("Costly", 14, cost_of_delay_per_week=usd(9000))
    cheap = an_option("Cheap", 14)

    told = read(by_the_rule(an_unsealed_dispute((costly,), (cheap,))))
    assert "so the rule decided." in told
    assert "Next: Cheap, as many days; a lower cost of delay, not known against 9,000 USD" in told
    assert "The rule compared figures, not ideas or people." in told


def test_a_single_choosable_option_is_called_that() -> None:
    told = read(by_the_rule(file(an_open_dispute(), Side.PRODUCT, FILTER)))

    assert "It is the only option that the rule could choose." in told
    assert "Research had filed no case." in told


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (timedelta(days=3, hours=5), "this is told 3 days late"),
        (timedelta(hours=1), "this is told 1 hour late"),
        (timedelta(minutes=2), "this is told 2 minutes late"),
    ],
)
def test_a_late_ruling_says_how_late_it_is(late: timedelta, said: str) -> None:
    told = read(by_the_rule(an_unsealed_dispute(), END + late))

    assert "The bot was off over the deadline: it ended Mon 9 March 2026, 10:00 UTC" in told
    assert said in told


def test_a_minute_is_not_late() -> None:
    assert "late" not in read(by_the_rule(an_unsealed_dispute(), END + timedelta(minutes=1)))


def test_a_decision_against_the_rule_is_said_plainly() -> None:
    dispute = an_unsealed_dispute()
    decided = after(decide(dispute, TRANSFORMER.id, "80 % of tickets", by=MAYA, now=NOW))

    assert read(ruled(decided)).splitlines()[:4] == [
        "#12 is decided, against the rule: Transformer upgrade",
        "@Maya has decided, for this reason:",
        "> 80 % of tickets",
        "Against the rule: it would have chosen Rules-based filter, 14 days (product).",
    ]


def test_a_decision_for_the_rules_choice_says_that() -> None:
    decided = after(decide(an_unsealed_dispute(), FILTER.id, "Soon", by=MAYA, now=NOW))

    assert "The rule would have chosen the same." in read(ruled(decided))


def test_an_agreement_on_what_the_rule_would_not_have_chosen_says_that_without_blame() -> None:
    dispute = an_unsealed_dispute()
    for side, lead in ((Side.PRODUCT, MAYA), (Side.RESEARCH, JONAS)):
        dispute = after(
            confirm_option(dispute, side, TRANSFORMER.id, revision=1, by=lead, now=TUESDAY)
        )

    told = read(ruled(dispute))
    assert "Product and research have confirmed the same option." in told
    assert "The rule would have chosen Rules-based filter, 14 days (product)." in told
    assert "gainst the rule" not in told


def test_a_yield_quotes_its_reason() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, FILTER)
    dispute = after(yield_side(dispute, Side.RESEARCH, "No data", by=JONAS, now=TUESDAY))

    assert read(ruled(dispute)).splitlines()[:3] == [
        "#12 is settled: Rules-based filter",
        "Research yielded, so product's option is chosen. Why:",
        "> No data",
    ]


def test_a_withdrawal_has_no_buttons() -> None:
    withdrawn = after(withdraw(an_open_dispute(), by=LEE, now=TUESDAY))

    assert clicks(ruled(withdrawn)) == []
    assert read(ruled(withdrawn)).startswith("#12 is withdrawn\n")


def test_the_summary_says_by_itself_what_happened() -> None:
    assert by_the_rule(an_unsealed_dispute()).text == (
        "#12 is settled by the rule: Rules-based filter. Transformer upgrade or rules-based filter?"
    )


def test_a_full_case_is_shown_as_long_as_it_fits() -> None:
    dispute = filed(an_open_dispute(), Side.PRODUCT, a_full_case("Short", Side.PRODUCT))
    dispute = filed(dispute, Side.RESEARCH, a_full_case("Short", Side.RESEARCH))

    assert "…" not in as_json(unsealed(dispute))
