"""Hold the locked packages against a list of known vulnerabilities that can be carried to a machine without a network.

python installer/vulnerabilities.py LIST.zip [LOCK]

LIST.zip is the list of the Open Source Vulnerabilities database for Python packages
(https://osv-vulnerabilities.storage.googleapis.com/PyPI/all.zip), LOCK is uv.lock of this checkout unless given. Prints
each locked version that the list names as affected, with the versions in which it is mended, then how many packages
were held against how many entries, and of what date the newest is. Ends with 1 where one is affected, with 2 where the
list cannot be read.
"""

import json
import sys
import tomllib
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

LOCK = Path(__file__).resolve().parent.parent / "uv.lock"


@dataclass(frozen=True)
class Affected:
    """A locked version that an entry of the list names."""

    package: str
    version: str
    entry: str
    summary: str
    mended: tuple[str, ...]

    def line(self) -> str:
        """Return it as a line of text."""
        mended = f"mended in {', '.join(self.mended)}" if self.mended else "no version is said to mend it"
        return f"{self.package} {self.version}: {self.entry} {self.summary}".rstrip() + f" ({mended})"


def locked(lock: Path) -> list[tuple[str, str]]:
    """Return name and version of every package of a lock file that comes from a registry."""
    packages = tomllib.loads(lock.read_text(encoding="utf-8"))["package"]
    return [(one["name"], one["version"]) for one in packages if "registry" in one.get("source", {})]


def entries(path: Path) -> Iterator[Mapping[str, Any]]:
    """Yield the entries of a list that were not withdrawn.

    Raises OSError where it cannot be read, ValueError where it is no archive of such entries.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            for name in archive.namelist():
                if name.endswith(".json"):
                    entry = json.loads(archive.read(name))
                    if "withdrawn" not in entry:
                        yield entry
    except zipfile.BadZipFile as wrong:
        raise ValueError("it is no ZIP archive") from wrong
    except json.JSONDecodeError as wrong:
        raise ValueError(f"an entry is no JSON: {wrong}") from wrong


def affected(
    packages: Sequence[tuple[str, str]], known: Iterator[Mapping[str, Any]]
) -> tuple[list[Affected], int, str]:
    """Return what is affected, the number of entries and the date of the newest."""
    versions = {canonicalize_name(name): version for name, version in packages}
    found: list[Affected] = []
    number, newest = 0, ""
    for entry in known:
        number += 1
        newest = max(newest, str(entry.get("modified", "")))
        for about in entry.get("affected", ()):
            package = about.get("package", {})
            name = canonicalize_name(str(package.get("name", "")))
            if package.get("ecosystem") == "PyPI" and name in versions and _names(about, versions[name]):
                found.append(
                    Affected(name, versions[name], str(entry["id"]), str(entry.get("summary", "")), _mended(about))
                )
    return sorted(set(found), key=lambda one: (one.package, one.entry)), number, newest[:10]


def _names(about: Mapping[str, Any], version: str) -> bool:
    """Whether a part of an entry names a version, in its list or in one of its ranges."""
    if version in about.get("versions", ()):
        return True
    return any(
        _within(events["events"], Version(version))
        for events in about.get("ranges", ())
        if events.get("type") == "ECOSYSTEM"
    )


def _within(events: Sequence[Mapping[str, str]], version: Version) -> bool:
    """Whether a version lies after what introduced a fault and before what mended it."""
    inside = False
    for event in sorted(events, key=lambda event: _of(next(iter(event.values())))):
        kind, value = next(iter(event.items()))
        at = _of(value)
        if kind == "introduced" and version >= at:
            inside = True
        elif (kind == "fixed" and version >= at) or (kind == "last_affected" and version > at):
            inside = False
    return inside


def _of(text: str) -> Version:
    """Return a version of the list; what is none lies before every other."""
    try:
        return Version(text)
    except InvalidVersion:
        return Version("0.dev0")


def _mended(about: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(
        event["fixed"]
        for events in about.get("ranges", ())
        if events.get("type") == "ECOSYSTEM"
        for event in events["events"]
        if "fixed" in event
    )


def main(arguments: Sequence[str]) -> int:
    """Print what is affected and return how it ended."""
    if len(arguments) not in {1, 2}:
        print(__doc__)
        return 2
    path, lock = Path(arguments[0]), Path(arguments[1]) if len(arguments) > 1 else LOCK
    packages = locked(lock)
    try:
        found, number, newest = affected(packages, entries(path))
    except OSError as wrong:
        print(f"{path}: cannot be read: {wrong.strerror}", file=sys.stderr)
        return 2
    except ValueError as wrong:
        print(f"{path}: {wrong}; expected the list for PyPI of the OSV database", file=sys.stderr)
        return 2
    if not number:
        print(f"{path}: holds no entry; expected the list for PyPI of the OSV database", file=sys.stderr)
        return 2
    for one in found:
        print(one.line())
    print(f"{len(packages)} packages held against {number} entries, the newest of {newest}: {len(found)} affected")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
