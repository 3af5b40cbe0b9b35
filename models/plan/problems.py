"""Problems of a plan's inputs: where, what is wrong, what is allowed."""

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import override

from models.areas.finance import PLAN_CURRENCY_RATES
from models.areas.register import expanded
from models.plan.plan import Plan, Scenario
from models.quantities.causes import A_PERCENTAGE, likely_cause
from models.quantities.declaration import Input, Kind, Value
from models.quantities.limits import MOST_SCENARIOS, most_rows
from models.quantities.writing import SYMBOLS, in_unit, shown

_JOINED = ("finance.", "hosting.workload.", "workloads.workload.")
"""How the keys begin of inputs that make problems together."""

LEAST = 1e-12
"""The smallest number that counts: quotients of smaller ones leave the range of what a computer can hold."""


class Severity(StrEnum):
    """Whether a problem stops the work or only wants a look."""

    REFUSED = "refused"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One problem: the key it belongs to ("" for the whole), the value as given, what is wrong and what is allowed."""

    key: str
    value: str
    message: str
    severity: Severity = Severity.REFUSED

    def __str__(self) -> str:
        return f"{self.key}: {self.message}" if self.key else self.message


def value_problem(
    key: str, declared: Input, value: object, rows: Mapping[str, tuple[str, ...]], symbol: str = "£"
) -> Problem | None:
    """Return what is wrong with a value for an input, or None."""
    message = _message(declared, value, rows, symbol)
    return Problem(key, str(value), message) if message else None


def _message(declared: Input, value: object, rows: Mapping[str, tuple[str, ...]], symbol: str) -> str:
    if declared.kind is Kind.FLAG:
        return "" if isinstance(value, bool) else f"{shown(value)} is neither true nor false"
    if declared.kind in {Kind.CHOICE, Kind.ROW}:
        allowed = (
            [choice.value for choice in declared.choices]
            if declared.kind is Kind.CHOICE
            else list(rows[declared.table])
        )
        return "" if value in allowed else f"{shown(value)} is not among the choices: {', '.join(allowed)}"
    if declared.kind is Kind.MONTH:
        return "" if _is_month(value) else f"{shown(value)} is not a month from 2000-01 to 2099-12, such as 2027-01"
    return _number_message(declared, value, symbol)


def _number_message(declared: Input, value: object, symbol: str) -> str:
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return f"{shown(value)} is not a number; {_allowed(declared, symbol)}"
    if not math.isfinite(value):
        return f"it is not a finite number; {_allowed(declared, symbol)}"
    if 0 < abs(value) < LEAST:
        return f"{value:g} is too small to count; write 0, or at least {LEAST:g} in size"
    if declared.kind is Kind.CONSTANT and value != declared.default:
        return f"{value:g} is not allowed: it is fixed at {declared.default} in this model, whatever the plan"
    if not declared.bounds[0] <= value <= declared.bounds[1]:
        # longer figures are not read
        given = f"{value:g}" if abs(value) > 1e15 else in_unit(value, declared, symbol)  # noqa: PLR2004
        hint = (
            f"; for {value:g} per cent write {value:g}% or {value / 100:g}"
            if declared.kind is Kind.SHARE and A_PERCENTAGE <= value <= 100  # noqa: PLR2004
            else ""
        )
        cause = likely_cause(declared, float(value), symbol)
        return f"{given} is out of range; {_allowed(declared, symbol)}{hint}{f'; it {cause}' if cause else ''}"
    if declared.kind is Kind.INTEGER and value != int(value):
        near = " or ".join(f"{one:,}" for one in (math.floor(value), math.ceil(value)))
        return f"{value:,.6g} is not a whole number; expected {near}, and {_allowed(declared, symbol)}"
    return ""


def _allowed(declared: Input, symbol: str) -> str:
    return (
        f"allowed is {in_unit(declared.bounds[0], declared, symbol)} to {in_unit(declared.bounds[1], declared, symbol)}"
    )


def _is_month(value: object) -> bool:
    if not isinstance(value, str) or len(value) != len("2027-01") or value[4] != "-":
        return False
    year, month = value[:4], value[5:]
    return (
        year.isdecimal()
        and year.isascii()
        and month.isdecimal()
        and month.isascii()
        and "2000" <= year <= "2099"
        and "01" <= month <= "12"
    )


def plan_problems(plan: Plan) -> list[Problem]:
    """Return every problem of a plan's inputs, of the base and of each scenario."""
    inputs = (problem for scenario in plan.scenarios for problem in _scenario_problems(plan, scenario.slug))
    return [*_too_large(plan), *inputs]


def joint_problems(plan: Plan) -> list[Problem]:
    """Return the problems that inputs make together, and tables that are too large: what a sound value can still cause.

    For an edit, whose own value has been looked at: the other inputs are not looked through again.
    """
    found = list(_too_large(plan))
    for scenario in plan.scenarios:
        base = scenario is plan.scenarios[0]
        if base or any(key.startswith(_JOINED) for key in scenario.changes):
            where = "" if base else f" (scenario {scenario.name})"
            found += _joint_problems(plan, _Values(plan, scenario), where)
    return found


