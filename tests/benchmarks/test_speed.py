"""Speed, measured and never asserted: pytest tests/benchmarks --benchmark-only.

The example plan, 60 months, three options; every numeric input that has a plausible range varies in the batches.
"""

import csv
import json
import runpy
import shutil
import subprocess
import sys
from datetime import date
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from desktop.documents.business_case.business_case import business_case, written
from desktop.documents.workbook.layout import Layout
from desktop.documents.workbook.workbook import workbook
from desktop.imports.files import offered, offered_by
from desktop.storage.examples import example
from models.appraisal.model import Model, clear_models, model
from models.appraisal.results import case_result
from models.areas.register import expanded
from models.exhibits.every_study import documented
from models.formula import program
from models.formula.program import Program
from models.plan.plan import Plan
from models.quantities.declaration import Kind

ROOT = Path(__file__).resolve().parents[2]
CURVES = ["cloud.total.cumulative", "on_premises.total.cumulative", "hybrid.total.cumulative"]
DAY = date(2026, 11, 24)


def drawn(cases: int) -> dict[str, NDArray[np.float64]]:
    """Return every numeric input of the example drawn evenly from its plausible range."""
    plan = example().plan
    random = np.random.default_rng(2026)
    varying: dict[str, NDArray[np.float64]] = {}
    for key, declared, _ in expanded(plan.slugs):
        if (
            declared.numeric
            and declared.plausible
            and declared.scenario_may_change
            and declared.plausible[0] < declared.plausible[1]
        ):
            values = random.uniform(*declared.plausible, cases)
            varying[key] = (np.round(values) if declared.kind is Kind.INTEGER else values).clip(*declared.bounds)
    return varying


def test_one_case(benchmark: Any) -> None:
    plan = example().plan
    traced, values = fresh(plan), plan.values("base")
    benchmark(traced.evaluate, values, CURVES)


def test_one_case_prepared(benchmark: Any) -> None:
    plan = example().plan
    traced, values = fresh(plan), plan.values("base")
    traced.program(CURVES).prepare()
    benchmark(traced.evaluate, values, CURVES)


def test_one_case_with_all_results(benchmark: Any) -> None:
    benchmark(case_result, example().plan, "base")


def _unprepared() -> tuple[tuple[Program], dict[str, object]]:
    return (fresh(example().plan).program(CURVES),), {}


def test_preparing_one_case(benchmark: Any) -> None:
    benchmark.pedantic(Program.prepare, setup=_unprepared, rounds=5)


@pytest.mark.parametrize("cases", [1_000, 10_000])
@pytest.mark.parametrize("how", ["compiled", "numpy"])
def test_cases_by_the_engine(benchmark: Any, monkeypatch: pytest.MonkeyPatch, cases: int, how: str) -> None:
    plan = example().plan
    traced, values = fresh(plan), {**plan.values("base"), **drawn(cases)}
    monkeypatch.setattr(program, "COMPILE_FROM", 1 if how == "compiled" else 10**9)
    benchmark.pedantic(traced.evaluate, (values, CURVES), rounds=10, warmup_rounds=2)


def fresh(plan: Plan) -> Model:
    """Return the model of a plan with nothing compiled yet."""
    clear_models()
    return model(plan.structure)


def test_cases_by_the_fused_kernel(benchmark: Any) -> None:
    pytest.importorskip("numba")
    fused: Any = _sibling("fused_kernel")
    packed = fused.packed(example().plan, "base", drawn(10_000))
    benchmark.pedantic(lambda: fused.cumulative(packed), rounds=10, warmup_rounds=2)


def test_one_case_by_a_pandas_script(benchmark: Any) -> None:
    script: Any = _sibling("pandas_script")
    benchmark.pedantic(script.cumulative, (example().plan, "base"), rounds=5, warmup_rounds=1)


def test_one_case_by_libreoffice(benchmark: Any, tmp_path: Path) -> None:
    if shutil.which("soffice") is None:
        pytest.skip("LibreOffice is not installed")
    path = tmp_path / "workbook.xlsx"
    path.write_bytes(workbook(example().plan, "base", DAY))
    row = next(
        one.row
        for one in Layout(example().plan, model(example().plan.structure)).inputs
        if one.key.endswith(".cloud_price")
    )
    (tmp_path / "steps.json").write_text(
        json.dumps([[["Inputs", f"C{row}", 8.0 + 0.01 * number]] for number in range(12)])
    )
    script = str(Path(__file__).parents[1] / "libreoffice.py")
    subprocess.run(
        ["/usr/bin/python3", script, str(path), str(tmp_path / "steps.json"), str(tmp_path)],
        capture_output=True,
        text=True,
        check=True,
        timeout=300,
    )
    found = json.loads((tmp_path / "seconds.json").read_text())
    times = iter(found)
    benchmark.extra_info["seconds"] = sorted(found)[6]
    benchmark.pedantic(lambda: _wait(next(times)), rounds=12, warmup_rounds=0)


