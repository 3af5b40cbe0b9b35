"""Each rule strikes where it should, and only there; what a rule blocks is never recommended."""

from dataclasses import replace

import pytest

from models.appraisal.results import case_result
from models.areas.options import OPTIONS, OWNING
from models.exhibits.case_text import reason, resolution
from models.exhibits.cumulative_finding import cumulative_finding
from models.exhibits.figures import options_table
from models.exhibits.verdict import verdict
from models.plan.choosing import chosen
from models.plan.plan import Entry, Plan, Row, new_plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.decisions import blocked, findings, judged
from models.rules.every_rule import RULES
from models.rules.rule import Effect

W, H, P = "workloads.workload.chat.", "hosting.workload.chat.", "compute.pool.main."


@pytest.fixture(scope="module")
def plan() -> Plan:
    """Return a plan in which no rule strikes."""
    quiet: dict[str, Value] = {
        f"{W}kind": "steady",
        f"{W}gpus": 8,
        f"{P}lead": 0,
        f"{P}headroom": 0.0,
        f"{P}cloud_price": 4.2,
        f"{P}instance_gpus": 1,
        "operations.role.platform.people_on_premises": 0.5,
        f"{W}sensitivity": "internal",
    }
    return having(new_plan("Rules", {"workload": (Row("chat", "Chat"),), "pool": (Row("main", "Main"),)}), **quiet)


def having(plan: Plan, **values: Value) -> Plan:
    for key, value in values.items():
        assert key in plan.entries, key
        plan = plan.with_entry("base", key, Entry(value))
    return plan


def struck(plan: Plan) -> set[str]:
    return {finding.rule.key for finding in findings(plan, "base")} - {
        "payback",
        "payback_hybrid",
        "idle_fleet",
        "verdicts",
    }


