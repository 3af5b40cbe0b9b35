"""A workbook's package made sound before its cells are read: what honest programs write oddly, in the usual way.

What none of them writes is refused.
"""

import re
import zipfile
from io import BytesIO
from posixpath import dirname, join, normpath
from xml.etree.ElementTree import ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse

from desktop.imports.package import Package, opened
from desktop.imports.refusal import ImportRefusedError

_STRICT = b"purl.oclc.org/ooxml"
_USUAL = (
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    ),
    (b"http://purl.oclc.org/ooxml/drawingml/main", b"http://schemas.openxmlformats.org/drawingml/2006/main"),
)
"""Namespaces of Strict Open XML and what the library reads. Source: ISO/IEC 29500-1 and -4."""

_STRINGS = "xl/sharedStrings.xml"
_NO_STRINGS = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"/>'
_CONTENT = "[Content_Types].xml"
_OFFICE = re.compile(rb'<(?:\w+:)?Relationship\b[^>]*Type="[^"]*/officeDocument"[^>]*>')
_TARGET = re.compile(rb'Target="([^"]+)"')
_FORMAT = re.compile(rb"<(?:\w+:)?numFmt\b[^>]*>")
_CELL_FORMATS = re.compile(rb"<(?:\w+:)?cellXfs\b.*?</(?:\w+:)?cellXfs>", re.DOTALL)
_ONE_FORMAT = re.compile(rb"<(?:\w+:)?xf\b[^>]*>")
_NUMBER = re.compile(rb'numFmtId="(\d+)"')


def sound(package: Package, data: bytes) -> tuple[Package, bytes, list[str]]:
    """Return a workbook's package, its bytes and what is to be told of it.

    Raises ImportRefusedError where it is damaged or holds what no honest workbook does.
    """
    for part in (_CONTENT, "_rels/.rels"):
        if part not in package.entries:
            raise ImportRefusedError(package.name, f"the part {part} is missing; the file is damaged or no workbook")
    main = _main_part(package)
    for part in (main, join(dirname(main), "_rels", f"{main.rsplit('/', 1)[-1]}.rels")):
        if part not in package.entries:
            raise ImportRefusedError(package.name, f"the part {part} is missing; the file is damaged or no workbook")
    notices = _looked_at(package, main)
    written = _written_as_usual(package, main)
    package.inflated[0] = 0
    if written is None:
        return package, data, notices
    return opened(written, package.name), written, notices


def _main_part(package: Package) -> str:
    """Return the part of the workbook itself, which need not lie where most programs put it."""
    relation = _OFFICE.search(package.part("_rels/.rels"))
    target = _TARGET.search(relation[0]) if relation else None
    return normpath(target[1].decode("utf-8", "replace").lstrip("/")) if target else "xl/workbook.xml"


def _written_as_usual(package: Package, main: str) -> bytes | None:
    """Return the package in the way that is read, None where it is written so already."""
    strict = _STRICT in package.part(main)
    no_strings = _STRINGS not in package.entries and b"sharedStrings" in package.part(_CONTENT)
    styles = next((part for part in package.entries if part.endswith("styles.xml")), "")
    plain = bool(styles) and _odd_styles(package.part(styles))
    turned = any(name != info.filename for name, info in package.entries.items())
    if not (strict or no_strings or plain or turned):
        return None
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED) as made:
        for part in package.entries:
            inside = package.part(part)
            if strict and part.endswith((".xml", ".rels")):
                for name, usual in _USUAL:
                    inside = inside.replace(name, usual)
            made.writestr(part, _plain_styles(inside) if part == styles and plain else inside)
        if no_strings:
            made.writestr(_STRINGS, _NO_STRINGS)
    return stream.getvalue()


def _odd_styles(styles: bytes) -> bool:
    """Return whether styles have attributes without a value, at which the library stops."""
    return re.search(rb'\s\w+=""', styles) is not None


