"""An exported workbook that comes back: what somebody changed in its Inputs, as offers."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from typing import Never

from openpyxl.utils import get_column_letter

from desktop.documents.workbook.cell_text import distinct
from desktop.documents.workbook.input_cells import fixed, unit_in_words
from desktop.documents.workbook.layout import EVIDENCE_HEADS, EXPORTED_HEADS
from desktop.documents.workbook.sheet_list import CALCULATION_SHEETS, SHEETS
from desktop.imports.cell_values import value_of
from desktop.imports.grid import Grid, GridCell
from desktop.imports.looking import head_rows
from desktop.imports.offers import INHERITED, Offer, Offered, told, told_by
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.shown_cells import as_shown
from desktop.imports.spreadsheet import Book
from desktop.imports.whose_workbook import refuse_other_plans
from desktop.imports.workbook_evidence import Columns, evidence_offers, same
from models.appraisal.in_use import keys_in_use
from models.exhibits.inputs import input_name
from models.plan.plan import Entry, Plan
from models.quantities.declaration import Input, Kind
from models.quantities.texts import counted
from models.quantities.writing import shown

HEADS = ("Input", "Unit", "Evidence", "Key")
_OTHER_HEADS = frozenset({"Input", "Unit", *EVIDENCE_HEADS})


def inputs_sheet(book: Book) -> tuple[Grid, int] | None:
    """Return the sheet of inputs of an exported workbook with the row of its heads, or None.

    The sheet may have been renamed.

    Raises ImportRefusedError where two sheets could be it.
    """
    ordered = sorted(book.sheets, key=lambda name: (name != "Inputs", not name.casefold().startswith("inputs")))
    sheets: list[tuple[Grid, int]] = []
    for name in ordered:
        if name in _NOT_INPUTS:
            continue
        grid = book.grid(name)
        row = next((row for row, texts in head_rows(grid) if all(head in texts for head in HEADS)), 0)
        if row:
            sheets.append((grid, row))
            if name == "Inputs":
                return sheets[0]
    if len(sheets) > 1:
        raise ImportRefusedError(
            book.name,
            f"the sheets {' and '.join(grid.name for grid, _ in sheets[:3])} both look like Inputs; rename the one to"
            " be read to Inputs",
        )
    return sheets[0] if sheets else None


_ENOUGH = 4
_NOT_INPUTS = frozenset(name for name, _ in SHEETS) - {"Inputs"}


def is_export(book: Book) -> bool:
    """Return whether a workbook was exported by this program, whatever became of its Inputs."""
    return len(_NOT_INPUTS & set(book.sheets)) >= _ENOUGH or bool(set(CALCULATION_SHEETS.values()) & set(book.sheets))


def refuse_inputs(book: Book) -> Never:
    """Refuse an exported workbook whose Inputs cannot be told any more, and say which heads are missing where."""
    for name in book.sheets:
        if name in _NOT_INPUTS:
            continue
        rows = [(0, dict[str, list[int]]()), *head_rows(book.grid(name))]
        best = max(rows, key=lambda found: sum(head in found[1] for head in HEADS))
        missing = [head for head in HEADS if head not in best[1]]
        if len(missing) < len(HEADS) - 1:
            raise ImportRefusedError(
                f"{book.name}, {name}!{best[0]}",
                f"the head{'s' if len(missing) > 1 else ''} {', '.join(missing)} {'are' if len(missing) > 1 else 'is'}"
                f" missing in this row of the inputs; put {'them' if len(missing) > 1 else 'it'} back",
            )
    raise ImportRefusedError(
        book.name,
        f"is an exported workbook without its sheet Inputs; expected a sheet with the heads {', '.join(HEADS)}",
    )


_NO_KEY = "has no key, so that it cannot be told which input it is; the row is not read"


def _unread(place: str, what: str, why: str) -> Offer:
    """Return what is said of a row that is not read."""
    return Offer(place, what, "", "", problem=why)


def workbook_offers(plan: Plan, book: Book, grid: Grid, row: int) -> Offered:
    """Return what the Inputs of a workbook offer against a plan.

    Raises ImportRefusedError where its columns cannot be told apart.
    """
    refuse_other_plans(plan, book, grid, row)
    columns, problems = _columns(plan, book, grid, row)
    stamps = _stamps(plan, book)
    offers: list[Offer] = [*problems]
    seen: dict[str, int] = {}
    outdated = 0
    for at, cells in grid.rows():
        key = cells.get(columns.heads["Key"])
        name = str(key.value).strip() if key is not None else ""
        where = grid.place(at, columns.heads["Key"])
        if at <= row or not name or name.startswith("list:"):
            valued = any(column in cells for column in columns.scenarios.values())
            if at > row and columns.heads["Input"] in cells and not name and valued:
                offers.append(_unread(where, shown(cells[columns.heads["Input"]].value), _NO_KEY))
            continue
        if name in seen:
            offers = [
                (
                    offer
                    if offer.key != name
                    else replace(offer, problem=f"row {at} has the same key; which of the two holds is not said")
                )
                for offer in offers
            ]
            twice = f"stands in row {seen[name]} too; which of the two holds is not said"
            offers.append(_unread(where, name[:80], twice))
            continue
        seen[name] = at
        if name not in plan.entries:
            offers.append(_unread(where, shown(name), "is not an input of this plan; it is not read"))
            continue
        found, passed = _row_offers(plan, columns, at, name, stamps, book.name)
        offers += found
        outdated += passed
    offers += _missing(plan, {key for key, _ in stamps} or keys_in_use(plan), seen, grid)
    notices = _notices(book, grid, outdated, any_offered=bool(offers))
    return Offered(book.name, "Inputs of an exported workbook", offers, notices)


def _missing(plan: Plan, exported: Collection[str], seen: Collection[str], grid: Grid) -> Iterator[Offer]:
    """Yield that inputs which were exported stand in no row."""
    missing = [key for key in plan.entries if key in exported and key not in seen]
    if missing:
        stand, stay = ("stands", "it stays as it is") if len(missing) == 1 else ("stand", "they stay as they are")
        why = f"{stand} in no row, such as {', '.join(missing[:3])}; {stay}"
        yield _unread(grid.name, f"{counted(len(missing), 'input')} of the plan", why)


def _notices(book: Book, grid: Grid, outdated: int, *, any_offered: bool) -> list[str]:
    """Return what somebody should know of how a workbook was read."""
    others = [name for name in book.sheets if name != grid.name and name not in _NOT_INPUTS]
    copies = [
        name for name in others if any(all(head in texts for head in HEADS) for _, texts in head_rows(book.grid(name)))
    ]
    # each cell that was never calculated is named by itself
    notices = [*book.notices, *(notice for notice in grid.notices if "never calculated" not in notice)]
    if copies:
        notices.append(
            f"{', '.join(copies[:3])} {'look' if len(copies) > 1 else 'looks'} like Inputs too and"
            f" {'are' if len(copies) > 1 else 'is'} not read; only {grid.name} is."
        )
    if outdated:
        have, stay = ("has", "it stays as it is") if outdated == 1 else ("have", "they stay as they are")
        notices.append(
            f"{counted(outdated, 'input')} {have} changed in the plan since the export and not in the workbook; {stay}"
            " in the plan."
        )
    if not any_offered and not outdated:
        notices.append("Only values, ranges and evidence on Inputs are read; what was changed elsewhere is not.")
    return notices


def _columns(plan: Plan, book: Book, grid: Grid, row: int) -> tuple[Columns, list[Offer]]:
    """Return where heads and scenarios stand, and offers that only say which columns are not read."""
    texts = next(found for at, found in head_rows(grid) if at == row)
    twice = [text for text, columns in texts.items() if len(columns) > 1 and text]
    if twice:
        raise ImportRefusedError(
            f"{book.name}, {grid.name}!{row}",
            f"two columns are headed {shown(twice[0])}; which of the two holds is not said",
        )
    columns = Columns(grid, row, {text: found[0] for text, found in texts.items() if text in _OTHER_HEADS})
    names = {name: slug for slug, name in distinct((one.slug, one.name) for one in plan.scenarios).items()}
    problems: list[Offer] = []
    for text, found in texts.items():
        if text in names:
            columns.scenarios[names[text]] = found[0]
        elif text and text not in _OTHER_HEADS:
            problems.append(
                Offer(
                    grid.place(row, found[0]),
                    f"column {shown(text)}",
                    "",
                    "",
                    problem=(
                        f"is not a scenario of the plan; there are {', '.join(names)}. Add or rename the scenario first"
                    ),
                )
            )
    base = plan.scenarios[0].slug
    if base not in columns.scenarios:
        raise ImportRefusedError(
            f"{book.name}, {grid.name}!{row}",
            f"there is no column for the base, “{plan.scenarios[0].name}”; expected one headed so",
        )
    columns.base = columns.scenarios[base]
    problems += [
        Offer(f"{grid.name}!{row}", f"scenario {name}", "", "", problem="has no column; it stays as it is")
        for name, slug in names.items()
        if slug not in columns.scenarios
    ]
    return columns, problems


def _stamps(plan: Plan, book: Book) -> Mapping[tuple[str, str], GridCell]:
    """Return what was exported, by key and scenario, from the sheet of changes; nothing where that is gone."""
    if "Changes" not in book.sheets:
        return {}
    grid = book.grid("Changes")
    names = {name: slug for slug, name in distinct((one.slug, one.name) for one in plan.scenarios).items()}
    head = next(
        (
            row
            for row, cells in grid.rows()
            if [cells.get(column, GridCell(None)).value for column in range(1, len(EXPORTED_HEADS) + 1)]
            == list(EXPORTED_HEADS)
        ),
        0,
    )
    if not head:
        return {}
    columns = {names[str(cell.value)]: column for column, cell in grid.cells[head].items() if str(cell.value) in names}
    stamps: dict[tuple[str, str], GridCell] = {}
    for row, cells in grid.rows():
        if row > head and 1 in cells:
            for slug, column in columns.items():
                if column in cells:
                    stamps[str(cells[1].value), slug] = cells[column]
    return stamps


def _row_offers(
    plan: Plan, columns: Columns, at: int, key: str, stamps: Mapping[tuple[str, str], GridCell], file: str
) -> tuple[list[Offer], int]:
    """Return the offers of one row, and for how many of its values the plan has moved on since the export."""
    declared = plan.declaration(key)
    offers: list[Offer] = []
    passed = 0
    unit = columns.sheet.at(at, columns.heads["Unit"])
    expected = unit_in_words(plan, plan.scenarios[0].slug, key, declared)
    if str(unit.value or "").strip() != expected:
        place = columns.sheet.place(at, columns.heads["Unit"])
        return [
            Offer(
                place,
                input_name(plan, key),
                expected,
                shown(unit.value or ""),
                key,
                problem=(
                    f"the unit says {shown(unit.value or '')}; expected {expected}. The row is not read, since its"
                    " figures would mean something else"
                ),
            )
        ], 0
    base = plan.scenarios[0].slug
    for slug, column in columns.scenarios.items():
        if slug != base and not declared.scenario_may_change:
            continue
        cell = columns.sheet.at(at, column)
        offer = _value_offer(plan, columns, (at, column), key, slug, cell, file)
        if offer is None:
            continue
        since = _since(plan, declared, key, slug, cell, stamps, inherits=_inherits(columns, cell, at), base=base)
        if since == "plan":
            passed += 1
        else:
            offers.append(replace(offer, note="; ".join(piece for piece in (offer.note, since) if piece)))
    if not fixed(declared):
        offers += evidence_offers(plan, columns, at, key, declared)
    return offers, passed


def _inherits(columns: Columns, cell: GridCell, at: int) -> bool:
    """Return whether a scenario's cell points at the base's cell of its row."""
    formula = cell.formula.replace("$", "").replace("+", "", 1).lstrip("=").strip()
    base = f"{get_column_letter(columns.base)}{at}"
    return formula.split("!")[-1].strip("()").upper() == base


def _value_offer(
    plan: Plan, columns: Columns, at: tuple[int, int], key: str, slug: str, cell: GridCell, file: str
) -> Offer | None:
    """Return what a cell offers, None where it says what the plan says."""
    declared, place = plan.declaration(key), columns.sheet.place(*at)
    base = plan.scenarios[0].slug
    entry = plan.entry(slug, key)
    inherited = slug != base and key not in plan.scenario(slug).changes
    what = input_name(plan, key)
    scenario = plan.scenario(slug).name if slug != base else ""
    before = INHERITED if inherited else told(plan, slug, key, entry.value)
    if slug != base and _inherits(columns, cell, at[0]):
        return None if inherited else Offer(place, what, before, INHERITED, key, slug, scenario)
    names = (
        {name: one for one, name in distinct((row.slug, row.name) for row in plan.rows[declared.table]).items()}
        if declared.kind is Kind.ROW
        else {}
    )
    read = value_of(cell, declared, plan.symbol(slug, key), plan.slugs.get(declared.table, ()), names)
    _, other_money = as_shown(cell, declared, plan.symbol(slug, key))
    if other_money and read.value is not None:
        return Offer(place, what, before, shown(cell.value), key, slug, scenario, problem=other_money)
    if read.value is None:
        return Offer(
            place,
            what,
            before,
            shown(cell.value if cell.value is not None else ""),
            key,
            slug,
            scenario,
            note=read.note,
            problem=read.problem,
        )
    if same(read.value, entry.value) and not inherited:
        return None
    note = read.note
    if inherited and same(read.value, entry.value):
        note = "; ".join(piece for piece in (note, "is the base's own value, and would no longer follow it") if piece)
    after = told(plan, slug, key, read.value)
    return Offer(
        place,
        what,
        before,
        after,
        key,
        slug,
        scenario,
        Entry(read.value, told_by(entry.evidence, file, read.value)),
        note=note,
        chosen=not (inherited and same(read.value, entry.value)),
    )


def _since(
    plan: Plan,
    declared: Input,
    key: str,
    slug: str,
    cell: GridCell,
    stamps: Mapping[tuple[str, str], GridCell],
    *,
    inherits: bool,
    base: str,
) -> str:
    """Return who changed a cell since the export.

    "plan" where only the plan has, a sentence where both have, nothing where only the workbook has.
    """
    stamp = stamps.get((key, slug))
    if stamp is None:
        return ""
    names = (
        {name: one for one, name in distinct((row.slug, row.name) for row in plan.rows[declared.table]).items()}
        if declared.kind is Kind.ROW
        else {}
    )
    rows, symbol = plan.slugs.get(declared.table, ()), plan.symbol(slug, key)
    exported = value_of(stamp, declared, symbol, rows, names).value
    now = value_of(cell, declared, symbol, rows, names).value
    current = plan.entry(slug, key).value
    if exported is None or same(exported, current):
        return ""
    if inherits:
        based = stamps.get((key, base))
        untouched = based is not None and based.value == stamp.value
    else:
        untouched = now is not None and same(exported, now)
    return "plan" if untouched else f"the plan has changed too since the export, from {told(plan, slug, key, exported)}"
