"""Test a frozen program: python installer/smoke.py DIST/boardcase/boardcase.

It is started offscreen and, where there is Xvfb, in a window; goes through every example and all that opens
(`--rehearse`), and runs every command. Documents and words must be those of the
checkout to the byte; an unexpected line fails; it must open no socket of the network, as strace sees it, and leave
nothing behind. What could not be tried here is said at the end.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, cast

import fastparquet
import pandas as pd

from desktop.commands.names import Command
from desktop.storage.examples import names
from desktop.storage.notices import NAME as NOTICES
from desktop.window.rehearsal import DAY
from installer.measured_examples import bill
from installer.notices import BILL
from installer.start_time import measured

ROOT = Path(__file__).resolve().parents[1]
_QTS_OWN = frozenset({"This plugin does not support propagateSizeHints()"})
"""What Qt itself says of its offscreen plugin."""

_INNER = re.compile(r"socket\((AF_UNIX|AF_NETLINK)")
_PATIENCE = 900.0
"""Seconds after which a program is taken to hang."""

P = "plan.boardcase"
WORDS: tuple[tuple[str, ...], ...] = (
    ("--version",),
    ("--help",),
    ("new", P, "--example", "saas"),
    ("inputs",),
    ("catalogue", "--json"),
    ("catalogue", "--offers", P),
    ("claims",),
    ("evaluate", P),
    ("evaluate", P, "--json"),
    ("compare", P),
    ("levers", P),
    ("explain", P, "on_premises.total.present_value"),
    ("explain", P),
    ("offers", P),
    ("best", P),
    ("split", P),
    ("simulate", P, "--cases", "4000", "--json"),
    ("sensitivity", P),
    ("map", P, "--json"),
    ("worth", P),
    ("tripwires", P),
    ("owning", P),
    ("decide", P, "--by", "Board", "--date", DAY, "-o", "decided.boardcase"),
    ("decide", "decided.boardcase"),
    ("review", P),
    ("diff", P, "decided.boardcase"),
    ("stress", P),
    ("measured", P),
    ("import", P, "bill.csv", "--json"),
    ("import", P, "bill.parquet", "--zone", "Europe/London", "--json"),
    ("choose", P, "finance.fx_usd", "fx.usd_gbp", "-o", "chosen.boardcase"),
    ("set", P, "finance.inflation=3%", "-o", "set.boardcase"),
    (
        "export",
        P,
        "--xlsx",
        "a.xlsx",
        "--pdf",
        "a.pdf",
        "--pptx",
        "a.pptx",
        "--html",
        "a.html",
        "--csv",
        "tables",
        "--date",
        DAY,
    ),
    ("audit", "a.xlsx"),
    ("check", P),
    ("bench", P, "--times", "0"),
    ("evaluate", "torn.boardcase"),
    ("evaluate", "missing.boardcase"),
    ("evaluate",),
    ("torn.boardcase",),
    ("import", P, "empty.csv"),
)
"""Every command, and some that are refused."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the surroundings of a user who has nothing of Python's."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "DISPLAY", "WAYLAND", "UV_"))
    }
    return {
        **kept,
        "HOME": str(home),
        "XDG_CONFIG_HOME": str(home / "config"),
        "XDG_DATA_HOME": str(home / "data"),
        "XDG_CACHE_HOME": str(home / "cache"),
        "COLUMNS": "100",
        **more,
    }


