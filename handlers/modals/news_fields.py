"""The fields about what is new, for which a dispute is reopened."""

from dataclasses import asdict, astuple, dataclass
from datetime import date

from bot.domain import opening
from bot.domain.case import Evidence, EvidenceKind
from handlers.blocks import date_input, field, option, select, text_input
from handlers.context import typed
from handlers.modals.answers import Answers
from handlers.text import Json, is_address

LONGEST_STATEMENT, LONGEST_LINK = 500, 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """What stands in the fields about the new evidence, as typed."""

    evidence_kind: str = ""
    evidence: str = ""
    dated: str = ""
    link: str = ""

    @property
    def is_none(self) -> bool:
        """Whether nothing stands in any of them."""
        return not any(astuple(self))


def news_fields(news: News, *, needed: bool) -> list[Json]:
    """The fields; all may stay empty where the dispute can be reopened without them."""
    day = date.fromisoformat(news.dated) if news.dated else None
    return [
        field(
            "evidence",
            "What is new?",
            text_input(
                initial=news.evidence, placeholder="Two merchants have left.", multiline=True
            ),
            hint="One piece of evidence that was not there before, "
            f"in at most {LONGEST_STATEMENT} characters.",
            optional=not needed,
        ),
        field(
            "dated",
            "When did it happen?",
            date_input(initial=day),
            hint="A day on which it happened or was measured: that of the ruling or a later one.",
            optional=not needed,
        ),
        _kind(news, needed=needed),
        field("link", "A link to it", text_input(initial=news.link), optional=True),
    ]


def _kind(news: News, *, needed: bool) -> Json:
    kinds = (option(f"{kind[0].upper()}{kind[1:]}", kind.value) for kind in EvidenceKind)
    chosen = select(kinds, initial=news.evidence_kind)
    return field("evidence_kind", "Where does it come from?", chosen, optional=not needed)


def parse_news(view: Json) -> News:
    """What was typed about the new evidence."""
    return News(
        evidence_kind=typed(view, "evidence_kind"),
        evidence=typed(view, "evidence"),
        dated=typed(view, "dated"),
        link=typed(view, "link"),
    )


def read_news(news: News, answers: Answers) -> opening.News | None:
    """The new evidence, if there is any; what is wrong with it joins the other problems."""
    if news.is_none:
        return None
    read = Answers(asdict(news))
    kind = read.choice("evidence_kind", EvidenceKind, missing="Choose where it comes from.")
    evidence = Evidence(
        kind=kind or EvidenceKind.EXPERT_JUDGEMENT,
        statement=read.text("evidence", most=LONGEST_STATEMENT, missing=_NOTHING_NEW),
        link=read.text("link", most=LONGEST_LINK),
    )
    if evidence.link and not is_address(evidence.link):
        read.add("link", "A link begins with https:// or http://.")
    dated = read.day("dated", missing="Choose the day of which it is.")
    answers.problems += read.problems
    return opening.News(evidence, dated or date.min)


_NOTHING_NEW = "Say in a sentence what is new; that is what a dispute is reopened for."
