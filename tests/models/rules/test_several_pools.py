"""Advice for plans with several pools: what bars one pool bars neither the others nor settings that avoid it."""

import pytest
from advice import INSURER, P, W, against, cost, having, of_kind, standing

from models.appraisal.results import case_result
from models.exhibits.settings_words import all_settings
from models.plan.plan import Plan
from models.plan.rows import with_row
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.best import best
from models.rules.consistency import consistency
from models.rules.decisions import judged
from models.rules.offers import cheapest_elsewhere
from models.studies.best import AllBest, Best, with_settings

SECOND = "compute.pool.second."


def two_pools(**changes: Value) -> Plan:
    """Return the insurer with a second pool of the same servers, on which it trains."""
    plan, slug = with_row(INSURER, "pool", "Second", "h100")
    assert slug == "second"
    return having(plan, **{f"{W}training.pool": "second", f"{SECOND}hybrid_servers": 1, **changes})


def of(found: AllBest, kind: str) -> Best:
    return next(one for one in found.found if one.kind == kind)


@pytest.mark.long
def test_too_little_power_in_one_pool_bars_its_servers_and_no_others() -> None:
    """Power for one server where the assistant is, no limit elsewhere: "hybrid is not allowed" was the answer.

    One server there is allowed when it is entered by hand, and so is what the search finds, at less.
    """
    plan = two_pools(**{f"{P}site_power": 20.0, f"{P}hybrid_servers": 2})
    assert "hybrid" in judged(plan, "base").blocked
    by_hand = having(plan, **{f"{P}hybrid_servers": 1})
    assert "hybrid" not in judged(by_hand, "base").blocked
    found = best(plan, "base")
    assert of(found, "hybrid").cost <= cost(by_hand, "hybrid")
    assert f"{P}hybrid_servers" in of(found, "hybrid").settings
    assert "hybrid" not in judged(with_settings(plan, "base", of(found, "hybrid").settings), "base").blocked


@pytest.mark.long
def test_the_power_of_two_sites_is_not_added_up() -> None:
    """20 kW and 200 kW were 220 kW for all servers: two stood where one has power, and hybrid was struck out."""
    plan = two_pools(**{f"{P}site_power": 20.0, f"{SECOND}site_power": 200.0, f"{P}cloud_price": 16.0})
    settings = of(best(plan, "base"), "hybrid").settings
    assert with_settings(plan, "base", settings).entry("base", f"{P}hybrid_servers").value in {0, 1}
    assert "hybrid" not in judged(with_settings(plan, "base", settings), "base").blocked


def rented_abroad(**changes: Value) -> Plan:
    """Return the insurer with a chat for brokers from month 8 on GPUs rented in the US, cheaply; data must stay."""
    plan, _ = with_row(INSURER, "pool", "Second", "h100")
    plan, chat = with_row(plan, "workload", "Chat", "assistant")
    chat = f"{W}{chat}."
    abroad = {f"{SECOND}region": "elsewhere", f"{SECOND}cloud_price": 1.5, f"{SECOND}hybrid_servers": 1}
    work = {f"{chat}pool": "second", f"{chat}requests": 8_000_000, f"{chat}start": 8, f"{chat}sensitivity": "regulated"}
    return having(plan, **{**abroad, **work, **changes})


@pytest.mark.long
def test_what_is_allowed_as_planned_stays_allowed_at_its_best() -> None:
    """The search rented abroad until month 34, was barred, and "no other option is allowed" but the API."""
    plan = rented_abroad()
    case = judged(plan, "base")
    assert "on_premises" not in case.blocked
    found = of(best(plan, "base"), "on_premises")
    assert found.cost <= case.options["on_premises"].compared
    better = judged(with_settings(plan, "base", found.settings), "base")
    assert "on_premises" not in better.blocked


@pytest.mark.long
def test_an_option_that_rents_abroad_as_planned_is_looked_for_without() -> None:
    """Two servers of its own instead of one, or its models by API, and nothing is rented in the US."""
    plan = rented_abroad(**{f"{SECOND}cloud_price": 6.0, f"{P}cloud_price": 5.0})
    assert judged(plan, "base").blocked.keys() == {"cloud", "hybrid"}
    found = best(plan, "base")
    by_hand = having(plan, **{f"{SECOND}hybrid_servers": 2, f"{P}hybrid_servers": 0})
    assert "hybrid" not in judged(by_hand, "base").blocked
    assert of(found, "hybrid").cost <= cost(by_hand, "hybrid")
    for kind in ("cloud", "hybrid"):
        assert kind not in judged(with_settings(plan, "base", of(found, kind).settings), "base").blocked


