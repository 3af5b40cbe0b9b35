"""What is known as text is known in workbooks and OpenDocument too; what programs write oddly opens all the same."""

import io
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import Offered, accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.imports.spreadsheet import book_of
from desktop.storage.examples import example
from tests.bills_made import FOCUS, LOG, calls, line
from tests.evidence_made import table
from tests.ods_made import cell, of_table, open_document, row
from tests.xlsx_made import HEADS, MAIN, PARTS, ROW, of_rows, package, sheet

PLAN = example().plan
FIRST = datetime(2025, 1, 6, tzinfo=UTC)
BY_HOUR = [
    [(FIRST + timedelta(hours=hour)).strftime("%Y-%m-%d %H:%M:%S"), 40 + hour % 7, 100 * (hour % 9)]
    for hour in range(24 * 30)
]


def _xlsx(heads: Sequence[str], rows: Sequence[Sequence[object]], *, dates: bool = False) -> bytes:
    """Return a workbook of heads and rows; dates: the first column as cells of dates."""
    made = openpyxl.Workbook()
    active = made.active
    assert active is not None
    active.append(list(heads))
    for one in rows:
        active.append([datetime.fromisoformat(str(one[0])), *one[1:]] if dates else list(one))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("heads", "rows"),
    [(LOG, calls(3)), (FOCUS, [line(day=day) for day in range(6, 27)]), (["time", "gpu_util", "requests"], BY_HOUR)],
    ids=["a log", "a bill", "a table by the hour"],
)
def test_what_is_known_as_text_is_known_in_every_spreadsheet(heads: list[str], rows: list[list[object]]) -> None:
    as_text = offered_by(PLAN, table(heads, rows).encode(), "a.csv").measurement
    assert as_text is not None
    for data, name in ((_xlsx(heads, rows), "a.xlsx"), (of_table(heads, rows), "a.ods")):
        found = offered_by(PLAN, data, name).measurement
        assert found is not None, name
        assert (found.format, found.start, found.end) == (as_text.format, as_text.start, as_text.end)
        assert found.sums == pytest.approx(as_text.sums, rel=1e-12)
        assert found.slices == as_text.slices


def test_dates_in_cells_are_dates() -> None:
    found = offered_by(PLAN, _xlsx(["time", "gpu_util", "requests"], BY_HOUR, dates=True), "a.xlsx").measurement
    assert found is not None
    assert (found.start, found.days) == ("2025-01-06", 30)


def test_every_sheet_that_is_known_counts() -> None:
    made = openpyxl.Workbook()
    notes = made.active
    assert notes is not None
    notes.title = "Notes"
    notes.append(["Prepared by", "Ann"])
    for name, rows in (("January", BY_HOUR[:360]), ("February", BY_HOUR[360:])):
        one = made.create_sheet(name)
        one.append(["time", "gpu_util", "requests"])
        for values in rows:
            one.append(values)
    stream = io.BytesIO()
    made.save(stream)
    found = offered_by(PLAN, stream.getvalue(), "load.xlsx")
    kept = [offer.measurement for offer in found.offers if offer.measurement is not None]
    assert [one.file for one in kept] == ["load.xlsx, sheet January", "load.xlsx, sheet February"]
    assert sum(one.sums["requests"] for one in kept) == sum(float(one[2]) for one in BY_HOUR)


# what programs write oddly, and opens all the same


STRICT = "http://purl.oclc.org/ooxml/spreadsheetml/main"
STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"
USUAL_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def _strict() -> bytes:
    parts = {**PARTS, "xl/worksheets/sheet1.xml": sheet()}
    return package(
        {
            name: str(text).replace(MAIN, STRICT).replace(USUAL_RELATIONS, STRICT_RELATIONS)
            for name, text in parts.items()
        }
    )


def _elsewhere() -> bytes:
    """Return a workbook whose own part lies at the top of the package."""
    return package(
        {
            "[Content_Types].xml": PARTS["[Content_Types].xml"].replace("/xl/workbook.xml", "/book.xml"),
            "_rels/.rels": PARTS["_rels/.rels"].replace("xl/workbook.xml", "book.xml"),
            "xl/workbook.xml": None,
            "book.xml": PARTS["xl/workbook.xml"],
            "xl/_rels/workbook.xml.rels": None,
            "_rels/book.xml.rels": PARTS["xl/_rels/workbook.xml.rels"]
            .replace("worksheets/", "xl/worksheets/")
            .replace("styles.xml", "xl/styles.xml"),
        }
    )


