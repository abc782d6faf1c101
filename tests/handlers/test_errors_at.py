from bot.domain.errors import Problem
from handlers.blocks import divider, field, text_input
from handlers.modals.errors_at import errors_for

VIEW = {
    "blocks": [
        divider() | {"block_id": "line"},
        field("metric", "What should change?", text_input()),
        field("start", "From", text_input()),
    ]
}


def test_a_problem_is_shown_at_its_own_field() -> None:
    problems = [Problem("start", "Say where it stands."), Problem("metric", "Say what changes.")]

    assert errors_for(VIEW, problems) == {
        "start": "Say where it stands.",
        "metric": "Say what changes.",
    }


def test_a_problem_whose_field_is_not_in_the_form_is_shown_at_the_first_one() -> None:
    assert errors_for(VIEW, [Problem("options", "One is needed.")]) == {"metric": "One is needed."}


def test_a_block_that_is_no_field_takes_no_error() -> None:
    assert errors_for(VIEW, [Problem("line", "Too thin.")]) == {"metric": "Too thin."}


def test_several_problems_at_one_field_are_all_said() -> None:
    problems = [Problem("metric", "Say it."), Problem("a", "One."), Problem("b", "Two.")]

    assert errors_for(VIEW, problems) == {"metric": "Say it. One. Two."}


def test_a_view_without_fields_takes_no_errors() -> None:
    assert errors_for({"blocks": [divider()]}, [Problem("metric", "Say it.")]) == {}
