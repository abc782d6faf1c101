"""The form "Yield": a side sets nothing against the other's case."""

from dataclasses import asdict, dataclass

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import yielding
from bot.domain.case import Side
from bot.domain.dispute import Opening
from bot.domain.rights import Action, side_of
from bot.domain.running import refuse_unless_running
from bot.services.disputes import yield_side
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.introduction import introduce
from handlers.reading import find_clicked
from handlers.text import Json

LONGEST_REASON = 500
REHEARSED = "-"


@dataclass(frozen=True, slots=True)
class Answer:
    """What stands in the form, as typed."""

    reason: str = ""


def build(opening: Opening, side: Side, answer: Answer) -> Json:
    """The form for that side; it says nothing of the other's case."""
    return modal(
        f"Yield on {opening.id}",
        introduce(opening),
        paragraph((_what_it_means(side),), (_TAKEN_BACK,)),
        field(
            "reason",
            "Why?",
            text_input(
                initial=answer.reason,
                placeholder="Their customers wait longer than ours.",
                multiline=True,
            ),
            hint="A sentence is enough. It stands beside the ruling.",
        ),
        form=Form.YIELD,
        submit="Yield",
        close="Cancel",
        metadata=metadata(opening.id),
    )


def _what_it_means(side: Side) -> str:
    other = side.other
    return (
        f"You speak for {side}. If you yield, {other}'s option is chosen: at once if {other} has "
        f"filed exactly one, otherwise when it picks one. You do not see {other}'s case first."
    )


_TAKEN_BACK = (
    "While the dispute is open you take it back by filing your case. If nothing is filed or "
    "picked by the end, the rule runs on what is there."
)


def parse(view: Json) -> Answer:
    """What was typed."""
    return Answer(reason=typed(view, "reason"))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who speaks for a side that is free to yield."""
    dispute, person = await find_clicked(body, asked)
    refuse_unless_running(dispute, asked.now)
    side = side_of(dispute, person, Action.YIELD)
    yielding.yield_side(dispute, side, REHEARSED, by=person, now=asked.now)
    await present(client, body, build(dispute.opening, side, Answer()))
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The side yields, with its reason."""
    answers = Answers(asdict(parse(view)))
    reason = answers.text("reason", most=LONGEST_REASON)
    answers.refuse_problems()
    await yield_side(
        asked.dispute_submitted(view),
        reason,
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.YIELD.value)(on_click)
    app.view(Form.YIELD.value)(on_submit)
