"""What changed from release to release, read from the change log that comes with the program."""

import re
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import desktop

FILE = Path(desktop.__file__).parents[1] / "CHANGELOG.md"
"""Beside the packages, in a checkout as in a frozen program."""

BEFORE = "0.1.0"
"""The version of programs that did not remember theirs."""

_HEAD = re.compile(r"^## \[([^\]\n]+)\](?: - (\S+))? *$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Release:
    """One release: its version, the day it came out ("" for what is not released yet), and what changed.

    As Markdown.
    """

    version: str
    day: str
    text: str


def current() -> str:
    """Return the version of this program."""
    return version("boardcase")


def releases(file: Path = FILE) -> list[Release]:
    """Return every release of the change log that has a word to say, the newest first; none where there is no log."""
    try:
        text = file.read_text(encoding="utf-8")
    except OSError:
        return []
    parts = _HEAD.split(text)[1:]
    releases_read = [
        Release(name, day or "", body.strip())
        for name, day, body in zip(parts[::3], parts[1::3], parts[2::3], strict=True)
    ]
    return [one for one in releases_read if one.text]


def order(name: str) -> tuple[int, ...]:
    """Return what versions are ordered by; what is no version, such as "Unreleased", comes after all."""
    return tuple(int(part) for part in name.split(".")) if re.fullmatch(r"\d+(\.\d+)*", name) else (10**9,)


def since(earlier: str, file: Path = FILE) -> list[Release]:
    """Return the releases after an earlier version, up to this program's own, the newest first."""
    return [one for one in releases(file) if one.day and order(earlier) < order(one.version) <= order(current())]


def as_markdown(shown: list[Release]) -> str:
    """Return releases as one text."""
    return "\n\n".join(f"## {one.version}{f', {one.day}' if one.day else ''}\n\n{one.text}" for one in shown)
