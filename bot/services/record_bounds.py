"""What binds the options of a dispute, in the columns of an export."""

from bot.domain.case import Option, Side
from bot.domain.gate import say_gate
from bot.domain.sealing import SeenDispute

Columns = dict[str, str | int | None]

OF_THE_AREA = ("area_stage", "gpu_budget")
OF_THE_BOUNDS = ("gpu_weeks_per_month", "signed_by", "gates")


def area_columns(seen: SeenDispute) -> Columns:
    """What the area laid down when the dispute was opened."""
    terms = seen.opening.terms
    if not terms:
        return {}
    return {"area_stage": terms.stage.value, "gpu_budget": f"{terms.gpu_budget:f}"}


def bounds_columns(seen: SeenDispute, side: Side, option: Option) -> Columns:
    """The GPUs that an option needs and who signed for them, and the gates that stand against it.

    A gate that came too late for the rule is among them.
    """
    weeks = option.figures.gpu_weeks_per_month
    signed = [one.by for one in seen.bounds.signoffs if one.covers(side, option)]
    gates = [gate for gate in seen.gates if gate.stands and gate.is_against(side, option)]
    return {
        "gpu_weeks_per_month": None if weeks is None else f"{weeks:f}",
        "signed_by": signed[-1] if signed else None,
        "gates": "\n".join(say_gate(gate.limit) for gate in gates),
    }
