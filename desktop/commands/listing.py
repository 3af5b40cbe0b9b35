"""What the commands print: text for people, and a stable JSON for programs."""

import json
from collections.abc import Sequence
from dataclasses import replace

from models.appraisal.in_use import keys_in_use
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import Model, model
from models.appraisal.results import CaseResult, PairResult, read_case, view_keys, wanted_keys
from models.areas.register import expanded
from models.exhibits.areas import areas_table
from models.exhibits.explanation import Step
from models.exhibits.figures import Table, options_table, told_hour
from models.exhibits.judgement import judgement_record
from models.exhibits.kept_studies import recalled
from models.exhibits.verdict import verdict
from models.exhibits.views import views_table
from models.formula.program import Results
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.problems import Problem, Severity, plan_problems
from models.quantities.texts import counted
from models.quantities.writing import SYMBOLS, in_unit, whole_money
from models.rules.consistency import consistency
from models.rules.decisions import findings as rule_findings
from models.rules.decisions import judged
from models.rules.judgement import Judgement
from models.rules.judging import judge, judge_at_best
from models.rules.rule import Finding
from models.studies.hybrid_split import best_split


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, indent=1)


def lines(plan: Plan, *, as_json: bool) -> str:
    """Return every line that can be explained: its key, what it is, its unit."""
    traced = model(plan.structure)
    used = traced.used.lines
    records = [
        {"key": line.key, "label": line.label, "unit": line.unit.printed(SYMBOLS[plan.currency])}
        for line in traced.lines.values()
        if line.key in used
    ]
    if as_json:
        return _json(records)
    width = max(len(record["key"]) for record in records)
    return "\n".join(f"{one['key']:<{width}}  {one['label']}, {one['unit']}".rstrip(", ") for one in records)


def inputs(plan: Plan, scenario: str, *, as_json: bool) -> str:
    """Return every declared input with its value and evidence."""
    used = keys_in_use(plan)
    records: list[dict[str, object]] = []
    for key, declared, _ in expanded(plan.slugs):
        entry = plan.entry(scenario, key)
        records.append(
            {
                "key": key,
                "label": declared.label,
                "kind": declared.kind.value,
                "unit": declared.unit.printed(plan.symbol(scenario, key)),
                "bounds": list(declared.bounds) if declared.numeric else None,
                "plausible": list(declared.plausible) if declared.plausible else None,
                "choices": [choice.value for choice in declared.choices] or None,
                "value": entry.value,
                "evidence": {
                    "kind": entry.evidence.kind.value,
                    "source": entry.evidence.source or declared.source,
                    "date": entry.evidence.date,
                },
                "help": declared.help,
                "essential": declared.essential,
                "used": key in used,
            }
        )
    if as_json:
        return _json(records)
    width = max(len(str(record["key"])) for record in records)
    lines = [
        f"{key:<{width}}  {in_unit(plan.entry(scenario, key).value, declared, plan.symbol(scenario, key)):>24} "
        f" {declared.label}{'' if key in used else ' (not used)'}"
        for key, declared, _ in expanded(plan.slugs)
    ]
    return "\n".join(lines)


def evaluation(plan: Plan, scenario: str, *, as_json: bool, at_best: bool = False) -> str:
    """Return the results of a scenario.

    at_best: each option is searched for its best settings, and the judgement is on them.
    """
    traced = model(plan.structure)
    costs = [line.key for option in traced.appraisal.options for line in traced.costs(option)]
    wanted = list(dict.fromkeys([*wanted_keys(traced), *view_keys(traced), *costs]))
    figures = traced.evaluate(plan.values(scenario), wanted)
    case = judged(plan, scenario, read_case(traced, figures, plan.scenario(scenario).name))
    judging = judge_at_best if at_best else judge
    judgement = recalled(Judgement, plan, scenario, judging.__name__, lambda: judging(plan, scenario, case))
    if as_json:
        return _json(_record(plan, scenario, traced, figures, case, judgement))
    said = verdict(plan, case, judgement)
    against = "\n".join(one.text for one in judgement.against)
    tables = [options_table(plan, case), areas_table(plan, case), views_table(plan, case)]
    struck = "\n".join(_struck(one) for one in rule_findings(plan, scenario, case))
    more = "" if at_best else "This is the plan as it stands; with --best each option is judged at its best settings."
    return "\n\n".join(
        piece for piece in (said.text, against, *(table_text(table) for table in tables), struck, more) if piece
    )