class _Values(Mapping[str, Value]):
    """The values of a scenario, looked up as they are asked for."""

    def __init__(self, plan: Plan, scenario: Scenario) -> None:
        self._base, self._changes = plan.entries, scenario.changes

    @override
    def __getitem__(self, key: str) -> Value:
        return (self._changes.get(key) or self._base[key]).value

    @override
    def __iter__(self) -> Iterator[str]:
        return iter(self._base)

    @override
    def __len__(self) -> int:
        return len(self._base)


def _too_large(plan: Plan) -> Iterator[Problem]:
    """Yield a problem for each part of a plan that is larger than a plan may be."""
    counted = (
        ("scenarios", len(plan.scenarios), MOST_SCENARIOS, "scenarios"),
        *((f"tables.{table}", len(rows), most_rows(table), "rows") for table, rows in plan.rows.items()),
    )
    for key, count, most, of in counted:
        if count > most:
            yield Problem(key, str(count), f"there are {count} {of}; {most} are the most")


def _scenario_problems(plan: Plan, slug: str) -> Iterator[Problem]:
    values = plan.values(slug)
    base = slug == plan.scenarios[0].slug
    changed = plan.scenario(slug).changes
    where = "" if base else f" (scenario {plan.scenario(slug).name})"
    for key, declared, _ in expanded(plan.slugs):
        if base or key in changed:
            problem = value_problem(key, declared, values[key], plan.slugs, _symbol(plan, slug, key))
            if problem is not None:
                yield Problem(key, problem.value, problem.message + where, problem.severity)
    yield from _joint_problems(plan, values, where)


def _symbol(plan: Plan, scenario: str, key: str) -> str:
    """Return the sign for a message, the plan's own where the companion's value is a problem itself."""
    try:
        return plan.symbol(scenario, key)
    except KeyError:
        return SYMBOLS[plan.currency]


def _joint_problems(plan: Plan, values: Mapping[str, Value], where: str) -> Iterator[Problem]:
    """Yield problems that two inputs make together."""
    own_rate = PLAN_CURRENCY_RATES[plan.currency]
    if values[own_rate] != 1:
        yield Problem(
            own_rate,
            str(values[own_rate]),
            f"{values[own_rate]} is not allowed: the plan is in {plan.currency}, whose rate is 1{where}",
        )
    yield from _own_cost_problems(plan, values, where)
    for row in plan.slugs["workload"]:
        prefix = f"workloads.workload.{row}."
        name = plan.row_name("workload", row)
        if values[f"{prefix}shape"] == "curve" and values[f"{prefix}kind"] != "steady":
            trough, peak = float(values[f"{prefix}trough"]), float(values[f"{prefix}peak"])
            if (trough == 1) != (peak == 1):
                yield Problem(
                    f"{prefix}peak",
                    str(peak),
                    f"trough {trough:g} and peak {peak:g} of {name} do not go together: load is flat when both are"
                    f" 1{where}",
                )
        if values[f"{prefix}shape"] == "measured" and values[f"{prefix}kind"] != "steady":
            slices = [float(values[f"{prefix}measured_{number:02}"]) for number in range(1, 21)]
            if abs(sum(slices) / 20 - 1) > 0.005:  # noqa: PLR2004 - shares are measured to three decimals
                yield Problem(
                    f"{prefix}measured_01",
                    "",
                    f"the twenty measured slices of {name} average {sum(slices) / 20:.3f}; they must average 1{where}",
                )
            if float(values[f"{prefix}peak"]) <= 1 < max(slices):
                yield Problem(
                    f"{prefix}peak",
                    str(values[f"{prefix}peak"]),
                    f"peak 1 of {name} does not go with slices up to {max(slices):g}: size for a demand above the"
                    f" average{where}",
                )
            if any(later < earlier - 1e-9 for earlier, later in pairwise(slices)):
                yield Problem(
                    f"{prefix}measured_01",
                    "",
                    f"the twenty measured slices of {name} must rise from the quietest to the busiest{where}",
                )
        shares = [float(values[f"hosting.workload.{row}.{share}"]) for share in ("cached_share", "written_share")]
        if sum(shares) > 1 + LEAST:
            yield Problem(
                f"hosting.workload.{row}.written_share",
                str(shares[1]),
                f"{shares[0]:.0%} of {name}'s input tokens are read from the cache and {shares[1]:.0%} written to it;"
                f" together they are at most 100 %{where}",
            )
        if float(values[f"{prefix}end"]) < float(values[f"{prefix}start"]):
            yield Problem(
                f"{prefix}end",
                str(values[f"{prefix}end"]),
                f"{name} ends in month {values[f'{prefix}end']}, before it begins in month"
                f" {values[f'{prefix}start']}{where}",
            )


def _own_cost_problems(plan: Plan, values: Mapping[str, Value], where: str) -> Iterator[Problem]:
    """Yield costs of one's own that end before they begin."""
    for row in plan.slugs["own_cost"]:
        first, last = (float(values[f"finance.own_cost.{row}.{name}"]) for name in ("first", "last"))
        if last < first:
            yield Problem(
                f"finance.own_cost.{row}.last",
                f"{last:g}",
                f"{plan.row_name('own_cost', row)} ends in month {last:g}, before its first, month {first:g}: expected"
                f" a month from {first:g} on{where}",
            )