def _plain_styles(styles: bytes) -> bytes:
    """Return styles with the number formats alone: no other format says anything of a value."""
    found = _CELL_FORMATS.search(styles)
    numbers = [
        number[1] if (number := _NUMBER.search(one)) else b"0"
        for one in (_ONE_FORMAT.findall(found[0]) if found else [])
    ] or [b"0"]
    formats = b"".join(
        b"<numFmt numFmtId=%b formatCode=%b/>" % (number[0], code[0])
        for one in _FORMAT.findall(styles)
        if (number := re.search(rb'(?<=numFmtId=)"\d+"', one)) and (code := re.search(rb'(?<=formatCode=)"[^"]*"', one))
    )
    return (
        b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
        + (b"<numFmts>" + formats + b"</numFmts>" if formats else b"")
        + b'<fonts><font/></fonts><fills><fill><patternFill patternType="none"/></fill></fills>'
        + b"<borders><border/></borders><cellStyleXfs><xf/></cellStyleXfs><cellXfs>"
        + b"".join(b'<xf numFmtId="%b"/>' % number for number in numbers)
        + b"</cellXfs></styleSheet>"
    )


def damaged(package: Package) -> str:
    """Return which part of a package is no whole XML, and where it breaks."""
    for part in package.entries:
        if part.endswith((".xml", ".rels")):
            try:
                for _, element in iterparse(BytesIO(package.part(part))):
                    element.clear()
            except ParseError as error:
                return f"the part {part} is damaged ({error})"
            except (DefusedXmlException, LookupError, ValueError):
                return f"the part {part} is damaged or in an encoding that is not known"
    return ""


def _looked_at(package: Package, main: str) -> list[str]:
    """Refuse what no honest workbook holds and return a notice of what is left alone."""
    notices: list[str] = []
    for part in package.entries:
        lower = part.lower()
        if lower.endswith("vbaproject.bin"):
            notices.append("The workbook carries macros; they are neither run nor kept.")
        elif "externallinks/" in lower and lower.endswith(".xml"):
            notices.append("The workbook links to other workbooks; they are not opened.")
        elif not lower.endswith(
            (".xml", ".rels", ".bin", ".png", ".jpg", ".jpeg", ".gif", ".emf", ".wmf", ".vml", "/")
        ):
            notices.append(f"The part {part[:60]} belongs to no workbook; it is left alone.")
    for part in package.entries:
        if part.endswith(".rels"):
            _check_relations(package, part)
    head = package.part(main)
    no_doctype(package.name, main, head)
    if _STRICT in head:
        notices.append("The workbook is saved as Strict Open XML; it is read as any other.")
    sheets = [part for part in package.entries if "worksheets/" in part and part.endswith(".xml")]
    if not sheets and any("chartsheets/" in part for part in package.entries):
        raise ImportRefusedError(package.name, "it holds no sheet with cells, only charts")
    for part in (*sheets, "xl/sharedStrings.xml", "xl/styles.xml"):
        if part in package.entries:
            no_doctype(package.name, part, package.part(part))
    return list(dict.fromkeys(notices))


def _check_relations(package: Package, part: str) -> None:
    data = package.part(part)
    no_doctype(package.name, part, data)
    for found in re.finditer(rb"<(?:\w+:)?Relationship\b[^>]*>", data):
        outside = b"External" in found[0] or re.search(rb'Target="(\w+:|//)', found[0])
        if outside and re.search(rb'/(worksheet|sharedStrings|styles|officeDocument|chartsheet)"', found[0]):
            raise ImportRefusedError(package.name, f"{part} takes a sheet from outside the file; nothing is fetched")


def no_doctype(name: str, part: str, data: bytes) -> None:
    """Refuse document types, with which a few bytes can grow to gigabytes, in either encoding of XML."""
    if b"<!DOCTYPE" in data or "<!DOCTYPE".encode("utf-16-le") in data or "<!DOCTYPE".encode("utf-16-be") in data:
        raise ImportRefusedError(
            name, f"the part {part} declares a document type, which no spreadsheet program writes; it is not read"
        )
