"""The sections after page one, a page each, and the annexes: each is named in the plan's paper.

Also shows exhibits that window and workbook show too.
"""

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from desktop.documents.business_case import annexes, economic, financial, management, strategic
from desktop.documents.business_case.kept import record, review
from desktop.documents.business_case.leaf import PAGE_HEIGHT, Part, leaf, least_height
from desktop.documents.business_case.library import kept_together, rows_of
from desktop.documents.business_case.pages import Contents, Heading
from desktop.documents.business_case.tables import paragraph
from desktop.documents.business_case.tagging import TaggedTable
from desktop.documents.business_case.told import SHORT, Told
from models.exhibits.conclusions import conclusion, decision
from models.plan.paper import ANNEXES

type Section = Callable[[Told], list[Part]]
type Annex = Callable[[Told], list[Flowable]]


def body(told: Told) -> list[Flowable]:
    """Return the contents and every section that is shown, a page each, then the annexes.

    Where the five cases are asked for, sections stand under their headings.
    """
    paper = told.plan.paper
    shown = [(case, names) for case, names in paper.shown() if names]
    lines = sum(len(names) + bool(case) for case, names in shown) + len(paper.annexes())
    first = f"1  {decision(told.known)}"
    page: list[Part] = [paragraph("Contents", told.styles.strong), Contents(told.found, first, lines), Spacer(1, 8)]
    pages = [page]
    number = 1
    for case, names in shown:
        for place, name in enumerate(names):
            number += 1
            parts: list[Part] = [told.found.heading(case, told.styles.title, 0)] if case and not place else []
            title = f"{number}  {conclusion(name, told.known)}"
            parts.append(told.found.heading(title, told.styles.section, 1 if case else 0))
            parts += SECTION_OF[name](told)
            if _stand_together(pages[-1], parts, told):
                pages[-1] += [Spacer(1, 10), *parts] if number > 2 else parts  # noqa: PLR2004 - below the contents
            else:
                pages.append(parts)
    body_pages = [one for parts in pages for one in (*leaf(parts, told.styles), PageBreak())]
    return [*kept(body_pages), *_annexes(told)]


_SHORT_SECTION = 0.45
"""Of a page; a section or what stands above it is so short at most where both stand on one."""


def _stand_together(above: Sequence[Part], below: Sequence[Part], told: Told) -> bool:
    """Return whether two parts of the body share a page: they fit on it, and one of them is short."""
    heights = [least_height(parts, told.styles) for parts in (above, below)]
    return sum(heights) < PAGE_HEIGHT - 30 and min(heights) < _SHORT_SECTION * PAGE_HEIGHT


def _annexes(told: Told) -> list[Flowable]:
    """Return every annex that is shown, lettered; one that the plan has nothing for says so in a line."""
    story: list[Flowable] = []
    for place, name in enumerate(told.plan.paper.annexes()):
        title = told.found.heading(f"{ascii_uppercase[place]}  {ANNEXES[name]}", told.styles.section, 0)
        parts = ANNEX_OF[name](told) or [paragraph("The plan holds none.", told.styles.body)]
        if place:
            story.append(PageBreak() if name in _APART else Spacer(1, 14))
        story += [title, *parts]
    return kept(story)


_APART = frozenset({"areas", "studies", "register"})
"""Annexes that begin on a page of their own."""


def kept(story: Sequence[Flowable]) -> list[Flowable]:
    """Return the story with every heading bound to what follows it, also where that is a block of its own.

    Which the library leaves apart.
    """
    made: list[Flowable] = []
    waiting: list[Flowable] = []
    for one in story:
        if isinstance(one, Heading) or (waiting and isinstance(one, Spacer)):
            waiting.append(one)
            continue
        inner: Sequence[Flowable] = kept_together(one) if isinstance(one, KeepTogether) else [one]
        long = isinstance(one, TaggedTable) and rows_of(one) > SHORT
        if (waiting or isinstance(one, TaggedTable)) and not long and not isinstance(one, PageBreak):
            made.append(KeepTogether([*waiting, *inner]))
        else:
            made += [*waiting, one]
        waiting = []
    return [*made, *waiting]


SECTION_OF: Mapping[str, Section] = {
    "objectives": strategic.objectives,
    "background": strategic.background,
    "workloads": strategic.workloads,
    "options": economic.options,
    "economic": economic.economic,
    "costs": financial.costs,
    "benefits": economic.benefits,
    "sensitivity": economic.certainty,
    "switching": economic.switching,
    "compliance": strategic.compliance,
    "procurement": management.procurement,
    "delivery": management.delivery,
    "tax": financial.money,
    "assumptions": management.assumptions,
}

ANNEX_OF: Mapping[str, Annex] = {
    "lines": annexes.lines,
    "glossary": annexes.glossary,
    "areas": annexes.areas_in_full,
    "studies": annexes.studies_in_full,
    "offers": annexes.offers,
    "asks": annexes.asks,
    "measurements": annexes.measurements,
    "register": annexes.register,
    "review": review,
    "record": record,
}
