"""The form "Not yet": no customer has answered, until when to ask again, and why."""

from dataclasses import asdict, dataclass
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.outcome import NotYet
from bot.domain.period import utc_day
from bot.domain.promise import promised_on
from bot.domain.words import say_day
from handlers.blocks import context, date_input, field, modal, paragraph, text_input
from handlers.context import Request, metadata, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.recording import chosen_lines, chosen_of, open_recording, record
from handlers.page import Page
from handlers.text import Json

LONGEST_WHY = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen and typed."""

    until: str = ""
    why: str = ""


def build(page: Page, answer: Answer) -> Json:
    """The form about the option that was chosen."""
    day = date.fromisoformat(answer.until) if answer.until else None
    return modal(
        f"{page.number}: not yet",
        paragraph(*chosen_lines(page)),
        context((_what_it_means(page),)),
        field("until", "When do you expect it?", date_input(initial=day), hint=_after(page)),
        field(
            "why",
            "What does it wait for?",
            text_input(
                initial=answer.why,
                placeholder="Acme reviews the blocks at the end of the month.",
                multiline=True,
            ),
            hint=f"In at most {LONGEST_WHY} characters.",
        ),
        form=Form.NOT_YET,
        submit="Record",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


def _after(page: Page) -> str:
    promised = promised_on(page.seen)
    if promised and promised >= utc_day(page.now):
        return f"After the promised day, {say_day(promised)}."
    return "After today."


def _what_it_means(page: Page) -> str:
    ruling, _ = chosen_of(page)
    stays = " The promised day stays." if ruling.answer_due_on else ""
    return (
        f"You are asked again on the new day, and not before.{stays} Everybody who sees the "
        'dispute reads this, as every "not yet" is shown.'
    )


def parse(view: Json) -> Answer:
    """What was chosen and typed."""
    return Answer(until=typed(view, "until"), why=typed(view, "why"))


def read(answer: Answer) -> NotYet:
    """The new day and why; what does not fit the rules refuse at its field.

    Raises:
        Unfit: the text is too long, or there is no day.

    """
    answers = Answers(asdict(answer))
    until = answers.day("until", missing="Choose the day on which you are asked again.")
    became = NotYet(until=until or date.min, why=answers.text("why", most=LONGEST_WHY))
    answers.refuse_problems()
    return became


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may record it, while an answer is awaited."""
    await open_recording(ack, body, client, asked, lambda page: build(page, Answer()))


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The question is put off, and the reason is shown."""
    await record(ack, view, read(parse(view)), asked)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.NOT_YET.value)(on_click)
    app.view(Form.NOT_YET.value)(on_submit)
