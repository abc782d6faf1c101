"""Research's form offers three paths to the same customer."""

import pytest

from bot.domain.case import Side
from bot.domain.ids import OptionId
from handlers.modals import case_view, option
from handlers.modals.case_draft import holding, option_field, with_options
from handlers.modals.case_form import CaseForm
from handlers.modals.option_paths import beginning, next_path
from handlers.text import Json
from tests.builders import JONAS
from tests.handlers.drafts import O1, O2, O3, a_draft, a_form
from tests.handlers.forms import read_aloud

OPTIONS = (O1, O2, O3)


def research(*paths: str) -> CaseForm:
    """Research's form with an option for each of these paths; "" is not said."""
    draft = with_options(a_draft(), *OPTIONS[: len(paths)])
    chosen = {option_field(o, "path"): path for o, path in zip(OPTIONS, paths, strict=False)}
    return a_form(holding(draft, chosen), by=JONAS, side=Side.RESEARCH)


def buttons_of(view: Json) -> list[str]:
    rows = [block["elements"] for block in view["blocks"] if block["type"] == "actions"]
    return [button["text"]["text"] for row in rows for button in row]


def path_of(form: CaseForm, option_id: OptionId) -> str:
    return form.draft.values.get(option_field(option_id, "path"), "")


def asks_for_the_path(view: Json) -> bool:
    return "Which path is it?" in read_aloud(view)


def test_the_customers_problem_stands_above_the_paths() -> None:
    said = read_aloud(case_view.build(research("")))
    problem = said.index("Merchants ask why a payment was blocked.")

    assert said.index("Three paths that answer: ") < problem < said.index("What would you build?")


@pytest.mark.parametrize(
    ("there", "offered"),
    [
        ([""], "Add the middle path"),
        (["cheapest"], "Add the middle path"),
        (["middle"], "Add the cheapest path"),
        (["best"], "Add the cheapest path"),
        (["", ""], "Add the best path"),
        (["cheapest", "middle"], "Add the best path"),
        (["best", "middle"], "Add the cheapest path"),
        (["", "middle"], "Add the best path"),
        (["best", "best"], "Add the cheapest path"),
    ],
)
def test_the_button_names_the_path_that_is_missing(there: list[str], offered: str) -> None:
    assert offered in buttons_of(case_view.build(research(*there)))


def test_with_three_options_there_is_no_button() -> None:
    assert buttons_of(case_view.build(research("cheapest", "middle", "best"))) == [
        "Add evidence",
        "Add figures",
    ]


def test_each_option_is_asked_which_path_it_is_and_need_not_say() -> None:
    form = research("", "middle")
    page, window = case_view.build(form), option.build(form, O2, root="V1")
    fields = [b for b in (*page["blocks"], *window["blocks"]) if "path" in b.get("block_id", "")]

    assert [field["optional"] for field in fields] == [True, True]
    assert [one["text"]["text"] for one in fields[0]["element"]["options"]] == [
        "Cheapest",
        "Middle",
        "Best",
    ]
    assert "initial_option" not in fields[0]["element"]
    assert fields[1]["element"]["initial_option"]["value"] == "middle"


def test_a_new_option_begins_as_the_path_that_the_button_named() -> None:
    form = research("cheapest")

    assert path_of(beginning(form, O2), O2) == "middle"


def test_products_form_stays_as_it_was() -> None:
    form = a_form()
    view = case_view.build(form)

    assert "Add an option" in buttons_of(view)
    assert not asks_for_the_path(view)
    assert "Three paths" not in read_aloud(view)
    assert next_path(form) is None
    assert beginning(form, O2) == form


def test_a_path_that_product_has_said_can_be_changed() -> None:
    draft = holding(a_draft(), {option_field(O1, "path"): "best"})

    assert asks_for_the_path(case_view.build(a_form(draft)))
