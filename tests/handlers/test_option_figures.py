"""What the form asks of an option because its area has limits and a GPU budget."""

from dataclasses import replace
from typing import Any

import pytest

from bot.domain.area import Stage, Terms
from bot.domain.bounds import SignOff
from bot.domain.case import Case, Side
from bot.domain.minimum_model import MinimumModel, OwnLimit
from handlers.modals import case_view, option
from handlers.modals.case_draft import NOTHING_TYPED, holding, option_field, with_figures
from handlers.modals.case_form import CaseForm, begun
from handlers.modals.option_fields import FIGURES_ASKED, asked_besides
from handlers.text import Json
from tests.builders import BOTH_IN, MONDAY, OLU, a_case, an_open_dispute, an_option, file, usd
from tests.domain.bound import KEPT, STRICT
from tests.handlers.drafts import E1, O1, O2, a_draft, a_form, limited_form
from tests.handlers.forms import read_aloud

ASKED = [
    "accuracy_percent",
    "measured_on",
    "latency_ms",
    "cost_per_query_usd",
    "own_1",
    "own_2",
]
LEFT_OPEN = "Left open, the rule cannot choose this option."


def names_in(view: Json) -> list[str]:
    fields = [block["block_id"] for block in view["blocks"] if block["type"] == "input"]
    return [field.rpartition(":")[2] for field in fields]


def asked_in(view: Json) -> list[str]:
    return [name for name in names_in(view) if name in ASKED]


def block_of(view: Json, name: str) -> Json:
    (found,) = (b for b in view["blocks"] if b.get("block_id") == option_field(O1, name))
    return dict(found)


def hint_of(form: CaseForm, name: str) -> str:
    return str(block_of(case_view.build(form), name)["hint"]["text"])


def saying(form: CaseForm, **answers: str) -> CaseForm:
    """The form with more typed into its first option."""
    return form.holding(
        holding(form.draft, {option_field(O1, name): text for name, text in answers.items()})
    )


def said_of(form: CaseForm) -> str:
    return read_aloud(case_view.build(form))


# Limits


@pytest.mark.parametrize("root", [None, "V1"])
def test_figures_that_the_limits_ask_for_stand_in_the_form_at_once(root: str | None) -> None:
    form = limited_form()
    view = option.build(form, O1, root=root) if root else case_view.build(form)

    assert asked_in(view) == ASKED
    assert all(block_of(view, name)["optional"] for name in ASKED)
    assert "Add figures" in read_aloud(view)


def test_each_says_what_the_area_asks_for() -> None:
    form = limited_form()

    assert hint_of(form, "accuracy_percent") == f"The area asks for at least 92 %. {LEFT_OPEN}"
    assert hint_of(form, "latency_ms") == f"The area asks for at most 200 ms. {LEFT_OPEN}"
    assert hint_of(form, "cost_per_query_usd") == f"The area asks for at most 0.03 USD. {LEFT_OPEN}"
    assert hint_of(form, "own_1") == f"The area asks for at most 48 GB. {LEFT_OPEN}"
    assert hint_of(form, "own_2") == f'The area asks for "yes". {LEFT_OPEN}'


def test_a_limit_of_the_areas_own_has_its_name_its_unit_or_yes_and_no() -> None:
    view = case_view.build(limited_form())
    kept = block_of(view, "own_2")

    assert block_of(view, "own_1")["label"]["text"] == "GPU memory, in GB"
    assert kept["label"]["text"] == "Lineage recorded?"
    assert [one["text"]["text"] for one in kept["element"]["options"]] == ["Yes", "No"]


def test_a_limit_without_a_unit_is_asked_by_its_name() -> None:
    plain = MinimumModel(own=(OwnLimit(name="GPUs", number=usd(4)),))
    view = case_view.build(limited_form(minimum=plain))

    assert block_of(view, "own_1")["label"]["text"] == "GPUs"


def test_only_what_is_limited_is_asked_for() -> None:
    only_latency = MinimumModel(highest_latency_ms=usd(200))

    assert asked_in(case_view.build(limited_form(minimum=only_latency))) == ["latency_ms"]
    assert asked_in(case_view.build(limited_form(minimum=MinimumModel()))) == []
    assert asked_in(case_view.build(a_form())) == []


