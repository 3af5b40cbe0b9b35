"""The money of rows that a table adds: their prices are in what they are written in, not in what a new row has."""

from collections.abc import Iterator, Mapping, Sequence

from desktop.imports.cell_values import value_of
from desktop.imports.grid import GridCell
from desktop.imports.measured.sheets import shown_as
from desktop.imports.offers import Offer, told_by
from desktop.imports.said_units import currency_said, is_money
from desktop.imports.table_mapping import Mapped, inputs_of, quoted_in, unit_of
from models.plan.plan import Entry, Evidence, Plan, default_entry
from models.quantities.declaration import Input
from models.quantities.writing import CODES, SYMBOLS


def currencies_of(plan: Plan, how: Mapped, row: int) -> Mapping[str, str]:
    """Return the codes of the currencies of a row that is not there yet, by the name of the input that says each.

    As its own column has it; else as its prices are written, where all have one sign; else as a new row has it.
    """
    codes: dict[str, str] = {}
    for declared in _currencies(how):
        column = next((at for at, one in how.inputs.items() if one is declared), 0)
        own = value_of(how.grid.at(row, column), declared, "", (), {}).value if column else None
        signs = set(_signs(how, row, declared.name))
        written = CODES.get(next(iter(signs))) if len(signs) == 1 else None
        new = str(default_entry(declared, plan.slugs).value)
        codes[declared.name] = own if isinstance(own, str) else written or new
    return codes


def _currencies(how: Mapped) -> list[Input]:
    names = {one.currency for one in how.inputs.values() if one.currency}
    return [one for one in inputs_of(how.table) if one.name in names]


def _signs(how: Mapped, row: int, currency: str) -> Iterator[str]:
    """Yield the signs of money that a row's prices of one currency have, by cell, head, format or a column beside."""
    for column, declared in how.inputs.items():
        cell = how.grid.at(row, column)
        if declared.currency != currency or cell.empty:
            continue
        texts = (str(cell.value), str(how.grid.at(how.row, column).value), quoted_in(how, row), unit_of(how, row))
        yield from (sign for text in texts if (sign := currency_said(text)))
        if sign := _shown(cell):
            yield sign


def _shown(cell: GridCell) -> str:
    return shown_as(cell.number_format)[0] if isinstance(cell.value, (int, float)) else ""


def symbol_of(plan: Plan, declared: Input, codes: Mapping[str, str]) -> str:
    """Return the sign of the money that a price of a new row is in. codes: of the row's currencies."""
    code = codes.get(declared.currency, plan.currency) if is_money(declared) else plan.currency
    return SYMBOLS.get(code, "")


def currency_offers(
    plan: Plan, how: Mapped, at: tuple[str, str, str, str], codes: Mapping[str, str], cells: Sequence[Offer]
) -> list[Offer]:
    """Return what sets the currencies of a new row where its prices are written in others than a new row has.

    at: the place, the slug and the name of the row, with the file. cells: what of the row could be read: of what was
    refused the currency stays as it is too.
    """
    place, slug, name, file = at
    read = {one.key for one in cells if one.possible and one.entry is not None}
    of_read = {one.currency for one in how.inputs.values() if one.key_in(slug) in read}
    offers: list[Offer] = []
    for declared in _currencies(how):
        code, mapped = codes[declared.name], declared in how.inputs.values()
        if declared.name in of_read and not mapped and code != default_entry(declared, plan.slugs).value:
            key = declared.key_in(slug)
            label = next((one.label for one in declared.choices if one.value == code), code)
            entry = Entry(code, told_by(Evidence(), file, code))
            what, base = f"{name[:80]}: {declared.label}", plan.scenarios[0].slug
            note = "as its prices are written"
            offers.append(Offer(place, what, "its default", label, key, base, entry=entry, note=note))
    return offers
