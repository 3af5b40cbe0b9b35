"""Two plans held against each other: every difference is named, and the effects add up to the whole."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from earlier import example

from desktop.cli import main
from desktop.storage.plan_file import save
from models.exhibits.plans_apart import apart_finding, changes_table, evidence_table
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.rows import renamed, with_row
from models.rules.decisions import judged
from models.rules.judgement import planned
from models.rules.plans_apart import PlansApartError, plans_apart
from models.studies.bridge import bridge

INSURER, BANK = example("insurer").plan, example("bank").plan
PRICE = "compute.pool.h100.cloud_price"


def adds_up(first: Plan, second: Plan) -> None:
    found = plans_apart(first, "base", second, "base")
    start, end = (planned(judged(plan, "base")).compared for plan in (first, second))
    for option in start.keys() & end.keys():
        added = sum(one.adds[option] for one in found.effects if option in one.adds)
        assert start[option] + added == pytest.approx(end[option], rel=1e-9)
    assert found.end.compared == pytest.approx(end, rel=1e-12)


@pytest.mark.long
def test_the_effects_add_up_to_the_whole_difference_also_between_plans_of_other_rows() -> None:
    adds_up(INSURER, BANK)
    adds_up(BANK, INSURER)


def test_a_plan_and_itself_differ_in_nothing() -> None:
    found = plans_apart(INSURER, "base", INSURER, "base")
    assert not found.effects
    assert "the same inputs:" in apart_finding(found, "A", "B")


def test_each_difference_is_named_with_both_values_and_what_it_does() -> None:
    second = INSURER.with_entry("base", PRICE, Entry(4.0, Evidence(EvidenceKind.QUOTE, "offer of 12 November")))
    found = plans_apart(INSURER, "base", second, "base")
    (one,) = found.effects
    assert (one.step.key, one.step.after) == (PRICE, 4.0)
    assert (found.start.recommended, found.end.recommended) == ("on_premises", "cloud")
    assert [turn.step.key for turn in found.turns] == [PRICE]
    (row,) = changes_table(found, "A", "B").texts()
    assert row[:3] == ["H100 pool: Cloud price", "$8.94 / GPU-hour", "$4 / GPU-hour"]
    assert row[-1] == "Cloud"
    (rests,) = evidence_table(found, "A", "B").texts()
    assert rests[2] == "quote, offer of 12 November"
    assert "the verdict changes with “H100 pool: Cloud price”" in apart_finding(found, "A", "B")


def test_a_scenario_is_held_against_the_base_as_the_bridge_has_it() -> None:
    slug = INSURER.scenarios[1].slug
    found = plans_apart(INSURER, "base", INSURER, slug)
    assert {one.step.key for one in found.effects} == set(INSURER.scenarios[1].changes)
    assert found.end.compared == pytest.approx(planned(judged(INSURER, slug)).compared)


@pytest.mark.long
def test_rows_that_are_new_gone_and_renamed_are_told() -> None:
    more, slug = with_row(INSURER, "workload", "Underwriting", like="assistant")
    more = renamed(more, "workload", "training", "Retraining")
    there, back = plans_apart(INSURER, "base", more, "base"), plans_apart(more, "base", INSURER, "base")
    assert [one.step.key for one in there.effects] == [f"workload.{slug}"]
    assert there.renamed == {"workload.training": ("Monthly training", "Retraining")}
    assert [one.step.key for one in back.effects] == [f"workload.{slug}"]
    assert changes_table(back, "A", "B").texts()[0][:3] == ["Workloads: Underwriting", "there", "not there"]
    for option, added in there.effects[0].adds.items():
        assert added == pytest.approx(-back.effects[0].adds[option])


def test_plans_in_other_money_are_refused() -> None:
    with pytest.raises(PlansApartError, match="the first is in GBP, the second in USD"):
        plans_apart(INSURER, "base", replace(INSURER, currency="USD"), "base")


@pytest.mark.long
def test_the_command_tells_it_and_names_a_file_that_is_no_plan(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    first, second, wrong = (tmp_path / name for name in ("a.boardcase", "b.boardcase", "c.boardcase"))
    save(INSURER, first)
    save(INSURER.with_entry("base", PRICE, Entry(4.0)), second)
    wrong.write_text("{}", encoding="utf-8")
    assert main(["diff", str(first), str(second), "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert [one["key"] for one in told["differences"]] == [PRICE]
    assert told["second"]["recommended"] == "cloud"
    assert main(["diff", str(first), str(second)]) == 0
    assert "a.boardcase recommends on-premises, b.boardcase cloud" in capsys.readouterr().out
    assert main(["diff", str(first), str(wrong)]) == 1
    assert "c.boardcase: format: " in capsys.readouterr().err


def test_a_range_alone_is_a_difference() -> None:
    """A low end above its value moved a chance from 80 to 92 of 100, and both plans had "the same inputs"."""
    key = "workloads.workload.assistant.tokens_in"
    entry = INSURER.entries[key]
    other = replace(
        INSURER, entries={**INSURER.entries, key: replace(entry, evidence=replace(entry.evidence, low=600.0))}
    )
    found = plans_apart(INSURER, "base", other, "base")
    assert "A and B have the same inputs, 1 of them on other evidence:" in apart_finding(found, "A", "B")


def test_a_price_and_its_currency_are_one_difference() -> None:
    """From $8.94 to £7.10 was two steps, of which the second turned the verdict: £8.94 is a price nobody named."""
    currency = f"{PRICE.removesuffix('price')}currency"
    second = INSURER.with_entry("base", currency, Entry("GBP")).with_entry("base", PRICE, Entry(3.0))
    found = plans_apart(INSURER, "base", second, "base")
    (one,) = found.effects
    assert one.step.key == PRICE
    assert set(one.step.keys) == {PRICE, currency}
    (row,) = changes_table(found, "A", "B").texts()
    assert row[:3] == ["H100 pool: Cloud price", "$8.94 / GPU-hour", "£3 / GPU-hour"]
    assert found.end.compared == pytest.approx(planned(judged(second, "base")).compared)
    changes = {PRICE: Entry(3.0), currency: Entry("GBP")}
    scenario = replace(INSURER.scenarios[1], changes=changes)
    beside = replace(INSURER, scenarios=(INSURER.scenarios[0], scenario))
    (step,) = bridge(beside, "base", scenario.slug).steps
    assert step.key == PRICE
    assert step.adds["cloud"] == pytest.approx(one.adds["cloud"])


def test_prices_of_one_currency_are_one_difference_that_says_how_many() -> None:
    """The tripled price of output was booked to that of input, which had moved by a hundredth of a per cent."""
    route = "hosting.workload.assistant."
    changes = {f"{route}api_in": Entry(1.1), f"{route}api_out": Entry(15.0), f"{route}api_currency": Entry("GBP")}
    second = INSURER
    for key, entry in changes.items():
        second = second.with_entry("base", key, entry)
    found = plans_apart(INSURER, "base", second, "base")
    (row,) = changes_table(found, "A", "B").texts()
    assert row[0].endswith("API price, input tokens and 1 more price")
    assert row[2].startswith("£1.10 ")
    beside = replace(INSURER, scenarios=(INSURER.scenarios[0], replace(INSURER.scenarios[1], changes=changes)))
    (step,) = bridge(beside, "base", INSURER.scenarios[1].slug).steps
    assert step.inputs == 3
