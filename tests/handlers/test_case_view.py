from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given

from bot.domain.case import Side
from bot.domain.draft import Draft
from bot.domain.yielding import yield_side
from handlers.modals import case_view, option
from handlers.modals.case_draft import (
    FIGURES,
    NOTHING_TYPED,
    evidence_field,
    holding,
    option_field,
    with_evidence,
    with_figures,
    with_options,
)
from handlers.modals.case_form import CaseForm, begun
from handlers.modals.case_limits import own_fields
from handlers.text import Json
from sandbox.limits import check_view
from tests.builders import (
    HOUR,
    JONAS,
    LEADS,
    MONDAY,
    a_case,
    an_open_dispute,
    an_option,
    an_unsealed_dispute,
    file,
    usd,
)
from tests.handlers.drafts import (
    CASE_ANSWERS,
    E2,
    LONGEST_LIMITS,
    O1,
    O2,
    O3,
    a_draft,
    a_form,
    forms,
    limited_form,
    longest_draft,
    of_evidence,
    of_option,
)
from tests.handlers.forms import read_aloud, sent_back


def fields_of(view: Json) -> list[str]:
    return [block["block_id"] for block in view["blocks"] if block["type"] == "input"]


def buttons_of(view: Json) -> list[str]:
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


def in_short(view: Json) -> list[str]:
    """The options that are not written out."""
    named = [block for block in view["blocks"] if block.get("block_id", "").startswith("option:")]
    return [block["text"]["text"] for block in named if block["type"] == "section"]


# Back and forth


@given(forms())
def test_the_page_brings_back_what_it_shows(form: CaseForm) -> None:
    assert case_view.read(sent_back(case_view.build(form)), form.draft) == form.draft


@given(forms())
def test_the_window_of_an_option_brings_back_what_it_shows(form: CaseForm) -> None:
    window = option.build(form, form.draft.options[-1], root="V1")

    assert option.read(sent_back(window), form.draft) == form.draft


@given(forms())
def test_the_page_knows_its_evidence_and_options_without_any_draft(form: CaseForm) -> None:
    shown, draft = case_view.read(sent_back(case_view.build(form)), NOTHING_TYPED), form.draft

    assert (shown.evidence, shown.options) == (draft.evidence, draft.options)
    assert shown.values.items() <= draft.values.items()


def test_what_somebody_else_added_meanwhile_stays() -> None:
    page = sent_back(case_view.build(a_form()), {"metric": "churn"})
    meanwhile = holding(with_options(with_evidence(a_draft(), E2), O2), of_evidence(E2))

    assert case_view.read(page, meanwhile) == holding(meanwhile, {"metric": "churn"})
    assert not case_view.shows_all_of(page, meanwhile)
    assert case_view.shows_all_of(page, a_draft())


def test_the_closed_page_brings_back_only_what_was_typed_since_it_was_drawn() -> None:
    page = sent_back(case_view.build(a_form()), {"metric": "churn", "start": ""})
    meanwhile = holding(with_evidence(a_draft(), E2), {"target": "0"})

    assert case_view.read_changes(page, meanwhile) == holding(meanwhile, {"metric": "churn"})


@pytest.mark.parametrize("state", [{}, {"values": {}}])
def test_a_page_that_brings_back_nothing_changes_nothing(state: Json) -> None:
    page = {**sent_back(case_view.build(a_form())), "state": state}

    assert case_view.read_changes(page, a_draft()) == a_draft()


# What it asks


def test_a_new_form_asks_its_fourteen_questions_and_for_a_link() -> None:
    form = begun(a_form(NOTHING_TYPED))
    (piece,), (first,) = form.draft.evidence, form.draft.options

    assert fields_of(case_view.build(form)) == [
        *CASE_ANSWERS,
        *(evidence_field(piece, name) for name in ("statement", "kind", "link")),
        *(option_field(first, name) for name in ("title", "days_to_feedback", "audience")),
        *(option_field(first, name) for name in ("customer", "feedback", "builder", "approach")),
    ]


def test_only_what_can_be_left_empty_is_marked_so() -> None:
    view = case_view.build(a_form(with_figures(a_draft(), O1)))
    optional = [
        b["block_id"].rpartition(":")[2]
        for b in view["blocks"]
        if b["type"] == "input"
        if b["optional"]
    ]

    assert optional[:5] == ["link", "customer", "feedback", "builder", "approach"]
    assert len(optional) == 5 + 8


def test_the_figures_of_the_first_option_appear_in_place() -> None:
    plain, full = (
        case_view.build(a_form(draft)) for draft in (a_draft(), with_figures(a_draft(), O1))
    )

    assert len(fields_of(full)) == len(fields_of(plain)) + 8
    assert buttons_of(plain) == ["Add evidence", "Add figures", "Add an option"]
    assert buttons_of(full) == ["Add evidence", "Add an option"]


def test_more_evidence_can_be_removed_again_and_the_first_cannot() -> None:
    view = case_view.build(a_form(with_evidence(a_draft(), E2)))
    removable = [b["accessory"]["value"] for b in view["blocks"] if "accessory" in b]

    assert removable == [E2]


