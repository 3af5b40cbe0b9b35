"""The annexes of what was decided and of what people said of inputs; a plan without either has neither."""

from reportlab.platypus import Flowable, Spacer

from desktop.documents.business_case.tables import paragraph
from desktop.documents.business_case.told import Told
from models.exhibits.recorded import record_parts
from models.exhibits.review import review_finding, review_table

_WIDTHS = {
    5: (0.26, 0.15, 0.25, 0.17, 0.17),
    6: (0.28, 0.16, 0.16, 0.14, 0.12, 0.14),
    7: (0.13, 0.2, 0.22, 0.1, 0.09, 0.15, 0.11),
}
"""Shares of the width of the columns, by their number."""


def record(told: Told) -> list[Flowable]:
    """Return every decision on record, and how the plan stands against the latest."""
    if not told.plan.records:
        return []
    finding, words, tables = record_parts(told.plan, told.scenario)
    story: list[Flowable] = [paragraph(finding, told.styles.strong), Spacer(1, 4)]
    story += [piece for text in words for piece in told.words(text)]
    for table in tables:
        texts = range(len(table.heads)) if table.heads[0] in {"Decided on", "Reopens it"} else (0,)
        widths = (0.82, 0.18) if table.heads[0] == "Reopens it" else _WIDTHS.get(len(table.heads))
        story += [Spacer(1, 6), *told.part("", table, widths, texts)]
    note = "A seal is the SHA-256 of a decision, its figures and the seal of the one before it; it is kept in the plan."
    return [*story, paragraph(note, told.styles.small)]


def review(told: Told) -> list[Flowable]:
    """Return what people said of the inputs of the scenario."""
    if not told.plan.remarks:
        return []
    table = review_table(told.plan, told.scenario)
    story: list[Flowable] = [paragraph(review_finding(told.plan, told.scenario), told.styles.body)]
    return [*story, *told.part("", table, _WIDTHS[5], range(5))] if table.rows else story
