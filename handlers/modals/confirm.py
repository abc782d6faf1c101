"""The form "Confirm an option": a side's word that it takes one of the options."""

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.domain.case import Side
from bot.domain.dispute import Confirmation, Dispute, Open, Yielded
from bot.domain.errors import Refusal
from bot.domain.ids import OptionId
from bot.domain.person import Person
from bot.domain.rights import Action, side_of
from bot.domain.running import refuse_unless_running
from bot.domain.sealing import SeenDispute, seen_by
from bot.domain.settling import confirm_option as rule
from bot.domain.words import Mention
from bot.services.disputes import confirm_option
from handlers.blocks import field, modal, paragraph, text_input
from handlers.context import ALL_CLOSED, Request, metadata, present, typed
from handlers.ids import Click, Form
from handlers.modals.answers import Answers
from handlers.modals.choices import Choice, build_choice, choices, in_full, read_choice
from handlers.modals.introduction import introduce
from handlers.reading import find_clicked
from handlers.text import Json, Line

LONGEST_NEXT = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What stands in the form, as chosen and typed."""

    option: str = ""
    then: str = ""


def build(seen: SeenDispute, side: Side) -> Json:
    """The form for that side, with the option that the other side has confirmed chosen."""
    answer = answer_so_far(seen, side)
    return modal(
        "Confirm an option",
        introduce(seen.opening),
        paragraph(*_what_it_means(seen, side)),
        *in_full(choices(seen)),
        build_choice(
            "Which option do you take?",
            choices(seen),
            initial=answer.option,
            hint="Until the dispute is settled you can change your word; the last one counts.",
        ),
        field(
            "then",
            "And next",
            text_input(initial=answer.then, placeholder="The other option, in April"),
            hint=f"What follows after it, in at most {LONGEST_NEXT} characters. It stands "
            "beside the ruling.",
            optional=True,
        ),
        form=Form.CONFIRM,
        submit="Confirm",
        close="Cancel",
        metadata=metadata(seen.opening.id),
    )


def answer_so_far(seen: SeenDispute, side: Side) -> Answer:
    """The other side's option if it has confirmed one, or else the side's own word."""
    words = _words(seen)
    ours, theirs = words.get(side), words.get(side.other)
    return Answer(
        option=next((_value(word) for word in (theirs, ours) if word), ""),
        then=ours.next if ours else "",
    )


def _words(seen: SeenDispute) -> dict[Side, Confirmation]:
    return (
        {word.side: word for word in seen.state.confirmations}
        if isinstance(seen.state, Open)
        else {}
    )


def _value(word: Confirmation) -> str:
    return f"{word.revision} {word.option}"


def _what_it_means(seen: SeenDispute, side: Side) -> Iterator[Line]:
    other = seen.party(side.other)
    if isinstance(other.standing, Yielded):
        yield (f"{side.other.capitalize()} has yielded: what you confirm is chosen at once.",)
        return
    for said_by, word in _words(seen).items():
        if choice := _choice_of(word, seen):
            who = "Your side" if said_by is side else Mention(word.by)
            then = f", and next: {word.next}" if word.next else ""
            yield (who, f' has confirmed "{choice.option.title}" ({choice.about}){then}.')
    if side.other in _words(seen):
        yield ("Confirm the same option and the dispute is settled at once.",)
    else:
        yield (f"When {side.other} confirms the same option, the dispute is settled.",)


def _choice_of(word: Confirmation, seen: SeenDispute) -> Choice | None:
    return next((choice for choice in choices(seen) if word.is_of(choice.option)), None)


def parse(view: Json) -> Answer:
    """What was chosen and typed."""
    return Answer(option=typed(view, "option"), then=typed(view, "then"))


async def on_click(ack: AsyncAck, body: Json, client: AsyncWebClient, asked: Request) -> None:
    """The form opens for who speaks for a side, once there is something to confirm."""
    dispute, person = await find_clicked(body, asked)
    side = _side_that_may_confirm(dispute, person, now=asked.now)
    await present(client, body, build(seen_by(dispute, person, now=asked.now), side))
    await ack()


def _side_that_may_confirm(dispute: Dispute, person: Person, *, now: datetime) -> Side:
    """The person's side, if the rules would take a confirmation from it now."""
    refuse_unless_running(dispute, now)
    side = side_of(dispute, person, Action.CONFIRM)
    offered = choices(seen_by(dispute, person, now=now))
    if not offered and isinstance(dispute.party(side.other).standing, Yielded):
        raise Refusal(
            f"{side.other.capitalize()} has yielded on {dispute.id}, and your case is not in yet. "
            "State it: if it has one option, that option is chosen at once."
        )
    option, revision = _any_of(offered)
    rule(dispute, side, option, revision=revision, by=person, now=now)
    return side


def _any_of(offered: tuple[Choice, ...]) -> tuple[OptionId, int]:
    first = offered[0].option if offered else None
    return (first.id, first.revision) if first else (OptionId(""), 0)


async def on_submit(ack: AsyncAck, view: Json, asked: Request) -> None:
    """The side's word counts; together with the other side's it settles the dispute."""
    answers = Answers(asdict(parse(view)))
    option, revision = read_choice(answers)
    then = answers.text("then", most=LONGEST_NEXT)
    answers.refuse_problems()
    await confirm_option(
        asked.dispute_submitted(view),
        option,
        revision=revision,
        then=then,
        by=await asked.person(),
        now=asked.now,
        begin=asked.begin,
    )
    await ack(response_action=ALL_CLOSED)


def register(app: AsyncApp) -> None:
    """The button, and the form that it opens."""
    app.action(Click.CONFIRM.value)(on_click)
    app.view(Form.CONFIRM.value)(on_submit)
