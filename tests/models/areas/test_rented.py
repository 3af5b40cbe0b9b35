"""What renting costs: hours, whole instances, discounts, what comes on top, commitments and spot.

Every amount is worked out by hand.
"""

from typing import TYPE_CHECKING

import numpy as np
import pytest

from desktop.storage.examples import example
from models.appraisal.decided import decided
from models.plan.plan import Entry

if TYPE_CHECKING:
    from tests.models.areas.conftest import Cases, Inputs

YEAR_OF_81 = 0.81 ** (1 / 12)
"""The factor of one month where prices fall by 19% a year."""


def test_renting_costs_the_hours_in_use(cases: "Cases") -> None:
    # 8 GPUs for 365 hours at £2.50.
    assert cases(work={"hours": 365}, pool={"cloud_price": 2.5}).monthly("cloud").tolist() == pytest.approx(
        [0] + [7_300] * 60
    )


@pytest.mark.parametrize(("instance", "hours"), [(1, 58.4), (8, 160)])
def test_hours_of_steady_use_that_fill_no_whole_number_of_slices_cost_no_more_than_they_are(
    cases: "Cases", instance: int, hours: float
) -> None:
    # 8 GPUs, on one instance of 8 or eight of 1, are rented for the hours given and returned: 8 × hours × £2.
    case = cases(work={"hours": hours}, pool={"cloud_price": 2, "instance_gpus": instance})
    assert case.monthly("cloud")[1] == pytest.approx(8 * hours * 2)


def test_only_whole_instances_are_billed(cases: "Cases") -> None:
    # 9 GPUs at all hours are two instances of 8: 16 × 730 × £1.
    assert cases(work={"gpus": 9}, pool={"cloud_price": 1, "instance_gpus": 8}).monthly("cloud")[1] == pytest.approx(
        11_680
    )


def test_whole_instances_follow_the_hours(cases: "Cases") -> None:
    # On average 8 GPUs; half the hours 4 (one instance of 8) and half 12 (two): 12 GPUs paid on average.
    halves: Inputs = {f"measured_{position:02}": 0.5 if position <= 10 else 1.5 for position in range(1, 21)}
    work: Inputs = {"kind": "training", "runs": 8, "run_hours": 730, "shape": "measured", "peak": 1.5, **halves}
    assert cases(work=work, pool={"cloud_price": 1, "instance_gpus": 8}).monthly("cloud")[1] == pytest.approx(12 * 730)


def test_running_products_do_not_buy_another_instance(cases: "Cases") -> None:
    # 0.1 + 0.2 GPUs are a hair above 0.3 in binary; ten such thirds must stay 3 GPUs, not 4.
    works: dict[str, Inputs] = {f"w{number}": {"gpus": gpus} for number, gpus in enumerate([0.1, 0.2] * 10)}
    assert cases.several(works, {"main": {"cloud_price": 1}}).monthly("cloud")[1] == pytest.approx(3 * 730)


def test_idle_hours_are_paid(cases: "Cases") -> None:
    # 8 busy GPUs at a fifth idle are 10 paid.
    assert cases(pool={"cloud_price": 1, "idle_share": 0.2}).monthly("cloud")[1] == pytest.approx(7_300)


def test_idle_hours_are_more_hours_of_the_same_instances(cases: "Cases") -> None:
    # One instance of 8 is busy for 146 hours; a fifth of what is paid is idle, so it is paid for 146 / 0.8 = 182.5
    # hours. No second one is started.
    case = cases(work={"hours": 146}, pool={"cloud_price": 1, "instance_gpus": 8, "idle_share": 0.2})
    assert case.monthly("cloud")[1] == pytest.approx(8 * 182.5)


def test_idle_hours_are_paid_for_work_that_can_wait_too(cases: "Cases") -> None:
    case = cases(work={"gpus": 8, "timing": "deferrable"}, pool={"cloud_price": 1, "idle_share": 0.2})
    assert case.monthly("cloud")[1] == pytest.approx(7_300)


def test_discount_and_dearer_region_change_the_price(cases: "Cases") -> None:
    # £10 less 10% is £9; a fifth of the hours at half as much again adds a tenth: £9.90.
    case = cases(pool={"cloud_price": 10, "negotiated_discount": 0.1, "dearer_hours": 0.2, "dearer_premium": 0.5})
    assert case.monthly("cloud")[1] == pytest.approx(8 * 730 * 9.9)


