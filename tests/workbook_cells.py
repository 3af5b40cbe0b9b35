"""The formula cells of a workbook without writing one: what every cell must hold for a plan, from the engine alone."""

from datetime import date
from types import SimpleNamespace
from typing import Any, cast

from answers import always

from desktop.documents.workbook.sheets import Draft
from desktop.documents.workbook.workbook import filled
from desktop.storage.watching import unwatched
from models.areas.cost_management import LEVERS
from models.plan.plan import Entry, Plan, Row, Scenario, new_plan
from models.quantities.declaration import Value

DAY = date(2026, 11, 24)


class _Nothing:
    """A chart or a sheet that keeps nothing of what is written to it."""

    def __init__(self, name: str = "") -> None:
        self._name = name

    def get_name(self) -> str:
        return self._name

    def __getattr__(self, _name: str) -> Any:
        return always(0)


class _NoBook:
    """A book that keeps no more than the names of its sheets."""

    def __init__(self) -> None:
        self._sheets: dict[str, _Nothing] = {}

    def add_worksheet(self, name: str) -> _Nothing:
        return self._sheets.setdefault(name, _Nothing(name))

    def get_worksheet_by_name(self, name: str) -> _Nothing:
        return self._sheets[name]

    def add_format(self, properties: dict[str, object]) -> SimpleNamespace:
        return SimpleNamespace(**properties)

    def add_chart(self, _options: object) -> _Nothing:
        return _Nothing()

    def __getattr__(self, _name: str) -> Any:
        return always(0)


def draft_of(plan: Plan, scenario: str) -> Draft:
    """Return the draft of a plan's workbook, with the value of every formula cell."""
    return filled(cast("Any", _NoBook()), plan, scenario, DAY, unwatched)


TWO_POOLS: dict[str, Value] = {
    "workloads.workload.w1.pool": "small",
    "workloads.workload.w2.kind": "training",
    "workloads.workload.w2.timing": "deferrable",
    "workloads.workload.w2.checkpointed": True,
    "workloads.workload.w3.kind": "steady",
    "workloads.workload.w3.gpus": 5.0,
    "workloads.workload.w3.hours": 240.0,
    "workloads.workload.w3.place": "inside",
    "workloads.workload.w0.requests": 2e7,
    "workloads.value_by_share": True,
    "workloads.workload.w0.growth": -0.2,
    "workloads.workload.w1.growth": 0.4,
    "compute.pool.big.committed_one_year": 0.4,
    "compute.pool.big.committed_three_years": 0.3,
    "compute.pool.big.late_terms": True,
    "compute.pool.big.whole_commitments": True,
    "compute.pool.big.terms_with_work": True,
    "compute.pool.big.spot_share": 0.5,
    "compute.pool.big.hybrid_servers": 1,
    "compute.pool.small.committed_three_years": 0.3,
    "compute.pool.small.one_year_after": 0.4,
    "compute.pool.small.hybrid_servers": 1,
    "compute.pool.small.site": "own_room",
    "compute.pool.small.purchase": "at_once",
    "compute.pool.small.bridging": "wait",
    "compute.pool.big.life": 30,
    "compute.pool.big.owned_servers": 1,
    "compute.pool.big.spares": 1,
    "compute.pool.big.rack_price": 900.0,
    "finance.rate_basis": "real",
    "finance.usual_cost": 50_000.0,
    "finance.horizon": 48,
    "hosting.workload.w0.api_share": 0.3,
    "hosting.workload.w0.escalation": 0.05,
    "hosting.workload.w1.step_month": 9,
    "hosting.workload.w1.step_factor": 2.0,
    "hosting.workload.w1.api_share": 0.5,
    "hosting.workload.w1.cached_share": 0.4,
    "workloads.workload.w0.value": 20_000.0,
    "workloads.workload.w1.precision": "fp16",
    **{f"cost_management.{lever}": True for lever in LEVERS},
    "data.in_cloud": True,
    "data.retention": 24,
    "data.array_life": 30,
    "security.control.privacy.active": True,
    "operations.role.ml.hire_delay": 3,
    "operations.role.ml.hire_cost": 0.2,
    "operations.tool.databricks.active": True,
    "finance.vat_services": 0.2,
    "finance.vat_assets": 0.0,
    "finance.bias_counted": True,
    "finance.tax_position": "company",
    "finance.other_profit": 300_000.0,
    "finance.allowances": "first_year",
    "finance.by_profit": True,
    "finance.credit_share": 0.1,
    "compute.pool.big.owned_value": 50_000.0,
    "risks.risk.late.active": True,
    "risks.risk.exit.active": True,
    "cost_management.bill_factor": 1.5,
    "finance.start": "2026-11",
}
"""Values of a plan in which every mechanism is at work."""


