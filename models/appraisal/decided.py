"""One scenario's decisions kept while its inputs move: the ground of every study of what may come.

Purchases, commitments and the split stay as the plan has them. A shortfall bursts or waits, a surplus idles, and a late
delivery is late.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.model import Model, model
from models.formula.bound import Values
from models.formula.decisions import Kept
from models.formula.operation import Array
from models.formula.program import Program, Results
from models.plan.plan import Plan
from models.quantities.declaration import Value


@dataclass(frozen=True, slots=True)
class Decided:
    """A model, the values of one scenario, and what was decided at them."""

    traced: Model
    values: Mapping[str, Value]
    kept: Mapping[str, Kept]

    def program(self, wanted: Sequence[str]) -> Program:
        """Return the steps that yield some lines with decisions kept."""
        return self.traced.decided_program(wanted)

    def evaluate(self, changes: Values, wanted: Sequence[str]) -> Results:
        """Return the wanted lines, by key, with some inputs changed, for one case or a batch."""
        self.traced.check(changes)
        return self.program(wanted).evaluate(self.with_kept(changes), [self.traced.lines[key] for key in wanted])

    def evaluate_blocks(
        self,
        changes: Values,
        draw: Callable[[int, int], Mapping[str, Array | float]],
        cases: int,
        wanted: Sequence[str],
        keep: Callable[[int, int, Results], None],
    ) -> None:
        """Work through any number of cases block by block. draw, keep: see Program.evaluate_blocks."""
        self.program(wanted).evaluate_blocks(
            self.with_kept(changes), draw, cases, [self.traced.lines[key] for key in wanted], keep
        )

    def with_kept(self, changes: Values) -> Values:
        """Return the scenario's values with some changed, and its decisions."""
        return {**self.values, **changes, **self.kept}


def decision_keys(traced: Model) -> list[str]:
    """Return the lines whose values are the decisions."""
    return list(dict.fromkeys(decision.decided.key for decision in traced.decisions))


def decided(plan: Plan, scenario: str, moving: Values | None = None) -> Decided:
    """Return a scenario with its decisions as its own values make them.

    moving: inputs a study will give other values, and those values; they may use what the plan does not.
    """
    traced = model(plan.structure if moving is None else plan.structure_for(moving))
    values = plan.values(scenario)
    keys = decision_keys(traced)
    figures = traced.evaluate(values, keys)
    return Decided(traced, values, {key: Kept(figures.arrays[key]) for key in keys})
