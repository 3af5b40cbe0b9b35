"""Tracing: areas become terms, formulas become named lines."""

from collections.abc import Callable, Generator, Iterable, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from models.formula.axes import DIMENSIONS, ROW_DIMENSIONS
from models.formula.decisions import Decision
from models.formula.node import Line, Node, Term, constant, term, value_of
from models.formula.operation import FormulaError
from models.formula.operations.leaves import CHOICE, INPUT, MONTH, NUMBERS
from models.quantities.declaration import Bound, Input, InputGroup, Kind, gather
from models.quantities.units import MONEY_PER_MONTH, Unit


class Table(Bound[Node]):
    """A table of inputs; subclasses declare its columns. Its rows are the plan's.

    starting_rows: the slugs and names of the rows a new plan has; empty where the plan must name its own.
    """

    axis = ""
    title = ""
    home = ""
    starting_rows: tuple[tuple[str, str], ...] = ()

    def __init__(self, trace: "Trace") -> None:
        self._trace = trace

    def term(self, declared: Input) -> Node:
        """Return the column as a term over the table's rows."""
        return self._trace.input_term(declared, self.axis)


class Area(Bound[Node]):
    """A decision area; subclasses declare its inputs."""

    name = ""
    title = ""

    def __init__(self, trace: "Trace") -> None:
        self._trace = trace

    def term(self, declared: Input) -> Node:
        """Return the input as a term."""
        return self._trace.input_term(declared, "")


def declare(area: type[Area], *tables: type[Table]) -> tuple[InputGroup, ...]:
    """Name the inputs of an area and its tables and return them in groups."""
    groups = [InputGroup(area.name, "", area.title, list(gather(area, area.name, "")))]
    groups += [
        InputGroup(area.name, table.home, table.title, list(gather(table, area.name, table.home)), table.starting_rows)
        for table in tables
    ]
    return tuple(group for group in groups if group.inputs)


@dataclass(frozen=True)
class Structure:
    """What decides the shape of the graph: the rows of every table, the horizon in months and what is left out.

    closed: inputs that keep their neutral value, by key with "*" for the row; of a choice, as key=value, the values
        that nothing has. What hangs on them is not traced.
    """

    rows: Mapping[str, tuple[str, ...]]
    horizon: int
    closed: frozenset[str] = frozenset()

    def row_shape(self, axes: Iterable[str]) -> tuple[int, ...]:
        """Return the shape of an array over some axes, one number a row dimension.

        Of axes that share one, all but one have a single row.
        """
        shape = [1] * ROW_DIMENSIONS
        for axis in axes:
            shape[DIMENSIONS[axis]] = max(shape[DIMENSIONS[axis]], len(self.axis_rows(axis)))
        return tuple(shape)

    def axis_rows(self, axis: str) -> tuple[str, ...]:
        """Return the rows of an axis."""
        fixed = FIXED_AXES.get(axis)
        return fixed if fixed is not None else self.rows[axis]


SUPPLY_OF_CLASS: Mapping[str, str] = {
    "up-front": "assets",
    "running": "services",
    "one-off": "services",
    "people": "outside",
    "risk": "outside",
    "benefit": "outside",
}
"""How value added tax sees a cost of each class, unless its line says otherwise."""

RELIEFS = ("plant", "works", "disposal", "revenue")
"""How corporation tax sees a cost: new plant, power and cooling works, the sale of plant, or an expense of the year."""


FIXED_AXES: Mapping[str, tuple[str, ...]] = {
    "slice": tuple(str(i) for i in range(1, 21)),
    "step": tuple(str(i) for i in range(1, 21)),
    "age": tuple(str(i) for i in range(1, 6)),
    "tier": ("hot", "warm", "cold"),
}


