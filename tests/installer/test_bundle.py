"""What is bundled belongs to somebody, and what is told of it keeps the standards it names."""

import json
import re
import sys
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path, PurePosixPath

import numpy as np
import PySide6
import pytest
from packaging.requirements import Requirement

import desktop.cli
from installer.bundle import (
    LICENCES,
    OURS,
    QT,
    Component,
    UnknownSourceError,
    _debian_licence,
    _python_package,
    components,
    plain,
)
from installer.checksums import sums
from installer.notices import bill, notices, referred, without_system

WHEN = datetime(2026, 11, 25, tzinfo=UTC)


def manifest(folder: Path, *more: tuple[str, str]) -> Path:
    """Return a list as the spec leaves it: of a wheel, of Qt, of ourselves, of Python, a font and a link."""
    qt = next((Path(PySide6.__path__[0]) / "Qt").rglob("*Qt6Core*"))
    font = next(
        Path(str(file.locate()))
        for file in metadata.files("font-source-sans-pro") or []
        if file.name == "SourceSansPro-Regular.ttf"
    )
    files = [
        [
            "numpy/_core/_multiarray_umath.so",
            next(str(one) for one in Path(np.__path__[0]).rglob("_multiarray_umath*") if one.suffix != ".pyi"),
            "EXTENSION",
        ],
        ["PySide6/Qt/lib/libQt6Core.so.6", str(qt), "BINARY"],
        ["PySide6/Qt/lib/libQt6Pdf.so.6", str(next((Path(PySide6.__path__[0]) / "Qt").rglob("*Qt6Pdf.*"))), "BINARY"],
        ["libQt6Core.so.6", "PySide6/Qt/lib/libQt6Core.so.6", "SYMLINK"],
        ["font_source_sans_pro/files/SourceSansPro-Regular.ttf", str(font), "DATA"],
        *([name, source, "BINARY"] for name, source in more),
    ]
    modules = [
        ["desktop.cli", desktop.cli.__file__, "PYMODULE"],
        ["json", json.__file__, "PYMODULE"],
        ["space", "-", "PYMODULE"],
    ]
    file = folder / "bundled.json"
    file.write_text(json.dumps({"files": files, "modules": modules, "scripts": []}), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> list[Component]:
    return components(manifest(tmp_path_factory.mktemp("bundle")))


def test_every_file_belongs_to_its_package(found: list[Component]) -> None:
    tops = {one.name: one for one in found if not one.parent}
    assert set(tops) == {"numpy", QT, "font-source-sans-pro", OURS, "Python", "pyinstaller"}
    assert tops[QT].files == ["PySide6/Qt/lib/libQt6Core.so.6", "PySide6/Qt/lib/libQt6Pdf.so.6"]
    assert tops["numpy"].files == ["numpy/_core/_multiarray_umath.so"]
    assert tops["numpy"].version == np.__version__
    assert tops["Python"].version == ".".join(map(str, sys.version_info[:3]))


@pytest.mark.long
def test_a_file_of_nobody_is_refused_by_name(tmp_path: Path) -> None:
    (tmp_path / "stray.so").write_bytes(b"")
    with pytest.raises(UnknownSourceError, match=r"lib/stray\.so from .*stray\.so"):
        components(manifest(tmp_path, ("lib/stray.so", str(tmp_path / "stray.so"))))


def test_what_is_inside_of_qt_is_told_for_this_system_and_these_modules(found: list[Component], tmp_path: Path) -> None:
    inside = {one.name for one in found if one.parent == QT}
    assert {"PCRE2", "HarfBuzz-NG", "PDFium", "Data Compression Library (zlib)"} <= inside
    assert "XSVG" not in inside  # its module is not in the list
    listed = json.loads((LICENCES / "qt.json").read_text(encoding="utf-8"))
    assert all(one["text"] in listed["texts"] and one["copyright"] for one in listed["entries"])
    elsewhere = {one["name"] for one in listed["entries"] if one.get("only", sys.platform) != sys.platform}
    assert elsewhere
    assert not inside & elsewhere


@pytest.mark.parametrize(
    ("file", "whose"),
    [
        ("PySide6/Qt6Core.dll", QT),
        ("PySide6/plugins/platforms/qwindows.dll", QT),
        ("PySide6/Qt/lib/QtCore.framework/Versions/A/QtCore", QT),
        ("PySide6/msvcp140.dll", "Microsoft Visual C++ runtime"),
        ("PySide6/QtCore.pyd", "pyside6-essentials"),
        ("PySide6/pyside6.abi3.dll", "pyside6-essentials"),
    ],
)
def test_qt_is_known_as_it_lies_on_every_system(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, file: str, whose: str
) -> None:
    class Package:
        files = (PurePosixPath(file),)
        metadata = metadata.metadata("pyside6-essentials")
        version = "6.12.0"

        def locate_file(self, one: object) -> Path:
            return tmp_path / "site-packages" / str(one)

    source = tmp_path / "site-packages" / file
    source.parent.mkdir(parents=True)
    source.write_bytes(b"")
    monkeypatch.setattr("installer.bundle.metadata.distributions", lambda: [Package()])
    listed = tmp_path / "bundled.json"
    listed.write_text(
        json.dumps({"files": [[file, str(source), "BINARY"]], "modules": [], "scripts": []}), encoding="utf-8"
    )
    found = components(listed)
    assert [one.name for one in found if one.files == [file]] == [whose]
    assert ("PCRE2" in {one.name for one in found}) == (whose == QT)


def test_notices_have_the_words_of_every_licence_and_how_to_use_another_qt(found: list[Component]) -> None:
    text = notices(found)
    for words in (
        f"Boardcase {metadata.version(OURS)} is under the MIT licence",
        "GNU LESSER GENERAL PUBLIC LICENSE",
        "GNU GENERAL PUBLIC LICENSE",
        "SIL OPEN FONT LICENSE",
        "PYTHON SOFTWARE FOUNDATION LICENSE",
        "Bootloader Exception",
        "NumPy Developers",
        "Put your libraries in the place of those of this program",
    ):
        assert words.lower() in re.sub(r"\s+", " ", text).lower(), words
    assert text.count("GNU LESSER GENERAL PUBLIC LICENSE\n                       Version 3") == 1


def test_the_bill_of_materials_is_cyclonedx_and_always_the_same(found: list[Component]) -> None:
    text = bill(found, WHEN)
    assert text == bill(list(reversed(found)), WHEN)
    told = json.loads(text)
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert told["metadata"]["component"]["version"] == metadata.version(OURS)
    assert told["metadata"]["timestamp"] == "2026-11-25T00:00:00+00:00"
    parts = {one["name"]: one for one in told["components"]}
    assert len(told["components"]) == len(found) - 1  # ourselves are the root
    assert parts["numpy"]["purl"] == f"pkg:pypi/numpy@{np.__version__}"
    assert parts["numpy"]["evidence"]["occurrences"][0]["location"] == "numpy/_core/_multiarray_umath.so"
    assert parts[QT]["licenses"] == [{"expression": "LGPL-3.0-only"}]
    needs = {one["ref"]: one.get("dependsOn", []) for one in told["dependencies"]}
    assert f"numpy/{np.__version__}" in needs[OURS]
    assert any(ref.startswith(f"{QT}/PCRE2") for ref in needs[f"{QT}/{parts[QT]['version']}"])


def test_every_package_the_program_needs_names_its_licence() -> None:
    """A package that comes new must say its licence, or be added to known.json."""
    waiting, seen = [OURS], set[str]()
    while waiting:
        name = waiting.pop()
        if name not in seen:
            seen.add(name)
            told = [Requirement(one) for one in metadata.requires(name) or []]
            waiting += [plain(one.name) for one in told if one.marker is None or one.marker.evaluate({"extra": ""})]
    assert len(seen) > 20
    for name in seen:
        made = _python_package(metadata.distribution(name))
        assert made.licence
        assert made.texts or made.name == OURS or made.licence == "LGPL-3.0-only", name


def test_the_systems_libraries_can_be_left_to_the_system(tmp_path: Path) -> None:
    (tmp_path / "_internal").mkdir()
    (tmp_path / "_internal" / "libz.so.1").write_bytes(b"")
    kept = without_system(
        [
            Component("zlib1g", "1", "debian", "Zlib", files=["libz.so.1"]),
            Component("numpy", "2", "python", "BSD-3-Clause"),
        ],
        tmp_path,
    )
    assert [one.name for one in kept] == ["numpy"]
    assert not (tmp_path / "_internal" / "libz.so.1").exists()


def test_licences_that_are_only_referred_to_are_told_in_full(tmp_path: Path) -> None:
    (tmp_path / "LGPL-2.1").write_text("GNU LESSER", encoding="utf-8")
    told = referred(
        [
            "On Debian see /usr/share/common-licenses/LGPL-2.1.",
            "and `/usr/share/common-licenses/LGPL-2.1' or /usr/share/common-licenses/None",
        ],
        tmp_path,
    )
    assert told == {"LGPL-2.1": "GNU LESSER"}


def test_a_debian_copyright_file_is_read_where_it_is_written_to_be() -> None:
    text = (
        "Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n\nFiles: *\nCopyright: 2020 Ada\n "
        "          2021 Bob\nLicense: Expat\n\nFiles: debian/*\nCopyright: x\nLicense: GPL-2+\n"
    )
    assert _debian_licence(text) == "MIT"
    assert _debian_licence("This package was debianised by Ada.\nLicense: x") == "see its notice"


def test_sums_are_those_of_sha256(tmp_path: Path) -> None:
    (tmp_path / "b.txt").write_bytes(b"abc")
    (tmp_path / "a.txt").write_bytes(b"")
    (tmp_path / "SHA256SUMS").write_text("old", encoding="utf-8")
    # FIPS 180-2, appendix B.1; and the sum of nothing
    assert (
        sums(tmp_path) == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855 "
        " a.txt\nba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad  b.txt\n"
    )
