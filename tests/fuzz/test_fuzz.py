"""Changed files are read or refused in plain words: a second a reader in the suite, a minute in the long tier.

By hand: python -m pytest tests/fuzz --long, or tests/fuzz/run.py READER SECONDS.
"""

import io
import zipfile
from pathlib import Path

import pytest

from desktop.imports.files import offered, offered_by
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from tests.fuzz.readers import fuzzed, one_case, readers
from tests.xlsx_made import PARTS, package

PLAN = example("insurer").plan
KEPT: dict[str, tuple[int, ...]] = {"json": (1_019_814, 1_005_821)}
"""Seeds of cases that once came out otherwise."""


@pytest.mark.parametrize("name", readers())
def test_changed_files_are_read_or_refused_in_plain_words(name: str, tmp_path: Path) -> None:
    for seed in KEPT.get(name, ()):
        one_case(readers()[name], tmp_path, seed)
    count, _, _ = fuzzed(readers()[name], tmp_path, 1, 1.0, 100)
    assert count > 0


@pytest.mark.long
@pytest.mark.parametrize("name", readers())
def test_changed_files_for_a_minute(name: str, tmp_path: Path) -> None:
    count, refusals, longest = fuzzed(readers()[name], tmp_path, 1_000_000, 60.0)
    assert longest < 5
    assert 0 < refusals <= count


def _end_record_outside() -> bytes:
    """Return a zip whose end record says that its directory begins beyond the file."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as made:
        made.writestr("a.csv", "x")
    data = bytearray(stream.getvalue())
    data[-6:-2] = (2**31).to_bytes(4, "little")
    return bytes(data)


FOUND = {
    "only a separator": (b"sep=;", "a.csv"),
    "the one byte FF": (b"\xff", "a.csv"),
    "two bytes of UTF-16": (b"\xff\xfe", "a.csv"),
    "an encoding that is none": (
        package({"xl/workbook.xml": PARTS["xl/workbook.xml"].replace("?>", ' encoding="x-none"?>', 1)}),
        "a.xlsx",
    ),
    "a directory outside the zip": (_end_record_outside(), "a.zip"),
    "records without end": (b'[{"a":1},' * 100_000, "a.json"),
}
"""What fuzzing of the first version found."""


@pytest.mark.parametrize("what", FOUND)
def test_what_fuzzing_found_is_refused_in_words(what: str) -> None:
    data, name = FOUND[what]
    with pytest.raises(ImportRefusedError) as refused:
        offered_by(PLAN, data, name)
    assert str(refused.value).startswith(name)


def test_a_file_named_in_bytes_that_are_no_text_is_read(tmp_path: Path) -> None:
    path = Path(str(tmp_path).encode().decode() + "/bill\udcff.csv")
    path.write_bytes(b"date,requests\n2025-03-01,5\n2025-03-02,6\n")
    found = offered(PLAN, path)
    assert found.measurement is not None
    found.measurement.file.encode()
