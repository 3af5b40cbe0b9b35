"""Leads that rest on what is entered for one side alone: they turn, or a clear one becomes too close to call.

The insurer as planned is too close to call, on-premises £156k below cloud: each entry here makes a clear lead of it.
"""

from dataclasses import replace

import pytest
from advice import INSURER, P, having, of_kind
from earlier import example

from models.plan.plan import Plan, Row
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.chances import chances, drawn_costs
from models.rules.consistency import consistency
from models.rules.decisions import judged
from models.rules.doubts import doubts
from models.rules.judgement import Standing, State, judged_now
from models.rules.judging import judge
from models.studies.stress import stress_tests

RISK, OWN, BENEFIT = "risks.risk.price_rise.", "finance.own_cost.own.", "finance.benefit.benefit."
STEP, ROLE = "finance.price_step.step.", "operations.role."


def standing(plan: Plan) -> Standing:
    return judged_now(plan, "base", judged(plan, "base"))


ONE_SIDED: list[tuple[str, dict[str, Value], dict[str, Value], str]] = [
    (
        "risk",
        {f"{RISK}likely": 1e6, f"{RISK}high": 2e6, f"{RISK}probability": 0.9},
        {f"{RISK}active": False},
        "On-premises leads clearly only by what “Cloud or API prices rise” would cost the others",
    ),
    (
        "own_cost",
        {f"{OWN}active": True, f"{OWN}amount": 8_000.0, f"{OWN}on_premises": False, f"{OWN}hybrid": False},
        {f"{OWN}active": False},
        "On-premises leads clearly only by “Another cost”, which other options are charged and it is not",
    ),
    (
        "people_apart",
        {f"{ROLE}ml.people_cloud": 2.0},
        {f"{ROLE}ml.people_on_premises": 2.0, f"{ROLE}ml.people_hybrid": 2.0},
        "On-premises leads clearly only by having fewer people than cloud, 0.5 against 2 as “ML engineers”",
    ),
    (
        "control_cost",
        {"security.control.certification.running_cloud": 9_000.0, "security.control.encryption.setup": 0.0},
        {"security.control.certification.running_cloud": 250.0},
        "On-premises leads clearly only by what “Certification” costs, £9k a month for cloud and £250 for it",
    ),
    (
        "trend",
        {f"{STEP}active": True, f"{STEP}of": "cloud", f"{STEP}month": 2.0, f"{STEP}change": 0.6},
        {f"{STEP}active": False},
        "On-premises leads clearly only by “A change of a price” (Cloud GPU prices +60% from month 2)",
    ),
    (
        "benefit",
        {
            f"{BENEFIT}active": True,
            f"{BENEFIT}amount": 20_000.0,
            **{f"{BENEFIT}{one}": False for one in ("cloud", "api", "hybrid")},
        },
        {f"{BENEFIT}active": False},
        "On-premises leads clearly only by “A benefit”, which not every option is given, and not by cost",
    ),
]


@pytest.mark.long
@pytest.mark.parametrize(("kind", "entered", "without", "says"), ONE_SIDED, ids=[one[0] for one in ONE_SIDED])
def test_a_clear_lead_that_rests_on_one_side_is_told(
    kind: str, entered: dict[str, Value], without: dict[str, Value], says: str
) -> None:
    plan = having(INSURER, **entered)
    assert standing(plan).state is State.CLEAR
    (told,) = [one for one in of_kind(plan, kind) if one.startswith("On-premises leads")]
    assert told.startswith(says)
    then = standing(having(plan, **without))
    assert then.state is State.CLOSE
    assert f"on-premises and cloud are too close to call, {money(then.lead)} apart." in told


@pytest.mark.long
def test_fewer_people_on_which_a_lead_rests_are_shown_to_be_enough_first() -> None:
    """Capital of £570k was resolved on a lead of fewer people, which was said and was no condition."""
    plan = having(INSURER, **{f"{ROLE}ml.people_cloud": 2.0})
    roles = [f"operations.role.{row}.people_" for row in plan.slugs["role"]]
    own, its = (
        sum(float(plan.entry("base", f"{role}{one}").value) for role in roles) for one in ("on_premises", "cloud")
    )
    (first,) = [one.first for one in judge(plan, "base", judged(plan, "base")).conditions if one.kind == "people_apart"]
    assert first == f"{own:.3g} people being shown to be enough for on-premises, where cloud has {its:.3g}"


