"""Files that no honest program writes, and honest ones that need a second look.

Refused or told about, with place and cause.
"""

import gzip
import io
import resource
import subprocess
import sys
import warnings
import zipfile
from importlib.resources import files
from pathlib import Path

import pytest
from xlsx_made import HEADS, MAIN, PARTS, ROW, of_rows, package, sheet

from desktop.imports.files import offered_by
from desktop.imports.limits import in_words
from desktop.imports.offers import Offered
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import book_of
from desktop.storage.examples import example

_BOMB = '<!DOCTYPE w [<!ENTITY a "AAAAAAAA"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def zipped(*names: str) -> bytes:
    stream = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        with zipfile.ZipFile(stream, "w") as made:
            for name in names:
                made.writestr(name, "{}")
    return stream.getvalue()


def flipped(data: bytes) -> bytes:
    at = data.index(b"xl/worksheets/sheet1.xml") + 40
    return data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :]


def doubled() -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return package(twice="xl/worksheets/sheet1.xml")


REFUSED = {
    "nothing": (b"", "the file is empty"),
    "one byte": (b"x", "not a workbook"),
    "cut short": (package()[:-10], "cut short or damaged"),
    "a login page": (b"<!doctype html><title>Sign in</title>", "login page"),
    "a PDF": (b"%PDF-1.7 ...", "is a PDF"),
    "an old or locked Excel file": (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
        "old Excel file or has a password",
    ),
    "gzip": (gzip.compress(b"a,b\n1,2\n"), "gzip"),
    "junk before": (b"HTTP/1.1 200 OK\r\n\r\n" + package(), "before the package begins"),
    "a flipped bit": (flipped(package()), "xl/worksheets/sheet1.xml is damaged"),
    "not a workbook part": (package({"xl/workbook.xml": None}), "xl/workbook.xml is missing"),
    "no relations": (package({"_rels/.rels": None}), "_rels/.rels is missing"),
    "a part twice": (doubled(), "stands twice"),
    "too many parts": (package({f"x/{number}.xml": "" for number in range(2_100)}), "2,106 parts; 2,000 are the most"),
    "a bomb of zeros": (package({"xl/media/x.xml": b"0" * 20_000_000}), "100 to 1 is the most"),
    "entities in the sheet": (
        package({"xl/worksheets/sheet1.xml": sheet().replace("?>", f"?>{_BOMB}", 1)}),
        "declares a document type",
    ),
    "entities in UTF-16": (
        package({"xl/worksheets/sheet1.xml": sheet().replace("?>", f"?>{_BOMB}", 1).encode("utf-16")}),
        "declares a document type",
    ),
    "malformed": (
        package({"xl/worksheets/sheet1.xml": sheet()[:-20] + "</worksheet>"}),
        "the part xl/worksheets/sheet1.xml is damaged",
    ),
    "a control character": (
        of_rows(HEADS + ROW.replace("2025-01", "20\x0125")),
        "the part xl/worksheets/sheet1.xml is damaged",
    ),
    "a row beyond the grid": (
        of_rows(HEADS + '<row r="99999999"><c r="A99999999"><v>1</v></c></row>'),
        "row 99,999,999; a sheet has 1,048,576",
    ),
    "no number": (of_rows(HEADS + ROW.replace("720", "NaN")), "Data!B2: its value “NaN”"),
    "infinite": (of_rows(HEADS + ROW.replace("720", "1E400")), "Data!B2: the number in the cell is “1E400”"),
    "a decimal comma in a number": (of_rows(HEADS + ROW.replace("720", "1,5")), "Data!B2: its value “1,5”"),
    "a sheet from the net": (
        package(
            {
                "xl/_rels/workbook.xml.rels": (
                    PARTS["xl/_rels/workbook.xml.rels"].replace("worksheets/sheet1.xml", "http://127.0.0.1:9/x.xml")
                )
            }
        ),
        "nothing is fetched",
    ),
    "only charts": (
        package({"xl/worksheets/sheet1.xml": None, "xl/chartsheets/sheet1.xml": "<chartsheet/>"}),
        "only charts",
    ),
    "a way out of the package": (zipped("../../evil.txt"), "outside the package"),
    "a drive letter": (zipped("C:\\Windows\\evil.txt"), "outside the package"),
    "a reserved name": (zipped("CON.json"), "no Windows machine"),
    "one entry twice": (zipped("plan.csv", "plan.csv"), "stands twice"),
    "a cell of a megabyte": (
        of_rows(
            HEADS + '<row r="2"><c r="A2" t="inlineStr"><is><t>'
            f"{''.join(f'{number:x}' for number in range(220_000))[:1_000_000]}</t></is></c></row>"
        ),
        "Data!A2: the cell holds 1,000,000 characters",
    ),
}

