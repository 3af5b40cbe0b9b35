"""Every importer with less memory than it wants: one message, and the plan as it was."""

import gzip
import io
import json
import os
import resource
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, cast

import pandas as pd
import pytest
from openpyxl import Workbook

from desktop.imports.refusal import NO_MEMORY
from desktop.storage.examples import example
from desktop.storage.memory import NO_MEMORY as NO_MEMORY_AT_ALL
from desktop.storage.plan_file import load, save
from tests.ods_made import of_table

ROOT = Path(__file__).parents[3]
PLAN = example("startup").plan
LIMITS = (200, 300, 450, 700)
"""MB of addresses that a process may have; the program alone takes some 250."""

HEADS = ["workload", "growth", *(f"column {number}" for number in range(60))]


def _calls() -> Iterator[str]:
    yield "request_id,spend,prompt_tokens,completion_tokens,startTime,endTime,model,status\n"
    for number in range(200_000):
        at = f"2025-03-{number % 30 + 1:02}T{number % 24:02}:{number % 60:02}"
        yield f"r{number},0.01,{1_000 + number % 77},300,{at}:00Z,{at}:04Z,gpt-4o,success\n"


def _log(path: Path) -> None:
    path.write_text("".join(_calls()), encoding="utf-8")


def _packed_log(path: Path) -> None:
    path.write_bytes(gzip.compress("".join(_calls()).encode(), 1))


def _logs(path: Path) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as made:
        made.writestr("log.csv", "".join(_calls()))


def _rows(count: int) -> Iterator[list[object]]:
    yield list(HEADS)
    for number in range(count):
        yield [f"w{number}", 0.1, *(number * 7_919 * column % 1_000_003 for column in range(len(HEADS) - 2))]


def _table(path: Path) -> None:
    path.write_text("".join(",".join(map(str, row)) + "\n" for row in _rows(60_000)), encoding="utf-8")


def _book(path: Path) -> None:
    made = Workbook(write_only=True)
    sheet = made.create_sheet()
    for row in _rows(15_000):
        sheet.append(row)
    made.save(path)


def _open_document(path: Path) -> None:
    head, *rows = _rows(8_000)
    path.write_bytes(of_table([str(one) for one in head], rows))


def _records(path: Path) -> None:
    records = [
        {"startTime": f"2025-03-{number % 30 + 1:02}T10:00:00Z", "model": "gpt-4o", "prompt_tokens": number}
        for number in range(400_000)
    ]
    path.write_text(json.dumps(records), encoding="utf-8")


def _columns(path: Path) -> None:
    import fastparquet

    stream = io.BytesIO()
    stream.close = lambda: None  # type: ignore[method-assign]
    count = 1_000_000
    frame = pd.DataFrame(
        {"date": [f"2025-03-{number % 30 + 1:02}" for number in range(count)], "requests": [1.0] * count}
    )

    def opened(*_: object) -> io.BytesIO:
        return stream

    cast("Any", fastparquet).write("load.parquet", frame, open_with=opened, object_encoding="utf8")
    path.write_bytes(stream.getvalue())


MADE: dict[str, Callable[[Path], None]] = {
    "table.csv": _table,
    "log.csv": _log,
    "log.csv.gz": _packed_log,
    "logs.zip": _logs,
    "records.json": _records,
    "load.parquet": _columns,
    "book.xlsx": _book,
    "book.ods": _open_document,
}


@pytest.mark.parametrize(
    "name", [pytest.param(name, marks=() if name == "table.csv" else pytest.mark.long) for name in MADE]
)
def test_f48_with_less_memory_than_a_file_wants_one_message_says_so(name: str, tmp_path: Path) -> None:
    path, plan = tmp_path / name, tmp_path / "plan.boardcase"
    MADE[name](path)
    save(PLAN, plan)
    refused = 0
    for megabytes in LIMITS:
        limit = megabytes * 1_000_000

        def limited(most: int = limit) -> None:
            resource.setrlimit(resource.RLIMIT_AS, (most, most))

        found = subprocess.run(
            [sys.executable, "-m", "desktop.cli", "import", str(plan), str(path), "--accept", "none"],
            cwd=ROOT,
            capture_output=True,
            text=True,
            timeout=120,
            check=False,
            preexec_fn=limited,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
        )
        said = found.stderr.strip().splitlines()
        assert "Traceback" not in found.stderr, found.stderr
        assert len(said) == 1, said
        if found.returncode:
            refused += 1
            assert said[0].endswith((f"{name}: {NO_MEMORY}", NO_MEMORY_AT_ALL, "at most 100 of these")), said
        assert load(plan).plan == PLAN
    assert refused
