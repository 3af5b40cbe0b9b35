"""The article's claims as the model answers them: the figures that have a hand calculation."""

import re

import pytest

from models.catalogue.rows import catalogue
from models.exhibits.claims import Claim, claims, claims_table


@pytest.fixture(scope="module")
def found() -> dict[str, Claim]:
    return {one.key: one for one in claims()}


def test_every_claim_the_article_makes_is_answered(found: dict[str, Claim]) -> None:
    assert {
        "payback",
        "storage_cold",
        "storage_hot",
        "spot",
        "quantisation",
        "caching",
        "retention",
        "small_model",
        "overrun",
        "million_calls",
        "gpu_hour",
        "monthly_bill",
        "server",
        "eight_gpus",
        "gigabyte_object",
        "gigabyte_ssd",
    } == set(found)
    assert all(one.article and one.here and one.holds and one.condition for one in found.values())
    assert len(claims_table().rows) == len(found)


def test_a_hundred_terabytes_cost_a_hundred_thousand_gigabytes(found: dict[str, Claim]) -> None:
    # 100,000 GB at £0.017 of Azure and 0.024 USD × 0.7463 of AWS.
    low, high = re.findall(r"£([\d,]+)–([\d,]+)", found["storage_cold"].here)[0]
    assert float(low.replace(",", "")) == pytest.approx(1_700)
    assert float(high.replace(",", "")) == pytest.approx(100_000 * 0.024 * catalogue()["fx.usd_gbp"].typical, abs=0.5)


def test_quantisation_saves_hours_by_speed_and_memory_by_bytes(found: dict[str, Claim]) -> None:
    # 1 − 1 ÷ 1.65, 1.86 and 2.25; from two bytes a parameter to one and a half.
    assert found["quantisation"].here == "GPU-hours: 39% at INT8, 46% at FP8, 56% at INT4; memory: 50% and 75%"


def test_caching_saves_its_share_and_nothing_where_a_replica_must_run(found: dict[str, Claim]) -> None:
    assert found["caching"].here.startswith("30%–60%")
    assert "0% where a replica" in found["caching"].here


def test_a_small_model_saves_by_its_rates(found: dict[str, Claim]) -> None:
    rates = {
        size: [catalogue()[f"throughput.{size}.h100.fp8.{name}"].typical for name in ("prefill", "decode")]
        for size in ("8b", "70b")
    }
    small, large = (1_000 / prefill + 300 / decode for prefill, decode in (rates["8b"], rates["70b"]))
    assert f"{1 - small / large:.0%} fewer" in found["small_model"].here


def test_owned_servers_pay_back_sooner_the_busier_they_are(found: dict[str, Claim]) -> None:
    months = [int(one) for one in re.findall(r"month (\d+) at", found["payback"].here)]
    assert months == sorted(months, reverse=True)
    assert any(18 <= month <= 36 for month in months), "within the article's range at some load"


def test_bills_servers_and_gigabytes_are_priced_from_the_lists(found: dict[str, Claim]) -> None:
    rate = catalogue()["fx.usd_gbp"].typical
    # eight GPUs at all 730 hours: the cheapest H100 of the list is Hyperstack's, 3.20 USD, the dearest Azure's, 15.3625
    assert found["monthly_bill"].here.startswith(f"£{8 * 730 * 3.2 * rate:,.0f}–{8 * 730 * 15.3625 * rate:,.0f} ")
    # 4 x L40S 50,000 USD and 8 x H100 250,000 USD
    assert f"4 × L40S £{50_000 * rate / 1000:,.0f}k" in found["server"].here
    assert f"8 × H100 SXM £{250_000 * rate / 1000:,.0f}k" in found["server"].here
    # one server of 200,000 to 300,000 USD with 10 to 30% for its network
    low, high = 200_000 * rate * 1.1, 300_000 * rate * 1.3
    assert found["eight_gpus"].here.startswith(f"£{low:,.0f}–{high:,.0f} ")
    # Azure's blob costs £0.017, S3 0.024 USD
    assert found["gigabyte_object"].here == f"£0.017–{0.024 * rate:.3f} in London"