def test_extras_come_on_gpu_spend_and_support_on_both(cases: "Cases") -> None:
    # £1,000 of GPUs, £100 of storage and head nodes, support 3% of £1,100.
    case = cases(
        work={"gpus": 1, "hours": 730}, pool={"cloud_price": 1_000 / 730, "cloud_extras": 0.1, "cloud_support": 0.03}
    )
    assert case.monthly("cloud")[1] == pytest.approx(1_133)
    assert [case.line(f"cloud.{name}")[1] for name in ("on_demand", "cloud_extras", "cloud_support")] == pytest.approx(
        [1_000, 100, 33]
    )


def test_software_in_the_cloud_is_paid_for_each_gpu_rented_on_average(cases: "Cases") -> None:
    # 8 GPUs half the hours are 4 on average; $3,000 a year at 0.8 are £200 a month.
    pool: Inputs = {"cloud_software": 3_000, "software_currency": "USD"}
    case = cases(work={"hours": 365}, pool=pool, finance={"dollar_rate": 0.8})
    assert case.monthly("cloud")[1:].tolist() == pytest.approx([800] * 60)


def test_a_commitment_is_paid_at_the_price_of_its_first_month_until_it_is_renewed(cases: "Cases") -> None:
    # 4 of 8 GPUs at £10 less 30% are £20,440 a month at today's price. Prices fall 19% a year: month 1 is at
    # 0.81^(1/12), month 13 at 0.81^(13/12).
    pool: Inputs = {"cloud_price": 10, "committed_one_year": 0.5, "one_year_discount": 0.3}
    case = cases(pool=pool, finance={"horizon": 24, "cloud_trend": -0.19})
    first = 20_440 * YEAR_OF_81
    assert case.line("cloud.one_year.cost").tolist() == pytest.approx([0] + [first] * 12 + [first * 0.81] * 12)
    assert case.line("cloud.on_demand")[[1, 12, 24]].tolist() == pytest.approx(
        [29_200 * YEAR_OF_81, 29_200 * 0.81, 29_200 * 0.6561]
    )


def test_a_commitment_is_a_share_of_the_demand_of_its_first_month(cases: "Cases") -> None:
    # Demand of 8 GPUs doubles in a year: half of 8 is committed for months 1…12, half of 16 for months 13…24.
    case = cases(work={"growth": 1.0}, pool={"cloud_price": 1, "committed_one_year": 0.5}, finance={"horizon": 24})
    assert case.line("cloud.committed").tolist() == pytest.approx([0] + [4] * 12 + [8] * 12)


def test_a_commitment_is_paid_whether_or_not_it_is_used(cases: "Cases") -> None:
    case = cases(work={"end": 1}, pool={"cloud_price": 1, "committed_three_years": 1}, finance={"horizon": 36})
    assert case.monthly("cloud").tolist() == pytest.approx([0] + [5_840] * 36)


def test_a_commitment_begins_only_where_its_term_does(cases: "Cases") -> None:
    # Nothing runs in month 1, when the first yearly term begins: nothing is committed before month 13.
    case = cases(work={"start": 2}, pool={"cloud_price": 1, "committed_one_year": 0.5}, finance={"horizon": 24})
    assert case.line("cloud.committed").tolist() == pytest.approx([0] * 13 + [4] * 12)


def test_one_year_terms_follow_three_year_ones(cases: "Cases") -> None:
    # 8 GPUs at £1 are £5,840 a month. All for three years at half price, then half for one year at 40% off, half on
    # demand: £2,920 to month 36, and £5,840 x (0.5 x 0.6 + 0.5) = £4,672 from month 37.
    terms: Inputs = {"committed_three_years": 1, "three_year_discount": 0.5, "one_year_discount": 0.4}
    pool: Inputs = {"cloud_price": 1, **terms, "one_year_after": 0.5}
    case = cases(pool=pool)
    assert case.monthly("cloud").tolist() == pytest.approx([0] + [2_920] * 36 + [4_672] * 24)
    # one year beside them throughout is added to it: a quarter less for three years, a quarter more after them
    beside = cases(pool={**pool, "committed_three_years": 0.75, "committed_one_year": 0.25})
    before, after = 5_840 * (0.75 * 0.5 + 0.25 * 0.6), 5_840 * (0.75 * 0.6 + 0.25)
    assert beside.monthly("cloud").tolist() == pytest.approx([0] + [before] * 36 + [after] * 24)
    # work from month 4 moves both by three months: three years to month 39, one year to month 51, then nothing fits
    late = cases(work={"start": 4}, pool={**pool, "terms_with_work": True})
    said = late.line("cloud.one_year.gpus").tolist()
    assert said == pytest.approx([0] * 40 + [4] * 12 + [0] * 9)
    # three-year terms that go on past the horizon never end
    assert not cases(pool={**pool, "late_terms": True}).line("cloud.one_year.gpus").any()


