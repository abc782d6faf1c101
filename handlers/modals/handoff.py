"""The form "Hand off": what product takes over with an area, and what research keeps."""

import json
from dataclasses import asdict, dataclass, fields

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import handoff
from bot.domain.area import Area, Checklist
from bot.domain.ids import AreaId
from bot.domain.person import Person
from bot.domain.words import Mention
from bot.services import areas
from handlers.area_clicks import clicked_area
from handlers.area_words import due_lines, name_of, others
from handlers.areas import window
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import Request, clicked_value, present, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.opening_fields import collect
from handlers.text import Bold, Json, Line

LONGEST_ANSWER, LONGEST_COST = 300, 100
REHEARSED = Checklist(seen_by="-", may_cost="-", research_keeps="-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as typed."""

    seen_by: str = ""
    may_cost: str = ""
    research_keeps: str = ""


def answer_of(area: Area) -> Answer:
    """The checklist that is proposed, or an empty one."""
    proposed = area.handoff_proposed
    return Answer(**asdict(proposed.checklist)) if proposed else Answer()


def build(area: Area, by: Person, answer: Answer) -> Json:
    """The form about that area, for one of its leads or a founder."""
    at_once = is_enough(area, by)
    return modal(
        "Hand off",
        paragraph((Bold(name_of(area)),), *due_lines(area), *_what_it_means(area, by)),
        *_checklist(answer),
        form=Form.HANDOFF,
        submit="Hand off" if at_once else "Propose",
        close="Cancel",
        metadata=json.dumps({"area": area.id.key}),
    )


def is_enough(area: Area, by: Person) -> bool:
    """Whether their word alone hands it off."""
    return by.founder or area.handoff_due_since is not None


def _what_it_means(area: Area, by: Person) -> tuple[Line, ...]:
    when: Line = ("This hands it off at once.",)
    if not is_enough(area, by):
        when = ("It is handed off once ", *others(area, by.id), " accepts this checklist.")
    proposed: tuple[Line, ...] = ()
    if known := area.handoff_proposed:
        proposed = (("Below stands the checklist that ", Mention(known.by), " has proposed."),)
    return (
        (
            (
                "From then on product decides the disputes that are opened here. Those that are "
                "open keep who decides them. Nothing moves it back."
            ),
        ),
        when,
        *proposed,
    )


def _checklist(answer: Answer) -> list[Json]:
    return [
        field(
            "seen_by",
            "Who saw the prototype?",
            text_input(
                initial=answer.seen_by, placeholder="Acme and Borealis, on their own payments."
            ),
            hint=f"At most {LONGEST_ANSWER} characters.",
        ),
        field(
            "may_cost",
            "What may it cost a query?",
            text_input(initial=answer.may_cost, placeholder="0.03 USD"),
            hint="Product keeps to it when it takes over.",
        ),
        field(
            "research_keeps",
            "What does research keep working on?",
            text_input(
                initial=answer.research_keeps,
                placeholder="Recall on new fraud patterns.",
                multiline=True,
            ),
            hint="Capability work that goes on whatever product decides.",
        ),
    ]


def parse(view: Json) -> Answer:
    """What was typed."""
    return Answer(**{one.name: typed(view, one.name) for one in fields(Answer)})


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may hand the area off, or propose to."""
    known = await areas.find(clicked_area(asked.team, clicked_value(body)), begin=asked.begin)
    by = await asked.person()
    handoff.propose_handoff(known, REHEARSED, by=by, now=asked.now)
    await present(client, body, build(known, by, answer_of(known)))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """It is handed off, or proposed; who did it sees how it stands."""
    area = AreaId(asked.team, json.loads(view["private_metadata"])["area"])
    known, by = await areas.find(area, begin=asked.begin), await asked.person()
    checklist = _read(parse(view), known, by, asked)
    after = await areas.propose_handoff(area, checklist, by=by, now=asked.now, begin=asked.begin)
    changes = await areas.read_changes(area, begin=asked.begin)
    await ack(response_action="update", view=window(changes, by, _done(after, by)))


def _read(answer: Answer, area: Area, by: Person, asked: Request) -> Checklist:
    answers = Answers(asdict(answer))
    checklist = Checklist(
        seen_by=answers.text("seen_by", most=LONGEST_ANSWER),
        may_cost=answers.text("may_cost", most=LONGEST_COST),
        research_keeps=answers.text("research_keeps", most=LONGEST_ANSWER),
    )
    collect(answers, lambda: handoff.propose_handoff(area, checklist, by=by, now=asked.now))
    answers.refuse_problems()
    return checklist


def _done(area: Area, by: Person) -> Line:
    if area.handoff_proposed:
        return (*others(area, by.id), " is asked to accept this checklist.")
    return (f"{name_of(area)} is handed off: from now on product decides.",)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.HANDOFF.value)(on_click)
    app.view(Form.HANDOFF.value)(on_submit)
