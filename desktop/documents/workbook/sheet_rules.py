"""Rules of sheets: what they are, what they tell, how they look and print."""

import re
from collections.abc import Iterator

from openpyxl.cell.cell import Cell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from desktop.documents.workbook.audited import FIRST_MONTH, Audited, Found, kind_of

HEADS = ("§", "Line", "Unit", "Constant", "Total", "Note")
LEAST_POINTS = 7.0
_ROUNDED = 0.15
"""Points that a program may lose when it saves column widths in its own units."""
PRINTABLE = 842 - 2 * 0.3 * 72
"""Points across a landscape A4 page within the margins."""

_LOOKS = (r'<c:symbol val="(\w+)"', r'<a:prstDash val="(\w+)"', r'<a:pattFill prst="(\w+)"')
_ABOUT = ("Purpose", "Author", "Price base", "Currency", "Signs", "Hours", "Colour key")


def typed_sheets(book: Audited) -> Found:
    """Find sheets without a kind, and inputs or calculations on a sheet of another kind (W1)."""
    colours: dict[str, str] = {}
    for sheet in book.sheets:
        kind, colour = kind_of(sheet.title), str(getattr(sheet.sheet_properties.tabColor, "rgb", ""))
        if not kind or not colour:
            yield sheet.title, "A1", "is no sheet of a known kind with a tab colour"
        if colours.setdefault(kind, colour) != colour:
            yield sheet.title, "A1", f"has tab colour {colour}; other sheets of its kind have {colours[kind]}"
        unlocked = [
            cell.coordinate
            for row in sheet.iter_rows()
            for cell in row
            if cell.value is not None and not cell.protection.locked
        ]
        if kind != "inputs" and unlocked and (sheet.title, unlocked) != ("Summary", ["B4"]):
            yield sheet.title, unlocked[0], "is an input on a sheet of another kind"
    for sheet, cell, _ in book.formula_cells:
        if sheet.title == "Inputs" and cell.row > 1 and cell.value != f"=$C{cell.row}":
            yield (
                sheet.title,
                cell.coordinate,
                f"{cell.value} is a calculation among the inputs; a scenario inherits the base's cell of its own row",
            )


def live(book: Audited) -> Found:
    """Find rows of Live that do not read their own row of Inputs by the selector, flags apart (W7)."""
    sheet, inputs = book.formulas["Live"], book.formulas["Inputs"]
    heads = [str(cell.value or "") for cell in inputs[4]]
    key = heads.index("Key") + 1
    last = get_column_letter(heads.index("Evidence"))
    for row in range(5, inputs.max_row + 1):
        name = str(inputs.cell(row, key).value or "")
        if (
            name
            and not name.startswith("list:")
            and sheet.cell(row, 5).value != f"=INDEX(Inputs!$C{row}:${last}{row},1,Summary!$C$4)"
        ):
            yield (
                "Live",
                f"E{row}",
                f"{str(sheet.cell(row, 5).value)[:60]} does not read Inputs row {row} by the selector",
            )
    master = book.formulas["Checks"]
    rows = [row for row in range(8, master.max_row + 1) if master.cell(row, 4).value is not None]
    if rows and master["C4"].value != f"=SUM(D{rows[0]}:D{rows[-1]})":
        yield "Checks", "C4", f"{str(master['C4'].value)[:60]} is not the number of checks that fail"


def about(book: Audited) -> Found:
    """Find what About does not tell (W2)."""
    sheet = book.formulas["About"]
    said = {str(row[0].value): str(row[1].value or "") for row in sheet.iter_rows(max_col=2)}
    for head in _ABOUT:
        if not said.get(head):
            yield "About", "A1", f"does not tell {head.lower()}"
    links = {
        link.location.split("!")[0].strip("'")
        for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row)
        if link is not None and link.location
    }
    for one in book.sheets:
        if one.title not in links:
            yield "About", "A1", f"has no link to {one.title}"
    if not any(re.search(r"\d+\.\d+\.\d+", text) for text in said.values()):
        yield "About", "A1", "names no version"


def columns(book: Audited) -> Found:
    """Find calculation sheets that differ in columns, widths or timeline (W3)."""
    first = book.calculations[0]
    widths = {letter: dimension.width for letter, dimension in first.column_dimensions.items()}
    for sheet in book.calculations:
        heads = tuple(str(sheet.cell(4, column).value or "") for column in range(1, len(HEADS) + 1))
        if heads != HEADS:
            yield sheet.title, "A4", f"has the heads {heads}"
        if {letter: dimension.width for letter, dimension in sheet.column_dimensions.items()} != widths:
            yield sheet.title, "A1", f"has other widths than {first.title}"
        if [cell.value for cell in sheet[2]][FIRST_MONTH - 1 :] != [cell.value for cell in first[2]][FIRST_MONTH - 1 :]:
            yield sheet.title, "H2", f"has another timeline than {first.title}"
        for row in sheet.iter_rows(min_row=5, min_col=7, max_col=7):
            if row[0].value is not None:
                yield sheet.title, row[0].coordinate, "fills the opening column"