@pytest.mark.parametrize(
    ("terms", "gpus"),
    [
        ({}, 4.0),  # half of the 8 GPUs beyond its server, as in the cloud
        ({"hybrid_commitment": False}, 0.0),
        ({"hybrid_terms": True, "hybrid_one_year_after": 0.25}, 2.0),
        ({"hybrid_terms": True}, 0.0),
    ],
)
def test_a_hybrid_has_its_own_share_after_three_year_terms(cases: "Cases", terms: "Inputs", gpus: float) -> None:
    pool: Inputs = {"cloud_price": 1, "hybrid_servers": 1, "one_year_after": 0.5, **terms}
    case = cases(work={"gpus": 16}, pool=pool, finance={"horizon": 48})
    assert case.line("hybrid.committed").tolist() == pytest.approx([0] * 37 + [gpus] * 12)
    assert case.line("cloud.committed").tolist() == pytest.approx([0] * 37 + [8] * 12)


def test_a_term_that_passes_the_horizon_is_not_taken(cases: "Cases") -> None:
    pool: Inputs = {
        "cloud_price": 1,
        "committed_one_year": 1,
        "one_year_discount": 0.5,
        "committed_three_years": 1,
        "three_year_discount": 0.5,
    }
    case = cases(pool=pool, finance={"horizon": 30})
    # Two yearly terms at half price, then six months on demand; the three-year term would end in month 36.
    assert case.monthly("cloud").tolist() == pytest.approx([0] + [2_920] * 24 + [5_840] * 6)
    assert not case.line("cloud.three_years.gpus").any()


def test_a_term_that_ends_with_the_horizon_is_taken(cases: "Cases") -> None:
    case = cases(
        pool={"cloud_price": 1, "committed_three_years": 1, "three_year_discount": 0.5}, finance={"horizon": 36}
    )
    assert case.monthly("cloud").tolist() == pytest.approx([0] + [2_920] * 36)


def test_a_late_term_charges_its_tail_in_the_last_month(cases: "Cases") -> None:
    # The third yearly term begins in month 25; at horizon 30 six months of £2,920 are left. The three-year one leaves
    # another six.
    pool: Inputs = {"cloud_price": 1, "one_year_discount": 0.5, "three_year_discount": 0.5, "late_terms": True}
    for share in ("committed_one_year", "committed_three_years"):
        case = cases(pool={**pool, share: 1}, finance={"horizon": 30})
        assert case.monthly("cloud").tolist() == pytest.approx([0] + [2_920] * 29 + [2_920 * 7]), share


def test_on_demand_serves_what_exceeds_the_commitment_hour_by_hour(cases: "Cases") -> None:
    # 8 GPUs half the hours are 4 on average, all committed: the other 4 are rented for 365 hours.
    case = cases(
        work={"hours": 365},
        pool={"cloud_price": 1, "committed_one_year": 1, "one_year_discount": 0.4},
        finance={"horizon": 12},
    )
    assert case.line("cloud.on_demand")[1:].tolist() == pytest.approx([4 * 365] * 12)
    assert case.line("cloud.one_year.cost")[1:].tolist() == pytest.approx([4 * 730 * 0.6] * 12)


def test_work_that_can_wait_runs_in_idle_committed_hours(cases: "Cases") -> None:
    # 4 GPUs on average at once and 2 that can wait: 6 committed. At once 6 of 8 are served for half the hours, 3 on
    # average, so the 2 fit in.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "hours": 365}, "b": {"gpus": 2, "timing": "deferrable"}}
    case = cases.several(works, {"main": {"cloud_price": 1, "committed_one_year": 1}}, finance={"horizon": 12})
    assert case.line("cloud.committed")[1:].tolist() == pytest.approx([6] * 12)
    assert case.line("cloud.on_demand")[1:].tolist() == pytest.approx([2 * 365] * 12)


