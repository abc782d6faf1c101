from dataclasses import replace

import pytest
from hypothesis import given

from bot.domain.case import Case, Filed, OwnFigure, Side
from bot.domain.draft import Draft
from bot.domain.errors import Problem, Unfit
from bot.domain.ids import UserId
from bot.domain.person import Membership, Person
from handlers.modals.case_answers import (
    builders_in,
    case_from,
    option_problems,
    typed_option,
    why_cannot_build,
)
from handlers.modals.case_as_typed import draft_of
from handlers.modals.case_draft import evidence_field, holding, option_field, with_options
from tests.builders import GUS, a_case, a_filed_case, an_option, usd
from tests.domain.bound import STRICT
from tests.handlers.drafts import (
    CASE_ANSWERS,
    E1,
    O1,
    O2,
    OPTION_ANSWERS,
    a_draft,
    cases,
    drafts,
)
from tests.handlers.forms import NASTY


def problems_of(
    draft: Draft, *, builders: dict[UserId, Person] | None = None, late: Filed | None = None
) -> dict[str, str]:
    with pytest.raises(Unfit) as refused:
        case_from(draft, builders=builders or {}, late=late)
    return {problem.field: problem.sentence for problem in refused.value.problems}


def problem_with(field: str, text: str) -> str:
    """The sentence at that field of a draft that is fit but for it."""
    found = problems_of(holding(a_draft(), {field: text}))
    assert found.keys() == {field}
    return found[field]


@given(cases)
def test_a_case_that_is_taken_apart_and_put_together_is_the_same(case: Case) -> None:
    ids = [f"e{number}" for number, _ in enumerate(case.evidence)]

    draft = draft_of(case, evidence_ids=ids, own=STRICT.own)
    assert case_from(draft, builders={}, own=STRICT.own) == case


@given(drafts())
def test_any_draft_is_a_case_or_refused_with_one_sentence_a_field(draft: Draft) -> None:
    problems: tuple[Problem, ...] = ()
    try:
        case_from(draft, builders={}, own=STRICT.own)
    except Unfit as unfit:
        problems = unfit.problems

    fields = [problem.field for problem in problems if problem.sentence]
    assert len(fields) == len(problems) == len(set(fields))


def test_every_empty_field_is_named_at_once() -> None:
    asked = {option_field(O1, name) for name in OPTION_ANSWERS}
    pieces = {evidence_field(E1, name) for name in ("statement", "kind")}

    assert problems_of(replace(a_draft(), values={})).keys() == {*CASE_ANSWERS, *asked, *pieces}


def test_problems_of_every_kind_are_named_at_once() -> None:
    bot = Person(id=UserId("U8"), membership=Membership.BOT)
    draft = holding(
        a_draft(O2),
        {
            "metric": "",
            "for_whom": "x" * 151,
            option_field(O1, "days_to_feedback"): "3",
            option_field(O2, "days_to_feedback"): "soon",
            option_field(O2, "builder"): bot.id,
        },
    )
    late = a_filed_case(an_option(id=O1, days=14))

    assert problems_of(draft, builders={bot.id: bot}, late=late).keys() == {
        "metric",
        "for_whom",
        option_field(O1, "days_to_feedback"),
        option_field(O2, "days_to_feedback"),
        option_field(O2, "builder"),
    }


@pytest.mark.parametrize(
    ("field", "most"),
    [
        ("constraint_detail", 300),
        ("metric", 150),
        ("start", 60),
        ("target", 60),
        ("for_whom", 150),
        (evidence_field(E1, "statement"), 500),
        (option_field(O1, "title"), 75),
        (option_field(O1, "customer"), 200),
        (option_field(O1, "feedback"), 300),
        (option_field(O1, "stop_if"), 300),
    ],
)
def test_a_text_has_its_longest(field: str, most: int) -> None:
    fits = holding(a_draft(), {field: "x" * most})
    assert case_from(fits, builders={})

    assert problem_with(field, "x" * (most + 1)).startswith(f"At most {most} characters fit here")