@pytest.mark.long
def test_the_reason_stays_where_no_settings_avoid_it() -> None:
    """All GPUs are rented abroad and no API may serve: no setting of the cloud rents none."""
    plan = having(INSURER, **{f"{P}region": "elsewhere", f"{W}assistant.sensitivity": "regulated"})
    plan = having(
        plan,
        **{
            "security.residency": True,
            "hosting.workload.assistant.may_call": False,
            "hosting.workload.assistant.escalation": 0.0,
        },
    )
    why = best(plan, "base").missing["cloud"]
    assert "outside the UK and EU" in why


@pytest.mark.long
def test_a_later_start_is_told_of_pools_that_own_something() -> None:
    """ "Training pool: owning starts in month 13" stood beside none of its servers kept."""
    plan = two_pools(**{f"{SECOND}site_from": 13, f"{SECOND}site_power": 60.0})
    settings = of(best(plan, "base"), "hybrid").settings
    kept = with_settings(plan, "base", settings).entry("base", f"{SECOND}hybrid_servers").value
    assert (f"{SECOND}owning_start" in settings or f"{SECOND}hybrid_start" in settings) == bool(kept)


def waits_in_second(**changes: Value) -> Plan:
    """Return two pools: training waits for its own servers, the assistant is rented until its servers are there."""
    return two_pools(**{f"{SECOND}bridging": "wait", f"{P}bridging": "cloud", **changes})


def test_work_that_does_not_wait_loses_no_value_because_other_work_waits() -> None:
    """The assistant's £60k a month for four months counted as lost though it was served, and cloud led by £35k."""
    worth, worthless = (waits_in_second(**{f"{W}assistant.value": value}) for value in (60_000.0, 0.0))
    for option in ("on_premises", "hybrid"):
        assert cost(worth, option) == pytest.approx(cost(worthless, option))
        assert case_result(worth, "base").options[option].views.get("value_forgone", 0.0) == 0
    # where it waits too, four months less delivery's three are lost: 3 x 60,000 and discounting
    waits = waits_in_second(**{f"{W}assistant.value": 600_000.0, f"{P}bridging": "wait"})
    lead = int(waits.entry("base", f"{P}lead").value)
    forgone = case_result(waits, "base").options["on_premises"].views["value_forgone"]
    assert forgone == pytest.approx(lead * 600_000.0, rel=0.02)


def test_in_one_pool_what_never_leaves_waits_alone() -> None:
    inside = {f"{W}training.place": "inside", f"{P}bridging": "cloud"}
    worth, worthless = (having(INSURER, **inside, **{f"{W}assistant.value": value}) for value in (60_000.0, 0.0))
    assert cost(worth, "on_premises") == pytest.approx(cost(worthless, "on_premises"))
    own = having(INSURER, **inside, **{f"{W}training.value": 60_000.0, f"{W}assistant.value": 0.0})
    assert cost(own, "on_premises") > cost(worthless, "on_premises")


def test_who_says_that_the_work_that_waits_loses_nothing_is_believed() -> None:
    """ "Nothing is assumed to be lost while Monthly training waits" stood beside £245k for it."""
    plan = waits_in_second(**{f"{W}training.waits_freely": True, f"{W}assistant.value": 60_000.0})
    for option in ("on_premises", "hybrid"):
        assert case_result(plan, "base").options[option].waiting_cost == 0


def test_work_called_by_an_api_waits_for_no_server() -> None:
    waits = {f"{P}bridging": "wait", f"{W}assistant.value": 60_000.0}
    hosted = having(INSURER, **waits)
    called = having(hosted, **{"hosting.workload.assistant.on_premises_calls": True})
    forgone = [case_result(one, "base").options["on_premises"].views["value_forgone"] for one in (hosted, called)]
    assert forgone[0] > 100_000
    assert forgone[1] == 0


def test_settings_are_told_of_pools_with_work_to_which_they_apply() -> None:
    """ "Idle pool: all committed for one year … on spot" stood in tables, slides and at the command line."""
    plan, _ = with_row(INSURER, "pool", "Idle", "h100")
    for option in ("cloud", "api", "hybrid"):
        assert "Idle" not in all_settings(plan, plan.values("base"), option)
    trains = two_pools(**{f"{W}training.checkpointed": False})
    told = all_settings(trains, trains.values("base"), "cloud")
    assert "Second: 50% committed for three years" in told
    assert "Second: all of the interruptible work on spot" not in told


def test_terms_that_begin_too_late_are_named_with_the_month_in_which_they_would() -> None:
    """Work from month 30 of 60: no three-year term fits, and "no term is taken after month 36" was said."""
    late = two_pools(**{f"{W}training.start": 30, f"{SECOND}committed_one_year": 0.0, f"{SECOND}terms_with_work": True})
    (said,) = [one.message for one in consistency(late, "base") if one.key == f"{SECOND}late_terms"]
    assert said == "no term of 36 months is taken: the first, from month 30, would end past the horizon"
    # from month 25 one fits to the end exactly, and two one-year terms would too
    fits = having(late, **{f"{W}training.start": 25})
    assert not [one for one in consistency(fits, "base") if one.key == f"{SECOND}late_terms"]


