"""Small spreadsheets of OpenDocument made part by part."""

import io
import zipfile
from collections.abc import Sequence
from xml.sax.saxutils import escape

_SPACES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in (("office", "office"), ("table", "table"), ("text", "text"), ("style", "style"))
)


def cell(value: object, repeated: int = 1) -> str:
    """Return a cell of a number or a text, standing as often as said beside itself."""
    number = isinstance(value, (int, float))
    kind = f'office:value-type="float" office:value="{value}"' if number else 'office:value-type="string"'
    return (
        f'<table:table-cell {kind} table:number-columns-repeated="{repeated}">'
        f"<text:p>{escape(str(value))}</text:p></table:table-cell>"
    )


def row(*cells: str, repeated: int = 1) -> str:
    """Return a row of cells, standing as often as said below itself."""
    return f'<table:table-row table:number-rows-repeated="{repeated}">{"".join(cells)}</table:table-row>'


def open_document(*rows: str, before: str = "", hidden: bool = False) -> bytes:
    """Return a spreadsheet of one sheet. before: what stands before its element."""
    stream = io.BytesIO()
    named = ' table:style-name="h"' if hidden else ""
    style = (
        '<style:style style:name="h" style:family="table"><style:table-properties table:display="false"/></style:style>'
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?>{before}<office:document-content {_SPACES}>'
        f"<office:automatic-styles>{style}</office:automatic-styles><office:body><office:spreadsheet>"
        f'<table:table table:name="Data"{named}>'
        f"{''.join(rows)}</table:table></office:spreadsheet></office:body></office:document-content>"
    )
    kind = "application/vnd.oasis.opendocument.spreadsheet"
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("mimetype", kind, zipfile.ZIP_STORED)
        made.writestr(
            "META-INF/manifest.xml",
            f'<?xml version="1.0"?><m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/"'
            f' m:media-type="{kind}"/></m:manifest>',
        )
        made.writestr("content.xml", content)
    return stream.getvalue()


def of_table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> bytes:
    """Return a spreadsheet of heads and rows."""
    return open_document(*(row(*(cell(value) for value in one)) for one in [heads, *rows]))