INFERENCE: dict[str, Value] = {f"{W}kind": "inference"}
_MANDATORY: dict[str, Value] = {**INFERENCE, "security.controls_mandatory": True, "security.residency": True}
HOSTING = ("cloud", "on_premises", "hybrid")
_HOSTED: dict[str, Value] = {f"{H}may_call": False}
_ABROAD: dict[str, Value] = {**INFERENCE, f"{W}sensitivity": "regulated", f"{H}regional_endpoint": False}
_CALLED: dict[str, Value] = {**INFERENCE, f"{H}api_share": 0.5}
_POOR: dict[str, Value] = {f"{H}api_success": 0.3, f"{H}hosted_success": 0.4}
_FREE: dict[str, Value] = {**INFERENCE, f"{H}api_in": 0.0, f"{H}api_out": 0.0}
_BENEFIT: dict[str, Value] = {"finance.benefit.benefit.amount": 60_000.0}
_NO_DATA = dict.fromkeys(("data.hot", "data.warm", "data.cold", "data.ingestion"), 0.0)
"""With much data on arrays of its own, what calls every model is on-premises all the same."""
_OWN_COSTS: dict[str, Value] = {**INFERENCE, "operations.role.platform.api_part": 0.5, f"{P}hybrid_servers": 1}
_IN_UK: dict[str, Value] = {"security.residency": True, "security.uk_only": True}
_ESCALATES: dict[str, Value] = {**INFERENCE, f"{H}escalation": 0.3, f"{H}regional_endpoint": False}
STRIKES: list[tuple[str, dict[str, Value]]] = [
    ("air_gap", {"security.air_gapped": True}),
    ("split_servers", {f"{P}hybrid_servers": 1, f"{P}standby": 1.0, f"{W}gpus": 64.0}),
    ("undivided", {**INFERENCE, f"{W}replica_gpus": 0.5, f"{P}device": "l40s"}),
    ("odd_replica", {**INFERENCE, f"{W}replica_gpus": 1.5}),
    ("spans_cloud", {**INFERENCE, f"{W}replica_gpus": 2, f"{P}instance_gpus": 1}),
    ("spans_hybrid", {**INFERENCE, f"{W}replica_gpus": 2, f"{P}instance_gpus": 1, f"{P}hybrid_servers": 1}),
    ("ranked_otherwise", {"finance.ranked_by": "society"}),
    ("air_gap_rents", {"security.air_gapped": True, f"{P}lead": 4}),
    ("undone_on_premises", {f"{P}bridging": "wait", f"{P}lead": 36, "finance.horizon": 12}),
    (
        "undone_hybrid",
        {f"{P}bridging": "wait", f"{P}lead": 36, f"{P}hybrid_servers": 9, "finance.horizon": 36, f"{W}place": "inside"},
    ),
    ("air_gap_api", {"security.air_gapped": True, **INFERENCE, f"{H}escalation": 0.1}),
    (
        "regulated_abroad",
        {**INFERENCE, f"{H}api_share": 0.5, f"{W}sensitivity": "regulated", f"{H}regional_endpoint": False},
    ),
    (
        "resident_abroad",
        {**INFERENCE, f"{H}api_share": 0.5, "security.residency": True, f"{H}regional_endpoint": False},
    ),
    ("closed_tuning", {**INFERENCE, f"{W}sensitivity": "confidential", f"{H}closed_tuned": True}),
    ("spot_unsaved", {f"{W}kind": "training", f"{W}timing": "deferrable", f"{P}spot_share": 0.5}),
    (
        "coarse",
        {
            **INFERENCE,
            f"{W}accuracy_critical": True,
            "cost_management.quantise": True,
            "cost_management.quantise_level": "int4",
        },
    ),
    ("coarse", {**INFERENCE, f"{W}accuracy_critical": True, f"{W}precision": "int4"}),
    ("ungoverned", {f"{W}sensitivity": "regulated"}),
    ("inside_rented", {f"{W}place": "inside"}),
    *((f"unskilled_{one}", {f"operations.role.platform.people_{one}": 0.1}) for one in OWNING),
    ("too_soon", {f"{P}bridging": "wait", f"{P}lead": 4}),
    ("no_gateway", {**INFERENCE, "security.control.gateway.active": False}),
    ("one_region", {"security.high_availability": True}),
    ("heavy_on_cpu", {**INFERENCE, f"{P}server_gpus": 1, f"{P}server_power": 0.8}),
    ("unpriced_cloud", {f"{P}cloud_price": 0.0}),
    ("unpriced_servers", {f"{P}server_price": 0.0}),
    ("unpriced_bridging", {f"{P}cloud_price": 0.0, f"{P}lead": 4}),
    ("inside_escalates", {**INFERENCE, f"{W}place": "inside", f"{H}escalation": 0.1}),
    ("inside_called", {**INFERENCE, f"{W}place": "inside", f"{H}api_share": 0.5}),
    *((f"controls_{option}", _MANDATORY) for option in OPTIONS),
    *((f"too_large_{option}", {**INFERENCE, **_HOSTED, f"{W}replica_gpus": 0.5}) for option in OPTIONS),
    *((f"rates_elsewhere_{option}", {**INFERENCE, **_HOSTED, f"{P}device": "l40s"}) for option in OPTIONS),
    *(
        (f"gpus_{what}_{option}", {"security.residency": True, f"{P}region": region, f"{P}lead": 4})
        for what, region in (("abroad", "elsewhere"), ("unsaid", "unsaid"))
        for option in ("cloud", "on_premises", "hybrid")
    ),
    *(
        (f"{what}_{option}", {**_IN_UK, f"{P}region": region, f"{P}lead": 4})
        for what, region in (("gpus_outside_uk", "eu"), ("uk_unsaid", "unsaid"))
        for option in ("cloud", "on_premises", "hybrid")
    ),
    ("uk_alone_only", {"security.uk_only": True}),
    ("usual_without_servers", {"finance.usual_today": "servers"}),
    ("usual_other", {"finance.usual_today": "cloud", "finance.usual_cost": 20_000.0}),
    ("called_outside_uk", {**INFERENCE, **_IN_UK, f"{H}endpoint": "eu", f"{H}escalation": 0.1}),
    *((f"endpoint_unsaid_{option}", {**INFERENCE, **_IN_UK, **_HOSTED, f"{H}escalation": 0.1}) for option in HOSTING),
    # 1,024 GPUs at all hours for half a person
    *((f"thin_team_{option}", {f"{W}gpus": 1_024, f"{P}hybrid_servers": 200}) for option in ("on_premises", "hybrid")),
    *((f"fewer_spares_{one}", {f"{P}availability": 0.999, f"{P}hybrid_servers": 1}) for one in OWNING),
    *((f"calls_no_model_{option}", {f"{H}{option}_calls": True}) for option in HOSTING),
    ("escalates_abroad", {**_ESCALATES, "security.residency": True}),
    *((f"over_limit_{option}", {**_CALLED, f"{H}requests_a_minute": 1}) for option in OPTIONS),
    *((f"api_late_{option}", {**_CALLED, f"{H}latency": 500, f"{H}api_latency": 900}) for option in OPTIONS),
    *(
        (f"hosted_late_{option}", {**INFERENCE, **_HOSTED, f"{H}latency": 500, f"{H}hosted_latency": 900})
        for option in HOSTING
    ),
    ("recovery_time", {"security.recovery_time": 4}),
    *((f"other_device_{option}_server_price", {f"{P}device": "l40s", f"{P}hybrid_servers": 1}) for option in OWNING),
    *((f"seldom_{option}", {**INFERENCE, **_POOR}) for option in OPTIONS),
    ("failures_free", {**INFERENCE, f"{H}api_success": 0.9, f"{H}failure_minutes": 0.0}),
    ("api_left_out", {**INFERENCE, f"{H}requests_a_minute": 1}),
    ("api_unpriced", {**INFERENCE, f"{H}api_in": 0, f"{H}api_out": 0}),
    ("owns_nothing", {f"{P}owning_start": 60}),
    ("weak_racks", {f"{P}rack_power": 5.0}),
    # 500 TB × 8,000 Gbit ÷ 2,628,000 s = 1.5 Gbit/s, at $320 for each £365
    ("narrow_line", {"data.egress": 500.0, "data.line_cost": 300.0}),
    ("policy_api", {**_CALLED, **_HOSTED}),
    ("rounding", {f"{P}headroom": 0.1}),
    ("recovery_point", {"security.recovery_point": 1}),
    # one server of 10.2 kW and the site's overhead
    *((f"site_beyond_{option}", {f"{P}site_power": 10, f"{P}hybrid_servers": 1}) for option in OWNING),
    *((f"site_early_{option}", {f"{P}site_from": 12, f"{P}hybrid_servers": 1}) for option in OWNING),
    (
        "keeps_nothing",
        {f"{P}hybrid_servers": 0, f"{P}hybrid_terms": True, f"{P}hybrid_one_year": 0.5, f"{P}one_year_discount": 0.3},
    ),
    *((f"calls_everything_{option}", {**_OWN_COSTS, **_NO_DATA, f"{H}{option}_calls": True}) for option in HOSTING),
    ("work_ended", {f"{W}end": 40}),
    ("pilot_ends", {f"{W}pilot_until": 6, f"{W}gate_passed": False}),
    ("never_comes", {f"{W}pilot_until": 90}),
    ("past_the_end", {"finance.own_cost.own.active": True, "finance.own_cost.own.first": 61}),
    ("bill_unlike", {"finance.usual_cost": 10.0}),
    ("value_kept", {f"{W}value": 10_000.0, f"{W}growth": -0.9}),
    ("value_twice", {f"{W}value": 60_000.0, "finance.benefit.benefit.active": True, **_BENEFIT}),
    ("too_long", {**INFERENCE, f"{W}tokens_in": 12_000, f"{W}context": 8_192}),
    ("rents_nothing", {f"{W}place": "inside"}),
    ("no_work", {**INFERENCE, f"{W}requests": 0}),
    ("no_work_yet", {**INFERENCE, f"{W}requests": 0, "finance.own_cost.own.active": True}),
    ("no_work_entered", {f"{W}kind": "training", f"{W}runs": 0, f"{W}gpus": 0, "finance.own_cost.own.active": True}),
    ("committed_for_nothing", {f"{P}committed_one_year": 0.5, f"{P}one_year_discount": 0.0}),
    ("requests_twice", {**INFERENCE, f"{W}users": 400, f"{W}tasks_a_day": 80, f"{W}requests": 672_000}),
    ("work_waited_for", {f"{W}start": 12}),
    ("value_in_full", {f"{W}value": 500, f"{W}pilot_until": 12, "workloads.value_by_share": False}),
    ("no_second_site", {"security.high_availability": True, "security.single_region": False}),
    *((f"capital_beyond_{option}", {"finance.capital_limit": 1, f"{P}hybrid_servers": 1}) for option in OWNING),
    *((f"short_rota_{option}", {**INFERENCE, "operations.rota": 50}) for option in OPTIONS),
    *((f"calls_barred_{option}", {**_ABROAD, f"{H}{option}_calls": True}) for option in HOSTING),
    *((f"unpriced_calls_{option}", {**_FREE, f"{H}{option}_calls": True}) for option in HOSTING),
]