def _wait(seconds: float) -> None:
    import time

    time.sleep(seconds)


def _sibling(name: str) -> object:
    sys.path.insert(0, str(Path(__file__).parent))
    try:
        return __import__(name)
    finally:
        sys.path.pop(0)


@pytest.mark.parametrize("key", ["compute.pool.h100.cloud_price", "workloads.workload.assistant.growth"])
@pytest.mark.parametrize("beside", ["band", "no band", "band, worker busy"])
def test_edit_to_frame(benchmark: Any, qtbot: Any, key: str, beside: str) -> None:
    """An edit, its evaluation and the frame it is painted in; with the band of 200 cases.

    Also with a million cases worked out beside it.
    """
    from PySide6.QtWidgets import QApplication

    from desktop.document.document import Document
    from desktop.window.main_window import MainWindow

    window = MainWindow(Document(example().plan))
    qtbot.addWidget(window)
    window.show()
    if beside == "no band":
        window.chart_panel.band.click()
    else:
        qtbot.waitUntil(lambda: "10,000 cases" in window.chart_panel.caption.text(), timeout=180_000)
    qtbot.waitUntil(lambda: window._live.prepared, timeout=180_000)
    qtbot.wait(1_500)
    if beside == "band, worker busy":
        sys.setswitchinterval(0.001)  # as the application does
        window.worker.run("study", lambda ticket: _gentle(ticket.look), lambda _done: None)
        qtbot.wait(1_000)
    own = float(window.document.entry(key).value)
    steps = iter(range(1, 100_000))

    def edit() -> None:
        window.document.set_value(key, own * (1 + 0.0005 * next(steps)))
        QApplication.processEvents()

    benchmark.pedantic(edit, rounds=300, warmup_rounds=5)
    benchmark.extra_info["p95"] = float(np.percentile(benchmark.stats.stats.data, 95))
    window.worker.cancel("study")
    window.document.undo_stack.setClean()


