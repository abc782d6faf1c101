"""What binds in the stories: two areas of the roadmap, and a gate."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from bot.domain.area import Stage
from bot.domain.gate import Gated
from sandbox.stories.forms import Typed
from sandbox.stories.people import JONAS, MAYA


@dataclass(frozen=True, slots=True, kw_only=True)
class NewArea:
    """An area that the founder makes, and when."""

    name: str
    at: datetime
    stage: Stage
    limits: Typed = field(default_factory=dict)

    def typed(self) -> Typed:
        """What is typed and chosen in the form, but for the name, which comes with the command."""
        leads = {"product_lead": MAYA, "research_lead": JONAS}
        return {**leads, "stage": self.stage.value, **self.limits}


AREAS = (
    NewArea(
        name="question answering",
        at=datetime(2026, 2, 2, 9, tzinfo=UTC),
        stage=Stage.BEFORE,
    ),
    NewArea(
        name="contract review",
        at=datetime(2026, 3, 16, 7, tzinfo=UTC),
        stage=Stage.AFTER,
        limits={
            "lowest_accuracy_percent": "85",
            "highest_latency_ms": "500",
            "highest_cost_per_query_usd": "0.05",
        },
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class NewGate:
    """A gate that the research lead raises, and how long after the opening."""

    after: timedelta
    title: str
    """Of the option."""
    typed: Typed


GATES: Mapping[str, NewGate] = {
    "Improve summary coherence by 10 % or export to Word?": NewGate(
        after=timedelta(days=3, hours=4),
        title="Better coherence",
        typed={
            "gated": Gated.OTHER.value,
            "limit": "memory of one GPU",
            "number": "48",
            "unit": "GB",
            "lifted_by": "a decoder of half the size",
        },
    ),
}
"""By the question of the dispute."""
