"""The commands of the studies: simulation, tornado with switching values, map, stress tests."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import cast

import numpy as np

from desktop.commands.listing import table_text
from desktop.storage.whole_file import write_whole
from models.exhibits.every_study import Asked, asked_study
from models.exhibits.studies import Shown
from models.plan.plan import Plan
from models.quantities.writing import plain
from models.rules.decisions import judged
from models.rules.start_of_owning import StartOfOwning
from models.studies.influence import Influence
from models.studies.information import Information
from models.studies.percentiles import PERCENTILES
from models.studies.stress import Stressed
from models.studies.switching import SwitchingValue
from models.studies.two_inputs import TwoInputs
from models.studies.uncertainty import Sampler, Uncertainty, uncertainty


def shown_text(shown: Shown) -> str:
    """Return a study in words: its finding, its tables, how it was come by."""
    tables = [table_text(table) for table in shown.tables if table.rows]
    return "\n\n".join([shown.finding, *tables, shown.note])


def tables_of(shown: Shown) -> list[dict[str, object]]:
    """Return the tables of a study for JSON, made of the cells that are shown."""
    return [table.records() for table in shown.tables]


def _option(found: Uncertainty, option: str) -> dict[str, object]:
    """Return what a simulation found of an option, for JSON."""
    present_value = np.percentile(found.present_value[option], PERCENTILES).tolist()
    early = found.break_even.get(option)
    return {
        "present_value": dict(zip(("p10", "p50", "p90"), present_value, strict=True)),
        "cheapest": found.cheapest_at_end[option],
        "cheapest_by_month": found.cheapest[option].tolist(),
        "budget": found.budget[option],
        "over_budget": found.over[option],
        "cumulative": {
            basis: {"p10": band.low.tolist(), "p50": band.middle.tolist(), "p90": band.high.tolist()}
            for basis, band in found.bands[option].items()
        },
        "break_even": None
        if early is None
        else {"never": early.never, "median": early.median, "by_month": early.months.tolist()},
    }


def worth_text(plan: Plan, scenario: str, cases: int, seed: int, *, as_json: bool) -> str:
    """Return what it is worth to know each input before deciding."""
    shown = asked_study("worth", plan, scenario, Asked(cases, seed))
    found = shown.behind
    assert isinstance(found, Information)
    if not as_json:
        return shown_text(shown)
    return json.dumps(
        {
            "finding": shown.finding,
            "cases": found.cases,
            "seed": found.seed,
            "options": list(found.options),
            "decided_for": found.best if found.options else None,
            "evpi": found.perfect,
            "evpi_error": found.perfect_error,
            "inputs": [
                {
                    "key": one.key,
                    "evppi": one.value,
                    "error": one.error,
                    "measurable": one.measurable,
                    "members": list(one.members),
                }
                for one in found.worths
            ],
            "tables": tables_of(shown),
        },
        ensure_ascii=False,
        indent=1,
    )


def owning_text(plan: Plan, scenario: str, *, as_json: bool) -> str:
    """Return what the options cost by the quarter in which owning starts."""
    shown = asked_study("owning", plan, scenario, Asked())
    found = shown.behind
    assert isinstance(found, StartOfOwning)
    if not as_json:
        return shown_text(shown)
    best = found.best
    record = {
        "finding": shown.finding,
        "option": found.option or None,
        "best_month": best.month if best is not None else None,
        "starts": [
            {"month": one.month, "compared_cost": dict(one.costs), "blocked": dict(one.blocked)} for one in found.starts
        ],
        "tables": tables_of(shown),
    }
    return json.dumps(record, ensure_ascii=False, indent=1)


def simulation_text(plan: Plan, scenario: str, cases: int, seed: int, budget: float | None, *, as_json: bool) -> str:
    """Return a simulation. Above 100,000 cases percentiles by month come from histograms, whose resolution is told."""
    shown = asked_study("simulation", plan, scenario, Asked(cases, seed, budget))
    behind = shown.behind
    assert isinstance(behind, Uncertainty)
    if not as_json:
        return shown_text(shown)
    low, middle, high, mean, error = behind.saving
    return json.dumps(
        {
            "finding": shown.finding,
            "cases": behind.cases,
            "seed": behind.seed,
            "drawn": len(behind.inputs),
            "risks": behind.risks,
            "resolution": behind.resolution,
            "best": behind.best,
            "against": behind.other or None,
            "saving": {
                "p10": low,
                "p50": middle,
                "p90": high,
                "mean": mean,
                "standard_error": error,
                "planned": behind.planned,
            },
            "options": {option: _option(behind, option) for option in behind.options},
            "drivers": [
                {"key": one.key, "rank_correlation": one.correlation, "share": one.share} for one in behind.drivers
            ],
            "convergence": [
                {"cases": one.cases, "p10": one.low, "p50": one.middle, "p90": one.high, "positive": one.positive}
                for one in behind.steps
            ],
            "tables": tables_of(shown),
        },
        ensure_ascii=False,
        indent=1,
    )


def sensitivity_text(plan: Plan, scenario: str, *, as_json: bool) -> str:
    """Return tornado and switching values of every input."""
    shown = {name: asked_study(name, plan, scenario, Asked()) for name in ("tornado", "switching")}
    if not as_json:
        return "\n\n\n".join(shown_text(one) for one in shown.values())
    tornado = [
        {
            "key": one.key,
            "low": one.low,
            "high": one.high,
            "lead": one.saving,
            "lead_at_low": one.at_low,
            "lead_at_high": one.at_high,
            "flips": one.flips,
        }
        for one in cast("Sequence[Influence]", shown["tornado"].behind)
    ]
    switching = cast("Sequence[SwitchingValue]", shown["switching"].behind)
    return json.dumps(
        {
            "tornado": tornado,
            "switching": [_switching(one) for one in switching],
            "tables": {name: tables_of(one) for name, one in shown.items()},
        },
        ensure_ascii=False,
        indent=1,
    )


def _switching(one: SwitchingValue) -> dict[str, object]:
    def flips(kind: str) -> list[dict[str, object]]:
        return [
            {
                "value": flip.value,
                "to": flip.to,
                "below": flip.below,
                "jump": flip.jump,
                "plausible": one.is_plausible(flip),
            }
            for flip in getattr(one, kind)
        ]

    return {
        "key": one.key,
        "plan": one.plan,
        "best": one.best,
        "reference": one.reference,
        "plausible": one.plausible,
        "scanned": one.scanned,
        "points": one.points,
        "flips": flips("flips"),
        "saving_is_nothing": flips("zeros"),
    }


def map_text(plan: Plan, scenario: str, across: str, up: str, *, as_json: bool) -> str:
    """Return the map of two inputs. Raises KeyError or ValueError for inputs no map can be drawn over."""
    shown = asked_study("map", plan, scenario, Asked(across=across, up=up))
    if not as_json:
        return shown_text(shown)
    behind = shown.behind
    assert isinstance(behind, TwoInputs)
    sides = {
        name: {"key": axis.key, "values": axis.values.tolist(), "plan": axis.plan}
        for name, axis in (("across", behind.across), ("up", behind.up))
    }
    return json.dumps(
        {
            **sides,
            "best": behind.best,
            "present_value": {option: cost.tolist() for option, cost in behind.costs.items()},
            "tables": tables_of(shown),
        },
        ensure_ascii=False,
        indent=1,
    )


def stress_text(plan: Plan, scenario: str, *, as_json: bool) -> str:
    """Return the stress tests."""
    shown = asked_study("stress", plan, scenario, Asked())
    if not as_json:
        return shown_text(shown)
    stressed = cast("Sequence[Stressed]", shown.behind)
    return json.dumps(
        [
            {
                "label": one.label,
                "present_value": dict(one.present_value),
                "cheapest": one.cheapest or None,
                "inputs": {key: plain(value) for key, value in one.inputs.items()},
            }
            for one in stressed
        ],
        ensure_ascii=False,
        indent=1,
    )


def write_cases(plan: Plan, scenario: str, cases: int, seed: int, path: Path) -> None:
    """Write a table with a row a case: the inputs drawn, risks that struck or not, and present value by option.

    As CSV.
    """
    import pandas as pd  # noqa: PLC0415 - takes a second to import, and nothing else here needs it

    simulated = uncertainty(plan, scenario, list(judged(plan, scenario).blocked), cases=cases, seed=seed)
    table = pd.DataFrame(
        {
            "case": np.arange(1, cases + 1),
            **Sampler(plan, scenario, seed).draw(cases),
            **{f"{option}.present_value": values for option, values in simulated.present_value.items()},
        }
    )
    write_whole(path, table.to_csv(index=False).encode())
