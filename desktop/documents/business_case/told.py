"""What the sections of the business case are told, and the parts they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from reportlab.platypus import Flowable, KeepTogether, Spacer

from desktop.documents.business_case.pages import Found
from desktop.documents.business_case.tables import Styles, exhibit, paragraph
from models.appraisal.results import CaseResult
from models.exhibits.figures import Table
from models.exhibits.studies import Shown
from models.plan.plan import Plan

SHORT = 24


@dataclass(frozen=True, slots=True)
class Told:
    """What every section is written from. studies: None while they are worked out."""

    plan: Plan
    scenario: str
    case: CaseResult
    styles: Styles
    found: Found
    studies: Mapping[str, Shown] | None
    input_hash: str

    def words(self, text: str) -> list[Flowable]:
        """Return a person's text, paragraph by paragraph; nothing in it is markup."""
        return [
            piece
            for one in text.split("\n")
            if one.strip()
            for piece in (paragraph(one.strip(), self.styles.body), Spacer(1, 4))
        ]

    def part(
        self,
        heading: str,
        table: Table,
        widths: Sequence[float] | None = None,
        texts: Sequence[int] = (0,),
        before: Sequence[Flowable] = (),
    ) -> list[Flowable]:
        """Return a heading with its table; short ones stay on one page, long ones repeat their heads."""
        head = [self.found.heading(heading, self.styles.heading, 2), *before] if heading else list(before)
        drawn = exhibit(table, widths, texts, self.styles)
        return [KeepTogether([*head, drawn])] if len(table.rows) <= SHORT else [*head, drawn]


MOST_LOADS = 2
