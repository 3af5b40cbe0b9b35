"""Where everything stands in the workbook: sheets, rows and columns, worked out before a cell is written."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import product

from desktop.documents.workbook.cell_text import distinct
from desktop.documents.workbook.sheet_list import CALCULATION_SHEETS
from models.appraisal.model import Model
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.register import GROUPS
from models.formula.axes import AXES
from models.formula.node import Line, Node
from models.formula.operations.leaves import CHOSEN, NUMBERS, REFERS
from models.formula.operations.rows import BLOCK_TOTAL
from models.formula.order import visit
from models.formula.trace import FIXED_AXES
from models.plan.plan import EvidenceKind, Plan
from models.quantities.declaration import Choice, Input, Kind

SECTIONS: Mapping[str, str] = {
    "finance": "Prices and discounting",
    "levers": "Cost levers",
    "security": "Security",
    "workloads": "Workloads",
    "demand": "Demand by pool and servers needed",
    "hosting": "Model hosting",
    "data": "Data",
    "operations": "People",
    "risks": "Risks",
    "own": "Other costs",
    "unit": "Unit costs",
    "routes": "API against self-hosted",
    "coverage": "Coverage of requirements",
    "criteria": "Non-financial criteria",
    "carbon": "Energy and carbon",
    "value": "Readiness and value forgone",
    "economic": "Economic view",
    "tax": "Corporation tax",
    "accounts": "In the accounts",
    "financing": "Lease or loan versus buying",
}
"""What the lines of a section are headed, by the first part of their keys."""

AREA_SECTIONS: Mapping[str, str] = {
    "hosting": "Model hosting",
    "data": "Data",
    "security": "Security",
    "cost_management": "Cost levers",
    "operations": "People and tools",
    "risks": "Risks",
    "own": "Other costs",
    "benefits": "Benefits",
}
"""The same for the lines of an option, by the second part."""

EXPORTED_HEADS = ("Key", "Input", "Unit", "Changed")
"""On Changes, the heads of the table of what was exported; the scenarios' columns follow."""

EVIDENCE_LIST = "evidence"
"""The list of what a value may rest on."""

FIRST_ROW = 5
"""The first row of a calculation sheet, and of Inputs and Live, that carries a line or an input; counted from 1."""

VALUE_COLUMN = 2
"""The column of the base's values on Inputs, counted from 0; the scenarios follow, then the evidence."""

EVIDENCE_HEADS = ("Evidence", "Source", "Date", "Low", "Likely", "High", "Note", "Allowed", "Key")
"""The heads of the columns of Inputs that follow the scenarios'."""

TIMELINE_COLUMN = 7
"""The column of month 0 on a calculation sheet, counted from 0; the empty opening column is before it."""


@cache
def column_name(number: int) -> str:
    """Return a column's letters, counted from 0."""
    name = ""
    number += 1
    while number:
        number, letter = divmod(number - 1, 26)
        name = chr(ord("A") + letter) + name
    return name


@dataclass(frozen=True, slots=True)
class InputRow:
    """One input on Inputs and Live.

    Its key, declaration, table row (empty outside tables) and sheet row, counted from 1.
    """

    key: str
    declared: Input
    table_row: str
    row: int


@dataclass(frozen=True, slots=True)
class FlagRow:
    """One flag on Live: 1 where a choice has an option; counted from 1."""

    row: int
    choice_row: int
    option: str
    label: str


@dataclass(frozen=True, slots=True)
class ListRow:
    """One entry of a list that cells of Inputs choose from; counted from 1."""

    row: int
    text: str
    owner: str


@dataclass(frozen=True, slots=True)
class ScheduleRow:
    """One cost line in the cost schedule of its option: all its rows together."""

    line: Line
    row: int


