"""The readers that take files from anywhere, each with sound files of its kind and a way to change them at random."""

import io
import random
import re
import time
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import openpyxl
import pandas as pd

from desktop.imports.files import offered, offered_by
from desktop.imports.price_lists import read_prices
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example, names
from desktop.storage.plan_file import PlanFileError, load, text_of
from models.plan.plan import Plan
from tests.bills_made import LOG, calls
from tests.desktop.imports.measured.test_accounts import SACCT, bedrock, lines, pod
from tests.desktop.imports.measured.test_bill_again import BILLS
from tests.evidence_made import table
from tests.fuzz.changed import bytes_changed, json_changed, package_changed, table_changed, xml_changed
from tests.ods_made import of_table
from tests.xlsx_made import package

WORDS = re.compile(
    r"Traceback|Error:|Exception|NoneType|object has no|index out of range|Input should be|type=|\bdict\b|"
    r"\btuple\b|\bNone\b|pydantic|<class|0x[0-9a-f]{6}|unhashable|ndarray|dtype|positional argument|codec can't"
)
"""What no message to a user says."""

Change = Callable[[bytes, random.Random], bytes]
Read = Callable[[bytes, str, Path], object]


@dataclass(frozen=True)
class Reader:
    """What is read: sound files by name, how they are changed, and the reading; refused: the one way out of it."""

    sound: Sequence[tuple[str, bytes]]
    change: Change
    read: Read
    refused: type[Exception] = ImportRefusedError


@cache
def _plan() -> Plan:
    return example("saas").plan


def _offered(data: bytes, name: str, folder: Path) -> object:
    if len(data) % 2:
        return offered_by(_plan(), data, name)
    path = folder / name
    path.write_bytes(data)
    return offered(_plan(), path)


def _loaded(data: bytes, name: str, folder: Path) -> object:
    path = folder / name
    path.write_bytes(data)
    return load(path)


def _prices(data: bytes, name: str, _folder: Path) -> object:
    return read_prices(name, data)


def _book() -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in [("Workload", "Requests per month", "Growth"), ("Chat", 30_000, "20%"), ("Search", 5_000, 0.1)]:
        sheet.append(row)
    other = made.create_sheet("Load")
    other.append(("time", "requests"))
    for day in range(1, 20):
        other.append((f"2025-03-{day:02}", 100 * day))
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def _zip() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("bill.csv", BILLS["FOCUS"][0])
        made.writestr("log.csv", table(LOG, calls(2)))
        made.writestr("read me.txt", "nothing")
    return stream.getvalue()


def _parquet() -> bytes:
    import fastparquet

    stream = io.BytesIO()
    stream.close = lambda: None  # type: ignore[method-assign]
    frame = pd.DataFrame([[f"2025-03-{day:02}", 100.0 * day] for day in range(1, 20)], columns=["date", "requests"])

    def opened(*_: object) -> io.BytesIO:
        return stream

    cast("Any", fastparquet).write("bill.parquet", frame, open_with=opened, object_encoding="utf8")
    return stream.getvalue()


def _any_part(data: bytes, chance: random.Random) -> bytes:
    return package_changed(data, chance, xml_changed)


def _any_table(data: bytes, chance: random.Random) -> bytes:
    return package_changed(data, chance, table_changed)


@cache
def readers() -> dict[str, Reader]:
    """Return every reader by what it reads."""
    texts = [BILLS[name] for name in ("AWS", "Azure", "Oracle", "FOCUS")]
    smi = table(
        ["timestamp", "index", "utilization.gpu [%]"],
        [[f"2025/03/0{1 + at // 24} {at % 24:02}:00:00", 0, 50] for at in range(48)],
    )
    scrape = '# HELP DCGM_FI_DEV_GPU_UTIL a\n# TYPE DCGM_FI_DEV_GPU_UTIL gauge\nDCGM_FI_DEV_GPU_UTIL{gpu="0"} 50\n'
    prometheus = (
        '{"status": "success", "data": {"resultType": "matrix", "result": [{"metric": {"__name__":'
        ' "DCGM_FI_DEV_GPU_UTIL", "gpu": "0"}, "values": [[1740787200, "50"], [1740790800, "60"]]}]}}'
    )
    calls_in_json = lines(*(bedrock(f"2025-04-0{day}T10:00:00Z", 10, 5) for day in range(1, 6)))
    pods = '{"items": [' + ",".join(str(pod("2025-03-01T00:00:00Z", 2)).replace("'", '"') for _ in range(2)) + "]}"
    return {
        "csv": Reader(
            [
                *((file, data.encode()) for data, file in texts),
                ("log.csv", table(LOG, calls(2)).encode()),
                ("smi.csv", smi.encode()),
                ("sacct.txt", SACCT.encode()),
                ("dcgm.prom", scrape.encode()),
                ("work.csv", b"Workload,Requests,Growth\nChat,3000,25%\n"),
                ("prices.csv", b"Input,Value,Currency,Low,High,Date\nCloud price,4.5,USD,4,5,2026-01-31\n"),
            ],
            table_changed,
            _offered,
        ),
        "json": Reader(
            [
                ("prom.json", prometheus.encode()),
                ("bedrock.jsonl", calls_in_json.encode()),
                ("google.json", BILLS["Google"][0].encode()),
                ("pods.json", pods.encode()),
            ],
            json_changed,
            _offered,
        ),
        "xlsx": Reader([("book.xlsx", _book()), ("bill.xlsx", package())], _any_part, _offered),
        "ods": Reader(
            [("book.ods", of_table(["date", "requests"], [["2025-03-01", 5], ["2025-03-02", 6]]))], _any_part, _offered
        ),
        "zip": Reader([("bills.zip", _zip())], _any_table, _offered),
        "parquet": Reader([("bill.parquet", _parquet())], bytes_changed, _offered),
        "plan": Reader(
            [(f"{name}.boardcase", text_of(example(name).plan)) for name in names()[:3]],
            json_changed,
            _loaded,
            PlanFileError,
        ),
        "price list": Reader(
            [
                ("rent.csv", (files("resources") / "catalogue" / "rent_offers.csv").read_bytes()[:4_000]),
                ("api.csv", (files("resources") / "catalogue" / "hosting.csv").read_bytes()[:4_000]),
            ],
            table_changed,
            _prices,
        ),
    }


def fuzzed(reader: Reader, folder: Path, seed: int, seconds: float, most: int = 1_000_000) -> tuple[int, int, float]:
    """Read changed files for some seconds; return how many, how many were refused, and the longest time of one.

    Raises AssertionError with the seed of a case in which anything but a refusal in plain words came out.
    """
    until, refusals, longest = time.monotonic() + seconds, 0, 0.0
    count = 0
    while time.monotonic() < until and count < most:
        refused, took = one_case(reader, folder, seed + count)
        refusals += refused
        longest = max(longest, took)
        count += 1
    return count, refusals, longest


def one_case(reader: Reader, folder: Path, seed: int) -> tuple[bool, float]:
    """Read one changed file; return whether it was refused, and how long it took."""
    chance = random.Random(seed)
    name, data = chance.choice(list(reader.sound))
    changed = reader.change(data, chance)
    begun = time.monotonic()
    try:
        reader.read(changed, name, folder)
    except reader.refused as refused:
        said = str(refused)
        assert not WORDS.search(said), f"seed {seed}: {said}"
        assert said.strip(), f"seed {seed}: says nothing"
        return True, time.monotonic() - begun
    except Exception as error:
        raise AssertionError(f"seed {seed}, {name}: {type(error).__name__}: {error}") from error
    return False, time.monotonic() - begun
