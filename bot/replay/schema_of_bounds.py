"""The format of what binds the rule: areas, gates and signatures (examples/bounds.yaml)."""

from typing import Annotated, Self

from pydantic import BeforeValidator, Field, model_validator

from bot.domain.area import DEFAULT_GPU_BUDGET, Stage
from bot.domain.case import Side
from bot.domain.gate import Gated
from bot.domain.minimum_model import MOST_OWN_LIMITS
from bot.replay.entry import Entry
from bot.replay.values import (
    AlwaysTrue,
    AreaTitle,
    GpuWeeks,
    Number,
    NumberFromZero,
    Percent,
    StageWord,
    Text,
    Time,
    Title,
    as_list,
    one_of,
)


def _one_number(at_most: object, at_least: object) -> None:
    if at_most is not None and at_least is not None:
        raise ValueError("expected at_most or at_least, not both")


class OwnLimitEntry(Entry):
    """A limit that an area has named itself: at_most or at_least a number, or `required: true`."""

    name: Title
    at_most: Number | None = None
    at_least: Number | None = None
    unit: Text = ""
    required: AlwaysTrue | None = None

    @model_validator(mode="after")
    def _asks_for_one_thing(self) -> Self:
        _one_number(self.at_most, self.at_least)
        has_number = self.at_most is not None or self.at_least is not None
        if has_number == bool(self.required):
            raise ValueError("expected at_most, at_least or `required: true`, and one of them")
        return self


class AreaEntry(Entry):
    """What an area laid down when the dispute was opened."""

    name: AreaTitle
    stage: StageWord = Stage.AFTER
    lowest_accuracy_percent: Percent | None = None
    highest_latency_ms: NumberFromZero | None = None
    highest_cost_per_query_usd: NumberFromZero | None = None
    limits: Annotated[
        tuple[OwnLimitEntry, ...], BeforeValidator(as_list), Field(max_length=MOST_OWN_LIMITS)
    ] = ()
    gpu_budget: GpuWeeks = DEFAULT_GPU_BUDGET


class GateEntry(Entry):
    """A limit that research raised against an option; `side` where both have one of that title."""

    at: Time
    option: Title
    side: Annotated[Side, one_of(Side)] | None = None
    figure: Annotated[Gated, one_of(Gated)]
    limit: Text = ""
    at_most: Number | None = None
    at_least: Number | None = None
    unit: Text = ""
    lifted_by: Text = ""
    source: Text = ""
    lifted_at: Time | None = None

    @model_validator(mode="after")
    def _has_one_number(self) -> Self:
        _one_number(self.at_most, self.at_least)
        return self


class SignOffEntry(Entry):
    """A founder's word on an option over the budget; `by` is `product` for one who leads it."""

    at: Time
    option: Title
    side: Annotated[Side, one_of(Side)] | None = None
    by: Title
    reason: Text = ""
