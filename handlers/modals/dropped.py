"""The form "Dropped": what was chosen is built no further, and why."""

from dataclasses import asdict, dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.outcome import Dropped
from handlers.blocks import context, field, modal, paragraph, text_input
from handlers.context import Request, metadata, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.recording import chosen_lines, chosen_of, open_recording, record
from handlers.page import Page
from handlers.text import Json

LONGEST_WHY = 500


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in the form, as typed."""

    why: str = ""


def build(page: Page, answer: Answer) -> Json:
    """The form about the option that was chosen."""
    return modal(
        f"{page.number}: dropped",
        paragraph(*chosen_lines(page)),
        context((_what_it_means(page),)),
        field(
            "why",
            "Why is it dropped?",
            text_input(
                initial=answer.why,
                placeholder="The last pilot has left, so nobody can judge it.",
                multiline=True,
            ),
            hint=f"Write it for the side whose option was not chosen, in at most {LONGEST_WHY} "
            "characters.",
        ),
        form=Form.DROPPED,
        submit="Record",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


def _what_it_means(page: Page) -> str:
    _, chosen = chosen_of(page)
    return (
        "It is built no further, and you are asked no more. This cannot be changed afterwards. "
        f"Everybody who sees the dispute reads it; {chosen.side.other} is told, and can reopen "
        f"{page.number} with something new."
    )


def parse(view: Json) -> Answer:
    """What was typed."""
    return Answer(typed(view, "why"))


def read(answer: Answer) -> Dropped:
    """Why it was dropped; an empty reason the rules refuse at its field.

    Raises:
        Unfit: the text is too long.

    """
    answers = Answers(asdict(answer))
    became = Dropped(answers.text("why", most=LONGEST_WHY))
    answers.refuse_problems()
    return became


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may record it, while an answer is awaited."""
    await open_recording(ack, body, client, asked, lambda page: build(page, Answer()))


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """Nothing is awaited any more, and the reason is shown."""
    await record(ack, view, read(parse(view)), asked)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.DROPPED.value)(on_click)
    app.view(Form.DROPPED.value)(on_submit)