@dataclass
class Layout:
    """Rows of inputs, flags, numbers and lines. It answers the questions the formula writer has."""

    plan: Plan
    traced: Model
    inputs: list[InputRow] = field(default_factory=list)
    flags: list[FlagRow] = field(default_factory=list)
    numbers: list[tuple[int, str, int]] = field(default_factory=list)
    lists: list[ListRow] = field(default_factory=list)
    headings: dict[tuple[str, int], str] = field(default_factory=dict)
    schedules: dict[str, list[ScheduleRow]] = field(default_factory=dict)
    row_names: Mapping[str, Mapping[str, str]] = field(init=False)
    scenario_names: Mapping[str, str] = field(init=False)
    last_column: str = field(init=False)
    last_rows: dict[str, int] = field(default_factory=dict)
    _first: dict[int, tuple[str, int]] = field(default_factory=dict)
    _choice_first: dict[tuple[str, str], int] = field(default_factory=dict)
    _input_first: dict[str, int] = field(default_factory=dict)
    _numbers_first: dict[str, int] = field(default_factory=dict)
    _blocks: dict[int, tuple[int, int]] = field(default_factory=dict)
    _list_rows: dict[str, tuple[int, int]] = field(default_factory=dict)

    constant_column: str = "D"
    opening_column: str = column_name(TIMELINE_COLUMN - 1)
    first_column: str = column_name(TIMELINE_COLUMN)
    month_row: int = 2

    def __post_init__(self) -> None:
        """Place inputs, flags, numbers and lines."""
        self.row_names = {
            table: distinct((row.slug, row.name) for row in rows) for table, rows in self.plan.rows.items()
        }
        self.scenario_names = distinct((one.slug, one.name) for one in self.plan.scenarios)
        self.last_column = column_name(TIMELINE_COLUMN + self.traced.structure.horizon)
        row = self._place_inputs()
        self._place_lists(row + 2)
        row = self._place_flags(row + 2)
        self._place_numbers(row + 2)
        for key, sheet in CALCULATION_SHEETS.items():
            self._place_lines(key, sheet)

    def _place_inputs(self) -> int:
        row = FIRST_ROW
        for group in GROUPS:
            inputs = [declared for declared in group.inputs if declared.key in self.traced.used.inputs]
            if not inputs:
                continue
            self.headings["Inputs", row] = group.title
            row += 1
            for declared in inputs:
                self._input_first[declared.key] = row
                rows = self.plan.slugs[group.table] if group.table else ("",)
                for table_row in rows:
                    key = declared.key_in(table_row) if table_row else declared.key
                    self.inputs.append(InputRow(key, declared, table_row, row))
                    row += 1
        return row

    def _place_lists(self, row: int) -> None:
        """Place the lists below the inputs.

        Evidence, the options of every choice, the rows of every table that is referred to.
        """
        self.headings["Inputs", row - 1] = "Lists to choose from"
        wanted: dict[str, Sequence[str]] = {EVIDENCE_LIST: [kind.value for kind in EvidenceKind]}
        for one in self.inputs:
            if one.declared.kind is Kind.CHOICE:
                wanted[one.declared.key] = [choice.label for choice in self.choices(one.declared)]
            elif one.declared.kind is Kind.ROW:
                wanted[one.declared.key] = list(self.row_names[one.declared.table].values())
        for owner, texts in wanted.items():
            self._list_rows[owner] = (row, row + len(texts) - 1)
            self.lists += [ListRow(row + place, text, owner) for place, text in enumerate(texts)]
            row += len(texts)
        self.last_rows["Inputs"] = row - 1

    def choices(self, declared: Input) -> Sequence[Choice]:
        """Return the values of a choice that the workbook can follow: those whose feature the plan uses."""
        closed = self.traced.structure.closed
        return [one for one in declared.choices if f"{declared.key}={one.value}" not in closed]

    def list_range(self, owner: str) -> str:
        """Return the cells of a list, by the key of the declaration that chooses from it."""
        first, last = self._list_rows[owner]
        return f"=$A${first}:$A${last}"

    @property
    def evidence_column(self) -> int:
        """The first column of Inputs after the scenarios', counted from 0."""
        return VALUE_COLUMN + len(self.plan.scenarios)

    def live(self, key: str) -> str:
        """Return the cell of Live that holds an input outside tables."""
        return f"Live!$D${self._input_first[key]}"

    def _place_flags(self, row: int) -> int:
        by_key: dict[str, list[InputRow]] = {}
        for one in self.inputs:
            by_key.setdefault(one.declared.key, []).append(one)
        self.headings["Live", row - 1] = "Choices as flags"
        asked = self._choices_asked()
        for key, rows in by_key.items():
            declared = rows[0].declared
            options: Sequence[tuple[str, str]] = [(choice.value, choice.label) for choice in declared.choices]
            if declared.kind is Kind.ROW:
                options = list(self.row_names[declared.table].items())
            for option, label in options:
                if (key, option) not in asked and declared.kind is Kind.CHOICE:
                    continue
                self._choice_first[key, option] = row
                for one in rows:
                    self.flags.append(FlagRow(row, one.row, option, label))
                    row += 1
        return row

    def _choices_asked(self) -> frozenset[tuple[str, str]]:
        """Return the values of choices that formulas ask for: the key of the declaration and the value."""
        asked: set[tuple[str, str]] = set()

        def note(node: Node) -> None:
            if node.op is CHOSEN:
                declared = node.operands[0].detail
                assert isinstance(declared, Input)
                asked.add((declared.key, str(node.detail)))

        visit(self.lines, note)
        return frozenset(asked)

    @property
    def lines(self) -> Sequence[Line]:
        """The lines that are worth a row, in order."""
        return [line for line in self.traced.lines.values() if line.key in self.traced.used.lines]

    def _place_numbers(self, row: int) -> None:
        self.headings["Live", row - 1] = "Row numbers"
        for axis in ("slice", "age"):
            self._numbers_first[axis] = row
            for number in range(1, self.length(axis) + 1):
                self.numbers.append((row, f"Number of the {axis}", number))
                row += 1
        self.last_rows["Live"] = row

    def _place_lines(self, key: str, sheet: str) -> None:
        row = FIRST_ROW
        section = ""
        lines = [line for line in self.lines if line.sheet == key]
        totals = [line for line in lines if ".total." in line.key]
        for line in (line for line in lines if ".total." not in line.key):
            heading = _heading(line)
            if heading != section:
                row += 1 if section else 0
                self.headings[sheet, row] = section = heading
                row += 1
            self._first[id(line)] = (sheet, row)
            row += self.row_count(line)
        if totals:
            row += 1
            for line in totals:
                row = self._place_schedule(line, sheet, row)
            self.headings[sheet, row] = "Totals"
            row += 1
        for line in totals:
            self._first[id(line)] = (sheet, row)
            row += 1
        self.last_rows[sheet] = row - 1

    def _place_schedule(self, line: Line, sheet: str, row: int) -> int:
        """Place the schedule of the costs that a total adds up as one block, and return the row after it."""
        if line.formula.op is not BLOCK_TOTAL:
            return row
        self.headings[sheet, row] = f"Schedule: {line.label[0].lower()}{line.label[1:]}"
        first = row + 1
        members = [operand for operand in line.formula.operands if isinstance(operand, Line)]
        self.schedules.setdefault(sheet, []).extend(
            ScheduleRow(member, first + place) for place, member in enumerate(members)
        )
        self._blocks[id(line.formula)] = (first, first + len(members) - 1)
        return first + len(members) + 1

    def of(self, node: Node) -> tuple[str, int]:
        """Return the sheet and first row of a named line, an input, a flag of a choice or a row of numbers."""
        while isinstance(node, Line):
            if id(node) in self._first:
                return self._first[id(node)]
            node = node.formula
        if node.op is NUMBERS:
            return "Live", self._numbers_first[str(node.detail)]
        if node.op in {CHOSEN, REFERS}:
            declared = node.operands[0].detail
            assert isinstance(declared, Input)
            option = str(node.detail) if node.op is CHOSEN else self.plan.slugs[declared.table][0]
            return "Live", self._choice_first[declared.key, option]
        assert isinstance(node.detail, Input)
        return "Live", self._input_first[node.detail.key]

    def direct_inputs(self, line: Line) -> list[InputRow]:
        """Return the inputs that a line reads itself, each by its first row, in the order in which it reads them."""
        keys: dict[str, None] = {}
        waiting: list[Node] = [line.formula]
        while waiting:
            node = waiting.pop()
            if isinstance(node, Line):
                waiting += [] if id(node) in self._first else [node.formula]
            elif isinstance(node.detail, Input):
                keys.setdefault(node.detail.key)
            else:
                waiting += reversed(node.operands)
        rows = {row: one for one in self.inputs for row in [one.row]}
        return [rows[self._input_first[key]] for key in keys if self._input_first.get(key) in rows]

    def horizon(self) -> Node:
        """Return the term of the horizon."""
        return self.traced.inputs["finance.horizon"]

    def length(self, axis: str) -> int:
        """Return the number of rows of an axis."""
        return len(self.traced.structure.axis_rows(axis))

    def schedule(self, line: Node) -> tuple[int, int]:
        """Return the rows of the cost schedule that a class total adds up."""
        return self._blocks[id(line)]

    def row_count(self, line: Line) -> int:
        """Return the number of rows a line takes."""
        count = 1
        for axis in line.axes:
            count *= self.length(axis)
        return count

    def rows(self, line: Line) -> Iterator[tuple[int, dict[str, int], str]]:
        """Yield each row of a line: its sheet row, its place on each axis, and what its label adds."""
        _, first = self.of(line)
        ranges = [range(self.length(axis)) for axis in AXES if axis in line.axes]
        axes = [axis for axis in AXES if axis in line.axes]
        for offset, places in enumerate(product(*ranges)):
            names = [self._name(axis, place) for axis, place in zip(axes, places, strict=True)]
            yield first + offset, dict(zip(axes, places, strict=True)), ", ".join(names)

    def _name(self, axis: str, place: int) -> str:
        if axis in self.plan.rows:
            return list(self.row_names[axis].values())[place]
        if axis == "tier":
            return FIXED_AXES[axis][place]
        return f"{axis.replace('step', 'slice')} {place + 1}"


def _heading(line: Line) -> str:
    """Return the section of a sheet a line stands in."""
    parts = line.key.split(".")
    if parts[0] == "pair":
        return f"{OPTION_LABELS[parts[1]]} against {in_sentence(parts[2])}, {parts[3]}"
    if parts[0] == "returns":
        return f"What {in_sentence(parts[2])} earns against {in_sentence(parts[1])}"
    if parts[0] in {"tax", "accounts", "economic"} and parts[1] in OPTION_LABELS:
        return f"{SECTIONS[parts[0]]}: {in_sentence(parts[1])}"
    if parts[0] in OPTION_LABELS:
        return AREA_SECTIONS.get(parts[1], "Compute") if len(parts) > len(("option", "line")) else "Compute"
    return SECTIONS.get(parts[0], "Workings")
