"""How a dispute has ended: what was chosen, why, and what was not."""

from collections.abc import Iterator
from datetime import timedelta

from bot.domain.case import Filed, Option, Side
from bot.domain.chain import fingerprint
from bot.domain.default_rule import NotChoosable, Verdict, why_behind
from bot.domain.facts import case_facts
from bot.domain.ruling import Basis, Chosen, Ruling
from bot.domain.words import Mention, say_length
from bot.domain.words import plain as in_plain_words
from handlers.blocks import bullets, context, paragraph, quote
from handlers.ids import COMMAND
from handlers.page import Page
from handlers.phrases import meanwhile
from handlers.text import Bold, Json, Line

MOST_EXPECTED = 150
NOTICEABLE = timedelta(minutes=1)

_HEADLINES = {
    Basis.AGREED: ("Agreed", "is agreed"),
    Basis.YIELDED: ("Settled", "is settled"),
    Basis.DECIDED: ("Decided", "is decided"),
    Basis.DEFAULT_RULE: ("Settled by the rule", "is settled by the rule"),
    Basis.LAPSED: ("Lapsed", "has lapsed"),
    Basis.WITHDRAWN: ("Withdrawn", "is withdrawn"),
}


def ending(page: Page, ruling: Ruling) -> str:
    """How it ended, below its question: Agreed: Rules-based filter."""
    return f"{_HEADLINES[ruling.basis][0]}{_what(page, ruling)}"


def full_ending(page: Page, ruling: Ruling) -> str:
    """How it ended, by itself: #12 is decided, against the rule: Rules-based filter."""
    decided_against = ruling.basis is Basis.DECIDED and ruling.is_against_the_rule
    against = ", against the rule" if decided_against else ""
    return f"{page.number} {_HEADLINES[ruling.basis][1]}{against}{_what(page, ruling)}"


def _what(page: Page, ruling: Ruling) -> str:
    return f": {page.title(ruling.chosen.option)}" if ruling.chosen else ""


def why_blocks(page: Page, ruling: Ruling) -> list[Json]:
    """Why it ended so; typed reasons are marked as somebody's words."""
    reason = [quote(page.text(ruling.reason))] if ruling.reason else []
    return [
        paragraph(*_why(page, ruling)),
        *reason,
        *_paragraph_of(*and_next_lines(page, ruling), *by_the_rule_lines(page, ruling)),
    ]


def _paragraph_of(*lines: Line) -> list[Json]:
    return [paragraph(*lines)] if lines else []


