"""Plans that between them use every input, to see what each of them moves."""

from collections.abc import Mapping

from models.areas.cost_management import LEVERS
from models.areas.register import TABLES
from models.areas.security import REQUIREMENTS
from models.plan.plan import Entry, Plan, Row, new_plan, starting_rows
from models.quantities.declaration import Value


def having(plan: Plan, values: Mapping[str, Value]) -> Plan:
    for key, value in values.items():
        assert key in plan.entries, key
        plan = plan.with_entry("base", key, Entry(value))
    return plan


POOL, WORKS = "compute.pool.h100.", "workloads.workload."
RICH: Mapping[str, Value] = {
    f"{WORKS}assistant.requests": 24_000_000,
    f"{WORKS}training.kind": "training",
    f"{WORKS}training.timing": "deferrable",
    f"{WORKS}training.checkpointed": True,
    f"{WORKS}experiments.kind": "experimentation",
    f"{WORKS}experiments.runs": 12,
    f"{WORKS}experiments.place": "cloud",
    f"{WORKS}assistant.value": 50_000,
    f"{POOL}committed_three_years": 0.2,
    f"{POOL}dearer_hours": 0.05,
    f"{POOL}cloud_software": 500.0,
    f"{POOL}spares": 1,
    f"{POOL}life": 30,
    f"{POOL}spot_share": 0.5,
    f"{POOL}owned_servers": 1,
    f"{POOL}owned_months": 18,
    f"{POOL}instance_gpus": 8,
    f"{POOL}committed_one_year": 0.4,
    f"{POOL}owned_value": 10_000.0,
    f"{POOL}running_month": 10.0,
    f"{POOL}running_hour": 0.1,
    f"{POOL}running_busy_hour": 0.01,
    f"{POOL}rack_price": 900.0,
    f"{POOL}hybrid_servers": 2,
    f"{POOL}bridging": "wait",
    f"{POOL}facility_share": 0.1,
    "finance.usual_cost": 40_000.0,
    "finance.usual_growth": 0.05,
    "finance.inflation": 0.02,
    f"{POOL}headroom": 0.2,
    f"{POOL}highest_use": 0.7,
    f"{WORKS}experiments.growth": 0.3,
    f"{WORKS}training.ramp": 6,
    f"{WORKS}experiments.start": 3,
    f"{WORKS}experiments.end": 50,
    "hosting.workload.assistant.api_share": 0.4,
    "hosting.workload.assistant.escalation": 0.1,
    "hosting.workload.assistant.cached_share": 0.3,
    "hosting.workload.assistant.batch_share": 0.2,
    "hosting.workload.assistant.step_month": 12,
    "hosting.workload.assistant.step_factor": 1.5,
    **{f"cost_management.{lever}": True for lever in LEVERS},
    "data.retention": 40,
    "data.deleted": 0.1,
    "data.moved_cold": 0.1,
    "data.retrieval_price": 0.01,
    "data.in_cloud": True,
    "security.control.encryption.active": True,
    "security.control.encryption.overhead": 0.2,
    "operations.role.data.hire_delay": 2,
    "operations.role.data.hire_cost": 0.1,
    "operations.tool.feast.active": True,
    "operations.tool.feast.licence": 5_000.0,
    "operations.tool.feast.users": 3.0,
    "operations.tool.feast.user_price": 20.0,
    "finance.vat_services": 0.5,
    "finance.vat_assets": 0.5,
    "finance.bias_counted": True,
    "finance.tax_position": "company",
    "finance.credit_share": 0.2,
    "finance.other_profit": 400_000.0,
    "risks.risk.price_rise.active": True,
    "cost_management.bill_factor": 1.2,
}
"""Values of a plan in which every mechanism is at work somewhere."""


def rich_plan() -> Plan:
    """Return a plan in which every mechanism is at work somewhere."""
    rows = {table: starting_rows(table, blank=True) for table, group in TABLES.items() if group.starting_rows}
    works = (Row("assistant", "Assistant"), Row("training", "Training"), Row("experiments", "Experiments"))
    plan = new_plan(
        "Rich", rows | {"workload": works, "pool": (Row("h100", "H100"),), "criterion": starting_rows("criterion")[:2]}
    )
    return having(plan, RICH)


