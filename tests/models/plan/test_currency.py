"""A plan in another currency: every result is the same money, in the other unit."""

from pathlib import Path

import pytest

from desktop.cli import main
from desktop.storage.examples import example
from desktop.storage.plan_file import load
from models.appraisal.results import case_result
from models.plan.currency import in_currency
from models.plan.plan import Entry
from models.plan.problems import plan_problems

INSURER = example("insurer").plan


@pytest.mark.parametrize(("currency", "rate"), [("USD", "finance.dollar_rate"), ("EUR", "finance.euro_rate")])
def test_every_cost_is_the_same_money(currency: str, rate: str) -> None:
    worth = float(INSURER.values("base")[rate])
    other = in_currency(INSURER, currency)
    assert other.currency == currency
    assert plan_problems(other) == []
    for scenario in INSURER.scenarios:
        before, after = case_result(INSURER, scenario.slug), case_result(other, scenario.slug)
        for key, option in before.options.items():
            assert after.options[key].present_value == pytest.approx(option.present_value / worth, rel=1e-9), key
            assert after.options[key].cumulative == pytest.approx(option.cumulative / worth, rel=1e-9)


def test_there_and_back_is_the_plan_that_was() -> None:
    back = in_currency(in_currency(INSURER, "USD"), "GBP")
    for key, value in INSURER.values("base").items():
        found = back.values("base")[key]
        assert found == (pytest.approx(value, rel=1e-9) if isinstance(value, (int, float)) else value), key


def test_a_scenario_with_a_rate_of_its_own_is_named() -> None:
    plan = INSURER.with_entry(INSURER.scenarios[1].slug, "finance.dollar_rate", Entry(0.9))
    with pytest.raises(ValueError, match=f"the scenario {INSURER.scenarios[1].name} has a rate of USD of its own"):
        in_currency(plan, "USD")


def test_plans_in_dollars_and_euros_are_made_and_set_by_command(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = str(tmp_path / "plan.boardcase")
    assert main(["new", path, "--blank", "--currency", "USD"]) == 0
    assert load(Path(path)).plan.currency == "USD"
    assert main(["set", path, "compute.pool.main.cloud_price=4"]) == 0
    assert main(["set", path, "--currency", "EUR"]) == 0
    plan = load(Path(path)).plan
    assert plan.currency == "EUR"
    assert plan.values("base")["compute.pool.main.cloud_price"] == 4, "it is quoted in a currency of its own"
    assert main(["set", path]) == 1
    assert "nothing to set" in capsys.readouterr().err


def test_a_blank_plan_costs_and_emits_nothing(tmp_path: Path) -> None:
    path = tmp_path / "blank.boardcase"
    assert main(["new", str(path), "--blank"]) == 0
    for option in case_result(load(path).plan, "base").options.values():
        assert (option.total_cost, option.present_value, option.compared) == (0, 0, 0)
        assert all(abs(view) < 1e-9 for name, view in option.views.items() if name != "score"), option.views
