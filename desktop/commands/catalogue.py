"""The commands of the catalogue and of the studies of cost.

What may be chosen, choosing it, levers and scenarios side by side.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict

from desktop.commands.listing import table_text
from models.appraisal.results import CaseResult
from models.catalogue.rows import CatalogueRow, catalogue
from models.exhibits.areas import bill_shock_table, levers_off_table, waterfall_table
from models.exhibits.claims import claims
from models.exhibits.scenarios import scenarios_table
from models.exhibits.verdict import verdict
from models.plan.choosing import newer
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.studies.levers import waterfall
from models.studies.stress import bill_shock


def rows_text(kind: str, *, as_json: bool) -> str:
    """Return the rows of the catalogue, of one kind where one is named.

    Raises ValueError where there is no such kind.
    """
    kinds = sorted({row.kind for row in catalogue().values()})
    if kind and kind not in kinds:
        raise ValueError(f"{kind}: there is no such kind; the catalogue has {', '.join(kinds)}")
    rows = [row for row in catalogue().values() if not kind or row.kind == kind]
    if as_json:
        return json.dumps([_record(row) for row in rows], ensure_ascii=False, indent=1)
    cells = [
        [
            row.id,
            f"{row.text or f'{row.typical:g}'} {row.currency}{row.unit if row.unit not in {'choice', 'flag'} else ''}",
            row.as_of,
            row.evidence,
            row.name,
        ]
        for row in rows
    ]
    widths = [max(len(cell[column]) for cell in cells) for column in range(4)]
    return "\n".join(
        "  ".join([*(cell[column].ljust(widths[column]) for column in range(4)), cell[4]]) for cell in cells
    )


def _record(row: CatalogueRow) -> dict[str, object]:
    return {
        "id": row.id,
        "kind": row.kind,
        "name": row.name,
        "vendor": row.vendor,
        "region": row.region,
        "unit": row.unit,
        "currency": row.currency,
        "low": row.low,
        "typical": row.text or row.typical,
        "high": row.high,
        "as_of": row.as_of,
        "evidence": row.evidence,
        "source": row.source,
        "note": row.note,
    }


def offers_text(plan: Plan) -> str:
    """Return what the catalogue gives differently from what the plan has frozen from it."""
    entries = newer(plan)
    if not entries:
        return "Every figure the plan took from the catalogue is what the catalogue gives today."
    lines = [
        f"{one.key} ({one.scenario}): {one.now} in the plan, {one.offered.value} in the catalogue of"
        f" {one.offered.evidence.date}"
        for one in entries
    ]
    return "\n".join([*lines, "Nothing was changed: `boardcase choose` takes a figure over."])


def levers_text(plan: Plan, scenario: str, *, as_json: bool) -> str:
    """Return the lever waterfall and the bill shock of a scenario."""
    case = judged(plan, scenario)
    if not as_json:
        tables = (
            waterfall_table(plan, scenario),
            levers_off_table(plan, scenario),
            bill_shock_table(plan, scenario, case),
        )
        return "\n\n".join(table_text(table) for table in tables if table.rows)
    fall = waterfall(plan, scenario)
    steps = [
        {"lever": step.lever, "on": step.on, "saving": dict(step.saving), "would_save": dict(step.would_save)}
        for step in fall.steps
    ]
    shocks = [
        {"factor": one.factor, "present_value": dict(one.present_value), "cheapest": one.cheapest or None}
        for one in bill_shock(plan, scenario, list(case.blocked))
    ]
    return json.dumps(
        {"without": dict(fall.without), "steps": steps, "with_all": dict(fall.with_all), "bill_shock": shocks},
        ensure_ascii=False,
        indent=1,
    )


def claims_text(*, as_json: bool) -> str:
    """Return the article's claims with what the model answers."""
    if as_json:
        return json.dumps([asdict(one) for one in claims()], ensure_ascii=False, indent=1)
    return "\n\n".join(
        f"{one.title}: {one.article}\n  here: {one.here}\n  holds: {one.holds}\n  under: {one.condition}"
        for one in claims()
    )


def comparison_text(plan: Plan, scenarios: Sequence[str], *, as_json: bool) -> str:
    """Return scenarios side by side: what ranks every option, the cheapest allowed, and as JSON the verdict."""
    slugs = scenarios or [one.slug for one in plan.scenarios]
    if as_json:
        told = [_compared(plan, slug, judged(plan, slug)) for slug in slugs]
        return json.dumps(told, ensure_ascii=False, indent=1)
    return table_text(scenarios_table(plan, slugs, drawn=True))


def _compared(plan: Plan, slug: str, case: CaseResult) -> dict[str, object]:
    return {
        "scenario": case.scenario,
        "present_value": {key: option.present_value for key, option in case.options.items()},
        "compared_cost": {key: option.compared for key, option in case.options.items()},
        "total_cost": {key: option.total_cost for key, option in case.options.items()},
        "cheapest": case.allowed()[0].key if case.allowed() else None,
        "blocked": dict(case.blocked),
        "changes": {key: entry.value for key, entry in plan.scenario(slug).changes.items()},
        "verdict": verdict(plan, case).text,
    }
