"""That what was chosen runs no more: how every surface says it, and who can say so."""

from bot.domain.dispute import Dispute
from bot.domain.ledger import commitment_of
from bot.domain.person import Person
from bot.domain.promise import chosen_by
from bot.domain.rights import Action, Situation, may
from bot.domain.words import Mention
from handlers.page import Page
from handlers.text import Bold, Line


def can_be_retired_by(person: Person, dispute: Dispute) -> bool:
    """Whether what was chosen uses GPUs, and that person may say that it runs no more."""
    chosen = chosen_by(dispute)
    return (
        chosen is not None
        and commitment_of(dispute) is not None
        and may(Action.RETIRE, person, Situation(dispute=dispute, side=chosen.side))
    )


def retired_line(page: Page) -> tuple[Line, ...]:
    """Who said so, and when; nothing while it runs."""
    word = page.seen.retired
    if word is None:
        return ()
    return ((Bold("Retired"), " by ", Mention(word.by), ", ", word.at, ": it runs no more."),)
