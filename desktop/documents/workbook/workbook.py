"""The workbook as a file: the complete model with live formulas and the engine's values beside them."""

import hashlib
import io
from dataclasses import replace
from datetime import UTC, date, datetime

import xlsxwriter

from desktop.documents.workbook.about import write_about, write_sources
from desktop.documents.workbook.book import Book
from desktop.documents.workbook.cell_text import clean
from desktop.documents.workbook.changes import write_changes
from desktop.documents.workbook.checks import write_checks
from desktop.documents.workbook.front import Stamp, close_by_chance, write_summary
from desktop.documents.workbook.inputs import write_inputs, write_live
from desktop.documents.workbook.kept import write_record
from desktop.documents.workbook.layout import Layout
from desktop.documents.workbook.risks import write_risks
from desktop.documents.workbook.sheet_list import sheets_of
from desktop.documents.workbook.sheets import Draft, write_calculations
from desktop.documents.workbook.studies import write_studies
from desktop.documents.workbook.styles import Styles
from desktop.documents.workbook.verdict_sheet import write_verdict
from desktop.documents.workbook.years import write_years
from desktop.storage.plan_file import text_of
from desktop.storage.release_notes import current
from desktop.storage.watching import Look, unwatched
from models.appraisal.in_use import rows_in_use
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import read_case
from models.exhibits.cumulative_finding import yearly_finding
from models.exhibits.every_study import documented, judgement_in
from models.exhibits.figures import cumulative_figure
from models.exhibits.verdict import verdict
from models.plan.paper import Paper
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS
from models.rules.decisions import judged


def input_hash(plan: Plan, scenario: str) -> str:
    """Return a short hash of a plan's figures and the chosen scenario, printed on workbook and business case alike.

    Neither the words of the business case are in it, nor what was decided and remarked: they change no figure.
    """
    figures = replace(plan, paper=Paper(), records=(), remarks=())
    return hashlib.sha256(text_of(figures) + scenario.encode()).hexdigest()[:12]


def workbook(plan: Plan, scenario: str, day: date, look: Look | None = None) -> bytes:
    """Return the workbook of a plan with a scenario chosen; the same plan, scenario and day give the same bytes.

    Raises WorkbookError where a value is not a finite number.
    """
    return draft_and_bytes(plan, scenario, day, look)[1]


def draft_and_bytes(plan: Plan, scenario: str, day: date, look: Look | None = None) -> tuple[Draft, bytes]:
    """Return the workbook with what was written into every formula cell.

    look: told how far the work is, from 0 to 1; it may raise to give the work up.
    """
    watch = look or unwatched
    stream = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    book = Book(stream, {**options, "default_format_properties": {"font_name": "Arial", "font_size": 10}})
    draft = filled(book, plan, scenario, day, watch)
    watch(0.65, "Packing the workbook")
    book.close()
    watch(1.0, "")
    return draft, stream.getvalue()


def filled(book: xlsxwriter.Workbook, plan: Plan, scenario: str, day: date, told: Look) -> Draft:
    """Write every sheet of a plan's workbook into an empty one."""
    told(0.0, "Working out every line")
    stamp = Stamp(day.isoformat(), current(), input_hash(plan, scenario))
    whole, plan = plan, rows_in_use(plan)
    traced = model(plan.structure)
    results = traced.evaluate(plan.values(scenario), list(traced.lines))
    case = judged(whole, scenario, read_case(traced, results, plan.scenario(scenario).name))
    every = replace(
        read_case(traced, results, case.scenario, every=True), blocked=case.blocked, usual_ranked=case.usual_ranked
    )
    _properties(book, plan, case.scenario, stamp, day)
    draft = Draft(book, Styles(book, SYMBOLS[plan.currency]), Layout(plan, traced), whole, results, scenario, stamp.day)
    for name in sheets_of(traced, plan):
        draft.add(name)
    told(0.1, "Working out the studies")
    # of the whole plan, as the business case has them, so that they are worked out once
    studies = documented(whole, scenario, lambda part, doing: told(0.1 + part / 10, doing))
    judgement = judgement_in(studies)
    told(0.2, "Writing inputs")
    figure = cumulative_figure(plan, case, judgement=judgement)
    said = verdict(whole, case, judgement)
    told_live = write_verdict(draft, case, every, by_chance=close_by_chance(case, said, judgement))
    write_summary(draft, case, every, (said, judgement), figure, told_live)
    write_inputs(draft)
    write_live(draft)
    write_sources(draft)
    told(0.25, "Writing calculations")
    write_calculations(draft)
    write_years(draft, every, f"As exported: {yearly_finding(plan, case)}")
    told(0.5, "Writing the studies")
    write_studies(draft, stamp, studies)
    told(0.6, "Writing risks, checks and changes")
    write_risks(draft)
    write_checks(draft)
    write_changes(draft, stamp)
    write_record(draft, whole)
    write_about(draft, stamp, said)
    _names(draft)
    summary = book.get_worksheet_by_name("Summary")
    assert summary is not None
    summary.activate()
    return draft


def _properties(book: xlsxwriter.Workbook, plan: Plan, scenario: str, stamp: Stamp, day: date) -> None:
    """Fill the properties of the document: what it is, and by which program, scenario and inputs it came about."""
    book.set_properties(
        {
            "title": clean(plan.title)[:255],
            "subject": "AI infrastructure: cloud, API, on-premises or hybrid",
            "author": "Boardcase",
            "comments": f"Written by Boardcase {stamp.version}",
            "created": datetime(day.year, day.month, day.day, tzinfo=UTC),
        }
    )
    for name, value in (("Boardcase version", stamp.version), ("Scenario", scenario), ("Input hash", stamp.input_hash)):
        book.set_custom_property(name, clean(value)[:255])


HEADLINE_INPUTS = {
    "discount_rate": "finance.discount_rate",
    "decision_month": "finance.start",
    "horizon_months": "finance.horizon",
}
"""Defined names of inputs, as they live on Live."""


def _names(draft: Draft) -> None:
    """Define names for the figures a reader links to."""
    layout = draft.layout
    for option in layout.traced.options:
        for name, title in ((OptionLine.TOTAL_COST, "whole_life_cost"), (OptionLine.PRESENT_VALUE, "present_value")):
            sheet, row = layout.of(layout.traced.lines[name.of(option)])
            draft.book.define_name(f"{option}_{title}", f"={sheet}!$D${row}")
    for name, key in HEADLINE_INPUTS.items():
        draft.book.define_name(name, f"={layout.live(key)}")
    draft.book.define_name("scenario_number", "=Summary!$C$4")
