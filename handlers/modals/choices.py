"""The filed options as choices of a form: one line each, and in full what does not fit there."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.case import Filed, Option, Side
from bot.domain.default_rule import Verdict
from bot.domain.ids import OptionId
from bot.domain.sealing import SeenDispute
from bot.domain.words import count
from handlers.blocks import MOST_OPTION, bullets, field, option, radio
from handlers.modals.answers import Answers
from handlers.text import Json, Line, cut

LONGEST_VALUE = 150


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """A filed option with its side, and what the rule makes of it."""

    side: Side
    option: Option
    against: tuple[str, ...]
    """Every reason why the rule could not choose it."""
    is_the_rules: bool
    """Whether the rule would choose it if the window ended now."""

    @property
    def value(self) -> str:
        """Its revision and id, as the form sends them back."""
        return f"{self.option.revision} {self.option.id}"

    @property
    def about(self) -> str:
        """Its side and its days."""
        days = self.option.days_to_feedback
        return f"{self.side}, {'days not known' if days is None else count(days, 'day')}"

    @property
    def verdict(self) -> str:
        """What the rule says of it, where it is the first or cannot be chosen."""
        if self.is_the_rules:
            return "The rule would choose it today."
        return f"The rule cannot choose it: {'; '.join(self.against)}." if self.against else ""


def choices(seen: SeenDispute) -> tuple[Choice, ...]:
    """Every option of the cases that may be read, product's first."""
    standings = (seen.product.standing, seen.research.standing)
    verdict = seen.verdict()
    first = verdict.choice
    return tuple(
        Choice(
            side=filed.side,
            option=one,
            against=_against(verdict, filed.side, one),
            is_the_rules=first is not None and (first.side, first.option) == (filed.side, one),
        )
        for filed in standings
        if isinstance(filed, Filed)
        for one in filed.case.options
    )


def _against(verdict: Verdict, side: Side, option: Option) -> tuple[str, ...]:
    passed_over = verdict.not_choosable
    found = (one.reasons for one in passed_over if (one.side, one.option) == (side, option))
    return next(found, ())


def build_choice(
    label: str, offered: Iterable[Choice], *, initial: str = "", hint: str = ""
) -> Json:
    """The field in which one of the options is chosen."""
    options = [
        option(title_line(choice), choice.value, description=choice.verdict) for choice in offered
    ]
    return field("option", label, radio(options, initial=initial), hint=hint)


def title_line(choice: Choice) -> str:
    """An option as one of several to choose from: its title, its side and its days."""
    about = f" ({choice.about})"
    return f"{cut(choice.option.title or 'Without a title', MOST_OPTION - len(about))}{about}"


def in_full(offered: Iterable[Choice]) -> list[Json]:
    """The options whose line in the form is cut, with all that it would say."""
    cut_ones = [choice for choice in offered if _is_cut(choice)]
    return [bullets(*map(_full_line, cut_ones))] if cut_ones else []


def _is_cut(choice: Choice) -> bool:
    whole = f"{choice.option.title} ({choice.about})"
    return max(len(whole), len(choice.verdict)) > MOST_OPTION


def _full_line(choice: Choice) -> Line:
    return (f"{choice.option.title} ({choice.about}). {choice.verdict}".rstrip(),)


def read_choice(answers: Answers) -> tuple[OptionId, int]:
    """The option that was chosen, and the revision at which it was read."""
    value = answers.text("option", most=LONGEST_VALUE, missing="Choose one of the options.")
    revision, _, option_id = value.partition(" ")
    return OptionId(option_id), int(revision or 0)
