"""The graph in a pack is the engine's: every line, month and row, as it stands and after drawn changes, in Chromium."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any, cast

import numpy as np
import pytest
from answers import in_two_tiers
from playwright.sync_api import Page
from workbook_cells import of_money, of_today, two_pools

from desktop.documents.pack.carried import Carried, carried
from desktop.documents.pack.pack import scripts
from desktop.storage.examples import example, names
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import ReadingError, read
from models.rules.decisions import blocked, findings
from models.rules.judgement import planned

DAY = date(2026, 11, 27)
FEW, MANY = 4, 50

_PUT = """([scenario, changes]) => {
  state.scenario = scenario;
  state.changes = new Map(changes);
  evaluate();
  const s = standing();
  const lines = {};
  for (const [key, [at, rows, months]] of Object.entries(D.lines)) {
    lines[key] = Array.from(V.subarray(at, at + rows * months), String);
  }
  return { lines, state: s.state, best: s.best, rival: s.rival, lead: s.lead, cost: [...s.cost],
    chosen: s.there.filter((one) => !s.barred(one.key)).map((one) => one.key) };
}"""


def made(name: str) -> Plan:
    drawn = {"two pools": two_pools, "of today": of_today, "of money": of_money}
    return drawn[name]() if name in drawn else example(name).plan


def opened(page: Page, brought: Carried) -> None:
    """Open a page with the graph and the page's script alone."""
    text, graph, _ = scripts(brought)
    page.set_content(f'<script type="application/json" id="plan">{text}</script>')
    page.add_script_tag(content=graph)


def drawn(randomly: random.Random, plan: Plan, brought: Carried) -> dict[str, Value]:
    """Return changes of a few inputs that may be moved, of every kind."""
    declared = cast("list[dict[str, Any]]", brought.data["declared"])
    inputs = [one for one in cast("list[list[Any]]", brought.data["inputs"]) if declared[one[1]]["moves"]]
    return {
        str(one[0]): _value(randomly, plan, str(one[0]), declared[int(one[1])]) for one in randomly.sample(inputs, 6)
    }


def _value(randomly: random.Random, plan: Plan, key: str, shown: Mapping[str, Any]) -> Value:
    known: Input = plan.declaration(key)
    if known.kind is Kind.FLAG:
        return randomly.choice([True, False])
    if known.kind is Kind.CHOICE:
        return str(randomly.choice(shown["choices"])[0])
    if known.kind is Kind.ROW:
        return randomly.choice(plan.slugs[known.table])
    low, high = known.plausible or known.bounds
    drawn_value = randomly.uniform(low, min(high, low + 1e6))
    return float(round(drawn_value)) if known.kind is Kind.INTEGER else drawn_value


def apart(plan: Plan, values: Mapping[str, Value], told: Mapping[str, Any]) -> list[str]:
    """Return the lines that differ from the engine's by more than one part in a thousand million."""
    traced = model(plan.structure)
    found = traced.evaluate(values, list(traced.lines))
    wrong: list[str] = []
    for key in traced.lines:
        wanted = found.rows(key)[:, :, 0].reshape(-1)
        given = np.array([float(one) for one in told["lines"][key]])
        if wanted.shape != given.shape or not (np.abs(given - wanted) <= 1e-9 * np.maximum(1, np.abs(wanted))).all():
            wrong.append(key)
    return wrong


def stands_as_planned(plan: Plan, scenario: str, changes: Mapping[str, Value], told: Mapping[str, Any]) -> None:
    """Hold how the options stand to the judgement at the plan's settings, what the rules allow being as exported."""
    case = case_result(plan, scenario, changes)
    reasons = {key: why for key, why in blocked(findings(plan, scenario)).items() if key in case.options}
    same = {twin: reasons[of] for twin, of in case.twins.items() if of in reasons}
    wanted = planned(replace(case, blocked=same | reasons))
    assert (told["state"], told["best"], told["rival"]) == (wanted.state.value, wanted.recommended, wanted.rival)
    assert told["lead"] == pytest.approx(wanted.lead, abs=1e-3, rel=1e-9)
    assert dict(told["cost"]) == pytest.approx(dict(wanted.compared), rel=1e-9, abs=1e-3)


def tried(page: Page, name: str, times: int) -> None:
    plan = made(name)
    brought = carried(plan, plan.scenarios[0].slug, DAY, "0")
    opened(page, brought)
    randomly = random.Random(name)
    for number in range(times + 1):
        scenario = randomly.choice(plan.scenarios).slug
        changes = drawn(randomly, plan, brought) if number else {}
        told = page.evaluate(_PUT, [scenario, list(changes.items())])
        assert apart(plan, {**plan.values(scenario), **changes}, told) == [], json.dumps(changes)
        stands_as_planned(plan, scenario, changes, told)


@pytest.mark.long
@pytest.mark.parametrize("name", in_two_tiers([*names(), "two pools", "of today", "of money"], "insurer"))
def test_every_line_is_the_engines_after_drawn_changes(page: Page, name: str) -> None:
    tried(page, name, FEW)


@pytest.mark.long
@pytest.mark.parametrize("name", [*names(), "two pools", "of today", "of money"])
def test_every_line_is_the_engines_after_fifty_drawn_changes(page: Page, name: str) -> None:
    tried(page, name, MANY)


_READ = [
    "24 million",
    "24mn",
    "24 000 000",
    "2.5k",
    "1,200",
    "3 Mio",
    "70 billion",
    "1.5m",
    "12 per cent",
    "0.5%",
    "5 5",
]


def test_a_number_is_read_as_the_program_itself_reads_it(page: Page) -> None:
    """Sizes of the page were a table of its own, and one of them had another meaning than here."""
    in_millions = "hosting.workload.assistant.embedded_monthly"
    plan = example("insurer").plan.with_entry("base", in_millions, Entry(5.0))
    opened(page, carried(plan, "base", DAY, "0"))
    keys = [key for key in page.evaluate("() => D.inputs.map((one) => one[0])") if plan.declaration(key).numeric]
    of_units = {plan.declaration(key).unit.symbol: key for key in keys if plan.declaration(key).kind is not Kind.MONTH}
    assert any(unit.startswith("million") for unit in of_units)
    for key in of_units.values():
        for text in _READ:
            found = page.evaluate("([key, text]) => read(key, text)", [key, text])
            try:
                value = read(text, plan.declaration(key), percent=True)
            except ReadingError:
                assert "wrong" in found, (key, text)
            else:
                said = found.get("wrong", "")
                assert "out of bounds" in said or "whole number" in said or found["value"] == pytest.approx(value), key