def test_at_the_limit_the_buttons_vanish() -> None:
    assert buttons_of(case_view.build(a_form(longest_draft()))) == []


def test_further_options_stand_in_short_with_what_is_against_them() -> None:
    draft = holding(
        a_draft(O2, O3),
        {option_field(O3, "audience"): "internal", option_field(O3, "days_to_feedback"): "120"},
    )

    assert in_short(case_view.build(a_form(draft))) == [
        "Option o2\n14 days, pilot customers",
        (
            "Option o3\n120 days, only us\nThe rule cannot choose it: it reaches nobody outside "
            "the company; its days to customer feedback are 120, not from 1 to 90."
        ),
    ]


def test_an_option_that_says_nothing_yet_stands_there_too() -> None:
    (shown,) = in_short(case_view.build(a_form(with_options(a_draft(), O2))))

    assert shown.startswith("No title yet\nno days yet, no audience yet")


def test_the_first_option_can_be_removed_only_when_there_is_another() -> None:
    def menus(draft: Draft) -> list[list[str]]:
        blocks = case_view.build(a_form(draft))["blocks"]
        return [[o["value"] for o in b["accessory"]["options"]] for b in blocks if "accessory" in b]

    assert menus(a_draft()) == []
    assert menus(a_draft(O2)) == [["remove o1"], ["edit o2", "remove o2"]]


# What it says


def test_the_days_are_echoed_as_a_day() -> None:
    said = read_aloud(case_view.build(a_form()))

    assert (
        "14 days from the ruling: if it were ruled at the end of the window, "
        "an answer by Mon 23 March 2026." in said
    )


@pytest.mark.parametrize("days", ["", "soon", "0", "366"])
def test_days_that_are_none_have_no_echo(days: str) -> None:
    draft = holding(a_draft(), {option_field(O1, "days_to_feedback"): days})

    assert "from the ruling: if" not in read_aloud(case_view.build(a_form(draft)))


@pytest.mark.parametrize(("days", "too_long"), [("90", False), ("91", True)])
def test_days_that_the_rule_cannot_choose_say_so(days: str, *, too_long: bool) -> None:
    draft = holding(a_draft(), {option_field(O1, "days_to_feedback"): days})

    assert ("the rule cannot" in read_aloud(case_view.build(a_form(draft)))) == too_long


@pytest.mark.parametrize(
    ("days", "known", "asked"),
    [("30", "", False), ("31", "", True), ("soon", "", False), ("14", "Two weeks late.", True)],
)
def test_over_30_days_it_asks_what_would_make_them_stop(
    days: str, known: str, *, asked: bool
) -> None:
    typed = {"days_to_feedback": days, "stop_if": known}
    form = a_form(holding(a_draft(), {option_field(O1, name): typed[name] for name in typed}))

    for view in (case_view.build(form), option.build(form, O1, root="V1")):
        shown = [field.rpartition(":")[2] for field in fields_of(view)]
        assert ("stop_if" in shown) == asked
        assert not asked or shown.index("stop_if") == shown.index("days_to_feedback") + 1


def test_it_offers_to_build_to_buy_or_to_skip() -> None:
    view = case_view.build(a_form())
    (field,) = (one for one in view["blocks"] if one.get("block_id") == "option:o1:approach")

    assert [one["text"]["text"] for one in field["element"]["options"]] == [
        "Skip: no AI",
        "Buy: off the shelf",
        "Build: a fine-tuned model",
        "Build: a new model",
    ]


RECORD = (
    "Product's last five answers took 1.8 times the days promised (median). Only your side reads "
    "this here."
)


def test_it_says_at_the_top_how_the_sides_days_have_held() -> None:
    view = case_view.build(replace(a_form(), record=RECORD))

    assert RECORD in read_aloud({"blocks": view["blocks"][:3]})
    assert case_view.record_in(sent_back(view)) == RECORD


def test_without_a_record_nothing_is_said_of_it() -> None:
    view = case_view.build(a_form())

    assert case_view.record_in(sent_back(view)) == ""
    assert "answers" not in read_aloud({"blocks": view["blocks"][:3]})


def test_it_says_which_dispute_until_when_and_that_it_is_sealed() -> None:
    said = read_aloud(case_view.build(a_form()))

    assert "#12" in said
    assert "Transformer upgrade or rules-based filter?" in said
    assert "You speak for product. Sealed: only your side can read it until" in said


def test_once_both_cases_are_in_it_says_what_can_still_change() -> None:
    form = a_form(dispute=an_unsealed_dispute())

    assert "can only go up" in read_aloud(case_view.build(form))
    assert "Sealed" not in read_aloud(case_view.build(form))


def test_who_has_yielded_is_said_with_what_filing_does_then() -> None:
    yielded, _ = yield_side(
        an_open_dispute(), Side.RESEARCH, "They know better.", by=JONAS, now=MONDAY + HOUR
    )
    ours = a_form(dispute=yielded, by=JONAS, side=Side.RESEARCH)

    assert "filing a single option settles it at once" in read_aloud(
        case_view.build(a_form(dispute=yielded))
    )
    assert "filing takes that back" in read_aloud(case_view.build(ours))