def units(book: Audited) -> Found:
    """Find lines without unit and inputs without evidence (W4)."""
    for sheet in book.calculations:
        for row in sheet.iter_rows(min_row=5, max_col=FIRST_MONTH):
            if any(cell.value is not None for cell in (row[3], row[4], row[7])) and not row[2].value:
                yield sheet.title, row[1].coordinate, "has no unit"
    sheet = book.formulas["Inputs"]
    heads = {str(cell.value): place for place, cell in enumerate(sheet[4])}
    for row in sheet.iter_rows(min_row=5):
        key = str(row[heads["Key"]].value or "")
        for head in ("Unit", "Evidence", "Source", "Allowed"):
            if key and not key.startswith("list:") and not row[heads[head]].value:
                yield "Inputs", row[heads[head]].coordinate, f"has no {head.lower()}"
    for head in ("Date", "Low", "Likely", "High", "Note"):
        if head not in heads:
            yield "Inputs", "A4", f"has no column {head}"
    for name in book.parts:
        if name.startswith("xl/comments"):
            yield "(package)", name, "holds comments, which do not print"


def validated(book: Audited) -> Found:
    """Find inputs that take anything (W10)."""
    for sheet in book.sheets:
        covered: dict[str, str] = {}
        for rule in sheet.data_validations.dataValidation:
            lack = "" if rule.showErrorMessage and rule.error else "has no stop message"
            lack = lack or ("" if sheet.title == "Summary" or rule.errorStyle in {None, "stop"} else "does not stop")
            covered |= {cell: lack for one in str(rule.sqref).split() for cell in _cells(one)}
        prompts = {
            cell
            for rule in sheet.data_validations.dataValidation
            if rule.prompt
            for one in str(rule.sqref).split()
            for cell in _cells(one)
        }
        heads = [str(cell.value or "") for cell in sheet[4]]
        last = heads.index("Evidence") if "Evidence" in heads else len(heads)
        for row in sheet.iter_rows(min_row=4):
            for cell in row[:last]:
                if isinstance(cell, Cell) and cell.value is not None and not cell.protection.locked:
                    if cell.coordinate not in covered:
                        yield sheet.title, cell.coordinate, "is an input that takes anything"
                    elif covered[cell.coordinate]:
                        yield sheet.title, cell.coordinate, covered[cell.coordinate]
                    elif cell.coordinate not in prompts:
                        yield sheet.title, cell.coordinate, "has no prompt"


def _cells(reference: str) -> Iterator[str]:
    first, _, last = reference.partition(":")
    if not last:
        yield first
        return
    found, end = (re.fullmatch(r"([A-Z]+)(\d+)", one) for one in (first, last))
    assert found is not None
    assert end is not None
    for column in range(column_index_from_string(found[1]), column_index_from_string(end[1]) + 1):
        for row in range(int(found[2]), int(end[2]) + 1):
            yield f"{get_column_letter(column)}{row}"


def checked(book: Audited) -> Found:
    """Find sheets without master check and checks that fail (W11)."""
    for sheet in book.sheets:
        if sheet.title != "Checks" and not any("Checks!$C$4" in str(cell.value) for cell in sheet[1]):
            yield sheet.title, "A1", "has no master check in its head"
    sheet, values = book.formulas["Checks"], book.values["Checks"]
    for row in sheet.iter_rows(min_row=8, max_col=4):
        if row[0].value and not all(cell.data_type == "f" for cell in row[1:]):
            yield "Checks", row[0].coordinate, "is a check without difference, tolerance or result"
    if values["C4"].value != 0:
        yield "Checks", "C4", f"{values['C4'].value} checks fail"


def plain(book: Audited) -> Found:
    """Find what is merged or hidden (W13)."""
    for sheet in book.sheets:
        for merged in sheet.merged_cells.ranges:
            yield sheet.title, str(merged), "is merged"
        if sheet.sheet_state != "visible":
            yield sheet.title, "A1", "is hidden"
        for name, dimension in (*sheet.row_dimensions.items(), *sheet.column_dimensions.items()):
            if dimension.hidden:
                yield sheet.title, str(name), "is hidden"


