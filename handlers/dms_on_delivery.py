"""What the opener is told when Slack takes a message no more, and what can be done about it."""

from bot.domain.case import Side
from bot.domain.ids import UserId
from bot.domain.notices import NotAnnounced
from bot.domain.words import Mention, Words
from bot.services.ports import NO_CARD
from handlers.blocks import Message, actions, button, message, paragraph
from handlers.buttons import LABELS, one
from handlers.ids import COMMAND, Click
from handlers.page import Page
from handlers.text import Channel, Json, Line

IN_DOUBT = "in_doubt"
"""It may have arrived, as its repetition may; our word, not Slack's."""
REASONS = {
    "is_archived": "the channel is archived. Unarchive it, then try again",
    "channel_not_found": "the bot is not in the channel. Invite it there, then try again",
    "not_in_channel": "the bot is not in the channel. Invite it there, then try again",
    "restricted_action": "only some people may post there. Ask an admin to let the bot, "
    "then try again",
    "messages_tab_disabled": "messages to people are switched off for the bot. Ask who runs it to "
    "switch them on, then try again",
    NO_CARD: "the card is not in the channel, and this belongs under it. Try again",
    "no_permission": "the bot may not post there. Invite it, or ask an admin, then try again",
    "user_not_found": "Slack does not know this person",
    "user_disabled": "this person's account is deactivated",
    IN_DOUBT: "the sending broke off twice, so the bot cannot tell",
}
IN_A_DM = {
    "channel_not_found": "Slack does not know this person, or their account is deactivated",
}
"""What Slack means by it where the message is for one person."""


def not_delivered(page: Page, whom: UserId | None, error: str) -> Message:
    """Which message did not arrive, or may not have, why, and what to do."""
    what = "may not have arrived" if error == IN_DOUBT else "did not arrive"
    which: Words = (f"A message {what}: ", *_which(page, whom))
    return message(
        which,
        paragraph(
            page.first_line,
            (*which, "."),
            (f"Why: {_explain(error, whom)}.",),
            *_look_first(error),
            *_what_to_do(page, whom),
        ),
        actions(_button(page, whom)),
    )


def not_announced(notice: NotAnnounced) -> Message:
    """What could not be told in the channel of the settings, why, and what to do."""
    dispute = notice.dispute
    what = _what(notice)
    said = "may not have been announced" if notice.error == IN_DOUBT else "could not be announced"
    show = [button(LABELS[Click.SHOW], Click.SHOW, str(dispute.number))] if dispute else []
    return message(
        (f"{what} {said}.",),
        paragraph(
            (f"{what} {said} in ", Channel(notice.channel), "."),
            (f"Why: {_explain(notice.error, None)}.",),
            (f"You set that channel. {_still(notice)}",),
        ),
        actions(*show, button(LABELS[Click.SETTINGS], Click.SETTINGS)),
    )


def _what(notice: NotAnnounced) -> str:
    if notice.dispute:
        return f"The ruling on {notice.dispute}"
    if notice.area:
        return f"That {notice.area.key} is handed off"
    return "What customers said last month"


def _still(notice: NotAnnounced) -> str:
    if notice.dispute:
        return _STILL_TOLD
    return _HANDED_OFF if notice.area else _STILL_KEPT


_HANDED_OFF = "It is handed off all the same, and its two leads have been told."
_STILL_TOLD = "The ruling itself stands, and is told in its thread."
_STILL_KEPT = f"Each answer stands in the thread of its dispute; to find them: {COMMAND} log"


def _which(page: Page, whom: UserId | None) -> Words:
    if whom is None:
        return (f"the card of {page.number}, or what belongs under it",)
    return (f"the one about {page.number} to ", Mention(whom))


def _explain(error: str, whom: UserId | None) -> str:
    """Slack's reason in plain words, or else Slack's word itself."""
    known = REASONS | IN_A_DM if whom else REASONS
    return known.get(error, f'Slack says "{error}". Try again, or ask who runs the bot')


def _look_first(error: str) -> tuple[Line, ...]:
    said = "Look there first: trying again posts another copy, which says that it is one."
    return ((said,),) if error == IN_DOUBT else ()


def _what_to_do(page: Page, whom: UserId | None) -> tuple[Line, ...]:
    end: tuple[Line, ...] = (
        (("Its end does not move: ", page.opening.window.closes_at, "."),) if page.running else ()
    )
    if side := replaceable_side(page, whom):
        return ((f"You may name another lead for {side}.",), *end)
    return end


def replaceable_side(page: Page, whom: UserId | None) -> Side | None:
    """The side that the person leads, while its lead can be replaced."""
    if page.running is None or page.opening.is_led_by_area:
        return None
    led = (side for side in Side if page.seen.party(side).lead == whom)
    return next((side for side in led if not page.has_filed(side)), None)


def _button(page: Page, whom: UserId | None) -> Json:
    if side := replaceable_side(page, whom):
        return one(page, Click.REPLACE_LEAD, side=side)
    return one(page, Click.TRY_AGAIN)