@pytest.mark.parametrize("size", [(1366, 768), (2560, 1440)])
def test_drag_in_present(benchmark: Any, qtbot: Any, size: tuple[int, int]) -> None:
    """A step of a slider in Present: its evaluation on a copy of the plan and the frame it is painted in."""
    from PySide6.QtWidgets import QApplication

    from desktop.document.document import Document
    from desktop.window.main_window import MainWindow

    window = MainWindow(Document(example().plan))
    qtbot.addWidget(window)
    window.show()
    qtbot.waitUntil(lambda: window._live.prepared, timeout=180_000)
    qtbot.wait(1_500)
    window.actions_by_name["present"].trigger()
    shown = window.presentation
    assert shown is not None
    shown.showNormal()
    shown.resize(*size)
    qtbot.wait(1_500)
    slider = next(one for one in shown.sliders if one.key == "compute.pool.h100.cloud_price").slider
    middle = (slider.minimum() + slider.maximum()) // 2
    steps = iter(range(1, 100_000))

    def drag() -> None:
        slider.setValue(middle + next(steps) % max(1, (slider.maximum() - middle) // 2))
        QApplication.processEvents()

    benchmark.pedantic(drag, rounds=200, warmup_rounds=5)
    benchmark.extra_info["p95"] = float(np.percentile(benchmark.stats.stats.data, 95))
    shown.close()
    window.document.undo_stack.setClean()


def _gentle(look: Any) -> object:
    from models.formula.program import one_core_left
    from models.studies.uncertainty import uncertainty

    with one_core_left():
        return uncertainty(example().plan, "base", cases=1_000_000, look=look)


def test_band_at_rest(benchmark: Any) -> None:
    from models.plan.plan import Entry
    from models.studies.live_band import LiveBand

    plan = example().plan
    live = LiveBand(plan, "nominal")
    live.prepare(plan, "base")
    key = "workloads.workload.assistant.growth"
    plans = iter([plan.with_entry("base", key, Entry(0.2 + 0.001 * step)) for step in range(12)])
    benchmark.pedantic(lambda: live.many(next(plans), "base", lambda _part, _doing: None), rounds=10, warmup_rounds=2)


@pytest.mark.parametrize("name", ["simulation", "tornado", "switching", "map", "stress"])
def test_studies(benchmark: Any, name: str) -> None:
    from models.exhibits.every_study import STUDIES, Asked

    benchmark.pedantic(STUDIES[name], (example().plan, "base", Asked(), None), rounds=3, warmup_rounds=1)


def test_start_to_first_curve(benchmark: Any) -> None:
    script = str(Path(__file__).with_name("start_to_curve.py"))

    def start() -> None:
        subprocess.run([sys.executable, script], check=True, cwd=ROOT, capture_output=True, timeout=60)

    benchmark.pedantic(start, rounds=7, warmup_rounds=2)


def test_export_of_the_workbook(benchmark: Any) -> None:
    benchmark.pedantic(workbook, (example().plan, "base", DAY), rounds=5, warmup_rounds=1)


def test_an_edited_workbook_read_back(benchmark: Any) -> None:
    plan = example().plan
    data = workbook(plan, "base", DAY)
    found = benchmark.pedantic(offered_by, (plan, data, "plan.xlsx"), rounds=5, warmup_rounds=1)
    assert found.offers == []


def test_edit_of_words_to_the_preview(benchmark: Any) -> None:
    """The bytes of the preview after a change of words: the studies are known, the figures are worked out."""
    plan = example().plan
    studies = documented(plan, "base")
    benchmark.pedantic(written, (plan, "base", DAY, "hash", studies), rounds=7, warmup_rounds=1)


def test_export_of_the_business_case(benchmark: Any) -> None:
    benchmark.pedantic(business_case, (example().plan, "base", DAY, "hash"), rounds=5, warmup_rounds=1)


def test_memory_of_a_million_cases(benchmark: Any) -> None:
    script = str(Path(__file__).with_name("million_cases.py"))
    done = benchmark.pedantic(
        lambda: subprocess.run(
            [sys.executable, script, "1000000"], capture_output=True, text=True, check=True, cwd=ROOT, timeout=600
        ),
        rounds=1,
    )
    benchmark.extra_info.update(json.loads(done.stdout))


def _bill(path: Path, lines: int) -> Path:
    """Write a FOCUS 1.2 bill of some lines and about 740 bytes each, with the columns nobody reads."""
    made = runpy.run_path(str(ROOT / "installer" / "measured_examples.py"))
    rows = made["bill"](made["_MIDDLE"], made["_LAST"]).decode().splitlines()
    extra = [f"Unread{number}" for number in range(37)]
    with path.open("w") as file:
        file.write(",".join([rows[0], *extra]) + "\n")
        for number in range(lines):
            file.write(
                f"{rows[1 + number % (len(rows) - 2)]},resource-{number:09d}{'x' * 200}{',something' * 20}{',' * 16}\n"
            )
    return path


@pytest.mark.parametrize("how", ["taken in", "csv alone"])
def test_a_bill_of_300_000_lines(benchmark: Any, tmp_path: Path, how: str) -> None:
    """Against the same file merely split into cells by the standard library."""
    path, plan = _bill(tmp_path / "bill.csv", 300_000), example().plan

    def split() -> int:
        with path.open(newline="") as file:
            return sum(len(row) for row in csv.reader(file))

    benchmark.extra_info["megabytes"] = path.stat().st_size / 1e6
    benchmark.pedantic(partial(offered, plan, path) if how == "taken in" else split, rounds=3, warmup_rounds=1)


def test_memory_of_a_bill_of_300_000_lines(benchmark: Any, tmp_path: Path) -> None:
    path = _bill(tmp_path / "bill.csv", 300_000)
    (tmp_path / "plan.boardcase").write_bytes((ROOT / "resources" / "plans" / "insurer.json").read_bytes())
    text = (
        "import resource, sys\nfrom desktop.cli import main\nmain(['import', *sys.argv[1:]])\nsys.stderr.write(f'peak"
        " {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f}')\n"
    )

    def run() -> str:
        return subprocess.run(
            [sys.executable, "-c", text, str(tmp_path / "plan.boardcase"), str(path)],
            capture_output=True,
            text=True,
            check=True,
            cwd=ROOT,
        ).stderr

    benchmark.extra_info["peak megabytes"] = benchmark.pedantic(run, rounds=1).split("peak ")[-1]
