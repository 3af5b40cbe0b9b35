"""Each option at its best: against hand calculations, enumeration and other candidates."""

import itertools
import random
import re
from collections.abc import Mapping, Sequence

import numpy as np
import pytest
from answers import in_two_tiers
from untuned import untuned

from desktop.storage import examples
from models.appraisal.model import model
from models.appraisal.results import case_result
from models.areas.compute import Pool
from models.areas.decisions import DECISIONS, Tried
from models.plan.plan import Entry, Plan, blank_plan
from models.plan.used import pattern_of
from models.quantities.declaration import Value
from models.rules.best import best, may_call
from models.rules.decisions import judged
from models.studies import settings_search as search
from models.studies.best import AllBest, Best, GivenUpError, with_settings
from models.studies.best_judged import risked
from models.studies.decision_space import Question, Variable, planned_value, settings_of, variables_of
from models.studies.settings_search import Search

POOL = "compute.pool.main."


def of(found: AllBest, kind: str) -> Best:
    return next(one for one in found.found if one.kind == kind)


def priced(**values: Value) -> Plan:
    """Return a flat plan: 8 GPUs at all hours of 60 months, 350,400 GPU-hours."""
    plan = blank_plan()
    for name, value in {"cloud_price": 1.0, "server_price": 400_000.0, **values}.items():
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    return plan


def cost(plan: Plan, settings: Mapping[str, Value], option: str) -> float:
    return case_result(with_settings(plan, "base", settings), "base").options[option].compared


def test_a_flat_load_commits_for_the_term_that_takes_most_off() -> None:
    # one year takes 40% off all 60 months: 350,400 x 0.60 = 210,240. Three years take 50% off the first 36 months,
    # since a second term would end past the horizon, and one year 40% off the other 24:
    # 350,400 x (36 x 0.5 + 24 x 0.6) / 60 = 189,216
    plan = priced(one_year_discount=0.4, three_year_discount=0.5)
    one = of(best(plan, "base"), "cloud")
    assert one.cost == pytest.approx(189_216)
    assert one.settings == {f"{POOL}committed_three_years": 1.0, f"{POOL}one_year_after": 1.0}
    assert one.planned == pytest.approx(350_400)
    # where one year takes more off than three nothing is committed for three: 350,400 x 0.45 = 157,680
    other = of(best(priced(one_year_discount=0.55, three_year_discount=0.5), "base"), "cloud")
    assert other.cost == pytest.approx(157_680)
    assert other.settings == {f"{POOL}committed_one_year": 1.0}
    # and where it takes nothing off the rest is paid on demand: 350,400 x (36 x 0.5 + 24) / 60 = 245,280
    rest = of(best(priced(one_year_discount=0.0, three_year_discount=0.5), "base"), "cloud")
    assert rest.cost == pytest.approx(245_280)
    assert rest.settings == {f"{POOL}committed_three_years": 1.0}


@pytest.mark.parametrize(
    ("changes", "searched"),
    [
        ({}, True),
        ({"finance.horizon": 48}, True),
        ({"finance.horizon": 47}, False),
        ({"finance.horizon": 36}, False),
        ({"finance.horizon": 35}, False),
        ({f"{POOL}three_year_discount": 0.0}, False),
        ({f"{POOL}one_year_discount": 0.0}, False),
        ({f"{POOL}late_terms": True}, False),
        ({"finance.horizon": 36, f"{POOL}terms_with_work": True}, False),
        ({"finance.horizon": 24, f"{POOL}terms_with_work": True}, False),
        # an API may do the first year's work, and terms begin with what is rented then
        ({"finance.horizon": 72, f"{POOL}terms_with_work": True}, True),
        ({"finance.horizon": 72, f"{POOL}terms_with_work": False}, False),
    ],
)
def test_what_follows_three_year_terms_is_searched_where_it_fits(
    changes: Mapping[str, Value], *, searched: bool
) -> None:
    plan = priced(one_year_discount=0.25, three_year_discount=0.5, terms_with_work=False)
    for key, value in changes.items():
        plan = plan.with_entry("base", key, Entry(value))
    (after,) = [
        one for one in variables_of(Question(plan, "base"), "cloud") if one.decision.declared is Pool.one_year_after
    ]
    assert (len(after.values) > 1) is searched


def test_what_follows_three_year_terms_stays_where_an_option_takes_terms_of_its_own() -> None:
    """What the search does not move must not be lost when what stands beside it moves to the option's own terms."""
    plan = examples.example("insurer").plan
    for key, value in {"api_terms": False, "one_year_after": 0.45}.items():
        plan = plan.with_entry("base", f"compute.pool.h100.{key}", Entry(value))
    found = best(plan, "base")
    one = of(found, "api")
    assert one.settings["compute.pool.h100.api_terms"] is True
    then = case_result(with_settings(plan, "base", one.settings), "base").options["api"].compared
    assert then == pytest.approx(one.cost)


