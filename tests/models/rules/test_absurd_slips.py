"""Figures typed in another unit, or a thousand times too large: what rests on one stands against what it decides."""

import re

import pytest
from advice import INSURER, P, W, cost, having, of_kind, quoted, standing, typed
from earlier import example

from desktop.storage.examples import example as as_it_is
from desktop.storage.examples import names
from models.catalogue.records import rent_offers
from models.plan.choosing import chosen
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.decisions import judged
from models.rules.doubts import doubt, doubts
from models.rules.judgement import Standing, State, judged_now
from models.rules.judging import judge, judge_at_best


def drawn(plan: Plan) -> Standing:
    return judged_now(plan, "base", judged(plan, "base"))


ROLE = "operations.role.platform."


@pytest.mark.parametrize(
    ("key", "slip", "right", "says"),
    [
        (f"{P}cloud_price", 71.552, 8.944, "the price of a whole instance of eight GPUs"),
        (f"{P}tariff", 2.4, 0.278, "far outside the range its own source gives"),
        (f"{P}server_price", 3_500_000.0, 300_000.0, "far outside the range its own source gives"),
        (f"{P}running_month", 3_125.0, 0.0, "amortisation counted beside the purchase"),
        (f"{P}running_hour", 1_500.0, 1_500 / 730, "was a monthly cost meant"),
        ("finance.discount_rate", 0.5, 0.12, "far outside the range its own source gives"),
        (f"{ROLE}salary", 650_000.0, 100_000.0, "far outside the range its own source gives"),
        (f"{W}assistant.requests", 24.0, 15_000_000.0, "far outside the range its own source gives"),
        (f"{W}assistant.prefill_rate", 7.0, 7_000.0, "looks like thousands of tokens"),
        (f"{W}assistant.decode_rate", 35.0, 1_500.0, "is it the rate of one request?"),
        (f"{P}highest_use", 0.085, 0.6, "far below what is usual, 60% to 95%"),
        (f"{P}server_gpus", 1, 8, "per GPU; is it a server of eight?"),
    ],
)
@pytest.mark.long
def test_a_figure_that_may_be_a_slip_and_decides_stands_against_what_it_decides(
    key: str, slip: float, right: float, says: str
) -> None:
    """A tariff of £2.40 made cloud lead clearly by £712k, a salary of £650,000 too; nothing was said of either."""
    plan = having(INSURER, **{key: slip})
    found = doubt(plan, "base", key)
    assert found is not None
    assert found.mended == pytest.approx(right)
    mended, now = (drawn(having(INSURER, **{key: value})) for value in (right, slip))
    (said,) = of_kind(plan, "doubt") or of_kind(plan, "moved")
    assert says in said
    if (now.state, now.recommended) != (mended.state, mended.recommended):
        assert "may be wrong, and it decides" in said
        assert "too close to call" in said
    else:
        # over the option that it moves most against
        moved = {one: (cost(plan, one) - cost(plan, now.recommended)) for one in now.compared}
        ends = [
            f"would be {money(mended.compared[one] - mended.compared[now.recommended])}, not {money(lead)},"
            " all settings kept."
            for one, lead in moved.items()
            if one in mended.compared
        ]
        assert any(said.endswith(end) for end in ends)


@pytest.mark.long
def test_what_a_slip_would_be_is_judged_as_the_plan_would_be() -> None:
    """At 120 months on-premises "would lead by £160k", cheaper in 66 of 100 cases: that is too close to call."""
    ends = {f"{W}assistant.end": 10, f"{W}training.end": 120, f"{W}experiments.end": 10}
    mended = drawn(having(INSURER, **{**ends, f"{W}assistant.end": 120}))
    assert mended.state is State.CLOSE
    assert mended.lead > mended.tolerance
    (said,) = of_kind(having(INSURER, **ends), "doubt")
    assert said.endswith("on-premises would be £160k below cloud, still too close to call, all settings kept.")


