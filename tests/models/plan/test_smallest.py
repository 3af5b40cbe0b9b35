"""A new plan starts from the smallest offer that its models fit; servers come as records too."""

import pytest

from models.catalogue.records import buy_offers
from models.catalogue.rows import catalogue
from models.plan.choosing import chosen
from models.plan.plan import Entry, Plan, Row, new_plan
from models.plan.questions import PURPOSES, Answers, plan_from
from models.plan.smallest import smallest_offer
from models.rules.decisions import findings, judged

W = "workloads.workload.chat."


def serving(model: str) -> Plan:
    plan = new_plan("One model", {"workload": (Row("chat", "Chat"),), "pool": (Row("main", "Main"),)})
    return chosen(plan, "base", "workloads.workload.chat", model)


def test_a_small_model_starts_on_one_gpu_and_a_large_one_on_an_instance_that_holds_its_replica() -> None:
    # 8B at FP8: 8 GB and context on one of 80. 70B at FP8 takes two in one instance: in London P5 has one or eight.
    small = smallest_offer(serving("model.llama_8b_h100_fp8"), "base", "main")
    large = smallest_offer(serving("model.llama_70b_h100_fp8"), "base", "main")
    assert small is not None
    assert large is not None
    assert (small.id, small.gpus) == ("aws.p5_single.london", 1)
    assert (large.device, large.gpus) == ("h100", 8)


def test_where_nothing_fits_nothing_is_chosen() -> None:
    plan = serving("model.llama_70b_h100_fp8").with_entry("base", f"{W}parameters", Entry(5_000.0))
    assert smallest_offer(plan, "base", "main") is None


@pytest.mark.parametrize("purpose", PURPOSES)
def test_every_new_plan_fits_where_it_starts(purpose: str) -> None:
    plan = plan_from(Answers(purpose=purpose))
    struck = {one.rule.key for one in findings(plan, "base")}
    assert not judged(plan, "base").blocked, "nobody starts with an option barred"
    assert not [key for key in struck if key.startswith(("too_large", "rates_elsewhere", "gpus_abroad"))]


def test_choosing_a_server_sets_all_that_its_record_knows() -> None:
    plan = chosen(serving("model.llama_70b_h100_fp8"), "base", "compute.pool.main", "buy.8xl40s")
    pool = "compute.pool.main."
    values = plan.values("base")
    assert [
        values[f"{pool}{name}"] for name in ("server_price", "server_power", "server_gpus", "rack_units", "device")
    ] == [90_000.0, 4.5, 8, 4, "l40s"]
    assert values[f"{pool}server_currency"] == "USD"
    assert values[f"{W}rates_device"] == "l40s", "rates follow the device"
    assert {one.device for one in buy_offers().values()} >= {"h100", "h200", "b200", "a100", "mi300x", "l40s"}


def test_a_server_has_one_price_whichever_way_it_is_chosen() -> None:
    for offer in buy_offers().values():
        assert catalogue()[f"server.{offer.id}"].typical == catalogue()[f"buy.{offer.id}.server_price"].typical
        assert offer.source
        assert offer.low <= offer.price <= offer.high
