"""What the packages of the three systems say of the program is one and the same.

Also their scripts do their steps in order.
"""

import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from importlib import metadata
from pathlib import Path

import pytest
from PIL import Image

from desktop.commands.names import Command
from installer.frozen import mend_streams
from installer.icons import ICNS_SIZES, ICO_SIZES, SIDE, SIZES, draw, write_icns, write_ico, write_side

ROOT = Path(__file__).resolve().parents[2]
INSTALLER = ROOT / "installer"
SCRIPTS = sorted(INSTALLER.rglob("*.sh"))


def test_ending_and_kind_of_a_plan_are_the_same_on_every_system() -> None:
    linux = ET.parse(INSTALLER / "linux" / "boardcase.xml").getroot()[0]
    globs = [one.get("pattern") for one in linux if one.tag.endswith("glob")]
    assert (linux.get("type"), globs) == ("application/x-boardcase", ["*.boardcase"])
    assert "MimeType=application/x-boardcase;" in (INSTALLER / "linux" / "boardcase.desktop").read_text(
        encoding="utf-8"
    )
    mac = json.loads((INSTALLER / "macos" / "info.json").read_text(encoding="utf-8"))
    kind = mac["UTExportedTypeDeclarations"][0]
    assert kind["UTTypeTagSpecification"] == {
        "public.filename-extension": ["boardcase"],
        "public.mime-type": ["application/x-boardcase"],
    }
    assert mac["CFBundleDocumentTypes"][0]["LSItemContentTypes"] == [kind["UTTypeIdentifier"]]
    windows = (INSTALLER / "windows" / "boardcase.nsi").read_text(encoding="utf-8")
    assert r'"Software\Classes\.boardcase" "Content Type" "application/x-boardcase"' in windows


def test_the_windows_installer_takes_away_what_it_put_there() -> None:
    text = (INSTALLER / "windows" / "boardcase.nsi").read_text(encoding="utf-8")
    put, taken = text.split("Section Uninstall")
    keys = {
        re.sub(r"\\(shell\\open\\command|DefaultIcon|OpenWithProgids)$", "", one)
        for one in re.findall(r'WriteReg\w+ HKCU "([^"]+)"', put)
    }
    assert len(keys) >= 5
    assert [key for key in keys if f'HKCU "{key}"' not in taken] == []
    assert "HKLM" not in text
    assert "RequestExecutionLevel user" in text


def test_the_man_page_names_every_command() -> None:
    page = (INSTALLER / "linux" / "boardcase.1").read_text(encoding="utf-8")
    assert [name for name in Command if not re.search(rf"\b{name}\b", page)] == []


