"""The form "Reopen": a new dispute linked to one that has ended, for evidence that is new."""

import asyncio
from dataclasses import asdict, dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import opening
from bot.domain.case import Evidence, EvidenceKind
from bot.domain.dispute import Dispute
from bot.domain.errors import Refusal
from bot.domain.ids import ChannelId
from bot.domain.sealing import SeenDispute
from bot.services.disputes import Ask, reopen_dispute
from bot.services.reads import find
from handlers.blocks import context, field, modal, option, paragraph, select, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.opening_fields import (
    Answer,
    build_fields,
    check,
    collect,
    provisional,
    read,
)
from handlers.openable import why_not_open, why_not_posted
from handlers.reading import read_clicked
from handlers.text import Bold, Json, is_address

LONGEST_STATEMENT, LONGEST_LINK = 500, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What stands in the fields about the new evidence, as typed."""

    evidence_kind: str = ""
    evidence: str = ""
    link: str = ""


def asked_before(ended: SeenDispute) -> Answer:
    """What was asked when the ended dispute was opened."""
    return Answer(
        question=ended.opening.question,
        problem=ended.opening.problem,
        product_lead=ended.product.lead,
        research_lead=ended.research.lead,
        area=ended.opening.area,
    )


def build(ended: SeenDispute, answer: Answer, news: News) -> Json:
    """The form about the ended dispute, filled in."""
    old = ended.opening.id
    means = f"A new dispute with its own seven days, linked to {old}. The record of {old} stays."
    return modal(
        f"Reopen {old}",
        paragraph((Bold(str(old)), f" {ended.opening.question}")),
        context((means,)),
        *_evidence_fields(news),
        *build_fields(answer),
        form=Form.REOPEN,
        submit="Reopen",
        close="Cancel",
        metadata=metadata(old),
    )


def _evidence_fields(news: News) -> list[Json]:
    return [
        field(
            "evidence",
            "What is new?",
            text_input(
                initial=news.evidence,
                placeholder="The merchants' answer has not come by the promised day.",
                multiline=True,
            ),
            hint="One piece of evidence that was not there before, "
            f"in at most {LONGEST_STATEMENT} characters.",
        ),
        field(
            "evidence_kind",
            "Where does it come from?",
            select(
                (option(f"{kind[0].upper()}{kind[1:]}", kind.value) for kind in EvidenceKind),
                initial=news.evidence_kind,
            ),
        ),
        field("link", "A link to it", text_input(initial=news.link), optional=True),
    ]


def parse_news(view: Json) -> News:
    """What was typed about the new evidence."""
    return News(
        evidence_kind=typed(view, "evidence_kind"),
        evidence=typed(view, "evidence"),
        link=typed(view, "link"),
    )


async def on_reopen(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for a full member who may see the ended dispute."""
    seen = await read_clicked(body, asked)
    await _refuse_unless_openable(seen.opening.channel, asked)
    await present(client, body, build(seen, asked_before(seen), News()))
    await ack()


async def _refuse_unless_openable(channel: ChannelId, asked: Request) -> None:
    person, place = await asyncio.gather(asked.person(), asked.directory.place(channel))
    if not person.is_full_member:
        raise Refusal(why_not_open(person))
    if reason := why_not_posted(place):
        raise Refusal(reason)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The dispute is taken up again, unless something does not fit: then all of it is shown."""
    ended = await find(asked.dispute_submitted(view), begin=asked.begin)
    ask, answers = await read(view, ended.opening.channel, asked)
    evidence = _read_evidence(parse_news(view), answers)
    check(answers, ask, now=asked.now)
    collect(answers, lambda: _rehearse(ask, ended, evidence, now=asked.now))
    answers.refuse_problems()
    await reopen_dispute(ask, ended.id, evidence, now=asked.now, begin=asked.begin)
    await ack(response_action=ALL_CLOSED)


def _read_evidence(news: News, answers: Answers) -> Evidence:
    """The new evidence; what is wrong with it joins the other problems."""
    read_news = Answers(asdict(news))
    kind = read_news.choice("evidence_kind", EvidenceKind, missing="Choose where it comes from.")
    evidence = Evidence(
        kind=kind or EvidenceKind.EXPERT_JUDGEMENT,
        statement=read_news.text("evidence", most=LONGEST_STATEMENT, missing=_NOTHING_NEW),
        link=read_news.text("link", most=LONGEST_LINK),
    )
    if evidence.link and not is_address(evidence.link):
        read_news.add("link", "A link begins with https:// or http://.")
    answers.problems += read_news.problems
    return evidence


_NOTHING_NEW = "Say in a sentence what is new; that is what a dispute is reopened for."


def _rehearse(ask: Ask, ended: Dispute, evidence: Evidence, *, now: datetime) -> None:
    opening.reopen_dispute(
        ended,
        provisional(ask, now=now),
        evidence=evidence,
        product_lead=ask.product_lead,
        research_lead=ask.research_lead,
        by=ask.by,
        now=now,
    )


def register(app: AsyncApp) -> None:
    """The button on an ended card, and the form that it opens."""
    app.action(Click.REOPEN.value)(on_reopen)
    app.view(Form.REOPEN.value)(on_submit)