@pytest.mark.long
def test_what_decides_is_not_told_as_an_unusual_price_too() -> None:
    """Three lines stand beside a recommendation: one figure does not take two of them."""
    route = "hosting.workload.assistant."
    plan = having(INSURER, **{f"{route}api_out": 0.000005})
    assert of_kind(plan, "price") == []
    assert "looks like the price of a token" in of_kind(plan, "doubt")[0]


def test_a_slip_that_decides_nothing_is_no_objection() -> None:
    plan = having(INSURER, **{"finance.embodied": 3.5})
    assert [one.key for one in doubts(plan, "base")] == ["finance.embodied"]
    assert of_kind(plan, "doubt") == []


@pytest.mark.long
def test_an_amount_typed_without_its_own_range_is_held_against_what_is_usual() -> None:
    """The window drops a range that a value typed is outside of."""
    entry = INSURER.entry("base", f"{P}tariff")
    typed = INSURER.with_entry("base", f"{P}tariff", type(entry)(2.7))
    (said,) = of_kind(typed, "doubt")
    assert re.search(
        r"£2\.70 / kWh is far outside what is usual, £0\.\d+ / kWh to £0\.\d+ / kWh\. At £0\.\d+ / kWh", said
    )


@pytest.mark.parametrize(
    ("key", "value"),
    [
        (f"{P}tariff", 0.4),
        ("finance.discount_rate", 0.2),
        ("finance.discount_rate", 0.015),
        (f"{P}pue", 1.9),
        (f"{P}cloud_price", 1.7),
        (f"{P}server_price", 70_000.0),
        (f"{W}assistant.decode_rate", 80.0),
        (f"{W}assistant.prefill_rate", 90_000.0),
        (f"{P}highest_use", 0.25),
        (f"{P}server_gpus", 2),
    ],
)
def test_what_is_unusual_and_not_far_out_is_no_slip(key: str, value: Value) -> None:
    entry = INSURER.entry("base", key)
    assert doubt(INSURER.with_entry("base", key, type(entry)(value)), "base", key) is None


@pytest.mark.parametrize(
    ("name", "value", "mended", "said"),
    [
        # an H100 is listed at $3.20 or more
        ("cloud_price", 0.45, 3.2, "$0.45 / GPU-hour is less than half of the least that H100 SXM is listed at, $3.20"),
        ("cloud_price", 1.59, 3.2, "less than half of the least that H100 SXM is listed at, $3.20 / GPU-hour"),
        # $200,000 for eight is $25,000 for one
        ("server_price", 20_000.0, 200_000.0, "$2,500 for each H100 SXM, with its share of the server, is less than a"),
        ("server_price", 66_000.0, 200_000.0, "third of the least that it costs, $25,000"),
        ("server_gpus", 80, 8.0, "80 GPUs in one server: $3,125 for each H100 SXM"),
    ],
)
def test_a_price_below_every_listed_one_of_the_same_gpu_is_in_doubt(
    name: str, value: float, mended: float, said: str
) -> None:
    """A server at $20,000 was not doubted, at $17,000 and $25,000 it was, and £695k were said to be saved by it."""
    found = doubt(with_typed(name, value), "base", f"{P}{name}")
    assert found is not None
    assert said in found.message
    assert found.mended == mended


def test_a_small_gpu_costs_what_small_gpus_cost_and_a_quote_is_believed() -> None:
    small = having(INSURER, **{f"{P}device": "l4", f"{P}cloud_price": 0.71, f"{P}server_price": 38_000.0})
    for name in ("cloud_price", "server_price"):
        entry = small.entry("base", f"{P}{name}")
        typed = small.with_entry("base", f"{P}{name}", type(entry)(entry.value))
        assert doubt(typed, "base", f"{P}{name}") is None
    unsaid = with_typed("cloud_price", 1.5).with_entry("base", f"{P}device", Entry("h100"))
    assert doubt(unsaid, "base", f"{P}cloud_price") is None
    cheap = with_typed("cloud_price", 1.5)
    assert doubt(quoted(cheap, f"{P}cloud_price"), "base", f"{P}cloud_price") is None


