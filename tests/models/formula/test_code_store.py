"""Compiled code on disk: private, bounded, checked; what is damaged is ignored and never reaches LLVM."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from models.formula import code_store
from models.formula.code_store import CodeStore, key_of

KEY = key_of("text", "processor", "features", "1")
CODE = bytes(range(256)) * 40


def test_what_was_written_is_read(tmp_path: Path) -> None:
    store = CodeStore(tmp_path / "code")
    store.write(KEY, CODE)
    assert store.read(KEY) == CODE
    assert (tmp_path / "code").stat().st_mode & 0o777 == 0o700
    assert [entry.name for entry in (tmp_path / "code").iterdir()] == [KEY]


@pytest.mark.parametrize("changed", ["text", "processor", "features", "version"])
def test_the_key_changes_with_everything_the_code_depends_on(changed: str) -> None:
    given = {"text": "text", "processor": "processor", "features": "features", "version": "1"}
    assert key_of(**{**given, changed: "other"}) != key_of(**given)


@pytest.mark.parametrize("damage", ["cut", "flipped", "empty", "longer"])
def test_a_damaged_entry_is_ignored(tmp_path: Path, damage: str) -> None:
    store = CodeStore(tmp_path / "code")
    store.write(KEY, CODE)
    entry = tmp_path / "code" / KEY
    whole = entry.read_bytes()
    flipped = bytes([*whole[:500], whole[500] ^ 1, *whole[501:]])
    entry.write_bytes({"cut": whole[:-9], "flipped": flipped, "empty": b"", "longer": whole + b"x"}[damage])
    assert store.read(KEY) is None


def test_no_link_is_followed(tmp_path: Path) -> None:
    store = CodeStore(tmp_path / "code")
    store.write(KEY, CODE)
    (tmp_path / "code" / KEY).rename(tmp_path / "elsewhere")
    (tmp_path / "code" / KEY).symlink_to(tmp_path / "elsewhere")
    assert store.read(KEY) is None
    linked = CodeStore(tmp_path / "link")
    (tmp_path / "link").symlink_to(tmp_path / "code")
    linked.write("other", CODE)
    assert linked.read(KEY) is None
    assert not (tmp_path / "code" / "other").exists()


def test_a_folder_others_can_enter_is_not_used(tmp_path: Path) -> None:
    folder = tmp_path / "code"
    folder.mkdir(mode=0o755)
    folder.chmod(0o755)
    store = CodeStore(folder)
    store.write(KEY, CODE)
    assert list(folder.iterdir()) == []
    assert store.read(KEY) is None


def test_the_entries_used_longest_ago_go_first(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(code_store, "MOST_BYTES", 3 * len(CODE))
    store = CodeStore(tmp_path / "code")
    for number in range(3):
        store.write(f"{number}", CODE)
        os.utime(tmp_path / "code" / f"{number}", (number, number))
    assert {entry.name for entry in (tmp_path / "code").iterdir()} == {"1", "2"}


def test_without_a_folder_nothing_is_kept() -> None:
    store = CodeStore()
    store.write(KEY, CODE)
    assert store.read(KEY) is None


_TWICE = """
import sys
from pathlib import Path
import llvmlite.binding as llvm
import numpy as np
from models.formula import machine
from models.formula.code_store import CODE
from shelves import traced, values
from models.formula.program import Program

CODE.folder = Path(sys.argv[1])
parsed = []
parse = llvm.parse_assembly
llvm.parse_assembly = lambda text, *rest: (parsed.append(len(text)), parse(text, *rest))[1]
structure, lines = traced(9)
given = values(structure)
program = Program(structure, lines)
program.plan(frozenset(given)).compile()
print(sum(length > 100 for length in parsed), program.evaluate(given, lines).monthly("all").sum())
"""


@pytest.mark.long
def test_the_second_start_compiles_nothing_and_gives_the_same(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    found: list[list[str]] = []
    for _ in range(3):
        done = subprocess.run(
            [sys.executable, "-c", _TWICE, str(tmp_path / "code")],
            env={**os.environ, "PYTHONPATH": os.pathsep.join((str(root), str(root / "tests")))},
            capture_output=True,
            text=True,
            check=True,
            timeout=120,
        )
        found.append(done.stdout.split())
        if len(found) == 2:  # a flipped bit in the code aborts a process that does not look first
            entry = next((tmp_path / "code").iterdir())
            whole = bytearray(entry.read_bytes())
            whole[len(whole) // 2] ^= 1
            entry.write_bytes(whole)
    compiled, sums = zip(*found, strict=True)
    assert compiled == ("1", "0", "1")
    assert len(set(sums)) == 1