@pytest.mark.parametrize("nasty", [text for text in NASTY if len(text) <= 75])
def test_any_short_text_can_be_filed_as_it_was_typed(nasty: str) -> None:
    fields = [*CASE_ANSWERS, option_field(O1, "title"), evidence_field(E1, "statement")]
    texts = {field: nasty for field in fields if field not in {"constraint_kind", "start"}}
    if len(nasty) > 60:
        texts.pop("target")
    case = case_from(holding(a_draft(), texts), builders={})

    assert case.hypothesis
    assert (case.options[0].title, case.hypothesis.metric) == (nasty, nasty)
    assert case.evidence[0].statement == nasty


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0", "\u2003"])
def test_blank_is_empty(blank: str) -> None:
    assert problem_with("metric", blank) == "Say what should change for the customer."


@pytest.mark.parametrize(
    ("days", "said"),
    [
        ("soon", "A whole number, from 1 to 365."),
        ("14 days", "A whole number, from 1 to 365."),
        ("1.5", "A whole number, from 1 to 365."),
        ("١٤", "A whole number, from 1 to 365."),
        ("0", "From 1 to 365; this is 0."),
        ("-3", "From 1 to 365; this is -3."),
        ("366", "From 1 to 365; this is 366."),
        ("<!channel>", "A whole number, from 1 to 365."),
    ],
)
def test_days_are_a_whole_number_from_1_to_365(days: str, said: str) -> None:
    assert problem_with(option_field(O1, "days_to_feedback"), days) == said


@pytest.mark.parametrize(("days", "known"), [("1", 1), ("14.0", 14), ("91", 91), ("365", 365)])
def test_days_beyond_the_rule_can_be_filed(days: str, known: int) -> None:
    asked = {"days_to_feedback": days, "stop_if": "Nobody marks a block by day 20."}
    draft = holding(a_draft(), {option_field(O1, name): text for name, text in asked.items()})

    assert case_from(draft, builders={}).options[0].days_to_feedback == known


@pytest.mark.parametrize(
    ("figure", "most"),
    [
        ("cost_of_delay_per_week", "1,000,000,000"),
        ("cost_per_query_usd", "1,000,000,000"),
        ("latency_ms", "10,000,000"),
        ("gpu_weeks_per_month", "10,000"),
    ],
)
def test_a_figure_is_a_number_from_0_to_its_highest(figure: str, most: str) -> None:
    field = option_field(O1, figure)
    assert case_from(holding(a_draft(), {field: most}), builders={})

    assert problem_with(field, "much") == "A number, such as 1400 or 0.015."
    assert problem_with(field, "0,015") == "A number, such as 1400 or 0.015."
    assert problem_with(field, "-1") == f"From 0 to {most}; this is -1."
    assert problem_with(field, "9" * 12) == f"From 0 to {most}; this is {'9' * 12}."


@pytest.mark.parametrize("burden", ["0", "6", "2.5", "heavy"])
def test_an_ops_burden_is_a_whole_number_from_1_to_5(burden: str) -> None:
    assert "from 1 to 5" in problem_with(option_field(O1, "ops_burden"), burden).lower()


@pytest.mark.parametrize("accuracy", ["-1", "100.1", "101"])
def test_an_accuracy_is_from_0_to_100_percent(accuracy: str) -> None:
    draft = holding(a_draft(), {option_field(O1, "measured_on"): "a guess"})
    draft = holding(draft, {option_field(O1, "accuracy_percent"): accuracy})

    said = problems_of(draft)[option_field(O1, "accuracy_percent")]
    assert said == f"From 0 to 100; this is {accuracy}."


def test_an_accuracy_says_what_it_was_measured_on() -> None:
    found = problems_of(holding(a_draft(), {option_field(O1, "accuracy_percent"): "92.5"}))

    assert found == {
        option_field(O1, "measured_on"): "Choose what it was measured on; a guess is an honest "
        "answer."
    }


