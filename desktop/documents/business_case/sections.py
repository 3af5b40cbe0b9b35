"""The sections of the business case on the decision areas: what each exhibit of the window shows, on paper."""

from collections.abc import Sequence

from reportlab.platypus import Flowable, KeepTogether, PageBreak

from desktop.documents.business_case.tables import Styles, exhibit, paragraph
from models.appraisal.results import CaseResult
from models.exhibits import areas
from models.exhibits.figures import Table
from models.plan.plan import Plan


def decision_areas(plan: Plan, scenario: str, case: CaseResult, styles: Styles) -> list[Flowable]:
    """Return what the decision areas come to: costs by area, other views, rules, risks, and an exhibit for each area."""
    wide = (0.4, 0.2, 0.2, 0.2)
    story: list[Flowable] = [PageBreak(), paragraph("Decisions by area", styles.title)]
    story += _part("Cost by decision area over the horizon", areas.areas_table(plan, case), styles, wide)
    story += _part("Other views of the options", areas.views_table(plan, case), styles, wide)
    story += _part("Rules between decisions", areas.rules_table(plan, scenario, case), styles, (0.22, 0.18, 0.34, 0.26), (0, 1, 2, 3))
    story += _part("Risks", areas.risks_table(plan, scenario), styles, (0.38, 0.12, 0.15, 0.35), (0, 3))
    story += _part("Criteria beyond money", areas.criteria_table(plan, scenario), styles, (0.32, 0.1, 0.11, 0.16, 0.11, 0.2))
    story += _part("API against self-hosted, at today's prices", areas.routes_table(plan, scenario), styles, (0.4, 0.17, 0.2, 0.23))
    story += _part("Data stored", areas.storage_table(plan, scenario), styles)
    story += _part("Security: controls in place", areas.coverage_table(plan, scenario), styles, wide)
    story += _part("Cost levers, one after the other", areas.waterfall_table(plan, scenario), styles, wide)
    story += _part("Bills above the estimate", areas.bill_shock_table(plan, scenario, case), styles, (0.36, 0.15, 0.17, 0.15, 0.17))
    story += _part("People", areas.team_table(plan, scenario), styles)
    story += _part("Cash and accounts by year", areas.yearly_cash_table(plan, scenario), styles)
    story += _part("Lease or loan against buying, after tax at the cost of debt", areas.financing_table(plan, scenario), styles, (0.4, 0.25, 0.35))
    story.append(paragraph("Tax rates and thresholds are those of November 2026. Nothing here is advice.", styles.small))
    return story


def _part(heading: str, table: Table, styles: Styles, widths: Sequence[float] | None = None, texts: Sequence[int] = (0,)) -> list[Flowable]:
    """Return a heading with its table, on one page."""
    return [KeepTogether([paragraph(heading, styles.heading), exhibit(table, widths, texts, styles)])]
