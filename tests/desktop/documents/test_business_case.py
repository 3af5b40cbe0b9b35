"""The business case: one page that decides, fonts embedded, the same bytes for the same day, hostile text shown literally."""

import io
import re
import shutil
import subprocess
from dataclasses import replace
from datetime import date
from pathlib import Path

import pypdf
import pytest

from desktop.documents.business_case.business_case import business_case
from desktop.documents.workbook.workbook import draft_and_bytes, input_hash
from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.figures import options_table
from models.exhibits.verdict import verdict
from models.plan.plan import Plan, Row, blank_plan

DAY = date(2026, 11, 24)


def written(plan: Plan, scenario: str = "base") -> bytes:
    return business_case(plan, scenario, DAY, input_hash(plan, scenario))


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


@pytest.fixture(scope="module")
def insurer() -> bytes:
    return written(example().plan)


def test_the_first_page_decides(insurer: bytes) -> None:
    first = re.sub(r"\s+", " ", pages(insurer)[0])
    for said in (
        "Resolution.",
        "The Board resolves to approve capital expenditure of up to £",
        "Recommendation on cost: on-premises",
        "Business as usual",
        "On-premises",
        "What would change our mind",
        "page 1 of",
    ):
        assert said in first
    plan = example().plan
    case = case_result(plan, "base")
    for row in options_table(plan, case).rows:
        for cell in row:
            assert cell in first
    assert input_hash(plan, "base") in first


def test_headline_figures_equal_the_workbook(insurer: bytes) -> None:
    plan = example().plan
    draft, _ = draft_and_bytes(plan, "base", DAY)
    first = pages(insurer)[0]
    for option in ("cloud", "on_premises", "hybrid"):
        sheet, row = draft.layout.of(draft.layout.traced.lines[f"{option}.total.present_value"])
        assert f"{round(float(draft.cached[sheet, f'D{row}']) / 1000):,}" in first


def test_all_fonts_are_embedded_and_all_pages_are_a4(insurer: bytes) -> None:
    reader = pypdf.PdfReader(io.BytesIO(insurer))
    for page in reader.pages:
        assert (round(float(page.mediabox.width)), round(float(page.mediabox.height))) == (595, 842)
        fonts = page["/Resources"]["/Font"]  # pyright: ignore[reportIndexIssue]
        for font in fonts.values():
            assert "SourceSansPro" in font.get_object()["/BaseFont"]
            assert "/FontFile2" in font.get_object()["/FontDescriptor"]
        assert "/XObject" not in page["/Resources"] or not page["/Resources"]["/XObject"]  # pyright: ignore[reportOperatorIssue, reportIndexIssue]
    assert reader.metadata is not None
    assert reader.metadata.title == "AI infrastructure 2027–2031"
    assert reader.trailer["/Root"]["/Lang"] == "en-GB"  # pyright: ignore[reportIndexIssue]


def test_the_same_plan_and_day_give_the_same_bytes(insurer: bytes) -> None:
    assert written(example().plan) == insurer


@pytest.mark.parametrize("scenario", ["base", "doubles", "falls", "quiet"])
def test_every_scenario_has_its_case_and_page_one_is_one_page(scenario: str) -> None:
    plan = example().plan
    found = pages(written(plan, scenario))
    assert "Costs by year" in found[1]
    assert verdict(plan, case_result(plan, scenario)).cheapest in {"cloud", "on_premises", "hybrid"}
    if verdict(plan, case_result(plan, scenario)).warning:
        assert "disagree" in re.sub(r"\s+", " ", found[0])


def test_a_blank_plan_has_a_case_too() -> None:
    assert "All" not in pages(written(blank_plan()))[0][:20]


HOSTILE = '<b>AT&T</b> <img src="file:///etc/passwd"> x <y =1+1 <a href="http://example.com">link</a> ' + "Ω漢字 " + "W" * 60


def test_hostile_names_are_shown_literally_and_page_one_stays_one_page() -> None:
    plan = example().plan
    rows = {table: tuple(Row(row.slug, HOSTILE[:190]) for row in rows) for table, rows in plan.rows.items()}
    plan = replace(plan, title=HOSTILE[:200], rows=rows)
    found = pages(written(plan))
    assert '<img src="file:///etc/passwd">' in re.sub(r"\s+", " ", found[0])
    assert "Costs by year" in found[1]
    reader = pypdf.PdfReader(io.BytesIO(written(plan)))
    assert not any("/Annots" in page for page in reader.pages)


def test_the_file_is_sound(insurer: bytes, tmp_path: Path) -> None:
    qpdf = shutil.which("qpdf")
    if qpdf is None:
        pytest.fail("qpdf is needed for this check: installer/test.sh installs it")
    path = tmp_path / "case.pdf"
    path.write_bytes(insurer)
    done = subprocess.run([qpdf, "--check", str(path)], capture_output=True, text=True, check=False, timeout=30)
    assert done.returncode == 0, done.stdout + done.stderr
