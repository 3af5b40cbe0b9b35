"""The whole model: every area and the appraisal traced into one graph."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from models.appraisal.comparison import BASES, PAIRS, Appraisal, OptionTotals, option_totals, pair, unit_costs
from models.areas.compute import Compute, Pool
from models.areas.finance import Finance, prices
from models.areas.placement import OPTIONS, placement
from models.areas.workloads import Workload, Workloads, demand
from models.areas.world import World
from models.formula.node import Line, Node
from models.formula.program import Program, Results, Values
from models.formula.trace import Structure, Trace, checked


@dataclass(frozen=True)
class Model:
    """A traced model: its lines by key in order, its inputs, the program that evaluates it and what its results are read from."""

    structure: Structure
    lines: Mapping[str, Line]
    inputs: Mapping[str, Node]
    appraisal: Appraisal
    _programs: dict[tuple[str, ...], Program] = field(default_factory=dict)

    def evaluate(self, values: Values, wanted: Sequence[str]) -> Results:
        """Return the wanted lines, by key, for one case or a batch of cases."""
        return self.program(wanted).evaluate(values, [self.lines[key] for key in wanted])

    def program(self, wanted: Sequence[str]) -> Program:
        """Return the steps that yield some lines and nothing else."""
        keys = tuple(wanted)
        if keys not in self._programs:
            self._programs[keys] = Program(self.structure, [self.lines[key] for key in keys])
        return self._programs[keys]

    def costs(self, option: str) -> Sequence[Line]:
        """Return the cost lines of an option."""
        return [line for line in self.lines.values() if line.option == option and line.cost_class]


def model(structure: Structure) -> Model:
    """Return the model for a structure; the same structure gives the same model."""
    rows = tuple(sorted((axis, tuple(names)) for axis, names in structure.rows.items()))
    return _model(rows, structure.horizon)


@lru_cache(maxsize=16)
def _model(rows: tuple[tuple[str, tuple[str, ...]], ...], horizon: int) -> Model:
    structure = Structure(dict(rows), horizon)
    trace = Trace(structure)
    world = World(trace)
    finance = Finance(trace)
    indices = prices(trace, finance, world)
    demanded = demand(trace, Workloads(trace), Workload(trace), world)
    placed = placement(trace, Compute(trace), Pool(trace), demanded, indices, world)
    residuals = {option: owned.residual for option, owned in placed.owned.items()}
    totals: dict[str, OptionTotals] = {
        option: option_totals(trace, option, indices, world, residuals.get(option)) for option in OPTIONS
    }
    pairs = [pair(trace, totals[first], totals[second], (first, second), basis, world) for basis in BASES for first, second in PAIRS]
    unit_costs(trace, placed, totals, indices, world)
    checked(trace.lines)
    lines = {line.key: line for line in trace.lines}
    return Model(structure, lines, trace.inputs, Appraisal(totals, pairs))