def _values(key: str) -> dict[str, Value]:
    """Return what makes a rule strike."""
    return next(values for name, values in STRIKES if name == key)


def test_a_sound_plan_strikes_no_rule(plan: Plan) -> None:
    assert struck(plan) == set()


@pytest.mark.parametrize(("key", "values"), STRIKES, ids=[key for key, _ in STRIKES])
def test_a_rule_strikes_at_its_condition(plan: Plan, key: str, values: dict[str, Value]) -> None:
    changed = having(plan, **values)
    assert key in struck(changed)
    message = next(finding.message for finding in findings(changed, "base") if finding.rule.key == key)
    assert "{}" not in message
    assert message.endswith(".")


@pytest.mark.parametrize(
    ("key", "values", "mends"),
    [
        ("regulated_abroad", _values("regulated_abroad"), {f"{H}regional_endpoint": True}),
        ("regulated_abroad", _values("regulated_abroad"), {f"{H}api_share": 0.0}),
        ("spot_unsaved", _values("spot_unsaved"), {f"{W}checkpointed": True}),
        ("spot_unsaved", _values("spot_unsaved"), {"cost_management.spot": True}),
        ("coarse", _values("coarse"), {f"{H}api_share": 1.0}),
        ("ungoverned", _values("ungoverned"), {"operations.tool.atlas.active": True}),
        ("too_soon", _values("too_soon"), {f"{W}start": 6}),
        ("too_soon", _values("too_soon"), {f"{P}owned_servers": 2}),
        ("resident_abroad", _values("resident_abroad"), {f"{H}api_share": 0.0}),
        ("air_gap_rents", _values("air_gap_rents"), {f"{P}bridging": "wait"}),
        ("undone_on_premises", _values("undone_on_premises"), {f"{P}lead": 3}),
        ("no_gateway", _values("no_gateway"), {"security.control.gateway.active": True}),
        ("one_region", _values("one_region"), {"security.single_region": False}),
        ("heavy_on_cpu", _values("heavy_on_cpu"), {f"{W}model_class": "small"}),
        ("unpriced_cloud", _values("unpriced_cloud"), {f"{P}cloud_price": 0.5}),
        ("unpriced_cloud", _values("unpriced_cloud"), {f"{W}active": False}),
        ("unpriced_servers", _values("unpriced_servers"), {f"{P}server_price": 9_000.0}),
        ("inside_called", _values("inside_called"), {f"{H}api_share": 0.0}),
        ("calls_barred_hybrid", _values("calls_barred_hybrid"), {f"{H}regional_endpoint": True}),
        ("unpriced_calls_cloud", _values("unpriced_calls_cloud"), {f"{H}api_out": 1.0}),
        ("too_large_cloud", _values("too_large_cloud"), {f"{W}replica_gpus": 2}),
        ("rates_elsewhere_cloud", _values("rates_elsewhere_cloud"), {f"{W}rates_device": "l40s"}),
        ("gpus_abroad_cloud", _values("gpus_abroad_cloud"), {f"{P}region": "eu"}),
        ("fewer_spares_on_premises", _values("fewer_spares_on_premises"), {f"{P}spares": 1}),
        ("fewer_spares_hybrid", _values("fewer_spares_hybrid"), {f"{P}hybrid_servers": 0}),
        ("thin_team_on_premises", _values("thin_team_on_premises"), {"operations.role.platform.people_on_premises": 9}),
        ("gpus_unsaid_cloud", _values("gpus_unsaid_cloud"), {f"{P}region": "uk"}),
        ("escalates_abroad", _values("escalates_abroad"), {f"{H}escalation": 0.0}),
        ("controls_api", _MANDATORY, {"security.controls_mandatory": False}),
    ],
)
def test_and_no_longer_once_it_is_mended(
    plan: Plan, key: str, values: dict[str, Value], mends: dict[str, Value]
) -> None:
    assert key not in struck(having(plan, **{**values, **mends}))