@dataclass
class Trace:
    """The place where formulas are collected while the areas are traced."""

    structure: Structure
    lines: list[Line] = field(default_factory=list)
    inputs: dict[str, Node] = field(default_factory=dict)
    decisions: list[Decision] = field(default_factory=list)
    _keys: set[str] = field(default_factory=set)
    _prefix: str = ""
    _sheet: str = ""
    _option: str = ""

    def __post_init__(self) -> None:
        """Make the terms every formula shares: the month and the horizon."""
        self.month = Node(MONTH, timed=True)
        self._numbers: dict[str, Node] = {}

    @contextmanager
    def section(self, prefix: str, *, sheet: str, option: str = "") -> Generator[None]:
        """Name the lines traced inside with a key prefix, a sheet and, for costs, an option."""
        kept = self._prefix, self._sheet, self._option
        self._prefix, self._sheet, self._option = prefix, sheet, option
        yield
        self._prefix, self._sheet, self._option = kept

    def input_term(self, declared: Input, axis: str) -> Node:
        """Return the one term that stands for an input."""
        if declared.key not in self.inputs:
            op = CHOICE if declared.kind in {Kind.CHOICE, Kind.ROW} else INPUT
            node = Node(op, axes=[axis] if axis else (), detail=declared)
            closed = self.structure.closed
            if declared.key in closed:
                node = constant(float(declared.neutral), node)  # pyright: ignore[reportArgumentType]
            elif op is CHOICE:
                node.unused = frozenset(
                    one.value for one in declared.choices if f"{declared.key}={one.value}" in closed
                )
            self.inputs[declared.key] = node
        return self.inputs[declared.key]

    def numbers(self, axis: str) -> Node:
        """Return 1, 2, 3 … along an axis."""
        if axis not in self._numbers:
            self._numbers[axis] = Node(NUMBERS, axes=[axis], detail=axis)
        return self._numbers[axis]

    def declared(self, key: str, label: str, unit: Unit, *, like: Node, timed: bool = True) -> Line:
        """Return a line whose formula is given later with `define`, for lines that look back at each other."""
        return self._add(Line(self._key(key), label, unit, axes=like.axes, timed=timed, sheet=self._sheet))

    def line(self, key: str, label: str, unit: Unit, formula: Term, note: str = "") -> Line:
        """Name a quantity."""
        node = term(formula)
        line = Line(self._key(key), label, unit, axes=node.axes, timed=node.timed, sheet=self._sheet)
        line.note = note
        return self._add(line.define(node))

    def cost(
        self,
        key: str,
        label: str,
        area: str,
        cost_class: str,
        formula: Node,
        *,
        supply: str = "",
        relief: str = "",
        derived: bool = False,
    ) -> Line:
        """Name a monthly cost of the section's option; costs are positive, money received is negative.

        supply: what value added tax sees, one of SUPPLIES; by default assets up front, services running, nothing for
            people and risk.
        relief: what corporation tax sees, one of RELIEFS; by default plant up front and revenue for all else.
        derived: True for a cost worked out from the totals of the others.
        """
        if not self._option:
            raise FormulaError(f"{key}: a cost belongs to an option")
        if not formula.timed:
            raise FormulaError(f"{key}: a cost is a value by month")
        line = self.line(key, label, MONEY_PER_MONTH, formula)
        line.option, line.area, line.cost_class, line.derived = self._option, area, cost_class, derived
        line.supply = supply or SUPPLY_OF_CLASS[cost_class]
        line.relief = relief or ("plant" if cost_class == "up-front" else "revenue")
        return line

    def decides(self, line: Line, decided: Line, follows: Callable[[Line], Node]) -> None:
        """Say that a line is decided when the plan is made: a study of what may come keeps the values of `decided`.

        `line` follows from them.
        """
        if value_of(line) is None and value_of(decided) is None:
            self.decisions.append(Decision(line, decided, follows))

    def costs(self, option: str) -> list[Line]:
        """Return the cost lines of an option, in order."""
        return [line for line in self.lines if line.option == option and line.cost_class]

    def line_of(self, key: str) -> Line:
        """Return the line of a key that was traced before.

        Raises FormulaError where there is none.
        """
        found = next((line for line in self.lines if line.key == key), None)
        if found is None:
            raise FormulaError(f"{key}: no line of this key was traced so far")
        return found

    def _key(self, key: str) -> str:
        return f"{self._prefix}.{key}" if self._prefix else key

    def _add(self, line: Line) -> Line:
        if line.key in self._keys:
            raise FormulaError(f"{line.key}: there are two lines of this key")
        self._keys.add(line.key)
        self.lines.append(line)
        return line


def checked(lines: Sequence[Line]) -> None:
    """Raise FormulaError where a line lacks its formula or an operator stands where it may not."""
    for line in lines:
        stack = [] if isinstance(line.formula, Line) else list(line.formula.operands)
        while stack:
            node = stack.pop()
            if isinstance(node, Line):
                continue
            if node.op.whole_formula:
                raise FormulaError(f"{line.key}: {node.op.name} must be the whole formula of a line")
            stack.extend(node.operands)