def test_work_that_can_wait_beyond_the_committed_hours_is_rented(cases: "Cases") -> None:
    # Half of 4 + 4 GPUs committed: 4, at once used 4 × half the hours = 2, so 2 of the 4 that can wait fit and 2 are
    # rented.
    works: dict[str, Inputs] = {"a": {"gpus": 8, "hours": 365}, "b": {"gpus": 4, "timing": "deferrable"}}
    case = cases.several(works, {"main": {"cloud_price": 1, "committed_one_year": 0.5}}, finance={"horizon": 12})
    assert case.line("cloud.on_demand")[1:].tolist() == pytest.approx([4 * 365 + 2 * 730] * 12)


def test_work_that_can_wait_fills_a_commitment_up_to_the_highest_use(cases: "Cases") -> None:
    # 8 GPUs committed can be three quarters full: 6 of 8 that can wait run there, 2 are rented on top.
    pool: Inputs = {"cloud_price": 1, "committed_one_year": 1, "highest_use": 0.75}
    case = cases(work={"timing": "deferrable"}, pool=pool, finance={"horizon": 12})
    assert case.monthly("cloud")[1:].tolist() == pytest.approx([(8 + 2) * 730] * 12)


def test_spot_serves_its_share_with_rework(cases: "Cases") -> None:
    # 4 GPUs can wait and save their state, half of them on spot at 60% off with a quarter of the hours repeated:
    # £1,460 × 0.4 × 1.25 = £730.
    work: Inputs = {"gpus": 4, "timing": "deferrable", "checkpointed": True}
    case = cases(work=work, pool={"cloud_price": 1, "spot_share": 0.5, "spot_discount": 0.6, "spot_rework": 0.25})
    assert case.line("cloud.spot_cost")[1:].tolist() == pytest.approx([730] * 60)
    assert case.line("cloud.on_demand")[1:].tolist() == pytest.approx([1_460] * 60)


@pytest.mark.parametrize("work", [{"timing": "deferrable"}, {"timing": "interactive", "checkpointed": True}])
def test_work_that_cannot_be_interrupted_is_never_on_spot(cases: "Cases", work: "Inputs") -> None:
    case = cases(work=work, pool={"cloud_price": 1, "spot_share": 1, "spot_discount": 0.9})
    assert case.monthly("cloud")[1:].tolist() == pytest.approx([5_840] * 60)


def test_spot_and_commitments_pay_extras_and_support_too(cases: "Cases") -> None:
    works: dict[str, Inputs] = {"a": {"gpus": 4}, "b": {"gpus": 4, "timing": "deferrable", "checkpointed": True}}
    pool: Inputs = {
        "cloud_price": 1,
        "spot_share": 1,
        "spot_discount": 0.5,
        "committed_one_year": 0.5,
        "one_year_discount": 0.25,
    }
    plain = cases.several(works, {"main": pool}, finance={"horizon": 12}).monthly("cloud")
    # 4 committed at 0.75 for the work at once, 4 on spot at 0.5.
    assert plain[1:].tolist() == pytest.approx([730 * (4 * 0.75 + 4 * 0.5)] * 12)
    dear = cases.several(
        works, {"main": {**pool, "cloud_extras": 0.2, "cloud_support": 0.1}}, finance={"horizon": 12}
    ).monthly("cloud")
    assert dear.tolist() == pytest.approx((plain * 1.2 * 1.1).tolist())


def test_cloud_prices_follow_their_trend(cases: "Cases") -> None:
    paid = cases(pool={"cloud_price": 1}, finance={"horizon": 24, "cloud_trend": 0.44}).monthly("cloud")
    assert paid[[6, 12, 18, 24]].tolist() == pytest.approx(np.multiply(5_840, [1.2, 1.44, 1.728, 2.0736]).tolist())