def test_filing_again_is_called_that() -> None:
    first, again = a_form(), a_form(dispute=file(an_open_dispute(), Side.PRODUCT))

    assert case_view.build(first)["submit"]["text"] == "File"
    assert case_view.build(again)["submit"]["text"] == "File again"


def test_an_option_added_late_is_marked_as_not_ranked() -> None:
    form = a_form(a_draft(O2), dispute=an_unsealed_dispute(product=(an_option(id=O1),)))

    (shown,) = in_short(case_view.build(form))
    assert shown.endswith("it was not there, or not choosable, when both cases came in.")
    assert "does not rank it" in read_aloud(option.build(form, O2, root="V1"))
    assert "can only go up" in read_aloud(option.build(form, O1, root="V1"))


def test_revising_begins_with_the_filed_case() -> None:
    filed = an_option(id="o9", days=20, ops_burden=2, cost_per_query_usd=usd("0.01"))
    dispute = file(an_open_dispute(), Side.PRODUCT, filed)
    form = begun(a_form(NOTHING_TYPED, dispute=dispute))

    assert form.filed
    assert form.draft.options == (filed.id,)
    assert form.draft.values[option_field(filed.id, "cost_per_query_usd")] == "0.01"
    assert form.draft.values["metric"] == "missed fraud"


def test_what_was_typed_after_filing_stands_upon_the_filed_case() -> None:
    dispute = file(an_open_dispute(), Side.PRODUCT, an_option(id=O1))
    typed = holding(with_options(NOTHING_TYPED, O2), {"metric": "churn", **of_option(O2)})
    form = begun(a_form(typed, dispute=dispute))

    assert form.draft.options == (O1, O2)
    assert form.draft.values["metric"] == "churn"
    assert len(form.draft.evidence) == 1


# What must not be


def test_the_other_sides_sealed_case_is_nowhere_in_the_form() -> None:
    secret = a_case(an_option("Secret plan"))
    dispute = file(an_open_dispute(), Side.RESEARCH, *secret.options, now=MONDAY + HOUR)
    form = begun(a_form(NOTHING_TYPED, dispute=dispute))

    assert "Secret plan" not in read_aloud(case_view.build(form))
    assert "Secret plan" in read_aloud(
        case_view.build(begun(a_form(NOTHING_TYPED, dispute=dispute, by=JONAS, side=Side.RESEARCH)))
    )


def test_nothing_typed_stands_in_the_metadata() -> None:
    draft = a_draft(O2)
    page = case_view.build(a_form(draft))
    window = option.build(a_form(draft), O2, root="V1")

    assert page["private_metadata"] == '{"dispute": 12, "side": "product"}'
    assert window["private_metadata"] == (
        '{"dispute": 12, "side": "product", "option": "o2", "root": "V1", "record": ""}'
    )


def test_the_fullest_form_fits_slack() -> None:
    form = a_form(longest_draft(), dispute=an_unsealed_dispute())
    page, window = (
        case_view.build(form, note="Read it once more."),
        option.build(form, O3, root="V1"),
    )

    check_view(page, "modal")
    check_view(window, "modal")
    assert len(page["blocks"]) <= 55
    assert len(window["blocks"]) <= 25


@pytest.mark.parametrize("side", Side)
def test_the_fullest_form_fits_slack_in_an_area_with_as_many_limits_as_there_can_be(
    side: Side,
) -> None:
    draft = longest_draft()
    form = limited_form(draft, minimum=LONGEST_LIMITS, side=side, by=LEADS[side])

    for view in (
        case_view.build(form, note="Read it once more."),
        option.build(form, O3, root="V"),
    ):
        check_view(view, "modal")
        fields = {field.rpartition(":")[2] for field in fields_of(view)}
        assert fields >= {*FIGURES, *own_fields(LONGEST_LIMITS.own), "path"}
        assert len(view["blocks"]) <= 60


@given(forms())
def test_any_draft_makes_a_form_that_slack_takes_and_that_pings_nobody(form: CaseForm) -> None:
    first = form.draft.options[0]
    for view in (case_view.build(form), option.build(form, first, root="V1")):
        check_view(view, "modal")
        marked_up = [text for text in _mrkdwn_of(view) if "<!channel>" in text or "<@" in text]
        assert marked_up == []


def _mrkdwn_of(part: object) -> list[str]:
    match part:
        case {"type": "mrkdwn", "text": str(text)}:
            return [text]
        case dict():
            return [text for inner in part.values() for text in _mrkdwn_of(inner)]
        case list():
            return [text for inner in part for text in _mrkdwn_of(inner)]
        case _:
            return []


def test_a_form_shorter_than_its_longest_is_usable() -> None:
    assert len(case_view.build(a_form())["blocks"]) <= 26


def test_the_echo_counts_days_from_the_end_of_the_window() -> None:
    draft = holding(a_draft(), {option_field(O1, "days_to_feedback"): "1"})
    form = a_form(draft)

    assert form.ends_at == MONDAY + timedelta(days=7)
    assert "1 day from the ruling" in read_aloud(case_view.build(form))
    assert "Tue 10 March 2026" in read_aloud(case_view.build(form))
