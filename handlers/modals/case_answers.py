"""From what was typed to a case: every problem at its field, all at once."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from functools import partial

from bot.domain.case import (
    LONG_DAYS,
    Approach,
    Audience,
    Case,
    Constraint,
    ConstraintKind,
    Evidence,
    EvidenceKind,
    Filed,
    Hypothesis,
    Option,
    PathKind,
)
from bot.domain.draft import Draft
from bot.domain.errors import Problem, Unfit
from bot.domain.ids import OptionId, UserId
from bot.domain.minimum_model import OwnLimit
from bot.domain.person import Membership, Person
from bot.domain.revision import revise
from handlers.modals.answers import Answers
from handlers.modals.case_draft import evidence_field, option_field
from handlers.modals.figures_answers import figures_from

LONGEST_DAYS = 365
LONGEST_STOP_IF = 300

_LINK = re.compile(r"https?://[^\s/]\S*")

Builders = Mapping[UserId, Person]
"""The people named as builders, as the workspace knows them."""


Limits = tuple[OwnLimit, ...]
"""What the area has named itself."""


def case_from(
    draft: Draft, *, builders: Builders, late: Filed | None = None, own: Limits = ()
) -> Case:
    """The case that the draft holds; `late` is the filed one, once both cases are in.

    Raises:
        Unfit: with every problem at once.

    """
    answers = Answers(draft.values)
    case = Case(
        constraint=_constraint(answers),
        hypothesis=_hypothesis(answers),
        evidence=tuple(_all_evidence(answers, draft.evidence)),
        options=tuple(_option(answers, option, own) for option in draft.options),
    )
    for option in case.options:
        _check(answers, option, builders, late)
    answers.refuse_problems()
    return case


def option_problems(
    draft: Draft,
    option: OptionId,
    *,
    builders: Builders,
    late: Filed | None = None,
    own: Limits = (),
) -> tuple[Problem, ...]:
    """Every problem with one option of the draft."""
    answers = Answers(draft.values)
    _check(answers, _option(answers, option, own), builders, late)
    return tuple(answers.problems)


def typed_option(draft: Draft, option: OptionId, own: Limits = ()) -> Option:
    """An option as far as it can be understood; what does not fit is left out."""
    return _option(Answers(draft.values), option, own)


def builders_in(draft: Draft, *options: OptionId) -> frozenset[UserId]:
    """Everybody whom the draft names as a builder of those options."""
    named = (draft.values.get(option_field(option, "builder")) for option in options)
    return frozenset(UserId(user) for user in named if user)


def asks_when_to_stop(option: Option) -> bool:
    """Whether its side is to say what would make it stop: the days are many."""
    return (option.days_to_feedback or 0) > LONG_DAYS


def _constraint(answers: Answers) -> Constraint | None:
    kind = answers.choice(
        "constraint_kind", ConstraintKind, missing="Choose the one that holds you back most."
    )
    detail = answers.text("constraint_detail", most=300, missing="Say it in one sentence.")
    return Constraint(kind=kind, detail=detail) if kind else None


def _hypothesis(answers: Answers) -> Hypothesis:
    return Hypothesis(
        metric=answers.text("metric", most=150, missing="Say what should change for the customer."),
        start=answers.text(
            "start", most=60, missing='Say where it stands today; "not measured" is fine.'
        ),
        target=answers.text("target", most=60, missing="Say what you expect."),
        for_whom=answers.text("for_whom", most=150, missing="Say for whom it should change."),
    )


def _all_evidence(answers: Answers, pieces: Iterable[str]) -> Iterable[Evidence]:
    read = [_evidence(answers, partial(evidence_field, piece)) for piece in pieces]
    return (piece for piece in read if piece)


def _evidence(answers: Answers, at: Callable[[str], str]) -> Evidence | None:
    kind = answers.choice(at("kind"), EvidenceKind, missing="Choose what kind of evidence it is.")
    statement = answers.text(
        at("statement"), most=500, missing="Say one thing that you could show somebody."
    )
    link = answers.text(at("link"), most=1000)
    if link and not _LINK.fullmatch(link):
        answers.add(at("link"), "A link begins with https:// or http:// and has no spaces in it.")
    return Evidence(kind=kind, statement=statement, link=link) if kind else None


def _option(answers: Answers, option: OptionId, own: Limits) -> Option:
    at = partial(option_field, option)
    audience = answers.choice(at("audience"), Audience, missing="Choose who will see it.")
    needed = "" if audience is Audience.INTERNAL else ', or choose "Only us" above.'
    said = Option(
        id=option,
        title=answers.text(
            at("title"), most=75, missing="Say in a few words what you would build."
        ),
        days_to_feedback=answers.whole(
            at("days_to_feedback"),
            least=1,
            most=LONGEST_DAYS,
            missing="Say in how many days a customer answers.",
        ),
        audience=audience,
        customer=answers.text(at("customer"), most=200, missing=needed and f"Name them{needed}"),
        feedback=answers.text(
            at("feedback"), most=300, missing=needed and f"Say how their answer comes back{needed}"
        ),
        builder=UserId(answers.text(at("builder"), most=255)) or None,
        figures=figures_from(answers, at, own),
        approach=answers.choice(at("approach"), Approach, missing=""),
        path=answers.choice(at("path"), PathKind, missing=""),
    )
    missing = UNTIL_WHEN if asks_when_to_stop(said) else ""
    stop_if = answers.text(at("stop_if"), most=LONGEST_STOP_IF, missing=missing)
    return replace(said, stop_if=stop_if)


UNTIL_WHEN = f"Over {LONG_DAYS} days, say what would make you stop."


def _check(answers: Answers, option: Option, builders: Builders, late: Filed | None) -> None:
    builder = builders.get(option.builder) if option.builder else None
    if builder and (reason := why_cannot_build(builder)):
        answers.add(option_field(option.id, "builder"), reason)
    for problem in _better_figures(option, late) if late else ():
        answers.add(problem.field, problem.sentence)


def _better_figures(option: Option, late: Filed) -> tuple[Problem, ...]:
    try:
        revise(late, replace(late.case, options=(option,)), unsealed=True)
    except Unfit as unfit:
        return unfit.problems
    return ()


_WHY_NOT = {
    Membership.BOT: "A bot cannot be named as the builder.",
    Membership.ELSEWHERE: "Somebody from another workspace cannot be named as the builder.",
    Membership.DEACTIVATED: "This person's account is deactivated.",
}


def why_cannot_build(person: Person) -> str:
    """Why somebody cannot be named as a builder; "" when they can, as a guest can."""
    if person.membership is Membership.UNKNOWN:
        return "Slack did not say who this person is. Press the button again."
    reason = _WHY_NOT.get(person.membership, "")
    return f"{reason} Name somebody of this workspace." if reason else ""
