"""What prices are of, as the catalogue names it: the model behind an API's price, the instance behind a GPU's."""

from models.areas.compute import Pool
from models.areas.hosting import Route
from models.catalogue.records import rent_offers
from models.catalogue.rows import CatalogueRow, catalogue
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.rules.best import may_call
from models.rules.past_the_end import starts_too_late


def api_of(plan: Plan, scenario: str, work: str) -> str:
    """Return the provider and model whose price a workload's API has; empty where the price is somebody's own.

    work: the slug of a workload.
    """
    row = _row(plan, scenario, Route.api_in.key_in(work))
    if row is None:
        return ""
    model = row.name.partition(":")[0]
    return model if model.casefold().startswith(row.vendor.casefold()) else f"{row.vendor} {model}"


def apis_called(plan: Plan, scenario: str) -> str:
    """Return which APIs are priced for the work that may be served by one; empty where none has a name.

    One name where it is the same for all, else each workload with its own.
    """
    values = plan.values(scenario)
    works = [one for one in may_call(plan, scenario) if not starts_too_late(plan, values, one)]
    named = {work: name for work in works if (name := api_of(plan, scenario, work))}
    if len(named) == len(works) and len(set(named.values())) == 1:
        return next(iter(named.values()))
    each = [f"{name} for {plan.row_name('workload', work)}" for work, name in named.items()]
    return listed(each) if each else ""


def rented(plan: Plan, scenario: str) -> str:
    """Return the instances and regions whose prices the pools have, each once; empty where none is the catalogue's.

    A price of another place than the one in which a pool is rented is told for no instance of that place.
    """
    rows = [
        row
        for pool in plan.slugs["pool"]
        if (row := _row(plan, scenario, Pool.cloud_price.key_in(pool))) is not None
        and _place_of(row) in {"", plan.values(scenario)[Pool.region.key_in(pool)]}
    ]
    placed = (row.name if row.region in row.name else f"{row.name}, {row.region}" for row in rows)
    each = list(dict.fromkeys(placed))
    return listed(each) if each else ""


def _place_of(row: CatalogueRow) -> str:
    """Return the jurisdiction of an offer's row; empty where it is of no offer."""
    offer = rent_offers().get(row.id.removeprefix("offer.").removeprefix("cloud.").removesuffix(".cloud_price"))
    return offer.jurisdiction if offer is not None else ""


def _row(plan: Plan, scenario: str, key: str) -> CatalogueRow | None:
    """Return the row of the catalogue that an input was taken from, where it still has that row's value."""
    entry = plan.entry(scenario, key)
    row = catalogue().get(entry.evidence.catalogue)
    return row if row is not None and row.typical == entry.value else None
