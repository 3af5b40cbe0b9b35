"""The columns of a table as a person maps them by hand, and the mappings that are remembered."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import cast

from platformdirs import user_data_path

from desktop.imports.grid import Grid
from desktop.imports.looking import head_row
from desktop.imports.measured.ledger_sides import of_several_currencies
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.roles import COLUMN, LEFT, ROLES, amounts_of, mapped_by_hand
from desktop.imports.measured.texts import folded
from desktop.imports.measured.time_columns import END, TIME, end_of, time_of
from desktop.storage.whole_file import PRIVATE, write_whole

_SAMPLES = 3
_MOST = 200
"""Columns that are shown, and mappings that are remembered."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, some of its values, and what it is taken for, of ROLES."""

    head: str
    sample: str
    role: str


class MappingError(ValueError):
    """A mapping of columns that says too little or too much; the message is for the user."""


def columns_of(heads: Sequence[str], rows: Sequence[Sequence[str]], answers: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table with what each is taken for now. rows: some of the first."""
    hand = mapped_by_hand(answers)
    amounts, time = amounts_of(heads, hand), time_of(heads, hand)
    times = {end_of(heads, time, hand): END, time: TIME}
    made: list[Column] = []
    for place, head in enumerate(heads[:_MOST]):
        sample = ", ".join(row[place][:24] for row in rows[:_SAMPLES] if place < len(row) and row[place].strip())
        name = folded(head)
        role = (times.get(name) if name else None) or amounts.get(name, LEFT)
        if folded(head):
            made.append(Column(head, sample, role))
    return made


def columns_in_text(opened: Opened, answers: Mapping[str, str]) -> list[Column]:
    """Return the columns of a table of text or of records that was opened."""
    if opened.kind == "records":
        records = list(islice(cast("Iterable[dict[str, object]]", opened.document), _SAMPLES))
        return columns_of(opened.heads, [[str(one.get(head, "")) for head in opened.heads] for one in records], answers)
    lines = opened.text.splitlines()[opened.head_line + 1 : opened.head_line + 1 + _SAMPLES]
    try:
        rows = list(csv.reader(io.StringIO("\n".join(lines)), delimiter=opened.separator, skipinitialspace=True))
    except csv.Error:
        rows = []
    return columns_of(opened.heads, rows, answers)


def columns_in_grid(grid: Grid, answers: Mapping[str, str]) -> list[Column]:
    """Return the columns of a sheet, none where it has no heads."""
    row = head_row(grid)
    if not row:
        return []
    last = max(grid.cells[row])
    below = [number for number in sorted(grid.cells) if number > row][:_SAMPLES]

    def texts(number: int) -> list[str]:
        return ["" if (value := grid.at(number, column).value) is None else str(value) for column in range(1, last + 1)]

    return columns_of(texts(row), [texts(number) for number in below], answers)


def mapping_problem(columns: Sequence[Column]) -> str:
    """Return what is wrong with a mapping, empty where it will do: a time, an amount or more, none twice but costs."""
    roles = [column.role for column in columns if column.role != LEFT]
    twice = next((role for role in roles if roles.count(role) > 1 and role != "cost"), "")
    if of_several_currencies([column.head for column in columns if column.role == "cost"]):
        return "Costs of several currencies are mapped; expected those of one."
    if twice:
        return f"Two columns are mapped as {ROLES[twice]}; expected one."
    if TIME not in roles:
        return "Say which column holds the time of a row."
    if not set(roles) - {TIME, END}:
        return "Say which column holds an amount, such as requests or GPU-hours."
    return ""


def as_answers(columns: Sequence[Column]) -> dict[str, str]:
    """Return a mapping as answers to a file, which name only what is used."""
    return {f"{COLUMN}{folded(column.head)}": column.role for column in columns if column.role != LEFT}


def given(settings: Sequence[str], columns: Sequence[Column]) -> list[Column]:
    """Return columns as HEAD=ROLE settings map them; a time that is known by its head needs none.

    Raises MappingError with what is expected.
    """
    roles: dict[str, str] = {}
    for setting in settings:
        head, sign, role = setting.rpartition("=")
        if not sign or not head.strip() or role.strip() not in ROLES or role.strip() == LEFT:
            raise MappingError(
                f"--column {setting[:60]}: expected HEAD=ROLE, the role one of {', '.join(one for one in ROLES if one)}"
            )
        roles[folded(head)] = role.strip()
    known = {folded(column.head) for column in columns}
    stray = next((name for name in roles if name not in known), "")
    if stray:
        raise MappingError(
            f"--column {stray[:60]}: there is no such column; there are"
            f" {', '.join(column.head for column in columns[:12])}"
        )
    if TIME not in roles.values():
        # what a column of times is called, such as Month, is known without being said
        roles = {folded(one.head): one.role for one in columns if one.role in {TIME, END}} | roles
    made = [Column(column.head, column.sample, roles.get(folded(column.head), LEFT)) for column in columns]
    problem = mapping_problem(made)
    if problem:
        raise MappingError(f"--column: {problem}")
    return made


# what is remembered


def mappings_file() -> Path:
    """Return where mappings are remembered on this system."""
    return user_data_path("boardcase", appauthor=False) / "columns.json"


def _key(columns: Sequence[Column]) -> str:
    return " ".join(sorted(folded(column.head) for column in columns))


def _all() -> dict[str, dict[str, str]]:
    try:
        found: object = json.loads(mappings_file().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    if not isinstance(found, dict):
        return {}
    return {
        key: {str(name): str(role) for name, role in cast("dict[object, object]", mapping).items()}
        for key, mapping in cast("dict[str, object]", found).items()
        if isinstance(mapping, dict)
    }


def remembered(columns: Sequence[Column]) -> dict[str, str]:
    """Return the answers that were given for a table of the same columns, none where none were."""
    mapping = _all().get(_key(columns), {})
    known = {folded(column.head) for column in columns}
    if not mapping or not set(mapping) <= known or not set(mapping.values()) <= set(ROLES):
        return {}
    return {f"{COLUMN}{name}": role for name, role in mapping.items()}


def remember(columns: Sequence[Column]) -> None:
    """Remember a mapping for tables of the same columns, private to the user; the last of too many go first.

    Raises OSError where it cannot be written.
    """
    kept = {key: mapping for key, mapping in _all().items() if key != _key(columns)}
    kept[_key(columns)] = {folded(column.head): column.role for column in columns if column.role != LEFT}
    path = mappings_file()
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    text = json.dumps(dict(list(kept.items())[-_MOST:]), ensure_ascii=False, indent=1)
    write_whole(path, text.encode(), PRIVATE)