def printed(book: Audited) -> Found:
    """Find sheets that do not print as they should (W15)."""
    for number, sheet in enumerate(book.sheets, start=1):
        setup = sheet.page_setup
        if str(setup.paperSize) != "9" or setup.orientation != "landscape":
            yield sheet.title, "A1", "is not printed on A4 landscape"
        footer_match = re.search(
            r"<oddFooter>(.*?)</oddFooter>", book.parts[f"xl/worksheets/sheet{number}.xml"].decode()
        )
        footer = footer_match[1].replace("&amp;", "&") if footer_match else ""
        for code, name in (("&F", "file"), ("&A", "sheet"), ("&P", "page"), ("-", "date")):
            if code not in footer:
                yield sheet.title, "A1", f"has no {name} in its footer: {footer}"
        points = _scale(sheet) * min(
            _points(cell) for row in sheet.iter_rows(max_row=120) for cell in row if cell.value is not None
        )
        if points < LEAST_POINTS - _ROUNDED:
            yield sheet.title, "A1", f"prints at {points:.1f} points"
    for sheet in book.calculations:
        if not re.fullmatch(r"H\d+", str(sheet.freeze_panes)):
            yield sheet.title, "A1", "has no frozen panes before the months"
        if not sheet.print_title_cols or not sheet.print_title_rows:
            yield sheet.title, "A1", "does not repeat its labels"
        breaks = [one.id for one in sheet.col_breaks.brk]
        expected = list(range(FIRST_MONTH - 1, sheet.max_column, 24))
        if breaks != expected:
            yield sheet.title, "A1", f"breaks pages at columns {breaks}; expected {expected}"
    frozen = book.formulas["Inputs"].freeze_panes
    if not frozen:
        yield "Inputs", "A1", "has no frozen panes"


def _points(cell: object) -> float:
    size: object = getattr(getattr(cell, "font", None), "sz", None)
    return float(size) if isinstance(size, (int, float)) else 10.0


def _scale(sheet: Worksheet) -> float:
    """Return the scale a sheet prints at: its own, or what brings its columns onto one page."""
    if not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return (sheet.page_setup.scale or 100) / 100
    widths = 0.0
    for column in range(1, sheet.max_column + 1):
        letter = get_column_letter(column)
        group = next(
            (one for one in sheet.column_dimensions.values() if one.min and one.max and one.min <= column <= one.max),
            None,
        )
        width = (group or sheet.column_dimensions[letter]).width or 8.43
        widths += (width * 7 + 5) * 0.75
    return min(1.0, PRINTABLE / widths)


def charts(book: Audited) -> Found:
    """Find charts that say or show too little (W16)."""
    charts = {
        name: data.decode() for name, data in book.parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)
    }
    if not charts:
        yield "(package)", "xl/charts", "holds no chart"
    for name, text in charts.items():
        series = re.findall(r"<c:ser>.*?</c:ser>", text, re.DOTALL)
        if text.count("<c:title>") < 3:  # noqa: PLR2004 - the finding and two axes
            yield "(package)", name, "lacks a title or an axis title"
        if 'smooth val="1"' in text:
            yield "(package)", name, "is smoothed"
        if len(series) > 5:  # noqa: PLR2004 - four options, and business as usual beside them
            yield "(package)", name, f"has {len(series)} series"
        looks = [tuple(tuple(re.findall(pattern, one)) for pattern in _LOOKS) for one in series]
        if len(set(looks)) < len(looks):
            yield "(package)", name, "has series that only colour tells apart"
    for name, data in book.parts.items():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name) and data.count(b"<xdr:cNvPr ") != data.count(b"descr="):
            yield "(package)", name, "holds a chart without alternative text"


def inert(book: Audited) -> Found:
    """Find text that became a link or holds what no text should (W17)."""
    for sheet in book.sheets:
        for row in sheet.iter_rows():
            for cell in row:
                link = getattr(cell, "hyperlink", None)
                if link is not None and (link.target or not link.location):
                    yield sheet.title, cell.coordinate, f"links to {link.target}"
                if (
                    isinstance(cell.value, str)
                    and cell.data_type != "f"
                    and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", cell.value)
                ):
                    yield sheet.title, cell.coordinate, "holds control characters"


def properties(book: Audited) -> Found:
    """Find properties that are not filled (W18)."""
    properties = book.formulas.properties
    for name in ("title", "creator", "subject", "created"):
        if not getattr(properties, name):
            yield "(properties)", name, "is empty"
    custom = book.parts.get("docProps/custom.xml", b"").decode()
    for name in ("Boardcase version", "Scenario", "Input hash"):
        if not re.search(rf'name="{name}"[^>]*><vt:\w+>[^<]', custom):
            yield "(properties)", name, "is missing"


def input_style(book: Audited) -> Found:
    """Find inputs that do not look like inputs, and protected sheets (W19)."""
    sheet = book.formulas["Inputs"]
    heads = [str(cell.value or "") for cell in sheet[4]]
    for row in sheet.iter_rows(min_row=5, min_col=3, max_col=heads.index("Evidence")):
        for cell in row:
            if (
                cell.value is not None
                and not cell.protection.locked
                and (cell.fill.fgColor.rgb in {None, "00000000"} or not cell.border.left.style)
            ):
                yield "Inputs", cell.coordinate, "is an input without the style of one"
    for one in book.sheets:
        if one.protection.password or one.protection.sheet:
            yield one.title, "A1", "is protected"


def names(book: Audited) -> Found:
    """Find too few or too many defined names, and names like cells (W20)."""
    names = [name for name in book.formulas.defined_names if not name.startswith("_xlnm")]
    if not 8 <= len(names) <= 14:  # noqa: PLR2004 - about ten
        yield "(names)", "", f"there are {len(names)} defined names"
    for name in names:
        if re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*([RrCc]\d*)?", name):
            yield "(names)", name, "looks like a cell"
