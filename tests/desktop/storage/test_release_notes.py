"""What is new, as the change log tells it."""

from pathlib import Path

from desktop.storage.notices import NAME, NOT_BUNDLED, notices, places
from desktop.storage.release_notes import as_markdown, current, order, releases, since

LOG = """# Changelog

## [Unreleased]

## [0.9.0] - 2026-11-25
### Added
- Third

## [0.8.10] - 2026-10-01
- Second

## [0.8.9] - 2026-09-01
- First
"""


def log(tmp_path: Path, text: str = LOG) -> Path:
    file = tmp_path / "CHANGELOG.md"
    file.write_text(text, encoding="utf-8")
    return file


def test_releases_are_read_newest_first_and_an_empty_one_is_left_out(tmp_path: Path) -> None:
    found = releases(log(tmp_path))
    assert [(one.version, one.day) for one in found] == [
        ("0.9.0", "2026-11-25"),
        ("0.8.10", "2026-10-01"),
        ("0.8.9", "2026-09-01"),
    ]
    assert found[0].text == "### Added\n- Third"
    assert as_markdown(found[1:]) == "## 0.8.10, 2026-10-01\n\n- Second\n\n## 0.8.9, 2026-09-01\n\n- First"


def test_what_is_not_released_is_not_new_and_versions_are_numbers(tmp_path: Path) -> None:
    file = log(tmp_path, LOG.replace("## [Unreleased]\n", "## [Unreleased]\n- Tomorrow\n"))
    assert [one.version for one in since("0.8.9", file)] == ["0.9.0", "0.8.10"]
    assert since("0.9.0", file) == []
    assert order("0.8.9") < order("0.8.10") < order("0.9.0") < order("Unreleased")


def test_without_a_log_there_is_nothing_to_tell(tmp_path: Path) -> None:
    assert releases(tmp_path / "none.md") == []
    assert releases(log(tmp_path, "no heads at all")) == []


def test_the_log_of_this_program_tells_of_its_version() -> None:
    dated = [one for one in releases() if one.day]
    assert dated[0].version == current()


def test_notices_are_found_beside_a_program_and_in_a_bundle(tmp_path: Path, monkeypatch: object) -> None:
    program = tmp_path / "Boardcase.app" / "Contents" / "MacOS" / "boardcase"
    assert places(program) == (program.parent / NAME, tmp_path / "Boardcase.app" / "Contents" / "Resources" / NAME)
    assert notices() == NOT_BUNDLED
