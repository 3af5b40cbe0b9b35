"""Test a frozen program: python installer/smoke.py DIST/boardcase/boardcase.

It is started offscreen and, where there is Xvfb, in a window; opens every example, edits, writes workbook and business case, which must be those of the checkout to the byte; prints not a word;
opens no socket but that of the screen, as strace sees it. What could not be tried here is said at the end.
"""

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from desktop.commands.exports import export
from desktop.storage.examples import example, names

DAY = "2026-11-25"
_QTS_OWN = frozenset({"This plugin does not support propagateSizeHints()"})
"""What Qt itself says of its offscreen plugin."""

_INNER = re.compile(r"^\S* ?socket\((AF_UNIX|AF_NETLINK)")


def environment(home: Path, **more: str) -> dict[str, str]:
    """Return the surroundings of a user who has nothing of Python's."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "DISPLAY", "UV_"))}
    return {**kept, "HOME": str(home), "XDG_CONFIG_HOME": str(home / "config"), "XDG_DATA_HOME": str(home / "data"), "XDG_CACHE_HOME": str(home / "cache"), **more}


def run(command: list[str], surroundings: dict[str, str]) -> subprocess.CompletedProcess[str]:
    """Run a command and return what came of it."""
    return subprocess.run(command, env=surroundings, capture_output=True, text=True, timeout=600, check=False)  # noqa: S603 - the program that is named


def rehearsed(command: list[str], surroundings: dict[str, str], folder: Path, expected: Path) -> list[str]:
    """Return what is wrong with a rehearsal."""
    done = run([*command, "--rehearse", str(folder)], surroundings)
    wrong = [f"exit code {done.returncode}"] if done.returncode else []
    wrong += [f"unexpected line: {line}" for line in (done.stdout + done.stderr).splitlines()[:20] if line.strip() and line not in _QTS_OWN]
    for name in names():
        for ending in ("xlsx", "pdf"):
            made, wanted = folder / f"{name}.{ending}", expected / f"{name}.{ending}"
            if not made.exists() or made.read_bytes() != wanted.read_bytes():
                wrong.append(f"{made.name} is not that of the checkout")
    return wrong


def sockets(program: Path, surroundings: dict[str, str], folder: Path) -> list[str]:
    """Return the sockets of the network that a rehearsal opens, as strace sees them."""
    trace = folder / "trace.txt"
    run(["strace", "-f", "-qq", "-e", "trace=socket,connect", "-o", str(trace), str(program), "--rehearse", str(folder / "traced")], surroundings)
    return [line for line in trace.read_text().splitlines() if "socket(" in line and not _INNER.search(re.sub(r"^\d+ +", "", line))]


def starts(program: Path, surroundings: dict[str, str], times: int = 5) -> float:
    """Return the median seconds from the call to a word on the command line, warm."""
    seconds: list[float] = []
    for _ in range(times):
        begun = time.perf_counter()
        run([str(program), "evaluate", str(Path(__file__).parents[1] / "resources" / "plans" / "insurer.json")], surroundings)
        seconds.append(time.perf_counter() - begun)
    return statistics.median(seconds)


def main(program: Path) -> int:
    """Try everything and say what is wrong."""
    wrong: list[str] = []
    left: list[str] = []
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        expected = home / "expected"
        expected.mkdir()
        for name in names():
            plan = example(name).plan
            export(plan, plan.scenarios[0].slug, expected / f"{name}.xlsx", expected / f"{name}.pdf", None, DAY)
        offscreen = environment(home, QT_QPA_PLATFORM="offscreen")
        wrong += [f"offscreen: {one}" for one in rehearsed([str(program)], offscreen, home / "offscreen", expected)]
        if shutil.which("xvfb-run"):
            wrong += [f"in a window: {one}" for one in rehearsed(["xvfb-run", "-a", "-s", "-screen 0 1366x768x24", str(program)], environment(home), home / "window", expected)]
        else:
            left.append("in a window (no Xvfb here)")
        if shutil.which("strace"):
            wrong += [f"a socket of the network: {one}" for one in sockets(program, offscreen, home)]
        else:
            left.append("sockets (no strace here)")
        print(f"a command from the call to its last word: {starts(program, offscreen):.2f} s")
    print(f"size: {sum(one.stat().st_size for one in program.parent.rglob('*') if one.is_file() and not one.is_symlink()) / 1e6:,.0f} MB")
    for one in wrong:
        print(f"wrong: {one}")
    for one in left:
        print(f"not tried: {one}")
    print("nothing is wrong" if not wrong else f"{len(wrong)} things are wrong")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]).resolve()))
