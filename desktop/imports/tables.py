"""Plain tables: rows of a plan's table such as workloads, or a list of inputs such as prices, mapped by their heads."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from desktop.imports.cell_values import value_of
from desktop.imports.grid import Grid, GridCell
from desktop.imports.looking import MOST_PREAMBLE, is_total
from desktop.imports.names import in_another_unit, plainly, same_name
from desktop.imports.offers import Offer, Offered, told, told_by
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.said_units import currency_problem, head_problem, share_said, unit_problem
from desktop.imports.table_heads import BESIDE, SYNONYMS
from desktop.imports.workbook_evidence import same
from models.areas.former_labels import FORMER_LABELS
from models.areas.register import GROUPS, TABLES
from models.exhibits.inputs import former_name, input_name
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.rows import slug_for
from models.quantities.declaration import NUMERIC, Input, Kind
from models.quantities.writing import SYMBOLS, in_unit, shown

NAMES = frozenset(
    {"name", "workload", "pool", "row", "role", "tool", "control", "risk", "criterion", "use case", "application"}
)
_INPUTS = frozenset({"input", "item", "key", "price", "what", "line", "catalogue row"})
_VALUES = frozenset({"value", "price", "amount", "new value", "quote", "new price", "base", "likely"})
_FOREIGN = 4
"""Columns that belong to nothing in the plan from which a table may be another's."""

LISTED = _INPUTS - _VALUES
"""Heads that name an input in a list."""


@dataclass
class _Mapped:
    """How a table is read: the row of its heads, the table of the plan or none for a list of inputs.

    It also holds what each column is. own: whether the names stand under the table's own word, such as Pool.
    """

    grid: Grid
    row: int
    table: str = ""
    name: int = 0
    value: int = 0
    inputs: dict[int, Input] = field(default_factory=dict[int, Input])
    beside: dict[str, int] = field(default_factory=dict[str, int])
    own: bool = False

    @property
    def score(self) -> int:
        """How much of the table is understood; nothing without a name and something to take."""
        return len(self.inputs) + len(self.beside) + 2 + self.own if self.name and (self.inputs or self.value) else 0


def _candidates(grid: Grid) -> Iterator[tuple[int, dict[int, str]]]:
    for count, (row, cells) in enumerate(grid.rows()):
        if count > MOST_PREAMBLE:
            return
        texts = {
            column: plainly(cell.value)
            for column, cell in cells.items()
            if isinstance(cell.value, str) and plainly(cell.value)
        }
        if len(texts) > 1:
            yield row, texts


def mapped(grid: Grid) -> _Mapped | None:
    """Return how a sheet reads as a table of the plan, None where nothing in it belongs to one."""
    mappings: list[_Mapped] = []
    for row, texts in _candidates(grid):
        mappings += [_as_rows(grid, row, texts, table) for table in TABLES]
        mappings.append(_as_list(grid, row, texts))
    best = max(mappings, key=lambda one: (one.score, -one.row), default=None)
    return best if best is not None and best.score else None


def _as_rows(grid: Grid, row: int, texts: Mapping[int, str], table: str) -> _Mapped:
    """Read a row of heads as the columns of one of the plan's tables."""
    declared = [
        one for group in GROUPS if group.table == table for one in group.inputs if one.kind is not Kind.CONSTANT
    ]
    by_text: dict[str, Input] = {}
    for one in declared:
        for text in (
            plainly(one.label),
            plainly(one.name),
            plainly(one.key),
            *(text for text, key in SYNONYMS.items() if key == one.key),
        ):
            by_text.setdefault(text, one)
    for one in declared:
        if one.key in FORMER_LABELS:
            by_text.setdefault(plainly(FORMER_LABELS[one.key]), one)
    made = _Mapped(grid, row, table)
    for column, text in texts.items():
        own = text.removesuffix("s") in _own_words(table)
        of_another = any(text.removesuffix("s") in _own_words(other) for other in TABLES if other != table)
        if not made.name and (own or (text in NAMES and not of_another)):
            made.name, made.own = column, own
        elif (
            text in by_text
            and by_text[text] not in made.inputs.values()
            and not in_another_unit(grid.at(row, column).value, by_text[text].unit.symbol)
        ):
            made.inputs[column] = by_text[text]
        elif BESIDE.get(text) in {"currency", "unit"}:
            made.beside.setdefault(BESIDE[text], column)
    return made


def _own_words(table: str) -> frozenset[str]:
    """Return what a row of a table is called, by which a column of names says whose they are."""
    return frozenset((table, plainly(TABLES[table].title).removesuffix("s")))


def _as_list(grid: Grid, row: int, texts: Mapping[int, str]) -> _Mapped:
    """Read a row of heads as a list of inputs with their values."""
    made = _Mapped(grid, row)
    for column, text in texts.items():
        if not made.name and text in LISTED:
            made.name = column
        elif not made.value and text in _VALUES:
            made.value = column
        elif text in BESIDE:
            made.beside.setdefault(BESIDE[text], column)
    return made


