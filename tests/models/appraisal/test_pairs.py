"""What a pair of options comes to, at the edges where a sign or a limit decides; each worked out by hand."""

import pytest
from earlier import example

from models.areas.register import DECLARED
from models.plan.plan import Entry
from models.plan.questions import Answers, plan_from
from models.rules.consistency import consistency
from models.rules.decisions import judged
from models.studies.influence import Influence

PLAN = example("insurer").plan
POOL = "compute.pool.h100."


def test_the_return_on_investment_is_the_saving_over_what_had_to_be_funded() -> None:
    case = judged(PLAN, "base")
    pair = case.pair("cloud", "on_premises", "nominal")
    saving = case.options["cloud"].total_cost - case.options["on_premises"].total_cost
    assert pair.return_on_investment is not None
    # £385k saved over £639k at the most: 0.6 for each pound
    assert pair.return_on_investment * pair.peak_funding == pytest.approx(saving)
    assert 0.5 < pair.return_on_investment < 0.7


@pytest.mark.parametrize(
    ("at_low", "at_high", "size"),
    [(40.0, 250.0, 150.0), (-100.0, 150.0, 200.0), (100.0, 100.0, 0.0), (90.0, -80.0, 180.0)],
)
def test_an_influence_is_as_large_as_its_farther_end(at_low: float, at_high: float, size: float) -> None:
    one = Influence("finance.discount_rate", DECLARED["finance.discount_rate"], 0.0, 0.1, 100.0, at_low, at_high)
    assert one.size == size


def test_an_option_that_ends_level_has_not_become_the_cheaper_one() -> None:
    # a hybrid that keeps no server is the cloud: the two stand level in every month
    case = judged(plan_from(Answers(requests=100_000.0)), "base")
    assert case.twins.get("hybrid") == "cloud"
    assert case.pair("cloud", "hybrid", "nominal").sustained is None


@pytest.mark.parametrize(
    ("one_year", "three_years", "named"), [(0.5, 0.5, False), (0.7, 0.3, False), (1.0, 0.0, False), (0.6, 0.41, True)]
)
def test_all_of_the_demand_may_be_committed_and_not_more(one_year: float, three_years: float, named: bool) -> None:
    plan = PLAN.with_entry("base", f"{POOL}committed_one_year", Entry(one_year)).with_entry(
        "base", f"{POOL}committed_three_years", Entry(three_years)
    )
    assert any("more than there is" in str(one) for one in consistency(plan, "base")) is named