def test_more_steady_use_never_costs_less(cases: "Cases") -> None:
    # One GPU at all hours holds an instance of 8; a second that runs 332.15 hours fits into it.
    pool: Inputs = {"cloud_price": 1, "instance_gpus": 8}
    works: dict[str, Inputs] = {"a": {"gpus": 1, "hours": 730}, "b": {"gpus": 1, "hours": 332.15}}
    assert cases.several(works, {"main": pool}).monthly("cloud")[1] == pytest.approx(8 * 730)


@pytest.mark.parametrize("hours", [584, 720, 700, 365, 36.5, 10])
def test_steady_use_pays_whole_instances_for_exactly_its_hours(cases: "Cases", hours: float) -> None:
    assert cases(work={"gpus": 5, "hours": hours}, pool={"cloud_price": 1, "instance_gpus": 8}).monthly("cloud")[
        1
    ] == pytest.approx(8 * hours)


def test_steady_use_that_has_ended_leaves_the_rest_as_it_is(cases: "Cases") -> None:
    works: dict[str, Inputs] = {"a": {"gpus": 1, "hours": 730}, "b": {"gpus": 1, "hours": 332.15, "end": 12}}
    monthly = cases.several(works, {"main": {"cloud_price": 1, "instance_gpus": 8}}).monthly("cloud")
    assert monthly[13] == pytest.approx(8 * 730)


@pytest.mark.parametrize("hours", [730, 729, 720, 600])
def test_a_commitment_just_below_whole_instances_pays_the_rest_of_them_alone(cases: "Cases", hours: float) -> None:
    # The average is committed at half price; what the whole 8 GPUs have beyond it is paid for the hours in use.
    committed = 8 * hours / 730
    pool: Inputs = {"cloud_price": 1, "committed_one_year": 1, "one_year_discount": 0.5}
    expected = committed * 730 * 0.5 + (8 - committed) * hours
    assert cases(work={"hours": hours}, pool=pool).monthly("cloud")[1] == pytest.approx(expected)


def test_a_rented_hour_today_is_what_an_hour_on_the_bill_comes_to(cases: "Cases") -> None:
    # £3.20 less 10% is £2.88; a quarter of the hours 20% dearer, £3.024; extras of 5% and support of 3% on both,
    # £3.270456; software of £4,380 a GPU-year is £0.50 an hour; a tenth of the hours paid is idle: £3.770456 / 0.9.
    pool: Inputs = {
        "cloud_price": 3.2,
        "negotiated_discount": 0.1,
        "dearer_hours": 0.25,
        "dearer_premium": 0.2,
        "cloud_extras": 0.05,
        "cloud_support": 0.03,
        "cloud_software": 4_380,
        "idle_share": 0.1,
    }
    case = cases(work={"gpus": 8, "hours": 730}, pool=pool)
    assert case.number("routes.rented_hour") == pytest.approx(4.189395556)
    # the bill of 8 GPUs for 730 hours, over those hours, is the same
    assert case.monthly("cloud")[1] / (8 * 730) == pytest.approx(case.number("routes.rented_hour"))


def test_a_commitment_of_whole_instances_leaves_none_of_them_on_demand(cases: "Cases") -> None:
    # 4 GPUs at all hours stand in one instance of 8. All of the GPUs in use committed: 4 × 0.6 + 4 on demand = 6.4; all
    # of the whole instance: 8 × 0.6 = 4.8. Of 8 GPUs in use both are the same.
    terms: Inputs = {"cloud_price": 1, "instance_gpus": 8, "committed_one_year": 1, "one_year_discount": 0.4}
    for whole, gpus, paid in ((False, 4, 6.4), (True, 4, 4.8), (False, 8, 4.8), (True, 8, 4.8), (True, 9, 9.6)):
        case = cases(work={"gpus": gpus}, pool={**terms, "whole_commitments": whole}, finance={"horizon": 12})
        assert case.monthly("cloud")[1:].tolist() == pytest.approx([paid * 730] * 12), (whole, gpus)


def test_more_work_never_costs_less_where_whole_instances_are_committed(cases: "Cases") -> None:
    terms: Inputs = {"cloud_price": 1, "instance_gpus": 8, "committed_one_year": 1, "one_year_discount": 0.4}
    costs = [
        cases(work={"gpus": gpus}, pool={**terms, "whole_commitments": True}, finance={"horizon": 12}).monthly("cloud")[
            1
        ]
        for gpus in range(1, 26)
    ]
    assert costs == sorted(costs)


