"""The sections after page one, a page each, and the annexes: each is named in the plan's paper.

Also shows exhibits that window and workbook show too.
"""

from collections.abc import Callable, Mapping, Sequence
from string import ascii_uppercase

from reportlab.platypus import Flowable, KeepTogether, PageBreak, Spacer

from desktop.documents.business_case import annexes, economic, financial, management, strategic
from desktop.documents.business_case.kept import record, review
from desktop.documents.business_case.leaf import PAGE_HEIGHT, Part, Whole, fullest_height, leaf, least_height
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
            above = pages[-1]
            apart: list[Part] = [Spacer(1, 10)] if number > 2 else []  # noqa: PLR2004 - below the contents
            here = parts if _stand_together(above, parts, told) else _begun(above, parts, told)
            if here:
                pages[-1] = [*above, *apart, *here]
            if len(here) < len(parts):
                pages.append(parts[len(here) :])
    body_pages = [one for parts in pages for one in (*leaf(parts, told.styles), PageBreak())]
    return [*kept(body_pages), *_annexes(told)]


_SHORT_SECTION = 0.45
"""Of a page; a section or what stands above it is so short at most where both stand on one."""

_FULL = 0.7
"""Of a page that is full enough for the next section to begin on another."""

_WORTH_A_PAGE = 0.15
"""Of a page that a section takes at least where it goes on to another."""


def _stand_together(above: Sequence[Part], below: Sequence[Part], told: Told) -> bool:
    """Return whether two parts of the body share a page: they fit on it, and one of them is short."""
    heights = [least_height(parts, told.styles) for parts in (above, below)]
    return sum(heights) < PAGE_HEIGHT - 30 and min(heights) < _SHORT_SECTION * PAGE_HEIGHT


def _begun(above: Sequence[Part], below: list[Part], told: Told) -> list[Part]:
    """Return what of a section begins on the page above it, which would stand half empty; nothing where it would not.

    A part goes with its heading. What is left must be worth a page.
    """
    if fullest_height(above, told.styles) > _FULL * PAGE_HEIGHT:
        return []
    begun: list[Part] = []
    for place in _headed(below):
        height = least_height([*above, *below[:place]], told.styles)
        if height >= PAGE_HEIGHT - 30 or least_height(below[place:], told.styles) < _WORTH_A_PAGE * PAGE_HEIGHT:
            break
        begun = below[:place]
    return begun


def _headed(parts: Sequence[Part]) -> list[int]:
    """Return the places at which a section may go on to another page: before a heading that follows no heading."""
    heads = [isinstance(kept_together(one)[0] if isinstance(one, KeepTogether) else one, Heading) for one in parts]
    return [place for place, head in enumerate(heads) if head and place and not isinstance(parts[place - 1], Heading)]


def _annexes(told: Told) -> list[Flowable]:
    """Return every annex that is shown, lettered; one that the plan has nothing for says so in a line."""
    story: list[Flowable] = []
    for place, name in enumerate(told.plan.paper.annexes()):
        title = told.found.heading(f"{ascii_uppercase[place]}  {ANNEXES[name]}", told.styles.section, 0)
        parts = ANNEX_OF[name](told) or [paragraph("The plan holds none.", told.styles.body)]
        if place:
            story.append(PageBreak() if name in _APART else Spacer(1, 14))
        # a few lines of a glossary are no last page
        story += [KeepTogether([title, *parts])] if name == "glossary" else [title, *parts]
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
            made.append(Whole([*waiting, *inner]))
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