ODD = {
    "strict Open XML": _strict(),
    "Windows' separators": package(
        {
            **{name: None for name in (*PARTS, "xl/worksheets/sheet1.xml") if "/" in name},
            **{
                name.replace("/", "\\"): text
                for name, text in {**PARTS, "xl/worksheets/sheet1.xml": sheet()}.items()
                if "/" in name
            },
        }
    ),
    "no styles": package(
        {
            "xl/styles.xml": None,
            "[Content_Types].xml": PARTS["[Content_Types].xml"].replace(
                '<Override PartName="/xl/styles.xml"'
                ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>',
                "",
            ),
            "xl/_rels/workbook.xml.rels": PARTS["xl/_rels/workbook.xml.rels"].replace(
                f'<Relationship Id="rId2" Type="{USUAL_RELATIONS}/styles" Target="styles.xml"/>', ""
            ),
        }
    ),
    "styles without values": package(
        {
            "xl/styles.xml": PARTS["xl/styles.xml"].replace("<font/>", '<font><sz val=""/><b val=""/></font>'),
            "xl/worksheets/sheet1.xml": sheet(HEADS + ROW.replace('r="B2"', 'r="B2" s=""')),
        }
    ),
    "the workbook elsewhere": _elsewhere(),
}


@pytest.mark.parametrize("what", ODD)
def test_what_programs_write_oddly_is_read(what: str) -> None:
    grid = book_of(ODD[what], "bill.xlsx").grid("Data")
    assert (grid.at(1, 2).value, grid.at(2, 2).value, grid.at(2, 3).value) == ("gpu_hours", 720, 1_800.5)


def test_number_formats_stay_where_styles_are_mended() -> None:
    """Style 1 is a date, 2 a share: 45,658 days are 1 January 2025."""
    data = package(
        {
            "xl/styles.xml": PARTS["xl/styles.xml"].replace("<font/>", '<font><sz val=""/></font>'),
            "xl/worksheets/sheet1.xml": sheet(
                HEADS + '<row r="2"><c r="A2" s="1"><v>45658</v></c><c r="B2" s="2"><v>0.45</v></c></row>'
            ),
        }
    )
    grid = book_of(data, "a.xlsx").grid("Data")
    assert grid.at(2, 1).value == datetime(2025, 1, 1)  # noqa: DTZ001 - as the library gives it
    assert "%" in grid.at(2, 2).number_format


def _said(found: Offered) -> str:
    return "\n".join([*found.notices, *found.warnings, *(offer.in_words() for offer in found.offers)])


TWICE = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>2025-01</t></is></c><c r="B2"><v>1</v></c><c r="B2"><v>2</v></c></row>'
)
LOOKED_AT = {
    "a cell that stands twice": (of_rows(HEADS + TWICE), "Data!B2 stands twice"),
    "merged cells that overlap": (
        of_rows(HEADS + ROW, after='<mergeCells><mergeCell ref="A1:B2"/><mergeCell ref="B2:C3"/></mergeCells>'),
        "A1:B2 and B2:C3 overlap",
    ),
    "the last column there is": (
        of_rows(HEADS.replace("</row>", '<c r="XFD1"><v>1</v></c></row>') + ROW),
        "1 cells lie beyond column",
    ),
    "a hidden sheet": (
        package({"xl/workbook.xml": PARTS["xl/workbook.xml"].replace('sheetId="1"', 'sheetId="1" state="hidden"')}),
        "the sheet is hidden",
    ),
    "an empty sheet": (of_rows(""), "the sheet is empty"),
    "a hidden sheet of OpenDocument": (
        open_document(row(cell("month"), cell("gpu_hours")), row(cell("2025-01"), cell(720)), hidden=True),
        "the sheet is hidden",
    ),
}


@pytest.mark.parametrize("what", LOOKED_AT)
def test_what_a_sheet_holds_oddly_is_told(what: str) -> None:
    data, told = LOOKED_AT[what]
    found = offered_by(PLAN, data, "a.ods" if "OpenDocument" in what else "a.xlsx")
    assert told in _said(found)


def test_neither_of_two_cells_of_one_place_is_taken() -> None:
    found = offered_by(PLAN, of_rows(HEADS + TWICE + ROW.replace('"2"', '"3"').replace('2"', '3"')), "a.xlsx")
    assert found.measurement is not None
    assert found.measurement.sums["gpu_hours"] == 720


