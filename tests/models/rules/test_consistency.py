"""Consistency checks: what is legal and looks like a slip."""

from dataclasses import replace

import pytest

from models.plan.plan import Entry, Row, blank_plan, new_plan
from models.quantities.declaration import Value
from models.rules.consistency import consistency

P = "compute.pool.main."


@pytest.mark.parametrize(
    ("values", "says"),
    [
        # £1,790 a month at £0.24 and 730 hours is 10.2 kW, what the server draws anyway.
        ({f"{P}running_month": 1_787.04, f"{P}tariff": 0.24, f"{P}server_power": 10.2}, "10.2 kW around the clock"),
        (
            {f"{P}server_price": 240_000, f"{P}running_month": 4_000, f"{P}life": 60},
            "amortisation counted beside the purchase",
        ),
        ({f"{P}cloud_price": 71.552, f"{P}instance_gpus": 8}, "looks like the price of a whole instance"),
        ({f"{P}running_hour": 1_200}, "was a monthly cost meant"),
        ({f"{P}committed_one_year": 0.8, f"{P}committed_three_years": 0.5}, "more than there is"),
    ],
)
def test_a_slip_is_found(values: dict[str, Value], says: str) -> None:
    plan = blank_plan()
    assert consistency(plan, "base") == []
    for key, value in values.items():
        plan = plan.with_entry("base", key, Entry(value))
    assert any(says in str(one) for one in consistency(plan, "base"))


def test_two_prices_for_one_row_of_the_catalogue_are_found() -> None:
    plan = new_plan("Two", {"workload": (Row("w", "w"),), "pool": (Row("main", "Main"), Row("other", "Other"))})
    assert not [one for one in consistency(plan, "base") if "both are" in str(one)]
    key = "compute.pool.other.server_price"
    plan = plan.with_entry("base", key, replace(plan.entries[key], value=230_000.0))
    assert [one.key for one in consistency(plan, "base") if "both are server.8xh100" in str(one)] == [key]


def test_a_range_that_is_turned_round_is_told_and_makes_no_value_doubtful() -> None:
    """A file may give 45% as the low end and 20% as the high one; the value in between stood as outside of it."""
    plan = blank_plan()
    key = "finance.discount_rate"
    entry = plan.entry("base", key)
    turned = replace(entry, value=0.08, evidence=replace(entry.evidence, low=0.12, high=0.05))
    plan = replace(plan, entries={**plan.entries, key: turned})
    found = [one for one in consistency(plan, "base") if one.key == key]
    assert [one.message.split(",")[0] for one in found] == ["the range its own source gives ends below where it begins"]
