"""The form "Reopen": a new dispute linked to an ended one, for news or an overdue answer."""

import asyncio
from dataclasses import replace
from datetime import date, datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import opening
from bot.domain.area import Area
from bot.domain.dispute import Dispute, Opening
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId, DisputeId
from bot.domain.promise import promised_on
from bot.domain.sealing import SeenDispute
from bot.domain.words import say_day
from bot.services.areas import list_areas
from bot.services.disputes import Ask, reopen_dispute
from bot.services.reads import find
from handlers.blocks import context, modal, paragraph
from handlers.context import ALL_CLOSED, Request, metadata, present
from handlers.ids import Click, Form
from handlers.modals.area_field import find_area
from handlers.modals.news_fields import News, news_fields, parse_news, read_news
from handlers.modals.opening_fields import (
    Answer,
    build_fields,
    check,
    collect,
    parse,
    provisional,
    read,
)
from handlers.openable import why_not_open, why_not_posted
from handlers.reading import read_clicked
from handlers.text import Bold, Json


def asked_before(ended: SeenDispute) -> Answer:
    """What was asked when the ended dispute was opened."""
    return Answer(
        question=ended.opening.question,
        problem=ended.opening.problem,
        product_lead=ended.product.lead,
        research_lead=ended.research.lead,
        area=ended.opening.area,
    )


def build(
    ended: SeenDispute,
    answer: Answer,
    news: News,
    *,
    overdue: date | None = None,
    area: Area | None = None,
) -> Json:
    """The form about the ended dispute, filled in.

    `overdue` is the day by which an answer was promised, where nothing new is needed without it;
    `area` is the area of the dispute as it is now.
    """
    old = ended.opening.id
    means = f"A new dispute with its own seven days, linked to {old}. The record of {old} stays."
    return modal(
        f"Reopen {old}",
        paragraph((Bold(str(old)), f" {ended.opening.question}")),
        context((means,)),
        *([paragraph((_without_news(overdue),))] if overdue else []),
        *news_fields(news, needed=overdue is None),
        *build_fields(answer, area=area, list_of_areas=_area_told(answer)),
        form=Form.REOPEN,
        submit="Reopen",
        close="Cancel",
        metadata=metadata(old),
    )


def _area_told(answer: Answer) -> list[Json]:
    """A dispute is taken up again in its own area."""
    return [paragraph((Bold("Area: "), answer.area))] if answer.area else []


def _without_news(overdue: date) -> str:
    return (
        f"The answer promised by {say_day(overdue)} has not come, so you can reopen without new "
        "evidence."
    )


async def on_reopen(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for a full member who may see the ended dispute."""
    seen = await read_clicked(body, asked)
    await _refuse_unless_openable(seen.opening.channel, asked)
    overdue = await _overdue(seen.opening.id, asked)
    area = await _area_of(seen.opening, asked)
    view = build(seen, asked_before(seen), News(), overdue=overdue, area=area)
    await present(client, body, view)
    await ack()


async def _area_of(opening: Opening, asked: Request) -> Area | None:
    """The area in which it was opened, as it is now."""
    areas = await list_areas(asked.team, begin=asked.begin) if opening.area else ()
    return find_area(areas, opening.area)


async def _overdue(ended: DisputeId, asked: Request) -> date | None:
    """By when the answer was promised that who asks need not wait for any longer."""
    dispute = await find(ended, begin=asked.begin)
    may = opening.may_reopen_without_news(dispute, await asked.person(), asked.now)
    return promised_on(dispute) if may else None


async def _refuse_unless_openable(channel: ChannelId, asked: Request) -> None:
    person, place = await asyncio.gather(asked.person(), asked.directory.place(channel))
    if not person.is_full_member:
        raise Refusal(why_not_open(person))
    if reason := why_not_posted(place):
        raise Refusal(reason)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The dispute is taken up again, unless something does not fit: then all of it is shown."""
    ended = await find(asked.dispute_submitted(view), begin=asked.begin)
    area = await _area_of(ended.opening, asked)
    answer = replace(parse(view), area=ended.opening.area)
    channel = ended.opening.channel
    ask, answers = await read(answer, area, form=view["id"], channel=channel, asked=asked)
    news = read_news(parse_news(view), answers)
    check(answers, ask, area, now=asked.now)
    collect(answers, lambda: _rehearse(ask, ended, news, now=asked.now))
    answers.refuse_problems()
    await reopen_dispute(ask, ended.id, news, now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


def _rehearse(ask: Ask, ended: Dispute, news: opening.News | None, *, now: datetime) -> None:
    opening.reopen_dispute(
        ended,
        provisional(ask, now=now),
        news=news,
        product_lead=ask.product_lead,
        research_lead=ask.research_lead,
        by=ask.by,
        now=now,
    )


def register(app: AsyncApp) -> None:
    """The button on an ended card, and the form that it opens."""
    app.action(Click.REOPEN.value)(on_reopen)
    app.view(Form.REOPEN.value)(on_submit)
