"""Scenarios beside each other: the inputs in which they differ, and every line of cost."""

from collections.abc import Sequence

from models.appraisal.model import model
from models.areas.options import OPTION_LABELS
from models.areas.register import expanded
from models.exhibits.cells import Cell, CellKind, Entered, text, thousands_in, typed_input
from models.exhibits.figures import Table
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, in_unit, legible


def differences_table(plan: Plan, scenarios: Sequence[str]) -> Table:
    """Return every input in which the scenarios differ, with its value in each."""
    rows: list[list[Entered]] = []
    keys: list[str] = []
    values = {slug: plan.values(slug) for slug in scenarios}
    for key, declared, row in expanded(plan.slugs):
        if len({values[slug][key] for slug in scenarios}) > 1:
            name = f"{plan.row_name(declared.home, row)}: {declared.label}" if row else declared.label
            rows.append([name, *(_printed(plan, slug, key, declared, values[slug][key]) for slug in scenarios)])
            keys.append(key)
    heads = [
        "Input" if rows else "The scenarios have the same inputs",
        *(plan.scenario(slug).name for slug in scenarios),
    ]
    return Table.of(heads, rows, keys)


def _printed(plan: Plan, scenario: str, key: str, declared: Input, value: Value) -> Cell:
    if declared.kind is Kind.ROW:
        return text(plan.row_name(declared.table, str(value)), CellKind.CHOICE)
    if isinstance(value, (bool, str)):
        return text(in_unit(value, declared, ""), CellKind.CHOICE)
    known = legible(value)
    assert isinstance(known, (int, float))
    return typed_input(plan, scenario, key, known)


def lines_table(plan: Plan, scenarios: Sequence[str]) -> Table:
    """Return every cost line over the horizon in each scenario, in thousands.

    Lines that cost nothing anywhere are left out.
    """
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    lines = [line for option in traced.options for line in traced.costs(option)]
    keys = [line.key for line in lines]
    figures = {slug: traced.evaluate(plan.values(slug), keys) for slug in scenarios}
    rows: list[list[Entered]] = []
    named: list[str] = []
    for line in lines:
        sums = [float(figures[slug].rows(line.key).sum()) for slug in scenarios]
        if any(abs(amount) >= 1 for amount in sums):
            rows.append([f"{OPTION_LABELS[line.option]}: {line.label}", *(thousands(amount) for amount in sums)])
            named.append(line.key)
    return Table.of(
        [f"{SYMBOLS[plan.currency]}k over the horizon", *(plan.scenario(slug).name for slug in scenarios)], rows, named
    )
