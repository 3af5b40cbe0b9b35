"""How long a program takes from its call to its curves on a screen, seen from outside.

python installer/start_time.py PROGRAM [TIMES]

A virtual screen keeps its picture in a file; the curves are there when each option's colour runs across the chart.
Needs Xvfb.
"""

import mmap
import os
import shutil
import statistics
import struct
import subprocess
import sys
import tempfile
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import numpy as np

COLOURS = (0xB54516, 0x12436D, 0x1D756E)
"""Of the curves of cloud, on-premises and hybrid on a light screen."""

ACROSS = 100
"""Columns of pixels in which a colour must stand; a name or a button has fewer."""

LONGEST = 30.0
"""Seconds after which nothing is expected any more."""

WIDTH, HEIGHT = 1366, 768


class NoCurvesError(Exception):
    """The program showed no curves."""


@contextmanager
def screen() -> Generator[tuple[str, mmap.mmap, int]]:
    """Give a virtual screen: its name, its picture, and where the pixels begin in it."""
    with tempfile.TemporaryDirectory() as place:
        read, write = os.pipe()
        server = subprocess.Popen(  # noqa: S603 - the screen
            [
                shutil.which("Xvfb") or "Xvfb",
                "-displayfd",
                str(write),
                "-screen",
                "0",
                f"{WIDTH}x{HEIGHT}x24",
                "-fbdir",
                place,
                "-nolisten",
                "tcp",
            ],
            pass_fds=(write,),
            stderr=subprocess.DEVNULL,
        )
        os.close(write)
        try:
            number = os.read(read, 16).decode().strip()
            with (Path(place) / "Xvfb_screen0").open("rb") as file:
                picture = mmap.mmap(file.fileno(), 0, prot=mmap.PROT_READ)
            head = struct.unpack(">25I", picture[:100])
            yield f":{number}", picture, head[0] + 12 * head[19]
        finally:
            os.close(read)
            server.terminate()
            server.wait()


def curves_are_there(picture: mmap.mmap, begin: int) -> bool:
    """Return whether each option's colour runs across the chart."""
    pixels = np.frombuffer(picture, dtype="<u4", offset=begin, count=WIDTH * HEIGHT).reshape(HEIGHT, WIDTH) & 0xFFFFFF
    return all(int((pixels == colour).any(axis=0).sum()) >= ACROSS for colour in COLOURS)


def cooled(folder: Path) -> bool:
    """Put a program's files, and where that is allowed all others, out of the memory in which the system keeps files.

    Return whether all are out.
    """
    for file in folder.rglob("*"):
        if file.is_file() and not file.is_symlink():
            with file.open("rb") as one:
                os.posix_fadvise(one.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
    try:
        os.sync()
        Path("/proc/sys/vm/drop_caches").write_text("3", encoding="ascii")
    except OSError:
        return False
    return True


def start(program: Path, home: Path) -> float:
    """Return the seconds from the call of a program to its curves. Raises NoCurvesError where none come."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith(("PYTHON", "VIRTUAL_ENV", "QT_", "WAYLAND"))
    }
    with screen() as (name, picture, begin):
        surroundings = {
            **kept,
            "DISPLAY": name,
            "HOME": str(home),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "XDG_CACHE_HOME": str(home / "cache"),
        }
        begun = time.perf_counter()
        running = subprocess.Popen(  # noqa: S603 - the program that is named
            [str(program)], env=surroundings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        try:
            while not curves_are_there(picture, begin):
                if running.poll() is not None or time.perf_counter() - begun > LONGEST:
                    raise NoCurvesError(
                        f"{program} showed no curves within {LONGEST:.0f} s, exit code {running.poll()}"
                    )
                time.sleep(0.004)
            return time.perf_counter() - begun
        finally:
            running.kill()
            running.wait()


def measured(program: Path, times: int) -> tuple[float, float, bool]:
    """Return the median seconds of a warm start, those of a cold one, and whether the cold one was wholly cold."""
    with tempfile.TemporaryDirectory() as place:
        home = Path(place)
        start(program, home)
        warm = statistics.median(start(program, home) for _ in range(times))
        wholly = cooled(program.parent)
        return warm, start(program, home), wholly


if __name__ == "__main__":
    # the program and a number
    warm, cold, wholly = measured(Path(sys.argv[1]).resolve(), int(sys.argv[2]) if len(sys.argv) > 2 else 7)  # noqa: PLR2004
    print(f"start to curves: {warm:.2f} s warm, {cold:.2f} s cold{'' if wholly else ' (only its own files were cold)'}")
