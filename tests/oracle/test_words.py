"""The words of `explain`, followed literally, give the number that stands beside them."""

import random
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

import numpy as np
import pytest
from numpy.typing import NDArray
from oracle.words import ALONG_MONTHS, PLAIN, Array, Page, Phrase, UnclearError, follow, laid, read
from workbook_cells import two_pools

from desktop.storage.examples import example, names
from models.appraisal.model import Model, model
from models.exhibits.explanation import Step, _Explainer
from models.formula.axes import AXES
from models.formula.explain import explained
from models.formula.node import Line
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value

SEED = 20_270_101
LEAST_LINES = 200
EXACT = 1e-9
DUST = 1e-11
"""What is left where two numbers should cancel out, over the largest month of a line."""

SHOWN = 25
TWO_POOLS = "two pools"
ELSEWHERE = {
    "name",
    "number",
    "month",
    "choice",
    "row",
    "number of the",
    "…",
    "the sum over each",
    "the largest over each",
}
EVERY_KIND = ELSEWHERE | set(PLAIN) | set(ALONG_MONTHS)
HABITS = pytest.mark.parametrize(
    "far", [pytest.param(True, marks=pytest.mark.long), False], ids=["as far as they reach", "next term only"]
)
"""How far phrases without brackets reach: a sentence with the brackets it needs says the same either way."""

NAMES = {"A": 2.0, "B": 3.0, "A to B": 10.0, "Rate": 0.5}


@dataclass(frozen=True)
class Explainer:
    """A plan with every figure of its base scenario."""

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
    plan = two_pools() if name == TWO_POOLS else example(name).plan
    traced = model(plan.structure)
    values = plan.values("base")
    return Explainer(plan, traced, traced.evaluate(values, list(traced.lines)), values)


def page(one: Explainer, line: Line, printed: Step) -> Page:
    """Return what a reader has beneath a sentence. Raises UnclearError where two things have the same name."""
    said: dict[str, NDArray[np.str_]] = {}
    below = explained(line)
    inputs = {declared.label: declared for declared in below.inputs}
    lines = [(step.label, operand) for step, operand in zip(printed.steps, below.lines, strict=False)]
    every = [name for name, _ in lines] + [declared.label for declared in below.inputs]
    twice = sorted({name for name in every if every.count(name) > 1})
    if twice:
        raise UnclearError(f"two things beneath are called “{twice[0]}”")
    values: dict[str, Array] = {line.label: one.worth(line), **{name: one.worth(operand) for name, operand in lines}}
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


@cache
def drawn() -> list[tuple[str, str]]:
    """Return every line that is a formula, in a plan drawn for it and in the one with two pools."""
    every = [(name, key) for name in names() for key in formulas(name)]
    random.Random(SEED).shuffle(every)
    plan_of = {key: name for name, key in every}
    return [(name, key) for key, name in plan_of.items()] + [(TWO_POOLS, key) for key in formulas(TWO_POOLS)]


def formulas(name: str) -> list[str]:
    """Return the lines of a plan that are more than one number or name."""
    return [key for key, line in explainer(name).traced.lines.items() if not line.formula.op.is_leaf]


def taken(name: str, key: str, *, far: bool) -> tuple[Phrase, str]:
    """Return what a line's sentence is made of, and where it goes wrong; empty where the words give the number."""
    one = explainer(name)
    line = one.traced.lines[key]
    printed = one.step(line, one.plan.structure.horizon)
    beneath = page(one, line, printed)
    phrase = read(printed.formula, beneath.values, beneath.lengths, far=far)
    due = one.worth(line)
    found, due = np.broadcast_arrays(laid(follow(phrase, beneath), beneath), due)
    untold = np.isnan(found) if "…" in phrase.kinds() else np.zeros(found.shape, dtype=bool)
    wrong = ~np.isclose(found, due, rtol=EXACT, atol=DUST * max(1.0, float(np.abs(due).max()))) & ~untold
    assert not untold.all()
    if not wrong.any():
        return phrase, ""
    place = tuple(np.argwhere(wrong)[0])
    return phrase, f"month {place[-1]}: the words give {found[place]:.9g}, the program {due[place]:.9g}"


@HABITS
@pytest.mark.long
def test_words_followed_literally_give_the_number(far: bool) -> None:
    assert len(drawn()) >= LEAST_LINES
    faults: list[str] = []
    for name, key in drawn():
        try:
            _, fault = taken(name, key, far=far)
        except UnclearError as unclear:
            fault = str(unclear)
        if fault:
            one = explainer(name)
            faults.append(f"{name}, {key}: “{one.step(one.traced.lines[key], 1).formula}”: {fault}")
    assert not faults, f"{len(faults)} of {len(drawn())}:\n" + "\n".join(faults[:SHOWN])


def test_every_kind_of_words_is_followed() -> None:
    met: set[str] = set()
    for name, key in drawn():
        try:
            met |= taken(name, key, far=True)[0].kinds()
        except UnclearError:
            continue
    assert not EVERY_KIND - met


def made(sentence: str, *, far: bool) -> float:
    """Return what a sentence about a few names comes to."""
    values = {name: np.full((1, 1), value) for name, value in NAMES.items()}
    beneath = Page(values, {}, {"pool": 1}, (), 2)
    return float(follow(read(sentence, values, ["pool"], far=far), beneath)[0, -1])


@HABITS
@pytest.mark.parametrize(
    ("sentence", "due"),
    [
        ("A + B × A to B", 32.0),
        ("(A + B) × A to B", 50.0),
        ("A to B − A − B", 5.0),
        ("A to B ÷ A ÷ (B − 1)", 2.5),
        ("1 − A to the power of −(B − 1)", 0.75),
        ("A where B > A, else A to B", 2.0),
        ("A to B × (the larger of A and (B − 1)) + 1", 21.0),
        ("(the remainder of (A to B + 1) by B) × A", 4.0),
        ("((A ÷ B) rounded up) + ((A − B) held between 0 and 1)", 1.0),
        ("the sum of (A + B) over each pool × A", 10.0),
        ("the present value of A at Rate", 2 + 2 / 1.5 + 2 / 1.5**2),
        ("A compounded month by month after month 1", 2.0),
    ],
)
def test_the_reader_reads_as_people_do(sentence: str, due: float, far: bool) -> None:
    assert made(sentence, far=far) == pytest.approx(due, rel=EXACT)


def test_words_without_their_brackets_are_found_out() -> None:
    for sentence in ("the larger of A and 0 × B", "B × (A ÷ B) rounded up", "the present value of A at Rate + B"):
        assert made(sentence, far=True) != made(sentence, far=False)
    for sentence in ("A < B < Rate", "A to the power of B to the power of A", "A of B", "A and B", "A × C", "(A"):
        with pytest.raises(UnclearError):
            made(sentence, far=True)
