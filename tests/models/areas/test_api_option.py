"""The API option: what an API may serve is served by one, the rest is rented, against hand calculations."""

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from untuned import untuned

from desktop.storage.examples import example
from models.appraisal.results import case_result, present_options
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Value
from models.rules.best import may_call
from models.rules.conditions import air_gap_api, regulated_abroad, resident_abroad
from models.rules.facts import Facts

if TYPE_CHECKING:
    from conftest import Cases

H = "hosting.workload.steady."
CHAT = {"kind": "inference", "requests": 100_000, "tokens_in": 1_000, "tokens_out": 500, "replicas": 0, "shape": "flat"}
PRICES: dict[str, float | str | bool] = {
    f"{H}api_in": 2.0,
    f"{H}api_out": 8.0,
    f"{H}api_currency": "GBP",
    f"{H}residency_surcharge": 0.0,
    f"{H}fixed_cost": 0.0,
}


def having(plan: Plan, **values: Value) -> Plan:
    for key, value in values.items():
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def test_it_pays_the_api_and_no_gpu_whatever_the_other_options_send_there(cases: "Cases") -> None:
    # 1,000 tokens in at £2 a million and 500 out at £8 are £0.006 a request: £600 a month, £36,000 over 60
    case = cases(work=CHAT, pool={"cloud_price": 3.0}, other=PRICES)
    assert case.monthly("api")[:3].tolist() == pytest.approx([0, 600, 600])
    assert case.number("api.total.total_cost") == pytest.approx(36_000)
    assert case.rows("api.served").sum() == 0
    assert case.line("cloud.hosting.api").sum() == 0, "the plan hosts it in the cloud"
    assert case.rows("cloud.served").sum() > 0


def test_a_server_against_an_api_bill_breaks_even_at_capital_over_what_it_saves_a_month(cases: "Cases") -> None:
    # flat load: an API bill of £600 a month against a server for £18,000 that costs £100 a month to run is made up for
    # after 18,000 / (600 - 100) = 36 months; nothing is entered as rent
    pool = {"server_price": 18_000, "running_month": 100.0, "life": 120, "cloud_price": 3.0, "lead": 0}
    case = cases(work=CHAT, pool=pool, other=PRICES)
    assert case.rows("on_premises.in_use").max() == 1
    pair = case.result.pair("api", "on_premises", "nominal")
    assert pair.sustained == pytest.approx(36.0)
    assert pair.first_cheaper == pytest.approx(36.0)


def test_a_published_api_bill() -> None:
    # Ashinsana, self-hosting calculator, 9 June 2026: 120M tokens in at $0.25 and 40M out at $2 are $110 a month
    plan = example("saas").plan
    work = plan.slugs["workload"][0]
    values: dict[str, Value] = {f"workloads.workload.{one}.active": one == work for one in plan.slugs["workload"]}
    values |= {
        f"workloads.workload.{work}.{name}": value
        for name, value in (("requests", 100_000.0), ("tokens_in", 1_200.0), ("tokens_out", 400.0), ("growth", 0.0))
    }
    values |= {f"workloads.workload.{work}.ramp": 1, "finance.api_trend": 0.0, "finance.dollar_rate": 1.0}
    values |= {
        f"hosting.workload.{work}.{name}": value
        for name, value in (
            ("api_in", 0.25),
            ("api_out", 2.0),
            ("cached_share", 0.0),
            ("batch_share", 0.0),
            ("negotiated_discount", 0.0),
            ("residency_surcharge", 0.0),
            ("step_month", 0),
        )
    }
    for lever in ("cache", "right_size"):
        values[f"cost_management.{lever}"] = False
    values[f"workloads.workload.{work}.cache_hits"] = 0.0
    from models.appraisal.model import model

    plan = having(plan, **values)
    spend = model(plan.structure).evaluate(plan.values("base"), ["api.hosting.api"]).monthly("api.hosting.api")[:, 0]
    assert spend[1:4].tolist() == pytest.approx([110.0] * 3)


