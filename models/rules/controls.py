"""Which controls an option lacks for the requirements that apply, by name."""

from collections.abc import Mapping

from models.areas.security import REQUIREMENTS
from models.plan.plan import Plan, Row
from models.quantities.declaration import Value


def missing_controls(plan: Plan, values: Mapping[str, Value], option: str) -> list[Row]:
    """Return the controls that a requirement asks for and that are not in place, or not available, in an option.

    One that several requirements ask for is one. values: of the plan's inputs.
    """
    applies = [key for key, _ in REQUIREMENTS if values[f"security.{key}"]]
    return [
        row
        for row in plan.rows["control"]
        if any(values[f"security.control.{row.slug}.{key}"] for key in applies)
        and not (values[f"security.control.{row.slug}.active"] and _available(values, row.slug, option))
    ]


def _available(values: Mapping[str, Value], row: str, option: str) -> bool:
    places = {"on_premises": ("on_premises",), "hybrid": ("cloud", "on_premises")}.get(option, ("cloud",))
    return all(bool(values[f"security.control.{row}.works_{place}"]) for place in places)
