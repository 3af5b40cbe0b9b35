"""The map of two inputs against the line on which two options cost the same."""

import numpy as np
import pytest
from earlier import example

from models.plan.plan import Entry, Plan, blank_plan
from models.studies.two_inputs import UTILISATION, map_keys, regions, two_inputs

POOL = "compute.pool.main."
HOURS = 8 * 730 * 60


def flat() -> Plan:
    plan = blank_plan()
    for name, value in (("server_price", 250_000.0), ("cloud_price", 5.0)):
        plan = plan.with_entry("base", f"{POOL}{name}", Entry(value))
    return plan


def area(points: np.ndarray) -> float:
    """Return the area within an outline (shoelace)."""
    x, y = points[:, 0], points[:, 1]
    return abs(float(x @ np.roll(y, -1) - y @ np.roll(x, -1))) / 2


def test_the_boundary_is_the_line_of_equal_cost() -> None:
    # rented: 350,400 p, owned: s. Usual are p 4..12, so that 0.8 lies in 0.46..1.39; the line is s = 350,400 p. The
    # hybrid keeps no server: it is the cloud, and has no region
    plan = flat().with_entry("base", f"{POOL}cloud_price", Entry(0.8))
    found = two_inputs(plan, "base", f"{POOL}server_price", f"{POOL}cloud_price")
    assert found.best == "on_premises"
    for outline in (one for many in found.regions["cloud"] for one in many):
        inside = (
            (outline[:, 1] > found.up.values[0] + 1e-9)
            & (outline[:, 0] < found.across.values[-1] - 1e-3)
            & (outline[:, 0] > found.across.values[0] + 1e-6)
        )
        assert len(outline[inside]) > 20
        assert outline[inside][:, 0] == pytest.approx(HOURS * outline[inside][:, 1], rel=1e-9)
    assert found.regions["hybrid"] == []
    assert found.cheapest_at(250_000, 0.8) == "on_premises"
    assert found.cheapest_at(400_000, 0.8) == "cloud"


def test_regions_cover_the_map_once() -> None:
    x, y = np.linspace(0, 1, 41), np.linspace(0, 2, 31)
    across, up = np.meshgrid(x, y)
    found = regions(x, y, {"a": across, "b": up / 2, "c": np.full_like(across, 0.4)})
    whole = {
        option: sum(area(one[0]) - sum(area(hole) for hole in one[1:]) for one in outlines)
        for option, outlines in found.items()
    }
    # a is lowest where x < y/2 and x < 0.4; c where both are above 0.4: 0.6 x 1.2 = 0.72; a and b share the rest
    assert whole["c"] == pytest.approx(0.72, abs=0.01)
    assert whole["a"] == pytest.approx(whole["b"], abs=0.01)
    assert sum(whole.values()) == pytest.approx(2.0, abs=0.01)


def test_by_default_it_shows_how_busy_servers_are_against_the_price_of_the_cloud() -> None:
    plan = example().plan
    found = two_inputs(plan, "base")
    assert (found.across.key, found.up.key) == (UTILISATION, "compute.pool.h100.cloud_price")
    assert found.across.values[0] < found.across.plan < found.across.values[-1] <= 1
    assert sum(found.share(option) for option in found.costs) == pytest.approx(1.0)
    assert found.cheapest_at(found.across.values[0], found.up.values[0]) == "api", "little demand is cheapest by API"
    assert found.cheapest_at(found.across.values[-1], found.up.values[-1]) == "on_premises"
    inputs = found.across.inputs_at(plan, "base", found.across.plan)
    assert {key: plan.entries[key].value for key in inputs} == pytest.approx(dict(inputs))


def test_a_map_needs_two_numbers() -> None:
    plan = flat()
    with pytest.raises(ValueError, match="two different"):
        two_inputs(plan, "base", UTILISATION, UTILISATION)
    with pytest.raises(ValueError, match="not a number"):
        two_inputs(plan, "base", f"{POOL}site", UTILISATION)
    with pytest.raises(KeyError):
        two_inputs(plan, "base", "nothing.here", UTILISATION)
    keys = map_keys(plan, "base")
    assert keys[0] == UTILISATION
    assert f"{POOL}cloud_price" in keys


def test_of_options_that_cost_the_same_the_first_has_the_region() -> None:
    x = np.linspace(0, 1, 21)
    noise = np.random.default_rng(1).normal(0, 1e-9, (21, 21))
    found = regions(x, x, {"a": np.full((21, 21), 5.0), "b": 5.0 + noise})
    assert not found["b"]
    assert sum(area(one[0]) for one in found["a"]) == pytest.approx(1.0)


def test_a_blocked_option_has_no_region() -> None:
    found = two_inputs(example().plan, "base", blocked=["on_premises"])
    assert set(found.regions) == {"cloud", "api", "hybrid"}