def table_text(table: Table) -> str:
    """Return a table in columns."""
    rows = [list(table.heads), *table.texts()]
    widths = [max(len(row[column]) for row in rows) for column in range(len(table.heads))]
    return "\n".join(
        "  ".join(
            cell.ljust(width) if column == 0 else cell.rjust(width)
            for column, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )


def _options(plan: Plan, traced: Model, found: Results, case: CaseResult) -> dict[str, object]:
    """Return every option with its curves and lines."""
    options: dict[str, object] = {}
    for key, option in case.options.items():
        lines = [
            {
                "key": line.key,
                "label": line.label,
                "area": line.area,
                "class": line.cost_class,
                "monthly": found.rows(line.key).sum(axis=0)[:, 0].tolist(),
            }
            for line in traced.costs(key)
        ]
        options[key] = {
            "total_cost": option.total_cost,
            "present_value": option.present_value,
            "compared_cost": option.compared,
            "equivalent_annual_cost": option.equivalent_annual_cost,
            "residual": option.residual,
            "up_front": option.up_front,
            "sum_to_approve": option.approval,
            "areas": dict(option.areas),
            **option.views,
            "cost_per_busy_gpu_hour": told_hour(option),
            "cumulative": option.cumulative.tolist(),
            "discounted": option.discounted.tolist(),
            "lines": [*lines, _residual_line(key, option.residual, plan.structure.horizon)],
        }
    return options


def _record(
    plan: Plan, scenario: str, traced: Model, found: Results, case: CaseResult, judgement: Judgement
) -> dict[str, object]:
    return {
        "plan": plan.title,
        "scenario": plan.scenario(scenario).name,
        "currency": plan.currency,
        "months": plan.structure.horizon,
        "start": plan.start,
        "options": _options(plan, traced, found, case),
        "business_as_usual": {"cumulative": case.usual.tolist()},
        "crossovers": [
            {"from": one.origin, "to": one.to, "month": one.month, "basis": one.basis} for one in case.crossovers
        ],
        "pairs": [
            {
                "first": one.first,
                "second": one.second,
                "basis": one.basis,
                "sustained_break_even": one.sustained,
                "payback": one.sustained,
                "first_cheaper": one.first_cheaper,
                **_earned(one),
            }
            for one in case.pairs
        ],
        "break_even_utilisation": case.break_even_utilisation,
        "utilisation": case.utilisation,
        "cheapest": {
            basis: next((option.key for option in case.allowed(basis)), None) for basis in ("discounted", "nominal")
        },
        "blocked": dict(case.blocked),
        "twins": dict(case.twins),
        "judgement": judgement_record(plan, case, judgement),
        "verdict": verdict(plan, case, judgement).text,
        "rules": [_rule(finding) for finding in rule_findings(plan, scenario, case)],
        "problems": [_problem(problem) for problem in findings(plan, scenario)],
    }


def _earned(pair: PairResult) -> dict[str, float | str | None]:
    """Return what choosing the second earns; figures that are worked out undiscounted stand with that basis only."""
    if pair.basis != "nominal":
        return {}
    return {
        "peak_funding": pair.peak_funding,
        "internal_rate_of_return": pair.internal_rate,
        "no_internal_rate": pair.no_rate,
        "modified_internal_rate": pair.modified_rate,
        "return_on_investment": pair.return_on_investment,
    }


def _struck(finding: Finding) -> str:
    """Return a rule that strikes in one line: what it does to which options, and why."""
    return f"{finding.rule.effect.value} {', '.join(finding.rule.options)}: {finding.message}"


def _rule(finding: Finding) -> dict[str, object]:
    rule = finding.rule
    return {
        "key": rule.key,
        "effect": rule.effect.value,
        "options": list(rule.options),
        "message": finding.message,
        "source": rule.source,
    }


def _residual_line(option: str, residual: float, horizon: int) -> dict[str, object]:
    """Return the residual value as a line of its own, so that all lines add up to the total cost."""
    return {
        "key": OptionLine.RESIDUAL.of(option),
        "label": "Residual value at the horizon",
        "area": "compute",
        "class": "residual",
        "monthly": [0.0] * horizon + [-residual],
    }


def findings(plan: Plan, scenario: str) -> list[Problem]:
    """Return the problems, consistency findings and rules that strike in a scenario."""
    rules = [
        Problem(f"rule.{one.rule.key}", "", _struck(one), Severity.WARNING) for one in rule_findings(plan, scenario)
    ]
    return [*plan_problems(plan), *consistency(plan, scenario), *rules]


def _problem(problem: Problem) -> dict[str, str]:
    return {"key": problem.key, "value": problem.value, "message": problem.message, "severity": problem.severity.value}


def problems(found: Sequence[Problem], *, as_json: bool) -> str:
    """Return problems, one a line."""
    if as_json:
        return _json([_problem(problem) for problem in found])
    return "\n".join(f"{problem.severity.value}: {problem}" for problem in found) or "No problems."


def explanation_text(step: Step, month: int, *, as_json: bool) -> str:
    """Return an explanation as an indented outline."""
    if as_json:
        return _json({"month": month, **_step(step)})
    lines = [f"In month {month}:"]

    def tell(one: Step, indent: int) -> None:
        pad = "  " * indent
        known = f" ({one.key})" if one.key else ""
        lines.append(f"{pad}{one.label}{known}: {one.value}" + (f"  [{one.evidence}]" if one.evidence else ""))
        if one.formula:
            lines.append(f"{pad}  = {one.formula}")
        for below in one.steps:
            tell(below, indent + 1)

    tell(step, 0)
    return "\n".join(lines)


def _step(step: Step) -> dict[str, object]:
    return {
        "key": step.key,
        "label": step.label,
        "value": step.value,
        "formula": step.formula,
        "evidence": step.evidence,
        "steps": [_step(below) for below in step.steps],
    }


def split(plan: Plan, scenario: str, *, as_json: bool) -> tuple[str, Plan]:
    """Return what the hybrid study finds, and the plan with the best numbers stored."""
    splits = best_split(plan, scenario)
    better = plan
    for one in splits:
        evidence = Evidence(EvidenceKind.ASSUMPTION, "hybrid study: lowest present value")
        if one.best != one.stored:
            better = better.with_entry(scenario, one.key, Entry(one.best, evidence))
    if as_json:
        return (
            _json(
                [
                    {"pool": one.pool, "stored": one.stored, "best": one.best, "present_values": list(one.costs)}
                    for one in splits
                ]
            ),
            better,
        )
    symbol = SYMBOLS[plan.currency]
    lines: list[str] = []
    for one in splits:
        name = plan.row_name("pool", one.pool)
        line = f"best {one.best}, stored {one.stored}" + (
            f", saves {symbol}{one.saving:,.0f} in present value" if one.stale else ""
        )
        lines.append(f"{name}: {line}")
        lines += [
            f"  {counted(servers, 'server'):>12}  {whole_money(cost, symbol):>14}"
            for servers, cost in enumerate(one.costs)
        ]
    return "\n".join(lines), replace(better)
