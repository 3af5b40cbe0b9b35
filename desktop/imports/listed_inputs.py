"""What one line of a list of inputs offers: a value with the evidence that stands beside it."""

from dataclasses import replace
from datetime import date, datetime

from desktop.imports.cell_values import value_of
from desktop.imports.offers import Offer, told, told_by
from desktop.imports.said_units import currency_problem, share_said, unit_problem
from desktop.imports.table_mapping import Mapped, quoted_in, unit_of
from desktop.imports.workbook_evidence import same
from models.exhibits.inputs import former_name, input_name
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.quantities.declaration import NUMERIC, Input, Kind
from models.quantities.writing import shown


def list_offer(plan: Plan, how: Mapped, row: int, name: str, file: str) -> Offer:
    """Return what one line of a list of inputs offers."""
    place, base = how.grid.place(row, how.value), plan.scenarios[0].slug
    by_name = {former_name(plan, key).casefold(): key for key in plan.entries}
    by_name.update({input_name(plan, key).casefold(): key for key in plan.entries})
    key = name if name in plan.entries else by_name.get(name.casefold(), "")
    if not key:  # of the only pool, or of whatever there is one of
        ends = [known for known in by_name if known.endswith(f": {name.casefold()}")]
        key = by_name[ends[0]] if len({by_name[one] for one in ends}) == 1 else ""
    if not key:
        near = [known for known in by_name if name.casefold() in known][:3]
        hint = f"; did you mean {', '.join(near)}" if near else ""
        return Offer(how.grid.place(row, how.name), shown(name), "", "", problem=f"is not an input of this plan{hint}")
    declared, entry = plan.declaration(key), plan.entries[key]
    before, cell = told(plan, base, key, entry.value), how.grid.at(row, how.value)
    symbol = plan.symbol(base, key)
    units = unit_of(how, row)
    other = currency_problem(quoted_in(how, row), declared, symbol) or unit_problem(units, declared, symbol)
    if other:
        return Offer(place, input_name(plan, key), before, shown(cell.value), key, base, problem=other)
    same_unit = (
        how.grid.at(at, how.value) for at, _ in how.grid.rows() if "unit" in how.beside and unit_of(how, at) == units
    )
    cell, doubt = share_said(cell, same_unit, units)
    if doubt:
        return Offer(place, input_name(plan, key), before, shown(cell.value), key, base, problem=doubt)
    names = {one.name: one.slug for one in plan.rows[declared.table]} if declared.kind is Kind.ROW else {}
    read = value_of(cell, declared, symbol, plan.slugs.get(declared.table, ()), names, comma=how.grid.comma)
    if read.value is None:
        return Offer(
            place,
            input_name(plan, key),
            before,
            shown(cell.value if cell.value is not None else ""),
            key,
            base,
            problem=read.problem,
        )
    evidence = _evidence(how, row, told_by(entry.evidence, file, read.value), declared, symbol)
    unchanged = same(read.value, entry.value)
    brought = ", ".join(piece for piece in (evidence.source, evidence.date) if piece)
    lost = "; its note and catalogue row go" if entry.evidence.note or entry.evidence.catalogue else ""
    stays = "the value stays, its evidence changes" if unchanged else ""
    note = "; ".join(piece for piece in (read.note, stays, f"evidence: {brought}{lost}") if piece)
    return Offer(
        place,
        input_name(plan, key),
        before,
        told(plan, base, key, read.value),
        key,
        base,
        entry=Entry(read.value, evidence),
        note=note,
        chosen=not unchanged,
    )


def _evidence(how: Mapped, row: int, evidence: Evidence, declared: Input, symbol: str) -> Evidence:
    """Return the evidence a line of a list brings: source, date, range and note, where it has them."""
    for name, column in how.beside.items():
        cell = how.grid.at(row, column)
        if cell.empty or cell.error or name in {"currency", "unit"}:
            continue
        if name in {"low", "high"}:
            read = value_of(cell, declared, symbol, (), {}, comma=how.grid.comma) if declared.kind in NUMERIC else None
            if read is not None and isinstance(read.value, (int, float)):
                evidence = replace(evidence, **{name: float(read.value)})
        elif name == "kind":
            if str(cell.value) in {kind.value for kind in EvidenceKind}:
                evidence = replace(evidence, kind=EvidenceKind(str(cell.value)))
        else:
            text = cell.value.strftime("%Y-%m-%d") if isinstance(cell.value, (datetime, date)) else str(cell.value)
            evidence = replace(evidence, **{name: text[:1000]})
            if name == "source":
                evidence = replace(evidence, kind=EvidenceKind.QUOTE)
    return evidence
