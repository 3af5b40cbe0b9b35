"""Charges of a table of costs that are of more than the month they stand in: a year paid at once, a purchase, a fee."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.left_out import Coded
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats
from models.quantities.writing import shown

_OF_A_YEAR = re.compile(
    r"\b(?:annual(?:ly)?|yearly|per annum|p\.a\.|(?:12|twelve|24|36)[ -]?months?"
    r"|(?:1|one|2|two|3|three)[ -]?(?:year|yr)s?|multi-?year"
    r"|pre-?paid|pre-?payment|paid (?:in advance|up ?front)|up-?front|all upfront|jahres\w+|jährlich\w*"
    r"|annuel(?:le)?s?)\b",
    re.IGNORECASE,
)
_ONCE = re.compile(
    r"\b(?:one[ -]?off|one[ -]?time|set[ -]?up (?:fee|cost|charge)s?|onboarding|installation"
    r"|(?:implementation|migration|capital|exit|decommissioning)"
    r" (?:fee|cost|charge|project|work|expenditure|purchase)s?"
    r"|purchase of|(?:server|hardware|gpus?|equipment) purchases?|capex|laptops?|einmalig\w*)\b",
    re.IGNORECASE,
)
_LEAST = 0.05
"""Of all that a table charges, from which such charges make its month another."""

_SELDOM = 6
"""Rows of a table to one of a name from which on it does not come with every month."""

_A_YEAR = 360
"""Days from which on what is paid by the year is spread over it."""


def note_paid_ahead(tally: Tally, cost: Floats, labels: Mapping[str, Coded], rows: NDArray[np.bool_]) -> None:
    """Keep which charges are of a year, and which are paid once, by what stands beside them.

    rows: those that count.
    """
    charged = rows & np.isfinite(cost) & (cost > 0)
    whole = float(cost[charged].sum())
    for kind, pattern in (("year", _OF_A_YEAR), ("once", _ONCE)):
        of_kind, names = np.zeros(len(cost), dtype=np.bool_), dict[str, None]()
        for codes, texts in labels.values():
            often = np.bincount(codes[charged], minlength=len(texts)) > max(1, int(charged.sum()) // _SELDOM)
            places = [place for place, text in enumerate(texts) if pattern.search(text) and not often[place]]
            found = np.isin(codes, places) & charged
            names |= {str(texts[code]): None for code in np.unique(codes[found]).tolist()}
            of_kind |= found
        # a table of nothing else is one of what is paid so every month
        if _LEAST * whole < float(cost[of_kind].sum()) < whole:
            tally.ahead[kind] = (float(cost[of_kind].sum()), list(names))


def paid_ahead(tally: Tally) -> list[str]:
    """Return what makes a month that a table is taken for another, as sentences; nothing of it is ticked then."""
    told: list[str] = []
    for kind, (amount, names) in tally.ahead.items():
        named = f"{', '.join(map(shown, names[:3]))}{' and others' if len(names) > 3 else ''}"  # noqa: PLR2004 - a list
        if kind == "once":
            told.append(
                f"{amount:,.2f} of its cost is paid once ({named}) and would count in every month: leave it out, and"
                " enter it as a line of your own."
            )
        elif tally.days() < _A_YEAR:
            told.append(
                f"{amount:,.2f} of its cost is for a year or more ({named}), and the table covers"
                f" {tally.days():.0f} days: it would count as if paid that often. Give what a month of it costs."
            )
    return told