def test_a_server_of_one_gpu_is_no_server_of_eight_at_the_price_of_one() -> None:
    """$35,000 and 1.3 kW for one H100, as $250,000 and 10.2 kW are for eight, were said to be those of one GPU."""
    one = having(INSURER, **{f"{P}server_gpus": 1, f"{P}server_price": 35_000.0, f"{P}server_power": 1.3})
    for name, value in (("server_price", 35_000.0), ("server_power", 1.3)):
        assert doubt(one.with_entry("base", f"{P}{name}", Entry(value)), "base", f"{P}{name}") is None
        eight = doubt(with_typed(name, value), "base", f"{P}{name}")
        assert eight is not None
        assert "of one GPU" in eight.message


@pytest.mark.parametrize(
    ("device", "gpus", "price", "power"), [("b200", 72, 3_200_000.0, 130.0), ("a100", 4, 32_000.0, 3.0)]
)
def test_a_rack_and_a_half_server_are_held_against_so_many_gpus(
    device: str, gpus: int, price: float, power: float
) -> None:
    """$3.2m for 72 B200, $44,000 each, was far outside the range of eight H100."""
    plan = having(INSURER, **{f"{P}device": device, f"{P}server_gpus": gpus})
    plan = plan.with_entry("base", f"{P}server_price", Entry(price)).with_entry(
        "base", f"{P}server_power", Entry(power)
    )
    assert doubt(plan, "base", f"{P}server_price") is None
    assert doubt(plan, "base", f"{P}server_power") is None


def test_what_one_supplier_alone_asks_is_no_lowest_price() -> None:
    """An MI300X at $2.49 was held against the $7.50 of the one supplier that is listed."""
    other = having(INSURER, **{f"{P}device": "mi300x"}).with_entry("base", f"{P}cloud_price", Entry(2.49))
    assert doubt(other, "base", f"{P}cloud_price") is None


def with_typed(name: str, value: float) -> Plan:
    """Return the insurer's plan with a figure of its pool that somebody typed."""
    return INSURER.with_entry("base", f"{P}{name}", Entry(value))


def test_what_stands_in_the_catalogue_is_no_slip() -> None:
    """An L4 costs a twelfth of an H100, and its server draws what one H100 does."""
    for offer in rent_offers():
        plan = chosen(INSURER, "base", "compute.pool.h100", f"offer.{offer}")
        assert [one for one in doubts(plan, "base") if one.key.startswith(P)] == [], offer


@pytest.mark.parametrize("name", names())
def test_no_figure_of_an_example_is_in_doubt(name: str) -> None:
    plan = example(name).plan
    assert [one for scenario in plan.scenarios for one in doubts(plan, scenario.slug)] == []


def test_a_discount_of_one_supplier_on_the_price_of_another_is_in_doubt() -> None:
    """A quote of £4.20 kept the 38% and 55% that AWS gives on its own price, and nothing was said."""
    plan = chosen(INSURER, "base", "compute.pool.h100", "offer.aws.p5.london")
    assert [one for one in doubts(plan, "base") if one.key.startswith(P)] == []
    typed = having(plan, **{f"{P}cloud_price": 7.5})
    assert doubt(typed, "base", f"{P}three_year_discount") is None, "a price of AWS's that is tried is still AWS's"
    quote = Entry(7.5, Evidence(EvidenceKind.QUOTE, "UK cloud, quotation of 17 November"))
    quoted = plan.with_entry("base", f"{P}cloud_price", quote)
    for name in ("one_year_discount", "three_year_discount", "spot_discount"):
        found = doubt(quoted, "base", f"{P}{name}")
        assert found is not None
        assert found.mended == 0
        assert "is what AWS gives on its own price" in found.message
        assert "UK cloud, quotation of 17 November" in found.message
    none = having(quoted, **{f"{P}{name}": 0.0 for name in ("one_year_discount", "three_year_discount")})
    assert doubt(none, "base", f"{P}three_year_discount") is None