BOMBS = {
    "a cell for every place": open_document(row(cell(1, 16_384), repeated=1_048_576)),
    "a number of repeats that is none": open_document(row(cell(1)).replace('repeated="1"', 'repeated="1e9"')),
    "an entity": open_document(row(cell(1)), before='<!DOCTYPE a [<!ENTITY b "c">]>'),
    "no XML": open_document("<table:table-row>"),
}


@pytest.mark.parametrize("what", BOMBS)
def test_an_open_document_that_no_program_writes_is_refused(what: str) -> None:
    with pytest.raises(ImportRefusedError) as refused:
        offered_by(PLAN, BOMBS[what], "a.ods")
    assert str(refused.value).startswith("a.ods")


def test_rows_to_the_end_of_a_sheet_are_no_rows() -> None:
    """A sheet as LibreOffice ends it: a million formatted, empty rows."""
    data = open_document(
        row(cell("month"), cell("gpu_hours")),
        row(cell("2025-01"), cell(720)),
        row('<table:table-cell table:number-columns-repeated="16384"/>', repeated=1_048_574),
    )
    found = offered_by(PLAN, data, "a.ods").measurement
    assert found is not None
    assert found.sums == {"gpu_hours": 720}


# tables of words


@pytest.mark.parametrize(
    "rows",
    [
        [("Name", "Type", "Priority"), ("Single sign-on", "Security", "Must"), ("Audit log", "Security", "Should")],
        [("Workload", "Kind", "Owner"), ("Claims triage", "Steady use of GPUs", "Ann"), ("Chat", "?", "Bob")],
        [("Name", "Requests"), ("More disk", "soon"), ("A new laptop", "by March")],
    ],
)
def test_a_list_of_words_never_becomes_workloads_unasked(rows: list[tuple[str, ...]]) -> None:
    found = offered_by(PLAN, _xlsx(list(rows[0]), [list(one) for one in rows[1:]]), "list.xlsx")
    assert not [offer for offer in found.offers if offer.chosen and offer.possible]
    if found.offers:
        assert "nothing in it says how much" in _said(found)


def test_names_are_the_same_only_where_they_are() -> None:
    """Brackets, signs and other scripts tell names apart; capitals, and letters composed in two ways, do not."""
    names = ["Chatbot (UK)", "Chatbot (US)", "C++", "C#", "محادثة", "بحث", "聊天", "搜索", "Чат", "Поиск", "🤖", "🔎"]
    text = table(["Workload", "Requests per month"], [[name, 1_000 + place] for place, name in enumerate(names)])
    found = offered_by(PLAN, text.encode(), "workloads.csv")
    assert [offer.name for offer in found.offers if offer.name] == names
    assert not [offer for offer in found.offers if offer.problem]
    plan = accepted(PLAN, found.possible)
    requests = {
        row.name: plan.entries[f"workloads.workload.{row.slug}.requests"].value for row in plan.rows["workload"]
    }
    assert [requests[name] for name in names] == [1_000 + place for place in range(len(names))]
    again = offered_by(plan, text.replace("Chatbot (UK)", "CHATBOT  (uk)").encode(), "workloads.csv")
    assert not [offer for offer in again.offers if offer.name]


@pytest.mark.parametrize(("one", "other"), [("Straße", "STRASSE"), ("Café", "Cafe\u0301"), ("Σίσυφος", "ΣΊΣΥΦΟΣ")])
def test_one_name_written_two_ways_stands_twice(one: str, other: str) -> None:
    text = table(["Workload", "Requests per month"], [[one, 1_000], [other, 2_000]])
    found = offered_by(PLAN, text.encode(), "workloads.csv")
    assert len([offer for offer in found.offers if "stands in 2 rows" in offer.problem]) == 2


def test_a_size_in_a_head_multiplies_and_what_no_request_has_is_refused() -> None:
    """Two thousand tokens are read of a request; two million are a size of something else."""
    for head, problem in (("Input tokens (thousands)", False), ("Input tokens (in millions)", True)):
        text = table(["Workload", "Requests per month", head], [["Chat", 1_000, 2]])
        found = offered_by(PLAN, text.encode(), "workloads.csv")
        (offer,) = [offer for offer in found.offers if offer.key.endswith(".tokens_in")]
        assert bool(offer.problem) is problem
        assert problem or (offer.entry is not None and offer.entry.value == 2_000)


def test_a_column_in_another_unit_is_not_taken_for_the_inputs() -> None:
    head = "Lead time (days)"
    found = offered_by(PLAN, table(["Pool", head], [["H100 pool", 90]]).encode(), "pools.csv")
    assert not [offer for offer in found.offers if offer.entry is not None and offer.key.endswith(".lead")]
