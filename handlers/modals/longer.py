"""The form "Longer": who would build an option says in how many days, and why."""

import asyncio
import contextlib
import json
from dataclasses import dataclass, replace

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import builders as rules
from bot.domain.builder_words import asked_of
from bot.domain.case import Option, Side
from bot.domain.choosable import HEAVIEST_BURDEN, LIGHTEST_BURDEN
from bot.domain.dispute import Dispute
from bot.domain.errors import Refusal, Unfit
from bot.domain.ids import OptionId
from bot.domain.sealing import seen_in_channel
from bot.services import builders, reads
from handlers import builder
from handlers.blocks import field, modal, paragraph, select, text_input
from handlers.builder_question import Burdens, burden_options, days_stated, draw
from handlers.context import ALL_CLOSED, PATIENCE_SECONDS, Request, present, typed
from handlers.details import fit
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.case_answers import LONGEST_DAYS
from handlers.page import Page
from handlers.slack_errors import FAILURES
from handlers.text import Bold, Json

LONGEST_WHY = 300
REHEARSED = "-"
FIELDS = ("days", "why", "burden")


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the form is about, and where the message stands from which it was opened."""

    number: int
    side: Side
    option: OptionId
    stated: int
    """The days that the case says."""
    answer_at: str = ""
    """Its response URL; "" where it is not in the person's own messages."""

    @classmethod
    def of(cls, view: Json) -> "About":
        """What the form carries."""
        known = json.loads(view["private_metadata"])
        return cls(
            number=known["dispute"],
            side=Side(known["side"]),
            option=OptionId(known["option"]),
            stated=known["stated"],
            answer_at=known["answer_at"],
        )

    def as_metadata(self) -> str:
        """It, as the form carries it: no typed text."""
        return json.dumps(
            {
                "dispute": self.number,
                "side": self.side,
                "option": self.option,
                "stated": self.stated,
                "answer_at": self.answer_at,
            }
        )


def build(page: Page, about: About, option: Option) -> Json:
    """The form about that option."""
    return modal(
        "Longer",
        paragraph(page.first_line),
        paragraph((Bold(page.title(option)),), (f"The case says {days_stated(page, option)}",)),
        field(
            "days",
            "How many days does it take?",
            text_input(placeholder=str(min(2 * about.stated, LONGEST_DAYS))),
            hint="Calendar days from the ruling to the answer, all included: data, training, "
            f"integration, review. From {about.stated + 1} to {LONGEST_DAYS}. They count at once.",
        ),
        field(
            "why",
            "What takes longer?",
            text_input(placeholder="Last year's blocks have no labels yet.", multiline=True),
            hint=f"One sentence, at most {LONGEST_WHY} characters. {_who_reads_it(page, about)}",
        ),
        *_burden(page, option),
        form=Form.LONGER,
        submit="Say so",
        close="Cancel",
        metadata=about.as_metadata(),
    )


def _who_reads_it(page: Page, about: About) -> str:
    if page.seen.is_unsealed:
        return "It stands in the dispute's thread."
    return f"{about.side.capitalize()} reads it now; everybody, once both cases are in."


def _burden(page: Page, option: Option) -> list[Json]:
    offered = burden_options(page, option)
    if not offered:
        return []
    chosen = select(offered, placeholder="Choose one")
    hint = "What it would be to look after once it runs."
    return [field("burden", "Ops burden, from 1 to 5", chosen, hint=hint, optional=True)]


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for the builder, while longer can still be said."""
    clicked = builder.about(body, asked)
    dispute = await reads.find(clicked.dispute, begin=asked.begin)
    option = await _rehearsed(dispute, clicked.side, clicked.option, asked)
    about = About(
        number=clicked.dispute.number,
        side=clicked.side,
        option=clicked.option,
        stated=option.days_to_feedback or 0,
        answer_at=body["response_url"] if builder.is_own(body) else "",
    )
    seen = seen_in_channel(dispute, now=asked.now)
    view = fit(lambda page: build(page, about, option), seen, asked.now)
    await present(client, body, view)
    await ack()


async def _rehearsed(dispute: Dispute, side: Side, option: OptionId, asked: Request) -> Option:
    """The option, if the rules would take its builder's word for longer now."""
    by, longest = await asked.speaker(), LONGEST_DAYS + 1
    rules.raise_days(dispute, side, option, longest, REHEARSED, by=by, now=asked.now)
    known = next(one for one in asked_of(dispute, side, by.id) if one.id == option)
    if (known.days_to_feedback or 0) >= LONGEST_DAYS:
        raise Refusal(f"{LONGEST_DAYS} days are the most that a case can say.")
    return known


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The burden counts and then the days; a burden that is refused leaves both as they were."""
    about = About.of(view)
    answers = Answers({name: typed(view, name) for name in FIELDS})
    days = answers.whole(
        "days", least=about.stated + 1, most=LONGEST_DAYS, missing="Say how many days it takes."
    )
    why = answers.text("why", most=LONGEST_WHY, missing="Say in a sentence what takes longer.")
    burden = answers.whole("burden", least=LIGHTEST_BURDEN, most=HEAVIEST_BURDEN)
    answers.refuse_problems()
    assert days is not None  # noqa: S101  (or it would have been refused)
    if burden:
        await _state_burden(about, burden, view, asked)
    dispute = await builders.raise_days(
        asked.dispute_submitted(view),
        about.side,
        about.option,
        days,
        why,
        by=await asked.speaker(),
        now=asked.now,
        begin=asked.begin,
    )
    await _show(dispute, about, {about.option: burden} if burden else {}, asked)
    await ack(response_action=ALL_CLOSED)


async def _state_burden(about: About, burden: int, view: Json, asked: Request) -> None:
    try:
        await builders.state_burden(
            asked.dispute_submitted(view),
            about.side,
            about.option,
            burden,
            by=await asked.speaker(),
            now=asked.now,
            begin=asked.begin,
        )
    except Unfit as unfit:
        raise Unfit(*(replace(one, field="burden") for one in unfit.problems)) from unfit


async def _show(dispute: Dispute, about: About, burdens: Burdens, asked: Request) -> None:
    """The message says what was said, where Slack takes that; it counts either way."""
    if not about.answer_at:
        return
    told = draw(dispute, about.side, asked.who, now=asked.now, burdens=burdens)
    respond = AsyncRespond(response_url=about.answer_at)
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await builder.replace(respond, told, in_place=True)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.LONGER.value)(on_click)
    app.view(Form.LONGER.value)(on_submit)