def table_offers(plan: Plan, grid: Grid, file: str, notices: Sequence[str] = ()) -> Offered | None:
    """Return what a plain table offers, None where it is none."""
    how = mapped(grid)
    if how is None:
        return None
    _no_twins(how, file)
    offers, aside = _rows(plan, how, file)
    told_of = [*notices, *grid.notices]
    if how.table and any(offer.name for offer in offers) and not _says_how_much(offers):
        offers = [replace(offer, chosen=False) for offer in offers]
        told_of.append(
            f"{grid.name}: nothing in it says how much, so it may be a list of something else; no row of it is ticked."
        )
    elif how.table and any(offer.name for offer in offers) and _of_something_else(how):
        offers = [replace(offer, chosen=False) for offer in offers]
        told_of.append(
            f"{grid.name}: most of its columns belong to nothing in the plan, so it may be a list of something else; no"
            " row of it is ticked."
        )
    if aside:
        be = "row is" if len(aside) == 1 else "rows are"
        told_of.append(f"{grid.name}: {len(aside)} {be} set aside: {'; '.join(aside[:5])}.")
    unread = [
        shown(cell.value)
        for column, cell in grid.cells[how.row].items()
        if column not in {how.name, how.value, *how.inputs, *how.beside.values()}
    ]
    if unread:
        be, s = ("is", "") if len(unread) == 1 else ("are", "s")
        told_of.append(f"{grid.name}: the column{s} {', '.join(unread[:6])} {be} not used.")
    title = f"a table of {TABLES[how.table].title.lower()}" if how.table else "a list of inputs"
    return Offered(file, title, offers, told_of, _preview(how))


def _of_something_else(how: _Mapped) -> bool:
    """Return whether hardly a column of a table with new rows is one of the plan's, as in a report of costs."""
    heads = len([cell for cell in how.grid.cells[how.row].values() if cell.value])
    known = len(how.inputs)
    return heads - 1 - known >= _FOREIGN and heads - 1 - known > 2 * known


def _no_twins(how: _Mapped, file: str) -> None:
    """Raise ImportRefusedError where two columns have one head."""
    heads = Counter(plainly(cell.value) for cell in how.grid.cells[how.row].values() if isinstance(cell.value, str))
    twice = next((text for text, count in heads.items() if count > 1 and text), "")
    if twice:
        raise ImportRefusedError(
            f"{file}, row {how.row}", f"two columns are headed {shown(twice)}; which of the two holds is not said"
        )


def _rows(plan: Plan, how: _Mapped, file: str) -> tuple[list[Offer], list[str]]:
    """Return what the rows below the heads offer, and which are set aside."""
    grid = how.grid
    offers: list[Offer] = []
    aside: list[str] = []
    names = Counter(
        same_name(cells[how.name].value) for row, cells in grid.rows() if row > how.row and how.name in cells
    )
    for row, cells in grid.rows():
        if row <= how.row:
            continue
        if is_total(cells):
            continue
        first = cells.get(how.name)
        if first is None or first.empty:
            aside.append(f"row {row} has no name")
        elif names[same_name(first.value)] > 1:
            offers.append(
                Offer(
                    grid.place(row, how.name),
                    shown(first.value),
                    "",
                    "",
                    problem=(
                        f"stands in {names[same_name(first.value)]} rows; which of them holds is not said, and none is"
                        " read"
                    ),
                )
            )
        else:
            offers += _row(plan, how, row, str(first.value).strip(), file, offers)
    return offers, aside


def _says_how_much(offers: Sequence[Offer]) -> bool:
    """Return whether any offer is a number that can be taken."""
    return any(
        offer.entry is not None
        and isinstance(offer.entry.value, (int, float))
        and not isinstance(offer.entry.value, bool)
        for offer in offers
        if offer.possible
    )


def _preview(how: _Mapped) -> list[tuple[str, str]]:
    heads = how.grid.cells[how.row]
    named = [(how.name, "the name of the row" if how.table else "which input")]
    named += [(how.value, "its value")] if how.value else []
    named += [(column, one.label) for column, one in how.inputs.items()]
    named += [(column, f"its {name}") for name, column in how.beside.items()]
    return [(str(heads[column].value), meaning) for column, meaning in named]


