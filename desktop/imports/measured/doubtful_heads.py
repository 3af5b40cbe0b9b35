"""Heads of money that is no cost of its time: with tax in it, added up since a year began, or of electricity."""

import re
from collections.abc import Mapping, Sequence

from desktop.imports.measured.texts import folded
from models.quantities.writing import shown

_WITH_TAX = re.compile(
    r"\b(?:inc(?:l(?:uding|\.)?)?\.?|with|plus) ?(?:vat|tax)\b|\bgross\b|\bbrutto(?:betrag)?\b|\bttc\b|\bivato\b",
    re.IGNORECASE,
)
_BEFORE_TAX = re.compile(
    r"\bpre-? ?tax\b|\b(?:before|without|exc?l?(?:uding|\.)?|net of) ?(?:tax|vat)\b", re.IGNORECASE
)
"""Says that none is in it, whatever else is said of it: a gross amount before discounts may be before tax."""

_SINCE = re.compile(
    r"\b(?:ytd|year[ -]to[ -]date|cumulative|cum\.?|to date|running total|kumuliert|cumul[ée]?)\b", re.IGNORECASE
)
_OF_MONEY = re.compile(
    r"cost|spen[dt]|total|amount|bill|charge|invoice|£|\$|€|gbp|usd|eur|kosten|betrag|montant|actual", re.IGNORECASE
)
_OF_ENERGY = re.compile(r"\b(?:k|m|g)wh\b|\bkva\b|\bmpan\b|\bunits? of electricity\b", re.IGNORECASE)


def _wrong(head: str) -> str:
    """Return what is wrong with a head of money, as the end of a sentence; empty where nothing is."""
    if _WITH_TAX.search(head) and not _BEFORE_TAX.search(head):
        return "has tax in it, and the plan adds VAT itself: give amounts before VAT"
    if _SINCE.search(head):
        return "adds up from the beginning of a year: give what each month or day cost"
    return ""


def doubts_of_heads(heads: Sequence[str], roles: Mapping[str, str]) -> list[str]:
    """Return why what a table counts as cost may be none, as sentences; nothing of it is ticked then.

    roles: of its columns, by folded head.

    >>> doubts_of_heads(["Month", "Total inc VAT"], {"totalincvat": "cost"})
    ['“Total inc VAT” has tax in it, and the plan adds VAT itself: give amounts before VAT. Nothing of it is ticked.']
    >>> doubts_of_heads(["Month", "kWh", "Cost"], {"cost": "cost"})[0].partition(":")[0]
    'Beside its cost stands “kWh”'
    """
    costs = [head for head in heads if roles.get(folded(head)) == "cost"]
    told = [f"{shown(head)} {why}. Nothing of it is ticked." for head in costs if (why := _wrong(head))]
    energy = [head for head in heads if _OF_ENERGY.search(head)]
    if costs and energy:
        told.append(
            f"Beside its cost stands {shown(energy[0])}: a bill for electricity is no bill for AI, and the plan works"
            " out the electricity of its servers itself. Nothing of it is ticked."
        )
    return told


def why_unknown(heads: Sequence[str]) -> str:
    """Return why heads of money are not taken for a cost, as sentences; empty where none is such a one.

    >>> why_unknown(["Month", "Cost YTD"])
    '“Cost YTD” adds up from the beginning of a year: give what each month or day cost.'
    """
    return " ".join(f"{shown(head)} {why}." for head in heads if _OF_MONEY.search(head) and (why := _wrong(head)))
