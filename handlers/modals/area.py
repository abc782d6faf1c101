"""Making an area and changing one: who may open the form, and what it does."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import areas as rules
from bot.domain.area import DEFAULT_GPU_BUDGET, Area, Stage
from bot.domain.areas import MOST_GPU_WEEKS, AreaAsked
from bot.domain.errors import NotAllowed, StaleArea
from bot.domain.ids import AreaId, UserId
from bot.domain.minimum_model import MinimumModel
from bot.domain.person import Membership, Person
from bot.domain.words import say_number
from bot.services import areas
from handlers.area_clicks import clicked_area, may_change
from handlers.area_words import name_of, others
from handlers.areas import full_member, window
from handlers.context import Request, clicked_value, present
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.area_form import (
    Answer,
    answer_of,
    build_again,
    build_change,
    build_new,
    parse,
)
from handlers.modals.figures_answers import MOST_MILLISECONDS, MOST_PERCENT, MOST_USD
from handlers.modals.opening_fields import collect
from handlers.modals.own_limits import read_own_limits
from handlers.text import Json, Line


async def on_new(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form to make an area opens for a full member."""
    await open_new(body, client, asked)
    await ack()


async def open_new(body: Json, client: AsyncWebClient, asked: Request, name: str = "") -> None:
    """The form, with the name filled in."""
    await present(client, body, build_new(Answer(name=name), await full_member(asked)))


async def on_change(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may change the area."""
    known = await areas.find(clicked_area(asked.team, clicked_value(body)), begin=asked.begin)
    by = await asked.person()
    if not may_change(known, by):
        raise NotAllowed(
            f"You cannot change {name_of(known)}. One of its leads can, or a founder.",
            may=known.leads,
        )
    await present(client, body, build_change(known, by))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The area is made or changed, or its limits wait; who did it sees how it stands.

    Where somebody else has changed it meanwhile, the form comes back with all that was typed.
    """
    known = json.loads(view["private_metadata"])
    try:
        area = await (_change(known, view, asked) if known else _make(view, asked))
    except StaleArea:
        await ack(response_action="update", view=await _come_back(known, view, asked))
        return
    changes = await areas.read_changes(area.id, begin=asked.begin)
    by = await asked.person()
    await ack(response_action="update", view=window(changes, by, *_done(area, by)))


async def _come_back(read: Json, view: Json, asked: Request) -> Json:
    known = await areas.find(AreaId(asked.team, read["area"]), begin=asked.begin)
    return build_again(known, await asked.person(), _with_the_rest(parse(view), known, view))


def _done(area: Area, by: Person) -> Sequence[Line]:
    proposed = area.limits_proposed
    if proposed is None or proposed.by != by.id:
        return ((f"{name_of(area)} is saved.",),)
    asked = (*others(area, by.id), " is asked to accept these limits. ")
    until_then = "none holds" if area.terms.minimum.is_empty else "the others hold"
    return ((*asked, f"Until then {until_then}."),)


async def _make(view: Json, asked: Request) -> Area:
    answer = parse(view)
    wanted, answers, by = await _read(answer, asked)
    stage = answers.choice("stage", Stage, missing="Choose how far it is.") or Stage.BEFORE
    collect(answers, lambda: rules.create_area(asked.team, wanted, stage, by=by, now=asked.now))
    answers.refuse_problems()
    return await areas.create_area(
        asked.team, wanted, stage, by=by, now=asked.now, begin=asked.begin
    )


async def _change(read: Json, view: Json, asked: Request) -> Area:
    known = await areas.find(AreaId(asked.team, read["area"]), begin=asked.begin)
    answer = _with_the_rest(parse(view), known, view)
    wanted, answers, by = await _read(answer, asked)
    collect(answers, lambda: rules.change_area(known, wanted, by=by, now=asked.now))
    answers.refuse_problems()
    return await areas.change_area(
        known.id, wanted, as_read=read["edition"], by=by, now=asked.now, begin=asked.begin
    )


def _with_the_rest(answer: Answer, area: Area, view: Json) -> Answer:
    """What the form did not ask stays as it is."""
    shown = {block.get("block_id") for block in view["blocks"]}
    known = answer_of(area, area.terms.minimum)
    kept = {
        name: getattr(known, name)
        for name in ("name", "product_lead", "research_lead", "gpu_budget")
        if name not in shown
    }
    return replace(answer, **kept)


async def _read(answer: Answer, asked: Request) -> tuple[AreaAsked, Answers, Person]:
    """The area that is asked for, what was found wrong with it so far, and who asks."""
    answers = Answers(asdict(answer))
    product = answers.user("product_lead", missing=CHOOSE)
    research = answers.user("research_lead", missing=CHOOSE)
    budget = answers.amount("gpu_budget", most=MOST_GPU_WEEKS)
    if budget is None:
        answers.add("gpu_budget", f"A number; {say_number(DEFAULT_GPU_BUDGET)} is usual.")
    wanted = AreaAsked(
        name=answer.name,
        product_lead=await _person(product, asked),
        research_lead=await _person(research, asked),
        minimum=_minimum(answer, answers),
        gpu_budget=DEFAULT_GPU_BUDGET if budget is None else budget,
    )
    return wanted, answers, await asked.person()


CHOOSE = "Choose who leads it."


async def _person(user: UserId, asked: Request) -> Person:
    if not user:
        return Person(id=user, membership=Membership.UNKNOWN)
    return await asked.directory.person(user)


def _minimum(answer: Answer, answers: Answers) -> MinimumModel:
    return MinimumModel(
        lowest_accuracy_percent=answers.amount("lowest_accuracy_percent", most=MOST_PERCENT),
        highest_latency_ms=answers.amount("highest_latency_ms", most=MOST_MILLISECONDS),
        highest_cost_per_query_usd=answers.amount("highest_cost_per_query_usd", most=MOST_USD),
        own=read_own_limits(answer.own, "own", answers),
    )


def register(app: AsyncApp) -> None:
    """The two buttons, and the form that they open; the command opens it too."""
    app.action(Click.NEW_AREA.value)(on_new)
    app.action(Click.CHANGE_AREA.value)(on_change)
    app.view(Form.AREA.value)(on_submit)