def _row(plan: Plan, how: _Mapped, row: int, name: str, file: str, before: Sequence[Offer]) -> list[Offer]:
    if not how.table:
        return [_list_offer(plan, how, row, name, file)]
    known = {one.slug: one.slug for one in plan.rows[how.table]} | {
        same_name(one.name): one.slug for one in plan.rows[how.table]
    }
    slug = known.get(same_name(name), "")
    offers: list[Offer] = []
    place = how.grid.place(row, how.name)
    pending = [offer.row for offer in before if offer.table == how.table and offer.row]
    if any(offer.place.endswith(f"{place}") for offer in before):
        return []
    if not slug:
        slug = slug_for(name, [*plan.slugs[how.table], *pending])
        offers.append(
            Offer(
                place,
                f"row “{name[:80]}” of {TABLES[how.table].title.lower()}",
                "not there",
                "added",
                table=how.table,
                row=slug,
                name=name[:200],
            )
        )
    for column, declared in how.inputs.items():
        offer = _cell_offer(plan, how, (row, column), declared, slug, name, file)
        if offer is not None:
            offers.append(offer)
    return offers


def _cell_offer(
    plan: Plan, how: _Mapped, at: tuple[int, int], declared: Input, slug: str, name: str, file: str
) -> Offer | None:
    """Return what a cell of a row offers for its input; an empty cell offers nothing and keeps what is there."""
    cell = how.grid.at(*at)
    if cell.empty:
        return None
    key, place, base = declared.key_in(slug), how.grid.place(*at), plan.scenarios[0].slug
    known = key in plan.entries
    symbol = plan.symbol(base, key) if known else SYMBOLS[plan.currency]
    names = {row.name: row.slug for row in plan.rows[declared.table]} if declared.kind is Kind.ROW else {}
    head = how.grid.at(how.row, at[1]).value
    under = (cells[at[1]] for number, cells in how.grid.rows() if number > how.row and at[1] in cells)
    cell, doubt = share_said(cell, under, str(head)) if declared.kind is Kind.SHARE else (cell, "")
    read = value_of(
        _percent(cell, declared), declared, symbol, plan.slugs.get(declared.table, ()), names, comma=how.grid.comma
    )
    what = input_name(plan, key) if known else f"{name[:80]}: {declared.label}"
    before = told(plan, base, key, plan.entries[key].value) if known else "its default"
    other = doubt or head_problem(head, declared, symbol) or currency_problem(_quoted(how, at[0]), declared, symbol)
    if not other and len(how.inputs) == 1:
        other = unit_problem(_unit_of(how, at[0]), declared, symbol)
    if other:
        return Offer(place, what, before, shown(cell.value), key, base, problem=other)
    if read.value is None:
        return Offer(place, what, before, shown(cell.value), key, base, problem=read.problem)
    if known and same(read.value, plan.entries[key].value):
        return None
    evidence = plan.entries[key].evidence if known else Evidence()
    new = str(cell.value).strip() if declared.kind is Kind.ROW else in_unit(read.value, declared, symbol)
    after = told(plan, base, key, read.value) if known else new
    entry = Entry(read.value, told_by(evidence, file, read.value))
    return Offer(place, what, before, after, key, base, entry=entry, note=read.note)


def _unit_of(how: _Mapped, row: int) -> str:
    """Return what a row's own column of units says, empty where it has none."""
    return str(how.grid.at(row, how.beside["unit"]).value or "").strip() if "unit" in how.beside else ""


def _quoted(how: _Mapped, row: int) -> str:
    """Return the currency that a row's own column names, empty where it has none."""
    said = how.grid.at(row, how.beside["currency"]).value if "currency" in how.beside else ""
    return said if isinstance(said, str) else ""


def _percent(cell: GridCell, declared: Input) -> GridCell:
    """Return a share as it is meant: a number above its bounds that no percent sign says anything about stays.

    It is refused with a hint.
    """
    return replace(cell, number_format="General") if declared.kind is Kind.SHARE else cell


def _list_offer(plan: Plan, how: _Mapped, row: int, name: str, file: str) -> Offer:
    """Return what one line of a list of inputs offers."""
    place, base = how.grid.place(row, how.value), plan.scenarios[0].slug
    by_name = {former_name(plan, key).casefold(): key for key in plan.entries}
    by_name.update({input_name(plan, key).casefold(): key for key in plan.entries})
    key = name if name in plan.entries else by_name.get(name.casefold(), "")
    if not key:
        near = [known for known in by_name if name.casefold() in known][:3]
        hint = f"; did you mean {', '.join(near)}" if near else ""
        return Offer(how.grid.place(row, how.name), shown(name), "", "", problem=f"is not an input of this plan{hint}")
    declared, entry = plan.declaration(key), plan.entries[key]
    before, cell = told(plan, base, key, entry.value), how.grid.at(row, how.value)
    symbol = plan.symbol(base, key)
    units = _unit_of(how, row)
    other = currency_problem(_quoted(how, row), declared, symbol) or unit_problem(units, declared, symbol)
    if other:
        return Offer(place, input_name(plan, key), before, shown(cell.value), key, base, problem=other)
    same_unit = (
        how.grid.at(at, how.value) for at, _ in how.grid.rows() if "unit" in how.beside and _unit_of(how, at) == units
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


def _evidence(how: _Mapped, row: int, evidence: Evidence, declared: Input, symbol: str) -> Evidence:
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
