"""Business as usual in each of its sorts, against hand calculations."""

import pytest
from earlier import example

from models.appraisal.results import CaseResult, case_result
from models.exhibits.figures import options_table
from models.plan.plan import Entry, Plan, blank_plan
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.judgement import USUAL, State, planned

POOL = "compute.pool.main."


def having(plan: Plan, **values: Value) -> Plan:
    for key, value in values.items():
        name = key.replace("__", ".")
        plan = plan.with_entry("base", name if "." in name else f"{POOL}{name}", Entry(value))
    return plan


def usual(**values: Value) -> CaseResult:
    """Return a flat plan: 8 GPUs at all hours of 60 months, 350,400 GPU-hours, at 1.00."""
    return case_result(having(blank_plan(), cloud_price=1.0, server_price=400_000.0, **values), "base")


def test_todays_bill_grows_and_nothing_costs_nothing_whatever_is_entered() -> None:
    bill = usual(finance__usual_today="bill", finance__usual_cost=1_000.0)
    assert bill.usual[-1] == pytest.approx(60_000)
    # twelve months from 1,000 on, growing evenly by a fifth a year: the sum of 1,000 x 1.2^(m/12), m = 0 to 11
    grows = usual(finance__usual_today="bill", finance__usual_cost=1_000.0, finance__usual_growth=0.2)
    assert grows.usual[12] == pytest.approx(sum(1_000 * 1.2 ** (month / 12) for month in range(12)))
    assert usual(finance__usual_cost=1_000.0).usual[-1] == pytest.approx(60_000), "as plans had it before"
    assert not usual(finance__usual_today="nothing", finance__usual_cost=1_000.0).usual.any()


def test_todays_cloud_is_at_list_price_on_demand_whatever_the_option_commits() -> None:
    # the option commits all of it at 40% off and negotiates 20%: 350,400 x 0.8 x 0.6; today's cloud pays the list
    found = usual(finance__usual_today="cloud", negotiated_discount=0.2, committed_one_year=1.0, one_year_discount=0.4)
    assert found.options["cloud"].total_cost == pytest.approx(350_400 * 0.8 * 0.6)
    assert found.usual[-1] == pytest.approx(350_400)
    with_extras = usual(finance__usual_today="cloud", cloud_extras=0.1, cloud_support=0.05, idle_share=0.2)
    assert with_extras.usual[-1] == pytest.approx(350_400 / 0.8 * 1.1 * 1.05)
    assert with_extras.usual[-1] == pytest.approx(with_extras.options["cloud"].total_cost), "the option is untuned too"


def test_todays_cloud_has_the_second_site_and_what_comes_on_top_of_every_bill() -> None:
    # 350,400 at list price, all of it twice, a fifth of VAT of which nothing is recovered; the option negotiates a half
    second = usual(finance__usual_today="cloud", negotiated_discount=0.5, standby=1.0)
    assert second.options["cloud"].total_cost == pytest.approx(350_400 * 0.5 * 2)
    assert second.usual[-1] == pytest.approx(350_400 * 2)
    vat = {"finance__vat_rate": 0.2, "finance__vat_services": 0.0}
    taxed = usual(finance__usual_today="cloud", negotiated_discount=0.5, **vat)
    assert taxed.options["cloud"].total_cost == pytest.approx(350_400 * 0.5 * 1.2)
    assert taxed.usual[-1] == pytest.approx(350_400 * 1.2)
    # a tenth above every estimate, a twentieth of optimism bias, and VAT on what is billed
    bills = {"cost_management__bill_factor": 1.1, "finance__bias_running": 0.05, "finance__bias_counted": True}
    above = usual(finance__usual_today="cloud", negotiated_discount=0.5, **vat, **bills)
    assert above.options["cloud"].total_cost == pytest.approx(350_400 * 0.5 * (1.1 * 1.2 + 0.05))
    assert above.usual[-1] == pytest.approx(350_400 * (1.1 * 1.2 + 0.05))