def two_pools() -> Plan:
    """Return a plan with two pools and four workloads, every mechanism at work."""
    rows: dict[str, tuple[Row, ...]] = {
        "workload": tuple(Row(f"w{i}", f"Work {i}") for i in range(4)),
        "pool": (Row("big", "Big"), Row("small", "Small")),
    }
    plan = new_plan("Two pools & <marks>", rows)
    for key, value in TWO_POOLS.items():
        plan = plan.with_entry("base", key, Entry(value))
    plan = plan.with_scenario(Scenario("cheap", "=cheap", "#801650"))
    return plan.with_entry("cheap", "compute.pool.big.cloud_price", Entry(3.0))


OF_TODAY: dict[str, Value] = {
    "workloads.workload.w0.users": 300.0,
    "workloads.workload.w0.steps": 3.0,
    "workloads.workload.w0.step_tokens": 500.0,
    "workloads.workload.w0.reasoning": 200.0,
    "workloads.workload.w0.checked": 0.1,
    "workloads.workload.w2.tuning": "lora",
    "workloads.workload.w2.deadline": 100.0,
    "hosting.workload.w0.written_share": 0.1,
    "hosting.workload.w0.long_share": 0.1,
    "hosting.workload.w0.api_success": 0.9,
    "hosting.workload.w0.hosted_success": 0.8,
    "hosting.workload.w0.embedded_once": 100.0,
    "hosting.workload.w0.vector_store": 50.0,
    "hosting.workload.w0.reranked_price": 1.0,
    "hosting.workload.w0.requests_a_minute": 50.0,
    "hosting.workload.w1.latency": 500.0,
    "hosting.workload.w0.integration_hosted": 20.0,
    "hosting.workload.w0.evaluation_days": 2.0,
    "hosting.workload.w0.withdrawal_month": 12,
    "compute.pool.big.rack_power": 12.0,
    "compute.pool.big.contracted": 200.0,
    "compute.pool.small.tariff_until": 12,
    "compute.pool.small.tariff_after": 0.3,
    "compute.pool.big.cooling_works": 1_000.0,
    "compute.pool.big.site_power": 900.0,
    "compute.pool.big.site_from": 3,
    "compute.pool.big.parallel": 3,
    "compute.pool.big.moving_days": 20.0,
    "compute.pool.big.standby": 0.5,
    "compute.pool.big.gain": 0.3,
    "compute.pool.big.power_trend": 0.1,
    "compute.pool.big.owning_start": 8,
    "compute.pool.small.hybrid_site": "colocation",
    "operations.role.ml.per_owned": 1.0,
    "operations.role.ml.per_rented": 1.0,
    "operations.role.ml.per_called": 0.5,
    "operations.rota": 5.0,
    "operations.tool.databricks.metered": 1_000.0,
    "operations.tool.databricks.metered_price": 100.0,
    "operations.tool.databricks.hour_fee": 0.5,
    "data.preparation_hours": 100.0,
    "data.erasures": 5.0,
    "data.replicated": 2.0,
    "data.leaving": True,
    "data.array_unit": 20.0,
    "finance.ranked_by": "society",
}
"""Values of a plan that uses what came with the market of 2026."""

OF_MONEY: dict[str, Value] = {
    "finance.own_cost.own.active": True,
    "finance.own_cost.own.amount": 2_000.0,
    "finance.own_cost.own.paid": "year",
    "finance.own_cost.own.area": "security",
    "finance.own_cost.own.kind": "works",
    "finance.own_cost.own.vat": "outside",
    "finance.benefit.benefit.active": True,
    "finance.benefit.benefit.amount": 900.0,
    "finance.benefit.benefit.probability": 0.8,
    "finance.benefit.benefit.first": 2,
    "finance.benefit.benefit.ramp": 6,
    "finance.price_step.step.active": True,
    "finance.price_step.step.of": "energy",
    "finance.price_step.step.change": 0.2,
    "finance.discounting": "mid_year",
    "finance.annual_cost": "advance",
    "finance.capital_before": 2,
    "finance.running_after": 1,
    "finance.people_after": 1,
    "finance.one_off_after": 2,
    "finance.reinvestment_rate": 0.04,
    "finance.dollar_hedged": 0.5,
    "finance.dollar_forward": 0.7,
    "finance.tax_position": "company",
    "finance.tax_payment": "by_profit",
    "finance.other_profit": 5_000_000.0,
    "finance.book_residual": 0.1,
    "finance.book_start": 4,
    "finance.vat_services": 0.3,
    "risks.risk.price_rise.active": True,
    "risks.risk.price_rise.of_bill": 0.2,
    "workloads.workload.w0.pilot_until": 3,
    "workloads.workload.w0.phase_until": 8,
    "workloads.workload.w0.release_month": 12,
    "workloads.workload.w1.second_month": 15,
}
"""Values of a plan that uses what finance knows of time and money."""


def of_today() -> Plan:
    """Return the plan of two pools with all of that at work."""
    plan = two_pools()
    for key, value in OF_TODAY.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def of_money() -> Plan:
    """Return the plan of two pools with payment, hedges, other costs, benefits, phases and dated prices at work."""
    plan = two_pools()
    for key, value in OF_MONEY.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan
