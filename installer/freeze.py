"""Freeze the program: python installer/freeze.py OUT [WORK].

Writes OUT/boardcase (and on macOS OUT/Boardcase.app) with PyInstaller, and into it the notices of everything bundled
and its bill of materials.
The same sources, packages and place give the same bytes: hashes are seeded, times are those of the last commit.
"""

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]


def commit_time() -> str:
    """Return the time of the last commit, or of the environment where it is given, as seconds since 1970."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    git = shutil.which("git")
    if given or git is None:
        return given or "0"
    return subprocess.run(  # noqa: S603 - our own repository
        [git, "-C", str(ROOT), "log", "-1", "--format=%ct"], capture_output=True, text=True, check=True
    ).stdout.strip()


def freeze(out: Path, work: Path) -> None:
    """Run PyInstaller and collect the notices. Raises CalledProcessError where either fails."""
    surroundings = {**os.environ, "PYTHONHASHSEED": "1", "SOURCE_DATE_EPOCH": commit_time()}
    spec = ROOT / "installer" / "boardcase.spec"
    for command in (
        [
            "-m",
            "PyInstaller",
            str(spec),
            "--distpath",
            str(out),
            "--workpath",
            str(work),
            "--noconfirm",
            "--clean",
            "--log-level",
            "WARN",
        ],
        [str(ROOT / "installer" / "notices.py"), str(work / "boardcase" / "bundled.json"), str(out)],
    ):
        subprocess.run([sys.executable, *command], env=surroundings, check=True)  # noqa: S603 - our own scripts


def main(arguments: list[str]) -> int:
    """Freeze into a folder and say how large it became."""
    out = Path(arguments[0]).resolve()
    if len(arguments) > 1:
        freeze(out, Path(arguments[1]).resolve())
    else:
        with tempfile.TemporaryDirectory() as work:
            freeze(out, Path(work))
    size = sum(one.stat().st_size for one in (out / "boardcase").rglob("*") if one.is_file() and not one.is_symlink())
    print(f"{out / 'boardcase'}: {size / 1e6:,.0f} MB")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
