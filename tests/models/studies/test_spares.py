"""Spares by availability: the binomial distribution, and what the judgement says where they are missing."""

import pytest
from earlier import example
from scipy.stats import binom

from models.plan.plan import Entry, Plan
from models.quantities.declaration import Value
from models.rules.decisions import findings, judged
from models.rules.judging import judge
from models.studies.spares import spares_asked, spares_needed

P = "compute.pool.h100."


def having(**changes: Value) -> Plan:
    plan = example("insurer").plan
    for key, value in changes.items():
        plan = plan.with_entry("base", f"{P}{key}", Entry(value))
    return plan


def _more_down(spares: int, servers: int, down: float) -> float:
    """Return the chance that more than the spares are down, by the library."""
    return float(binom.sf(spares, servers + spares, down))  # pyright: ignore[reportUnknownMemberType]


@pytest.mark.parametrize(
    ("servers", "availability", "down", "needed"),
    [
        # any of four down at 1% each: 3.9%; more than one of five: 0.098%; more than two of six: 0.002%
        (4, 0.95, 0.01, 0),
        (4, 0.97, 0.01, 1),
        (4, 0.999, 0.01, 1),
        (4, 0.9999, 0.01, 2),
        # a hundred servers at 1%: more than three of 103 2.0%, more than four of 104 0.4%
        (100, 0.99, 0.01, 4),
        (1, 0.999, 0.0, 0),
        (0, 0.999, 0.01, 0),
        (8, 0.0, 0.5, 0),
    ],
)
def test_spares_are_the_least_that_keep_enough_servers_up(
    servers: int, availability: float, down: float, needed: int
) -> None:
    assert spares_needed(servers, availability, down) == needed
    if servers and availability:
        assert _more_down(needed, servers, down) <= 1 - availability + 1e-12
        assert needed == 0 or _more_down(needed - 1, servers, down) > 1 - availability


def test_what_is_asked_follows_from_failures_and_repairs() -> None:
    (one,) = spares_asked(having(availability=0.999), "base")
    # 72 of 8,072 hours are 0.89%; four servers at the peak: more than none of four 3.5%, more than one of five 0.08%
    assert (one.servers, one.asked, one.planned) == (4, 1, 0)
    assert list(spares_asked(example("insurer").plan, "base")) == []
    (quick,) = spares_asked(having(availability=0.999, repair_hours=0), "base")
    assert quick.asked == 0


def test_less_than_is_asked_is_priced_by_the_judgement_and_told_by_the_check() -> None:
    plan = having(availability=0.999)
    found = judge(plan, "base", judged(plan, "base"))
    told = next(one.text for one in found.against if one.kind == "service")
    more = judged(having(spares=1), "base").options["on_premises"].compared
    less = judged(plan, "base").options["on_premises"].compared
    assert f"with which on-premises costs £{round((more - less) / 1000):,}k more" in told
    assert "99.9% availability needs 1 more spare server," in told
    assert any("4 servers needs 1 spare server, 0 planned" in one.message for one in findings(plan, "base"))
    never = having(availability=0.99999, repair_hours=100_000)
    assert any("99.999% availability of 4 servers cannot be reached" in one.message for one in findings(never, "base"))
    mended = having(availability=0.999, spares=1)
    assert not any("spare server" in one.message for one in findings(mended, "base"))
