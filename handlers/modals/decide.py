"""The form "Decide": the decider's choice, with its reason."""

from dataclasses import asdict, dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import settling
from bot.domain.dispute import Dispute
from bot.domain.ids import OptionId
from bot.domain.person import Person
from bot.domain.sealing import SeenDispute, seen_by
from bot.services.disputes import decide
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.choices import build_choice, choices, in_full, read_choice
from handlers.modals.introduction import introduce
from handlers.reading import find_clicked
from handlers.text import Json

LONGEST_REASON = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen and typed."""

    option: str = ""
    reason: str = ""


def build(seen: SeenDispute, answer: Answer) -> Json:
    """The form, with what the rule would choose marked."""
    return modal(
        f"Decide {seen.opening.id}",
        introduce(seen.opening),
        paragraph((_what_it_means(seen),)),
        *in_full(choices(seen)),
        build_choice("What do you choose?", choices(seen), initial=answer.option),
        field(
            "reason",
            "Why?",
            text_input(
                initial=answer.reason,
                placeholder="Two pilots end in April, and both asked for it.",
                multiline=True,
            ),
            hint="Write it for the side that you do not choose. It stands beside the ruling.",
        ),
        form=Form.DECIDE,
        submit="Decide",
        close="Cancel",
        metadata=metadata(seen.opening.id),
    )


def _what_it_means(seen: SeenDispute) -> str:
    settled = "Your choice settles the dispute at once."
    choice = seen.verdict().choice
    if choice is None:
        return f"{settled} The rule could choose nothing here, so the ruling will {_AGAINST}."
    title = choice.option.title
    return (
        f'{settled} The rule would choose "{title}" today. '
        f"If you choose otherwise, the ruling will {_AGAINST}."
    )


_AGAINST = 'say "decided, against the rule"'


def parse(view: Json) -> Answer:
    """What was chosen and typed."""
    return Answer(option=typed(view, "option"), reason=typed(view, "reason"))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for the decider, from a day after both cases are in."""
    dispute, person = await find_clicked(body, asked)
    _refuse_unless_decidable(dispute, person, now=asked.now)
    await present(client, body, build(seen_by(dispute, person, now=asked.now), Answer()))
    await ack()


def _refuse_unless_decidable(dispute: Dispute, person: Person, *, now: datetime) -> None:
    """Refuse as the rules would refuse a decision for any of the options."""
    options = [option.id for filed in dispute.filed for option in filed.case.options]
    settling.decide(dispute, next(iter(options), OptionId("")), "-", by=person, now=now)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The decision ends the dispute."""
    answers = Answers(asdict(parse(view)))
    option, _ = read_choice(answers)
    reason = answers.text("reason", most=LONGEST_REASON)
    answers.refuse_problems()
    await decide(
        asked.dispute_submitted(view),
        option,
        reason,
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.DECIDE.value)(on_click)
    app.view(Form.DECIDE.value)(on_submit)