def test_where_society_ranks_todays_cloud_carries_no_vat_as_no_option_does() -> None:
    society = {"finance__ranked_by": "society", "finance__usual_today": "cloud", "economy__social_rate": 0.0}
    vat = {"finance__vat_rate": 0.2, "finance__vat_services": 0.0}
    bare, taxed = usual(**society), usual(**society, **vat)
    assert taxed.usual_present_value == pytest.approx(1.2 * bare.usual_present_value)
    assert taxed.usual_compared == pytest.approx(bare.usual_compared)
    assert taxed.usual_compared == pytest.approx(taxed.options["cloud"].compared)


def test_todays_cloud_that_is_set_up_does_not_pay_its_set_up_again() -> None:
    # clearances cost 9,000 in month 0, beside 350,400 of GPU-hours; then a fifth of VAT and a twentieth of bias on both
    once = {"finance__usual_today": "cloud", "security__clearance": 9_000.0}
    assert usual(**once).usual[-1] == pytest.approx(350_400 + 9_000), "as plans had it before"
    done = usual(**once, finance__usual_set_up=True)
    assert done.usual[-1] == pytest.approx(350_400)
    assert done.options["cloud"].total_cost == pytest.approx(350_400 + 9_000)
    on_top = {"finance__vat_rate": 0.2, "finance__vat_services": 0.0, "finance__bias_running": 0.05}
    later = {"finance__bias_counted": True, "finance__one_off_after": 2, "finance__running_after": 1}
    taxed = usual(**once, **on_top, **later, finance__usual_set_up=True)
    assert taxed.options["cloud"].total_cost == pytest.approx((350_400 + 9_000) * 1.25)
    assert taxed.usual[-1] == pytest.approx(350_400 * 1.25)
    assert taxed.usual[:2].tolist() == pytest.approx([0, 0]), "nothing of it is paid in the months of its payment"


def test_todays_servers_cost_what_they_cost_to_run_until_they_are_removed() -> None:
    # two servers owned already run 24 months at 500 each; what is bought after them is no business as usual
    found = usual(finance__usual_today="servers", owned_servers=2, owned_months=24, running_month=500.0)
    assert found.usual[24] == pytest.approx(24 * 2 * 500)
    assert found.usual[-1] == pytest.approx(24 * 2 * 500)


def test_its_row_says_what_it_is_or_that_nobody_has_said() -> None:
    plan = example().plan
    for sort, cell in (("unsaid", "not stated"), ("nothing", "nothing"), ("bill", "not stated")):
        entry = Entry(0.0)
        changed = having(plan, finance__usual_today=sort).with_entry("base", "finance.usual_cost", entry)
        row = options_table(changed, judged(changed, "base")).texts()[0]
        assert row[:2] == ["Business as usual", cell], sort
    cloud = having(plan, finance__usual_today="cloud")
    row = options_table(cloud, judged(cloud, "base")).texts()[0]
    assert float(row[1].replace(",", "")) > 4_000


def test_todays_cloud_is_ranked_where_it_does_the_same_work_and_never_beats_the_cloud_at_its_best() -> None:
    plan = having(example().plan, finance__usual_today="cloud", finance__usual_same_work=True)
    case = judged(plan, "base")
    assert case.usual_ranked
    assert case.usual_present_value > case.options["cloud"].compared
    assert planned(case).recommended == "on_premises"
    cheap = having(
        example().plan, finance__usual_today="bill", finance__usual_cost=100.0, finance__usual_same_work=True
    )
    standing = planned(judged(cheap, "base"))
    assert (standing.state, standing.recommended) == (State.USUAL, USUAL)


def test_what_does_nothing_or_has_too_few_servers_never_does_the_same_work() -> None:
    plan = having(example().plan, finance__usual_same_work=True)
    for sort in ("unsaid", "nothing", "bill", "servers"):
        case = judged(having(plan, finance__usual_today=sort), "base")
        assert not case.usual_ranked, sort
        assert planned(case).recommended == "on_premises", sort
    # four servers do all the work of five years, three do not
    for servers, enough in ((4, True), (3, False)):
        owned = having(plan, finance__usual_today="servers")
        for name, value in (("owned_servers", servers), ("owned_months", 120)):
            owned = owned.with_entry("base", f"compute.pool.h100.{name}", Entry(value))
        case = judged(owned, "base")
        assert (case.usual_ranked, case.usual_enough) == (enough, enough), servers