def test_a_flat_load_that_owning_serves_costs_its_servers() -> None:
    # one server of 8 GPUs is 400,000 however it is bought; renting costs 350,400 and leads
    found = best(priced(), "base")
    assert of(found, "on_premises").cost == pytest.approx(400_000)
    assert found.found[0].kind == "cloud"
    assert found.missing["api"].startswith("no workload may be served")


@pytest.mark.long
def test_the_insurer_and_the_software_firm_come_to_what_was_found_by_hand() -> None:
    # found by 20,000 random settings before there was a search: £586k, on-premises ahead by £156k; one-year terms after
    # those of three years save another £158k
    insurer = best(untuned("insurer"), "base")
    cloud = of(insurer, "cloud")
    assert cloud.saving == pytest.approx(743_600, rel=0.002)
    assert {key.rsplit(".", 1)[1]: value for key, value in cloud.settings.items()} == {
        "committed_one_year": 0.0,
        "committed_three_years": 1.0,
        "one_year_after": 0.75,
        "spot_share": 1.0,
    }
    assert [one.kind for one in insurer.found[:2]] == ["cloud", "on_premises"]
    saas = best(untuned("saas"), "base")
    assert saas.found[0].kind == "api"
    assert saas.found[0].cost == pytest.approx(1_948_000, rel=0.002)


