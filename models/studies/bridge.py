"""From one scenario to another, input by input.

What each difference adds to the present value of every option, in the order in which inputs are declared.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.register import expanded, moved_together
from models.plan.plan import Plan
from models.quantities.declaration import Input, Value


@dataclass(frozen=True, slots=True)
class Difference:
    """One input that two scenarios have differently, or prices with the currency in which they are quoted.

    inputs: how many move; the first is named.

    It also holds what it adds to each option's present value after the differences before it.
    """

    key: str
    declared: Input
    before: Value
    after: Value
    adds: Mapping[str, float]
    inputs: int = 1


@dataclass(frozen=True, slots=True)
class Bridge:
    """Present value of every option in the first scenario, the differences in order, and in the second scenario.

    Options are those that both scenarios have. between: the two scenarios.
    """

    between: tuple[str, str]
    start: Mapping[str, float]
    steps: Sequence[Difference]
    end: Mapping[str, float]

    def moves(self, option: str) -> float:
        """Return by how much an option's present value differs between the two, in money, without sign."""
        return abs(self.end[option] - self.start[option])


def bridge(plan: Plan, first: str, second: str) -> Bridge:
    """Return the bridge between two scenarios of a plan; its steps add up to the difference."""
    traced = model(plan.structure)
    options = [option for option in present_options(plan, first) if option in present_options(plan, second)]
    wanted = {option: OptionLine.PRESENT_VALUE.of(option) for option in options}

    def costs(values: Mapping[str, Value]) -> dict[str, float]:
        figures = traced.evaluate(values, list(wanted.values()))
        return {option: float(figures.arrays[key].reshape(-1)[0]) for option, key in wanted.items()}

    values, target = plan.values(first), plan.values(second)
    start = before = costs(values)
    steps: list[Difference] = []
    declared = {key: one for key, one, _ in expanded(plan.slugs)}
    for some in moved_together({key for key in declared if values[key] != target[key]}, plan.slugs):
        key = some[0]
        old = values[key]
        values = {**values, **{one: target[one] for one in some}}
        after = costs(values)
        adds = {option: after[option] - before[option] for option in options}
        steps.append(Difference(key, declared[key], old, target[key], adds, len(some)))
        before = after
    return Bridge((first, second), start, steps, before)
