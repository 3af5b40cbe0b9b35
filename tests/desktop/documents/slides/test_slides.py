"""The slides: the words and figures of page one, native charts with their data, notes, the same bytes again."""

import io
import re
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any, cast

import openpyxl
import pytest
from advice import having
from pptx import Presentation

from desktop.documents.business_case.business_case import business_case
from desktop.documents.slides import slides as made_slides
from desktop.documents.slides.slides import slides
from desktop.documents.workbook.workbook import input_hash
from desktop.storage.examples import example
from models.exhibits import case_text
from models.exhibits.board import board_table
from models.exhibits.conclusions import Known, decision
from models.exhibits.every_study import bests_in, documented, judgement_in
from models.exhibits.studies import Shown
from models.plan.plan import Plan, Row
from models.rules.decisions import judged

DAY = date(2026, 11, 24)
PLAN = example().plan


def written(plan: Plan) -> bytes:
    return slides(plan, "base", DAY, input_hash(plan, "base"))


@pytest.fixture(scope="module")
def insurer() -> bytes:
    return written(PLAN)


def opened(data: bytes) -> Any:
    return cast("Any", Presentation(io.BytesIO(data)))


def text_of(slide: Any) -> str:
    """Return all that is written on a slide, in tables too."""
    pieces: list[str] = []
    for shape in slide.shapes:
        if shape.has_text_frame:
            pieces.append(shape.text_frame.text)
        if shape.has_table:
            pieces += [cell.text for row in shape.table.rows for cell in row.cells]
    return re.sub(r"\s+", " ", " ".join(pieces))


def frames(deck: Any) -> list[Any]:
    """Return every chart and table of the slides."""
    return [shape for slide in deck.slides for shape in slide.shapes if shape.has_chart or shape.has_table]


def test_they_say_what_page_one_says(insurer: bytes) -> None:
    studies = documented(PLAN, "base")
    case, judgement = judged(PLAN, "base"), judgement_in(studies)
    deck = opened(insurer)
    every = [text_of(slide) for slide in deck.slides]
    assert deck.slides[0].shapes.title.text_frame.text == decision(Known(PLAN, "base", case, studies))
    assert case_text.resolution(PLAN, "base", case, judgement) in every[-1]
    assert case_text.reason(PLAN, case, judgement) in every[2]
    assert judgement is not None
    # what turns it first, and as much of the rest as has room
    first, *_ = sorted(judgement.against, key=lambda one: not one.turns)
    assert first.text in every[0]
    board = board_table(PLAN, case, "base", judgement, bests_in(studies))
    shown = next(shape.table for shape in deck.slides[2].shapes if shape.has_table)
    assert [[cell.text for cell in row.cells] for row in shown.rows] == [list(board.heads), *board.texts()]
    page = re.sub(r"\s+", " ", _first_page())
    for row in board.texts():
        assert all(cell in page for cell in row)


def test_as_much_of_what_speaks_against_it_is_told_as_has_room(monkeypatch: pytest.MonkeyPatch) -> None:
    studies = documented(PLAN, "base")
    judgement = judgement_in(studies)
    assert judgement is not None
    short = [replace(one, text=f"Remark {place}.") for place, one in enumerate(judgement.against)]
    assert len(short) == 3
    brief = {**studies, "best": replace(studies["best"], judgement=replace(judgement, against=short))}

    def known(*_: object) -> dict[str, Shown]:
        return brief

    monkeypatch.setattr(made_slides, "documented", known)
    first = text_of(opened(written(PLAN)).slides[0])
    assert all(one.text in first for one in short[:2])


def _first_page() -> str:
    import pypdf

    data = business_case(PLAN, "base", DAY, input_hash(PLAN, "base"))
    return pypdf.PdfReader(io.BytesIO(data)).pages[0].extract_text()


def test_there_are_eight_each_with_its_own_conclusion_footer_notes_and_texts_for_charts(insurer: bytes) -> None:
    deck = opened(insurer)
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    assert len(titles) == len(set(titles)) == 8
    for number, slide in enumerate(deck.slides, start=1):
        said = text_of(slide)
        assert input_hash(PLAN, "base") in said, number
        assert PLAN.title in said, number
        assert "Boardcase" in said
        assert input_hash(PLAN, "base") in slide.notes_slide.notes_text_frame.text
        assert "Grade of evidence D" in slide.notes_slide.notes_text_frame.text
        kinds = [shape.placeholder_format.type for shape in slide.placeholders]
        assert len(kinds) == 3, "title, footer and number"
    for one in frames(deck):
        described = one._element.xpath(".//p:cNvPr")[0].get("descr")
        assert described
        assert len(described) > 15