_ROUTE = "hosting.workload.assistant."
OF_TODAY: Mapping[str, Value] = {
    f"{WORKS}assistant.users": 300.0,
    f"{WORKS}assistant.steps": 3.0,
    f"{WORKS}assistant.step_tokens": 500.0,
    f"{WORKS}assistant.reasoning": 200.0,
    f"{WORKS}assistant.checked": 0.1,
    f"{WORKS}training.tuning": "lora",
    f"{WORKS}training.deadline": 1.0,
    f"{_ROUTE}written_share": 0.1,
    f"{_ROUTE}api_written": 2.0,
    f"{_ROUTE}long_share": 0.1,
    f"{_ROUTE}api_success": 0.9,
    f"{_ROUTE}hosted_success": 0.8,
    f"{_ROUTE}embedded_once": 100.0,
    f"{_ROUTE}embedded_monthly": 10.0,
    f"{_ROUTE}vector_store": 50.0,
    f"{_ROUTE}reranked_price": 1.0,
    f"{_ROUTE}integration_api": 5.0,
    f"{_ROUTE}integration_hosted": 20.0,
    f"{_ROUTE}evaluation_days": 2.0,
    f"{_ROUTE}withdrawal_month": 12,
    f"{POOL}site": "colocation",
    f"{POOL}rack_power": 12.0,
    f"{POOL}rack_price": 900.0,
    f"{POOL}contracted": 200.0,
    f"{POOL}tariff_until": 12,
    f"{POOL}tariff_after": 0.3,
    f"{POOL}cooling_works": 1_000.0,
    f"{POOL}parallel": 3,
    f"{POOL}moving_days": 20.0,
    f"{POOL}standby": 0.5,
    f"{POOL}gain": 0.3,
    f"{POOL}power_trend": 0.1,
    f"{POOL}owning_start": 8,
    f"{POOL}bridging": "cloud",
    "operations.role.data.per_owned": 1.0,
    "operations.role.data.per_rented": 1.0,
    "operations.role.data.per_called": 0.5,
    "operations.rota": 5.0,
    "operations.tool.feast.metered": 1_000.0,
    "operations.tool.feast.metered_price": 100.0,
    "operations.tool.feast.hour_fee": 0.5,
    "data.preparation_hours": 100.0,
    "data.feature_reads": 1e6,
    "data.erasures": 5.0,
    "data.replicated": 2.0,
    "data.leaving": True,
    "data.array_unit": 20.0,
}
"""Values of a plan that uses what came with the market of 2026."""


def variants(plan: Plan) -> list[Plan]:
    """Return plans under which inputs that matter only in some cases do."""
    levers_off: dict[str, Value] = {f"cost_management.{lever}": False for lever in LEVERS}
    return [
        plan,
        having(plan, levers_off),
        having(plan, {f"{WORKS}{row}.kind": "steady" for row in ("experiments", "training", "assistant")}),
        having(
            plan,
            {
                f"{WORKS}assistant.shape": "measured",
                f"{WORKS}training.shape": "curve",
                f"{WORKS}training.timing": "interactive",
                f"{WORKS}training.trough": 0.1,
            },
        ),
        having(
            plan,
            {
                f"{WORKS}assistant.kind": "training",
                f"{WORKS}training.kind": "inference",
                f"{WORKS}experiments.kind": "inference",
                f"{WORKS}training.timing": "interactive",
                f"{WORKS}training.shape": "measured",
                f"{WORKS}experiments.shape": "measured",
                f"{WORKS}experiments.timing": "deferrable",
            },
        ),
        having(
            plan,
            {
                f"{POOL}dearer_hours": 0.1,
                f"{POOL}cloud_currency": "EUR",
                f"{POOL}server_currency": "GBP",
                f"{POOL}bridging": "cloud",
                **levers_off,
            },
        ),
        *_with_terms(plan),
        having(plan, OF_TODAY),
        having(
            plan,
            {**OF_TODAY, f"{POOL}hybrid_terms": True, f"{POOL}hybrid_start": 12, f"{WORKS}training.tuning": "full"},
        ),
        having(plan, {"finance.ranked_by": "society"}),
        *_money_and_time(plan),
        *_taxed(plan),
        having(plan, {f"{WORKS}assistant.start": 30, f"{WORKS}assistant.end": 30, f"{WORKS}assistant.ramp": 3}),
        having(plan, {f"{WORKS}{row}.active": False for row in ("experiments", "training")}),
        having(plan, {"finance.other_profit": 50_000_000.0}),
        having(plan, {f"{POOL}owned_servers": 0}),
        having(plan, {"finance.usual_today": "cloud"}),
        *_secured(plan),
    ]


