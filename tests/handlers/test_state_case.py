"""The form "State our case" over real HTTP, in the small Slack, on a real database."""

import pytest

from bot.app import App
from bot.domain.case import Approach, Audience, EvidenceKind, Side
from bot.domain.dispute import NotFiled
from bot.domain.events import Deed
from bot.domain.ids import DisputeId
from bot.domain.ruling import Ruling
from bot.services.builders import raise_days
from bot.services.ports import Begin
from handlers.ids import Click
from handlers.modals.option_fields import ONE_MORE_QUESTION
from handlers.modals.state_case import CHANGED_ELSEWHERE
from sandbox.delivering import INTERACTIVE
from sandbox.server import Slack
from tests.builders import BOTH_IN, HOUR, MONDAY, TRANSFORMER, an_option
from tests.handlers.case_forms import (
    STOP_IF,
    WHOLE_CASE,
    Hands,
    ada_is_deputy,
    draft_on_record,
    fields_of,
    filed_case,
)
from tests.handlers.case_forms import TRANSFORMER as SECOND
from tests.handlers.deeds import TEAM, a_dispute, file, on_record, person, press, told
from tests.handlers.forms import NASTY
from tests.world import ADA, EVE, GONE, GUS, JONAS, LEE, MAYA, ROB, ZOE, MovableClock


@pytest.fixture
async def maya(slack: Slack, bot: App, begin: Begin) -> Hands:
    """The product lead, asked for a case on #1."""
    await a_dispute(begin)
    return Hands(slack, bot)


# Opening


async def test_the_button_opens_a_blank_form(maya: Hands) -> None:
    await maya.open()

    assert len(fields_of(maya.view)) == 16
    assert maya.shown("title") == ""
    assert "You speak for product. Sealed" in maya.read_aloud()


async def test_who_speaks_for_no_side_is_told_who_does(slack: Slack, maya: Hands) -> None:
    await press(slack, maya.bot, ZOE, Click.STATE_CASE)

    assert slack.top_view(ZOE) is None
    assert "You cannot state the case on #1." in told(slack, ZOE)


async def test_a_dispute_that_nobody_opened_has_no_form(slack: Slack, maya: Hands) -> None:
    await press(slack, maya.bot, MAYA, Click.STATE_CASE, "99")

    assert "There is no dispute #99 that you can see." in told(slack, MAYA)


# Filing


async def test_a_filled_in_form_is_filed(slack: Slack, maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "link": "https://example.com/calls", "builder": GUS})
    assert (await maya.submit()).ok

    case = await filed_case(begin)
    (option,), (evidence,) = case.options, case.evidence
    assert (option.title, option.days_to_feedback) == ("Rules-based filter", 14)
    assert (option.audience, option.builder) == (Audience.PILOT, GUS)
    assert evidence.kind is EvidenceKind.SUPPORT_TICKETS
    assert evidence.link == "https://example.com/calls"
    assert slack.top_view(MAYA) is None


async def test_after_filing_nothing_is_left_as_a_draft(maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    await maya.submit()

    assert await draft_on_record(begin) is None


async def test_filing_twice_is_filing_once(slack: Slack, maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    await maya.submit()
    again = await slack.courier.send(INTERACTIVE, slack.deliveries[-1].payload)

    async with begin(reading=True) as tx:
        events = await tx.disputes.events(DisputeId(TEAM, 1))
    assert (again.problem, again.body) == (None, {"response_action": "clear"})
    assert [event.deed for event in events] == [Deed.OPENED, Deed.FILED]
    assert await draft_on_record(begin) is None


async def test_every_problem_is_shown_at_its_field_at_once(maya: Hands, begin: Begin) -> None:
    await maya.open()
    wrong = {"metric": " ", "start": "x" * 61, "days_to_feedback": "soon", "customer": ""}
    maya.fill({**WHOLE_CASE, **wrong, "link": "example.com", "builder": ROB})
    refused = maya.errors(await maya.submit())

    assert refused.keys() == {*wrong, "link", "builder"}
    assert refused["days_to_feedback"] == "A whole number, from 1 to 365."
    assert isinstance((await on_record(begin, 1)).product.standing, NotFiled)


@pytest.mark.parametrize(
    ("builder", "said"),
    [
        (ROB, "A bot cannot be named"),
        (EVE, "Somebody from another workspace cannot be named"),
        (GONE, "This person's account is deactivated."),
    ],
)
async def test_who_cannot_build_is_refused_at_the_field(
    maya: Hands, builder: str, said: str
) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "builder": builder})
    refused = maya.errors(await maya.submit())

    assert refused.keys() == {"builder"}
    assert refused["builder"].startswith(said)