@pytest.mark.long
def test_what_both_sides_have_is_no_such_thing() -> None:
    """The cost of all options, as many people, a control at the same price: nothing rests on them."""
    plan = having(INSURER, **{f"{OWN}active": True, f"{OWN}amount": 8_000.0})
    assert not of_kind(plan, "own_cost")
    assert not [one for kind in ("people_apart", "control_cost") for one in of_kind(INSURER, kind)]


@pytest.mark.parametrize("few", [0.0, 0.05])
@pytest.mark.long
def test_fewer_people_for_servers_than_for_the_cloud_are_priced(few: float) -> None:
    """With as many platform engineers as the cloud has the lead is £278k; it was told last of the warnings."""
    plan = having(INSURER, **{f"{ROLE}platform.people_on_premises": few})
    as_many = having(plan, **{f"{ROLE}platform.people_on_premises": 0.3})
    more = standing(as_many).compared["on_premises"] - standing(plan).compared["on_premises"]
    (told,) = of_kind(plan, "people_apart")
    assert told.startswith(f"On-premises has fewer people than cloud, {few:.3g} against 0.3 as")
    assert f"on-premises costs {money(more)} more" in told


def test_a_rival_that_moves_too_hides_no_slip() -> None:
    """At 1 kW a server the hybrid gains as much as on-premises: the lead over it hardly moves, that over cloud does."""
    plan = having(INSURER, **{f"{P}server_power": 1.0})
    as_usual = standing(having(INSURER, **{f"{P}server_power": 8.0})).compared
    now = standing(plan).compared
    (told,) = of_kind(plan, "moved")
    leads = [one["cloud"] - one["on_premises"] for one in (as_usual, now)]
    assert told.endswith(f"the lead over cloud would be {money(leads[0])}, not {money(leads[1])}, all settings kept.")


@pytest.mark.parametrize(
    ("name", "says"),
    [
        ("colocation_price", "it is nothing, so that nobody is paid for the place where its servers stand; £180"),
        ("maintenance", "it is nothing, so that nobody is paid to repair its servers; 12%"),
        ("server_power", "it is nothing, so that its servers draw no power; 10.2 kW"),
    ],
)
def test_what_servers_do_not_come_without_is_in_doubt_at_nothing(name: str, says: str) -> None:
    plan = having(INSURER, **{f"{P}{name}": 0.0})
    assert any(one.key == f"{P}{name}" and one.message.startswith(says) for one in doubts(plan, "base"))
    # another cost of the same servers may hold it
    assert not any(one.key == f"{P}{name}" for one in doubts(having(plan, **{f"{P}running_month": 2_000.0}), "base"))


def test_people_without_a_salary_are_in_doubt() -> None:
    """The insurer's platform engineers at nothing made a clear lead of what is too close to call."""
    unpaid = having(INSURER, **{f"{ROLE}platform.salary": 0.0})
    assert standing(unpaid).state is State.CLEAR
    (told,) = of_kind(unpaid, "doubt")
    assert told.startswith("“Platform and DevOps engineers: Salary” may be wrong, and it decides: it is nothing, so")
    assert told.endswith("£75,000 / person-year on-premises and cloud would be too close to call, all settings kept.")
    nobody = {f"{ROLE}platform.people_{one}": 0.0 for one in ("cloud", "on_premises", "hybrid")}
    a_contract: dict[str, Value] = {f"{OWN}active": True, f"{OWN}amount": 12_000.0}
    for otherwise in (nobody, a_contract):
        assert not any("not paid" in one.message for one in doubts(having(unpaid, **otherwise), "base"))


@pytest.mark.parametrize("name", ["api_in", "api_out"])
def test_tokens_for_nothing_one_way_alone_are_in_doubt(name: str) -> None:
    """Output that costs nothing led by £448k over the cheapest; with neither price no API is on offer at all."""
    key = "hosting.workload.assistant."
    plan = having(INSURER, **{f"{key}{name}": 0.0})
    assert any(one.key == f"{key}{name}" and "costs nothing" in one.message for one in doubts(plan, "base"))
    neither = having(INSURER, **{f"{key}api_in": 0.0, f"{key}api_out": 0.0})
    assert not any("costs nothing" in one.message for one in doubts(neither, "base"))


def test_the_catalogues_price_in_other_money_is_in_doubt() -> None:
    """$8.944 an hour that stands as £8.944 made a clear lead of £828k."""
    plan = having(INSURER, **{f"{P}cloud_currency": "GBP"})
    dollars = 8.944 * float(INSURER.entry("base", "finance.dollar_rate").value)
    (found,) = [one for one in doubts(plan, "base") if one.key == f"{P}cloud_price"]
    assert found.mended == pytest.approx(dollars, rel=1e-3)
    (told,) = of_kind(plan, "doubt")
    assert "it decides: 8.944 is the catalogue's price in US dollars, and it stands in pounds" in told