NOT_SERVED: list[dict[str, Value]] = [
    {"workloads.workload.assistant.kind": "steady"},
    {"workloads.workload.assistant.place": "inside"},
    {"workloads.workload.assistant.active": False},
    {"security.air_gapped": True},
    {"security.residency": True, "hosting.workload.assistant.regional_endpoint": False},
    {"security.residency": True, "security.uk_only": True, "hosting.workload.assistant.endpoint": "eu"},
    {"workloads.workload.assistant.sensitivity": "regulated", "hosting.workload.assistant.regional_endpoint": False},
    {"hosting.workload.assistant.api_in": 0.0, "hosting.workload.assistant.api_out": 0.0},
    {"hosting.workload.assistant.may_call": False},
]


@pytest.mark.parametrize("changes", NOT_SERVED, ids=[next(iter(one)).rsplit(".", 1)[-1] for one in NOT_SERVED])
def test_it_is_there_only_where_an_api_may_serve_something(changes: dict[str, Value]) -> None:
    plan = example("insurer").plan
    assert "api" in present_options(plan, "base")
    assert may_call(plan, "base") == ["assistant"]
    without = having(plan, **changes)
    assert "api" not in present_options(without, "base")
    assert "api" not in case_result(without, "base").options
    assert may_call(without, "base") == []


@pytest.mark.parametrize("name", ["bank", "hospital", "insurer", "laboratory", "saas", "startup"])
def test_the_model_and_the_rules_say_the_same_of_what_may_be_called(name: str) -> None:
    plan = example(name).plan
    for scenario in plan.scenarios:
        values = {**plan.values(scenario.slug)}
        called = dict.fromkeys((f"hosting.workload.{row}.api_share" for row in plan.slugs["workload"]), 1.0)
        facts = Facts(plan, {**values, **called}, case_result(plan, scenario.slug))
        forbidden = {work for rule in (air_gap_api, regulated_abroad, resident_abroad) for work in rule(facts)}
        named = {plan.row_name("workload", slug) for slug in may_call(plan, scenario.slug)}
        assert not named & forbidden


def test_its_people_controls_and_scores_are_the_clouds_until_it_has_its_own() -> None:
    plan = example("insurer").plan
    case = case_result(plan, "base")
    assert case.options["api"].areas["operations"] == pytest.approx(case.options["cloud"].areas["operations"])
    own: dict[str, Value] = {f"operations.role.{row}.api_part": 0.5 for row in plan.slugs["role"]}
    own |= {f"security.control.{row}.api_part": 0.0 for row in plan.slugs["control"]}
    own |= {f"criteria.criterion.{row}.api_over_cloud": 4.0 for row in plan.slugs["criterion"]}
    having_own = having(plan, **own)
    assert "api_own" in having_own.features
    after = case_result(having_own, "base")
    for option in ("cloud", "on_premises", "hybrid"):
        assert after.options[option].present_value == pytest.approx(case.options[option].present_value, rel=1e-12)
    people = ["api.operations.people", "cloud.operations.people", "api.security.running", "api.security.effort"]
    from models.appraisal.model import model

    found = model(having_own.structure).evaluate(having_own.values("base"), people)
    assert found.curve(people[0]).sum() == pytest.approx(found.curve(people[1]).sum() / 2)
    assert found.curve(people[2]).sum() == found.curve(people[3]).sum() == 0
    assert after.options["api"].views["criteria_score"] == pytest.approx(
        after.options["cloud"].views["criteria_score"] + 4
    )


def test_a_cloud_that_calls_all_is_the_api_option_and_said_once() -> None:
    case = case_result(untuned("startup"), "base")
    assert case.twins == {"cloud": "api", "hybrid": "api"}
    assert [option.key for option in case.apart] == ["api", "on_premises"]
    assert case.options["cloud"].present_value == pytest.approx(case.options["api"].present_value, rel=1e-12)
    assert replace(case, twins={}).apart == list(case.options.values())


@pytest.mark.parametrize(("limit", "served"), [(3_424, False), (3_426, True), (0, True)])
def test_tokens_a_minute_bound_what_an_api_serves(cases: "Cases", limit: int, served: bool) -> None:
    # 100,000 requests of 1,500 tokens in a month of 730 hours, flat: 150,000,000 ÷ 43,800 minutes is 3,424.66
    case = cases(work=CHAT, pool={"cloud_price": 3.0}, other={**PRICES, f"{H}tokens_a_minute": limit})
    if limit:
        assert case.number("hosting.minute_tokens") == pytest.approx(3_424.657_534)
    assert bool(case.number("hosting.may_be_called")) is served
