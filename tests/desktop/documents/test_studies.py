"""What studies found stands in workbook and business case word for word as on screen."""

import io
from dataclasses import replace
from datetime import date

import openpyxl
import pypdf
import pytest
from answers import in_two_tiers

from desktop.documents.business_case.business_case import business_case
from desktop.documents.workbook.workbook import workbook
from desktop.storage.examples import example
from models.exhibits.every_study import STUDIES, Asked, documented

DAY = date(2026, 11, 25)


@pytest.mark.long
@pytest.mark.parametrize("name", in_two_tiers(["insurer", "startup"], "startup"))
def test_every_finding_is_the_same_on_screen_sheet_and_page(name: str) -> None:
    plan = example(name).plan
    findings = {study: work(plan, "base", Asked(), None).finding for study, work in STUDIES.items()}
    assert {study: shown.finding for study, shown in documented(plan, "base").items()} == findings
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", DAY)), data_only=True)["Sensitivity"]
    written = " ".join(str(row[0]) for row in sheet.iter_rows(max_col=1, values_only=True) if row[0])
    full = replace(plan, paper=replace(plan.paper, added=("studies", "offers", "measurements")))
    paper = pypdf.PdfReader(io.BytesIO(business_case(full, "base", DAY, "hash")))
    pages = " ".join(page.extract_text() for page in paper.pages)
    for study, finding in findings.items():
        assert finding in written, study
        if study != "levers":
            assert "".join(finding.split()) in "".join(pages.split()), study


@pytest.mark.long
def test_the_sheet_says_when_the_figures_have_moved() -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(example().plan, "base", DAY)))["Sensitivity"]
    # the options' figures, and the ranges that the studies draw from
    assert sheet["B4"].value == "=SUM(Summary!$I$10:$I$13)+Summary!$J$3"
    assert not sheet.merged_cells.ranges
