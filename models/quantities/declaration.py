"""Inputs as they are declared: one place for label, unit, default, bounds, help and source.

Form, validation, plan file, workbook, report and command line all read these declarations.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol, overload

from models.quantities.units import Unit


class Kind(StrEnum):
    """What sort of value an input takes."""

    QUANTITY = "quantity"
    INTEGER = "integer"
    SHARE = "share"
    CHOICE = "choice"
    FLAG = "flag"
    ROW = "row"
    MONTH = "month"
    CONSTANT = "constant"


NUMERIC = frozenset({Kind.QUANTITY, Kind.INTEGER, Kind.SHARE, Kind.CONSTANT})


@dataclass(frozen=True, slots=True)
class Choice:
    """One value of a choice: what the plan stores and what a person reads."""

    value: str
    label: str


@dataclass(frozen=True, slots=True)
class CatalogueDefault:
    """A default that is a catalogue row, named by its id, never a number written again."""

    row_id: str


@dataclass(frozen=True, slots=True)
class When:
    """The condition under which an input matters: another input of its table has one of these values.

    otherwise: another condition under which it matters too.
    """

    input_name: str
    values: tuple[str, ...]
    otherwise: "When | None" = None

    def every(self) -> Iterator["When"]:
        """Yield this condition and those that do instead."""
        yield self
        if self.otherwise is not None:
            yield from self.otherwise.every()


type Value = float | str | bool
type Default = float | str | bool | CatalogueDefault


class Bound[Term](Protocol):
    """Anything that turns a declared input into a term of the formula graph."""

    def term(self, declared: "Input") -> Term:
        """Return the term that stands for the input."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class Input:
    """One declared input.

    The name and owner are filled in when the class that declares it is made.
    bounds: the values that are accepted, both ends included, in the input's unit.
    plausible: the range a careful person would not be surprised by.
    currency: the name of the input that says in which currency a price is quoted; empty for the plan's.
    essential: shown first on its tab.
    certain: a fact, a policy or a stress, which a simulation draws only where someone says how.
    blank: the value at which it adds nothing, where it is none that `neutral` would find.
    harmless: its default adds no cost of its own, for it counts only together with another input.
    """

    label: str
    kind: Kind
    unit: Unit
    default: Default
    bounds: tuple[float, float] = (0.0, 1e12)
    plausible: tuple[float, float] | None = None
    decimals: int = 2
    help: str = ""
    source: str = ""
    when: When | None = None
    choices: tuple[Choice, ...] = ()
    table: str = ""
    catalogue_kind: str = ""
    currency: str = ""
    essential: bool = False
    certain: bool = False
    blank: Default | None = None
    harmless: bool = False
    name: str = ""
    area: str = ""
    home: str = ""

    @property
    def key(self) -> str:
        """The input's key; for one in a table, with "*" in place of the row."""
        return f"{self.area}.{self.home}.*.{self.name}" if self.home else f"{self.area}.{self.name}"

    def key_in(self, row: str) -> str:
        """Return the key of this input in one row of its table; its only one where it stands in none."""
        if not self.home:
            return self.key
        return f"{self.area}.{self.home}.{row}.{self.name}"

    def named(self, name: str, area: str, home: str) -> "Input":
        """Return the input with its name and owner."""
        return replace(self, name=name, area=area, home=home)

    @property
    def neutral(self) -> Default:
        """The value at which it adds nothing: in a blank plan, and in one saved before there was such an input.

        What is declared as that, else off for a flag and zero for a number that may be zero; where that would be no
        sense, or the default adds nothing either, the default.
        """
        if self.blank is not None:
            return self.blank
        if self.harmless or not self.default:
            return self.default
        if self.kind is Kind.FLAG:
            return False
        return 0.0 if self.numeric and self.bounds[0] <= 0 <= self.bounds[1] else self.default

    @property
    def numeric(self) -> bool:
        """True where the value is a number a study may vary."""
        return self.kind in NUMERIC and self.kind is not Kind.CONSTANT

    @property
    def scenario_may_change(self) -> bool:
        """True where a scenario may differ from the base: structure and constants may not."""
        return self.kind not in {Kind.CONSTANT, Kind.MONTH} and self.key not in STRUCTURAL_KEYS


class Declared:
    """An input as it stands in the class that declares it.

    The declaration on the class, a term of the graph on an instance.
    """

    def __init__(self, declared: Input) -> None:
        self.input = declared

    @overload
    def __get__(self, instance: None, owner: type) -> Input: ...
    @overload
    def __get__[Term](self, instance: Bound[Term], owner: type) -> Term: ...
    def __get__[Term](self, instance: Bound[Term] | None, owner: type) -> Input | Term:
        """Return the declaration on the class, the term of the graph on an instance."""
        return self.input if instance is None else instance.term(self.input)


STRUCTURAL_KEYS = frozenset({"finance.horizon"})


@dataclass(slots=True)
class InputGroup:
    """The inputs of one area, or of one of its tables, in the order of declaration.

    starting_rows: slug and name of the rows of the table in a new plan.
    """

    area: str
    table: str
    title: str
    inputs: list[Input] = field(default_factory=list)
    starting_rows: tuple[tuple[str, str], ...] = ()


def gather(owner: type, area: str, home: str) -> Sequence[Input]:
    """Name the inputs declared on a class and the parts it is made of, store them back and return them in order."""
    inputs: list[Input] = []
    for part in (*owner.__mro__[1:], owner):
        for name, value in list(vars(part).items()):
            if isinstance(value, Declared):
                value.input = value.input.named(name, area, home)
                inputs.append(value.input)
    return inputs
