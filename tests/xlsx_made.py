"""Small workbooks made part by part, for what no program writes on purpose."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"

HEADS = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>month</t></is></c><c r="B1"'
    ' t="inlineStr"><is><t>gpu_hours</t></is></c><c r="C1" t="inlineStr"><is><t>cost_gbp</t></is></c></row>'
)
ROW = (
    '<row r="2"><c r="A2" t="inlineStr"><is><t>2025-01</t></is></c><c r="B2"><v>720</v></c><c'
    ' r="C2"><v>1800.5</v></c></row>'
)

PARTS = {
    "[Content_Types].xml": (
        f'<?xml version="1.0"?><Types xmlns="{_PACKAGE}/content-types"><Default Extension="rels"'
        ' ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml"'
        ' ContentType="application/xml"/><Override PartName="/xl/workbook.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/><Override'
        ' PartName="/xl/worksheets/sheet1.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/><Override'
        ' PartName="/xl/styles.xml"'
        ' ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/></Types>'
    ),
    "_rels/.rels": (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_REL}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<?xml version="1.0"?><workbook xmlns="{MAIN}" xmlns:r="{_REL}"><sheets><sheet name="Data" sheetId="1"'
        ' r:id="rId1"/></sheets></workbook>'
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<?xml version="1.0"?><Relationships xmlns="{_PACKAGE}/relationships"><Relationship Id="rId1"'
        f' Type="{_REL}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="{_REL}/styles"'
        ' Target="styles.xml"/></Relationships>'
    ),
    "xl/styles.xml": (
        f'<?xml version="1.0"?><styleSheet xmlns="{MAIN}"><fonts><font/></fonts><fills><fill><patternFill'
        ' patternType="none"/></fill></fills><borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs><xf'
        ' numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="9"/></cellXfs></styleSheet>'
    ),
}


def sheet(rows: str = HEADS + ROW, before: str = "", after: str = "") -> str:
    """Return a sheet's part."""
    return f'<?xml version="1.0"?><worksheet xmlns="{MAIN}">{before}<sheetData>{rows}</sheetData>{after}</worksheet>'


def package(parts: dict[str, str | bytes | None] | None = None, *, twice: str = "") -> bytes:
    """Return a workbook with some parts changed, left out (None) or standing twice."""
    stream = io.BytesIO()
    every: dict[str, str | bytes | None] = {**PARTS, "xl/worksheets/sheet1.xml": sheet(), **(parts or {})}
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in every.items():
            if text is not None:
                made.writestr(name, text)
        if twice:
            made.writestr(twice, every[twice] or "")
    return stream.getvalue()


def of_rows(rows: str, **options: str) -> bytes:
    """Return a workbook whose sheet holds these rows."""
    return package({"xl/worksheets/sheet1.xml": sheet(rows, **options)})
