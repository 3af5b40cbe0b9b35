"""nvidia-smi dmon: a table set in columns, whose heads begin with # and come again after every screenful."""

import re
from collections.abc import Sequence
from itertools import pairwise

from desktop.imports.measured.opened import Opened
from desktop.imports.refusal import ImportRefusedError

_DAY, _CLOCK = re.compile(r"^(\d{4})(\d\d)(\d\d)$"), re.compile(r"^\d\d:\d\d:\d\d$")
_LAID = ("timestamp", "index", "utilization.gpu [%]")
_FIRST = 40
"""Lines in which its heads have to stand."""


def _heads(line: str) -> list[str]:
    """Return the heads of its table, none where a line is no such heads: of the GPU, and how busy it is."""
    names = _cells(line.lstrip("# ").casefold()) if line.startswith("#") else []
    return names if {"gpu", "sm"} <= set(names) and "pid" not in names else []


def _cells(line: str) -> list[str]:
    return line.replace(",", " ").split()


def monitored(found: Opened, lines: Sequence[str]) -> Opened | None:
    """Return its samples as a log of nvidia-smi, None where a text is none. lines: the first of it.

    Raises ImportRefusedError where its samples have no day and time. Source: nvidia-smi manual, dmon.
    """
    pairs = pairwise(lines[: _FIRST + 1])
    # its units stand under its heads
    every = [names for line, units in pairs if (names := _heads(line)) and "idx" in _cells(units.casefold())]
    heads = every[0] if every else []
    if not heads:
        return None
    if not {"date", "time"} <= set(heads):
        raise ImportRefusedError(
            found.name, "is a log of nvidia-smi dmon without days and times; write it with nvidia-smi dmon -o DT"
        )
    day, clock, gpu, busy = (heads.index(name) for name in ("date", "time", "gpu", "sm"))
    rows: list[str] = [",".join(_LAID)]
    odd = 0
    with found.stream() as stream:
        for line in stream:
            cells = _cells(line.decode(found.encoding, "replace"))
            if not cells or cells[0].startswith("#"):
                continue
            on = _DAY.match(cells[day]) if len(cells) >= len(heads) else None
            if on is None or not _CLOCK.match(cells[clock]):
                odd += 1
                continue
            share = "" if cells[busy] == "-" else cells[busy]
            rows.append(f"{on[1]}-{on[2]}-{on[3]} {cells[clock]},{cells[gpu]},{share}")
    said = "A log of nvidia-smi dmon: of its columns the time, the GPU and sm, how busy it was, are read."
    if odd:
        said += f" Left out: {odd:,} lines that are no sample."
    return found.laid_anew("\n".join(rows) + "\n", _LAID, ",", said)
