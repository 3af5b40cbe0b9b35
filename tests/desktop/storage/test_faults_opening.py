"""Faults of what is opened, and of what stands beside it; the numbers are those of tests/README.md."""

import os
import resource
import socket
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLockFile

from desktop.commands.exports import export
from desktop.document.document import Document
from desktop.document.file_lock import FileLock
from desktop.document.recovery import Recovery, left_behind
from desktop.storage.examples import example
from desktop.storage.plan_file import PlanFileError, load, save, text_of
from models.appraisal.results import case_result
from models.plan.plan import Entry
from models.plan.problems import plan_problems
from models.quantities.declaration import Kind
from models.quantities.writing import entered, month_after, read

PLAN, OTHER = example("startup").plan, example("insurer").plan
ROOT = Path(__file__).parents[3]


def boardcase(*words: str, seconds: float = 60.0) -> subprocess.CompletedProcess[str]:
    """Run the program as a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "desktop.cli", *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )


@pytest.fixture
def read_only(tmp_path: Path) -> Iterator[Path]:
    """A real folder on a disk that cannot be written: modes are nothing to root."""
    place = tmp_path / "locked"
    place.mkdir()
    save(PLAN, place / "plan.boardcase")
    bound = subprocess.run(["mount", "--bind", str(place), str(place)], check=False, capture_output=True)
    if bound.returncode:
        pytest.skip("a disk can be mounted by root alone")
    subprocess.run(["mount", "-o", "remount,ro,bind", str(place)], check=True)
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_f04_a_folder_that_goes_while_a_plan_is_open_is_said_and_nothing_is_lost(tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    path = folder / "plan.boardcase"
    save(PLAN, path)
    document = Document(PLAN)
    document.open(path)
    document.set_value("finance.horizon", 48)
    kept = Recovery(tmp_path / "kept")
    kept.keep(document.plan, path)
    for one in folder.iterdir():
        one.unlink()
    folder.rmdir()
    with pytest.raises(OSError, match="No such file or directory"):
        document.save_as(path)
    assert document.modified
    elsewhere = tmp_path / "elsewhere.boardcase"
    document.save_as(elsewhere)
    assert load(elsewhere).plan == document.plan
    kept.drop()
    document.close()


def test_f05_a_folder_that_cannot_be_written_refuses_and_leaves_the_file(read_only: Path) -> None:
    path = read_only / "plan.boardcase"
    before = path.read_bytes()
    with pytest.raises(OSError, match="Read-only file system"):
        save(OTHER, path)
    assert path.read_bytes() == before
    assert [one.name for one in read_only.iterdir()] == ["plan.boardcase"]


def test_f05_a_file_that_may_not_be_changed_by_anybody_is_refused_and_stays(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    before = path.read_bytes()
    if subprocess.run(["chattr", "+i", str(path)], check=False, capture_output=True).returncode:
        pytest.skip("a file is made immutable by root alone, on a disk that can")
    document = Document(OTHER)
    document.set_value("finance.horizon", 48)
    try:
        with pytest.raises(OSError, match=r"plan\.boardcase|not permitted"):
            document.save_as(path)
        assert document.modified
        assert path.read_bytes() == before
        assert not list(tmp_path.glob(".*.part"))
    finally:
        subprocess.run(["chattr", "-i", str(path)], check=True)
        document.close()


def test_f07_after_a_rename_that_no_folder_was_synced_for_either_version_opens(tmp_path: Path) -> None:
    # a loss of power itself is not to be had here: both states that it may leave are opened
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    old = path.read_bytes()
    save(OTHER, path)
    for state in (old, path.read_bytes()):
        path.write_bytes(state)
        assert load(path).plan in (PLAN, OTHER)


NAMES = ("a b", "it's", 'say "so"', "50% of #1", "émoji 🎉", "名前", "x" * 200, "trailing.", "-begins", "new\u2028line")


@pytest.mark.parametrize("name", NAMES)
def test_f12_a_plan_of_any_name_is_saved_and_opened_and_read_by_a_command(name: str, tmp_path: Path) -> None:
    folder = tmp_path / name
    folder.mkdir()
    path = folder / f"{name}.boardcase"
    save(PLAN, path)
    document = Document(OTHER)
    document.open(path)
    assert document.plan == PLAN
    document.save_as(path)
    document.close()
    assert load(path).plan == PLAN


def test_f17_the_lock_of_a_dead_process_is_taken_over_silently(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    taking = (
        "import os,sys; from pathlib import Path; from desktop.document.file_lock import FileLock;"
        f"lock = FileLock(); assert lock.take(Path({str(path)!r})) is None; os._exit(0)"
    )
    subprocess.run([sys.executable, "-c", taking], cwd=ROOT, check=True)
    assert (tmp_path / ".~lock.plan.boardcase#").exists()
    mine = FileLock()
    assert mine.take(path) is None
    mine.release()


def test_f17_the_lock_of_another_computer_is_told_with_its_name(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    save(PLAN, path)
    held = QLockFile(str(tmp_path / ".~lock.plan.boardcase#"))
    held.setStaleLockTime(0)
    assert held.tryLock(0)
    lines = (tmp_path / ".~lock.plan.boardcase#").read_text().splitlines()
    lines[2] = "finance-laptop"
    held.unlock()
    (tmp_path / ".~lock.plan.boardcase#").write_text("\n".join(lines) + "\n")
    mine = FileLock()
    holder = mine.take(path)
    assert holder is not None
    assert holder.host == "finance-laptop"
    assert mine.take(path, by_force=True) is None
    mine.release()


def test_f19_two_programs_that_keep_the_same_plan_keep_it_apart(tmp_path: Path) -> None:
    first, second = Recovery(tmp_path), Recovery(tmp_path)
    first.keep(PLAN, None)
    second.keep(OTHER, None)
    assert first.file != second.file
    assert left_behind(tmp_path) == [], "both are alive"
    first.drop()
    second.drop()


def test_f21_a_recovery_folder_that_cannot_be_made_is_an_error_that_is_told(tmp_path: Path) -> None:
    (tmp_path / "kept").write_text("a file where the folder would be")
    with pytest.raises(OSError, match=r"exists|Not a directory"):
        Recovery(tmp_path / "kept").keep(PLAN, None)
    assert left_behind(tmp_path / "kept") == []


def test_f26_a_plan_of_a_newer_program_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "plan.boardcase"
    text = text_of(PLAN).replace(b'"version": 6', b'"version": 99', 1)
    assert b'"version": 99' in text
    path.write_bytes(text)
    with pytest.raises(PlanFileError, match="99"):
        load(path)
    assert path.read_bytes() == text


def test_f27_a_thousand_edits_are_undone_and_redone_to_the_very_plans(tmp_path: Path) -> None:
    document = Document(PLAN)
    tracemalloc.start()
    for number in range(1_000):
        document.set_value("finance.usual_cost", float(number + 1))
        document.end_run()
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert held < 1_000 * 100_000, "an edit keeps what it changed, not a plan of its own"
    end = document.plan
    while document.undo_stack.canUndo():
        document.undo_stack.undo()
    assert document.plan == PLAN
    assert not document.modified
    while document.undo_stack.canRedo():
        document.undo_stack.redo()
    assert document.plan == end
    document.close()


def test_f33_an_export_that_fails_half_way_leaves_what_was_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / "paper.xlsx"
    target.write_bytes(b"mine")

    def fails(*_: object, **__: object) -> bytes:
        raise MemoryError

    monkeypatch.setattr("desktop.commands.exports.workbook", fails)
    with pytest.raises(MemoryError):
        export(PLAN, "base", {"xlsx": target}, "2026-11-27")
    assert target.read_bytes() == b"mine"
    assert [one.name for one in tmp_path.iterdir()] == ["paper.xlsx"]


NOTHING_TO_DIVIDE_BY = (
    {"compute.pool.h100.highest_use": 0.0},
    {"workloads.workload.{0}.requests": 0.0},
    {"finance.horizon": 12},
    {"compute.pool.h100.server_price": 0.0, "compute.pool.h100.cloud_price": 0.0},
    {"workloads.workload.{0}.requests": 1e12},
)


@pytest.mark.parametrize("changes", NOTHING_TO_DIVIDE_BY)
def test_f39_no_figure_is_infinite_or_none_whatever_is_nothing(changes: dict[str, float]) -> None:
    plan = PLAN
    for key, value in changes.items():
        named = key.format(plan.slugs["workload"][0])
        if named in plan.entries:
            low, high = plan.declaration(named).bounds
            plan = plan.with_entry("base", named, Entry(min(max(value, low), high)))
    case = case_result(plan, "base")
    for option in case.options.values():
        for figure in (option.total_cost, option.present_value, option.compared, *option.cumulative):
            assert abs(float(figure)) < float("inf")
            assert float(figure) == float(figure)


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("compute.pool.h100.cloud_price", -1.0),
        ("compute.pool.h100.negotiated_discount", 1.5),
        ("compute.pool.h100.highest_use", 1.2),
        ("finance.horizon", 0.0),
        ("finance.horizon", float("nan")),
        ("finance.discount_rate", float("inf")),
    ],
)
def test_f40_what_cannot_be_is_refused_with_what_is_allowed(key: str, value: float) -> None:
    problems = plan_problems(PLAN.with_entry("base", key, Entry(value)))
    assert any(one.key == key for one in problems)
    assert any("allowed" in str(one) or "expected" in str(one) for one in problems)


def test_f42_what_is_printed_is_read_back_the_same() -> None:
    for key, entry in OTHER.entries.items():
        declared = OTHER.declaration(key)
        if declared.kind in {Kind.CONSTANT, Kind.ROW}:
            continue
        text = entered(entry.value, declared)
        wanted = pytest.approx(entry.value) if declared.numeric else entry.value
        assert read(text, declared, percent=True) == wanted, key


def test_f43_months_follow_the_calendar() -> None:
    assert month_after("2027-12", 1).isoformat() == "2028-01-01"
    assert month_after("2028-01", 1).isoformat() == "2028-02-01", "a leap year's February"
    assert month_after("2027-10", 4).isoformat() == "2028-02-01"
    assert [month_after("2027-01", months).month for months in range(13)] == [*range(1, 13), 1]


COMMANDS = (
    ("evaluate", "FILE"),
    ("check", "FILE"),
    ("audit", "FILE"),
    ("import", str(ROOT / "resources" / "plans" / "startup.json"), "FILE", "--accept", "none"),
    ("export", "FILE", "--csv", "tables"),
)


@pytest.fixture
def odd_files(tmp_path: Path) -> dict[str, str]:
    os.mkfifo(tmp_path / "pipe")
    with (tmp_path / "sparse.boardcase").open("wb") as file:
        file.truncate(3_000_000_000)
    (tmp_path / "folder").mkdir()
    names = {name: str(tmp_path / name) for name in ("pipe", "sparse.boardcase", "folder", "missing.boardcase")}
    return names | {"device": "/dev/zero"}


@pytest.mark.parametrize(
    "words",
    [one if one[0] == "evaluate" else pytest.param(one, marks=pytest.mark.long) for one in COMMANDS],
    ids=[one[0] for one in COMMANDS],
)
def test_f44_what_is_no_file_or_far_too_large_is_refused_at_once_by_every_command(
    words: tuple[str, ...], odd_files: dict[str, str]
) -> None:
    for name, path in odd_files.items():
        found = boardcase(*[path if word == "FILE" else word for word in words], seconds=20.0)
        assert found.returncode == 1, (name, found.stderr)
        assert "Traceback" not in found.stderr
        said = found.stderr.strip().splitlines()[-1]
        assert Path(path).name in said
        assert said.count(path) <= 1, "the file is named once"


def test_f46_a_plan_names_no_file_that_is_opened(tmp_path: Path) -> None:
    # a plan has no field that is a path: what looks like one is text
    text = text_of(PLAN).replace(b'"title": "', b'"title": "../../etc/passwd ', 1)
    path = tmp_path / "plan.boardcase"
    path.write_bytes(text)
    assert load(path).plan.title.startswith("../../etc/passwd ")


def test_f47_nothing_opens_a_socket(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    def refused(*_: object, **__: object) -> None:
        raise AssertionError("a socket was opened")

    monkeypatch.setattr(socket.socket, "connect", refused)
    monkeypatch.setattr(socket, "create_connection", refused)
    monkeypatch.setattr(socket, "getaddrinfo", refused)
    export(PLAN, "base", {"csv": tmp_path / "tables"}, "2026-11-27")
    case_result(PLAN, "base")
    save(PLAN, tmp_path / "plan.boardcase")
    assert load(tmp_path / "plan.boardcase").plan == PLAN


def test_f48_an_import_that_wants_more_memory_than_there_is_ends_in_words(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_bytes(b"workload,growth\n" + b"a,1\n" * 200_001)
    limit = 1_500_000_000

    def limited() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))

    plan = tmp_path / "plan.boardcase"
    save(PLAN, plan)
    found = subprocess.run(
        [sys.executable, "-m", "desktop.cli", "import", str(plan), str(path), "--accept", "none"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        preexec_fn=limited,
        env={**os.environ, "OPENBLAS_NUM_THREADS": "1"},
    )
    assert "Traceback" not in found.stderr
    assert found.returncode in {0, 1}
    assert found.stderr.strip()
    assert load(plan).plan == PLAN


def test_f52_of_an_imported_log_no_secret_stays_in_the_plan(tmp_path: Path) -> None:
    path = tmp_path / "litellm.csv"
    secret = "sk-planted-secret-4711"
    head = (
        "request_id,call_type,api_key,spend,total_tokens,prompt_tokens,completion_tokens,startTime,endTime,model,user"
    )
    lines = [
        f"r{n},acompletion,{secret},0.01,1500,1000,500,2026-10-{n % 28 + 1:02}T10:00:00,"
        f"2026-10-{n % 28 + 1:02}T10:00:02,"
        f"gpt-4o,jane.doe@{secret}.org"
        for n in range(60)
    ]
    path.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8")
    plan = tmp_path / "plan.boardcase"
    save(PLAN, plan)
    found = boardcase("import", str(plan), str(path), "--accept", "all")
    assert "Traceback" not in found.stderr
    assert secret.encode() not in plan.read_bytes()
    assert secret not in found.stdout + found.stderr
