"""What is asked of reportlab beyond its public names stands in one module."""

import io
import re
import socket
from datetime import date
from pathlib import Path

import pytest
from reportlab import rl_config
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Paragraph

from desktop.documents.business_case import library
from desktop.documents.business_case.fonts import REGULAR, register

ROOT = Path(__file__).resolve().parents[4]
FOLDER = ROOT / "desktop" / "documents" / "business_case"
PRIVATE = re.compile(r"""\._(?!sW\b)[a-z]\w*|["']_(?!sW\b)[a-z]\w+["']""")


def test_private_names_of_the_library_stand_in_one_module() -> None:
    """Every private name that is used outside it is one of a class of our own, which defines it."""
    for file in FOLDER.glob("*.py"):
        text = file.read_text(encoding="utf-8")
        if file.name == "library.py":
            continue
        own = set(re.findall(r"self\.(_\w+)\s*(?::[^=\n]+)?(?:=|\+=)", text)) | set(re.findall(r"def (_\w+)\(", text))
        used = {found.lstrip(".").strip("\"'") for found in PRIVATE.findall(text)}
        assert used <= own, f"{file.name}: {used - own}"


def test_a_link_has_its_number(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    canvas = Canvas(str(path))
    canvas.drawString(10, 10, "here")
    canvas.bookmarkHorizontal("here", 0, 10)  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]
    library.add_link(canvas, "There", "here", (0, 0, 10, 10), "link1", 100_001)
    canvas.save()
    assert b"/StructParent 100001" in path.read_bytes()


def test_no_address_is_opened() -> None:
    """CVE-2020-28463: an image in a paragraph was fetched from wherever its text said. A listener hears nothing."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        with pytest.raises(Exception, match=r"Cannot open resource|not.*open|unable"):
            Paragraph(f'<img src="http://127.0.0.1:{server.getsockname()[1]}/a.png" width="9" height="9"/>')
        with pytest.raises(TimeoutError):
            server.accept()
    assert rl_config.trustedHosts == []  # pyright: ignore[reportAttributeAccessIssue, reportUnknownMemberType]


@pytest.mark.parametrize(("character", "there"), [("£", True), ("ж", True), ("漢", False)])
def test_a_face_says_what_it_has(character: str, there: bool) -> None:
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    register()
    face = pdfmetrics.getFont(REGULAR)
    assert isinstance(face, TTFont)
    assert (ord(character) in library.shapes_of(face)) == there


def test_a_document_is_dated_by_its_day() -> None:
    """The library's own date of a file that is always the same is 1 January 2000."""
    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    library.made_on(canvas, date(2026, 11, 29))
    canvas.drawString(10, 10, "page")
    canvas.save()
    information = stream.getvalue()
    assert b"/CreationDate (D:20261129000000" in information
    assert b"D:2000" not in information
