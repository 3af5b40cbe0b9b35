"""The shape of the tree: imports, sizes, names."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import grimp
import pytest

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted([*(ROOT / "models").rglob("*.py"), *(ROOT / "desktop").rglob("*.py")])
ELSEWHERE = sorted([*(ROOT / "tests").rglob("*.py"), *(ROOT / "installer").rglob("*.py")])
TOP = {"pyproject.toml", "uv.lock", "desktop", "models", "resources", "tests", "installer"}
BESIDE = {"README.md", "LICENSE", "CHANGELOG.md", "SECURITY.md"}
HEAVY = ("PySide6", "pandas", "openpyxl", "xlsxwriter", "reportlab", "pyqtgraph", "pydantic")


def test_the_model_loads_nothing_but_numpy_and_the_standard_library() -> None:
    script = (
        "import importlib, pkgutil, sys, models\n"
        "[importlib.import_module(one.name) for one in pkgutil.walk_packages(models.__path__, 'models.')]\n"
        f"print([name for name in {HEAVY} if name in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_commands_and_documents_load_no_qt() -> None:
    script = (
        "import desktop.commands.run, desktop.commands.exports, sys; print([name for name in sys.modules if"
        " name.startswith(('PySide6', 'pyqtgraph'))])"
    )
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60
    )
    assert done.stdout.strip() == "[]"


def test_the_top_of_the_tree_holds_what_belongs_there() -> None:
    listed = subprocess.run(["git", "ls-files"], capture_output=True, text=True, check=True, cwd=ROOT, timeout=60)
    top = {name.split("/")[0] for name in listed.stdout.splitlines()}
    assert {name for name in top if not name.startswith(".")} == TOP | BESIDE


def test_import_contracts_hold() -> None:
    done = subprocess.run(
        [str(Path(sys.executable).parent / "lint-imports"), "--no-cache"],
        capture_output=True,
        text=True,
        check=False,
        cwd=ROOT,
        timeout=120,
    )
    assert done.returncode == 0, done.stdout[-2000:]


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: str(path.relative_to(ROOT)))
def test_files_and_functions_are_short(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= (250 if path.name == "main_window.py" else 400)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            assert (node.end_lineno or 0) - node.lineno < 60, node.name


def test_files_of_tests_and_of_the_installer_are_short_too() -> None:
    long = {
        f"{path.relative_to(ROOT)}: {node.name}"
        for path in ELSEWHERE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef)
        and (node.end_lineno or 0) - node.lineno >= 60
        and path.name != "fused_kernel.py"  # one loop over months by intent: it is the speed limit
    }
    assert long | {str(path) for path in ELSEWHERE if len(path.read_text(encoding="utf-8").splitlines()) > 400} == set()


def test_no_files_import_each_other_in_a_circle() -> None:
    """Every import counts, those inside functions and for types alone too."""
    graph = grimp.build_graph("models", "desktop", include_external_packages=False, exclude_type_checking_imports=False)
    needs = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert set(TopologicalSorter(needs).static_order()) == set(needs)


def test_no_module_is_a_grab_bag() -> None:
    banned = {"utils", "util", "helpers", "helper", "common", "misc", "manager"}
    assert not [path for path in SOURCES if path.stem in banned or path.parent.name in banned]
