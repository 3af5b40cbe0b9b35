"""Plain tables: rows of a plan's table such as workloads, or a list of inputs such as prices, mapped by their heads."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

from desktop.imports.doubted import doubted
from desktop.imports.grid import Grid, GridCell
from desktop.imports.listed_inputs import list_offer
from desktop.imports.looking import is_total
from desktop.imports.names import is_summary, much_alike, plainly, same_name
from desktop.imports.new_rows import currencies_of, currency_offers
from desktop.imports.offers import Offer, Offered, told_by
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.said_around import around
from desktop.imports.shown_cells import OF_TEN, figure
from desktop.imports.table_cells import cell_offer
from desktop.imports.table_mapping import Mapped, inputs_of, mapped, named_by
from models.areas.register import TABLES
from models.plan.plan import Entry, Evidence, Plan
from models.plan.rows import slug_for
from models.quantities.declaration import Value
from models.quantities.limits import most_rows
from models.quantities.writing import shown

_TIMES = 10
"""How many times as many rows as a plan may have are read all the same; more are a table of something else."""
_FOREIGN = 4
"""Columns that belong to nothing in the plan from which a table may be another's."""


def table_offers(plan: Plan, grid: Grid, file: str, notices: Sequence[str] = ()) -> Offered | None:
    """Return what a plain table offers, None where it is none."""
    how = mapped(grid)
    if how is None:
        return None
    grid = how.grid
    _no_twins(how, file)
    how.about = around(grid, how.row, how.name, set(how.inputs) or {how.value}, named_by())
    offers, aside = _rows(plan, how, file)
    offers = doubted(plan, offers) if how.table else offers
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
    elif any(offer.name for offer in offers) and (heads := _people_of_no_option(how)):
        offers = [replace(offer, chosen=False) for offer in offers]
        told_of.append(
            f"{grid.name}: {' and '.join(map(shown, heads))} does not say where these people work; roles without people"
            " cost nothing, so no row of it is ticked. Head the column “People in cloud”, “People on-premises” or"
            " “People hybrid”, one line for each role."
        )
    if grid.turned and not _names_a_row(plan, how):
        offers = [replace(offer, chosen=False) for offer in offers]
        told_of.append(
            f"{grid.name}: none of its columns has the name of a row of the plan, so it may compare other things;"
            " nothing of it is ticked."
        )
    if how.about.notes:
        told_of.append(f"{grid.name}: lines that are notes and no rows: {len(how.about.notes)}.")
    if aside:
        be = "row is" if len(aside) == 1 else "rows are"
        told_of.append(f"{grid.name}: {len(aside)} {be} set aside: {'; '.join(aside[:5])}.")
    if how.about.ends:
        told_of.append(
            f"{grid.name}: other heads stand in {grid.line(how.about.ends)}; what is below them is not read: put each"
            " table on a sheet of its own."
        )
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


def _names_a_row(plan: Plan, how: Mapped) -> bool:
    """Return whether some name of a table is that of a row of the plan."""
    known = {same_name(one) for row in plan.rows[how.table] for one in (row.name, row.slug)}
    return any(same_name(how.grid.at(row, how.name).value) in known for row in how.grid.cells if row > how.row)


def _of_something_else(how: Mapped) -> bool:
    """Return whether hardly a column of a table with new rows is one of the plan's, as in a report of costs."""
    heads = len([cell for cell in how.grid.cells[how.row].values() if cell.value])
    known = len(how.inputs)
    return heads - 1 - known >= _FOREIGN and heads - 1 - known > 2 * known


_OF_PEOPLE = frozenset({"fte", "ftes", "headcount", "people", "staff", "heads", "number of people", "no of people"})
"""Heads of people who work for no option in particular."""


def _people_of_no_option(how: Mapped) -> list[str]:
    """Return the heads of a table of roles that count people without saying for which option they work."""
    if how.table != "role" or any(one.name.startswith("people_") for one in how.inputs.values()):
        return []
    heads = how.grid.cells[how.row]
    return [str(heads[at].value) for at in heads if at not in how.inputs and plainly(heads[at].value) in _OF_PEOPLE]


def _no_twins(how: Mapped, file: str) -> None:
    """Raise ImportRefusedError where two columns have one head."""
    heads = Counter(plainly(cell.value) for cell in how.grid.cells[how.row].values() if isinstance(cell.value, str))
    twice = next((text for text, count in heads.items() if count > 1 and text), "")
    if twice:
        alike = [shown(cell.value) for cell in how.grid.cells[how.row].values() if plainly(cell.value) == twice]
        raise ImportRefusedError(
            f"{file}, {how.grid.line(how.row)}",
            f"two columns are headed {' and '.join(dict.fromkeys(alike[:2]))}; which of the two holds is not said",
        )


def _rows(plan: Plan, how: Mapped, file: str) -> tuple[list[Offer], list[str]]:
    """Return what the rows below the heads offer, and which are set aside."""
    grid = how.grid
    offers: list[Offer] = []
    aside: list[str] = []
    named = 0
    below = [(row, cells) for row, cells in grid.rows() if how.about.holds(row, how.row) and not _adds_up(how, cells)]
    if how.table and len(below) > _TIMES * most_rows(how.table):
        title = TABLES[how.table].title.lower()
        raise ImportRefusedError(
            file, f"{len(below):,} rows look like {title}; a plan has at most {most_rows(how.table):,} of these"
        )
    names = Counter(same_name(cells[how.name].value) for _, cells in below if how.name in cells)
    for row, cells in below:
        first = cells.get(how.name)
        if first is None or first.empty:
            own = any(column in cells and figure(cells[column]) for column in how.inputs)
            aside.append(f"{grid.line(row)} has no name{' and figures of its own' if own else ''}")
            # a merged name holds for several rows, of which the first is not all
            offers[named:] = [replace(one, chosen=False) if own else one for one in offers[named:]]
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
            named = len(offers)
            found = _row(plan, how, row, str(first.value).strip(), file, offers)
            # who filtered a table sees and means the other rows
            offers += [replace(one, chosen=False) for one in found] if row in grid.hidden_rows else found
    return offers, aside


