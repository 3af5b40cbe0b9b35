"""The lock file held against a list of known vulnerabilities, made by hand here."""

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from installer.vulnerabilities import LOCK, locked, main

LOCKED = """
[[package]]
name = "table-reader"
version = "2.4.0"
source = { registry = "https://pypi.org/simple" }

[[package]]
name = "boardcase"
version = "1.0"
source = { editable = "." }
"""


def _entry(name: str = "Table_Reader", ecosystem: str = "PyPI", **about: Any) -> dict[str, Any]:
    return {
        "id": "PYSEC-2026-1",
        "modified": "2026-11-20T10:00:00Z",
        "summary": "reads beyond the end of a sheet",
        "affected": [{"package": {"name": name, "ecosystem": ecosystem}, **about}],
    }


def _range(*events: dict[str, str]) -> dict[str, Any]:
    return {"ranges": [{"type": "ECOSYSTEM", "events": list(events)}]}


def _held(tmp_path: Path, *known: dict[str, Any]) -> int:
    lock, listed = tmp_path / "uv.lock", tmp_path / "all.zip"
    lock.write_text(LOCKED, encoding="utf-8")
    with zipfile.ZipFile(listed, "w") as archive:
        for number, entry in enumerate(known):
            archive.writestr(f"{number}.json", json.dumps(entry))
    return main([str(listed), str(lock)])


@pytest.mark.parametrize(
    "about",
    [
        {"versions": ["2.3.9", "2.4.0"]},
        _range({"introduced": "0"}),
        _range({"introduced": "0"}, {"fixed": "2.4.1"}),
        _range({"introduced": "2.4"}, {"last_affected": "2.4.0"}),
        # mended once, and there again
        _range({"introduced": "0"}, {"fixed": "1.9"}, {"introduced": "2.0"}, {"fixed": "2.10.0"}),
    ],
)
def test_a_version_that_the_list_names_is_told(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], about: dict[str, Any]
) -> None:
    assert _held(tmp_path, _entry(**about)) == 1
    said = capsys.readouterr().out
    assert "table-reader 2.4.0: PYSEC-2026-1 reads beyond the end of a sheet" in said
    assert "1 packages held against 1 entries, the newest of 2026-11-20: 1 affected" in said


@pytest.mark.parametrize(
    "entry",
    [
        _entry(versions=["2.4.1"]),
        _entry(**_range({"introduced": "0"}, {"fixed": "2.4.0"})),
        _entry(**_range({"introduced": "2.4.1"})),
        _entry(**_range({"introduced": "1.0"}, {"last_affected": "2.3.9"})),
        _entry(ecosystem="npm", versions=["2.4.0"]),
        _entry(name="table-reader-extra", versions=["2.4.0"]),
        {**_entry(versions=["2.4.0"]), "withdrawn": "2026-11-21T00:00:00Z"},
    ],
)
def test_other_versions_packages_and_what_was_withdrawn_are_not(tmp_path: Path, entry: dict[str, Any]) -> None:
    sound = _entry(name="another")
    assert _held(tmp_path, entry, sound) == 0


def test_a_list_that_is_none_is_refused_in_words(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    other = tmp_path / "all.zip"
    other.write_text("<html>", encoding="utf-8")
    assert main([str(other)]) == main([str(tmp_path / "none.zip")]) == _held(tmp_path) == 2
    said = capsys.readouterr().err.splitlines()
    assert [line.split(": ", 1)[1] for line in said] == [
        "it is no ZIP archive; expected the list for PyPI of the OSV database",
        "cannot be read: No such file or directory",
        "holds no entry; expected the list for PyPI of the OSV database",
    ]


def test_every_package_of_this_lock_file_is_held() -> None:
    names = {name for name, _ in locked(LOCK)}
    assert {"pyside6-essentials", "pandas", "openpyxl", "reportlab"} <= names
    assert "boardcase" not in names