TOLD = {
    "rows out of order": (of_rows(ROW + HEADS), "out of order"),
    "a format that is not there": (
        of_rows(HEADS + ROW.replace('r="B2"', 'r="B2" s="99"')),
        "format that the file does not define",
    ),
    "never calculated": (
        of_rows(HEADS + ROW.replace("<v>720</v>", "<f>24*30</f>")),
        "never calculated: 1 formula (Data!B2)",
    ),
    "another file": (
        of_rows(HEADS + ROW.replace("<v>720</v>", "<f>[1]Sheet1!A1</f><v>720</v>")),
        "reads another file or program",
    ),
    "a command": (
        of_rows(HEADS + ROW.replace("<v>720</v>", "<f>cmd|' /C calc'!A0</f><v>5</v>")),
        "reads another file or program",
    ),
    "merged": (
        of_rows(HEADS + ROW, after='<mergeCells count="1"><mergeCell ref="B1:C1"/></mergeCells>'),
        "cells are merged (B1:C1)",
    ),
    "hidden": (
        of_rows(
            HEADS + ROW.replace('<row r="2"', '<row r="2" hidden="1"'),
            before='<cols><col min="3" max="3" hidden="1"/></cols>',
        ),
        "1 row and 1 column (C) are hidden",
    ),
    "macros": (package({"xl/vbaProject.bin": b"\xd0\xcf"}), "macros; they are neither run nor kept"),
    "heads only": (of_rows(HEADS), "heads and no rows"),
    "preamble": (
        of_rows(
            '<row r="1"><c r="A1" t="inlineStr"><is><t>Acme plc</t></is></c></row>'
            + HEADS.replace('"1"', '"5"').replace("1", "5")
            + ROW.replace('r="2"', 'r="6"').replace("A2", "A6").replace("B2", "B6").replace("C2", "C6")
        ),
        "the heads stand in row 5",
    ),
    "a stray cell far away": (
        of_rows(HEADS + ROW + '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'),
        "beyond column SF",
    ),
    "shares in two ways": (
        of_rows(HEADS + '<row r="2"><c r="B2" s="2"><v>0.45</v></c></row><row r="3"><c r="B3"><v>45</v></c></row>'),
        "shares in more than one way",
    ),
    "dates in two ways": (
        of_rows(HEADS + '<row r="2"><c r="A2" s="1"><v>45717</v></c></row><row r="3"><c r="A3"><v>45689</v></c></row>'),
        "mixes dates",
    ),
    "programs beside": (zipped("macro.py", "extra.exe"), "macro.py is not a table; it is left alone"),
}