def _why(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    chosen = ruling.chosen
    match ruling.basis:
        case Basis.AGREED:
            return (("Product and research have confirmed the same option.",),)
        case Basis.YIELDED if chosen:
            other = chosen.side.other
            said = f"{other.capitalize()} yielded, so {chosen.side}'s option is chosen. Why:"
            return ((said,),)
        case Basis.DECIDED:
            return (_decided(ruling),)
        case Basis.DEFAULT_RULE:
            return _ruled(page, ruling.verdict)
        case Basis.WITHDRAWN:
            return _withdrawn(page, ruling)
        case _:
            return _lapsed(page, ruling.verdict)


def _decided(ruling: Ruling) -> Line:
    by = Mention(ruling.by) if ruling.by else "The decider"
    return (by, " has decided, for this reason:")


def _ruled(page: Page, verdict: Verdict) -> tuple[Line, ...]:
    first = verdict.ranking[0].option
    decided, compared = ("days", "days") if _days_decided(verdict) else ("rule", "figures")
    customers = page.phrase(first.customer, most=MOST_EXPECTED)
    return (
        (f"No agreement and no decision within seven days, so the {decided} decided.",),
        (f"First: {page.brief(first)} to {customers}.", *_behind(page, verdict)),
        (f"The rule compared {compared}, not ideas or people. {_BLIND}",),
        *_silent(verdict),
    )


_BLIND = "With the names of the sides exchanged it would have chosen the same."


def _days_decided(verdict: Verdict) -> bool:
    """Whether the first two differ in the first thing that the rule looks at."""
    days = [ranked.option.days_to_feedback for ranked in verdict.ranking[:2]]
    return len(set(days)) > 1


def _behind(page: Page, verdict: Verdict) -> Line:
    if len(verdict.ranking) == 1:
        return (" It is the only option that the rule could choose.",)
    second = verdict.ranking[1]
    return (f" Next: {page.title(second.option)}, {why_behind(verdict, second)}.",)


def _silent(verdict: Verdict) -> tuple[Line, ...]:
    filed = {case.side for case in verdict.inputs}
    missing = [side for side in Side if side not in filed]
    return tuple((f"{side.capitalize()} had filed no case.",) for side in missing)


def _lapsed(page: Page, verdict: Verdict) -> tuple[Line, ...]:
    silent = _silent(verdict)
    both = len(silent) == len(Side)
    said: tuple[Line, ...] = (("Neither side had filed a case.",),) if both else silent
    return (
        ("The seven days ended, and there was no option that the rule could choose.",),
        *said,
        *(_passed_over(page, one) for one in verdict.not_choosable),
        ("Nothing enters the roadmap.",),
        *meanwhile(page),
    )


def _passed_over(page: Page, one: NotChoosable) -> Line:
    return (f"{page.title(one.option)} ({one.side}): {page.reasons(one.reasons)}.",)


def _withdrawn(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    filed = any(page.has_filed(side) for side in Side)
    if not filed and ruling.by == page.opening.by:
        return ((Mention(page.opening.by), ", who opened it, has withdrawn it."), _NOTHING_CHOSEN)
    sealed: tuple[Line, ...] = () if page.seen.is_unsealed or not filed else (_STAYS_SEALED,)
    return (("Both sides have withdrawn it together.",), _NOTHING_CHOSEN, *sealed)


_NOTHING_CHOSEN: Line = ("Nothing is chosen; the record stays.",)
_STAYS_SEALED: Line = ("What was filed stays sealed.",)


def and_next_lines(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    """What the sides agreed to do after the chosen option, where they did."""
    return ((Bold("And next: "), page.text(ruling.next)),) if ruling.next else ()


def by_the_rule_lines(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    """What the rule would have said of a choice that people made."""
    if not ruling.basis.is_by_people or ruling.chosen is None:
        return ()
    against = _against(ruling.verdict, ruling.chosen)
    title = page.title(ruling.chosen.option)
    reasons = f"The rule could not have chosen {title}: {page.reasons(against)}."
    return (*_would_have_chosen(page, ruling), *(((reasons,),) if against else ()))


def _against(verdict: Verdict, chosen: Chosen) -> tuple[str, ...]:
    found = (one.reasons for one in verdict.not_choosable if _is(one, chosen))
    return next(found, ())


def _is(one: NotChoosable, chosen: Chosen) -> bool:
    return (one.side, one.option) == (chosen.side, chosen.option)


def _would_have_chosen(page: Page, ruling: Ruling) -> tuple[Line, ...]:
    if not ruling.is_against_the_rule:
        both = len(ruling.verdict.inputs) == len(Side)
        return (("The rule would have chosen the same.",),) if both else ()
    choice = ruling.verdict.choice
    what = f"{page.brief(choice.option)} ({choice.side})" if choice else "nothing"
    if ruling.basis is Basis.DECIDED:
        return ((Bold("Against the rule: "), f"it would have chosen {what}."),)
    return ((f"The rule would have chosen {what}.",),)


def not_chosen_blocks(
    page: Page, ruling: Ruling, *, title: str = "Not chosen, kept with its evidence:"
) -> list[Json]:
    """The options that were not chosen, each kept with its evidence."""
    left = list(_left(page, ruling))
    if not left or ruling.chosen is None:
        return []
    return [paragraph((Bold(title),)), bullets(*left)]


def _left(page: Page, ruling: Ruling) -> Iterator[Line]:
    for filed in ruling.verdict.inputs:
        expected = _expected(page, ruling, filed)
        for option in filed.case.options:
            if Chosen(filed.side, option) != ruling.chosen:
                why = _not_choosable(page, ruling, filed, option)
                yield (f"{page.brief(option)} ({filed.side}{expected}){why}",)
                expected = ""


def _not_choosable(page: Page, ruling: Ruling, filed: Filed, option: Option) -> str:
    reasons = _against(ruling.verdict, Chosen(filed.side, option))
    return f"; the rule could not choose it: {page.reasons(reasons)}" if reasons else ""


def _expected(page: Page, ruling: Ruling, filed: Filed) -> str:
    """What a side not chosen expected for the customer."""
    if ruling.chosen is None or filed.side is ruling.chosen.side:
        return ""
    told = in_plain_words(case_facts(filed.case).get("impact hypothesis", ()))
    return f": {page.line(told, most=MOST_EXPECTED)}" if told else ""


def record_blocks(page: Page, link: str) -> list[Json]:
    """Which record the ruling closed, in small print, so that it cannot be rewritten unseen."""
    if not link:
        return []
    said = f"Record {fingerprint(link)} · check it with {COMMAND} verify {page.opening.id.number}"
    return [context((said,))]


def late_lines(ruling: Ruling) -> tuple[Line, ...]:
    """That the bot was off over the deadline, where it was."""
    if ruling.late_by <= NOTICEABLE:
        return ()
    told = f"; this is told {say_length(ruling.late_by)} late."
    return (("The bot was off over the deadline: it ended ", ruling.ruled_at, told),)
