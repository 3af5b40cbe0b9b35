"""A workbook defends itself: what may not be is named, is not read, and turns no cell into an error."""

import json
import random
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest
from answers import always

from desktop.documents.workbook import workbook as writer
from desktop.documents.workbook.input_cells import fixed
from desktop.documents.workbook.layout import VALUE_COLUMN, InputRow, column_name
from desktop.storage.examples import example
from models.appraisal.line_keys import OptionLine
from models.quantities.declaration import Kind

DAY = date(2026, 11, 24)
MANY = 100
"""Inputs that are drawn for each sort of bad value."""

SORTS = ("blank", "text", "below", "above")


def bad(row: InputRow, sort: str) -> object:
    """Return a value that may not be, None where there is none of the sort: "" empties a cell."""
    words = row.declared.kind in {Kind.CHOICE, Kind.ROW}
    if sort == "blank":
        return ""
    if sort == "text":
        return "none of these"
    if words:
        return 7.0
    low, high = row.declared.bounds if row.declared.kind is not Kind.MONTH else (36_526.0, 73_000.0)
    return low - 1 if sort == "below" else high * 2 + 1


@pytest.mark.long
def test_every_bad_value_is_named_and_none_is_silent_or_makes_an_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "documented", always({}))  # values that no formula reads
    assert shutil.which("soffice"), "LibreOffice is needed: install libreoffice-calc-nogui and python3-uno"
    plan = example("insurer").plan
    draft, data = writer.draft_and_bytes(plan, "base", DAY)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(data)
    rows = [row for row in draft.layout.inputs if not fixed(row.declared)]
    drawn = random.Random(20271126)
    tried = [(sort, row, bad(row, sort)) for sort in SORTS for row in drawn.sample(rows, min(len(rows), MANY))]
    cell = column_name(VALUE_COLUMN)
    sheet, total = draft.layout.of(draft.layout.traced.lines[OptionLine.PRESENT_VALUE.of("cloud")])
    steps: list[list[list[object]]] = [[]]
    for _, row, value in tried:
        entry = draft.cached["Live", f"E{row.row}"]
        place = f"{cell}{row.row}"
        steps.extend([["Inputs", place, typed]] for typed in (value, entry))
    (tmp_path / "steps.json").write_text(json.dumps(steps))
    script = Path(__file__).parents[3] / "libreoffice.py"
    subprocess.run(
        ["/usr/bin/python3", str(script), str(path), str(tmp_path / "steps.json"), str(tmp_path)],
        capture_output=True,
        check=True,
        timeout=1_200,
    )
    before = json.loads((tmp_path / "0.json").read_text())
    assert before["Checks"][3][2] == 0
    exported = before[sheet][total - 1][3]
    for number, (sort, row, value) in enumerate(tried):
        what = f"{row.key}: {sort} ({value!r})"
        after = json.loads((tmp_path / f"{2 * number + 1}.json").read_text())
        # of a value with a range the check of ranges fails with it: it lies in none
        assert after["Checks"][3][2] in {1, 2}, f"{what} is silent"
        assert row.declared.label in after["Checks"][4][1], what
        assert after["Summary"][4][9] == 1, what
        assert not [name for name, cells in after.items() for line in cells for one in line if one is None], what
        assert after[sheet][total - 1][3] == pytest.approx(exported, rel=1e-12), f"{what} was read"
        mended = json.loads((tmp_path / f"{2 * number + 2}.json").read_text())
        assert mended["Checks"][3][2] == 0, f"{what} stays bad"
