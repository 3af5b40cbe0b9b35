"""The business case as a PDF: the first page decides, the rest shows why."""

import io
from collections.abc import Mapping
from datetime import date

from reportlab.lib.pagesizes import A4
from reportlab.lib.units import mm
from reportlab.platypus import BaseDocTemplate, Frame, PageBreak, PageTemplate

from desktop.documents.business_case.fonts import REGULAR, unprintable
from desktop.documents.business_case.leaf import PAGE_HEIGHT
from desktop.documents.business_case.page_one import page_one
from desktop.documents.business_case.pages import MARGIN, Footer, Found, canvas_for, fitted
from desktop.documents.business_case.sections import body
from desktop.documents.business_case.tables import WIDTH, made_styles
from desktop.documents.business_case.told import Told
from desktop.documents.workbook.cell_text import clean
from desktop.storage.release_notes import current
from desktop.storage.watching import Look, unwatched
from models.exhibits.every_study import documented
from models.exhibits.studies import Shown
from models.plan.paper import NAMES, WORDS
from models.plan.plan import Plan
from models.rules.decisions import judged


def business_case(plan: Plan, scenario: str, day: date, input_hash: str, look: Look | None = None) -> bytes:
    """Return the business case of a scenario; the same plan, scenario and day give the same bytes.

    look: told how far the work is, from 0 to 1; it may raise to give the work up.
    """
    watch = look or unwatched
    watch(0.0, "Working out the studies")
    studies = documented(plan, scenario, lambda part, doing: watch(part * 0.4, doing))
    return written(plan, scenario, day, input_hash, studies, watch)


def boxes(plan: Plan) -> str:
    """Return a word on characters of the plan's own texts that print as boxes, empty where all have a shape."""
    paper = plan.paper
    texts = [
        plan.title,
        plan.story,
        *(getattr(paper, name) for name in (*NAMES, *WORDS)),
        *(row.name for rows in plan.rows.values() for row in rows),
        *(one.name for one in plan.scenarios),
    ]
    missing = unprintable(clean("".join(texts)))
    return (
        f"{len(missing)} characters print as boxes, since the typeface has no shape for them: {missing[:12]}"
        if missing
        else ""
    )


def written(
    plan: Plan, scenario: str, day: date, input_hash: str, studies: Mapping[str, Shown] | None, told: Look = unwatched
) -> bytes:
    """Return the business case with the studies that are known.

    A word stands where those not yet worked out will be.
    """
    told(0.4, "Writing the sections")
    styles, found = made_styles(), Found()
    case = judged(plan, scenario)
    told_of = Told(plan, scenario, case, styles, found, studies, input_hash)
    first = page_one(told_of, day)
    story = body(told_of)
    stream = io.BytesIO()
    document = BaseDocTemplate(
        stream,
        pagesize=A4,
        leftMargin=MARGIN,
        rightMargin=MARGIN,
        topMargin=18 * mm,
        bottomMargin=20 * mm,
        title=plan.title,
        author=plan.paper.author or "Boardcase",
        subject="Business case for AI infrastructure",
        creator=f"Boardcase {current()}",
        lang="en-GB",
        invariant=1,
        initialFontName=REGULAR,
        allowSplitting=1,
    )
    frame = Frame(MARGIN, 20 * mm, WIDTH, PAGE_HEIGHT, leftPadding=0, rightPadding=0, topPadding=0, bottomPadding=0)
    document.addPageTemplates([PageTemplate("page", [frame])])
    footer = Footer(
        fitted(clean(plan.title), clean(plan.paper.classification), WIDTH - 90, 8),
        f"Boardcase {current()} · {input_hash} · as at {day.day} {day:%B %Y}",
    )
    told(0.6, "Setting the pages")
    document.build([first, PageBreak(), *story], canvasmaker=canvas_for(footer, found, day))
    told(1.0, "")
    return stream.getvalue()
