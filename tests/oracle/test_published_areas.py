"""Published examples of storage, tax and allowances, through the command line. Each names its source."""

import json
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from models.appraisal.model import model
from models.plan.plan import Entry, blank_plan


@pytest.fixture
def evaluated(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    """Return a function that evaluates a blank plan with settings, as a shell would."""

    def run(**settings: object) -> dict[str, Any]:
        plan = tmp_path / "blank.json"
        assert main(["new", "--blank", "--force", str(plan)]) == 0
        capsys.readouterr()
        assert (
            main(
                [
                    "evaluate",
                    str(plan),
                    "--json",
                    *(f"--set={key.replace('__', '.')}={value}" for key, value in settings.items()),
                ]
            )
            == 0
        )
        return json.loads(capsys.readouterr().out)

    return run


@pytest.mark.parametrize(
    ("tier", "price", "printed"),
    [("cold", 0.02, 2_000), ("cold", 0.04, 4_000), ("hot", 0.1, 10_000), ("hot", 0.2, 20_000)],
)
def test_the_articles_hundred_terabytes(evaluated: Any, tier: str, price: float, printed: float) -> None:
    # The CTO's Guide to AI Infrastructure Decisions in 2026: 100 TB at £0.02–0.04 a GB and month are £2,000–4,000; on
    # SSD at £0.10–0.20, £10,000–20,000.
    found = evaluated(**{f"data__{tier}": 100, f"data__price_{tier}": price, "data__cloud_currency": "GBP"})
    assert found["options"]["cloud"]["areas"]["data"] == pytest.approx(60 * printed)
    assert found["options"]["cloud"]["cumulative"][1] == pytest.approx(printed)


def test_full_expensing_of_a_hundred_thousand_pounds(evaluated: Any) -> None:
    # GOV.UK and press release of 1 January 2026: up to 25p off the tax bill for every £1 of qualifying plant.
    settings = {
        "compute__pool__main__server_price": 100_000,
        "workloads__workload__steady__gpus": 8,
        "finance__tax_position": "company",
        "finance__allowances": "full",
    }
    found = evaluated(**settings)["options"]["on_premises"]
    assert found["total_cost"] - found["total_cost_after_tax"] == pytest.approx(25_000)


# Kaplan, ACCA F9 integrated workbook 2017, p. 82: an asset of 25,000, sold for 5,000 after four years, 25% writing
# down, tax at 30%.
KAPLAN = {
    "compute.pool.main.server_price": 25_000,
    "compute.pool.main.server_gpus": 8,
    "workloads.workload.steady.gpus": 8,
    "finance.horizon": 47,
    "finance.start": "2027-01",
    "finance.year_end": 12,
    **{f"compute.pool.main.resale_{year}": 0.2 for year in range(1, 6)},
    "finance.tax_position": "company",
    "finance.tax_rate": 0.3,
    "finance.main_pool": 0.25,
    "finance.allowances": "writing_down",
    "finance.tax_payment": "instalments",
}


def test_tax_saved_by_writing_down_allowances() -> None:
    # Printed tax savings: 1,875, 1,406, 1,055 and, with the balancing allowance, 1,664. The model's years close in
    # months 11, 23, 35 and 47.
    plan = blank_plan()
    for key, value in KAPLAN.items():
        plan = plan.with_entry("base", key, Entry(value))
    saved = (
        model(plan.structure)
        .evaluate(plan.values("base"), ["tax.on_premises.saved"])
        .monthly("tax.on_premises.saved")[:, 0]
    )
    assert saved[[11, 23, 35, 47]].tolist() == pytest.approx([1_875, 1_406.25, 1_054.69, 1_664.06], abs=0.01)
    # A year later at 10% each they are worth what the workbook's shields are: with 12,000 a year it prints a net
    # present value of 10,430.
    assert saved.sum() == pytest.approx(0.3 * (25_000 - 5_000))
