"""What does not come for nothing: the running of owned servers, people, and an API's tokens."""

from collections.abc import Mapping

from models.areas.compute import Pool
from models.areas.hosting import Route
from models.areas.operations import Role
from models.areas.workloads import Workload
from models.plan.plan import Plan, default_entry
from models.quantities.declaration import Input, Value

_OF_SERVERS = {
    Pool.colocation_price.name: "nobody is paid for the place where its servers stand",
    Pool.maintenance.name: "nobody is paid to repair its servers",
    Pool.tariff.name: "nobody is paid for its electricity",
    Pool.server_power.name: "its servers draw no power",
}
_OF_TOKENS = {
    Route.api_in.name: (Route.api_out, Workload.tokens_in, "what is asked of the API costs nothing"),
    Route.api_out.name: (Route.api_in, Workload.tokens_out, "what the API answers costs nothing"),
}
"""By input, what follows where it is nothing."""


def for_nothing(plan: Plan, scenario: str, key: str, row: str, values: Mapping[str, Value]) -> tuple[str, float] | None:
    """Return what comes for nothing and what would be usual, in the input's unit; None where nothing does.

    None too where it may be paid otherwise: in another price of the same pool, or in a row of costs.
    """
    declared = plan.declaration(key)
    if not declared.numeric or float(values[key]) > 0:
        return None
    said = _of(declared, row, values)
    if said is None or not plan.applies(scenario, key) or not plan.counts(scenario, key):
        return None
    usual = default_entry(declared, plan.slugs, row=row).value
    if not isinstance(usual, float | int) or usual <= 0:
        return None
    bears = "on_premises" if declared.home == "pool" else None
    if declared.home in {"pool", "role"} and _in_a_row(plan, values, bears):
        return None
    return said, float(usual)


def _of(declared: Input, row: str, values: Mapping[str, Value]) -> str | None:
    """Return what follows from an input that is nothing; None where it may well be."""
    if declared.home == "pool" and declared.name in _OF_SERVERS and not _paid_otherwise(declared, row, values):
        return _OF_SERVERS[declared.name]
    if declared is Role.salary:
        people = (Role.people_cloud, Role.people_on_premises, Role.people_hybrid)
        if any(float(values[one.key_in(row)]) > 0 for one in people):
            return "these people are not paid"
    if declared.name in _OF_TOKENS:
        other, tokens, said = _OF_TOKENS[declared.name]
        if float(values[other.key_in(row)]) > 0 and float(values[tokens.key_in(row)]) > 0:
            return said
    return None


def _paid_otherwise(declared: Input, row: str, values: Mapping[str, Value]) -> bool:
    """Return whether nothing is bought, or what an input has not may stand in the pool's other prices."""
    if not float(values[Pool.server_price.key_in(row)]):
        return True
    beside = [Pool.running_month, Pool.running_hour, Pool.running_busy_hour]
    if any(float(values[one.key_in(row)]) > 0 for one in beside):
        return True
    pool = Pool.server_price.key_in(row).removesuffix(Pool.server_price.name)
    at_colocation = values[f"{pool}site"] == "colocation"
    if declared is Pool.colocation_price:
        return not at_colocation
    if declared is Pool.tariff:
        later = float(values.get(f"{pool}tariff_after", 0.0)) > 0
        return later or (at_colocation and bool(values[f"{pool}colocation_all_in"]))
    return declared is Pool.maintenance and float(values[f"{pool}bundled_support"]) >= float(values[f"{pool}life"])


def _in_a_row(plan: Plan, values: Mapping[str, Value], option: str | None) -> bool:
    """Return whether a row of further costs, of an option or of any, may hold what is not paid otherwise."""
    own = [f"finance.own_cost.{one.slug}." for one in plan.rows["own_cost"]]
    options = (option,) if option else ("cloud", "api", "on_premises", "hybrid")
    return any(values[f"{one}active"] and any(values[f"{one}{each}"] for each in options) for one in own)
