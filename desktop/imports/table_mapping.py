"""How a plain table is read: as rows of a table of the plan, or as a list of inputs, by its heads."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from desktop.imports.grid import Grid, Held
from desktop.imports.laid_out import laid_out
from desktop.imports.looking import MOST_PREAMBLE
from desktop.imports.names import in_another_unit, plainly
from desktop.imports.said_around import Around
from desktop.imports.said_units import periods
from desktop.imports.table_heads import BESIDE, SYNONYMS, averaged, essence
from models.areas.former_labels import FORMER_LABELS
from models.areas.register import GROUPS, TABLES
from models.quantities.declaration import Input, Kind

NAMES = frozenset(
    {"name", "workload", "pool", "row", "role", "tool", "control", "risk", "criterion", "use case", "application"}
)
_OF_UNITS = frozenset({"unit", "units", "uom"})
_INPUTS = frozenset({"input", "item", "key", "price", "what", "line", "catalogue row"})
_VALUES = frozenset({"value", "price", "amount", "new value", "quote", "new price", "base", "likely"})
LISTED = _INPUTS - _VALUES
"""Heads that name an input in a list."""


@dataclass
class Mapped:
    """How a table is read: the row of its heads, the table of the plan or none for a list of inputs.

    It also holds what each column is. own: whether the names stand under the table's own word, such as Pool. about:
    what stands around the table and holds for its figures.
    """

    grid: Grid
    row: int
    table: str = ""
    name: int = 0
    value: int = 0
    inputs: dict[int, Input] = field(default_factory=dict[int, Input])
    beside: dict[str, int] = field(default_factory=dict[str, int])
    own: bool = False
    about: Around = field(default_factory=Around)

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


def mapped(grid: Grid) -> Mapped | None:
    """Return how a sheet reads as a table of the plan, None where nothing in it belongs to one."""
    best = _best(grid)
    least = _TO_BE_TURNED if best is None else best.score
    for other in laid_out(grid, named_by()):
        found = _best(other)
        # a sheet is read as it stands unless another reading says more
        if found is not None and found.table and len(found.inputs) > 1 and found.score > least:
            best, least = found, found.score
    return best


def as_read(grid: Grid) -> Grid:
    """Return a sheet with its heads as they are read: joined or turned where they stand otherwise than in one row."""
    how = mapped(grid)
    return grid if how is None else how.grid


_TO_BE_TURNED = 2
"""What is understood of a table by a name alone."""


def _best(grid: Grid) -> Mapped | None:
    """Return the reading of a sheet as it stands that understands most of it, None for one that understands nothing."""
    mappings: list[Mapped] = []
    for row, texts in _candidates(grid):
        mappings += [_as_rows(grid, row, texts, table) for table in TABLES]
        mappings.append(_as_list(grid, row, texts))
    best = max(mappings, key=lambda one: (one.score, -one.row), default=None)
    return best if best is not None and best.score else None


def _as_rows(grid: Grid, row: int, texts: Mapping[int, str], table: str) -> Mapped:
    """Read a row of heads as the columns of one of the plan's tables."""
    declared = inputs_of(table)
    by_text: dict[str, Input] = {}
    for one in declared:
        for text in (plainly(one.label), plainly(one.name), plainly(one.key)):
            by_text.setdefault(text, one)
    for one in declared:
        if one.key in FORMER_LABELS:
            by_text.setdefault(plainly(FORMER_LABELS[one.key]), one)
    made = Mapped(grid, row, table)
    titled = _titled(texts) if table == "role" else 0
    for column, text in texts.items():
        own = column == titled if titled else text.removesuffix("s") in own_words(table)
        if titled and not made.name and not own:
            continue
        of_another = any(text.removesuffix("s") in own_words(other) for other in TABLES if other != table)
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
    # other words for an input fill what no head of its own has, the plainest first; then heads that say no more than it
    _fill(made, texts, {one.key: SYNONYMS.get(one.key, ()) for one in declared}, declared)
    # of heads in two rows the second may say all
    alone = {at: plainly(text) for at, text in grid.lower.items() if text and _ends(grid.at(row, at).value, text)}
    words = {one.key: (plainly(one.label), *SYNONYMS.get(one.key, ())) for one in declared}
    _fill(made, alone, words, declared)
    bare = {column: essence(text) for column, text in texts.items() if essence(text) != text}
    # an average of what is counted by the month may be one of a day
    _fill(made, bare, {one.key: _all_words(one) for one in declared}, [one for one in declared if not _by_month(one)])
    fewer = {column: essence(text) for column, text in texts.items() if essence(text) != text and not averaged(text)}
    _fill(made, fewer, {one.key: _all_words(one) for one in declared}, declared)
    made.inputs = dict(sorted(made.inputs.items()))
    return made


