"""What is really in a frozen program.

Every file and module PyInstaller bundled, by the package it comes from, with the words of its licence.
"""

import json
import re
import shutil
import subprocess
import sys
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass, field
from importlib import metadata
from pathlib import Path
from typing import Any, cast

ROOT = Path(__file__).resolve().parents[1]
LICENCES = Path(__file__).parent / "licences"
KNOWN: dict[str, str] = json.loads((LICENCES / "known.json").read_text(encoding="utf-8"))
"""Licences, as SPDX expressions, of packages whose metadata says them in other words."""

QT = "Qt"
OURS = "boardcase"
_LICENCE_FILE = re.compile(r"(licen[cs]e|copying|notice|authors)", re.IGNORECASE)
_SHARED = {"pyside6-essentials", "pyside6-pdf", "shiboken6"}
"""Packages without a licence of their own in them: theirs is the LGPL, told once."""


_QT = re.compile(r"/PySide6/(Qt/|plugins/|Qt6\w+\.dll$|(?P<runtime>(msvcp|vcruntime|concrt)\w*\.dll$))", re.IGNORECASE)
"""What of PySide6's packages is Qt's own, as they lie on Linux and macOS, and on Windows.

Also the compiler's libraries that lie beside it.
"""

_RUNTIME = re.compile(r"(vcruntime|msvcp|concrt|ucrtbase|api-ms-win)", re.IGNORECASE)


class UnknownSourceError(Exception):
    """Something was bundled of which nobody knows where it comes from."""


@dataclass
class Component:
    """One thing that is bundled.

    kind: "python", "debian", "qt", "inside" (a part of another component), "runtime" or "program"; licence: an SPDX
        expression, or a word where there is none;
    texts: titles and words of its notices; files: what of it is bundled; parent: the component it is a part of.
    """

    name: str
    version: str
    kind: str
    licence: str
    home: str = ""
    texts: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])
    files: list[str] = field(default_factory=list[str])
    parent: str = ""
    copyright: str = ""


def plain(name: str) -> str:
    """Return a package's name as package registries compare it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def entries(manifest: Path) -> Iterator[tuple[str, Path]]:
    """Yield the name in the bundle and the source of every file and module in the list the spec left."""
    listed = cast("dict[str, list[list[str]]]", json.loads(manifest.read_text(encoding="utf-8")))
    for group in ("files", "modules", "scripts"):
        for name, source, kind in listed[group]:
            if kind != "SYMLINK" and source not in ("-", "", None):  # a namespace has no file
                yield name, Path(source)


def components(manifest: Path) -> list[Component]:
    """Return everything that is bundled, ordered by name.

    Raises UnknownSourceError where a file belongs to nothing that is known.
    """
    owners = {
        str(Path(str(one.locate_file(file))).resolve()): one
        for one in metadata.distributions()
        for file in one.files or []
    }
    parts: dict[str, Component] = {}
    unknown: list[str] = []
    for name, source in entries(manifest):
        owner = owners.get(str(source.resolve()))
        made = _python_package(owner) if owner is not None else _other(source, manifest)
        if made is None:
            unknown.append(f"{name} from {source}")
            continue
        if owner is not None and made.name in _SHARED and (inner := _QT.search(source.as_posix())):
            made = _microsoft() if inner["runtime"] else _qt()
        parts.setdefault(made.name, made).files.append(name)
    if unknown:
        raise UnknownSourceError("\n".join(["nobody knows where these come from:", *sorted(unknown)]))
    for made in list(parts.values()):
        for part in _parts(made):
            parts.setdefault(f"{part.parent}/{part.name}@{part.version}", part)
    _bootloader(parts)
    return sorted(parts.values(), key=lambda one: (one.name.lower(), one.version))


def _bootloader(found: dict[str, Component]) -> None:
    """Add the program that starts the bundle, which stands in no list."""
    package = metadata.distribution("pyinstaller")
    found.setdefault("pyinstaller", _python_package(package)).files.append("the start of the program (bootloader)")


def _python_package(package: metadata.Distribution) -> Component:
    """Return the component of an installed Python package."""
    package_metadata = package.metadata
    name = plain(package_metadata["Name"])
    licence = package_metadata.get("License-Expression") or KNOWN.get(name)
    if not licence:
        raise UnknownSourceError(
            f"{name}: its metadata names no licence as an SPDX expression; add it to {LICENCES.name}/known.json"
        )
    files = [
        file
        for file in package.files or []
        if _LICENCE_FILE.search(file.name) and not file.name.endswith((".py", ".pyc"))
    ]
    texts = [
        (_title(str(file)), Path(str(package.locate_file(file))).read_text(encoding="utf-8", errors="replace"))
        for file in files
        if Path(str(package.locate_file(file))).is_file()
    ]
    if name == OURS:
        texts = []
    return Component(
        name,
        package.version,
        "program" if name == OURS else "python",
        KNOWN.get(name, licence),
        _home(package_metadata),
        _once(texts),
    )


def _once(texts: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return texts without those that stand there already."""
    seen: set[str] = set()
    kept: list[tuple[str, str]] = []
    for title, text in texts:
        words = " ".join(text.split())
        if words and words not in seen:
            seen.add(words)
            kept.append((title, text))
    return kept


