"""The fields that opening and reopening a dispute have in common, and how they are read."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import datetime

from bot.domain import opening
from bot.domain.area import Area
from bot.domain.case import Side
from bot.domain.dispute import Opening
from bot.domain.errors import Unfit
from bot.domain.ids import ChannelId, DisputeId, UserId
from bot.domain.leads import why_cannot_serve
from bot.domain.person import Membership, Person
from bot.domain.window import Window
from bot.services.disputes import Ask
from bot.services.ports import Directory
from handlers.area_words import name_of
from handlers.blocks import field, person, text_input
from handlers.context import Request, typed
from handlers.ids import COMMAND
from handlers.modals.answers import Answers
from handlers.modals.area_field import AREA, chosen_name, leads_shown, leads_told
from handlers.openable import why_not_posted
from handlers.text import Json

QUESTION = "question"
LONGEST_QUESTION, LONGEST_PROBLEM, LONGEST_MEANWHILE = 120, 300, 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the fields, as typed."""

    question: str = ""
    problem: str = ""
    product_lead: str = ""
    research_lead: str = ""
    area: str = ""
    meanwhile: str = ""


def build_fields(
    answer: Answer,
    *,
    area: Area | None = None,
    list_of_areas: Sequence[Json] = (),
    below_question: Sequence[Json] | None = None,
) -> list[Json]:
    """The fields, with what is known already filled in.

    Where the area has its own leads, they stand there in place of the fields to name them. Where
    something may stand below the question, Enter in it asks for that.
    """
    is_led = area is not None and area.has_both_leads
    return [
        _question(answer, dispatch=below_question is not None),
        *(below_question or ()),
        _problem(answer),
        *list_of_areas,
        *(leads_told(area) if area and is_led else _about_the_leads(answer)),
        _meanwhile(answer),
    ]


def _question(answer: Answer, *, dispatch: bool) -> Json:
    more = " Enter shows whether it was asked before." if dispatch else ""
    return field(
        QUESTION,
        "What do the two sides disagree about?",
        text_input(
            initial=answer.question, placeholder="Transformer upgrade or rules-based filter?"
        ),
        hint=f"One question that both sides would sign, in at most {LONGEST_QUESTION} "
        f"characters.{more}",
        dispatch=dispatch,
    )


def _problem(answer: Answer) -> Json:
    return field(
        "problem",
        "What is the customer's problem?",
        text_input(
            initial=answer.problem,
            placeholder="Merchants ask why a payment was blocked.",
            multiline=True,
        ),
        hint=f"A line or two, at most {LONGEST_PROBLEM} characters. Everybody in the channel "
        "reads it.",
    )


def _about_the_leads(answer: Answer) -> list[Json]:
    return [
        field(
            "product_lead",
            "Who speaks for product?",
            person(initial=answer.product_lead, placeholder="The product lead"),
        ),
        field(
            "research_lead",
            "Who speaks for research?",
            person(initial=answer.research_lead, placeholder="The research lead"),
            hint="Not the same person. Both are asked for their case at once, and can name a "
            "deputy.",
        ),
    ]


def _meanwhile(answer: Answer) -> Json:
    return field(
        "meanwhile",
        "What goes on meanwhile?",
        text_input(
            initial=answer.meanwhile, placeholder="The present filter stays on.", multiline=True
        ),
        hint="What people work on until the dispute is settled.",
        optional=True,
    )


def parse(view: Json) -> Answer:
    """What was typed and chosen."""
    read = {one.name: typed(view, one.name) for one in fields(Answer)}
    return Answer(**{**read, AREA: chosen_name(read[AREA])})


def fits_leads(view: Json, area: Area | None) -> bool:
    """Whether the form asks for leads where they are to be named, or shows those of now."""
    is_led = area is not None and area.has_both_leads
    wanted = leads_shown(area) if area and is_led else "product_lead"
    return any(block.get("block_id") == wanted for block in view["blocks"])


async def read(
    answer: Answer, area: Area | None, *, form: str, channel: ChannelId, asked: Request
) -> tuple[Ask, Answers]:
    """What is asked for in that channel, and what was found wrong with it so far."""
    answer = _with_its_leads(answer, area)
    answers = Answers(asdict(answer))
    product_lead, research_lead, by, place = await asyncio.gather(
        _named(answer.product_lead, asked.directory),
        _named(answer.research_lead, asked.directory),
        asked.person(),
        asked.directory.place(channel),
    )
    ask = Ask(
        team=asked.team,
        channel=channel,
        question=answers.text("question", most=LONGEST_QUESTION),
        problem=answers.text("problem", most=LONGEST_PROBLEM),
        product_lead=product_lead,
        research_lead=research_lead,
        by=by,
        form=form,
        area=answer.area,
        meanwhile=answers.text("meanwhile", most=LONGEST_MEANWHILE),
    )
    answers.user("product_lead", missing="Choose who speaks for product.")
    answers.user("research_lead", missing="Choose who speaks for research.")
    if reason := why_not_posted(place):
        answers.add("question", reason)
    if area and area.has_both_leads:
        _refuse_who_cannot_lead(area, ask, answers)
    return ask, answers


def _with_its_leads(answer: Answer, area: Area | None) -> Answer:
    """The area's own leads where the form names none; others the rules refuse at their field."""
    if area is None or not area.has_both_leads:
        return answer
    return replace(
        answer,
        product_lead=answer.product_lead or area.product_lead or "",
        research_lead=answer.research_lead or area.research_lead or "",
    )


def _refuse_who_cannot_lead(area: Area, ask: Ask, answers: Answers) -> None:
    """Said at the area, as whoever opens the dispute cannot name another lead."""
    named = {Side.PRODUCT: ask.product_lead, Side.RESEARCH: ask.research_lead}
    for side, lead in named.items():
        if lead.id != area.lead(side):
            continue
        if lead.membership is Membership.UNKNOWN:
            answers.add(AREA, why_cannot_serve(lead))
        elif not lead.is_full_member:
            name = name_of(area)
            answers.add(
                AREA,
                f"The lead of {name} for {side} is {lead.membership} and cannot speak for it. "
                f"A founder can name another: {COMMAND} area {name}",
            )
    answers.refuse_problems()


async def _named(user: str, directory: Directory) -> Person:
    if not user:
        return Person(id=UserId(""), membership=Membership.UNKNOWN)
    return await directory.person(UserId(user))


def check(answers: Answers, ask: Ask, area: Area | None, *, now: datetime) -> None:
    """Add what the rules say against opening such a dispute.

    Raises:
        NotAllowed: who asks may not open any.

    """
    collect(
        answers,
        lambda: opening.open_dispute(
            provisional(ask, now=now),
            product_lead=ask.product_lead,
            research_lead=ask.research_lead,
            by=ask.by,
            area=area,
        ),
    )


def provisional(ask: Ask, *, now: datetime) -> Opening:
    """The opening as the rules would see it, without the number that only a new dispute gets."""
    return Opening(
        id=DisputeId(ask.team, 0),
        channel=ask.channel,
        question=ask.question,
        problem=ask.problem,
        by=ask.by.id,
        window=Window(now),
        area=ask.area,
        meanwhile=ask.meanwhile,
    )


def collect(answers: Answers, rule: Callable[[], object]) -> None:
    """Add the rule's problems to those found already, so that all are shown in one round."""
    try:
        rule()
    except Unfit as unfit:
        for problem in unfit.problems:
            answers.add(problem.field, problem.sentence)