@pytest.mark.parametrize("audience", ["pilot", "prospect", "internal", ""])
def test_before_the_first_prototype_nobody_is_asked_for_figures_of_a_pilot(audience: str) -> None:
    form = saying(limited_form(stage=Stage.BEFORE), audience=audience)

    assert asked_in(case_view.build(form)) == []


def test_before_the_first_prototype_they_are_asked_for_once_customers_pay() -> None:
    form = saying(limited_form(stage=Stage.BEFORE), audience="paying")

    assert asked_in(case_view.build(form)) == ASKED


def test_figures_that_do_not_bind_say_for_whom_they_would() -> None:
    form = limited_form(with_figures(a_draft(), O1), stage=Stage.BEFORE)

    assert hint_of(form, "latency_ms") == "For paying customers the area asks for at most 200 ms."


@pytest.mark.parametrize(
    ("stage", "minimum", "sends"),
    [
        (Stage.BEFORE, STRICT, True),
        (Stage.AFTER, STRICT, False),
        (Stage.BEFORE, MinimumModel(), False),
    ],
)
def test_choosing_the_audience_changes_the_form_only_where_it_asks_for_more(
    stage: Stage, minimum: MinimumModel, *, sends: bool
) -> None:
    view = case_view.build(limited_form(stage=stage, minimum=minimum))

    assert block_of(view, "audience").get("dispatch_action", False) is sends


def test_added_figures_stand_there_once() -> None:
    form = limited_form(with_figures(a_draft(), O1))
    names = names_in(case_view.build(form))

    assert len(names) == len(set(names))
    assert {*ASKED, "gpu_weeks_per_month", "ops_burden"} <= set(names)


def test_what_is_known_stays_in_the_form_when_it_is_asked_for_no_more() -> None:
    form = saying(limited_form(stage=Stage.BEFORE), accuracy_percent="91", own_2="yes")

    assert asked_in(case_view.build(form)) == ["accuracy_percent", "measured_on", "own_2"]


def test_what_misses_a_limit_is_said_below_it() -> None:
    form = saying(limited_form(), accuracy_percent="88", latency_ms="200", own_2="no")
    said = said_of(form)

    assert "The rule cannot choose it: its accuracy is 88 %; the area asks for at least 92 %." in (
        said
    )
    assert 'The rule cannot choose it: "lineage recorded" is not kept' in said
    assert "latency is" not in said
    assert "is open;" not in said


def test_an_option_in_short_says_what_the_limits_have_against_it() -> None:
    view = case_view.build(limited_form(a_draft(O2)))
    (shown,) = (b for b in view["blocks"] if b.get("block_id") == "option:o2")

    assert "its accuracy is open; the area asks for at least 92 %" in shown["text"]["text"]


def test_a_page_without_the_figures_is_drawn_anew_before_anything_is_filed() -> None:
    form = saying(limited_form(stage=Stage.BEFORE), audience="paying")
    asked = {option_field(O1, name) for name in ASKED}

    assert asked_besides(form, O1, set()) == FIGURES_ASKED
    assert asked_besides(form, O1, asked) == ""
    assert asked_besides(saying(form, audience="pilot"), O1, set()) == ""


def test_figures_that_were_typed_need_no_second_look() -> None:
    typed = {"accuracy_percent": "95", "latency_ms": "1", "cost_per_query_usd": "0"}
    form = saying(limited_form(), **typed, own_1="40", own_2="yes")

    assert asked_besides(form, O1, set()) == ""


def filed_in_an_area(**figures: Any) -> CaseForm:
    """Product's form once both cases are in."""
    dispute = an_open_dispute(terms=Terms(minimum=STRICT))
    dispute = file(dispute, Side.PRODUCT, an_option(id=O1, **figures))
    return begun(a_form(NOTHING_TYPED, dispute=file(dispute, Side.RESEARCH, now=BOTH_IN)))


def test_revising_begins_with_the_figures_that_were_filed() -> None:
    form = filed_in_an_area(**KEPT)

    assert form.option(O1).figures == an_option(**KEPT).figures
    assert "does not rank it" not in said_of(form)