def test_discounts_within_usual_bands_are_no_quote() -> None:
    """The catalogue's own note says that they are assumptions; they stood as "quote, 2026"."""
    plan = chosen(INSURER, "base", "compute.pool.h100", "offer.aws.p5.london")
    kinds = {name: plan.entry("base", f"{P}{name}").evidence.kind for name in ("cloud_price", "three_year_discount")}
    assert kinds == {"cloud_price": EvidenceKind.QUOTE, "three_year_discount": EvidenceKind.ASSUMPTION}


@pytest.mark.long
def test_what_a_lead_rests_on_is_left_out_with_the_planned_settings_where_they_cost_less() -> None:
    """A spare was left out of servers that begin in month 34, its best only because the spare costs less then.

    "Too close to call, £27k apart", where the plan without the spare says on-premises, by £142k.
    """
    bank = as_it_is("bank").plan
    spared = having(bank, **{"compute.pool.inference.spares": 1})
    made = judge_at_best(spared, "base", judged(spared, "base"))
    assert made.final.recommended == "cloud"
    none = judged(having(bank, **{"compute.pool.inference.spares": 0}), "base")
    first, second = [one for one in none.ranked() if one.key in {"cloud", "on_premises"}]
    assert first.key == "on_premises"
    ahead = money(second.compared - first.compared, "£")
    assert any(
        "1 spare server" in one.text and f"on-premises leads by {ahead}, on-premises" in one.text
        for one in made.against
    )


def test_a_figure_in_doubt_is_told_by_the_lead_over_the_next_option() -> None:
    """The lead over hybrid, the dearest, was said to shrink to £1.3m; over cloud, the next, it is a fifth of it."""
    plan = typed(as_it_is("law_firm").plan, **{"operations.role.platform.salary": 900_000.0})
    (said,) = of_kind(plan, "moved")
    leads = [standing(typed(plan, **{"operations.role.platform.salary": pay})).lead for pay in (92_000.0, 900_000.0)]
    would_be, is_now = (money(one, "£") for one in leads)
    assert said.endswith(f"the lead would be {would_be}, not {is_now}, all settings kept.")


@pytest.mark.parametrize("name", ["saas", "startup"])
def test_a_figure_in_doubt_that_moves_only_the_lead_over_a_dear_option_is_not_told(name: str) -> None:
    assert of_kind(typed(as_it_is(name).plan, **{"finance.wage_trend": 0.2}), "moved") == []


def test_a_cost_that_a_figure_in_doubt_makes_is_approved_only_once_it_is_confirmed() -> None:
    """£148.7m of API was resolved on growth of 300% a year, which turns no lead and was no condition."""
    key = "workloads.workload.summaries.growth"
    grown, usual = (typed(as_it_is("saas").plan, **{key: growth}) for growth in (3.0, 0.6))
    found = judge(grown, "base", judged(grown, "base"))
    costs, would = (money(cost(one, "api"), "£") for one in (grown, usual))
    assert f"“Summaries: Growth of volume”, by which API costs {costs} and not {would}, being confirmed" in {
        one.first for one in found.conditions
    }


def test_a_price_far_outside_what_is_usual_is_confirmed_before_capital_is_approved_for_it() -> None:
    """One server of eight GPUs at $1,000, in the only option allowed: £167k of capital instead of £445k."""
    key = "compute.pool.gpu.server_price"
    cheap = typed(as_it_is("hospital").plan, **{key: 1_000.0})
    firsts = [one.first for one in judge(cheap, "base", judged(cheap, "base")).conditions if one.kind == "price"]
    (first,) = firsts
    assert first.startswith("“Hospital pool: Server price” of $1,000 / server, far outside the usual range ($200,000 ")
    assert first.endswith(", being confirmed")
    # an API is not paid for by it
    start = typed(as_it_is("startup").plan, **{"compute.pool.h100.server_price": 100.0})
    assert [one.first for one in judge(start, "base", judged(start, "base")).against if one.kind == "price"] == [""]