async def test_a_builder_of_whom_slack_says_nothing_can_be_named_a_moment_later(
    slack: Slack, maya: Hands
) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "builder": GUS})
    slack.faults.fail_next("users.info", "internal_error")
    refused = maya.errors(await maya.submit())

    assert refused["builder"] == "Slack did not say who this person is. Press the button again."
    assert (await maya.submit()).ok


@pytest.mark.parametrize("nasty", [text for text in NASTY if len(text) <= 75])
async def test_any_text_is_filed_as_it_was_typed(maya: Hands, begin: Begin, nasty: str) -> None:
    await maya.open()
    texts = ("constraint_detail", "metric", "for_whom", "statement", "title", "customer")
    maya.fill({**WHOLE_CASE, **dict.fromkeys(texts, nasty)})
    assert (await maya.submit()).ok

    case = await filed_case(begin)
    assert case.hypothesis
    assert (case.options[0].title, case.hypothesis.metric) == (nasty, nasty)


async def test_after_the_end_the_case_does_not_count_and_is_given_back(
    maya: Hands, begin: Begin, clock: MovableClock
) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    clock.move(days=7)
    await maya.submit()

    assert "this came later and does not count" in maya.read_aloud()
    assert "Nobody has labelled the blocks of last year." in maya.read_aloud()
    assert isinstance((await on_record(begin, 1)).state, Ruling)


# Adding and removing in place


async def test_figures_appear_in_place_and_what_was_typed_stays(maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill({"title": "Rules-based filter"})
    await maya.click(Click.ADD_FIGURES)
    maya.fill({**WHOLE_CASE, "ops_burden": "2", "cost_per_query_usd": "0.015"})
    assert (await maya.submit()).ok

    (option,) = (await filed_case(begin)).options
    assert (option.figures.ops_burden, str(option.figures.cost_per_query_usd)) == (2, "0.015")


async def test_evidence_is_added_up_to_five_pieces(maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    for number in range(2, 6):
        await maya.click(Click.ADD_EVIDENCE)
        maya.fill({"statement": f"Reason {number}", "kind": "benchmark"})
    assert "Add evidence" not in maya.read_aloud()
    assert (await maya.submit()).ok

    said = [piece.statement for piece in (await filed_case(begin)).evidence]
    assert said == ["7 of 9 merchants asked why.", *(f"Reason {n}" for n in range(2, 6))]


async def test_removed_evidence_is_not_filed(maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    await maya.click(Click.ADD_EVIDENCE)
    maya.fill({"statement": "On second thoughts"})
    await maya.click(Click.REMOVE_EVIDENCE)
    assert (await maya.submit()).ok

    assert len((await filed_case(begin)).evidence) == 1


async def test_enter_after_the_days_shows_the_day(maya: Hands, begin: Begin) -> None:
    await maya.open()
    await maya.enter("days_to_feedback", "14")

    assert "an answer by Mon 23 March 2026" in maya.read_aloud()
    draft = await draft_on_record(begin)
    assert draft
    assert "14" in draft.values.values()


async def test_enter_after_many_days_asks_what_would_make_them_stop(maya: Hands) -> None:
    await maya.open()
    await maya.enter("days_to_feedback", "40")
    assert maya.shown("stop_if") == ""
    await maya.enter("days_to_feedback", "14")

    assert "We stop if" not in maya.read_aloud()


async def test_over_30_days_the_page_asks_one_more_question_before_it_files_anything(
    maya: Hands, begin: Begin
) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "days_to_feedback": "40", "approach": "off the shelf"})
    assert (await maya.submit()).ok
    assert ONE_MORE_QUESTION in maya.read_aloud()
    assert (maya.shown("metric"), maya.shown("approach")) == (
        "disputed blocks a week",
        "off the shelf",
    )
    assert maya.errors(await maya.submit()) == {
        "stop_if": "Over 30 days, say what would make you stop."
    }

    maya.fill({"stop_if": STOP_IF})
    assert (await maya.submit()).ok
    (option,) = (await filed_case(begin)).options
    assert (option.approach, option.stop_if) == (Approach.OFF_THE_SHELF, STOP_IF)


async def test_what_would_make_them_stop_is_there_when_the_form_is_opened_again(
    maya: Hands,
) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "days_to_feedback": "40"})
    await maya.submit()
    maya.fill({"stop_if": STOP_IF, "approach": "no AI"})
    await maya.close()
    await maya.open()
    assert (maya.shown("stop_if"), maya.shown("approach")) == (STOP_IF, "no AI")
    assert (await maya.submit()).ok
    await maya.open()

    assert (maya.shown("stop_if"), maya.shown("approach")) == (STOP_IF, "no AI")


