"""Why a number is what it is: formula, values and evidence, step by step down to the source."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import numpy as np
from numpy.typing import NDArray

from models.appraisal.model import Model, model
from models.exhibits.explained_total import by_year, is_total, parts_by_area
from models.formula.explain import explained
from models.formula.node import Line
from models.formula.program import Results
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind
from models.quantities.units import FLAG, MONEY, Unit
from models.quantities.writing import SYMBOLS, in_unit


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an explanation: a named quantity with its formula, or an input with its evidence."""

    key: str
    label: str
    value: str
    formula: str
    evidence: str
    steps: list["Step"] = field(default_factory=list)


class ExplanationError(Exception):
    """There is no such line or month; the message says which there are."""


def explanation(plan: Plan, scenario: str, key: str, month: int, depth: int = 2) -> Step:
    """Return the explanation of a line in a month, to a number of steps down.

    A line of a table is given for each row. Raises ExplanationError for an unknown line or month.
    """
    traced = model(plan.structure)
    if key not in traced.lines:
        near = [known for known in traced.lines if key.rsplit(".", maxsplit=1)[-1] in known][:5]
        raise ExplanationError(f"there is no line “{key[:80]}”" + (f"; did you mean {', '.join(near)}" if near else ""))
    if not 0 <= month <= plan.structure.horizon:
        raise ExplanationError(f"month {month} is outside the plan; allowed is 0 to {plan.structure.horizon}")
    figures = traced.evaluate(plan.values(scenario), list(traced.lines))
    explainer, line = _Explainer(plan, scenario, traced, figures, month), traced.lines[key]
    step = explainer.line(line, depth)
    return replace(step, steps=[*explainer.sums(line), *step.steps]) if depth > 0 and is_total(key) else step


@dataclass(frozen=True, slots=True)
class _Explainer:
    plan: Plan
    scenario: str
    traced: Model
    found: Results
    month: int

    def line(self, line: Line, depth: int) -> Step:
        explained_line = explained(line)
        below: list[Step] = []
        if depth > 0:
            every = [one.label for one in (*explained_line.lines, *explained_line.inputs)]
            below = [self.line(one, depth - 1) for one in explained_line.lines]
            below = [
                replace(one, label=f"{one.label} of {one.key}") if every.count(one.label) > 1 else one for one in below
            ]
            below += [step for declared in explained_line.inputs for step in self.inputs(declared)]
        return Step(line.key, line.label, self.value(line), explained_line.words, "", below)

    def sums(self, line: Line) -> Iterator[Step]:
        """Yield a running total by area, each by year, and by year; the steps below them are those of one month."""
        parts = parts_by_area(self.traced, self.found, line.key, self.month)
        horizon, symbol = self.plan.structure.horizon, SYMBOLS[self.plan.currency]

        def told(amounts: NDArray[np.float64]) -> str:
            return amount(float(amounts.sum()), MONEY, symbol)

        def years(amounts: NDArray[np.float64]) -> list[Step]:
            return [
                Step("", head, amount(each, MONEY, symbol), "", "")
                for head, each in by_year(amounts, horizon)
                if round(each)
            ]

        whole = np.sum([amounts for _, _, amounts in parts], axis=0) if parts else np.zeros(1)
        areas = [
            Step(
                "",
                label,
                told(amounts),
                "the sum over its years",
                "",
                [*years(amounts), *(self.line(one, 0) for one in own)],
            )
            for label, own, amounts in parts
        ]
        yield Step("", "By area", told(whole), "the sum over its areas", "", areas)
        yield Step("", "By year", told(whole), "the sum over its years", "", years(whole))

    def value(self, line: Line) -> str:
        """Return a line's value in the month, row by row where it has few rows."""
        rows = self.found.rows(line.key)
        column = rows[:, self.month if rows.shape[1] > 1 else 0, 0]
        texts = [amount(float(value), line.unit, SYMBOLS[self.plan.currency]) for value in column]
        if len(texts) == 1:
            return texts[0]
        if line.axes in {("workload",), ("pool",)}:
            names = [row.name for row in self.plan.rows[line.axes[0]]]
            return "; ".join(f"{name} {text}" for name, text in zip(names, texts, strict=True))
        return f"{texts[0]} … {texts[-1]} ({len(texts)} rows)"

    def inputs(self, declared: Input) -> Iterator[Step]:
        """Yield the input, for each row of its table."""
        keys = [declared.key_in(row) for row in self.plan.slugs[declared.home]] if declared.home else [declared.key]
        for key in keys:
            entry = self.plan.entry(self.scenario, key)
            row = f", {self.plan.row_name(declared.home, key.split('.')[2])}" if declared.home else ""
            evidence = entry.evidence
            origin = "constant" if declared.kind is Kind.CONSTANT else evidence.kind.value
            source = ", ".join(piece for piece in (origin, evidence.source or declared.source, evidence.date) if piece)
            yield Step(
                key,
                declared.label + row,
                in_unit(entry.value, declared, self.plan.symbol(self.scenario, key)),
                "",
                source,
            )


def amount(value: float, unit: Unit, symbol: str) -> str:
    """Return a computed number with its unit."""
    if unit is FLAG:
        return "yes" if value else "no"
    if unit.symbol.startswith("%"):
        return f"{value * 100:,.2f}{unit.symbol}"
    text = (
        f"{abs(value):,.0f}"
        if abs(value) >= 10_000  # noqa: PLR2004
        else f"{abs(value):,.2f}"
        if abs(value) >= 1
        else f"{abs(value):,.4g}"
    )
    sign = "−" if value < 0 else ""
    printed = unit.printed(symbol)
    return (
        f"{sign}{symbol}{text}{printed.removeprefix(symbol)}"
        if printed.startswith(symbol)
        else f"{sign}{text} {printed}".strip()
    )