def test_every_rule_is_complete() -> None:
    assert len({rule.key for rule in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.title
        assert rule.options
        assert rule.reason
        assert rule.source
    assert {rule.key for rule in RULES} - {key for key, _ in STRIKES} == {
        *("idle_fleet", "verdicts", "payback", "payback_hybrid", "rates_typed", "owns_in_part", "usual_flat"),
        *(
            "unpriced_beside_api",
            "hosted_late_api",
            "gpus_abroad_api",
            "gpus_unsaid_api",
            "gpus_outside_uk_api",
            "uk_unsaid_api",
        ),
        "endpoint_unsaid_api",
        *(f"other_device_{option}_cloud_price" for option in ("api", "cloud", "hybrid")),
    }, "those look at results, which the examples strike, at evidence, or at what an API option hosts beside its calls"


def test_a_payback_outside_the_articles_range_is_said(plan: Plan) -> None:
    dear = having(plan, **{f"{P}cloud_price": 30.0})
    assert "payback" in {finding.rule.key for finding in findings(dear, "base")}


def test_owned_servers_that_are_not_busy_enough_are_said(plan: Plan) -> None:
    idle = having(plan, **{f"{W}hours": 60, f"{P}cloud_price": 2.0})
    message = next(finding.message for finding in findings(idle, "base") if finding.rule.key == "idle_fleet")
    # 8 GPUs with a tenth of headroom take two servers of 8: 8 × 60 of 16 × 730 hours.
    assert "8% busy, and no load would pay" in message


def test_what_is_blocked_is_worked_out_and_never_recommended(plan: Plan) -> None:
    # Cloud is by far the cheapest and not allowed.
    cheap = having(plan, **{f"{P}cloud_price": 0.1})
    assert judged(cheap, "base").allowed()[0].key == "cloud"
    gapped = having(cheap, **{"security.air_gapped": True})
    case = judged(gapped, "base")
    assert case.ranked()[0].key == "cloud"
    assert [option.key for option in case.allowed()] == ["on_premises"]
    assert case.options["cloud"].total_cost == case_result(cheap, "base").options["cloud"].total_cost
    said = verdict(gapped, case)
    assert said.cheapest == "on_premises"
    assert said.text.startswith("On-premises is the only option allowed: it costs £")
    assert "Cloud and hybrid are not allowed. Air-gapped" in said.text
    assert "would cost up to £" in said.text
    table = options_table(gapped, case)
    assert table.keys[table.chosen] == "on_premises"
    assert [row[0] for row in table.texts()][1:] == ["Cloud (not allowed)", "On-premises", "Hybrid (not allowed)"]
    assert "in the cloud, at an expected cost" not in resolution(gapped, "base", case)
    assert "only option allowed" in reason(gapped, case)
    assert cumulative_finding(gapped, case) == "On-premises is the only option allowed"


def test_where_everything_is_blocked_nothing_is_recommended(plan: Plan) -> None:
    changed = having(plan, **{"security.air_gapped": True, **INFERENCE, f"{H}api_share": 1.0})
    case = judged(changed, "base")
    assert case.allowed() == []
    said = verdict(changed, case)
    assert said.cheapest == ""
    assert said.text.startswith("No option is allowed. Air-gapped")
    assert options_table(changed, case).chosen == -1
    assert "resolve nothing" in resolution(changed, "base", case)
    assert not case.verdicts_disagree


def test_the_verdict_compares_what_is_allowed_only(plan: Plan) -> None:
    case = replace(judged(plan, "base"), blocked={"cloud": "Test: cloud is out."})
    text = verdict(plan, case).text
    assert "less than cloud" not in text
    assert "Cloud is not allowed. Test: cloud is out." in text


def test_only_blocking_rules_block() -> None:
    assert {rule.key for rule in RULES if rule.effect is Effect.BLOCKS} == {
        *(f"{name}_{option}" for option in OPTIONS for name in ("over_limit", "api_late", "hosted_late")),
        *(f"{name}_{option}" for option in OWNING for name in ("site_beyond", "site_early")),
        *(f"capital_beyond_{option}" for option in OWNING),
        "air_gap",
        "air_gap_api",
        "air_gap_rents",
        *(f"other_device_{option}_cloud_price" for option in ("api", "cloud", "hybrid")),
        *(f"other_device_{option}_server_price" for option in OWNING),
        "no_work",
        "rents_nothing",
        "split_servers",
        "keeps_nothing",
        "owns_nothing",
        "weak_racks",
        *(f"seldom_{option}" for option in OPTIONS),
        "policy_api",
        "inside_called",
        *("inside_escalates", "escalates_abroad", *(f"calls_no_model_{option}" for option in HOSTING)),
        "regulated_abroad",
        "resident_abroad",
        "called_outside_uk",
        "undone_on_premises",
        "undone_hybrid",
        "inside_rented",
        "unpriced_bridging",
        *("unpriced_cloud", "unpriced_beside_api"),
        "unpriced_servers",
        *(f"controls_{option}" for option in OPTIONS),
        *(f"{what}_{option}" for what in ("calls_barred", "unpriced_calls", "calls_everything") for option in HOSTING),
        *(
            f"{what}_{option}"
            for what in ("too_large", "rates_elsewhere", "gpus_abroad", "gpus_outside_uk")
            for option in OPTIONS
        ),
    }
    assert blocked([]) == {}


def test_residency_looks_at_escalations_too(plan: Plan) -> None:
    assert "escalates_abroad" in struck(having(plan, **_ESCALATES, **{"security.residency": True}))
    assert "escalates_abroad" in struck(having(plan, **_ESCALATES, **{f"{W}sensitivity": "regulated"}))
    assert "escalates_abroad" not in struck(having(plan, **_ESCALATES))


def test_an_option_that_does_part_of_the_work_says_so(plan: Plan) -> None:
    # Eight GPUs around the clock for 60 months, of which the first six wait: a tenth is undone.
    waits = having(plan, **{f"{P}bridging": "wait", f"{P}lead": 6, f"{P}cloud_price": 30.0})
    case = judged(waits, "base")
    # what waits counts at what renting it meanwhile would add
    bridged = judged(having(waits, **{f"{P}bridging": "cloud"}), "base").options["on_premises"].compared
    counts = money(bridged - case.options["on_premises"].present_value)
    told = f"It leaves 10% of the work undone while it waits for delivery, counted at {counts}."
    assert told in verdict(waits, case).text


def test_a_price_of_another_device_bars_what_is_rented_by_it(plan: Plan) -> None:
    rented = chosen(plan, "base", "compute.pool.main", "offer.aws.p5.london")
    assert not [key for key in struck(rented) if key.startswith("other_device")]
    moved = having(rented, **{f"{P}device": "l40s", f"{P}lead": 4, f"{P}hybrid_servers": 1})
    assert {"other_device_cloud_cloud_price", "other_device_hybrid_cloud_price"} <= struck(moved)
    # Choosing an offer of another device takes a server of that device too.
    h200 = chosen(rented, "base", "compute.pool.main", "offer.azure.nd_h200.uk_south")
    assert h200.entries[f"{P}server_price"].value == 300_000
    assert not [key for key in struck(h200) if key.startswith("other_device")]


def test_results_of_a_plan_are_kept_and_those_of_a_frame_are_not(plan: Plan) -> None:
    """A frame on screen is given results without costs by area: no page may be given them for the plan's own."""
    whole = judged(plan, "base")
    frame = judged(
        plan, "base", replace(whole, options={key: replace(one, views={}) for key, one in whole.options.items()})
    )
    assert not frame.options["cloud"].views
    assert judged(plan, "base") is whole
    assert judged(replace(plan), "base") is not whole
