"""A settled dispute for people: the ruling, why, why not the others."""

from collections.abc import Iterator

from bot.domain.case import Side
from bot.domain.default_rule import NotChoosable, why_behind
from bot.domain.ruling import Basis, Ruling
from bot.domain.words import count, say_day, say_instant
from bot.replay.report import disagreements
from bot.replay.settle import Refused, Settled
from bot.replay.tell_bounds import named, tell_gates, tell_signatures, tell_terms


def tell(settled: Settled, *, number: int) -> str:
    """The dispute in plain words, with its ruling first."""
    lines = [f"{number}. {settled.entry.question}", *(f"   {line}" for line in _lines(settled))]
    return "\n".join(_one_line(line) for line in lines)


def tell_sum(all_settled: tuple[Settled, ...]) -> str:
    """One closing line: how many disputes, and how many are as expected."""
    expected = [settled for settled in all_settled if settled.entry.expected]
    agreeing = [settled for settled in expected if not any(disagreements(settled))]
    total = count(len(all_settled), "dispute")
    if not expected:
        return f"{total}, none with an expected ruling."
    return f"{total}; {len(agreeing)} of {len(expected)} as expected."


def _one_line(text: str) -> str:
    """Typed text on one line, without what could move a terminal's cursor."""
    words = " ".join(text.split())
    indent = " " * (len(text) - len(text.lstrip(" ")))
    return indent + "".join(letter for letter in words if letter.isprintable())


def _lines(settled: Settled) -> Iterator[str]:
    ruling = settled.ruling
    yield _headline(ruling)
    yield _why(ruling)
    yield from _silence(ruling)
    yield from _ranking(ruling)
    for passed in ruling.verdict.not_choosable:
        yield from _reasons(passed)
    yield from tell_terms(settled.dispute.opening.terms)
    yield from tell_gates(settled)
    yield from tell_signatures(settled)
    for refused in settled.refused:
        yield f"Refused, and not counted: {_where(refused)}. {refused.reason}"
    if ruling.answer_due_on:
        yield f"A customer's answer is due by {say_day(ruling.answer_due_on)}."
    if settled.entry.expected:
        yield from _agreement(settled)


def _reasons(passed: NotChoosable) -> Iterator[str]:
    """Why the rule passes an option over; several reasons stand on a line each."""
    head = f"Not choosable: {named(passed.side, passed.option)}:"
    if len(passed.reasons) == 1:
        yield f"{head} {passed.reasons[0]}."
        return
    yield head
    yield from (f"  {reason}" for reason in passed.reasons)


def _where(refused: Refused) -> str:
    return f"{refused.what} (line {refused.line})" if refused.line else refused.what


def _headline(ruling: Ruling) -> str:
    chosen = (
        named(ruling.chosen.side, ruling.chosen.option)
        if ruling.chosen
        else "nothing enters the roadmap"
    )
    return f"{_basis(ruling)} on {say_instant(ruling.ruled_at)}: {chosen}"


def _basis(ruling: Ruling) -> str:
    basis = (
        "By the default rule" if ruling.basis is Basis.DEFAULT_RULE else ruling.basis.capitalize()
    )
    return f"{basis}, against the rule," if ruling.is_against_the_rule else basis


def _why(ruling: Ruling) -> str:
    then = f' And next: "{ruling.next}".' if ruling.next else ""
    return f"Why: {_reason(ruling)}{then}"


def _reason(ruling: Ruling) -> str:
    match ruling.basis:
        case Basis.AGREED:
            return "both leads confirmed it."
        case Basis.YIELDED | Basis.DECIDED:
            return f'"{ruling.reason}"'
        case Basis.DEFAULT_RULE:
            return "no agreement and no decision within seven days, so days decided."
        case _:
            return "the seven days ended, and no option could be chosen."


def _silence(ruling: Ruling) -> Iterator[str]:
    filed = {case.side for case in ruling.verdict.inputs}
    if not filed:
        yield "Neither side filed a case."
    elif len(filed) < len(Side) and ruling.basis is not Basis.YIELDED:
        yield f"{next(iter(filed)).other.capitalize()} filed no case."


def _ranking(ruling: Ruling) -> Iterator[str]:
    ranking = ruling.verdict.ranking
    if not ranking:
        return
    yield "The rule's order:" if ruling.basis is Basis.DEFAULT_RULE else "The rule would have said:"
    for ranked in ranking:
        place = f"  {ranked.rank}. {named(ranked.side, ranked.option)}"
        days = count(ranked.option.days_to_feedback or 0, "day")
        first = ranked.rank == 1
        yield f"{place}: {days if first else why_behind(ruling.verdict, ranked)}"


def _agreement(settled: Settled) -> Iterator[str]:
    differing = list(disagreements(settled))
    yield from (f"Not as expected: {difference}." for difference in differing)
    if not differing:
        yield "As expected."