def test_what_was_measured_on_says_nothing_without_an_accuracy() -> None:
    draft = holding(a_draft(), {option_field(O1, "measured_on"): "a guess"})

    assert case_from(draft, builders={}) == case_from(a_draft(), builders={})


def test_a_sum_needs_what_it_adds_up_to() -> None:
    found = problems_of(holding(a_draft(), {option_field(O1, "cost_of_delay_sum"): "17 x 83 USD"}))

    assert found.keys() == {option_field(O1, "cost_of_delay_per_week")}


@pytest.mark.parametrize(
    "link",
    [
        "example.com",
        "javascript:alert(1)",
        "ftp://example.com",
        "https://",
        "https:///a",
        "https://a b",
        "<https://example.com>",
    ],
)
def test_a_link_begins_with_http_and_leads_somewhere(link: str) -> None:
    assert "https://" in problem_with(evidence_field(E1, "link"), link)


def test_a_link_has_at_most_1000_characters() -> None:
    link = f"https://example.com/{'a' * 980}"
    assert case_from(holding(a_draft(), {evidence_field(E1, "link"): link}), builders={})

    assert "At most 1000" in problem_with(evidence_field(E1, "link"), f"{link}a")


@pytest.mark.parametrize(
    "field",
    ["constraint_kind", evidence_field(E1, "kind"), option_field(O1, "audience")],
)
def test_only_what_is_offered_can_be_chosen(field: str) -> None:
    assert problem_with(field, "something else").startswith("Choose")


def test_only_what_is_offered_can_be_a_path() -> None:
    assert problem_with(option_field(O1, "path"), "the scenic one") == "Choose one of the list."


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("own_1", "much", "A number, such as 1400 or 0.015."),
        ("own_1", "-1", "From 0 to 1,000,000,000; this is -1."),
        ("own_2", "perhaps", "Choose one of the list."),
    ],
)
def test_what_does_not_fit_a_limit_of_the_areas_own_is_refused_at_its_field(
    field: str, typed: str, said: str
) -> None:
    draft = holding(a_draft(), {option_field(O1, field): typed})
    found = option_problems(draft, O1, builders={}, own=STRICT.own)

    assert found == (Problem(option_field(O1, field), said),)


def test_what_is_left_open_of_the_areas_own_limits_is_no_figure() -> None:
    draft = holding(a_draft(), {option_field(O1, "own_2"): "no"})
    (option,) = case_from(draft, builders={}, own=STRICT.own).options

    assert option.figures.own == (OwnFigure("lineage recorded", is_kept=False),)


def test_only_what_is_offered_can_be_built_bought_or_skipped() -> None:
    said = problem_with(option_field(O1, "approach"), "something else")

    assert said == "Choose one of the list."


@pytest.mark.parametrize("days", ["31", "365"])
def test_over_30_days_a_side_says_what_would_make_it_stop(days: str) -> None:
    draft = holding(a_draft(), {option_field(O1, "days_to_feedback"): days})

    asked = {option_field(O1, "stop_if"): "Over 30 days, say what would make you stop."}
    assert problems_of(draft) == asked


def test_up_to_30_days_it_need_not() -> None:
    draft = holding(a_draft(), {option_field(O1, "days_to_feedback"): "30"})

    assert case_from(draft, builders={}).options[0].stop_if == ""


def test_what_would_make_it_stop_is_filed_of_a_short_option_too() -> None:
    draft = holding(a_draft(), {option_field(O1, "stop_if"): "Nobody marks a block."})

    assert case_from(draft, builders={}).options[0].stop_if == "Nobody marks a block."


def test_only_us_needs_no_customers() -> None:
    ours = {
        option_field(O1, "audience"): "internal",
        option_field(O1, "customer"): "",
        option_field(O1, "feedback"): "",
    }

    assert case_from(holding(a_draft(), ours), builders={}).options[0].customer == ""


