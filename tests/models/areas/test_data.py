"""Data against hand calculations."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from conftest import Cases

    from models.quantities.declaration import Value


def data(**inputs: "Value") -> dict[str, "Value"]:
    return {f"data.{name}": value for name, value in inputs.items()}


PRICES = data(price_hot=0.15, price_warm=0.08, price_cold=0.03, cloud_currency="GBP")


def test_a_hundred_terabytes_in_object_storage_and_on_ssd(cases: "Cases") -> None:
    # The article: 100 TB at £0.02–0.04 a GB and month are £2,000–4,000, on SSD at £0.10–0.20 they are £10,000–20,000.
    for tier, price, expected in (
        ("cold", 0.02, 2_000),
        ("cold", 0.04, 4_000),
        ("hot", 0.1, 10_000),
        ("hot", 0.2, 20_000),
    ):
        case = cases(other=data(**{tier: 100.0, f"price_{tier}": price, "cloud_currency": "GBP"}))
        assert case.line("cloud.data.storage")[1] == pytest.approx(expected)
        assert case.line("cloud.data.storage")[0] == 0, "nothing is running in month 0"


def test_size_counts_versions_and_compression(cases: "Cases") -> None:
    # 10 TB with three earlier versions that differ by a tenth are 13 TB; a fifth less by compression, 10.4 TB.
    case = cases(other=data(warm=10.0, versions=3, version_share=0.1, compression=0.2))
    assert case.rows("data.stored")[:, 1].tolist() == pytest.approx([0, 10.4, 0])


def test_holdings_grow_from_month_one(cases: "Cases") -> None:
    stored = cases(other=data(cold=10.0, growth=0.5)).rows("data.stored")[2]
    assert stored[[0, 1, 13, 25]].tolist() == pytest.approx([10, 10, 15, 22.5])


def test_new_data_passes_through_the_tiers_and_is_deleted(cases: "Cases") -> None:
    # A terabyte a month: two months hot, three months warm, deleted at ten months. In month 20 there are 2, 3 and 5 TB.
    stored = cases(other=data(ingestion=1.0, hot_months=2, warm_months=3, retention=10)).rows("data.stored")
    hot, warm, cold = stored[:, [1, 2, 3, 5, 6, 10, 20]].tolist()
    assert hot == pytest.approx([1, 2, 2, 2, 2, 2, 2])
    assert warm == pytest.approx([0, 0, 1, 3, 3, 3, 3])
    assert cold == pytest.approx([0, 0, 0, 0, 1, 5, 5])


def test_a_retention_shorter_than_a_tier_empties_it(cases: "Cases") -> None:
    stored = cases(other=data(ingestion=1.0, hot_months=6, warm_months=6, retention=4)).rows("data.stored")
    assert stored[:, 30].tolist() == pytest.approx([4, 0, 0])


def test_lifecycle_and_retention_levers_replace_their_inputs_from_their_month(cases: "Cases") -> None:
    levers = {
        "cost_management.lifecycle": True,
        "cost_management.lifecycle_start": 12,
        "cost_management.lifecycle_hot": 1,
        "cost_management.lifecycle_warm": 1,
        "cost_management.lifecycle_moved": 0.5,
        "cost_management.retain": True,
        "cost_management.retain_start": 24,
        "cost_management.retain_months": 6,
        "cost_management.retain_deleted": 0.4,
        "cost_management.lifecycle_cost": 500,
        "cost_management.retain_cost": 700,
    }
    case = cases(
        other=data(hot=10.0, warm=10.0, cold=10.0, ingestion=1.0, hot_months=3, warm_months=3, retention=240) | levers
    )
    stored = case.rows("data.stored")
    assert stored[:, 11].tolist() == pytest.approx([10 + 3, 10 + 3, 10 + 5])
    # Half of hot and warm moves, and new data stays one month in each: month 12 has 12 TB of new data.
    assert stored[:, 12].tolist() == pytest.approx([5 + 1, 5 + 1, 10 + 10 + 10])
    # Six tenths of what was held is kept, and six months of new data: 1 hot, 1 warm, 4 cold.
    assert stored[:, 24].tolist() == pytest.approx([3 + 1, 3 + 1, 12 + 4])
    introducing = case.line("cloud.cost_management.introducing")
    assert (introducing[12], introducing[24], introducing.sum()) == (500, 700, 1_200)


def test_egress_above_the_allowance(cases: "Cases") -> None:
    # 5 TB less 1 TB free at £0.07 a GB: £280; growth of a half a year on the 5 TB.
    case = cases(other=data(egress=5.0, egress_allowance=1.0, egress_price=0.07, cloud_currency="GBP", growth=0.5))
    assert case.line("cloud.data.egress")[[0, 1, 13]].tolist() == pytest.approx([0, 280, (7.5 - 1) * 70])
    assert cases(other=data(egress=1.0, egress_allowance=3.0, egress_price=0.07)).line("cloud.data.egress").sum() == 0


def test_reading_from_cold(cases: "Cases") -> None:
    assert cases(other=data(retrieved=2.0, retrieval_price=0.01, cloud_currency="GBP")).line("cloud.data.storage")[
        1
    ] == pytest.approx(20)


def test_arrays_are_bought_a_month_before_they_are_needed_and_replaced(cases: "Cases") -> None:
    # 10 TB with three tenths more for redundancy at £100: £1,300 in month 0, again in month 24 of 36 with a life of 24.
    case = cases(
        other=data(cold=10.0, redundancy=1.3, array_cold=100, array_life=24, array_support=0.12),
        finance={"horizon": 36},
    )
    bought = case.line("on_premises.data.arrays")
    assert bought[0] == pytest.approx(1_300)
    assert bought[24] == pytest.approx(1_300)
    assert bought.sum() == pytest.approx(2_600)
    assert case.line("on_premises.data.support")[[0, 1, 36]].tolist() == pytest.approx([0, 13, 13])


def test_arrays_grow_with_the_data(cases: "Cases") -> None:
    bought = cases(other=data(cold=10.0, growth=0.1, array_cold=100)).line("on_premises.data.arrays")
    # Needed in month 1 are 10 TB, in month 60 10 × 1.1^(59/12).
    assert bought.sum() == pytest.approx(1_000 * 1.1 ** (59 / 12))


def test_moving_is_paid_once_by_the_option_that_moves(cases: "Cases") -> None:
    holdings = data(cold=10.0, migration=40, egress_price=0.07, cloud_currency="GBP")
    inside = cases(other=holdings)
    assert inside.line("cloud.data.migration")[0] == pytest.approx(400)
    assert inside.line("on_premises.data.migration").sum() == 0
    outside = cases(other=holdings | data(in_cloud=True))
    assert outside.line("cloud.data.migration").sum() == 0
    assert outside.line("on_premises.data.migration")[0] == pytest.approx(400 + 10_000 * 0.07)


def test_a_hybrid_keeps_its_share_in_the_cloud(cases: "Cases") -> None:
    other = PRICES | data(cold=100.0, array_cold=50, hybrid_cloud=0.25, line_cost=200)
    case = cases(work={"gpus": 8}, pool={"hybrid_servers": 1, "server_gpus": 8, "server_price": 1_000}, other=other)
    assert case.line("hybrid.data.storage")[1] == pytest.approx(0.25 * 3_000)
    assert case.line("hybrid.data.arrays")[0] == pytest.approx(0.75 * 5_000)
    assert case.line("hybrid.data.line")[1] == pytest.approx(200)
    nothing_kept = cases(work={"gpus": 8}, pool={"hybrid_servers": 0, "server_gpus": 8}, other=other)
    assert nothing_kept.line("hybrid.data.storage")[1] == pytest.approx(3_000)
    assert nothing_kept.line("hybrid.data.arrays").sum() == 0


def test_what_is_deleted_or_moved_does_not_come_back_with_a_longer_lever(cases: "Cases") -> None:
    levers = {
        "cost_management.retain": True,
        "cost_management.retain_start": 30,
        "cost_management.retain_months": 36,
        "cost_management.retain_deleted": 0.0,
        "cost_management.lifecycle": True,
        "cost_management.lifecycle_start": 30,
        "cost_management.lifecycle_hot": 9,
        "cost_management.lifecycle_warm": 9,
        "cost_management.lifecycle_moved": 0.0,
    }
    own = data(hot=5.0, cold=5.0, ingestion=1.0, hot_months=3, warm_months=3, retention=24, deleted=0.2, moved_cold=0.5)
    assert cases(other=own | levers).rows("data.stored").tolist() == cases(other=own).rows("data.stored").tolist()


def test_a_hybrid_has_the_whole_free_allowance_for_its_part_of_the_egress(cases: "Cases") -> None:
    other = data(egress=5.0, egress_allowance=1.0, egress_price=0.08, cloud_currency="GBP", hybrid_cloud=0.3)
    case = cases(work={"gpus": 8}, pool={"hybrid_servers": 1, "server_gpus": 8}, other=other)
    assert case.line("hybrid.data.egress")[1] == pytest.approx((1.5 - 1) * 80)
    assert case.line("cloud.data.egress")[1] == pytest.approx((5 - 1) * 80)


def test_what_is_deleted_is_not_moved(cases: "Cases") -> None:
    assert cases(other=data(cold=10.0, migration=40, deleted=0.25)).line("cloud.data.migration")[0] == pytest.approx(
        300
    )