async def test_its_own_side_states_no_fewer_days_than_its_builder_says(
    maya: Hands, begin: Begin
) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "builder": ZOE})
    await maya.submit()
    (option,) = (await filed_case(begin)).options
    await raise_days(
        DisputeId(TEAM, 1),
        Side.PRODUCT,
        option.id,
        21,
        "Acme reviews monthly.",
        by=person(ZOE),
        now=MONDAY,
        begin=begin,
    )
    await maya.open()
    assert maya.shown("days_to_feedback") == "21"
    maya.fill({"days_to_feedback": "20"})

    assert maya.errors(await maya.submit()) == {
        "days_to_feedback": ("The person who would build it says 21 days, so it cannot be fewer.")
    }


async def test_a_click_on_a_page_that_has_changed_since_does_nothing(
    slack: Slack, maya: Hands, begin: Begin
) -> None:
    await maya.open()
    before = await draft_on_record(begin)
    slack.faults.fail_next("views.update", "hash_conflict")
    await maya.click(Click.ADD_EVIDENCE)

    assert await draft_on_record(begin) == before
    assert len(slack.workspace.views.stack(MAYA)) == 1


async def test_a_failure_of_slack_is_told_and_leaves_what_was_typed(
    slack: Slack, maya: Hands
) -> None:
    await maya.open()
    maya.fill({"title": "Rules-based filter"})
    slack.faults.fail_next("views.update", "internal_error")
    await maya.click(Click.ADD_EVIDENCE)
    assert "Slack did not answer in time." in maya.read_aloud()
    await maya.close()

    assert maya.shown("title") == "Rules-based filter"


async def test_a_sixth_piece_of_evidence_is_not_added_behind_the_page(
    slack: Slack, maya: Hands, begin: Begin, bot: App
) -> None:
    await ada_is_deputy(begin, bot)
    await maya.open()
    ada = Hands(slack, bot, ADA)
    await ada.open()
    for _ in range(4):
        await ada.click(Click.ADD_EVIDENCE)
    await maya.click(Click.ADD_EVIDENCE)

    draft = await draft_on_record(begin)
    assert draft
    assert len(draft.evidence) == 5


# The draft


async def test_what_was_refused_is_there_when_the_form_is_opened_again(maya: Hands) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "days_to_feedback": "soon"})
    await maya.submit()
    await maya.close()
    await maya.open()

    assert maya.shown("days_to_feedback") == "soon"
    assert maya.shown("constraint_kind") == "labelling"


async def test_a_form_closed_by_accident_loses_nothing(maya: Hands) -> None:
    await maya.open()
    maya.fill({"title": "Rules-based filter", "audience": "pilot", "builder": JONAS})
    await maya.close()
    await maya.open()

    shown = [maya.shown(name) for name in ("title", "audience", "builder", "metric")]
    assert shown == ["Rules-based filter", "pilot", JONAS, ""]


async def test_closing_after_the_end_says_nothing(
    slack: Slack, maya: Hands, clock: MovableClock
) -> None:
    await maya.open()
    maya.fill({"title": "Rules-based filter"})
    clock.move(days=7)
    await maya.close()

    assert slack.top_view(MAYA) is None


