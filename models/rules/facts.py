"""What rules look at: the values of a scenario, its rows that count, and its results."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from models.appraisal.line_keys import OptionLine, servers_needed
from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.areas.workloads import volumes_of
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.rules.asked import asked_lines

SOMEBODY = 0.25
"""Of a person: the least that runs one server; fewer is nobody."""


@dataclass(frozen=True)
class Facts:
    """A scenario as rules see it.

    figures: lines that were worked out from these values already.
    """

    plan: Plan
    values: dict[str, Value]
    case: CaseResult
    scenario: str = "base"
    figures: Results | None = None
    _looked_up: dict[str, Results] = field(default_factory=dict[str, Results])
    _works: list[tuple[str, str, str]] = field(default_factory=list[tuple[str, str, str]])

    def has(self, key: str) -> bool:
        """Return whether the plan's model has a line."""
        return key in model(self.plan.structure).lines

    def servers_needed(self, option: str) -> str:
        """Return the line of the servers that the work of an owning option needs."""
        return servers_needed(option, model(self.plan.structure).lines)

    def line(self, key: str) -> float:
        """Return a line of the model summed over its rows and months."""
        return float(self.by_month(key).sum())

    def rows(self, key: str) -> list[float]:
        """Return a line of the model by row, summed over its months."""
        return [float(one) for one in self.by_month(key).sum(axis=1)]

    def by_month(self, key: str) -> NDArray[np.float64]:
        """Return a line of the model by row and month."""
        return self._evaluated(key).rows(key)[:, :, 0]

    def _evaluated(self, key: str) -> Results:
        """Return figures that hold a line: all that rules ask for are worked out at once."""
        if self.figures is not None and key in self.figures.arrays:
            return self.figures
        if key not in self._looked_up:
            traced = model(self.plan.structure)
            asked = asked_lines(traced)
            keys = asked if key in asked else [key]
            self._looked_up.update(dict.fromkeys(keys, traced.evaluate(self.values, keys)))
        return self._looked_up[key]

    def number(self, key: str) -> float:
        """Return the value of an input as a number; a flag is 0 or 1."""
        return float(self.values[key])

    def is_on(self, key: str) -> bool:
        """Return whether a flag is set."""
        return bool(self.values[key])

    def entered(self) -> Iterator[tuple[str, str, str]]:
        """Yield the workloads that are switched on, with work or without: slug, name, and the prefix of their keys."""
        for row in self.plan.rows["workload"]:
            prefix = f"workloads.workload.{row.slug}."
            if self.is_on(f"{prefix}active"):
                yield row.slug, row.name, prefix

    def works(self) -> Sequence[tuple[str, str, str]]:
        """Return the workloads of which something is asked within the horizon: slug, name, the prefix of their keys.

        What nothing is asked of decides nothing: no option is barred by it.
        """
        if not self._works:  # many rules ask
            self._works.extend(self._asked())
        return self._works

    def _asked(self) -> Iterator[tuple[str, str, str]]:
        for slug, name, prefix in self.entered():
            asked = volumes_of(self.values, slug) or self.values[f"{prefix}tuning"] in {"full", "lora"}
            last = min(self.number(f"{prefix}end"), self.plan.structure.horizon)
            if asked and self.number(f"{prefix}start") <= last:
                yield slug, name, prefix

    def last_month(self, slug: str) -> int:
        """Return the last month of the horizon in which a workload runs, 0 where there is none."""
        runs = np.flatnonzero(self.by_month("workloads.live")[self.plan.slugs["workload"].index(slug)])
        return int(runs[-1]) if len(runs) else 0

    def models_of(self) -> Iterator[tuple[str, str, str]]:
        """Yield the workloads of which something is asked and that are inference.

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
        return float(self.by_month(key).max())