@pytest.mark.long
def test_an_api_without_a_price_is_not_left_out_in_silence() -> None:
    """With its price the API is £124k cheaper; with none entered the cloud led “in 99 of 100 cases”."""
    startup = example("startup").plan
    assert standing(startup).recommended == "api"
    plan = having(startup, **{f"hosting.workload.assistant.{one}": 0.0 for one in ("api_in", "api_out")})
    said = judge(plan, "base", judged(plan, "base")).against[0].text
    assert said == "No price of an API is entered for Product assistant, so that calling one is not compared."
    never = having(plan, **{"hosting.workload.assistant.may_call": False})
    assert not any("No price of an API" in one.text for one in judge(never, "base", judged(never, "base")).against)


def test_a_cost_of_the_cloud_is_not_the_servers_electricity() -> None:
    plan = having(INSURER, **{f"{OWN}active": True, f"{OWN}amount": 8_000.0})
    assert any("electricity" in one.message for one in consistency(plan, "base"))
    rented = having(plan, **{f"{OWN}on_premises": False, f"{OWN}hybrid": False})
    assert not any("electricity" in one.message for one in consistency(rented, "base"))


def test_the_chance_that_is_told_is_the_least_of_the_pairs() -> None:
    """“Cheaper than hybrid in 93 of 100 cases” stood beside a cloud that was dearer in 75."""
    plan = having(INSURER, **{"finance.vat_services": 0.0, "finance.vat_assets": 1.0})
    found = standing(plan)
    costs = drawn_costs(plan, "base", ["on_premises", "hybrid", "cloud", "api"])
    assert found.least_sure == ("cloud", chances(costs, "on_premises")["cloud"])
    assert found.rival == "hybrid"


def test_spare_servers_that_nothing_asks_for_are_told_where_renting_leads_by_them() -> None:
    plan = having(INSURER, **{f"{P}spares": 3.0})
    assert standing(plan).recommended == "cloud"
    lead = standing(INSURER).lead
    (told,) = of_kind(plan, "service")
    assert told == (
        "Cloud leads only by 3 spare servers of H100 pool, where its availability asks for none: with no more than"
        f" that, on-premises leads by {money(lead)}."
    )


def test_people_for_owned_servers_beyond_what_they_ask_for_are_told_where_renting_leads_by_them() -> None:
    """At £30,000 a person one more than the cloud has costs little, and twelve make the cloud lead."""
    cheap = having(INSURER, **{f"{ROLE}platform.salary": 30_000.0, f"{ROLE}security.people_on_premises": 0.1})
    many: dict[str, Value] = {f"{ROLE}platform.people_{one}": 12.0 for one in ("on_premises", "hybrid")}
    assert standing(cheap).recommended == "on_premises"
    plan = having(cheap, **many)
    assert standing(plan).recommended == "cloud"
    (told,) = of_kind(plan, "people_apart")
    one_more = {f"{ROLE}platform.people_{one}": 1.3 for one in ("on_premises", "hybrid")}
    then = standing(having(plan, **one_more))
    assert then.recommended == "on_premises"
    assert told == (
        "Cloud leads only by the people that on-premises is given, 12 where cloud has 0.3: with one more than cloud,"
        f" on-premises leads by {money(then.lead)}."
    )


@pytest.mark.long
def test_dated_prices_that_a_lead_owes_nothing_to_are_not_named() -> None:
    """A rise of server prices works against on-premises: what it leads by is that of the cloud's."""
    rows = {**INSURER.rows, "price_step": (*INSURER.rows["price_step"], Row("second", "A second change"))}
    new = {
        key.replace(".step.", ".second.", 1): entry for key, entry in INSURER.entries.items() if key.startswith(STEP)
    }
    plan = replace(INSURER, rows=rows, entries={**INSURER.entries, **new})
    against: dict[str, Value] = {
        f"{STEP}active": True,
        f"{STEP}of": "hardware",
        f"{STEP}month": 2.0,
        f"{STEP}change": 0.02,
    }
    of_it: dict[str, Value] = {
        key.replace(".step.", ".second.", 1): value
        for key, value in {**against, f"{STEP}of": "cloud", f"{STEP}change": 0.6}.items()
    }
    (told,) = [one for one in of_kind(having(plan, **against, **of_it), "trend") if "leads clearly only by" in one]
    assert told.startswith("On-premises leads clearly only by “A second change” (Cloud GPU prices +60% from month 2): ")