def test_an_option_that_missed_a_limit_at_first_is_said_not_to_be_ranked() -> None:
    form = filed_in_an_area(**{**KEPT, "latency_ms": usd(900)})

    assert "so the rule does not rank it. It can still be agreed or decided." in said_of(form)


# The budget


def test_gpu_weeks_say_the_budget_and_who_would_read_the_option() -> None:
    form = limited_form(with_figures(a_draft(), O1))

    assert hint_of(form, "gpu_weeks_per_month") == (
        "Over 5 a month it needs a founder's sign-off before the end. The founder reads this "
        "option for that, though your case is sealed."
    )


def test_once_both_cases_are_in_nothing_is_sealed_any_more() -> None:
    form = filed_in_an_area(gpu_weeks_per_month=usd(2))

    assert hint_of(form, "gpu_weeks_per_month") == (
        "Over 5 a month it needs a founder's sign-off before the end, or the rule cannot choose it."
    )


def test_without_an_area_nothing_is_said_of_a_budget() -> None:
    view = case_view.build(a_form(with_figures(a_draft(), O1)))

    assert "hint" not in block_of(view, "gpu_weeks_per_month")


@pytest.mark.parametrize(("weeks", "over"), [("5", False), ("5.5", True), ("", False)])
def test_over_the_budget_it_is_said_where_the_weeks_are_typed(weeks: str, *, over: bool) -> None:
    form = limited_form(with_figures(a_draft(), O1))
    said = said_of(saying(form, gpu_weeks_per_month=weeks))

    assert ("GPU-weeks a month are over the area's budget of 5 for one option." in said) is over
    asked = "A founder is asked to sign it off once you file, and reads this option though your"
    assert (asked in said) is over


def test_over_the_budget_with_both_cases_in_it_says_what_follows_without_a_signature() -> None:
    form = filed_in_an_area(gpu_weeks_per_month=usd(6))

    assert "without it, the rule cannot choose this option." in said_of(form)


def signed(form: CaseForm) -> CaseForm:
    """The form after a founder has signed for its first option."""
    word = SignOff(
        side=Side.PRODUCT, option=O1, gpu_weeks=usd(6), by=OLU.id, at=MONDAY, reason="Worth it."
    )
    bounds = replace(form.dispute.bounds, signoffs=(word,))
    return replace(form, dispute=replace(form.dispute, bounds=bounds))


def test_what_a_founder_has_signed_for_is_said_so() -> None:
    form = signed(filed_in_an_area(gpu_weeks_per_month=usd(6)))

    assert "A founder has signed for as many." in said_of(form)


def test_with_both_cases_in_fewer_weeks_do_not_bring_an_option_back_into_the_ranking() -> None:
    form = filed_in_an_area(gpu_weeks_per_month=usd(6))
    said = "With fewer GPU-weeks now, the rule does not rank it"

    assert said in said_of(saying(form, gpu_weeks_per_month="4"))
    assert said not in said_of(form)
    assert said not in said_of(saying(signed(form), gpu_weeks_per_month="4"))


# Texts


def test_the_names_of_limits_ping_nobody() -> None:
    named = MinimumModel(own=(OwnLimit(name="<!channel> *x*", number=usd(1), unit="<@U1>"),))
    form = saying(limited_form(minimum=named), own_1="2")
    view = case_view.build(form)

    marked_up = [b for b in view["blocks"] if b["type"] in {"section", "context"}]
    assert "<!channel>" in read_aloud(view)
    assert "<!channel>" not in read_aloud({"blocks": marked_up})


def test_a_case_keeps_what_its_draft_says_to_each_limit() -> None:
    case: Case = a_case(an_option(id=O1, **KEPT))
    form = limited_form(a_draft())
    typed = begun(
        a_form(
            NOTHING_TYPED,
            dispute=file(an_open_dispute(terms=form.terms), Side.PRODUCT, *case.options),
        )
    )

    assert typed.draft.values[option_field(O1, "own_1")] == "48"
    assert typed.draft.values[option_field(O1, "own_2")] == "yes"
    assert E1 not in typed.draft.evidence