def test_charts_are_native_and_hold_the_figures_of_the_model(insurer: bytes) -> None:
    deck = opened(insurer)
    charts = [shape.chart for slide in deck.slides for shape in slide.shapes if shape.has_chart]
    assert len(charts) == 4
    case = judged(PLAN, "base")
    for chart, basis in ((charts[0], "nominal"), (charts[1], "discounted")):
        series = {one.name: list(one.values) for one in chart.plots[0].series}
        for option in case.apart:
            values = next(found for name, found in series.items() if name.startswith(option.label))
            assert values == pytest.approx([float(one) for one in option.drawn(basis)], abs=1e-5)
        assert len(chart.plots[0].series[0].values) == PLAN.structure.horizon + 1
        behind = openpyxl.load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        sheet = behind.worksheets[0]
        for column, one in enumerate(chart.plots[0].series, start=2):
            cells = [sheet.cell(row, column).value for row in range(2, PLAN.structure.horizon + 3)]
            assert cells == pytest.approx(list(one.values))


def test_the_same_day_gives_the_same_bytes_and_nothing_points_outside(insurer: bytes) -> None:
    assert written(PLAN) == insurer
    with zipfile.ZipFile(io.BytesIO(insurer)) as package:
        for name in package.namelist():
            assert package.getinfo(name).date_time == (1980, 1, 1, 0, 0, 0)
            text = package.read(name).decode("utf-8", "replace") if name.endswith((".xml", ".rels")) else ""
            assert 'TargetMode="External"' not in text
        with zipfile.ZipFile(io.BytesIO(package.read("ppt/embeddings/Microsoft_Excel_Sheet1.xlsx"))) as book:
            assert "2026-11-24" in book.read("docProps/core.xml").decode()
    assert written(PLAN)[:2] == b"PK"


@pytest.mark.long
def test_hostile_names_stand_as_they_are() -> None:
    name = '=1+1 <b>AT&T</b> {0} "x" \x07\u202eevil\u202c العربية 漢字 '
    rows = {
        table: tuple(Row(row.slug, f"{place}{name}"[:200]) for place, row in enumerate(rows))
        for table, rows in PLAN.rows.items()
    }
    from dataclasses import replace

    plan = replace(PLAN, title=name * 4, rows=rows, paper=replace(PLAN.paper, board=name, funding=name * 50))
    deck = opened(written(plan))
    text = " ".join(text_of(slide) for slide in deck.slides)
    assert "=1+1 <b>AT&T</b> {0}" in text
    assert "\x07" not in text
    assert "漢字" in text


@pytest.mark.long
def test_a_plan_with_one_option_and_one_without_any_have_slides_too() -> None:
    from models.plan.plan import blank_plan

    hospital = opened(written(example("hospital").plan))
    assert "On-premises is the only option allowed" in hospital.slides[0].shapes.title.text_frame.text
    # "How sure it is" stood below the ask, and nothing with it
    assert re.search(r"In 8 of 10 cases on-premises costs £[\d.]+m to £[\d.]+m", text_of(hospital.slides[0]))
    blank = opened(written(blank_plan()))
    assert "No option can be judged yet" in blank.slides[0].shapes.title.text_frame.text
    assert "resolve nothing yet" in text_of(blank.slides[-1])
    # of the others nothing is true yet: curves at zero, shares of cases, sums
    assert len(blank.slides) == 3
    assert [one.has_table for one in frames(blank)] == [False]
    assert "Enter what is missing." in text_of(blank.slides[0])


@pytest.mark.long
def test_the_ask_is_that_of_the_resolution_and_another_scenario_is_named() -> None:
    nothing = having(PLAN, **{f"workloads.workload.{work}.value": 10_000.0 for work in PLAN.slugs["workload"]})
    nothing = having(nothing, **{"finance.usual_same_work": False})
    first = text_of(opened(written(nothing)).slides[0])
    assert "Do not proceed, no capital" in first
    assert "the work is worth £" in first
    assert "scenario: " not in first
    other = PLAN.scenarios[1]
    deck = opened(slides(PLAN, other.slug, DAY, input_hash(PLAN, other.slug)))
    assert all(f"scenario: {other.name}" in text_of(slide) for slide in deck.slides)


@pytest.mark.long
def test_the_first_objection_of_page_one_stands_on_slide_one() -> None:
    """A warning of £1.3m that no work runs before month 30 gave way to one of £87k, since that turns the decision."""
    plan = having(PLAN, **{f"workloads.workload.{one}.start": 30 for one in PLAN.slugs["workload"]})
    judgement = judgement_in(documented(plan, "base"))
    assert judgement is not None
    first = judgement.against[0].text
    assert first.startswith("No work runs before month 30")
    assert first.split(": ")[0] in text_of(opened(written(plan)).slides[0])
