"""Rows of tables are added, copied, renamed, moved and deleted without touching anything else."""

from dataclasses import replace

import pytest

from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.appraisal.results import case_result
from models.catalogue.rows import catalogue
from models.plan.plan import Entry, Plan, Row
from models.plan.problems import plan_problems
from models.plan.rows import RowError, moved, renamed, slug_for, with_row, without_row
from models.rules.decisions import findings


@pytest.fixture(scope="module")
def plan() -> Plan:
    return example().plan


def test_a_new_row_has_defaults_in_every_column_of_every_area(plan: Plan) -> None:
    more, slug = with_row(plan, "workload", "Fraud alerts!")
    assert slug == "fraud_alerts"
    assert more.entries["workloads.workload.fraud_alerts.kind"].value == "inference"
    assert more.entries["hosting.workload.fraud_alerts.api_share"].value == 0
    assert plan_problems(more) == []
    assert read(text_of(more)).plan == more
    assert {key: entry for key, entry in more.entries.items() if "fraud_alerts" not in key} == dict(plan.entries)


def test_a_new_workload_uses_nothing_until_its_work_is_entered(plan: Plan) -> None:
    """It began with a million requests a month of a large model, which nobody had asked for: £361k in the cloud."""
    more, slug = with_row(plan, "workload", "Fraud alerts")
    assert more.entries[f"hosting.workload.{slug}.fixed_cost"].value == 400  # a month, for keeping a model ready
    ready, more = more, more.with_entry("base", f"hosting.workload.{slug}.fixed_cost", Entry(0))
    before, after = (case_result(one, "base").options for one in (plan, more))
    for option, result in before.items():
        assert after[option].compared == pytest.approx(result.compared, rel=1e-12), option
    told = [one.message for one in findings(ready, "base") if one.rule.key == "no_work_yet"]
    charged = "Nothing is asked of Fraud alerts, and what it takes all the same is charged"
    assert told == [f"{charged}: enter its requests, runs or GPUs, or switch it off."]
    told = [one.message for one in findings(more, "base") if one.rule.key == "no_work_entered"]
    assert told == ["Nothing is asked of Fraud alerts yet: enter its requests, runs or GPUs, or switch it off."]
    asked = more.with_entry("base", f"workloads.workload.{slug}.requests", Entry(1_000))
    assert all(one.rule.key != "no_work_yet" for one in findings(asked, "base"))


def test_a_row_the_catalogue_knows_has_its_figures(plan: Plan) -> None:
    less = without_row(plan, "tool", "tecton")
    more, slug = with_row(less, "tool", "Tecton")
    assert more.entries[f"operations.tool.{slug}.licence"].value == catalogue()["tool.tecton.licence"].typical


def test_a_copy_is_equal_in_the_base_and_in_every_scenario(plan: Plan) -> None:
    more, slug = with_row(plan, "workload", "Claims assistant", like="assistant")
    assert slug == "claims_assistant"
    for scenario in more.scenarios:
        for name in ("requests", "growth", "peak"):
            assert (
                more.entry(scenario.slug, f"workloads.workload.{slug}.{name}").value
                == more.entry(scenario.slug, f"workloads.workload.assistant.{name}").value
            )
    # Two halves cost what the whole does: the copy at half the volume beside the original at half, without replicas and
    # rounding.
    cost = case_result(more, "base").options["cloud"].total_cost
    assert cost > case_result(plan, "base").options["cloud"].total_cost


def test_adding_and_deleting_is_the_identity(plan: Plan) -> None:
    for table in ("workload", "pool", "risk", "tool", "control", "role", "criterion"):
        more, slug = with_row(plan, table, "Another")
        assert without_row(more, table, slug) == plan, table


def test_the_last_row_stays_and_so_does_one_that_is_used(plan: Plan) -> None:
    with pytest.raises(RowError, match="only row"):
        without_row(plan, "pool", "h100")
    more, slug = with_row(plan, "pool", "Second pool")
    used = more.with_entry("doubles", "workloads.workload.training.pool", Entry(slug))
    with pytest.raises(RowError, match="used by Monthly training"):
        without_row(used, "pool", slug)


def test_deleting_takes_what_scenarios_change_with_it(plan: Plan) -> None:
    less = without_row(plan, "workload", "assistant")
    assert all("assistant" not in key for scenario in less.scenarios for key in scenario.changes)
    assert read(text_of(less)).plan == less


def test_a_name_changes_and_the_keys_stay(plan: Plan) -> None:
    other = renamed(plan, "workload", "assistant", "Helper")
    assert other.row_name("workload", "assistant") == "Helper"
    assert list(other.entries) == list(plan.entries)


def test_moving_changes_the_order_and_no_result(plan: Plan) -> None:
    down = moved(plan, "workload", "assistant", 1)
    assert [row.slug for row in down.rows["workload"]] == ["training", "assistant", "experiments"]
    assert moved(down, "workload", "assistant", -5) == plan
    before, after = case_result(plan, "base"), case_result(down, "base")
    assert after.options["hybrid"].total_cost == pytest.approx(before.options["hybrid"].total_cost, rel=1e-12)


def test_slugs_are_plain_and_unique() -> None:
    assert slug_for("Modèle 70B", []) == "mod_le_70b"
    assert slug_for("70B", []) == "row_70b"
    assert slug_for("", ["row"]) == "row_2"
    assert slug_for("A", ["a", "a_2"]) == "a_3"
    assert len(slug_for("x" * 200, [])) <= 40


@pytest.mark.parametrize(("table", "most"), [("workload", 100), ("pool", 300)])
def test_a_table_has_a_limit(plan: Plan, table: str, most: int) -> None:
    rows = tuple(Row(f"row_{number}", f"Row {number}") for number in range(most))
    with pytest.raises(RowError, match=f"{most} are the most"):
        with_row(replace(plan, rows={**plan.rows, table: rows}), table, "One too many")
    started, _ = with_row(plan, table, "One more")
    assert len(started.rows[table]) == len(plan.rows[table]) + 1
