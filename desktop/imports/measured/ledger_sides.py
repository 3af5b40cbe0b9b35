"""What is credited beside what is charged: the two sides of a ledger, and credits that stand beside a cost."""

import re
from collections.abc import Mapping, Sequence

from desktop.imports.measured.head_units import without_unit
from desktop.imports.measured.texts import folded

_IN = r"(?:(?:in)?(usd|gbp|eur|cad|aud|chf|jpy|inr))?$"
CURRENCY_BEHIND = re.compile(
    r"[\s,]*(?:[(\[]\s*(?:[£$€]|gbp|usd|eur|p|pence)\s*[)\]]|\b(?:in )?(?:gbp|usd|eur)|(?<=\s)[£$€])\s*$", re.IGNORECASE
)
"""The currency behind a head of money."""

_DEBIT, _CREDIT = (
    re.compile(rf"^(?:amount)?(?:{one})s?(?:amount|betrag)?{_IN}") for one in ("debit|dr|soll", "credit|cr|haben")
)
"""Heads of the two sides of a ledger."""


def sides_of_a_ledger(heads: Sequence[str]) -> dict[str, str]:
    """Return the two sides of a ledger: what is debited is a cost, and what is credited is taken off it.

    >>> sides_of_a_ledger(["Date", "Debit", "Credit", "Balance"]), sides_of_a_ledger(["Date", "Credits"])
    ({'debit': 'cost', 'credit': 'credited'}, {})
    >>> sides_of_a_ledger(["Date", "Debit (GBP)"])
    {'debitgbp': 'cost'}
    """
    bare = {folded(head): folded(without_unit(head)[0]) for head in heads}
    sides = [[head for head, name in bare.items() if side.match(name)] for side in (_DEBIT, _CREDIT)]
    if len(sides[0]) != 1 or len(sides[1]) > 1 or of_several_currencies(heads):
        return {}
    return {sides[0][0]: "cost"} | dict.fromkeys(sides[1], "credited")


_CREDITS = frozenset({"credits", "creditsapplied", "creditamount", "creditsamount"})
_BEFORE_CREDITS = re.compile(rf"^(?:gross(?:costs?|charges?|spend|amount)|(?:costs?|charges?|amount)beforetax){_IN}")
"""Heads of costs from which credits are not taken off yet; beside a plain cost they may be what was used."""


def credits_beside(heads: Sequence[str], roles: Mapping[str, str]) -> dict[str, str]:
    """Return the column of credits that are to be taken off the cost beside it. roles: of the columns, by folded head.

    >>> credits_beside(["Month", "CostBeforeTax", "Credits", "TotalCost"], {"costbeforetax": "cost"})
    {'credits': 'credited'}
    >>> credits_beside(["Month", "Credits", "Cost ($)"], {"cost": "cost"})
    {}
    """
    cost = next((head for head, role in roles.items() if role == "cost"), "")
    found = [name for name in map(folded, heads) if name in _CREDITS and name not in roles]
    return {found[0]: "credited"} if len(found) == 1 and _BEFORE_CREDITS.match(cost) else {}


def of_several_currencies(heads: Sequence[str]) -> bool:
    """Return whether heads of costs name more than one currency.

    >>> of_several_currencies(["AWS ($)", "OpenAI (€)"]), of_several_currencies(["AWS ($)", "OpenAI"])
    (True, False)
    """
    behind = (found[0] for head in heads if (found := CURRENCY_BEHIND.search(head.strip())))
    return len({_SIGNS.get(one.strip(" ()[],in").casefold(), one.strip(" ()[],in").casefold()) for one in behind}) > 1


_SIGNS = {"£": "gbp", "$": "usd", "€": "eur"}