@pytest.mark.long
def test_an_offer_is_held_against_today_s_supplier_on_the_terms_that_it_leaves() -> None:
    """An offer without terms made the cloud £198k cheaper: dropping the terms of that pool alone saved £292k."""
    plan = two_pools()
    dropped = having(plan, **{f"{SECOND}committed_one_year": 0.0, f"{SECOND}committed_three_years": 0.0})
    assert cost(dropped, "cloud") < cost(plan, "cloud")
    found = cheapest_elsewhere(plan, "base", judged(plan, "base"))
    assert found is not None
    assert found.present_value > cost(dropped, "cloud")
    assert not of_kind(plan, "offer")


@pytest.mark.long
def test_what_turns_the_recommendation_is_told_before_what_saves_less() -> None:
    """One server idle in a pool of its own cost on-premises its lead, and three smaller things were printed."""
    plan, _ = with_row(INSURER, "pool", "Idle", "h100")
    idle = "compute.pool.idle."
    plan = having(plan, **{f"{idle}owned_servers": 1, f"{idle}owned_months": 24, f"{idle}hybrid_servers": 2})
    without = having(plan, **{f"{idle}owned_servers": 0})
    assert standing(plan).recommended != standing(without).recommended
    told = [one.text for one in against(plan)]
    assert any(
        one.startswith("Not tried: without the server of Idle that is owned already on-premises") for one in told
    )


WAITING = {f"{P}bridging": "wait", f"{W}experiments.active": False, f"{W}assistant.value": 0.0}


@pytest.mark.parametrize("lead", [5, 18, 24])
def test_work_that_waits_and_may_leave_counts_at_what_renting_it_would_add(lead: int) -> None:
    """At the cloud's average hour, with its data and people in it, £398k was counted where renting adds £167k.

    With servers late enough that made another option the cheapest, and nobody said that renting meanwhile would not.
    """
    waits = having(INSURER, **WAITING, **{f"{P}lead": lead})
    rents = having(waits, **{f"{P}bridging": "cloud"})
    assert cost(waits, "on_premises") == pytest.approx(cost(rents, "on_premises"), rel=1e-6)


def test_what_waits_in_one_option_does_not_count_by_what_another_commits() -> None:
    """Cloud committed for three years, and on-premises, of which nothing had changed, was £55k cheaper."""
    waits = having(INSURER, **WAITING)
    committed = having(waits, **{f"{P}committed_three_years": 1.0, f"{P}committed_one_year": 0.0})
    assert cost(committed, "cloud") != pytest.approx(cost(waits, "cloud"))
    assert cost(committed, "on_premises") == pytest.approx(cost(waits, "on_premises"), rel=1e-9)


@pytest.mark.long
def test_renting_until_servers_are_delivered_is_told_where_waiting_costs_more() -> None:
    """Value of £100,000 a month lost for four months made cloud the cheapest; renting meanwhile, on-premises is."""
    waits = having(INSURER, **{f"{P}bridging": "wait", f"{W}assistant.value": 100_000.0})
    rents = having(waits, **{f"{P}bridging": "cloud"})
    assert standing(waits).recommended == "cloud"
    less = cost(waits, "cloud") - cost(rents, "on_premises")
    (said,) = of_kind(waits, "bridging")
    begins = "Not tried: with its work rented until servers are delivered, on-premises would cost"
    assert said == f"{begins} {money(less)} less than cloud does."
    assert not of_kind(rents, "bridging")


def test_what_a_hybrid_rents_altogether_waits_for_no_server() -> None:
    """A hybrid without a server in the pool that waits left nothing undone, and £395k counted for it."""
    worth = {f"{SECOND}hybrid_servers": 0, f"{W}training.value": 100_000.0}
    waits = waits_in_second(**worth)
    rents = having(waits, **{f"{SECOND}bridging": "cloud"})
    assert case_result(waits, "base").options["hybrid"].undone == 0
    assert cost(waits, "hybrid") == pytest.approx(cost(rents, "hybrid"), rel=1e-12)
    kept = having(waits, **{f"{SECOND}hybrid_servers": 1})
    assert case_result(kept, "base").options["hybrid"].waiting_cost > 100_000


def test_what_is_committed_later_counts_towards_all_that_may_be() -> None:
    """Of three quarters committed after three-year terms no more than a quarter may be committed beside them."""
    plan = having(INSURER, **{f"{P}one_year_after": 0.75, f"{P}committed_one_year": 0.25})
    for one in best(plan, "base").found:
        better = with_settings(plan, "base", one.settings)
        over = [said.message for said in consistency(better, "base") if "more than there is" in said.message]
        assert not over, one.kind