@pytest.mark.parametrize("script", SCRIPTS, ids=lambda one: str(one.relative_to(INSTALLER)))
def test_scripts_are_plain_sh(script: Path) -> None:
    done = subprocess.run(["sh", "-n", str(script)], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
    assert script.read_text(encoding="utf-8").startswith("#!/bin/sh\n")


@pytest.mark.usefixtures("qapp")
def test_icons_have_every_size(tmp_path: Path) -> None:
    assert [opened(one).size[0] for one in draw(tmp_path)] == list(SIZES)
    assert opened(write_ico(tmp_path / "a.ico")).info["sizes"] == {(size, size) for size in ICO_SIZES}
    sizes = opened(write_icns(tmp_path / "a.icns")).info["sizes"]
    assert {wide * scale for wide, _, scale in sizes} >= {size for size in ICNS_SIZES if size > 32}
    side = opened(write_side(tmp_path / "side.bmp"))
    assert (side.format, side.size) == ("BMP", SIDE)
    large = opened(tmp_path / "256x256" / "apps" / "boardcase.png")
    assert large.getpixel((128, 20)) == (0x12, 0x43, 0x6D, 255)
    assert large.getpixel((0, 0)) == (0, 0, 0, 0)


def opened(path: Path) -> Image.Image:
    with Image.open(path) as image:
        image.load()
        return image


TOOL = """#!/bin/sh
printf '%s' "$(basename "$0")" >> "$LOG"
for one in "$@"; do printf ' [%s]' "$one" >> "$LOG"; done
printf '\\n' >> "$LOG"
if [ "$(basename "$0")" = hdiutil ] && [ "$1" = create ]; then for last in "$@"; do :; done; echo image > "$last"; fi
"""


def packed(folder: Path, **surroundings: str) -> list[str]:
    """Run the macOS script on a made-up bundle, with stand-ins for Apple's tools.

    Also return what they were called with.
    """
    tools = folder / "tools"
    tools.mkdir()
    for name in ("codesign", "hdiutil", "xcrun", "spctl"):
        (tools / name).write_text(TOOL, encoding="utf-8")
        (tools / name).chmod(0o755)
    contents = folder / "Boardcase.app" / "Contents"
    (contents / "Frameworks" / "PySide6" / "Qt" / "lib" / "QtCore.framework").mkdir(parents=True)
    (contents / "Frameworks" / "a b.so").write_text("", encoding="utf-8")
    (contents / "Frameworks" / "libz.dylib").write_text("", encoding="utf-8")
    (contents / "MacOS").mkdir()
    (contents / "MacOS" / "boardcase").write_text(TOOL, encoding="utf-8")
    (contents / "MacOS" / "boardcase").chmod(0o755)
    (contents / "Resources").mkdir()
    for name in ("NOTICES.txt", "LICENSE"):
        (contents / "Resources" / name).write_text("", encoding="utf-8")
    log = folder / "log"
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"CODESIGN_IDENTITY", "NOTARY_PROFILE", "NOTARY_KEYCHAIN"}
    }
    path = f"{tools}:{kept['PATH']}"
    done = subprocess.run(
        ["sh", str(INSTALLER / "macos" / "package.sh"), str(folder / "Boardcase.app"), str(folder / "out")],
        env={**kept, **surroundings, "PATH": path, "LOG": str(log)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert (folder / "out" / "SHA256SUMS").read_text(encoding="utf-8").strip().endswith(".dmg")
    assert f"boardcase-{metadata.version('boardcase')}-macos-" in (folder / "out" / "SHA256SUMS").read_text(
        encoding="utf-8"
    )
    return log.read_text(encoding="utf-8").splitlines()


def test_macos_is_signed_from_the_inside_out_then_packed_then_notarised(tmp_path: Path) -> None:
    calls = packed(
        tmp_path,
        CODESIGN_IDENTITY="Developer ID Application: Ada (AB12)",
        NOTARY_PROFILE="boardcase",
        NOTARY_KEYCHAIN="/a b/keys",
    )
    signed = [
        call.rsplit("[", 1)[1].rstrip("]").rsplit("/", 1)[-1]
        for call in calls
        if call.startswith("codesign") and "--sign" in call
    ]
    assert signed[:4] == ["a b.so", "libz.dylib", "QtCore.framework", "Boardcase.app"]
    assert signed[4].endswith(".dmg")
    assert all("[--timestamp]" in call for call in calls if "--sign" in call)
    program = next(call for call in calls if call.endswith("Boardcase.app]") and "--sign" in call)
    assert "[--options] [runtime]" in program
    assert "entitlements.plist]" in program
    assert "[--keychain-profile] [boardcase] [--keychain] [/a b/keys]" in next(
        call for call in calls if "notarytool" in call
    )
    order = [call.split(" ")[0] + " " + call.split(" ")[1] for call in calls if not call.startswith("codesign")]
    assert order == [
        "boardcase [--rehearse]",
        "hdiutil [create]",
        "xcrun [notarytool]",
        "xcrun [stapler]",
        "spctl [--assess]",
        "hdiutil [verify]",
    ]


def test_macos_without_an_identity_is_signed_for_this_computer_and_not_notarised(tmp_path: Path) -> None:
    calls = packed(tmp_path)
    assert all("[--sign] [-]" in call for call in calls if "--sign" in call)
    assert not any(call.startswith(("xcrun", "spctl")) for call in calls)


def test_a_windows_program_without_a_console_has_streams_that_are_no_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdout", None)
    monkeypatch.setattr(sys, "stderr", None)
    mend_streams()
    assert not sys.stderr.isatty()
    assert sys.stdout.write("nobody reads this") == 17