def _adds_up(how: Mapped, cells: Mapping[int, GridCell]) -> bool:
    """Return whether a row adds others up, or is drawn from them, as people write below a list of roles."""
    first = cells.get(how.name)
    return is_total(cells) or (how.table == "role" and first is not None and is_summary(str(first.value)))


def _says_how_much(offers: Sequence[Offer]) -> bool:
    """Return whether any offer is a number that can be taken."""
    return any(
        offer.entry is not None
        and isinstance(offer.entry.value, (int, float))
        and not isinstance(offer.entry.value, bool)
        for offer in offers
        if offer.possible
    )


def _preview(how: Mapped) -> list[tuple[str, str]]:
    heads = how.grid.cells[how.row]
    named = [(how.name, "the name of the row" if how.table else "which input")]
    named += [(how.value, "its value")] if how.value else []
    named += [(column, one.label) for column, one in how.inputs.items()]
    named += [(column, f"its {name}") for name, column in how.beside.items()]
    return [(str(heads[column].value), meaning) for column, meaning in named]


def _row(plan: Plan, how: Mapped, row: int, name: str, file: str, before: Sequence[Offer]) -> list[Offer]:
    if not how.table:
        return [list_offer(plan, how, row, name, file)]
    known = {one.slug: one.slug for one in plan.rows[how.table]} | {
        same_name(one.name): one.slug for one in plan.rows[how.table]
    }
    slug, like = known.get(same_name(name), ""), ""
    offers: list[Offer] = []
    place = how.grid.place(row, how.name)
    pending = [offer.row for offer in before if offer.table == how.table and offer.row]
    if any(offer.place.endswith(f"{place}") for offer in before):
        return []
    if not slug:
        slug = slug_for(name, [*plan.slugs[how.table], *pending])
        has_more = any(column in how.grid.cells[row] for column in how.inputs)
        like = next((one.name for one in plan.rows[how.table] if much_alike(one.name, name)), "")
        offers.append(
            Offer(
                place,
                f"row “{name[:80]}” of {TABLES[how.table].title.lower()}",
                "not there",
                "added",
                table=how.table,
                row=slug,
                name=name[:200],
                note=f"the plan has {shown(like)}: is it the same?" if like else "" if has_more else "a name alone",
                chosen=has_more and not like,
            )
        )
    fresh = any(offer.chosen for offer in offers)
    codes: Mapping[str, str] = currencies_of(plan, how, row) if offers else {}
    for column, declared in how.inputs.items():
        offer = cell_offer(plan, how, (row, column), declared, slug, name, file, codes)
        if offer is not None:
            offers.append(replace(offer, chosen=False) if like else offer)
    cells = offers[1:] if fresh else []
    if fresh and any(map(_a_number, cells)):
        offers += currency_offers(plan, how, (place, slug, name, file), codes, cells)
    if fresh and all(_a_number(offer) for offer in cells if offer.problem or _a_number(offer)):
        offers += _counted(plan, how, (row, place), slug, name, file) if any(map(_a_number, cells)) else []
    # how much a row costs says nothing where how often it is paid, or what it is of, could not be read
    unread = any(offer.problem and (offer.key.endswith(_ALL_OF) or OF_TEN in offer.problem) for offer in offers)
    nothing = fresh and bool(cells) and not any(offer.possible for offer in cells)
    # nor does anything else of it where it is nothing but how much
    of = _IS_AN_AMOUNT.get(how.table, "")
    nothing |= fresh and bool(of) and not any(offer.possible and offer.key.endswith(f".{of}") for offer in cells)
    return [replace(offer, chosen=False) for offer in offers] if unread or nothing else offers


_ALL_OF = (".paid", ".of")
"""Inputs without which the others of a row say nothing."""

_IS_AN_AMOUNT: Mapping[str, str] = {"benefit": "amount", "own_cost": "amount"}
"""Tables of which a row is an amount and when it falls, with the name of that input."""


_SAYS_WHETHER = frozenset({"status", "state", "stage"})


def _a_number(offer: Offer) -> bool:
    """Return whether an offer is a figure that can be taken."""
    value = offer.entry.value if offer.entry is not None else None
    return offer.possible and isinstance(value, (int, float)) and not isinstance(value, bool)


def _counted(plan: Plan, how: Mapped, at: tuple[int, str], slug: str, name: str, file: str) -> list[Offer]:
    """Return that a new row counts, where rows of its table do not by themselves and nothing in it says whether."""
    row, place = at
    declared = next((one for one in inputs_of(how.table) if one.name == "active"), None)
    column = next((column for column, one in how.inputs.items() if one is declared), 0)
    said = not how.grid.at(row, column).empty if column else False
    heads = {plainly(cell.value) for cell in how.grid.cells[how.row].values()}
    if declared is None or said or declared.default or heads & _SAYS_WHETHER:
        return []
    key = declared.key_in(slug)
    counts: Value = True
    entry = Entry(counts, told_by(Evidence(), file, counts))
    what = f"{name[:80]}: {declared.label}"
    return [Offer(place, what, "its default", "yes", key, plan.scenarios[0].slug, entry=entry, note="a new row counts")]
