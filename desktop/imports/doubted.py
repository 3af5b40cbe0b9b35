"""Figures of a table that the plan, once it had them, would call slips: they are told, and not ticked."""

from collections.abc import Sequence
from dataclasses import replace

from desktop.imports.offers import AcceptanceError, Offer, accepted
from models.plan.plan import Plan
from models.rules.consistency import consistency


def doubted(plan: Plan, offers: Sequence[Offer]) -> list[Offer]:
    """Return offers with those unticked that would be in doubt in the plan, and with them all of a row that is added.

    What is ticked goes into the plan together; where that is not possible, whoever accepts it is told why.
    """
    base = plan.scenarios[0].slug
    ticked = [one for one in offers if one.chosen and one.possible]
    try:
        then = accepted(plan, ticked)
    except AcceptanceError:
        return list(offers)
    before = {(one.key, one.message) for one in consistency(plan, base)}
    own = {one.key for one in ticked if one.entry is not None}
    slips = {
        one.key: one.message
        for one in consistency(then, base)
        if one.key in own and (one.key, one.message) not in before
    }
    if not slips:
        return list(offers)
    added = {(one.table, one.row) for one in ticked if one.table and one.row}
    rows = {(key.split(".")[1], key.split(".")[2]) for key in slips if key.count(".") > 2}  # noqa: PLR2004 - area.table.row.name
    lost = {f".{table}.{row}." for table, row in added & rows}

    def marked(one: Offer) -> Offer:
        told = f"{slips[one.key]}: is it right?" if one.chosen and one.key in slips else ""
        of_lost = any(f".{one.table}.{one.row}." == row or row in one.key for row in lost)
        note = "; ".join(piece for piece in (one.note, told) if piece)
        return replace(one, note=note, chosen=one.chosen and not told and not of_lost)

    return [marked(one) for one in offers]
