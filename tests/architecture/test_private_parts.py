"""Private parts of libraries that the program uses: all are named here, held by a bound, and where they were."""

import ast
import io
import re
import tomllib
from importlib.metadata import version
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from packaging.requirements import Requirement
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import KeepTogether, Spacer, Table

ROOT = Path(__file__).parents[2]
USED = {
    "openpyxl": {
        "_cell_styles",
        "_date_formats",
        "_number_formats",
        "_shared_strings",
        "_timedelta_formats",
        "_worksheet_path",
    },
    "python-pptx": {"_blob", "_chartSpace", "_dLbl", "_element", "_spTree", "_tbl", "_txBody"},
    "reportlab": {
        "_absRect",
        "_addAnnotation",
        "_bookmarkReference",
        "_cellvalues",
        "_code",
        "_content",
        "_doc",
        "_renderCB",
        "_timeStamp",
    },
    "xlsxwriter": {"_get_xf_index"},
}
"""By library; a new one is added here, with a look at what it holds below."""


def private_names() -> set[str]:
    """Return what the program reaches for behind an underscore, but on its own objects."""
    found: set[str] = set()
    for path in [*(ROOT / "models").rglob("*.py"), *(ROOT / "desktop").rglob("*.py")]:
        tree = ast.parse(path.read_text(encoding="utf-8"))
        own = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute) and _of_itself(node)}
        own |= {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Attribute) and re.match(r"_[a-z]", node.attr) and node.attr not in own:
                found.add(node.attr)
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Name)
                and node.func.id in {"getattr", "setattr", "hasattr"}
                and isinstance(node.args[1], ast.Constant)
                and re.match(r"_[a-z]", str(node.args[1].value))
            ):
                found.add(str(node.args[1].value))
    return found


def _of_itself(node: ast.Attribute) -> bool:
    return isinstance(node.value, ast.Name) and node.value.id in {"self", "cls"}


def test_every_private_part_in_use_is_named_here() -> None:
    assert private_names() == set[str]().union(*USED.values())


@pytest.mark.parametrize("library", USED)
def test_a_library_with_private_parts_in_use_has_an_upper_bound_that_holds(library: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = next(one for one in map(Requirement, project["dependencies"]) if one.name == library)
    assert any(one.operator == "<" for one in wanted.specifier), "a later version may have moved them"
    assert wanted.specifier.contains(version(library))


def test_reportlab_keeps_them_where_they_were() -> None:
    canvas: Any = Canvas(io.BytesIO())
    canvas.drawString(0, 0, "seen")
    assert any("seen" in piece for piece in canvas._code)
    assert hasattr(canvas._doc, "Reference")
    assert len(canvas._doc._timeStamp.YMDhms) == 6, "year to second"
    together: Any = KeepTogether([Spacer(1, 1), Spacer(1, 2)])
    assert len(together._content) == 2
    table: Any = Table([["a"], ["b"], ["c"]])
    assert len(table._cellvalues) == 3
    called: list[str] = []

    def note(_table: object, command: str, *_: object) -> None:
        called.append(command)

    table._renderCB = note
    table.wrapOn(canvas, 100, 100)
    table.drawOn(canvas, 0, 0)
    assert {"startTable", "startRow", "startCell", "endTable"} <= set(called)


def test_openpyxl_keeps_them_where_they_were() -> None:
    stream = io.BytesIO()
    made: Any = xlsxwriter.Workbook(stream)
    made.add_worksheet("First")
    made.add_worksheet("Second").write("A1", "shared")
    made.close()
    book: Any = openpyxl.load_workbook(stream, read_only=True)
    sheet = book["Second"]
    assert sheet._worksheet_path.endswith("worksheets/sheet2.xml")
    strings = book._shared_strings if hasattr(book, "_shared_strings") else sheet._shared_strings
    assert list(strings) == ["shared"]
    assert set(book._date_formats) == set()
    assert set(book._timedelta_formats) == set()
    assert book._cell_styles[0].numFmtId == 0
    assert list(book._number_formats) == []
    book.close()
