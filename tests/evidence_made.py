"""Files of evidence made here, read as the program reads them."""

from collections.abc import Sequence

from desktop.imports.measured.formats import measured, recognised
from desktop.imports.measured.tally import Tally
from models.plan.measurements import Measurement


def taken(data: bytes | str, name: str = "file.csv", zone: str = "UTC", **answers: str) -> tuple[Tally, Measurement]:
    """Read bytes or text as a file and return its sums and what is kept of it."""
    found = recognised(name, None, data.encode() if isinstance(data, str) else data)
    assert found is not None, "not recognised"
    tally = measured(found, {"zone": zone, **answers})
    return tally, tally.measurement(name, found.opened.digest(), "2026-11-25", "", "")


def table(heads: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Write heads and rows as CSV."""

    def cell(value: object) -> str:
        text = str(value)
        return '"' + text.replace('"', '""') + '"' if any(mark in text for mark in ',"\n') else text

    return "\n".join(",".join(cell(value) for value in row) for row in [heads, *rows]) + "\n"
