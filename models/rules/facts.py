"""What rules look at: the values of a scenario, its rows that count, and its results."""

from collections.abc import Iterator
from dataclasses import dataclass

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.plan.plan import Plan
from models.quantities.declaration import Value


@dataclass(frozen=True)
class Facts:
    """A scenario as rules see it."""

    plan: Plan
    values: dict[str, Value]
    case: CaseResult
    scenario: str = "base"

    def line(self, key: str) -> float:
        """Return a line of the model summed over its rows and months."""
        traced = model(self.plan.structure)
        return float(traced.evaluate(self.values, [key]).arrays[key].sum())

    def rows(self, key: str) -> list[float]:
        """Return a line of the model by row, summed over its months."""
        traced = model(self.plan.structure)
        return [float(one) for one in traced.evaluate(self.values, [key]).rows(key)[:, :, 0].sum(axis=1)]

    def number(self, key: str) -> float:
        """Return the value of an input as a number; a flag is 0 or 1."""
        return float(self.values[key])

    def is_on(self, key: str) -> bool:
        """Return whether a flag is set."""
        return bool(self.values[key])

    def works(self) -> Iterator[tuple[str, str, str]]:
        """Yield the workloads that count: slug, name, and the prefix of their keys."""
        for row in self.plan.rows["workload"]:
            prefix = f"workloads.workload.{row.slug}."
            if self.is_on(f"{prefix}active"):
                yield row.slug, row.name, prefix

    def models_of(self) -> Iterator[tuple[str, str, str]]:
        """Yield the workloads that count and are inference.

        Name, prefix of their own keys, prefix of their models' keys.
        """
        for slug, name, prefix in self.works():
            if self.values[f"{prefix}kind"] == "inference":
                yield name, prefix, f"hosting.workload.{slug}."

    def pools(self) -> Iterator[tuple[str, str]]:
        """Yield the pools: name, and the prefix of their keys."""
        for row in self.plan.rows["pool"]:
            yield row.name, f"compute.pool.{row.slug}."

    def tool_for(self, purpose: str) -> bool:
        """Return whether a tool for a purpose is in use."""
        return any(
            self.is_on(f"operations.tool.{slug}.active") and self.values[f"operations.tool.{slug}.purpose"] == purpose
            for slug in self.plan.slugs["tool"]
        )

    def control_for(self, slug: str) -> bool:
        """Return whether a control of a new plan's table is in place; one that was taken out is not."""
        return slug in self.plan.slugs["control"] and self.is_on(f"security.control.{slug}.active")

    def people(self, option: str) -> float:
        """Return the people an option employs at most."""
        key = OptionLine.TEAM.of(option)
        if option not in self.case.options:
            return 0.0
        return float(model(self.plan.structure).evaluate(self.values, [key]).arrays[key].max())
