"""The words of `explain`, followed literally, give the number that stands beside them."""

import random
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from oracle.words import ALONG_MONTHS, PLAIN, Array, Page, Phrase, UnclearError, follow, read

from desktop.storage.examples import example, names
from models.appraisal.model import Model, model
from models.exhibits.explanation import Step, _Explainer
from models.formula.axes import AXES
from models.formula.explain import explained
from models.formula.node import Line
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value

MONTHS = (0, 1, 13, -1)
LINES_OF_AN_EXAMPLE = 30
SEED = 20_270_101
EXACT = 1e-9


@dataclass(frozen=True)
class Explainer:
    """An example plan with every figure of its base scenario."""

    name: str
    plan: Plan
    traced: Model
    figures: Results
    values: Mapping[str, Value]

    @property
    def lengths(self) -> dict[str, int]:
        """How many rows each table has."""
        return {axis: len(self.traced.structure.axis_rows(axis)) for axis in AXES}

    def spread(self, rows: NDArray[np.generic], axes: tuple[str, ...]) -> NDArray[np.generic]:
        """Return rows × months with a dimension for each table."""
        return rows.reshape(*(count if axis in axes else 1 for axis, count in self.lengths.items()), rows.shape[-1])

    def worth(self, line: Line) -> Array:
        """Return what a line is worth in every row and month."""
        return self.spread(self.figures.rows(line.key)[..., 0], line.axes).astype(float)

    def given(self, declared: Input) -> list[Value]:
        """Return what is entered for an input, row by row."""
        table = self.plan.slugs[declared.home] if declared.home else ("",)
        return [self.values[declared.key_in(row) if row else declared.key] for row in table]

    def step(self, line: Line, month: int) -> Step:
        """Return what `explain` prints of a line and what stands beneath it."""
        return _Explainer(self.plan, "base", self.traced, self.figures, month).line(line, 1)


@cache
def explainer(name: str) -> Explainer:
    plan = example(name).plan
    traced = model(plan.structure)
    values = plan.values("base")
    return Explainer(name, plan, traced, traced.evaluate(values, list(traced.lines)), values)


def page(one: Explainer, line: Line, printed: Step) -> Page:
    """Return what a reader has beneath a sentence. Raises UnclearError where two things have the same name."""
    values: dict[str, Array] = {}
    said: dict[str, NDArray[np.str_]] = {}
    below = explained(line)
    inputs = {declared.label: declared for declared in below.inputs}
    lines = [(step.label, operand) for step, operand in zip(printed.steps, below.lines, strict=False)]
    every = [name for name, _ in lines] + [declared.label for declared in below.inputs]
    twice = sorted({name for name in every if every.count(name) > 1})
    if twice:
        raise UnclearError(f"two things beneath are called “{twice[0]}”")
    values = {line.label: one.worth(line), **{name: one.worth(operand) for name, operand in lines}}
    for name, declared in inputs.items():
        axes = (declared.home,) if declared.home else ()
        given = one.given(declared)
        if declared.kind is Kind.CHOICE:
            labels = {choice.value: choice.label for choice in declared.choices}
            column = np.array([[labels[str(value)]] for value in given])
            said[name] = one.spread(column, axes).astype(np.str_)
        numbers = np.array([[number(one, declared, value)] for value in given])
        values[name] = one.spread(numbers, axes).astype(float)
    return Page(values, said, one.lengths, line.axes, one.plan.structure.horizon)


def number(one: Explainer, declared: Input, value: Value) -> float:
    """Return an input as a number: a reference to a row as its place, a calendar month as its place in the year."""
    if declared.kind is Kind.CHOICE:
        return np.nan
    if declared.kind is Kind.ROW:
        return float(one.plan.slugs[declared.table].index(str(value)))
    return float(str(value)[5:]) if declared.kind is Kind.MONTH else float(value)
