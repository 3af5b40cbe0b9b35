"""Files by their content: what a file is taken for, and what it offers a plan."""

from collections.abc import Sequence
from pathlib import Path

from desktop.imports.delimited import delimited
from desktop.imports.grid import Grid
from desktop.imports.limits import FILE_BYTES
from desktop.imports.looking import head_row, noticed
from desktop.imports.offers import Offer, Offered
from desktop.imports.package import Package, opened
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import book_of
from desktop.imports.tables import table_offers
from desktop.imports.workbook import inputs_sheet, is_export, refuse_inputs, workbook_offers
from desktop.storage.watching import Look, unwatched
from models.plan.plan import Plan


def offered(plan: Plan, path: Path, look: Look = unwatched) -> Offered:
    """Return what a file offers a plan.

    look: told how far the reading is; it may raise to give the work up. Raises ImportRefusedError where it cannot be taken, OSError where it cannot be read.
    """
    if not path.is_file():
        raise ImportRefusedError(path.name, "is not an ordinary file" if path.exists() else "does not exist")
    if path.stat().st_size > FILE_BYTES:
        raise ImportRefusedError(path.name, f"the file has {path.stat().st_size:,} bytes; {FILE_BYTES:,} are the most")
    return offered_by(plan, path.read_bytes(), path.name, look)


def offered_by(plan: Plan, data: bytes, name: str, look: Look = unwatched) -> Offered:
    """Return what the bytes of a file offer a plan: an exported workbook its changes, any other table what its heads say."""
    look(0.0, f"Opening {name}")
    if not data:
        raise ImportRefusedError(name, "the file is empty")
    if not data.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")) and not name.casefold().endswith((".xlsx", ".xlsm", ".zip")):
        return _tables(plan, name, [delimited(data, name)], [])
    package = opened(data, name)
    if "[Content_Types].xml" not in package.entries and not any(part.startswith("xl/") for part in package.entries):
        return _members(plan, package, look)
    book = book_of(data, name, look)
    found = inputs_sheet(book)
    if found is not None:
        return workbook_offers(plan, book, *found)
    if is_export(book):
        refuse_inputs(book)
    return _tables(plan, name, [book.grid(sheet) for sheet in book.sheets], book.notices)


def _tables(plan: Plan, name: str, grids: Sequence[Grid], notices: Sequence[str]) -> Offered:
    """Return what plain tables offer; sheets in which nothing belongs to the plan are named."""
    offers: list[Offer] = []
    told, preview = [*notices], list[tuple[str, str]]()
    titles: list[str] = []
    for grid in grids:
        if not grid.cells:
            told += [*grid.notices, f"{grid.name}: the sheet is empty."]
            continue
        found = table_offers(plan, grid, name)
        looked = noticed(grid)
        if found is None:
            heads = ", ".join(str(cell.value)[:30] for cell in grid.cells.get(head_row(grid), {}).values())
            told += [*grid.notices, *looked]
            titles.append(f"{grid.name}: a table in which nothing belongs to the plan ({heads or 'no heads'})")
            continue
        titles.append(found.title)
        offers += found.offers
        preview += found.preview
        told += [*found.notices, *(one for one in looked if one not in found.notices)]
    return Offered(name, "; ".join(titles) or "nothing", offers, list(dict.fromkeys(told)), preview)


def _members(plan: Plan, package: Package, look: Look) -> Offered:
    """Return what the tables within a zip offer; nothing else in it is read or run."""
    offers: list[Offer] = []
    told: list[str] = []
    preview: list[tuple[str, str]] = []
    for part in package.entries:
        if part.casefold().endswith((".csv", ".tsv", ".txt", ".xlsx")):
            found = offered_by(plan, package.part(part), part, look)
            offers += found.offers
            told += found.notices
            preview += found.preview
        elif not part.endswith("/"):
            told.append(f"{part[:80]} is no table; it is left alone.")
    return Offered(package.name, "a package of files", offers, told, preview)
