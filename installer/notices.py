"""Collect the notices of everything a frozen program bundles, and its bill of materials.

python installer/notices.py [--without-system] WORK/boardcase/bundled.json OUT

Writes NOTICES.txt, LICENSE and boardcase.cdx.json (CycloneDX) into OUT/boardcase, and on macOS into the resources of
OUT/Boardcase.app.
--without-system takes the libraries of the system's own packages out of OUT/boardcase first, for a package that depends
on them.
"""

import os
import re
import shutil
import sys
import uuid
from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from typing import Any, cast
from urllib.parse import quote

import cyclonedx.model
import cyclonedx.model.bom
import cyclonedx.model.component
import cyclonedx.model.component_evidence
import cyclonedx.model.license
from cyclonedx.model import ExternalReferenceType
from cyclonedx.model.component import ComponentType
from cyclonedx.output import make_outputter
from cyclonedx.schema import OutputFormat, SchemaVersion
from cyclonedx.spdx import is_expression
from cyclonedx.validation.json import JsonStrictValidator
from packageurl import PackageURL
from packaging.requirements import Requirement

from desktop.storage.notices import NAME as NOTICES
from installer.bundle import LICENCES, OURS, QT, ROOT, Component, components, plain, shares_lgpl

# the library decorates these classes, and a type checker no longer sees their arguments
_MODEL: Any = cyclonedx.model
Bom: Any = cast("Any", cyclonedx.model.bom).Bom
Part: Any = cast("Any", cyclonedx.model.component).Component
ComponentEvidence: Any = cast("Any", cyclonedx.model.component_evidence).ComponentEvidence
Occurrence: Any = cast("Any", cyclonedx.model.component_evidence).Occurrence
DisjunctiveLicense: Any = cast("Any", cyclonedx.model.license).DisjunctiveLicense
LicenseExpression: Any = cast("Any", cyclonedx.model.license).LicenseExpression
ExternalReference, Property, XsUri = _MODEL.ExternalReference, _MODEL.Property, _MODEL.XsUri

BILL = "boardcase.cdx.json"
_RULE = "=" * 100

RELINK = """Qt {version}, PySide6 and Shiboken are used under the GNU Lesser General Public License, version 3 (below).
They are bundled unchanged, as shared libraries, and nothing keeps you from using your own build of them:

1. The sources are at https://download.qt.io/archive/qt/ (qtbase, qtsvg, qtwayland, qtwebengine for Qt PDF) and
   https://download.qt.io/official_releases/QtForPython/ (pyside-setup), in the version {version} named here.
2. Change and build them, in the same version, for the same compiler and interface (ABI).
3. Put your libraries in the place of those of this program:
   Linux     _internal/PySide6/Qt/lib/libQt6*.so.6 and _internal/PySide6/*.so, beside the program
             (/opt/boardcase of the Debian package)
   Windows   _internal\\PySide6\\Qt6*.dll and _internal\\PySide6\\*.pyd
   macOS     Contents/Frameworks/PySide6/Qt/lib of the application; then sign it anew for your own use:
             codesign --force --deep --sign - Boardcase.app
4. Start the program. Help, About names the version of Qt that was loaded.

The program itself is under the MIT licence: you may change it, and take it apart to mend it, in any case."""


def notices(found: Sequence[Component]) -> str:
    """Return the notices as one text: what is bundled, how to use another Qt, the words of every licence."""
    bundled = [one for one in found if one.name != OURS or one.parent]
    inside: defaultdict[str, list[Component]] = defaultdict(list)
    for one in bundled:
        inside[one.parent].append(one)
    own = (ROOT / "LICENSE").read_text(encoding="utf-8").strip()
    parts = [
        f"Boardcase {metadata.version(OURS)} is under the MIT licence:\n\n{own}",
        "It is distributed together with the works of others, listed here and told below, each under its own licence.",
    ]
    parts.append("\n".join(f"{one.name:<30}{one.version:<28}{one.licence}".rstrip() for one in inside[""]))
    parts += [_chapter(one, inside[one.name]) for one in inside[""]]
    parts.append(_texts_of_qt(inside[QT]))
    parts += [
        _headed(name, (LICENCES / f"{name}.txt").read_text(encoding="utf-8"))
        for name in ("LGPL-3.0-only", "GPL-3.0-only")
    ]
    parts += [_headed(name, text) for name, text in referred(parts).items()]
    return "\n\n".join(parts) + "\n"


def _headed(name: str, text: str) -> str:
    return f"{_RULE}\n{name}\n{_RULE}\n\n{text.strip()}"


def referred(texts: Sequence[str], folder: Path = Path("/usr/share/common-licenses")) -> dict[str, str]:
    """Return the licences that Debian's copyright files only refer to.

    Which other systems do not have, by their names there.
    """
    names = {name.rstrip(".") for text in texts for name in re.findall(r"/usr/share/common-licenses/([\w.+-]+)", text)}
    return {
        name: (folder / name).read_text(encoding="utf-8", errors="replace")
        for name in sorted(names)
        if (folder / name).is_file()
    }


