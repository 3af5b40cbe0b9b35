"""Tables in another order: by the values or the words of one column."""

from models.exhibits.cells import Cell, sort_key
from models.exhibits.figures import Table

_NONE = {"", "–", "none in range", "at no value", "never"}


def _says_nothing(cell: Cell) -> bool:
    return cell.value is None or cell.value in _NONE


def in_order(table: Table, column: int, *, descending: bool) -> Table:
    """Return a table by one of its columns: values by size, words by alphabet, cells that say nothing at the end.

    In a column of numbers words stand behind them. Keys and the chosen row go along.
    """
    column_cells = [row[column] for row in table.rows]
    said = [place for place, cell in enumerate(column_cells) if not _says_nothing(cell)]
    silent = [place for place, cell in enumerate(column_cells) if _says_nothing(cell)]
    numbers = [place for place in said if column_cells[place].is_number]
    words = [place for place in said if not column_cells[place].is_number]
    order = [
        place
        for some in (numbers, words)
        for place in sorted(some, key=lambda place: sort_key(column_cells[place]), reverse=descending)
    ]
    order += silent
    chosen = order.index(table.chosen) if table.chosen >= 0 else -1
    return Table(table.heads, [table.rows[place] for place in order], [table.keys[place] for place in order], chosen)