def _title(path: str) -> str:
    return re.sub(r"^.*\.dist-info/(licenses/)?", "", path)


def _home(told: metadata.PackageMetadata) -> str:
    """Return where a package is found, from its metadata."""
    urls = dict(one.split(", ", 1) for one in told.get_all("Project-URL") or [] if ", " in one)
    lower = {key.lower(): value for key, value in urls.items()}
    return told.get("Home-page") or next(
        (lower[key] for key in ("homepage", "repository", "source", "source code", "documentation") if key in lower),
        f"https://pypi.org/project/{told['Name']}/",
    )


def _qt() -> Component:
    version = metadata.version("pyside6-essentials")
    return Component(QT, version, "qt", "LGPL-3.0-only", "https://download.qt.io/archive/qt/", files=[])


def _other(source: Path, manifest: Path) -> Component | None:
    """Return the component of a file that no Python package lists.

    Of the program itself, of Python, or of the system.
    """
    place = source.resolve()
    if place.is_relative_to(manifest.parent.resolve()) and place.name == "base_library.zip":
        return _python()
    if place.is_relative_to(ROOT) and not place.is_relative_to(ROOT / ".venv"):
        return _python_package(metadata.distribution(OURS))
    homes = [sysconfig.get_path("stdlib"), sysconfig.get_path("platstdlib"), sysconfig.get_config_var("DESTSHARED")]
    if any(home and place.is_relative_to(Path(home).resolve()) for home in homes) or re.match(
        r"(lib)?python3", place.name, re.IGNORECASE
    ):
        return _python()
    if sys.platform == "linux":
        return _debian(place, source)
    if _RUNTIME.match(place.name):
        return _microsoft()
    if place.is_relative_to(Path(sys.base_prefix).resolve()):
        return _python()
    return None


def _microsoft() -> Component:
    """Return the compiler's libraries that Windows programs bring along."""
    terms = (
        "Files of the Microsoft Visual C++ runtime are passed on under the redistribution terms of Microsoft Visual"
        " Studio. They belong to Microsoft Corporation."
    )
    return Component(
        "Microsoft Visual C++ runtime",
        "14",
        "runtime",
        "LicenseRef-Microsoft-Visual-C++-Redistributable",
        "https://visualstudio.microsoft.com/license-terms/",
        [("Terms", terms)],
    )


def _python() -> Component:
    """Return Python itself, with the words of its licence where this Python keeps them."""
    version = ".".join(map(str, sys.version_info[:3]))
    places = [
        Path(sysconfig.get_path("stdlib")) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE.txt",
        Path(sys.base_prefix) / "LICENSE",
        Path(f"/usr/share/doc/python3.{sys.version_info.minor}/copyright"),
        Path("/usr/share/doc/python3/copyright"),
    ]
    text = next((one.read_text(encoding="utf-8", errors="replace") for one in places if one.is_file()), "")
    if not text:
        raise UnknownSourceError(f"Python's licence is at none of {', '.join(map(str, places))}")
    return Component(
        "Python",
        version,
        "runtime",
        "PSF-2.0",
        "https://www.python.org/",
        [("Licence of Python and of what it includes", text)],
    )


