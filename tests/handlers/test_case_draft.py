from hypothesis import given
from hypothesis import strategies as st

from bot.domain.draft import Draft
from bot.domain.ids import OptionId
from bot.domain.revision import option_field as domains_option_field
from handlers.modals.case_draft import (
    NOTHING_TYPED,
    holding,
    option_field,
    showing,
    unfinished_option,
    with_evidence,
    with_figures,
    with_options,
    without_evidence,
    without_option,
)
from tests.builders import an_option
from tests.handlers.drafts import E1, E2, O1, O2, O3, a_draft, drafts, of_evidence, of_option


def test_the_fields_of_an_option_are_named_as_in_the_rules() -> None:
    option = an_option(id="o1")

    assert option_field(option.id, "ops_burden") == domains_option_field(option, "ops_burden")


def test_a_text_that_was_emptied_is_forgotten() -> None:
    assert "metric" not in holding(a_draft(), {"metric": ""}).values


def test_the_last_text_counts() -> None:
    assert holding(a_draft(), {"metric": "churn"}).values["metric"] == "churn"


def test_what_has_fields_on_the_page_is_part_of_the_draft() -> None:
    names = [*of_evidence(E2), *of_option(O2), option_field(O2, "ops_burden")]
    draft = showing(a_draft(), names, [O3])

    assert (draft.evidence, draft.options) == ((E1, E2), (O1, O2, O3))
    assert draft.with_figures == {O2}


def test_removed_evidence_leaves_nothing_behind() -> None:
    draft = holding(with_evidence(a_draft(), E2), of_evidence(E2))

    assert without_evidence(draft, E2) == a_draft()


def test_a_removed_option_leaves_nothing_behind() -> None:
    draft = holding(with_figures(with_options(a_draft(), O2), O2), of_option(O2, ops_burden="2"))

    assert without_option(draft, O2) == a_draft()


@given(drafts(), st.uuids().map(str))
def test_adding_twice_is_adding_once(draft: Draft, new: str) -> None:
    assert with_evidence(draft, new, new) == with_evidence(draft, new)


def test_an_option_that_was_begun_and_not_kept_can_be_taken_up_again() -> None:
    draft = holding(a_draft(), {option_field(O2, "title"): "Half a thought"})

    assert unfinished_option(draft) == O2
    assert unfinished_option(a_draft(O2)) is None
    assert unfinished_option(NOTHING_TYPED) is None


def test_an_id_may_look_like_anything() -> None:
    odd = OptionId("a:b c")

    assert showing(NOTHING_TYPED, [option_field(odd, "title")]).options == (odd,)
