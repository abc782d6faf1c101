"""The form "Look again": when both leads are told of a ruling once more, and the way to stop it."""

from collections.abc import Mapping
from datetime import date

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain import afterwards
from bot.domain.afterwards import LONGEST_HALF_LIFE
from bot.domain.look_again import LookAgain
from bot.domain.person import today_of
from bot.domain.ruling import Ruling
from bot.domain.sealing import seen_in_channel
from bot.domain.words import say_day
from bot.services.afterwards import set_look_again, stop_looking_again
from handlers.blocks import date_input, field, modal, paragraph, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.details import fit
from handlers.endings import full_ending
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.page import Page
from handlers.reading import find_clicked
from handlers.text import Json, Line

FIELDS = ("on", "half_life_days")
REHEARSED_DAYS = 1


def build(page: Page, ruling: Ruling, today: date, answers: Mapping[str, str]) -> Json:
    """The form about that ruling; `today` is the local day of who fills it in."""
    return modal(
        f"Look again at {page.number}",
        paragraph(page.first_line, (f"{full_ending(page, ruling)}.",)),
        paragraph((WHAT_IT_MEANS,), *_as_it_is(page.seen.look_again, today)),
        field(
            "on",
            "On which day?",
            date_input(initial=_day(answers.get("on", "")), placeholder="Choose a day"),
            hint="Empty: the first look is a week, a month or a quarter from today, by the days "
            "below.",
            optional=True,
        ),
        field(
            "half_life_days",
            "In how many days is its figure 10 % worse?",
            text_input(initial=answers.get("half_life_days", ""), placeholder="60"),
            hint=(
                "For a model that wears out: days until the figure that convinced has dropped by "
                "10 %. Under 30 you look weekly, over 90 quarterly, else monthly. Empty: only on "
                "that day."
            ),
            optional=True,
        ),
        form=Form.LOOK_AGAIN,
        submit="Look again",
        close="Cancel",
        metadata=metadata(page.opening.id),
    )


WHAT_IT_MEANS = (
    "On that day both leads are told once more what was decided and why, and what has come of it. "
    "The ruling itself does not change."
)


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


def _as_it_is(look: LookAgain | None, today: date) -> tuple[Line, ...]:
    """What is set already, and is replaced."""
    coming = look.next_day(today) if look else None
    if look is None or coming is None:
        return ()
    pace = f", {look.pace.value}" if look.pace else ""
    return ((f"So far the next look is on {say_day(coming)}{pace}. This replaces it.",),)


def answers_of(look: LookAgain | None, today: date) -> dict[str, str]:
    """What is set already, as the form would have it."""
    coming = look.next_day(today) if look else None
    if look is None or coming is None:
        return {}
    return {"on": coming.isoformat(), "half_life_days": str(look.half_life_days or "")}


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who may look again, where something was chosen and is followed."""
    dispute, person = await find_clicked(body, asked)
    today = today_of(person, asked.now)
    afterwards.set_look_again(dispute, None, REHEARSED_DAYS, by=person, today=today, now=asked.now)
    ruling = dispute.state
    assert isinstance(ruling, Ruling)  # noqa: S101  (or it would have been refused)
    known = answers_of(dispute.look_again, today)
    seen = seen_in_channel(dispute, now=asked.now)
    view = fit(lambda page: build(page, ruling, today, known), seen, asked.now)
    await present(client, body, view)
    await ack()


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """Both leads are told on that day, or in the rhythm of the half-life."""
    answers = Answers({name: typed(view, name) for name in FIELDS})
    on = answers.day("on")
    half_life = answers.whole("half_life_days", least=1, most=LONGEST_HALF_LIFE)
    answers.refuse_problems()
    await set_look_again(
        asked.dispute_submitted(view),
        on,
        half_life,
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


async def on_stop(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """Nobody is told again, and who stopped it reads that."""
    stopped = await stop_looking_again(
        asked.dispute_clicked(body), by=await asked.person(), now=asked.now, begin=asked.begin
    )
    seen = seen_in_channel(stopped, now=asked.now)
    await present(client, body, fit(build_stopped, seen, asked.now))
    await ack()


def build_stopped(page: Page) -> Json:
    """The window that says so."""
    return modal(
        f"No more looks at {page.number}",
        paragraph(page.first_line, (f"Nobody is told to look again. {SET_ANEW}",)),
    )


SET_ANEW = 'To set another day: "More" on the card, and then "Look again".'


def register(app: AsyncApp) -> None:
    """The buttons, and the form."""
    app.action(Click.LOOK_AGAIN.value)(on_click)
    app.view(Form.LOOK_AGAIN.value)(on_submit)
    app.action(Click.STOP_LOOKING_AGAIN.value)(on_stop)
