"""The cost of a plain table: its currency, by its head, its cells or a column beside it."""

import re
from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from desktop.imports.measured.head_units import title_factor
from desktop.imports.measured.opened import Chunk, Opened
from desktop.imports.measured.roles import CURRENCY, amounts_of, currency_of, mapped_by_hand
from desktop.imports.measured.tally import Tally
from desktop.imports.measured.texts import Floats, Texts, folded
from models.quantities.texts import counted
from models.quantities.writing import CODES


def currency_in(opened: Opened) -> str:
    """Return the currency of a table's cost, by its head; empty where that names none."""
    amounts = amounts_of(opened.heads, mapped_by_hand(opened.answers))
    for head in opened.heads:
        if amounts.get(folded(head)) == "cost":
            above = opened.text.split("\n")[: opened.head_line] if opened.kind == "table" else []
            return currency_of(head) or _only(head) or _only(" ".join(_stated(one) for one in above))
    return ""


_STATED = re.compile(
    r"(?:\b(?:in|en)\s+|[(,:]\s*)(?:[£$€]|(?:gbp|usd|eur|pounds|euros)\b(?! (?:region|zone)))", re.IGNORECASE
)
"""A currency where a title says what its amounts are in, not of what region they are."""


def _stated(title: str) -> str:
    """Return a title that says of what money its table is; empty where it does not.

    >>> [bool(_stated(one)) for one in ("Alle Angaben in T€", "AI spend (GBP)", "Converted from USD", "Euro zone")]
    [True, True, False, False]
    """
    return title if _STATED.search(title) or title_factor([title], "cost") != 1 else ""


_CODE = re.compile(rf"(?<![a-z])[tk]?({'|'.join(CODES.values())})(?![a-z])", re.IGNORECASE)
_WORDS = {
    "EUR": re.compile(r"\beuros?\b", re.IGNORECASE),
    "GBP": re.compile(r"\bpounds?\b|\bpence\b|[(\[]p[)\]]", re.IGNORECASE),
}
"""Currencies by name; dollars are of many countries."""


def _only(text: str) -> str:
    """Return the one currency that a text names, by sign, code or word; empty where it names none or several.

    >>> _only("Cost (USD m)"), _only("Kosten in TEUR"), _only("£000s"), _only("USD at 0.79 £"), _only("Europe")
    ('USD', 'EUR', 'GBP', '', '')
    """
    named = {code for sign, code in CODES.items() if sign in text} | {one.upper() for one in _CODE.findall(text)}
    named |= {code for code, word in _WORDS.items() if word.search(text)}
    return named.pop() if len(named) == 1 else ""


_LITTLE = 0.02
"""Of the money in a file, whatever its currencies: what may be left out without doubt."""


class Costs:
    """The cells of a cost while a table is read, with a column of currencies where there is one."""

    def __init__(self, opened: Opened, amounts: Mapping[str, str]) -> None:
        self._head = next((name for name, what in amounts.items() if what == "cost"), "")
        self._said_in = next((name for name in CURRENCY if self._head and name in opened.folded_heads), "")
        self._cells: list[Texts] = []
        self._said: list[Texts] = []
        self._alone = set(amounts.values()) == {"cost"}
        self._others = np.zeros(0, dtype=np.bool_)

    @property
    def wanted(self) -> list[str]:
        """The column beside the amounts that is to be read, none where there is none."""
        return [self._said_in] if self._said_in else []

    def take(self, chunk: Chunk) -> None:
        """Keep the cells of a chunk."""
        if self._head:
            self._cells.append(chunk.column(self._head))
            self._said.append(chunk.column(self._said_in))

    def left_out(self, rows: int) -> NDArray[np.bool_]:
        """Return the rows of a table of costs alone that are in another currency, which are told already."""
        return self._others if self._alone and len(self._others) else np.zeros(rows, dtype=np.bool_)

    def of_one_currency(self, tally: Tally, cost: Floats) -> Floats:
        """Return costs of the commonest currency alone, NaN for others, which are told: one sum has one currency."""
        none = np.zeros(0, dtype=object)
        cells, named = (np.concatenate(some) if some else none for some in (self._cells, self._said))
        codes = np.array(
            [str(name).strip().upper() or _signed(str(cell)) for cell, name in zip(cells, named, strict=True)],
            dtype=object,
        )
        known = {str(code): 0.0 for code, value in zip(codes, cost, strict=True) if code and np.isfinite(value)}
        if not known:
            return cost
        for code in known:
            known[code] = float(np.nansum(np.abs(cost[codes == code])))
        # the currency that most money is in, not most rows
        commonest = max(sorted(known), key=lambda code: known[code])
        if tally.currency and tally.currency != commonest:
            tally.warnings.append(
                f"Its costs are headed {tally.currency} and written in {commonest}; which of the two holds is not said,"
                " so that no cost is taken."
            )
            return np.full(len(cost), np.nan)
        tally.currency = tally.currency or commonest
        others = self._others = np.isfinite(cost) & (codes != commonest) & (codes != "")
        if others.any():
            is_left = "is left out" if others.sum() == 1 else "are left out"
            left = f"{counted(int(others.sum()), 'cost')} not in {commonest} {is_left}"
            much = float(np.nansum(np.abs(cost[others]))) > _LITTLE * sum(known.values())
            tally.doubted |= much
            part = ": what is read is a part of what was paid, and nothing is ticked" if much else ""
            tally.warnings.append(f"{left}, since one sum has one currency{part}.")
        return np.where(others, np.nan, cost)


def _signed(text: str) -> str:
    return next((code for sign, code in CODES.items() if sign in text), "")