def run(command: list[str], surroundings: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Run a command in a folder and return what came of it."""
    return subprocess.run(  # noqa: S603 - the program that is named
        command,
        env=surroundings,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=_PATIENCE,
        check=False,
    )


def rehearsed(command: list[str], surroundings: dict[str, str], folder: Path, expected: Path) -> list[str]:
    """Return what is wrong with a rehearsal."""
    done = run([*command, "--rehearse", str(folder)], surroundings, folder.parent)
    wrong = [f"exit code {done.returncode}"] if done.returncode else []
    wrong += [
        f"unexpected line: {line}"
        for line in (done.stdout + done.stderr).splitlines()[:20]
        if line.strip() and line not in _QTS_OWN
    ]
    for name in names():
        for ending in ("xlsx", "pdf"):
            made, wanted = folder / f"{name}.{ending}", expected / f"{name}.{ending}"
            if not made.exists() or made.read_bytes() != wanted.read_bytes():
                wrong.append(f"{made.name} is not that of the checkout")
    left = [
        one.name
        for one in Path(surroundings["XDG_DATA_HOME"]).rglob("*")
        if one.is_file() and one.parent.name in {"recovery", "reports"}
    ]
    return [*wrong, *(f"left behind: {one}" for one in left)]


def prepare(folder: Path) -> None:
    """Put the files in a folder that the commands take in."""
    folder.mkdir()
    data = bill(datetime(2026, 9, 1, tzinfo=UTC), datetime(2026, 10, 1, tzinfo=UTC))
    (folder / "bill.csv").write_bytes(data)
    cast("Any", fastparquet).write(str(folder / "bill.parquet"), pd.read_csv(folder / "bill.csv"), compression="ZSTD")
    (folder / "torn.boardcase").write_bytes(b'{"format": "boardcase-plan", "ver')
    (folder / "empty.csv").write_bytes(b"")


def commands(program: list[str], home: Path) -> list[str]:
    """Return which commands say or write something else than those of the checkout."""
    wrong: list[str] = []
    ours, theirs = home / "ours", home / "theirs"
    for folder in (ours, theirs):
        prepare(folder)
    python = {**environment(home, QT_QPA_PLATFORM="offscreen"), "PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    for words in WORDS:
        wanted = run([sys.executable, "-m", "desktop.cli", *words], python, ours)
        finished = run(
            [*program, *words], environment(home, QT_QPA_PLATFORM="offscreen", PYTHONTZPATH=str(home / "none")), theirs
        )  # a system without time zones
        wrong += [
            f"{' '.join(words)}: {what} is not that of the checkout: {str(mine)[:200]!r}"
            for what, mine, yours in (
                ("exit code", finished.returncode, wanted.returncode),
                ("output", finished.stdout, wanted.stdout),
                ("word of refusal", finished.stderr, wanted.stderr),
            )
            if mine != yours
        ]
        wrong += [f"{' '.join(words)}: a traceback" for text in (finished.stderr,) if "Traceback" in text]
    files = {str(one.relative_to(folder)) for folder in (ours, theirs) for one in folder.rglob("*") if one.is_file()}
    wrong += [
        f"{name} is not that of the checkout"
        for name in sorted(files)
        if not (theirs / name).is_file()
        or not (ours / name).is_file()
        or (theirs / name).read_bytes() != (ours / name).read_bytes()
    ]
    return [*wrong, *(f"{name} was not tried" for name in Command if name not in {words[0] for words in WORDS})]


def sockets(trace: Path) -> list[str]:
    """Return the sockets of the network in what strace wrote."""
    return [
        line
        for line in trace.read_text(encoding="utf-8", errors="replace").splitlines()
        if "socket(" in line and not _INNER.search(line)
    ]


def everything(program: Path, home: Path, told: Callable[[str], None]) -> tuple[list[str], list[str]]:
    """Try everything; return what is wrong and what could not be tried."""
    wrong: list[str] = []
    left: list[str] = []
    wrong += [
        f"{name} is not beside the program"
        for name in (NOTICES, "LICENSE", BILL)
        if not (program.parent / name).is_file()
    ]
    expected = home / "expected"
    expected.mkdir()
    for name in names():
        run(
            [sys.executable, "-c", _EXPORT, name, str(expected), DAY],
            {**environment(home), "PYTHONPATH": str(ROOT)},
            home,
        )
    told("documents of the checkout are made")
    trace = home / "trace.txt"
    strace = ["strace", "-f", "--seccomp-bpf", "-qq", "-e", "trace=socket", "-A", "-o", str(trace)]
    if not shutil.which("strace") or run([*strace, "true"], environment(home), home).returncode:
        strace = []
    wrong += [
        f"offscreen: {one}"
        for one in rehearsed(
            [*strace, str(program)], environment(home / "a", QT_QPA_PLATFORM="offscreen"), home / "offscreen", expected
        )
    ]
    told("rehearsed offscreen")
    if shutil.which("xvfb-run"):
        wrong += [
            f"in a window: {one}"
            for one in rehearsed(
                ["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", *strace, str(program)],
                environment(home / "b"),
                home / "window",
                expected,
            )
        ]
        told("rehearsed in a window")
    else:
        left.append("in a window, start to curves (no Xvfb here)")
    wrong += commands([*strace, str(program)], home)
    told("commands are compared")
    if strace:
        wrong += [f"a socket of the network: {one}" for one in sockets(trace)]
    else:
        left.append("sockets (no strace here, or it may not look)")
    if shutil.which("Xvfb"):
        warm, cold, wholly = measured(program, 5)
        told(
            f"start to curves: {warm:.2f} s warm, {cold:.2f} s"
            f" cold{'' if wholly else ' (only its own files were cold)'}"
        )
    return wrong, left


_EXPORT = """
import sys
from pathlib import Path
from desktop.commands.exports import export
from desktop.documents.kinds import KINDS
from desktop.storage.examples import example
name, folder, day = sys.argv[1:]
plan = example(name).plan
export(plan, plan.scenarios[0].slug, {kind: Path(folder) / f"{name}.{kind}" for kind in KINDS}, day)
"""


def main(program: Path) -> int:
    """Try everything and say what is wrong."""

    def told(text: str) -> None:
        print(text, flush=True)

    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        wrong, left = everything(program, home, told)
    files = [one for one in program.parent.rglob("*") if one.is_file() and not one.is_symlink()]
    print(f"size: {sum(one.stat().st_size for one in files) / 1e6:,.0f} MB")
    for one in wrong:
        print(f"wrong: {one}")
    for one in left:
        print(f"not tried: {one}")
    print("nothing is wrong" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
