"""That a ruling is set aside: how every surface says it, and who can do it."""

from bot.domain.dispute import Dispute
from bot.domain.person import Person
from bot.domain.promise import chosen_by
from bot.domain.rights import Action, Situation, may
from bot.domain.words import Mention
from handlers.blocks import paragraph, quote
from handlers.page import Page
from handlers.text import Bold, Json, Line

NO_LONGER_OWED: Line = (
    "The ruling is set aside and not followed, so no customer's answer is owed on it.",
)


def can_be_set_aside_by(person: Person, dispute: Dispute) -> bool:
    """Whether something was chosen, is still followed, and that person may say that it is not."""
    return is_followed(dispute) and may(Action.SET_ASIDE, person, Situation(dispute=dispute))


def is_followed(dispute: Dispute) -> bool:
    """Whether a ruling chose something, and nobody has set it aside."""
    return chosen_by(dispute) is not None and dispute.set_aside is None


def and_set_aside(page: Page) -> str:
    """What a summary adds where the ruling is not followed."""
    return ", and set aside since" if page.seen.set_aside else ""


def set_aside_blocks(page: Page) -> list[Json]:
    """Who set the ruling aside, when and why; nothing where it is followed."""
    word = page.seen.set_aside
    if word is None:
        return []
    who: Line = (Bold("Set aside"), " by ", Mention(word.by), ", ", word.at, ", for this reason:")
    return [paragraph(who), quote(page.text(word.reason))]