@pytest.mark.parametrize("audience", ["paying", "pilot", "prospect"])
@pytest.mark.parametrize("field", ["customer", "feedback"])
def test_everybody_else_is_named_with_a_way_back(audience: str, field: str) -> None:
    draft = holding(a_draft(), {option_field(O1, "audience"): audience})
    found = problems_of(holding(draft, {option_field(O1, field): ""}))

    assert found.keys() == {option_field(O1, field)}
    assert 'choose "Only us"' in found[option_field(O1, field)]


@pytest.mark.parametrize(
    "membership",
    [Membership.BOT, Membership.ELSEWHERE, Membership.DEACTIVATED, Membership.UNKNOWN],
)
def test_some_cannot_be_named_as_builders(membership: Membership) -> None:
    somebody = Person(id=UserId("U8"), membership=membership)
    draft = holding(a_draft(), {option_field(O1, "builder"): somebody.id})

    assert problems_of(draft, builders={somebody.id: somebody}) == {
        option_field(O1, "builder"): why_cannot_build(somebody)
    }


def test_a_guest_can_build() -> None:
    draft = holding(a_draft(), {option_field(O1, "builder"): GUS.id})

    assert case_from(draft, builders={GUS.id: GUS}).options[0].builder == GUS.id


def test_the_builders_of_the_options_asked_about_are_found() -> None:
    named = {option_field(O1, "builder"): "U1", option_field(O2, "builder"): "U2"}
    draft = holding(a_draft(O2), named)

    assert builders_in(draft, O2) == {"U2"}
    assert builders_in(draft, O1, O2) == {"U1", "U2"}
    assert builders_in(a_draft(), O1) == set()


def test_once_both_cases_are_in_better_figures_are_refused_in_the_words_of_the_rules() -> None:
    late = a_filed_case(an_option(id=O1, days=14, ops_burden=3), side=Side.PRODUCT)
    changes = {
        option_field(O1, "days_to_feedback"): "3",
        option_field(O1, "ops_burden"): "1",
        option_field(O1, "cost_per_query_usd"): "0.01",
    }

    assert problems_of(holding(a_draft(), changes), late=late) == {
        option_field(O1, "days_to_feedback"): "Both cases are in, so the days can only go up "
        "from 14.",
        option_field(O1, "ops_burden"): "Both cases are in, so the ops burden can only go up "
        "from 3.",
        option_field(O1, "cost_per_query_usd"): "The cost per query was not known when both cases "
        "came in, so it cannot be filled in now.",
    }


def test_once_both_cases_are_in_worse_figures_and_new_options_can_be_filed() -> None:
    late = a_filed_case(an_option(id=O1, days=14))
    draft = holding(a_draft(O2), {option_field(O1, "days_to_feedback"): "20"})

    assert len(case_from(draft, builders={}, late=late).options) == 2


def test_one_option_is_checked_by_itself() -> None:
    draft = with_options(replace(a_draft(), values={}), O2)
    found = option_problems(draft, O2, builders={})

    assert {problem.field for problem in found} == {option_field(O2, n) for n in OPTION_ANSWERS}
    assert option_problems(a_draft(), O1, builders={}) == ()


def test_an_option_is_shown_as_far_as_it_can_be_understood() -> None:
    draft = holding(
        a_draft(),
        {option_field(O1, "days_to_feedback"): "soon", option_field(O1, "audience"): ""},
    )
    said = typed_option(draft, O1)

    assert (said.title, said.days_to_feedback, said.audience) == ("Rules-based filter", None, None)


def test_an_amount_stays_exactly_as_it_was_typed() -> None:
    option = an_option(id=O1, cost_per_query_usd=usd("0.0150"), cost_of_delay_per_week=usd("1E+3"))
    values = draft_of(a_case(option), evidence_ids=[E1]).values

    assert values[option_field(O1, "cost_per_query_usd")] == "0.0150"
    assert values[option_field(O1, "cost_of_delay_per_week")] == "1000"
