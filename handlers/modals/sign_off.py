"""The form "Sign off": a founder reads one option, and says why it may use more GPU."""

import asyncio
import contextlib
import json
import re
from dataclasses import dataclass
from decimal import Decimal

from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncRespond
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import signing_off as rules
from bot.domain.case import Option, Side
from bot.domain.dispute import Dispute
from bot.domain.errors import NoSuchDispute, Refusal
from bot.domain.ids import OptionId
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.domain.words import Mention
from bot.services.gates import Signature, sign_off
from handlers import builder
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import (
    ALL_CLOSED,
    PATIENCE_SECONDS,
    Request,
    clicked_value,
    present,
    typed,
)
from handlers.details import fit
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.sign_off_asked import draw_signed, option_blocks, over_budget, what_it_means
from handlers.slack_errors import FAILURES
from handlers.text import Json

LONGEST_REASON = 300
REHEARSED = "-"

_VALUE = re.compile(r"[0-9]{1,9} (product|research) (.+)", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What the form is about, and where the message stands from which it was opened."""

    side: Side
    option: OptionId
    answer_at: str = ""
    """Its response URL; "" where it is not in the person's own messages."""
    weeks: Decimal | None = None
    """The GPU-weeks a month that the form shows."""

    @classmethod
    def clicked(cls, body: Json) -> "About":
        """The option that was clicked at.

        Raises:
            NoSuchDispute: the click carries none.

        """
        found = _VALUE.fullmatch(clicked_value(body))
        if found is None:
            raise NoSuchDispute(0)
        answer_at = body["response_url"] if builder.is_own(body) else ""
        return cls(side=Side(found[1]), option=OptionId(found[2]), answer_at=answer_at)

    @classmethod
    def of(cls, view: Json) -> "About":
        """What the form carries."""
        known = json.loads(view["private_metadata"])
        return cls(
            side=Side(known["side"]),
            option=OptionId(known["option"]),
            answer_at=known["answer_at"],
            weeks=Decimal(known["weeks"]),
        )

    def as_metadata(self, number: int, shown: Option) -> str:
        """It, as the form about the dispute of that number carries it: no typed text."""
        return json.dumps(
            {
                "dispute": number,
                "side": self.side,
                "option": self.option,
                "answer_at": self.answer_at,
                "weeks": str(shown.figures.gpu_weeks_per_month or 0),
            }
        )


def build(page: Page, about: About, option: Option, *, is_own: bool) -> Json:
    """The form about that option."""
    needed = over_budget(page, option)
    return modal(
        f"Sign off on {page.number}",
        paragraph(page.first_line, (f"{about.side.capitalize()} asks for {needed}.",)),
        *option_blocks(page, about.side, option),
        paragraph(*what_it_means(page, about.side, is_own=is_own)),
        field(
            "reason",
            "Why?",
            text_input(placeholder="Two of three pilots renew on this.", multiline=True),
            hint=f"In at most {LONGEST_REASON} characters. It stands beside the option: for its "
            "side now, for everybody once both cases are in.",
        ),
        form=Form.SIGN_OFF,
        submit="Sign off",
        close="Cancel",
        metadata=about.as_metadata(page.opening.id.number, option),
    )


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for a founder who is asked, while the signature is missing."""
    dispute, person = await find_clicked(body, asked)
    about = About.clicked(body)
    await _rehearse(dispute, about, person, asked)
    option = rules.option_to_sign(dispute, about.side, about.option)
    is_own = person.id in dispute.speakers
    seen = seen_in_channel(dispute, now=asked.now)
    view = fit(lambda page: build(page, about, option, is_own=is_own), seen, asked.now)
    await present(client, body, view)
    await ack()


async def _rehearse(dispute: Dispute, about: About, person: Person, asked: Request) -> None:
    """Refuse as the rules would refuse the signature, and where there is one already."""
    founders = await asked.directory.founders()
    changed, _ = rules.sign_off(
        dispute,
        about.side,
        about.option,
        REHEARSED,
        by=person,
        founders=founders,
        now=asked.now,
    )
    if changed is dispute:
        raise Refusal(*_signed_by(dispute, about), " has signed it off; nothing more is needed.")


def _signed_by(dispute: Dispute, about: About) -> tuple[Mention]:
    last = next(
        one
        for one in reversed(dispute.signoffs)
        if (one.side, one.option) == (about.side, about.option)
    )
    return (Mention(last.by),)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """It is signed, and its side is told."""
    about = About.of(view)
    answers = Answers({"reason": typed(view, "reason")})
    reason = answers.text("reason", most=LONGEST_REASON)
    answers.refuse_problems()
    dispute = await sign_off(
        asked.dispute_submitted(view),
        Signature(side=about.side, option=about.option, reason=reason, read=about.weeks),
        by=await asked.person(),
        directory=asked.directory,
        now=asked.now,
        begin=asked.begin,
    )
    await _show(dispute, about, asked)
    await ack(response_action=ALL_CLOSED)


async def _show(dispute: Dispute, about: About, asked: Request) -> None:
    """The message says that it is signed, where Slack takes that; it counts either way."""
    if not about.answer_at:
        return
    told = draw_signed(dispute, about.side, about.option, now=asked.now)
    respond = AsyncRespond(response_url=about.answer_at)
    with contextlib.suppress(*FAILURES):
        async with asyncio.timeout(PATIENCE_SECONDS):
            await builder.replace(respond, told, in_place=True)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.SIGN_OFF.value)(on_click)
    app.view(Form.SIGN_OFF.value)(on_submit)
