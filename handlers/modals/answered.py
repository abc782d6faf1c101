"""The form "Answered": what the customer said, when, and what was learned."""

from dataclasses import asdict, dataclass, fields
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.outcome import Answered, Moved
from bot.domain.ruling import Ruling
from handlers.blocks import context, date_input, field, modal, option, paragraph, radio, text_input
from handlers.context import Request, metadata, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.recording import chosen_lines, chosen_of, open_recording, record
from handlers.outcome import expected_of, hypothesis_of
from handlers.page import Page
from handlers.text import Bold, Json

LONGEST_WHO, LONGEST_WORDS, LONGEST_LEARNED, LONGEST_FELL, LONGEST_MOVED = 200, 300, 500, 300, 100


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen and typed."""

    on: str = ""
    who: str = ""
    words: str = ""
    learned: str = ""
    fell: str = ""
    moved: str = ""
    moved_to: str = ""


def prefilled(page: Page) -> Answer:
    """The customers whom the option names; the day is theirs to say, or it would be guessed."""
    _, chosen = chosen_of(page)
    return Answer(who=page.line(chosen.option.customer, most=LONGEST_WHO))


def build(page: Page, answer: Answer) -> Json:
    """The form about the option that was chosen."""
    ruling, chosen = chosen_of(page)
    return modal(
        f"{page.number}: answered",
        paragraph(*chosen_lines(page)),
        context((_what_it_means(page, chosen.side.other),)),
        *_about_the_answer(answer),
        *_about_us(answer),
        *_about_the_metric(page, ruling, answer),
        form=Form.ANSWERED,
        submit="Record",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


def _what_it_means(page: Page, other: str) -> str:
    return (
        f"This settles the promise of {page.number} and cannot be changed afterwards. Everybody "
        f"who sees the dispute reads it, under the ruling; {other} is told."
    )


def _about_the_answer(answer: Answer) -> list[Json]:
    day = date.fromisoformat(answer.on) if answer.on else None
    return [
        field(
            "on",
            "On which day did they answer?",
            date_input(initial=day, placeholder="Choose a day"),
            hint="The day on which they said it, not the day on which you write it down.",
        ),
        field(
            "who",
            "Who answered?",
            text_input(initial=answer.who, placeholder="Acme", most=LONGEST_WHO),
        ),
        field(
            "words",
            "In their own words",
            text_input(
                initial=answer.words,
                placeholder="We stopped asking why by the second day.",
                multiline=True,
            ),
            hint=f"One sentence as they said it, at most {LONGEST_WORDS} characters.",
        ),
    ]


def _about_us(answer: Answer) -> list[Json]:
    return [
        field(
            "learned",
            "What did you learn?",
            text_input(
                initial=answer.learned,
                placeholder="They want reasons more than fewer blocks.",
                multiline=True,
            ),
            hint=f"Write it for both sides, in at most {LONGEST_LEARNED} characters.",
        ),
        field(
            "fell",
            "Which assumption fell?",
            text_input(initial=answer.fell, placeholder="That merchants read the weekly report."),
            hint="What you had taken for true, and is not. Either side's.",
            optional=True,
        ),
    ]


def _about_the_metric(page: Page, ruling: Ruling, answer: Answer) -> list[Json]:
    hypothesis = hypothesis_of(ruling)
    if hypothesis is None:
        return []
    return [
        paragraph((Bold("Expected: "), f"{expected_of(page, ruling)}.")),
        field(
            "moved",
            "Did it move?",
            radio(
                (option(label, kind.value) for kind, label in MOVED.items()), initial=answer.moved
            ),
        ),
        field(
            "moved_to",
            "To what?",
            text_input(initial=answer.moved_to, placeholder="25"),
            optional=True,
        ),
    ]


MOVED = {Moved.YES: "Yes", Moved.NO: "No", Moved.NOT_MEASURED: "Not measured"}


def parse(view: Json) -> Answer:
    """What was chosen and typed."""
    return Answer(**{one.name: typed(view, one.name) for one in fields(Answer)})


def read(answer: Answer) -> Answered:
    """The customer's answer; what is left empty the rules refuse at its field.

    Raises:
        Unfit: a text is too long, or there is no day.

    """
    answers = Answers(asdict(answer))
    day = answers.day("on", missing="Choose the day on which they answered.")
    became = Answered(
        on=day or date.min,
        who=answers.text("who", most=LONGEST_WHO),
        words=answers.text("words", most=LONGEST_WORDS),
        learned=answers.text("learned", most=LONGEST_LEARNED),
        fell=answers.text("fell", most=LONGEST_FELL),
        moved=answers.choice("moved", Moved, missing="") or Moved.NOT_MEASURED,
        moved_to=answers.text("moved_to", most=LONGEST_MOVED),
    )
    answers.refuse_problems()
    return became


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may record it, while it is awaited."""
    await open_recording(ack, body, client, asked, lambda page: build(page, prefilled(page)))


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The answer is on record."""
    await record(ack, view, read(parse(view)), asked)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.ANSWERED.value)(on_click)
    app.view(Form.ANSWERED.value)(on_submit)
