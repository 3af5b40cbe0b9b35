"""Entries of a ledger or a list of invoices that are no charges: credit notes without a minus, and payments."""

import re
from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.left_out import Coded
from desktop.imports.measured.paid_ahead import note_paid_ahead
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats
from models.quantities.texts import counted

_OF_KINDS = frozenset(
    {
        *(
            "type",
            "kind",
            "transactiontype",
            "documenttype",
            "doctype",
            "entrytype",
            "rowtype",
            "recordtype",
            "linetype",
        ),
        *(
            "invoicetype",
            "lineitemtype",
            "entry",
            "document",
            "postingtype",
            "transaction",
            "belegart",
            "art",
            "naturedu",
        ),
        *("typededocument", "tipo", "tipodocumento", "soort", "buchungsart"),
    }
)
"""Heads of what kind of entry a row is."""

_CHARGES = re.compile(
    r"^(?:sales |purchase |supplier |tax )?(?:invoices?|inv|bills?|charges?|usage|debits?(?: notes?)?|rechnung(?:en)?"
    r"|factures?|fattur[ae]|facturas?|facturen|factuur)$"
)
_CREDITS = re.compile(
    r"^(?:credit[ -]?(?:notes?|memos?)|cn|credit(?:s| adjustment)?|refunds?|rebates?|gutschrift(?:en)?|avoirs?"
    r"|note? di credito|notas? de (?:crédito|credito|abono)|creditnota(?:'s)?)$"
)
_CREDIT_NAMED = re.compile(r"^(?:credit[ -]?(?:notes?|memos?)|refunds? (?:of|for)|gutschrift|avoir)\b")
"""How a description of a credit begins, where no column says what kind of entry a row is."""

_PAYMENTS = re.compile(
    r"^(?:payments?|receipts?|bank transfers?|direct debits?|remittances?|zahlung(?:en)?|zahlungseingang|paiements?"
    r"|pagament[oi]|pagos?|betaling(?:en)?)(?:,? (?:received|made|sent|thank you|- thank you|with thanks))?$"
)


def no_charges(tally: Tally, values: dict[str, Floats], labels: Mapping[str, Coded]) -> NDArray[np.bool_]:
    """Return the rows that pay what others charge, and take credit notes written above nothing off the cost.

    Of tables of money alone. labels: the columns that are neither time nor amount, by folded head.
    """
    none = np.zeros(len(next(iter(values.values()), ())), dtype=np.bool_)
    if set(values) != {"cost"}:
        return none
    paid = none.copy()
    for head, (codes, names) in labels.items():
        plain = [" ".join(name.casefold().split()) for name in names]
        charges, payments = (_rows(codes, plain, one) for one in (_CHARGES, _PAYMENTS))
        credits_ = _rows(codes, plain, _CREDITS if head in _OF_KINDS else _CREDIT_NAMED)
        # beside a description alone a payment is one where it pays what another row charges
        settles = charges.any() if head in _OF_KINDS else _pays(values["cost"], payments)
        if payments.any() and settles:
            paid |= payments
        _take_off(tally, values, credits_ & ~paid)
    note_paid_ahead(tally, values["cost"], labels, ~paid)
    if paid.any():
        tally.aside["of payments, which settle what is charged beside them"] += int(paid.sum())
    return paid


def _take_off(tally: Tally, values: dict[str, Floats], credits_: NDArray[np.bool_]) -> None:
    """Turn the sign of credits, where none of them is written below nothing and something else is charged."""
    cost = values["cost"]
    there = credits_ & np.isfinite(cost) & (cost != 0)
    if not there.any() or (cost[there] < 0).any() or there.sum() == np.isfinite(cost).sum():
        return
    values["cost"] = np.where(there, -cost, cost)
    said = counted(int(there.sum()), "credit note")
    tally.notices.append(f"{said} written without a minus: taken off, {float(cost[there].sum()):,.2f} in all.")


def _pays(cost: Floats, payments: NDArray[np.bool_]) -> bool:
    """Return whether each of some rows has the amount of another, whatever its sign."""
    charged = np.round(np.abs(cost[~payments]), 2)
    return bool(payments.any()) and bool(np.isin(np.round(np.abs(cost[payments]), 2), charged).all())


def _rows(codes: NDArray[np.int64], names: Sequence[str], kind: re.Pattern[str]) -> NDArray[np.bool_]:
    return np.isin(codes, [place for place, name in enumerate(names) if kind.match(name)])
