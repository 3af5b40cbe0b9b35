"""What the business case asks of reportlab beyond its public names, in this one place; a test holds each of them.

The library is bound below the next minor version, since such names may change with any.
"""

import re
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any, cast, override

from reportlab import rl_config
from reportlab.pdfbase.pdfdoc import LinkAnnotation
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import Flowable, KeepTogether, Table

cast("Any", rl_config).trustedHosts = []
"""The library opens no address, whatever a text asks for (CVE-2020-28463); no text reaches it as markup anyway."""


def code_of(canvas: Canvas) -> list[str]:
    """Return the operators of the page that is being drawn."""
    return cast("Any", canvas)._code  # noqa: SLF001


# the library's objects have no types
def document_of(canvas: Canvas) -> Any:  # noqa: ANN401
    """Return the document that a canvas draws."""
    return cast("Any", canvas)._doc  # noqa: SLF001


def made_on(canvas: Canvas, day: date) -> None:
    """Give the document a day as that on which it was made, in place of the library's own for files without one."""
    stamp = document_of(canvas)._timeStamp  # noqa: SLF001
    stamp.YMDhms = (day.year, day.month, day.day, 0, 0, 0)


def kept_together(block: KeepTogether) -> Sequence[Flowable]:
    """Return what stands in a block that is kept together."""
    return cast("Any", block)._content  # noqa: SLF001


def rows_of(table: Table) -> int:
    """Return how many rows a table has, its head among them."""
    return len(cast("Any", table)._cellvalues)  # noqa: SLF001


def repeated_rows(table: Table) -> int:
    """Return how many rows of a table stand on every page."""
    return int(cast("Any", table).repeatRows or 0)


def watch_cells(table: Table, hooks: Callable[..., None] | None) -> None:
    """Have a table call hooks at the beginning and end of its grounds, lines, rows and cells; None for none."""
    cast("Any", table)._renderCB = hooks  # noqa: SLF001


class _NumberedLink(LinkAnnotation):
    """A link that says where it stands in the document's structure."""

    permitted = (*LinkAnnotation.permitted, "StructParent")


def add_link(
    canvas: Canvas, contents: str, key: str, rectangle: tuple[float, float, float, float], name: str, number: int
) -> None:
    """Add a link to a place of the document, with its number in the structure; rectangle: as the canvas stands now."""
    own = cast("Any", canvas)
    link = _NumberedLink(
        Rect=own._absRect(rectangle, 1),  # noqa: SLF001
        Contents=contents,
        Destination=own._bookmarkReference(key),  # noqa: SLF001
        Border="[0 0 0]",
        StructParent=number,
    )
    own._addAnnotation(link, name, 1)  # noqa: SLF001


class Face(TTFont):
    """A face whose characters beyond the first 65,536, such as emoji, can be searched and copied.

    The library writes their code where the format asks for UTF-16.
    """

    @override
    def addObjects(self, doc: Any) -> None:
        """Add the face to a document with its tables of characters set right."""
        cast("Any", super()).addObjects(doc)
        for name, stream in doc.idToObject.items():
            if str(name).startswith("toUnicodeCMap:"):
                stream.content = _BEYOND.sub(_as_utf_16, stream.content)


_BEYOND = re.compile("<([0-9A-F]{5,6})>")


def _as_utf_16(found: re.Match[str]) -> str:
    return f"<{chr(int(found.group(1), 16)).encode('utf-16-be').hex().upper()}>"


def shapes_of(face: TTFont) -> dict[int, int]:
    """Return the characters that a face has a shape for, each with its number."""
    return cast("Any", face).face.charToGlyph