def _chapter(one: Component, inside: Sequence[Component]) -> str:
    """Return what is to be said of one component and the parts inside of it."""
    lines = [_RULE, f"{one.name} {one.version}", f"{one.licence} · {one.home}".rstrip(" ·"), _RULE]
    if one.kind == "qt":
        lines += ["", RELINK.format(version=one.version)]
    elif one.kind == "debian":
        lines += [
            "",
            (
                "A library of Debian, unchanged, which you may replace by another build of it; its source:"
                f" https://snapshot.debian.org/binary/{one.name}/{quote(one.version)}/"
            ),
        ]
    elif shares_lgpl(one):
        lines += ["", f"Under the GNU Lesser General Public License, version 3: see {QT}."]
    if inside:
        lines += ["", "Inside of it:"]
        for part in sorted(inside, key=lambda part: part.name.lower()):
            lines.append(f"  {part.name} {part.version}".rstrip() + f" ({part.licence})")
            lines += [f"      {line}" for line in part.copyright.splitlines()]
    for title, text in one.texts:
        lines += ["", f"--- {title}", "", text.strip()]
    return "\n".join(lines)


def _texts_of_qt(parts: Sequence[Component]) -> str:
    """Return the words of the licences of what is inside of Qt, each once with the names of those it is for."""
    users: defaultdict[str, list[str]] = defaultdict(list)
    for part in parts:
        for _, text in part.texts:
            users[text].append(part.name)
    return "\n\n".join(_headed(f"Inside of Qt: {', '.join(names)}", text) for text, names in users.items())


def bill(found: Sequence[Component], when: datetime) -> str:
    """Return the bill of materials as CycloneDX 1.6 in JSON; the same components and time give the same text.

    Raises ValueError where it would not keep the standard.
    """
    made = Bom()
    made.metadata.timestamp = when
    root = Part(
        name="Boardcase",
        version=metadata.version(OURS),
        type=ComponentType.APPLICATION,
        bom_ref=OURS,
        licenses=[LicenseExpression("MIT")],
    )
    made.metadata.component = root
    parts = {(one.parent, one.name, one.version): _part(one) for one in found if one.name != OURS or one.parent}
    tops = {plain(name): part for (parent, name, _), part in parts.items() if not parent}
    for part in parts.values():
        made.components.add(part)
    made.register_dependency(root, list(tops.values()))
    for name, part in tops.items():
        inner = [one for (parent, _, _), one in parts.items() if parent and plain(parent) == name]
        made.register_dependency(part, [*inner, *(tops[need] for need in _needs(name) if need in tops)])
    made.serial_number = uuid.uuid5(
        uuid.NAMESPACE_URL,
        "\n".join(sorted(f"{one.parent} {one.name} {one.version}" for one in found)) + when.isoformat(),
    )
    text = make_outputter(made, OutputFormat.JSON, SchemaVersion.V1_6).output_as_string(indent=1)
    wrong = JsonStrictValidator(SchemaVersion.V1_6).validate_str(text)
    if wrong is not None:
        raise ValueError(f"the bill of materials is not CycloneDX 1.6: {wrong}")
    return text + "\n"


def _part(one: Component) -> Any:  # noqa: ANN401
    """Return a component as CycloneDX has it."""
    kinds = {"python": "pypi", "debian": "deb"}
    url = (
        PackageURL(kinds[one.kind], "debian" if one.kind == "debian" else None, one.name, one.version)
        if one.kind in kinds
        else PackageURL("generic", None, one.name, one.version or None)
    )
    return Part(
        name=one.name,
        version=one.version or None,
        type=ComponentType.LIBRARY,
        bom_ref="/".join(filter(None, (one.parent, one.name, one.version))),
        purl=url,
        licenses=[
            LicenseExpression(one.licence) if is_expression(one.licence) else DisjunctiveLicense(name=one.licence)
        ],
        copyright=one.copyright or None,
        external_references=(
            [ExternalReference(type=ExternalReferenceType.WEBSITE, url=XsUri(one.home))] if one.home else []
        ),
        evidence=(
            ComponentEvidence(
                occurrences=[Occurrence(location=name, bom_ref=f"{one.name}:{name}") for name in sorted(set(one.files))]
            )
            if one.files
            else None
        ),
        properties=[Property(name="boardcase:inside", value=one.parent)] if one.parent else [],
    )


def _needs(name: str) -> list[str]:
    """Return the packages a bundled package says it needs."""
    try:
        requirements = metadata.requires(name) or []
    except metadata.PackageNotFoundError:
        return []
    needed = [Requirement(one) for one in requirements]
    return [plain(one.name) for one in needed if one.marker is None or one.marker.evaluate({"extra": ""})]


def without_system(found: Sequence[Component], program: Path) -> list[Component]:
    """Take the system's libraries out of a frozen program and return what is left."""
    for one in found:
        if one.kind == "debian":
            for name in one.files:
                (program / "_internal" / name).unlink(missing_ok=True)
    return [one for one in found if one.kind != "debian"]


def main(arguments: Sequence[str]) -> int:
    """Write notices and bill into every form of the program that stands in the folder."""
    manifest, out = (Path(one) for one in arguments[-2:])
    parts = components(manifest)
    if "--without-system" in arguments:
        parts = without_system(parts, out / "boardcase")
    when = datetime.fromtimestamp(int(os.environ.get("SOURCE_DATE_EPOCH", "0")), UTC)
    text, listed = notices(parts), bill(parts, when)
    for place in (out / "boardcase", out / "Boardcase.app" / "Contents" / "Resources"):
        if place.is_dir():
            (place / NOTICES).write_text(text, encoding="utf-8")
            (place / BILL).write_text(listed, encoding="utf-8")
            shutil.copy(ROOT / "LICENSE", place / "LICENSE")
    print(
        f"{sum(not one.parent for one in parts)} components, {sum(bool(one.parent) for one in parts)} inside of them:"
        f" {NOTICES}, {BILL}"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