def _with_terms(plan: Plan) -> list[Plan]:
    """Return plans in which options have terms of their own, and the hybrid commits."""
    levers_off: dict[str, Value] = {f"cost_management.{lever}": False for lever in LEVERS}
    return [
        *(
            having(
                plan,
                {
                    **{f"{POOL}{option}_terms": True for option in ("api", "on_premises", "hybrid")},
                    f"{POOL}bridging": "cloud",
                    f"{POOL}spot_discount": 0.6,
                    f"{POOL}hybrid_servers": servers,
                    f"{POOL}lead": lead,
                    f"{POOL}late_terms": True,
                    f"{POOL}whole_commitments": True,
                    f"{WORKS}assistant.growth": 1.0,
                    "finance.horizon": 60,
                    **levers_off,
                },
            )
            for servers, lead in ((4, 4), (1, 0))
        ),
        having(
            plan,
            {f"{POOL}hybrid_commitment": True, f"{WORKS}assistant.growth": 1.0, "finance.horizon": 60, **levers_off},
        ),
        # what follows three-year terms follows an option's own
        having(plan, {f"{POOL}api_terms": True, f"{POOL}api_three_years": 0.4, f"{WORKS}assistant.growth": 1.0}),
    ]


def _money_and_time(plan: Plan) -> list[Plan]:
    """Return plans that use the inputs of payment, hedges, other costs, benefits, phases and dated prices."""
    own, gain, step, work = (
        "finance.own_cost.own.",
        "finance.benefit.benefit.",
        "finance.price_step.step.",
        f"{WORKS}assistant.",
    )
    rows: dict[str, Value] = {
        f"{own}active": True,
        f"{own}amount": 1_000.0,
        f"{own}last": 40,
        f"{gain}active": True,
        f"{gain}amount": 500.0,
        f"{gain}ramp": 6,
        f"{step}active": True,
        f"{step}change": 0.1,
    }
    phases: dict[str, Value] = {
        f"{work}pilot_until": 6,
        f"{work}phase_until": 12,
        f"{work}release_month": 20,
        f"{work}second_month": 30,
    }
    money: dict[str, Value] = {
        "finance.dollar_hedged": 0.5,
        "finance.dollar_forward": 0.7,
        "finance.euro_forward": 0.8,
        "finance.euro_hedged": 0.5,
        "finance.reinvestment_rate": 0.04,
        "finance.tax_position": "company",
        "finance.tax_payment": "by_profit",
        "finance.vat_services": 0.2,
        f"{POOL}cloud_currency": "EUR",
    }
    return [
        having(plan, {**rows, "finance.vat_services": 0.2}),
        having(plan, phases),
        having(plan, money),
        # just above the profits from which tax is paid in instalments, and earlier
        *(having(plan, {**money, "finance.other_profit": profit}) for profit in (1_500_001.0, 20_000_001.0)),
    ]


def _taxed(plan: Plan) -> list[Plan]:
    """Return plans whose tax and precision differ."""
    return [
        having(plan, {f"{POOL}life": 60, "finance.allowances": "first_year", "finance.by_profit": True}),
        having(
            plan,
            {
                "finance.allowances": "aia",
                "finance.by_profit": True,
                "finance.other_profit": 3_000_000.0,
                "finance.allowance_limit": 100_000.0,
                "data.in_cloud": False,
            },
        ),
        having(
            plan, {"finance.allowances": "writing_down", "finance.by_profit": True, "finance.other_profit": 100_000.0}
        ),
        having(
            plan,
            {
                "finance.by_profit": True,
                "finance.other_profit": 30_000.0,
                "cost_management.quantise_level": "int8",
                f"{WORKS}assistant.precision": "fp16",
            },
        ),
        having(
            plan,
            {
                "finance.by_profit": True,
                "finance.other_profit": 30_000.0,
                "cost_management.quantise_level": "fp8",
                f"{WORKS}assistant.precision": "fp16",
            },
        ),
    ]


def _secured(plan: Plan) -> list[Plan]:
    """Return plans whose requirements of security are asked for and met."""
    return [
        having(
            plan,
            {
                "security.control.encryption.active": False,
                **{f"security.{name}": True for name, _ in REQUIREMENTS},
                **{f"security.control.encryption.{name}": True for name, _ in REQUIREMENTS},
            },
        ),
        having(
            plan,
            {
                **{f"security.{name}": True for name, _ in REQUIREMENTS},
                **{f"security.control.encryption.{name}": True for name, _ in REQUIREMENTS},
            },
        ),
    ]
