"""Tables whose columns stand at fixed places under a line of dashes, as sacct, sreport and sqlcmd print them."""

import re
from collections.abc import Sequence
from dataclasses import replace

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
    with found.stream() as stream:
        data = stream.read(RULED_BYTES + 1)
    if len(data) > RULED_BYTES:
        raise ImportRefusedError(
            found.name, f"its columns stand at fixed places; of such a table {RULED_BYTES:,} bytes are the most"
        )
    whole = text_of(data, found.name)[0].replace("\r\n", "\n").replace("\r", "\n").split("\n")
    spans = [one.span() for one in re.finditer(r"-+", whole[rule])]
    ends = [*(start - 1 for start, _ in spans[1:]), None]
    last = max(at for at, line in enumerate(whole) if line.strip())
    misfits = {
        at
        for at, line in enumerate(whole[rule + 1 :], start=rule + 1)
        if any(line[start - 1 : start].strip() for start, _ in spans[1:])
    }
    if any(at <= last - _FOOT for at in misfits):
        return None

    def cells(line: str) -> list[str]:
        return [line[start:end].strip() for (start, _), end in zip(spans, ends, strict=True)]

    heads = cells(whole[rule - 1])
    weighed = [
        (at, end - start)
        for at, ((start, end), head) in enumerate(zip(spans, heads, strict=True))
        if folded(head) not in _NAMES
    ]
    laid = [*whole[: rule - 1], "\t".join(heads), ""]
    for at_line, line in enumerate(whole[rule + 1 :], start=rule + 1):
        row = cells("" if at_line in misfits else line)
        for at, width in weighed:
            if len(row[at]) == width and row[at].endswith("+"):
                raise ImportRefusedError(
                    f"{found.name}, row {at_line + 1}",
                    f"“{row[at]}” under {heads[at]} is cut at the edge of its column; expected the whole value: print"
                    " the table with bars between its columns (--parsable2)",
                )
        laid.append("\t".join(row) if any(row) else "")
    text = "\n".join(laid)
    said = "Its columns stand at fixed places under a line of dashes."
    return replace(
        found,
        path=None,
        data=text.encode(),
        packed="",
        encoding="utf-8",
        text=text,
        heads=heads,
        separator="\t",
        head_line=rule - 1,
        notices=[*found.notices, said],
        file=found,
    )