def test_a_share_of_whole_instances_is_committed_with_work_that_can_wait_beside_it(cases: "Cases") -> None:
    # Half the hours 6 GPUs at once: one instance of 8 for half the hours is 4 on average, and 2 that can wait: 6
    # committed in full.
    works: dict[str, Inputs] = {"a": {"gpus": 6, "hours": 365}, "b": {"gpus": 2, "timing": "deferrable"}}
    pool: Inputs = {"cloud_price": 1, "instance_gpus": 8, "committed_one_year": 1, "whole_commitments": True}
    case = cases.several(works, {"main": pool}, finance={"horizon": 12})
    assert case.line("cloud.committed")[1:].tolist() == pytest.approx([6] * 12)


def test_terms_begin_with_the_work(cases: "Cases") -> None:
    # One GPU from month 4 of 15, all committed for a year at half the price: months 4 to 15 are that year. Terms that
    # begin in month 1 find nothing to commit, and the next, from month 13, would end after the horizon.
    terms: Inputs = {"cloud_price": 1, "committed_one_year": 1, "one_year_discount": 0.5}
    for with_work, month in ((True, 365), (False, 730)):
        case = cases(
            work={"gpus": 1, "start": 4}, pool={**terms, "terms_with_work": with_work}, finance={"horizon": 15}
        )
        assert case.monthly("cloud")[1:].tolist() == pytest.approx([0] * 3 + [month] * 12), with_work


def test_no_term_begins_before_the_work(cases: "Cases") -> None:
    # Work from month 16: years begin in months 16 and 28. Month 4 is twelve months before, and no beginning of any.
    terms: Inputs = {"cloud_price": 1, "committed_one_year": 1, "one_year_discount": 0.5, "terms_with_work": True}
    case = cases(work={"gpus": 1, "start": 16}, pool=terms, finance={"horizon": 40})
    assert np.flatnonzero(case.line("cloud.one_year.starts")).tolist() == [16, 28, 40]


def test_terms_that_begin_with_the_work_end_within_the_horizon(cases: "Cases") -> None:
    # The year from month 4 of 14 would end in month 15: it is not taken, unless it may end past the horizon.
    terms: Inputs = {"cloud_price": 1, "committed_one_year": 1, "one_year_discount": 0.5, "terms_with_work": True}
    short = cases(work={"gpus": 1, "start": 4}, pool=terms, finance={"horizon": 14})
    assert short.monthly("cloud")[1:].tolist() == pytest.approx([0] * 3 + [730] * 11)
    late = cases(work={"gpus": 1, "start": 4}, pool={**terms, "late_terms": True}, finance={"horizon": 14})
    assert late.monthly("cloud")[1:].tolist() == pytest.approx([0] * 3 + [365] * 10 + [365 * 2])


def test_where_work_is_there_from_the_start_terms_begin_as_before(cases: "Cases") -> None:
    terms: Inputs = {"cloud_price": 1, "committed_three_years": 0.5, "committed_one_year": 0.3}
    with_work, before = (
        cases(work={"gpus": 5, "growth": 0.3}, pool={**terms, "terms_with_work": on}, finance={"horizon": 60})
        for on in (True, False)
    )
    assert with_work.monthly("cloud").tolist() == before.monthly("cloud").tolist()


def test_terms_that_begin_with_the_work_stay_as_decided_where_the_work_begins_at_another_time() -> None:
    """Kept decisions found nothing to commit in the month in which drawn work began, and paid on demand for years."""
    plan = example("insurer").plan
    late = {f"workloads.workload.{work}.start": 14 for work in plan.slugs["workload"]}
    terms = {"committed_one_year": 0.0, "committed_three_years": 0.8, "late_terms": True, "terms_with_work": True}
    for key, value in {**late, **{f"compute.pool.h100.{name}": value for name, value in terms.items()}}.items():
        plan = plan.with_entry("base", key, Entry(value))
    drawn = dict.fromkeys(late, 12)
    kept = decided(plan, "base", drawn)
    for changes in ({}, drawn):
        gpus = kept.evaluate(changes, ["cloud.committed"]).monthly("cloud.committed")
        assert np.flatnonzero(np.asarray(gpus).reshape(61, -1)[:, 0] > 0)[0] == 14
