"""What the catalogue now gives differently from what a plan has frozen of it, as offers to be taken one by one."""

from dataclasses import replace

from desktop.imports.offers import Offer, Offered
from models.plan.choosing import newer
from models.plan.plan import Entry, Plan
from models.quantities.writing import in_unit


def newer_prices(plan: Plan) -> Offered:
    """Return an offer for each input whose figure of the catalogue has moved since it was taken."""
    names = {one.slug: one.name for one in plan.scenarios}
    base = plan.scenarios[0].slug
    offers: list[Offer] = []
    for one in newer(plan):
        declared = plan.declaration(one.key)
        symbol = plan.symbol(one.scenario, one.key)
        row = one.key.split(".")
        name = plan.row_name(row[1], row[2]) if declared.home else ""
        offers.append(
            Offer(
                place=one.offered.evidence.date,
                what=f"{name}: {declared.label}" if name else declared.label,
                before=in_unit(one.now, declared, symbol),
                after=in_unit(one.offered.value, declared, symbol),
                key=one.key,
                scenario=one.scenario,
                scenario_name="" if one.scenario == base else names[one.scenario],
                entry=one.offered,
                note=one.offered.evidence.source,
                together=_currency(plan, one.key, one.currency, one.offered),
            )
        )
    count = len({offer.key for offer in offers})
    title = f"Newer prices for {count} of your inputs" if count else "No newer price for any of your inputs"
    return Offered("catalogue", title, offers)


def _currency(plan: Plan, key: str, currency: str, offered: Entry) -> dict[str, Entry]:
    """Return the currency that a price is quoted in, where that moves with it."""
    declared = plan.declaration(key)
    if not declared.currency or not currency:
        return {}
    evidence = replace(offered.evidence, low=None, high=None, catalogue="")
    return {f"{key.rsplit('.', 1)[0]}.{declared.currency}": Entry(currency, evidence)}