PLAIN = {
    "as it should be": package(),
    "no shared texts": package(
        {
            "[Content_Types].xml": (
                PARTS["[Content_Types].xml"].replace(
                    "</Types>",
                    '<Override PartName="/xl/sharedStrings.xml" ContentType="application/'
                    'vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/></Types>',
                )
            )
        }
    ),
    "UTF-16": package(
        {"xl/worksheets/sheet1.xml": sheet().replace('"1.0"?>', '"1.0" encoding="UTF-16"?>').encode("utf-16")}
    ),
    "a dimension that lies": of_rows(HEADS + ROW, before='<dimension ref="A1:XFD1048576"/>'),
    "cells without places": of_rows(
        HEADS.replace(' r="1"', "").replace(' r="A1"', "").replace(' r="B1"', "").replace(' r="C1"', "")
        + '<row><c t="inlineStr"><is><t>2025-01</t></is></c><c><v>720</v></c><c><v>1800.5</v></c></row>'
    ),
    "a prefix on every element": package(
        {
            "xl/worksheets/sheet1.xml": (
                f'<?xml version="1.0"?><x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="B2"'
                ' t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c></x:row></x:sheetData></x:worksheet>'.replace(
                    'r="1"', 'r="2"'
                )
            )
        }
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_cannot_be_read_is_refused_with_place_and_cause(what: str) -> None:
    data, cause = REFUSED[what]
    plan = example().plan
    with pytest.raises(ImportRefusedError) as refused:
        offered_by(plan, data, "bill.xlsx")
    assert cause in str(refused.value)
    assert str(refused.value).startswith("bill.xlsx") or "Data" in str(refused.value)


@pytest.mark.parametrize("what", TOLD)
def test_what_needs_a_second_look_is_told(what: str) -> None:
    data, told = TOLD[what]
    found = offered_by(example().plan, data, "bill.xlsx")
    assert any(told in notice for notice in [*found.notices, *found.warnings]), found


@pytest.mark.parametrize("what", PLAIN)
def test_what_is_legal_is_read_without_a_word(what: str) -> None:
    book = book_of(PLAIN[what], "bill.xlsx")
    grid = book.grid("Data")
    assert [*book.notices, *grid.notices] == []
    assert grid.at(2, 2).value in {720, "a"}


def test_dates_are_read_in_both_systems() -> None:
    workbook = PARTS["xl/workbook.xml"].replace("<sheets>", '<workbookPr date1904="1"/><sheets>')
    dated = sheet(HEADS + '<row r="2"><c r="A2" s="1"><v>44196</v></c></row>')
    from_1904 = (
        book_of(package({"xl/workbook.xml": workbook, "xl/worksheets/sheet1.xml": dated}), "a.xlsx")
        .grid("Data")
        .at(2, 1)
        .value
    )
    from_1900 = (
        book_of(of_rows(HEADS + '<row r="2"><c r="A2" s="1"><v>45658</v></c></row>'), "a.xlsx")
        .grid("Data")
        .at(2, 1)
        .value
    )
    assert str(from_1904) == str(from_1900) == "2025-01-01 00:00:00"


@pytest.mark.long
def test_sixty_thousand_formatted_rows_are_said_to_be_empty() -> None:
    rows = "".join(f'<row r="{row}"><c r="A{row}" s="1"/><c r="B{row}" s="1"/></row>' for row in range(2, 60_002))
    assert any(
        "60,000 rows are formatted and empty; 1 rows hold something" in one
        for one in offered_by(example().plan, of_rows(HEADS + rows), "a.xlsx").warnings
    )


@pytest.mark.long
def test_a_gigabyte_is_enough_for_anything(tmp_path: Path) -> None:
    """The largest sheet that is allowed, read by a process of its own with a gigabyte of memory and half a minute."""
    rows = "".join(
        f'<row r="{row}"><c r="A{row}"><v>{row}</v></c><c r="XFD{row}"><v>1</v></c></row>' for row in range(1, 150_000)
    )
    path = tmp_path / "large.xlsx"
    path.write_bytes(of_rows(rows))
    code = (
        "import sys, pathlib; from desktop.imports.spreadsheet import book_of;"
        " print(len(book_of(pathlib.Path(sys.argv[1]).read_bytes(), 'large.xlsx').grid('Data').cells))"
    )

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))

    done = subprocess.run(
        [sys.executable, "-c", code, str(path)],
        capture_output=True,
        text=True,
        timeout=60,
        preexec_fn=limited,
        check=False,
        env={"OPENBLAS_NUM_THREADS": "1", "PATH": "/usr/bin:/bin"},
    )
    assert done.stdout.strip() == "149999", done.stderr[-500:]


def test_reading_can_be_given_up() -> None:
    class GivenUpError(Exception):
        pass

    def look(_part: float, doing: str) -> None:
        if "row" in doing:
            raise GivenUpError

    with pytest.raises(GivenUpError):
        offered_by(example().plan, package(), "a.xlsx", look)


def test_nothing_of_a_bad_file_reaches_the_plan() -> None:
    plan = example().plan
    for data, _ in REFUSED.values():
        with pytest.raises(ImportRefusedError):
            offered_by(plan, data, "a.xlsx")
    assert plan == example().plan


def test_a_table_without_anything_of_the_plan_says_so() -> None:
    found: Offered = offered_by(
        example().plan, of_rows(HEADS.replace("gpu_hours", "staff").replace("cost_gbp", "note") + ROW), "usage.xlsx"
    )
    assert found.offers == []
    assert "nothing belongs to the plan (month, staff, note)" in found.title


def test_the_guide_prints_the_limits_that_hold() -> None:
    guide = " ".join((files("resources") / "help" / "guide.md").read_text(encoding="utf-8").split())
    assert in_words() in guide
