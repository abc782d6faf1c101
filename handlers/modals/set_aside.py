"""The form "Set aside": a founder says, with a reason, that a ruling is not followed."""

from dataclasses import asdict, dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import setting_aside
from bot.domain.ruling import Ruling
from bot.domain.sealing import seen_in_channel
from bot.services.afterwards import set_aside
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.details import fit
from handlers.endings import full_ending
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Json

LONGEST_REASON = 500
REHEARSED = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in the form, as typed."""

    reason: str = ""


def build(page: Page, ruling: Ruling, answer: Answer) -> Json:
    """The form about that ruling."""
    return modal(
        f"Set {page.number} aside",
        paragraph(page.first_line, (f"{full_ending(page, ruling)}.",)),
        paragraph((WHAT_IT_MEANS,)),
        field(
            "reason",
            "Why?",
            text_input(
                initial=answer.reason,
                placeholder="The pilot merchants left, so nobody can judge it any more.",
                multiline=True,
            ),
            hint="Write it for the side whose option was chosen. It stands beside the ruling.",
        ),
        form=Form.SET_ASIDE,
        submit="Set aside",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


WHAT_IT_MEANS = (
    "The ruling stays on record, and so does your word. Nothing else is chosen by this: open a "
    "new dispute for that. Both sides are told."
)


def parse(view: Json) -> Answer:
    """What was typed."""
    return Answer(reason=typed(view, "reason"))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for a founder, where something was chosen and is followed."""
    dispute, person = await find_clicked(body, asked)
    setting_aside.set_aside(dispute, REHEARSED, by=person, now=asked.now)
    ruling = dispute.state
    assert isinstance(ruling, Ruling)  # noqa: S101  (or it would have been refused)
    seen = seen_in_channel(dispute, now=asked.now)
    await present(client, body, fit(lambda page: build(page, ruling, Answer()), seen, asked.now))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The ruling is set aside, with its reason."""
    answers = Answers(asdict(parse(view)))
    reason = answers.text("reason", most=LONGEST_REASON)
    answers.refuse_problems()
    await set_aside(
        asked.dispute_submitted(view),
        reason,
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.SET_ASIDE.value)(on_click)
    app.view(Form.SET_ASIDE.value)(on_submit)
