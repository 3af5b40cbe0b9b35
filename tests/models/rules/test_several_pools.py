"""Advice for plans with several pools: what bars one pool bars neither the others nor settings that avoid it."""

from advice import INSURER, P, W, cost, having

from models.plan.plan import Plan
from models.plan.rows import with_row
from models.quantities.declaration import Value
from models.rules.best import best
from models.rules.decisions import judged
from models.studies.best import AllBest, Best, with_settings

SECOND = "compute.pool.second."


def two_pools(**changes: Value) -> Plan:
    """Return the insurer with a second pool of the same servers, on which it trains."""
    plan, slug = with_row(INSURER, "pool", "Second", "h100")
    assert slug == "second"
    return having(plan, **{f"{W}training.pool": "second", f"{SECOND}hybrid_servers": 1, **changes})


def of(found: AllBest, kind: str) -> Best:
    return next(one for one in found.found if one.kind == kind)


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


def test_what_is_allowed_as_planned_stays_allowed_at_its_best() -> None:
    """The search rented abroad until month 34, was barred, and "no other option is allowed" but the API."""
    plan = rented_abroad()
    case = judged(plan, "base")
    assert "on_premises" not in case.blocked
    found = of(best(plan, "base"), "on_premises")
    assert found.cost <= case.options["on_premises"].compared
    better = judged(with_settings(plan, "base", found.settings), "base")
    assert "on_premises" not in better.blocked


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


def test_a_later_start_is_told_of_pools_that_own_something() -> None:
    """ "Training pool: owning starts in month 13" stood beside none of its servers kept."""
    plan = two_pools(**{f"{SECOND}site_from": 13, f"{SECOND}site_power": 60.0})
    settings = of(best(plan, "base"), "hybrid").settings
    kept = with_settings(plan, "base", settings).entry("base", f"{SECOND}hybrid_servers").value
    assert (f"{SECOND}owning_start" in settings or f"{SECOND}hybrid_start" in settings) == bool(kept)
