"""What is decided about files, without a window."""

from pathlib import Path

import pytest

from desktop.document.saving import Saving, document_path, earlier_version, export_refused, failure, plan_path, saving
from desktop.storage.examples import example
from desktop.storage.plan_file import PlanFileError, backup_of, save
from models.plan.problems import Problem


@pytest.mark.parametrize(
    ("path", "read_only", "changed", "expected"),
    [
        (None, False, False, Saving.ASK_WHERE),
        (Path("a.boardcase"), True, False, Saving.ASK_WHERE),
        (Path("a.boardcase"), True, True, Saving.ASK_WHERE),
        (Path("a.boardcase"), False, True, Saving.ASK_WHICH),
        (Path("a.boardcase"), False, False, Saving.WRITE),
    ],
)
def test_saving_asks_where_or_which_before_it_writes(
    path: Path | None, read_only: bool, changed: bool, expected: Saving
) -> None:
    assert saving(path, read_only=read_only, changed_on_disk=changed) is expected


def test_a_name_without_an_ending_gets_that_of_its_kind() -> None:
    assert plan_path("/x/plan") == Path("/x/plan.boardcase")
    assert plan_path("/x/plan.json") == Path("/x/plan.json")
    assert document_path("case", "pdf") == Path("case.pdf")
    assert document_path("case.PDF", "pdf") == Path("case.PDF")


def test_a_document_is_never_written_over_the_plan(tmp_path: Path) -> None:
    plan = tmp_path / "plan.boardcase"
    same = tmp_path / "sub" / ".." / "plan.boardcase"
    (tmp_path / "sub").mkdir()
    assert export_refused(same, plan).endswith("is the plan itself; give another name.")
    assert export_refused(tmp_path / "other.xlsx", plan) == ""
    assert export_refused(plan, None) == ""


def test_the_version_before_is_offered_where_there_is_one(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    assert earlier_version(path) is None
    save(example().plan, path)
    save(example("bank").plan, path)
    found = earlier_version(path)
    assert found is not None
    assert found.path == backup_of(path)
    assert found.when.tzinfo is not None


def test_a_failure_names_the_file_where_it_is_known() -> None:
    assert failure(OSError(28, "No space left on device", "/x/plan.boardcase")) == (
        "/x/plan.boardcase: No space left on device"
    )
    assert failure(ValueError("not a plan")) == "not a plan"
    assert "title" in failure(PlanFileError([Problem("title", "", "is missing")]))
