"""The rules a workbook keeps (W1 to W20), checked from the file alone: one report names every breach by sheet and cell."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

import openpyxl
from openpyxl.cell.cell import Cell
from openpyxl.formula import Tokenizer
from openpyxl.formula.translate import Translator
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

RULES: Mapping[str, str] = {
    "W1": "sheets are typed by name and tab colour; none mixes inputs and calculations",
    "W2": "About tells purpose, author, version, price base, currency, signs, hours a month, colours, and links every sheet",
    "W3": "calculation sheets share columns and timeline",
    "W4": "every line has a unit; every input source, date, low, likely, high and evidence in visible columns",
    "W5": "one formula per row, copied along",
    "W6": "no constants in formulas but 0 and 1",
    "W7": "a row reads rows above it and sheets before it; the one look forward is a lead time; no circle",
    "W8": "formulas of at most 120 characters, no IF inside an IF",
    "W9": "only functions of Excel 2010 that LibreOffice has; no arrays, macros, links to other files",
    "W10": "every input is validated, with a prompt and a stop message",
    "W11": "each check a row with a tolerance; the master check in the head of every sheet",
    "W12": "no error value, no formula without a cached value",
    "W13": "no merged cells; no hidden sheets, rows or columns",
    "W14": "net present value discounts from the second flow on",
    "W15": "A4 landscape, never below 7 pt, 24 months a page, label columns repeated, footer with file, sheet, page and date, frozen panes",
    "W16": "native charts with finding, axis titles, alternative text, not smoothed, told apart by dash, marker or pattern, at most four series",
    "W17": "no text is a formula or a link",
    "W18": "document properties are filled; custom ones carry version, scenario and input hash",
    "W19": "input cells have a style of their own and are unlocked; no passwords",
    "W20": "about ten defined names, none like a cell",
}

FUNCTIONS = frozenset(["SUM", "SUMPRODUCT", "MIN", "MAX", "ABS", "IF", "AND", "OR", "INDEX", "MATCH", "CHOOSE", "NPV", "IRR", "MIRR", "PMT", "EDATE", "DATE", "YEAR", "MONTH", "MOD", "INT", "ROUNDUP", "IFERROR"])
KINDS: Mapping[str, str] = {
    "About": "front", "Summary": "results", "Inputs": "inputs", "Live": "calculation", "Sources": "inputs", "Appraisal": "calculation", "Years": "results",
    "Sensitivity": "results", "Risks": "results", "Checks": "checks", "Changes": "checks",
}  # fmt: skip
"""The kind of each sheet; all that begin with Calc_ are calculations."""

HEADS = ("§", "Line", "Unit", "Constant", "Total", "Note")
FIRST_MONTH = 8
"""The column of month 0 on a calculation sheet, counted from 1."""

MOST_CHARACTERS = 120
LEAST_POINTS = 7.0
PRINTABLE = 842 - 2 * 0.3 * 72
"""Points across a landscape A4 page within the margins."""

_REFERENCE = re.compile(r"^(?:'?([^'!]+)'?!)?\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
_LOOKS = (r'<c:symbol val="(\w+)"', r'<a:prstDash val="(\w+)"', r'<a:pattFill prst="(\w+)"')
_ABOUT = ("Purpose", "Author", "Price base", "Currency", "Signs", "Hours", "Colour key")


@dataclass(frozen=True, slots=True)
class Breach:
    """A rule that is not kept, where, and what is there."""

    rule: str
    sheet: str
    cell: str
    message: str

    def __str__(self) -> str:
        return f"{self.rule} {self.sheet}!{self.cell}: {self.message}"


@dataclass
class Audited:
    """A workbook as it is read for the rules: formulas, cached values and parts."""

    data: bytes
    formulas: openpyxl.Workbook = field(init=False)
    values: openpyxl.Workbook = field(init=False)

    def __post_init__(self) -> None:
        self.formulas = openpyxl.load_workbook(io.BytesIO(self.data))
        self.values = openpyxl.load_workbook(io.BytesIO(self.data), data_only=True)

    @property
    def sheets(self) -> list[Worksheet]:
        """The sheets that hold cells."""
        return list(self.formulas.worksheets)

    @property
    def calculations(self) -> list[Worksheet]:
        """The sheets that carry the timeline."""
        return [sheet for sheet in self.sheets if sheet.title.startswith("Calc_") or sheet.title == "Appraisal"]

    @cached_property
    def parts(self) -> Mapping[str, bytes]:
        """The parts of the package by name."""
        with zipfile.ZipFile(io.BytesIO(self.data)) as package:
            return {name: package.read(name) for name in package.namelist()}

    @cached_property
    def formula_cells(self) -> list[tuple[Worksheet, Cell, Tokenizer]]:
        """Every formula with its tokens."""
        return [(sheet, cell, Tokenizer(str(cell.value))) for sheet in self.sheets for row in sheet.iter_rows() for cell in row if isinstance(cell, Cell) and cell.data_type == "f"]


def breaches(data: bytes) -> list[Breach]:
    """Return every breach of the rules in a workbook, by rule."""
    audited = Audited(data)
    return [Breach(rule, *found) for rule, check in _CHECKS.items() for found in check(audited)]


type Found = Iterator[tuple[str, str, str]]


def _kind(sheet: str) -> str:
    return "calculation" if sheet.startswith("Calc_") else KINDS.get(sheet, "")


def _typed_sheets(book: Audited) -> Found:
    colours: dict[str, str] = {}
    for sheet in book.sheets:
        kind, colour = _kind(sheet.title), str(getattr(sheet.sheet_properties.tabColor, "rgb", ""))
        if not kind or not colour:
            yield sheet.title, "A1", "is no sheet of a known kind with a tab colour"
        if colours.setdefault(kind, colour) != colour:
            yield sheet.title, "A1", f"has tab colour {colour}; other sheets of its kind have {colours[kind]}"
        unlocked = [cell.coordinate for row in sheet.iter_rows() for cell in row if cell.value is not None and not cell.protection.locked]
        if kind != "inputs" and unlocked and (sheet.title, unlocked) != ("Summary", ["B4"]):
            yield sheet.title, unlocked[0], "is an input on a sheet of another kind"
    for sheet, cell, _ in book.formula_cells:
        if sheet.title == "Inputs" and cell.row > 1 and not re.fullmatch(r"=\$C\d+", str(cell.value)):
            yield sheet.title, cell.coordinate, "is a calculation among the inputs"


def _about(book: Audited) -> Found:
    sheet = book.formulas["About"]
    said = {str(row[0].value): str(row[1].value or "") for row in sheet.iter_rows(max_col=2)}
    for head in _ABOUT:
        if not said.get(head):
            yield "About", "A1", f"does not tell {head.lower()}"
    links = {link.location.split("!")[0].strip("'") for link in (cell.hyperlink for row in sheet.iter_rows() for cell in row) if link is not None and link.location}
    for one in book.sheets:
        if one.title not in links:
            yield "About", "A1", f"has no link to {one.title}"
    if not any(re.search(r"\d+\.\d+\.\d+", text) for text in said.values()):
        yield "About", "A1", "names no version"


def _columns(book: Audited) -> Found:
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


def _units(book: Audited) -> Found:
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


def _one_formula(book: Audited) -> Found:
    for sheet in book.calculations:
        for row in sheet.iter_rows(min_row=2, min_col=FIRST_MONTH):
            first = row[0]
            for cell in row[1:]:
                if first.data_type == "f":
                    if cell.value != Translator(str(first.value), origin=first.coordinate).translate_formula(cell.coordinate):
                        yield sheet.title, cell.coordinate, f"{cell.value} is not {first.coordinate} copied along"
                elif cell.value is not None:
                    yield sheet.title, cell.coordinate, "stands in a row whose first month is no formula"


def _constants(book: Audited) -> Found:
    for sheet, cell, tokens in book.formula_cells:
        for token in tokens.items:
            if token.type == "OPERAND" and ((token.subtype == "NUMBER" and token.value not in {"0", "1"}) or token.subtype == "TEXT"):
                yield sheet.title, cell.coordinate, f"holds the constant {token.value}"


def _references(tokens: Tokenizer, own: str) -> Iterator[tuple[str, int, int, int]]:
    """Yield sheet, first and last row, and last column of every reference of a formula."""
    for token in tokens.items:
        if token.type == "OPERAND" and token.subtype == "RANGE":
            found = _REFERENCE.match(token.value)
            if found is not None:
                rows = [int(row) for row in (found[3], found[5]) if row]
                yield found[1] or own, min(rows), max(rows), column_index_from_string(found[4] or found[2])


def _flow(book: Audited) -> Found:
    order = {sheet.title: place for place, sheet in enumerate(book.sheets)}
    for sheet, cell, tokens in book.formula_cells:
        if _kind(sheet.title) != "calculation":
            continue
        leads = "INDEX(" in str(cell.value) and "MIN(" in str(cell.value)
        for name, first, last, column in _references(tokens, sheet.title):
            if name == "Checks":
                continue
            if name != sheet.title and order[name] > order[sheet.title]:
                yield sheet.title, cell.coordinate, f"reads {name}, which comes later"
            if name != sheet.title:
                continue
            if first <= cell.row <= last and cell.column >= FIRST_MONTH and not FIRST_MONTH - 1 <= column < cell.column:
                yield sheet.title, cell.coordinate, "reads its own row other than to the left of it on the timeline"
            if last > cell.row and not FIRST_MONTH - 1 <= column < cell.column:
                yield sheet.title, cell.coordinate, f"reads row {last}, below it, other than what it was in months before"
            if column > cell.column and cell.column >= FIRST_MONTH and not leads:
                yield sheet.title, cell.coordinate, "looks forward without a lead time"


def _short(book: Audited) -> Found:
    for sheet, cell, tokens in book.formula_cells:
        text = str(cell.value)
        if len(text) > MOST_CHARACTERS:
            yield sheet.title, cell.coordinate, f"has {len(text)} characters"
        open_ifs: list[bool] = []
        for token in tokens.items:
            if token.type == "FUNC" and token.subtype == "OPEN":
                name = token.value.rstrip("(").upper()
                if name == "IF" and any(open_ifs):
                    yield sheet.title, cell.coordinate, "has an IF inside an IF"
                open_ifs.append(name == "IF")
            elif token.type == "FUNC":
                open_ifs.pop()


def _functions(book: Audited) -> Found:
    for sheet, cell, tokens in book.formula_cells:
        for token in tokens.items:
            if token.type == "FUNC" and token.subtype == "OPEN" and token.value.rstrip("(").upper() not in FUNCTIONS:
                yield sheet.title, cell.coordinate, f"calls {token.value.rstrip('(')}"
            if token.type in {"ARRAY", "ARRAYROW"} or "[" in token.value:
                yield sheet.title, cell.coordinate, "holds an array or a link to another file"
    for name in book.parts:
        if "vba" in name.lower() or "externalLinks" in name:
            yield "(package)", name, "is a macro or a link to another file"


def _validated(book: Audited) -> Found:
    for sheet in book.sheets:
        covered: dict[str, str] = {}
        for rule in sheet.data_validations.dataValidation:
            told = "" if rule.showErrorMessage and rule.error else "has no stop message"
            told = told or ("" if sheet.title == "Summary" or rule.errorStyle in {None, "stop"} else "does not stop")
            covered |= {cell: told for one in str(rule.sqref).split() for cell in _cells(one)}
        prompts = {cell for rule in sheet.data_validations.dataValidation if rule.prompt for one in str(rule.sqref).split() for cell in _cells(one)}
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


def _checked(book: Audited) -> Found:
    for sheet in book.sheets:
        if sheet.title != "Checks" and not any("Checks!$C$4" in str(cell.value) for cell in sheet[1]):
            yield sheet.title, "A1", "has no master check in its head"
    sheet, values = book.formulas["Checks"], book.values["Checks"]
    for row in sheet.iter_rows(min_row=8, max_col=4):
        if row[0].value and not all(cell.data_type == "f" for cell in row[1:]):
            yield "Checks", row[0].coordinate, "is a check without difference, tolerance or result"
    if values["C4"].value != 0:
        yield "Checks", "C4", f"{values['C4'].value} checks fail"


def _cached(book: Audited) -> Found:
    for sheet in book.sheets:
        for row in book.values[sheet.title].iter_rows():
            for cell in row:
                if isinstance(cell, Cell) and (cell.data_type == "e" or (isinstance(cell.value, str) and re.fullmatch(r"#(N/A|REF!|VALUE!|DIV/0!|NUM!|NAME\?|NULL!)", cell.value))):
                    yield sheet.title, cell.coordinate, f"holds {cell.value}"
    for sheet, cell, _ in book.formula_cells:
        if book.values[sheet.title][cell.coordinate].value is None:
            yield sheet.title, cell.coordinate, "has no cached value"


def _plain(book: Audited) -> Found:
    for sheet in book.sheets:
        for merged in sheet.merged_cells.ranges:
            yield sheet.title, str(merged), "is merged"
        if sheet.sheet_state != "visible":
            yield sheet.title, "A1", "is hidden"
        for name, dimension in (*sheet.row_dimensions.items(), *sheet.column_dimensions.items()):
            if dimension.hidden:
                yield sheet.title, str(name), "is hidden"


def _net_present_values(book: Audited) -> Found:
    for sheet, cell, _ in book.formula_cells:
        for found in re.finditer(r"NPV\(([^,]+),([^)]*)\)", str(cell.value)):
            flows = _REFERENCE.match(found[2])
            if flows is None or column_index_from_string(flows[2]) != FIRST_MONTH + 1:
                yield sheet.title, cell.coordinate, "discounts the flow of month 0"
            elif f"{get_column_letter(FIRST_MONTH)}{flows[3]}" not in str(cell.value).replace("$", ""):
                yield sheet.title, cell.coordinate, "leaves out the flow of month 0"


def _printed(book: Audited) -> Found:
    for number, sheet in enumerate(book.sheets, start=1):
        setup = sheet.page_setup
        if str(setup.paperSize) != "9" or setup.orientation != "landscape":
            yield sheet.title, "A1", "is not printed on A4 landscape"
        found = re.search(r"<oddFooter>(.*?)</oddFooter>", book.parts[f"xl/worksheets/sheet{number}.xml"].decode())
        footer = found[1].replace("&amp;", "&") if found else ""
        for code, name in (("&F", "file"), ("&A", "sheet"), ("&P", "page"), ("-", "date")):
            if code not in footer:
                yield sheet.title, "A1", f"has no {name} in its footer: {footer}"
        points = _scale(sheet) * min(_points(cell) for row in sheet.iter_rows(max_row=120) for cell in row if cell.value is not None)
        if points < LEAST_POINTS - 1e-9:
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
    return float(cell.font.sz or 10) if isinstance(cell, Cell) else 10.0


def _scale(sheet: Worksheet) -> float:
    """Return the scale a sheet prints at: its own, or what brings its columns onto one page."""
    if not sheet.sheet_properties.pageSetUpPr or not sheet.sheet_properties.pageSetUpPr.fitToPage:
        return (sheet.page_setup.scale or 100) / 100
    widths = 0.0
    for column in range(1, sheet.max_column + 1):
        letter = get_column_letter(column)
        group = next((one for one in sheet.column_dimensions.values() if one.min and one.max and one.min <= column <= one.max), None)
        width = (group or sheet.column_dimensions[letter]).width or 8.43
        widths += (width * 7 + 5) * 0.75
    return min(1.0, PRINTABLE / widths)


def _charts(book: Audited) -> Found:
    charts = {name: data.decode() for name, data in book.parts.items() if re.fullmatch(r"xl/charts/chart\d+\.xml", name)}
    if not charts:
        yield "(package)", "xl/charts", "holds no chart"
    for name, text in charts.items():
        series = re.findall(r"<c:ser>.*?</c:ser>", text, re.DOTALL)
        if text.count("<c:title>") < 3:  # noqa: PLR2004 - the finding and two axes
            yield "(package)", name, "lacks a title or an axis title"
        if 'smooth val="1"' in text:
            yield "(package)", name, "is smoothed"
        if len(series) > 4:  # noqa: PLR2004
            yield "(package)", name, f"has {len(series)} series"
        looks = [tuple(tuple(re.findall(pattern, one)) for pattern in _LOOKS) for one in series]
        if len(set(looks)) < len(looks):
            yield "(package)", name, "has series that only colour tells apart"
    for name, data in book.parts.items():
        if re.fullmatch(r"xl/drawings/drawing\d+\.xml", name) and data.count(b"<xdr:cNvPr ") != data.count(b"descr="):
            yield "(package)", name, "holds a chart without alternative text"


def _inert(book: Audited) -> Found:
    for sheet in book.sheets:
        for row in sheet.iter_rows():
            for cell in row:
                link = getattr(cell, "hyperlink", None)
                if link is not None and (link.target or not link.location):
                    yield sheet.title, cell.coordinate, f"links to {link.target}"
                if isinstance(cell.value, str) and cell.data_type != "f" and re.search(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", cell.value):
                    yield sheet.title, cell.coordinate, "holds control characters"


def _properties(book: Audited) -> Found:
    properties = book.formulas.properties
    for name in ("title", "creator", "subject", "created"):
        if not getattr(properties, name):
            yield "(properties)", name, "is empty"
    custom = book.parts.get("docProps/custom.xml", b"").decode()
    for name in ("Boardcase version", "Scenario", "Input hash"):
        if not re.search(rf'name="{name}"[^>]*><vt:\w+>[^<]', custom):
            yield "(properties)", name, "is missing"


def _input_style(book: Audited) -> Found:
    sheet = book.formulas["Inputs"]
    heads = [str(cell.value or "") for cell in sheet[4]]
    for row in sheet.iter_rows(min_row=5, min_col=3, max_col=heads.index("Evidence")):
        for cell in row:
            if cell.value is not None and not cell.protection.locked and (cell.fill.fgColor.rgb in {None, "00000000"} or not cell.border.left.style):
                yield "Inputs", cell.coordinate, "is an input without the style of one"
    for one in book.sheets:
        if one.protection.password or one.protection.sheet:
            yield one.title, "A1", "is protected"


def _names(book: Audited) -> Found:
    names = [name for name in book.formulas.defined_names if not name.startswith("_xlnm")]
    if not 8 <= len(names) <= 14:  # noqa: PLR2004 - about ten
        yield "(names)", "", f"there are {len(names)} defined names"
    for name in names:
        if re.fullmatch(r"[A-Za-z]{1,3}\d+|[RrCc]\d*([RrCc]\d*)?", name):
            yield "(names)", name, "looks like a cell"


_CHECKS: Mapping[str, Callable[[Audited], Found]] = {
    "W1": _typed_sheets, "W2": _about, "W3": _columns, "W4": _units, "W5": _one_formula, "W6": _constants, "W7": _flow, "W8": _short, "W9": _functions,
    "W10": _validated, "W11": _checked, "W12": _cached, "W13": _plain, "W14": _net_present_values, "W15": _printed, "W16": _charts, "W17": _inert,
    "W18": _properties, "W19": _input_style, "W20": _names,
}  # fmt: skip