def _debian(place: Path, source: Path) -> Component | None:
    """Return the component of a library that came from the system's own packages."""
    query = shutil.which("dpkg-query")
    if query is None:
        return None
    for path in dict.fromkeys((str(place), str(source), str(place).removeprefix("/usr"), f"/usr{source}")):
        # dpkg's own
        done = subprocess.run([query, "-S", path], capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode == 0:
            package = done.stdout.splitlines()[0].split(":")[0]
            answer = subprocess.run(  # noqa: S603 - likewise
                [query, "-W", "-f", "${Version}\t${Homepage}", package], capture_output=True, text=True, check=True
            ).stdout.split("\t")
            text = _debian_text(package)
            return Component(
                package,
                answer[0],
                "debian",
                _debian_licence(text),
                answer[1],
                [("Copyright file of the Debian package", text)],
            )
    return None


def _debian_text(package: str) -> str:
    file = Path("/usr/share/doc") / package / "copyright"
    if not file.is_file():
        raise UnknownSourceError(f"{package}: {file} is missing")
    return file.read_text(encoding="utf-8", errors="replace")


_DEBIAN_WORDS = {
    "Expat": "MIT",
    "BSD-2-clause": "BSD-2-Clause",
    "BSD-3-clause": "BSD-3-Clause",
    "GPL-2+": "GPL-2.0-or-later",
    "LGPL-2.1+": "LGPL-2.1-or-later",
    "LGPL-2+": "LGPL-2.0-or-later",
    "Apache-2": "Apache-2.0",
}
"""What Debian calls licences, as SPDX has them."""


def _debian_licence(text: str) -> str:
    """Return the licence a copyright file names for all files that are not named apart.

    Where it is written to be read by programs.
    """
    named = (
        re.search(r"^Files:\s*\*\s*$(?:\n.+)*?\nLicense: *(\S.*)$", text, re.MULTILINE)
        if text.startswith("Format")
        else None
    )
    return _DEBIAN_WORDS.get(named[1].strip(), named[1].strip()) if named else "see its notice"


def _parts(made: Component) -> list[Component]:
    """Return what is inside of a component.

    Of Qt the code of others, of a wheel what its own bill of materials names.
    """
    if made.kind == "qt":
        record = cast("dict[str, Any]", json.loads((LICENCES / "qt.json").read_text(encoding="utf-8")))
        modules = {Path(name).stem for name in made.files}
        return [
            Component(
                one["name"],
                "",
                "inside",
                one["licence"],
                texts=[(one["licence"], record["texts"][one["text"]])],
                parent=QT,
                copyright=one["copyright"],
            )
            for one in record["entries"]
            if one.get("only", sys.platform) == sys.platform
            and ("module" not in one or any(one["module"] in module for module in modules))
        ]
    if made.kind != "python":
        return []
    package = metadata.distribution(made.name)
    parts: list[Component] = []
    for file in package.files or []:
        if file.match("*.dist-info/sboms/*.json"):
            listed = cast(
                "dict[str, Any]", json.loads(Path(str(package.locate_file(file))).read_text(encoding="utf-8"))
            )
            parts += [
                Component(one["name"], one.get("version", ""), "inside", _named(one), parent=made.name)
                for one in _reached(listed, made)
            ]
    return parts


def _reached(listed: dict[str, Any], made: Component) -> list[dict[str, Any]]:
    """Return the parts that a package's own bill of materials names.

    Its modules, and what only modules that are not bundled need, are left out.
    """
    parts = {one.get("bom-ref", one["name"]): one for one in listed.get("components", [])}
    modules = {ref for ref, one in parts.items() if re.fullmatch(r"\w+\._\w+", one["name"])}
    bundled = {name.replace("/", ".").split(".cp")[0].split(".pyd")[0] for name in made.files}
    away = {ref for ref in modules if parts[ref]["name"] not in bundled}
    needs = {one["ref"]: one.get("dependsOn", []) for one in listed.get("dependencies", [])}
    needed = {ref for refs in needs.values() for ref in refs}
    waiting = [ref for ref in (*needs, *parts) if ref not in away and (ref in modules or ref not in needed)]
    seen: set[str] = set()
    while waiting:
        ref = waiting.pop()
        if ref not in seen:
            seen.add(ref)
            waiting += [one for one in needs.get(ref, []) if one not in away]
    return [one for ref, one in parts.items() if ref in seen and ref not in modules and plain(one["name"]) != made.name]


def _named(part: dict[str, Any]) -> str:
    """Return the licence a bill of materials gives for a part; its words are among those of the package it is in."""
    for one in part.get("licenses", []):
        licence = one.get("expression") or one.get("license", {}).get("id") or one.get("license", {}).get("name")
        if licence:
            return str(licence)
    return "see the notices of its package"


def shares_lgpl(one: Component) -> bool:
    """Return whether a component is under the LGPL that is told once for Qt."""
    return one.kind == "qt" or one.name in _SHARED
