"""Workbooks as a third program, IronCalc, recalculates them."""

from datetime import date
from pathlib import Path
from typing import Any

import ironcalc
import pytest
from answers import always
from openpyxl.utils.cell import coordinate_from_string
from workbook_cells import of_money, of_today, two_pools

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.sheets import Draft
from desktop.storage import examples

DAY = date(2026, 11, 24)
MADE = {"two pools": two_pools, "of today": of_today, "of money": of_money}


class Recalculated:
    """A workbook as IronCalc has it."""

    def __init__(self, data: bytes, folder: Path) -> None:
        path = folder / "plan.xlsx"
        path.write_bytes(data)
        load: Any = ironcalc.load_from_xlsx
        self._model: Any = load(str(path), "en", "UTC", "en")
        self._sheets = {one["name"]: place for place, one in enumerate(self._model.get_worksheets_properties())}
        self._model.evaluate()

    def value(self, sheet: str, cell: str) -> object:
        """Return the value of a cell."""
        return self._model.get_cell_value(*self._place(sheet, cell))

    def put(self, sheet: str, cell: str, value: object) -> None:
        """Put a value into a cell, None to empty it, and work everything out again."""
        place = self._place(sheet, cell)
        if value is None:
            self._model.clear_cell_contents(*place)
        elif isinstance(value, str):
            self._model.update_cell_with_text(*place, value)
        else:
            self._model.update_cell_with_number(*place, value)
        self._model.evaluate()

    def enter(self, sheet: str, cell: str, entered: str) -> None:
        """Type into a cell, a formula too, and work everything out again."""
        self._model.set_user_input(*self._place(sheet, cell), entered)
        self._model.evaluate()

    def _place(self, sheet: str, cell: str) -> tuple[int, int, int]:
        letters, row = coordinate_from_string(cell)
        column = 0
        for letter in letters:
            column = 26 * column + ord(letter) - ord("A") + 1
        return self._sheets[sheet], row, column


def exported(name: str, monkeypatch: pytest.MonkeyPatch) -> tuple[Draft, bytes]:
    monkeypatch.setattr(writer, "documented", always({}))  # values that no formula reads
    plan = MADE[name]() if name in MADE else examples.example(name).plan
    return writer.draft_and_bytes(plan, "base", DAY)