@pytest.mark.parametrize(
    "otherwise",
    [
        {f"{P}site": "own", f"{P}colocation_price": 0.0},
        {f"{P}colocation_all_in": True, f"{P}tariff": 0.0},
        {f"{OWN}active": True, f"{OWN}amount": 12_000.0, f"{P}colocation_price": 0.0},
    ],
)
def test_what_is_paid_otherwise_is_in_no_doubt(otherwise: dict[str, Value]) -> None:
    """An own room has no colocation price, one with power in its price no tariff, and a row may hold the contract."""
    assert not any("it is nothing" in one.message for one in doubts(having(INSURER, **otherwise), "base"))


def test_a_trend_without_which_it_is_close_says_no_more_than_that() -> None:
    """“Only if API prices fall 25% a year as planned” was false: at 2% a year the lead was clear too."""
    startup = example("startup").plan
    (scenario,) = [one.slug for one in startup.scenarios if one.slug == "takes_off"]
    said = [one.text for one in judge(startup, scenario, judged(startup, scenario)).against if one.kind == "trend"]
    assert said
    assert said[0].startswith("API leads clearly only if API prices fall (planned 25% a year): at today's prices ")


@pytest.mark.long
def test_owning_that_leads_by_terms_of_others_past_the_horizon_says_so() -> None:
    """Over 40 months cloud paid £459k for terms that ended later, and owning led in 88 of 100 cases unsaid."""
    plan = having(INSURER, **{"finance.horizon": 40, f"{P}late_terms": True})
    assert standing(plan).state is State.CLEAR
    within = standing(having(plan, **{f"{P}late_terms": False}))
    assert within.state is State.CLOSE
    (told,) = of_kind(plan, "terms")
    assert told == (
        "On-premises leads clearly only by commitments that end after the horizon, which are charged to their end:"
        f" without them, on-premises and cloud are too close to call, {money(within.lead)} apart."
    )
    assert of_kind(having(plan, **{f"{P}late_terms": False}), "terms") == []


@pytest.mark.long
def test_a_lead_that_rests_on_a_forward_rate_says_so() -> None:
    """At a forward rate of 0.80 on-premises led by £238k in 70 of 100 cases, and at today's it is close."""
    hedged = having(INSURER, **{"finance.dollar_hedged": 1.0, "finance.dollar_forward": 0.8})
    assert standing(hedged).state is State.CLEAR
    (told,) = of_kind(hedged, "hedge")
    assert told.endswith("at today's rate, on-premises and cloud are too close to call, £156k apart.")
    assert of_kind(having(hedged, **{"finance.dollar_forward": 0.7463}), "hedge") == []
    labels = [one.label for one in stress_tests(hedged, "base")]
    assert not any(one.startswith("Foreign currency") for one in labels), "a rate that is hedged moves nothing"


@pytest.mark.long
def test_a_recovery_that_takes_too_long_is_priced_as_high_availability_is() -> None:
    """An objective missed by 68 hours was in no line of page one, and what meets it gives another option the lead."""
    slow = having(INSURER, **{"security.recovery_time": 4.0})
    (told,) = [one for one in of_kind(slow, "service") if one.startswith("Recovery may take")]
    ready = standing(having(slow, **{f"{P}standby": 1.0}))
    assert ready.recommended == "api"
    assert told.startswith(
        "Recovery may take 4 hours, and takes 72 at one site: in today's money, with all compute twice, on-premises"
    )
    assert told.endswith(f"and API leads by {money(ready.lead)}.")
    assert not any(one.startswith("Recovery") for one in of_kind(having(slow, **{f"{P}standby": 1.0}), "service"))


@pytest.mark.long
def test_failures_of_the_other_route_are_not_said_to_be_none() -> None:
    route = "hosting.workload.assistant."
    plan = having(INSURER, **{f"{route}hosted_success": 0.999, f"{route}failure_minutes": 1.0})
    (told,) = [one for one in of_kind(plan, "service") if one.startswith("No task of")]
    assert told.startswith(
        "No task of Claims assistant is assumed to fail by API, while one in 1,000 does where it is hosted; nobody has"
    )


def test_a_month_of_the_calendar_is_no_count_of_days() -> None:
    """“First month may be wrong: 40 months looks like days; 1 month would be usual.”"""
    for month in (37, 40, 48, 60):
        late = having(INSURER, **{f"workloads.workload.{one}.start": month for one in INSURER.slugs["workload"]})
        assert not any(one.key.endswith(".start") for one in doubts(late, "base")), month
