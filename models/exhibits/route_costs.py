"""What models cost by API and self-hosted, as the tab on models and the business case show it."""

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.exhibits.cells import Entered, price, share
from models.exhibits.figures import Table
from models.exhibits.priced_as import api_of
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS


def routes_table(plan: Plan, scenario: str) -> Table:
    """Return what models cost by API and self-hosted, by workload.

    Costs are of a million tokens and of a thousand requests. Self-hosted they carry the hours in which replicas that
    are always on wait for a request, and the label says how much of the time they work; an owned hour costs what it
    would if every owned GPU were in use. Of work that is air-gapped only the owned route is told.
    """
    symbol = SYMBOLS[plan.currency]
    traced = model(plan.structure)
    names = (
        "api.per_million",
        "api.per_thousand",
        "rented.per_million",
        "rented.per_thousand",
        "owned.per_million",
        "owned.per_thousand",
    )
    in_use = OptionLine.IN_USE.of("on_premises")
    volumes = ("routes.requests", "routes.request_hours", "routes.floor_hours")
    figures = traced.evaluate(plan.values(scenario), [*(f"routes.{name}" for name in names), *volumes, in_use])
    owned = figures.rows(in_use)[:, :, 0].sum(axis=1)
    works = plan.rows["workload"]
    rows: list[list[Entered]] = []
    for place, work in enumerate(works):
        if plan.entry(scenario, f"workloads.workload.{work.slug}.kind").value != "inference":
            continue
        pool = plan.slugs["pool"].index(str(plan.entry(scenario, f"workloads.workload.{work.slug}.pool").value))

        def figure(name: str, at: int = place, within: int = pool) -> float:
            by_row = figures.rows(f"routes.{name}")[:, 0, 0]
            return float(by_row[within * len(works) + at] if len(by_row) > len(works) else by_row[at])

        waiting = _at_work(*(float(figures.rows(name)[place, 0, 0]) for name in volumes))
        routes = (
            ("api", "API"),
            ("rented", f"rented GPUs{waiting}"),
            ("owned", f"owned servers with every GPU taken{waiting}"),
        )
        # nothing else may do what is air-gapped
        for route, label in routes if may_be_called(plan, scenario) else routes[-1:]:
            # without a server of its own an hour has no hardware in it
            told: list[Entered] = ["not defined", "not defined"]
            if route != "owned" or owned[pool if len(owned) > 1 else 0] > 0:
                told = [_price(figure(f"{route}.{per}"), symbol) for per in ("per_million", "per_thousand")]
            of = api_of(plan, scenario, work.slug) if route == "api" else ""
            rows.append([f"{work.name}: {label}{f' ({of})' if of else ''}", *told])
    heads = ["At today's prices", "Million tokens", "Thousand requests"]
    return Table.of(heads, rows)


def may_be_called(plan: Plan, scenario: str) -> bool:
    """Return whether an API is a route at all: nothing that is air-gapped may call one, nor rent."""
    return not plan.values(scenario)["security.air_gapped"]


def _price(amount: float, symbol: str) -> Entered:
    """Return a price with as many decimals as tell two apart that are less than one."""
    return price(amount, symbol, 2 if amount >= 1 else 4)


def _at_work(requests: float, hours: float, kept: float) -> str:
    """Return how much of the time replicas that are always on work, empty where they always do or there are none.

    requests: in a month. hours: that one takes. kept: that the replicas have.
    """
    working = requests * hours / kept if kept else 1.0
    return f", replicas at work {share(working)} of the time" if working < 1 else ""
