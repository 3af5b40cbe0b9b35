"""Files by their content: what a file is taken for, and what it offers a plan."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.imports.columns import Column, columns_in_grid, columns_in_text
from desktop.imports.delimited import delimited
from desktop.imports.grid import Grid
from desktop.imports.limits import FILE_BYTES
from desktop.imports.looking import head_row, headless, noticed
from desktop.imports.measured.calls import by_roles
from desktop.imports.measured.formats import Recognised, nearest, plain_table, recognised
from desktop.imports.measured.proposals import measured_offers
from desktop.imports.measured.roles import mapped_by_hand
from desktop.imports.measured.sheets import as_table
from desktop.imports.names import plainly
from desktop.imports.offers import Offer, Offered, turning_on
from desktop.imports.open_document import book_of_open_document, is_open_document
from desktop.imports.package import Package, opened
from desktop.imports.refusal import ImportRefusedError, in_the_memory_there_is
from desktop.imports.spreadsheet import Book, book_of
from desktop.imports.table_mapping import LISTED, NAMES, as_read, mapped
from desktop.imports.tables import table_offers
from desktop.imports.workbook import inputs_sheet, is_export, refuse_inputs, workbook_offers
from desktop.storage.watching import Look, unwatched
from models.plan.plan import Plan

_NONE: Mapping[str, str] = {}
_BOOKS = (".xlsx", ".xlsm", ".ods", ".zip")
_TABLES = (".csv", ".tsv", ".txt", ".xlsx", ".ods", ".json", ".jsonl", ".gz", ".parquet")


def offered(plan: Plan, path: Path, look: Look = unwatched, answers: Mapping[str, str] = _NONE) -> Offered:
    """Return what a file offers a plan.

    look: told how far the reading is; it may raise to give the work up. answers: to what a bill, metric or log asks:
        workload, pool, zone.
    Raises ImportRefusedError where it cannot be taken, OSError where it cannot be read, ValueError where an answer is
    none.
    """
    _ordinary(path)
    with in_the_memory_there_is(named(path)):
        known = _recognised(named(path), path, None, answers)
        if known is not None:
            return turning_on(plan, _measured(plan, known, answers, look))
        return turning_on(plan, _offered_by(plan, whole(path), named(path), look, answers))


def named(path: Path) -> str:
    """Return the name of a file as a text: names of other systems may hold bytes that are none."""
    return path.name.encode("utf-8", "replace").decode()


def whole(path: Path) -> bytes:
    """Return the bytes of an ordinary file of at most the size that is read. Raises ImportRefusedError, OSError."""
    size = _ordinary(path)
    if size > FILE_BYTES:
        raise ImportRefusedError(named(path), f"the file has {size:,} bytes; {FILE_BYTES:,} are the most")
    return path.read_bytes()


def _ordinary(path: Path) -> int:
    """Return the size of an ordinary file that is not empty."""
    if not path.is_file():
        raise ImportRefusedError(named(path), "is not an ordinary file" if path.exists() else "does not exist")
    size = path.stat().st_size
    if not size:
        raise ImportRefusedError(named(path), "the file is empty")
    return size


def offered_by(
    plan: Plan, data: bytes, name: str, look: Look = unwatched, answers: Mapping[str, str] = _NONE
) -> Offered:
    """Return what the bytes of a file offer a plan.

    What it measured, an exported workbook its changes, any other table what its heads say.
    """
    if not data:
        raise ImportRefusedError(name, "the file is empty")
    with in_the_memory_there_is(name):
        known = _recognised(name, None, data, answers)
        offered_changes = (
            _measured(plan, known, answers, look) if known is not None else _offered_by(plan, data, name, look, answers)
        )
        return turning_on(plan, offered_changes)


def _recognised(name: str, path: Path | None, data: bytes | None, answers: Mapping[str, str]) -> Recognised | None:
    """Return what bill, metric or log a file is, None where it is none."""
    return None if name.casefold().endswith(_BOOKS) else recognised(name, path, data, answers)


def _measured(plan: Plan, found: Recognised, answers: Mapping[str, str], look: Look) -> Offered:
    """Return what a bill, metric or log offers, or what a plain table does that the plan has inputs for."""
    if found.reader is plain_table and found.opened.kind == "table" and not mapped_by_hand(answers):
        as_table = _as_table(plan, found)
        if as_table is not None:
            return as_table
    offers = measured_offers(plan, found, answers, look)
    plain = found.reader in {plain_table, by_roles}
    return replace(offers, columns=columns_in_text(found.opened, answers)) if plain else offers


def _as_table(plan: Plan, found: Recognised) -> Offered | None:
    """Return what a table of times offers where its rows are named rows of the plan, None where they are not."""
    opened_file = found.opened
    if (
        opened_file.packed
        or opened_file.file is not None
        or not any(plainly(head) in NAMES | LISTED for head in opened_file.heads)
    ):
        return None
    data = (
        opened_file.data
        if opened_file.data is not None
        else opened_file.path.read_bytes()
        if opened_file.path is not None
        else b""
    )
    grid = delimited(data, opened_file.name)
    if mapped(grid) is None:
        return None
    offers = _tables(plan, opened_file.name, [grid], [])
    # of a table of times whose names are no rows of the plan, such as cost centres, the amounts are read
    return offers if any(one.entry is not None for one in offers.offers) else None


def _offered_by(plan: Plan, data: bytes, name: str, look: Look, answers: Mapping[str, str]) -> Offered:
    look(0.0, f"Opening {name}")
    if not data.startswith((b"PK", b"%PDF", b"\xd0\xcf\x11\xe0", b"\x1f\x8b")) and not name.casefold().endswith(_BOOKS):
        grid = delimited(data, name)
        if headless(grid):
            raise ImportRefusedError(f"{name}, row 1", "there is no header row; expected one that names each column")
        return _tables(plan, name, [grid], [])
    if data.startswith(b"PK") and name.casefold().endswith((".csv", ".tsv", ".txt")):
        raise ImportRefusedError(
            name, "is an Excel workbook or a package named as a table; give it its own ending, .xlsx or .zip"
        )
    package = opened(data, name)
    if is_open_document(package):
        book = book_of_open_document(package, data, look)
    elif "[Content_Types].xml" not in package.entries and not any(part.startswith("xl/") for part in package.entries):
        return _members(plan, package, look, answers)
    else:
        book = book_of(data, name, look)
    inputs = inputs_sheet(book)
    if inputs is not None:
        return workbook_offers(plan, book, *inputs)
    if is_export(book):
        refuse_inputs(book)
    return _sheets(plan, name, book, look, answers)


def _sheets(plan: Plan, name: str, book: Book, look: Look, answers: Mapping[str, str]) -> Offered:
    """Return what the sheets of a workbook offer: each that is a bill, a metric or a log, and the rest as tables."""
    found: list[Offered] = []
    plain: list[Grid] = []
    refusals: list[ImportRefusedError] = []
    for sheet in book.sheets:
        grid = book.grid(sheet)
        try:
            known = _recognised_sheet(name if len(book.sheets) == 1 else f"{name}, sheet {sheet}", grid, answers)
            measured_one = _measured(plan, known, answers, look) if known is not None else None
        except ImportRefusedError as refused:
            refusals.append(refused)
            continue
        if measured_one is None:
            plain.append(grid)
        else:
            told = [*measured_one.warnings, *grid.notices, *noticed(grid)]
            found.append(replace(measured_one, warnings=list(dict.fromkeys(told)), hidden=sheet in book.hidden))
    if refusals and not found and not any(grid.cells for grid in plain):
        raise refusals[0]
    offers = _of_sheets(plan, name, book, found, plain)
    return replace(offers, warnings=[*offers.warnings, *(_left_alone(one, "sheets") for one in refusals)])


def _left_alone(refused: ImportRefusedError, parts: str) -> str:
    """Return that a part of a file could not be read, and that this costs no other. parts: what the others are."""
    return f"{refused}; the other {parts} are read all the same."


def _of_sheets(plan: Plan, name: str, book: Book, found: list[Offered], plain: Sequence[Grid]) -> Offered:
    """Return what the sheets of a workbook offer together; found: those that measured something."""
    if not found:
        return _tables(plan, name, plain, book.notices, book.hidden)
    found = [
        _unticked(one) if one.hidden else one for one in sorted(found, key=lambda one: (not one.hidden, _ends(one)))
    ]
    if len(found) == 1:
        others = [f"The sheet {grid.name} is left alone." for grid in plain if grid.cells]
        return replace(found[0], file=name, notices=[*book.notices, *found[0].notices, *others])
    return _together(name, "a workbook of measurements", found, book.notices, [])


def _unticked(found: Offered) -> Offered:
    """Return what a file offers with nothing of it ticked."""
    return replace(found, offers=[replace(offer, chosen=False) for offer in found.offers])


def _recognised_sheet(name: str, grid: Grid, answers: Mapping[str, str]) -> Recognised | None:
    """Return what bill, metric or log a sheet is, None where it is none."""
    data = as_table(grid)
    return recognised(name, None, data, answers) if data else None


def _tables(
    plan: Plan, name: str, grids: Sequence[Grid], notices: Sequence[str], hidden: Collection[str] = ()
) -> Offered:
    """Return what plain tables offer; sheets in which nothing belongs to the plan are named.

    Of a hidden sheet nothing is ticked, nor what a sheet before it offers too, with another value.
    """
    offers: list[Offer] = []
    told, preview = [*notices], list[tuple[str, str]]()
    titles: list[str] = []
    columns: list[Column] = []
    for grid in grids:
        if not grid.cells:
            told += [*grid.notices, f"{grid.name}: the sheet is empty."]
            continue
        table_changes = table_offers(plan, grid, name)
        read = as_read(grid)
        looked = [] if read.turned else noticed(read)
        if table_changes is None:
            heads = ", ".join(str(cell.value)[:30] for cell in grid.cells.get(head_row(grid), {}).values())
            told += [*grid.notices, *looked]
            seen = columns_in_grid(grid, _NONE)
            near = f". {nearest([column.head for column in seen])}" if seen else ""
            where = "" if grid.single else f"{grid.name}: "
            titles.append(f"{where}a table in which nothing belongs to the plan ({heads or 'no heads'}){near}")
            columns = max(columns, seen, key=len)
            continue
        titles.append(table_changes.title)
        table_changes = _unticked(table_changes) if grid.name in hidden else table_changes
        once, twice = _once(offers, table_changes.offers)
        offers += once
        told += [f"{grid.name}: {twice} of its values stand on a sheet before it too; they are not ticked."] * (
            twice > 0
        )
        preview += table_changes.preview
        told += [*table_changes.notices, *(one for one in looked if one not in table_changes.notices)]
    title = "; ".join(titles) or "nothing"
    return Offered(name, title, offers, list(dict.fromkeys(told)), preview, columns=columns)


def _once(before: Sequence[Offer], offers: Sequence[Offer]) -> tuple[list[Offer], int]:
    """Return what a sheet offers, with no tick where a sheet before it fills the same input, and how many those are."""
    filled = {offer.key for offer in before if offer.key and offer.chosen}
    twice = [offer.chosen and offer.key in filled for offer in offers]
    once = [replace(offer, chosen=False) if again else offer for offer, again in zip(offers, twice, strict=True)]
    return once, sum(twice)


def _members(plan: Plan, package: Package, look: Look, answers: Mapping[str, str]) -> Offered:
    """Return what the tables within a zip offer; nothing else in it is read or run."""
    tables = [part for part in package.entries if part.casefold().endswith(_TABLES)]
    if len(tables) == 1 and len(package.entries) == 1:
        return offered_by(plan, package.part(tables[0]), tables[0], look, answers)
    members: list[Offered] = []
    warnings: list[str] = []
    for part in package.entries:
        if part in tables:
            data = package.part(part)
            try:
                members.append(_member(plan, data, part, look, answers))
            except ImportRefusedError as refused:
                warnings.append(_left_alone(refused, "files"))
        elif not part.endswith("/"):
            warnings.append(f"{part[:80]} is not a table; it is left alone.")
    return _together(package.name, "a package of files", members, [], warnings)


def _member(plan: Plan, data: bytes, part: str, look: Look, answers: Mapping[str, str]) -> Offered:
    try:
        return offered_by(plan, data, part, look, answers)
    except ValueError:  # an answer that was given to another file of the package
        return offered_by(plan, data, part, look)


def _overlapping(members: Sequence[Offered]) -> tuple[list[Offered], list[str]]:
    """Return the tables with none ticked that covers the months of one of its kind before it, and a warning of each.

    A table of which nothing is ticked anyway, such as that of a hidden sheet, takes no tick from another.
    """
    kept: dict[int, Offered] = {}
    told: list[str] = []
    for place, member in sorted(enumerate(members), key=lambda one: not any(offer.chosen for offer in one[1].offers)):
        own = member.measurement
        other = next(
            (
                one.measurement
                for one in kept.values()
                if own is not None
                and one.measurement is not None
                and one.measurement.family == own.family
                and set(one.measurement.months) & set(own.months)
            ),
            None,
        )
        if own is not None and other is not None:
            both = ", ".join(sorted(set(own.months) & set(other.months))[:3])
            told.append(
                f"{other.file} and {own.file} are of one kind and cover {both} both: take one alone where they hold the"
                " same use. Of the second nothing is ticked."
            )
            kept[place] = _unticked(member)
        else:
            kept[place] = member
    return [kept[place] for place in sorted(kept)], told


def _named_and_once(member: Offered, members: Sequence[Offered]) -> Offered:
    """Return a table of several with its name before each place, ticked where no later one measured the same."""

    def later(offer: Offer) -> bool:
        return any(
            _ends(other) > _ends(member) and any(one.key == offer.key and one.chosen for one in other.offers)
            for other in members
        )

    return replace(
        member,
        offers=[
            replace(
                offer,
                place=f"{member.file.rsplit(', sheet ', 1)[-1]}: {offer.place}",
                chosen=offer.chosen and not (offer.key and later(offer)),
            )
            for offer in member.offers
        ],
    )


def _ends(member: Offered) -> str:
    """Return when what a table measured ends, empty where it measured nothing."""
    return member.measurement.end if member.measurement is not None else ""


def _together(
    name: str, title: str, members: Sequence[Offered], notices: Sequence[str], warnings: Sequence[str]
) -> Offered:
    """Return what several tables of one file offer."""
    asks = {ask.name: ask for member in members for ask in member.asks}
    members, same = _overlapping(members)
    if len(members) > 1:
        members = [_named_and_once(member, members) for member in members]
    return Offered(
        name,
        title,
        [offer for member in members for offer in member.offers],
        [*notices, *(notice for member in members for notice in member.notices)],
        [line for member in members for line in member.preview],
        [*(warning for member in members for warning in member.warnings), *same, *warnings],
        list(asks.values()),
    )
