"""The study of offers as it is shown: which may be used, what each comes to, why others may not."""

from collections.abc import Sequence

from models.appraisal.results import CaseResult
from models.exhibits.cells import BLANK, Entered, price, thousands_in
from models.exhibits.figures import Table
from models.exhibits.studies import Point, Shown
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.offers import Judged, spans_instances, where
from models.studies.offers import device_name

NOTE = (
    "Each offer stands in the place of what the plan rents in this pool, at its list price with its terms and spot;"
    " what it does not offer is neither committed nor on spot. All else stays. A model that the catalogue knows on the"
    " offer's GPU takes its rates there."
)


def offers_shown(plan: Plan, pool: str, found: Sequence[Judged], case: CaseResult) -> Shown:
    """Return the study of the offers for a pool. case: the plan as it stands."""
    thousands = thousands_in(plan)
    rows: list[list[Entered]] = []
    points: dict[str, list[Point]] = {}
    for one in found:
        offer = one.offered.offer
        rows.append(
            [
                offer.name,
                where(one.offered),
                device_name(offer),
                price(offer.on_demand, SYMBOLS[offer.currency]),
                BLANK if one.barred else thousands(one.offered.present_value),
                BLANK if one.barred or one.offered.lead is None else thousands(one.offered.lead),
                one.barred,
            ]
        )
        if not one.barred:
            points[offer.id] = [Point(offer.name[:80], one.offered.settings)]
    heads = [
        "Offer",
        "Where",
        "GPU",
        "List price per GPU-hour",
        f"Cloud, {SYMBOLS[plan.currency]}k",
        "Cheaper than the next by",
        "Not allowed because",
    ]
    keys = [one.offered.offer.id for one in found]
    best = 0 if found and not found[0].barred else -1
    table = Table.of(heads, rows, keys, best)
    return Shown("offers", offers_finding(plan, pool, found, case), NOTE, [], [table], points, list(found))


def offers_finding(plan: Plan, pool: str, found: Sequence[Judged], case: CaseResult) -> str:
    """Return how many offers may be used, which is cheapest, and whether the cloud leads with it.

    case: the plan as it stands, whose discounts and commitments an offer at its list price may lack.
    """
    name, allowed = plan.row_name("pool", pool), [one for one in found if not one.barred]
    if not allowed:
        return f"None of {len(found)} offers may be used for {name}."
    first = allowed[0].offered
    symbol = SYMBOLS[plan.currency]
    said = (
        f"{len(allowed)} of {len(found)} offers may be used for {name}; with the cheapest, {first.offer.name}"
        f" ({where(first)}), the cloud costs {money(first.present_value, symbol)} {case.basis_in_words}"
    )
    cloud = case.options["cloud"]
    now = (
        f" As planned, with the terms entered, it costs {money(cloud.compared, symbol)}." if cloud.compared > 0 else ""
    )
    spans = spans_instances(plan, plan.slug_named(case.scenario), first)
    now += f" {spans}." if spans else ""
    if first.lead is None:
        return f"{said}.{now}"
    if abs(first.lead) < 1:
        return f"{said}, as much as the next option.{now}"
    beside = f"{money(abs(first.lead), symbol)} {'less than' if first.lead > 0 else 'more than'} the next option"
    return f"{said}, {beside}.{now}"
