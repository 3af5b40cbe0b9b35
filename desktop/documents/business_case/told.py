"""What the sections of the business case are told, and the parts they are made of."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab.platypus import Flowable, Spacer

from desktop.documents.business_case.leaf import Whole
from desktop.documents.business_case.pages import Found
from desktop.documents.business_case.tables import Styles, exhibit, paragraph
from desktop.documents.business_case.tagging import TaggedParagraph
from desktop.documents.workbook.cell_text import clean
from models.appraisal.results import CaseResult
from models.exhibits.areas import inside
from models.exhibits.board_pages import conditions_words
from models.exhibits.conclusions import Known
from models.exhibits.figures import Table
from models.exhibits.studies import Shown
from models.plan.paper import WORDS
from models.plan.plan import Plan

SHORT = 24
NOT_STATED = "Not stated."
COSTS_TO_COME = "What each option costs is told once what is missing is entered."


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

    @property
    def known(self) -> Known:
        """What conclusions and the tables of pages are drawn from."""
        return Known(self.plan, self.scenario, self.case, self.studies)

    def words(self, text: str) -> list[Flowable]:
        """Return a person's text, paragraph by paragraph; nothing in it is markup."""
        return [
            piece
            for one in text.split("\n")
            if one.strip()
            for piece in (paragraph(one.strip(), self.styles.body), Spacer(1, 4))
        ]

    def own(self, *names: str) -> list[Flowable]:
        """Return texts of the user's own, each behind its subject; of those there are none of, that in one line."""
        texts = {name: str(getattr(self.plan.paper, name)).strip() for name in names}
        story = [piece for name, text in texts.items() if text for piece in self._own(name, text)]
        if silent := [WORDS[name] for name, text in texts.items() if not text]:
            subjects = "; ".join([silent[0], *(inside(one) for one in silent[1:])])
            said = f'<b>{escape(subjects)}.</b> <font color="#5B6472">{NOT_STATED}</font>'
            story += [TaggedParagraph(said, self.styles.body), Spacer(1, 4)]
        return story

    def _own(self, name: str, text: str) -> list[Flowable]:
        first, *others = [one.strip() for one in text.split("\n") if one.strip()]
        lead = TaggedParagraph(f"<b>{escape(WORDS[name])}.</b> {escape(clean(first))}", self.styles.body)
        return [lead, Spacer(1, 4), *(piece for one in others for piece in self.words(one))]

    def conditions(self) -> list[Flowable]:
        """Return the conditions of the approval: those that the resolution names, and a person's own."""
        said = conditions_words(self.known)
        return self._own("conditions", said) if said else self.own("conditions")

    def part(
        self,
        heading: str,
        table: Table,
        widths: Sequence[float] | None = None,
        texts: Sequence[int] = (0,),
        before: Sequence[Flowable] = (),
        size: float = 9.5,
    ) -> list[Flowable]:
        """Return a heading with its table; short ones stay on one page, long ones repeat their heads.

        Nothing where the table has no rows.
        """
        if not table.rows:
            return []
        head = [self.found.heading(heading, self.styles.heading, 2), *before] if heading else list(before)
        drawn = exhibit(table, widths, texts, self.styles, size=size)
        return [Whole([*head, drawn])] if len(table.rows) <= SHORT else [*head, drawn]


MOST_LOADS = 2
