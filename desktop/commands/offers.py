"""The command that holds the offers of the market against what a plan rents."""

import json

from desktop.commands.studies import shown_text
from models.exhibits.offers import offers_shown
from models.plan.plan import Plan
from models.rules.decisions import judged
from models.rules.offers import Judged, judged_offers


class OffersError(Exception):
    """There is no such pool; the message says which there are."""


def offers_text(plan: Plan, scenario: str, pool: str, *, as_json: bool) -> str:
    """Return every offer for a pool, given by name or slug, the first where it is left out.

    Raises OffersError where there is no such pool.
    """
    rows = plan.rows["pool"]
    slug = next((row.slug for row in rows if pool in {"", row.slug, row.name}), None)
    if slug is None:
        raise OffersError(f"--pool {pool[:60]}: expected one of {', '.join(row.name for row in rows)}")
    case = judged(plan, scenario)
    offers = judged_offers(plan, scenario, slug, case)
    if as_json:
        return json.dumps({"pool": slug, "offers": [_record(one) for one in offers]}, ensure_ascii=False, indent=1)
    return shown_text(offers_shown(plan, slug, offers, case))


def _record(one: Judged) -> dict[str, object]:
    offer = one.offered.offer
    return {
        "id": offer.id,
        "provider": offer.provider,
        "name": offer.name,
        "region": offer.region,
        "jurisdiction": offer.jurisdiction,
        "device": offer.device,
        "price": offer.on_demand,
        "currency": offer.currency,
        "present_value": None if one.barred else one.offered.present_value,
        "lead": None if one.barred else one.offered.lead,
        "barred": one.barred or None,
        "settings": dict(one.offered.settings),
        "as_of": offer.as_of,
        "source": offer.source,
    }
