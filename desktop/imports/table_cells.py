"""What one cell of a plain table offers for the input that its column is of."""

from collections.abc import Mapping
from dataclasses import replace

from desktop.imports.cell_values import ReadCell, value_of
from desktop.imports.grid import GridCell
from desktop.imports.measured.odd_amounts import out_of_scale
from desktop.imports.names import plainly
from desktop.imports.new_rows import symbol_of
from desktop.imports.offers import Offer, told, told_by
from desktop.imports.other_periods import counted_by, period_of_column
from desktop.imports.said_units import (
    currency_problem,
    head_problem,
    periods,
    scaled,
    share_said,
    speaks_of,
    unit_problem,
    without_periods,
)
from desktop.imports.shown_cells import as_shown, dotted, of_instances, of_several, out_of_ten, score_said
from desktop.imports.table_mapping import Mapped, quoted_in, unit_of
from desktop.imports.workbook_evidence import same
from models.areas.own_lines import Benefit
from models.areas.workloads import Workload
from models.exhibits.inputs import input_name
from models.plan.plan import Entry, Evidence, Plan
from models.quantities.declaration import Input, Kind
from models.quantities.writing import in_unit, shown

_OF_A_REQUEST = (Workload.tokens_in, Workload.tokens_out)


def cell_offer(
    plan: Plan,
    how: Mapped,
    at: tuple[int, int],
    declared: Input,
    slug: str,
    name: str,
    file: str,
    codes: Mapping[str, str],
) -> Offer | None:
    """Return what a cell of a row offers for its input; an empty cell offers nothing and keeps what is there.

    codes: the currencies of a row that is not there yet.
    """
    cell = how.grid.at(*at)
    if cell.empty:
        return None
    key, place, base = declared.key_in(slug), how.grid.place(*at), plan.scenarios[0].slug
    known = key in plan.entries
    symbol = plan.symbol(base, key) if known else symbol_of(plan, declared, codes)
    what = input_name(plan, key) if known else f"{name[:80]}: {declared.label}"
    before = told(plan, base, key, plan.entries[key].value) if known else "its default"
    read, raw = _read(plan, how, at, declared, symbol)
    if read.value is None:
        return Offer(place, what, before, shown(raw), key, base, problem=read.problem)
    if known and same(read.value, plan.entries[key].value):
        return None
    evidence = plan.entries[key].evidence if known else Evidence()
    new = str(cell.value).strip() if declared.kind is Kind.ROW else in_unit(read.value, declared, symbol)
    after = told(plan, base, key, read.value) if known else new
    entry = Entry(read.value, told_by(evidence, file, read.value))
    return Offer(place, what, before, after, key, base, entry=entry, note=read.note)


def _read(plan: Plan, how: Mapped, at: tuple[int, int], declared: Input, symbol: str) -> tuple[ReadCell, object]:
    """Return what a cell holds for its input, read with all that stands around it, and the figure as it was taken."""
    cell, head = how.grid.at(*at), str(how.grid.at(how.row, at[1]).value)
    beside = [cells[at[1]] for number, cells in how.grid.rows() if number > how.row and at[1] in cells]
    doubt = ""
    if declared.kind is Kind.SHARE:
        cell, doubt = share_said(cell, beside, head)
        doubt = doubt or score_said(cell, beside, head)
    doubt = doubt or dotted(cell, how, declared) or out_of_ten(cell, how, declared)
    times, period, head, units = _in_its_period(how, head, unit_of(how, at[0]), declared)
    cell, head = scaled(cell, head, declared, symbol)
    cell, wrong = as_shown(cell, declared, symbol)
    names = {row.name: row.slug for row in plan.rows[declared.table]} if declared.kind is Kind.ROW else {}
    rows = plan.slugs.get(declared.table, ())
    read = value_of(_percent(cell, declared), declared, symbol, rows, names, comma=how.grid.comma)
    speaks = bool(units) and speaks_of(units, list(how.inputs.values()), declared) and not periods(head)
    problem = (
        doubt
        or wrong
        or head_problem(head, declared, symbol)
        or currency_problem(quoted_in(how, at[0]), declared, symbol)
        or how.about.problem(at[1], head, declared, symbol, units if speaks else "")
        or (unit_problem(units, declared, symbol) if speaks else "")
        or of_instances(head, declared, how)
        or of_several(how, at[1])
        or _of_what_time(how, at, declared)
        or _of_no_model(read, declared)
    )
    if problem:
        return ReadCell(None, problem=problem), cell.value
    if period and isinstance(read.value, (int, float)):
        note = f"{symbol}{read.value:,.12g} {period}, by the {counted_by(declared)} here"
        read = replace(read, value=read.value * times, note="; ".join(filter(None, (read.note, note))))
    return read, cell.value


def _of_no_model(read: ReadCell, declared: Input) -> str:
    """Return what leaves a doubt where no model has so many tokens a request, or so few."""
    tokens = read.value if declared in _OF_A_REQUEST and isinstance(read.value, (int, float)) else 0.0
    doubted = out_of_scale(tokens, read=declared is Workload.tokens_in)
    said = f"{tokens:,.6g} tokens a request: no model has so many or so few; is it a sum, or is a scale missing?"
    return said if doubted else ""


def _of_what_time(how: Mapped, at: tuple[int, int], declared: Input) -> str:
    """Return what leaves a doubt where nothing in a table says for what time the amount of a benefit is."""
    around_it = (*how.about.titles, *how.about.notes, *how.about.units.get(at[1], ()))
    said = (how.grid.at(how.row, at[1]).value, how.grid.at(*at).value, unit_of(how, at[0]), *around_it)
    if declared is not Benefit.amount or periods(" ".join(map(str, said))):
        return ""
    return "may be for a month or for a year: head the column “Amount per month” or “Amount per year”"


def _in_its_period(how: Mapped, head: str, units: str, declared: Input) -> tuple[float, str, str, str]:
    """Return what money below a head is multiplied by for the input's own period, and the period it is given for.

    Beside them the head and the unit without that period, which is dealt with.
    """
    column = plainly(how.grid.at(how.row, how.beside["unit"]).value) if "unit" in how.beside else ""
    times, period = period_of_column(head, column, units, declared)
    if not period:
        return times, period, head, units
    return (times, period, without_periods(head), units) if periods(head) else (times, period, head, "")


def _percent(cell: GridCell, declared: Input) -> GridCell:
    """Return a share as it is meant: a number above its bounds that no percent sign says anything about stays.

    It is refused with a hint.
    """
    return replace(cell, number_format="General") if declared.kind is Kind.SHARE else cell
