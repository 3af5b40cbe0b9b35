"""Tables whose columns stand at fixed places under a line of dashes, as sacct, sreport and sqlcmd print them."""

import re
from collections.abc import Sequence

from desktop.imports.delimited import text_of
from desktop.imports.limits import RULED_BYTES
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.texts import folded
from desktop.imports.refusal import ImportRefusedError

_RULE = re.compile(r" *-{2,}(?: +-{2,})+ *")
_MOST_ABOVE = 40
_FOOT = 3
"""Lines at the end that need not keep to the columns, such as one that says how many rows there were."""

_NAMES = frozenset(("jobname", "account", "user", "login", "propername", "partition", "nodelist", "cluster", "state"))
"""Columns of Slurm of which the beginning is enough."""


def laid_out(found: Opened, lines: Sequence[str]) -> Opened | None:
    """Return the table with tabs between its columns, None where no line of dashes says where they stand.

    lines: the first of its text. Raises ImportRefusedError where a value that counts is cut at the edge of its column.
    """
    rule = next((at for at, line in enumerate(lines[:_MOST_ABOVE]) if at and _RULE.fullmatch(line)), 0)
    if not rule or not lines[rule - 1].strip() or "\t" in lines[rule - 1]:
        return None
    whole = _lines_of(found)
    spans = [one.span() for one in re.finditer(r"-+", whole[rule])]
    last = max(at for at, line in enumerate(whole) if line.strip())
    misfits = {
        at
        for at, line in enumerate(whole[rule + 1 :], start=rule + 1)
        if any(line[start - 1 : start].strip() for start, _ in spans[1:])
    }
    if any(at <= last - _FOOT for at in misfits):
        return None
    heads = _cells(whole[rule - 1], spans)
    laid = [*whole[: rule - 1], "\t".join(heads), ""]
    for at, line in enumerate(whole[rule + 1 :], start=rule + 1):
        row = _cells("" if at in misfits else line, spans)
        _refuse_cut(f"{found.name}, row {at + 1}", row, heads, spans)
        laid.append("\t".join(row) if any(row) else "")
    text = "\n".join(laid)
    said = "Its columns stand at fixed places under a line of dashes."
    return found.laid_anew(text, heads, "\t", said, rule - 1)


type _Spans = Sequence[tuple[int, int]]


def _lines_of(found: Opened) -> list[str]:
    with found.stream() as stream:
        data = stream.read(RULED_BYTES + 1)
    if len(data) > RULED_BYTES:
        raise ImportRefusedError(
            found.name, f"its columns stand at fixed places; of such a table {RULED_BYTES:,} bytes are the most"
        )
    return text_of(data, found.name)[0].replace("\r\n", "\n").replace("\r", "\n").split("\n")


def _cells(line: str, spans: _Spans) -> list[str]:
    ends = [*(start - 1 for start, _ in spans[1:]), None]
    return [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)]


def _refuse_cut(place: str, row: Sequence[str], heads: Sequence[str], spans: _Spans) -> None:
    """Refuse a row of which a value that counts ends at the edge of its column with a plus: more of it was there."""
    for value, head, (start, end) in zip(row, heads, spans, strict=True):
        if len(value) == end - start and value.endswith("+") and folded(head) not in _NAMES:
            raise ImportRefusedError(
                place,
                f"“{value}” under {head} is cut at the edge of its column; expected the whole value: print the table"
                " with bars between its columns (--parsable2)",
            )