_OF_POSTS = ("role", "job title", "post", "position", "job")
"""Heads over what people do, of which a list of staff has one beside their names."""


def _titled(texts: Mapping[int, str]) -> int:
    """Return the column that says what people do, 0 where none does."""
    return next((column for of in _OF_POSTS for column, text in texts.items() if text.removesuffix("s") == of), 0)


def _fill(
    made: Mapped, texts: Mapping[int, str], words: Mapping[str, Sequence[str]], declared: Sequence[Input]
) -> None:
    """Take columns that are not used yet for inputs that have none, by the words for each."""
    for one in (one for one in declared if one not in made.inputs.values()):
        places = {text: column for column, text in texts.items() if column not in made.inputs and column != made.name}
        for text in (text for text in words[one.key] if text in places):
            if not in_another_unit(made.grid.at(made.row, places[text]).value, one.unit.symbol):
                made.inputs[places[text]] = one
                made.beside = {what: at for what, at in made.beside.items() if at != places[text]}
                break


def _ends(head: Held, text: str) -> bool:
    return isinstance(head, str) and head.endswith(text)


def _by_month(declared: Input) -> bool:
    """Return whether an input counts something by the month."""
    return "month" in declared.unit.symbol


def _all_words(declared: Input) -> Sequence[str]:
    """Return every word for an input without what says nothing of it."""
    return tuple(essence(word) for word in (plainly(declared.label), *SYNONYMS.get(declared.key, ())))


def inputs_of(table: str) -> list[Input]:
    """Return the inputs that a row of a table has."""
    return [one for group in GROUPS if group.table == table for one in group.inputs if one.kind is not Kind.CONSTANT]


def own_words(table: str) -> frozenset[str]:
    """Return what a row of a table is called, by which a column of names says whose they are."""
    return frozenset((table, plainly(table), plainly(TABLES[table].title).removesuffix("s")))


def _as_list(grid: Grid, row: int, texts: Mapping[int, str]) -> Mapped:
    """Read a row of heads as a list of inputs with their values."""
    made = Mapped(grid, row)
    for column, text in texts.items():
        if not made.name and text in LISTED:
            made.name = column
        elif not made.value and text in _VALUES:
            made.value = column
        elif text in BESIDE:
            made.beside.setdefault(BESIDE[text], column)
    return made


def unit_of(how: Mapped, row: int) -> str:
    """Return what a row's own column of units says, empty where it has none."""
    if "unit" not in how.beside:
        return ""
    said = str(how.grid.at(row, how.beside["unit"]).value or "").strip()
    of_units = plainly(how.grid.at(how.row, how.beside["unit"]).value) in _OF_UNITS
    # a basis or a frequency may be anything, and is a unit where it names a period
    return said if of_units or periods(said) else ""


def quoted_in(how: Mapped, row: int) -> str:
    """Return the currency that a row's own column names, empty where it has none."""
    said = how.grid.at(row, how.beside["currency"]).value if "currency" in how.beside else ""
    return said if isinstance(said, str) else ""


def named_by() -> frozenset[str]:
    """Return the heads under which the rows of some table of the plan, or the inputs of a list, have their names."""
    return NAMES | LISTED | frozenset(word for table in TABLES for word in own_words(table))