@pytest.mark.long
@pytest.mark.parametrize("name", ["insurer", "bank", "saas"])
def test_the_search_finds_what_enumeration_finds(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = examples.example(name).plan
    monkeypatch.setattr(search, "MOST_ENUMERATED", 200_000)
    whole = best(plan, "base")
    monkeypatch.setattr(search, "MOST_ENUMERATED", 0)
    searched = best(plan, "base")
    assert [one.kind for one in searched.found] == [one.kind for one in whole.found]
    for one, other in zip(searched.found, whole.found, strict=True):
        assert one.cost == pytest.approx(other.cost, abs=0.01), one.kind
        assert one.tried <= other.tried


def variables(plan: Plan, option: str) -> list[Variable]:
    """Return the decisions of an option as the search has them."""
    return variables_of(Question(plan, "base", tuple(may_call(plan, "base"))), option)


def test_servers_are_tried_up_to_the_need_itself() -> None:
    """Hybrid with every server that the work asks for: 24 GPUs at all hours are three servers of eight."""
    plan = priced()
    work = plan.slugs["workload"][0]
    assert max(next(one for one in variables(plan, "hybrid") if one.key.endswith("servers")).values) == 1
    plan = plan.with_entry("base", f"workloads.workload.{work}.gpus", Entry(24.0))
    kept = [one for one in variables(plan, "hybrid") if one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED]
    assert [one.values for one in kept] == [(0, 1, 2, 3)]


def kind_of(option: str, decided: Sequence[Variable], candidate: Sequence[int]) -> bool:
    """Return whether settings are of an option's kind: shares of 100% at most, not all by API, a server kept."""
    chosen = [(one, one.values[place]) for one, place in zip(decided, candidate, strict=True)]
    committed: dict[tuple[str, str], float] = {}
    for one, value in chosen:
        name = one.decision.declared.name
        # one-year terms run beside those of three years, and beside what follows these
        for beside in ("three_years", "after"):
            if "committed_one_year" in name or name.endswith(beside):
                committed[one.row, beside] = committed.get((one.row, beside), 0.0) + float(value)
    calls = [value for one, value in chosen if one.is_call]
    kept = [value for one, value in chosen if one.decision.tried is Tried.SERVERS_UP_TO_THE_NEED]
    return (
        all(share <= 1 + 1e-9 for share in committed.values())
        and (not calls or any(value != 1 for value in calls))
        and (option != "hybrid" or any(kept))
    )


@pytest.mark.long
@pytest.mark.parametrize("name", ["insurer", "saas"])
def test_no_change_of_one_decision_is_cheaper(name: str) -> None:
    plan = untuned(name)
    for one in best(plan, "base").found:
        decided = variables(plan, one.kind)
        at_best = with_settings(plan, "base", one.settings)
        here = [
            each.values.index(planned_value(at_best.values("base"), each.decision, each.row, one.kind))
            for each in decided
        ]
        for place, each in enumerate(decided):
            for value in range(len(each.values)):
                moved = tuple(value if at == place else kept for at, kept in enumerate(here))
                if kind_of(one.kind, decided, moved):
                    settings = settings_of(decided, moved)
                    assert cost(plan, settings, one.kind) >= one.cost - 0.01, (one.kind, settings)


@pytest.mark.long
@pytest.mark.parametrize("name", examples.names())
def test_no_random_candidate_is_cheaper(name: str) -> None:
    plan = untuned(name)
    draw = random.Random(name)
    for one in best(plan, "base").found:
        decided = variables(plan, one.kind)
        for _ in range(300):
            drawn = tuple(draw.randrange(len(each.values)) for each in decided)
            if kind_of(one.kind, decided, drawn):
                settings = settings_of(decided, drawn)
                assert cost(plan, settings, one.kind) >= one.cost - 0.01, (one.kind, settings)


def unwatched(_part: float, _doing: str) -> None:
    """Look away."""


@pytest.mark.long
@pytest.mark.parametrize("name", examples.names())
def test_none_of_two_hundred_thousand_candidates_is_cheaper(name: str) -> None:
    plan = untuned(name)
    draw = np.random.default_rng(7)
    found = best(plan, "base").found
    for one in found:
        question = Question(plan, "base", tuple(may_call(plan, "base")))
        search_of = Search(question, one.kind, variables_of(question, one.kind), unwatched)
        sizes = [len(each.values) for each in search_of.variables]
        for _ in range(10):
            drawn = np.column_stack([draw.integers(0, size, 20_000 // len(found) + 1) for size in sizes])
            costs = search_of.cost(list(map(tuple, drawn.tolist())))
            assert costs.min() >= one.cost - 0.01, one.kind


@pytest.mark.parametrize("name", in_two_tiers(examples.names(), "insurer", "startup", "hospital"))
def test_what_is_found_is_what_the_engine_says_of_these_settings_and_no_rule_blocks_it(name: str) -> None:
    plan = examples.example(name).plan
    for one in best(plan, "base").found:
        assert cost(plan, one.settings, one.kind) == pytest.approx(one.cost, rel=1e-12)
        assert one.kind not in judged(with_settings(plan, "base", one.settings), "base").blocked
        assert one.planned is None or one.planned >= one.cost - 0.01


@pytest.mark.long
def test_kinds_are_disjoint() -> None:
    plan = examples.example("saas").plan
    works = may_call(plan, "base")
    for one in best(plan, "base").found:
        values = with_settings(plan, "base", one.settings).values("base")
        called = [values[f"hosting.workload.{work}.api_share"] == 1 for work in works]
        assert one.kind == "api" or not all(called)
        if one.kind == "hybrid":
            assert any(float(values[f"compute.pool.{pool}.hybrid_servers"]) for pool in plan.slugs["pool"])


def test_an_api_is_offered_only_where_it_may_be_called_and_has_a_price() -> None:
    plan = examples.example("insurer").plan
    assert may_call(plan, "base") == ["assistant"]
    for key, value in (
        ("security.air_gapped", True),
        ("workloads.workload.assistant.place", "inside"),
        ("workloads.workload.assistant.active", False),
    ):
        assert may_call(plan.with_entry("base", key, Entry(value)), "base") == [], key
    free = plan
    for name in ("api_in", "api_out"):
        free = free.with_entry("base", f"hosting.workload.assistant.{name}", Entry(0.0))
    assert may_call(free, "base") == []
    abroad = plan.with_entry("base", "hosting.workload.assistant.regional_endpoint", Entry(value=False))
    assert may_call(abroad, "base") == []


@pytest.mark.long
def test_what_a_rule_forbids_to_call_is_hosted_at_its_best_and_nothing_blocked_is_found() -> None:
    plan = examples.example("saas").plan
    for name, value in (("api_share", 1.0), ("regional_endpoint", False)):
        plan = plan.with_entry("base", f"hosting.workload.summaries.{name}", Entry(value))
    plan = plan.with_entry("base", "workloads.workload.summaries.sensitivity", Entry("regulated"))
    assert set(judged(plan, "base").blocked) == {"cloud", "api", "on_premises", "hybrid"}
    found = best(plan, "base")
    assert [one.kind for one in found.found]
    for one in found.found:
        assert one.settings["hosting.workload.summaries.api_share"] == 0.0
        assert one.planned is None
        assert one.kind not in judged(with_settings(plan, "base", one.settings), "base").blocked
        assert cost(plan, one.settings, one.kind) == pytest.approx(one.cost, rel=1e-12)


PAID = "on_premises.total.capital"


def test_limits_rule_options_out_and_say_the_nearest() -> None:
    plan = examples.example("insurer").plan
    found = best(plan, "base", {"capital": 600_000.0})
    assert "on_premises" not in [one.kind for one in found.found]
    # servers bought later are cheaper, so that the least capital is that of owning which starts last
    latest = plan.with_entry("base", "compute.pool.h100.owning_start", Entry(34))
    capital = [model(one.structure).evaluate(one.values("base"), [PAID]).arrays[PAID].sum() for one in (latest, plan)]
    least = 960_382 * capital[0] / capital[1]
    said = re.fullmatch(
        r"capital of at most £600,000 \(total paid for hardware and works\) cannot be kept: £([\d,]+) is the least"
        " of all settings tried",
        found.missing["on_premises"],
    )
    assert said is not None
    assert float(said[1].replace(",", "")) == pytest.approx(least, abs=2)
    assert all(one.capital <= 600_000 for one in found.found)


@pytest.mark.parametrize(
    ("limit", "value", "out"),
    [
        # eight GPUs take one server of 100,000, six kW at full load with the site's overhead, delivered in month 9;
        # nine months of sixty wait; renting pays 5,840 a month and nothing at the start
        ("capital", 99_999, "on_premises"),
        ("funding", 80_000, "on_premises"),
        ("undone", 0.1499, "on_premises"),
        ("start", 8, "on_premises"),
        ("power", 5.99, "on_premises"),
        ("year", 70_079, "cloud"),
    ],
)
def test_every_limit_rules_out_what_breaks_it_and_nothing_else(limit: str, value: float, out: str) -> None:
    # while the work waits nothing is paid, so that owning which starts late enough never costs more than the cloud did
    bridging = "cloud" if limit == "funding" else "wait"
    plan = priced(server_price=100_000.0, lead=9, bridging=bridging, server_power=6.0, pue=1.0, site="colocation")
    broken = best(plan, "base", {limit: value})
    assert out in broken.missing, broken.missing
    assert f"{limit} of at most" in broken.missing[out]
    if limit != "funding":
        assert out in [one.kind for one in best(plan, "base", {limit: value + 1 if value > 1 else 0.151}).found]


@pytest.mark.long
def test_limits_of_people_and_of_criteria_hold_the_options_to_them() -> None:
    plan = examples.example("insurer").plan
    people = {option: case_result(plan, "base") for option in ("cloud",)}["cloud"]
    scores = {key: one.views["criteria_score"] for key, one in people.options.items()}
    found = best(plan, "base", {"score": 60.0})
    assert {one.kind for one in found.found} == {key for key, score in scores.items() if score >= 60}
    assert "score of at least 60" in found.missing["on_premises"]
    few = best(plan, "base", {"people": 0.5})
    assert few.found == []
    assert all("people of at most 0.50" in reason for reason in few.missing.values())


@pytest.mark.long
def test_the_chance_of_keeping_a_limit_is_told_and_p80_holds_it_in_eight_of_ten() -> None:
    plan = examples.example("insurer").plan
    at = best(plan, "base")
    capital = of(at, "on_premises").capital
    told = risked(plan, "base", at.found, within={"capital": capital}, cases=500)
    assert 0.2 < told["on_premises"].kept["capital"] < 0.8, "prices are drawn about what is planned"
    assert told["cloud"].kept["capital"] == 1.0
    assert all(len(told[one.kind].shortlist) == len(one.shortlist) for one in at.found)


def test_work_left_undone_is_counted_and_told() -> None:
    # 8 GPUs wait nine of sixty months: 9 x 5,840 hours at the cloud's 1.00 an hour beside one server of 100,000
    plan = priced(server_price=100_000.0, lead=9, bridging="wait")
    found = best(plan, "base")
    assert of(found, "on_premises").undone == pytest.approx(9 / 60)
    assert of(found, "on_premises").cost == pytest.approx(100_000 + 9 * 5_840)
    assert of(found, "cloud").cost == pytest.approx(350_400)


def test_a_search_that_is_given_up_keeps_the_best_so_far() -> None:
    calls = itertools.count()

    def look(_part: float, _doing: str) -> None:
        if next(calls) > 2:
            raise GivenUpError

    found = best(examples.example("saas").plan, "base", look=look)
    assert not found.complete
    assert 0 < len(found.found) < 4


@pytest.mark.long
def test_draws_are_shared_and_chances_add_up() -> None:
    plan = examples.example("insurer").plan
    found = best(plan, "base").found
    told = risked(plan, "base", found, cases=500)
    assert sum(one.chance for one in told.values()) == pytest.approx(1)
    assert all(one.p80 >= 0 and one.regret >= 0 for one in told.values())
    assert told == risked(plan, "base", found, cases=500)


def test_decisions_are_inputs_that_there_are() -> None:
    keys = examples.example("insurer").plan.entries
    assert {one.declared.key for one in DECISIONS} <= {pattern_of(key) for key in keys}