async def test_the_deputy_goes_on_where_the_lead_stopped(
    slack: Slack, maya: Hands, begin: Begin, bot: App
) -> None:
    await ada_is_deputy(begin, bot)
    await maya.open()
    maya.fill({"title": "Rules-based filter"})
    await maya.click(Click.ADD_EVIDENCE)
    ada = Hands(slack, bot, ADA)
    await ada.open()

    assert ada.shown("title") == "Rules-based filter"
    assert fields_of(ada.view) == fields_of(maya.view)


async def test_the_other_side_never_sees_what_was_typed(slack: Slack, maya: Hands) -> None:
    await maya.open()
    maya.fill({**WHOLE_CASE, "title": "Secret plan", "days_to_feedback": "soon"})
    await maya.submit()
    jonas = Hands(slack, maya.bot, JONAS)
    await jonas.open()

    assert jonas.shown("title") == ""
    for other in (JONAS, LEE, ZOE):
        assert "Secret plan" not in slack.everything_shown_to(other)


async def test_a_form_closed_untouched_takes_nothing_from_who_typed_meanwhile(
    slack: Slack, maya: Hands, begin: Begin, bot: App
) -> None:
    await ada_is_deputy(begin, bot)
    await maya.open()
    ada = Hands(slack, bot, ADA)
    await ada.open()
    ada.fill({"title": "Rules-based filter"})
    await ada.click(Click.ADD_EVIDENCE)
    await maya.close()
    await maya.open()

    assert maya.shown("title") == "Rules-based filter"
    assert "Evidence 2" in maya.read_aloud()


async def test_what_the_deputy_added_is_shown_before_it_is_filed(
    slack: Slack, maya: Hands, begin: Begin, bot: App
) -> None:
    await ada_is_deputy(begin, bot)
    await maya.open()
    maya.fill(WHOLE_CASE)
    ada = Hands(slack, bot, ADA)
    await ada.open()
    assert (await ada.add_option(SECOND)).ok

    assert (await maya.submit()).ok
    assert CHANGED_ELSEWHERE in maya.read_aloud()
    assert "Transformer upgrade" in maya.read_aloud()
    assert isinstance((await on_record(begin, 1)).product.standing, NotFiled)

    assert (await maya.submit()).ok
    titles = [option.title for option in (await filed_case(begin)).options]
    assert titles == ["Rules-based filter", "Transformer upgrade"]


# Revising


async def test_revising_opens_the_filed_case(maya: Hands, begin: Begin) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    await maya.submit()
    await maya.open()
    assert maya.view.content["submit"]["text"] == "File again"
    assert maya.shown("statement") == "7 of 9 merchants asked why."
    maya.fill({"days_to_feedback": "10"})
    assert (await maya.submit()).ok

    (option,) = (await filed_case(begin)).options
    assert (option.days_to_feedback, option.revision) == (10, 2)


async def test_once_both_cases_are_in_better_figures_are_refused_at_the_field(
    maya: Hands, begin: Begin
) -> None:
    await maya.open()
    maya.fill(WHOLE_CASE)
    await maya.submit()
    await file(begin, DisputeId(TEAM, 1), Side.RESEARCH, TRANSFORMER, now=BOTH_IN)
    await maya.open()
    assert "can only go up" in maya.read_aloud()
    maya.fill({"days_to_feedback": "10"})

    assert maya.errors(await maya.submit()) == {
        "days_to_feedback": "Both cases are in, so the days can only go up from 14."
    }
    maya.fill({"days_to_feedback": "20"})
    assert (await maya.submit()).ok
    assert (await filed_case(begin)).options[0].days_to_feedback == 20


async def test_a_problem_with_an_option_in_short_is_shown_at_the_first_field_with_its_title(
    maya: Hands, begin: Begin
) -> None:
    dispute = DisputeId(TEAM, 1)
    options = an_option("First", id="o1"), an_option("Second", days=30, id="o2")
    await file(begin, dispute, Side.PRODUCT, *options)
    await maya.open()
    await maya.menu("edit")
    maya.fill({"days_to_feedback": "20"})
    assert (await maya.submit()).ok
    await file(begin, dispute, Side.RESEARCH, TRANSFORMER, now=MONDAY + 2 * HOUR)

    assert maya.errors(await maya.submit()) == {
        "constraint_kind": '"Second": Both cases are in, so the days can only go up from 30.'
    }
