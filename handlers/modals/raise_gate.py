"""The form "Raise a gate": research says, in numbers, which limit an option breaks."""

from dataclasses import asdict

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import gates as rules
from bot.domain.case import Side
from bot.domain.dispute import Dispute
from bot.domain.gate import Gated, Limit
from bot.domain.ids import OptionId
from bot.domain.person import Person
from bot.domain.sealing import seen_in_channel
from bot.services.gates import raise_gate
from handlers.blocks import modal, paragraph
from handlers.context import ALL_CLOSED, Request, metadata, present
from handlers.details import fit
from handlers.gates import binding_until
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.choices import choices, in_full
from handlers.modals.gate_answers import limit_from, option_from
from handlers.modals.gate_fields import Answer, gate_fields, parse
from handlers.modals.introduction import introduce
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Json, Line

REHEARSED = Limit(gated=Gated.BAR, name="-", lifted_by="-", source="-")


def build(page: Page, answer: Answer) -> Json:
    """The form about one of the options of both sides."""
    return modal(
        "Raise a gate",
        introduce(page.opening),
        paragraph(*_what_it_does(page)),
        *in_full(choices(page.seen)),
        *gate_fields(choices(page.seen), answer),
        form=Form.RAISE_GATE,
        submit="Raise",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


def _what_it_does(page: Page) -> tuple[Line, ...]:
    return (
        ("A gate says which limit an option breaks. Everybody in the channel reads it.",),
        _until_when(page),
        ("People can still agree on the option, or decide for it.",),
    )


def _until_when(page: Page) -> Line:
    until = binding_until(page)
    if page.now <= until:
        return ("Raised until ", until, _IT_BINDS)
    late = ". Now it is only shown, unless it comes back within a day of falling."
    return ("To bind, it had to be raised by ", until, late)


_IT_BINDS = (
    ", it takes the option out of the rule until you lift it, or its figure gets better. Raised "
    "later, it is only shown."
)


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who speaks for research, once both cases are in."""
    dispute, person = await find_clicked(body, asked)
    _rehearse(dispute, person, asked)
    seen = seen_in_channel(dispute, now=asked.now)
    await present(client, body, fit(lambda page: build(page, Answer()), seen, asked.now))
    await ack()


def _rehearse(dispute: Dispute, person: Person, asked: Request) -> None:
    """Refuse as the rules would refuse a gate against any of the options."""
    options = [(filed.side, one.id) for filed in dispute.filed for one in filed.case.options]
    side, first = next(iter(options), (Side.PRODUCT, OptionId("")))
    rules.raise_gate(dispute, side, first, REHEARSED, by=person, now=asked.now)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The gate stands, and everybody is told."""
    answers = Answers(asdict(parse(view)))
    option, limit = option_from(answers), limit_from(answers)
    answers.refuse_problems()
    assert option is not None  # noqa: S101  (or it would have been refused)
    assert limit is not None  # noqa: S101
    await raise_gate(
        asked.dispute_submitted(view),
        *option,
        limit,
        by=await asked.speaker(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.RAISE_GATE.value)(on_click)
    app.view(Form.RAISE_GATE.value)(on_submit)
