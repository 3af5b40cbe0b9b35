"""What the user says of the business case: who brings it to whom, its own words.

Also which sections and annexes it has, in which order.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

MODES: Mapping[str, str] = {"company": "Company", "public": "Public sector, five cases"}
"""What sort of body decides."""

SECTIONS: Mapping[str, str] = {
    "objectives": "Objectives and critical success factors",
    "background": "Background and why now",
    "workloads": "The work",
    "options": "The options",
    "economic": "Economic appraisal",
    "costs": "What it costs",
    "benefits": "What it brings",
    "sensitivity": "How sure it is",
    "switching": "What would change our mind",
    "compliance": "What it must satisfy",
    "procurement": "Procurement",
    "delivery": "Who does it, and when",
    "tax": "How it is paid for",
    "assumptions": "Evidence base",
}
"""The sections of the body after page one, a page each, in the order in which they stand unless somebody says so."""

ANNEXES: Mapping[str, str] = {
    "lines": "Costs by line",
    "glossary": "Glossary",
    "areas": "Decisions by area",
    "studies": "Studies in full",
    "offers": "Rental offers",
    "asks": "What to ask of suppliers",
    "measurements": "Measurements",
    "register": "Register of inputs",
    "review": "Review of inputs",
    "record": "Decisions on record",
}
"""What stands after the body, in this order."""

USUAL_ANNEXES = ("lines", "glossary")
"""The annexes that a paper has unless they are left out; the others are added."""

PARTS: Mapping[str, str] = {**SECTIONS, **ANNEXES}

PUBLIC_ONLY = frozenset({"objectives", "economic", "procurement"})
"""Sections of the five cases alone."""

RETIRED: Mapping[str, str] = {
    "cash": "costs",
    "risks": "delivery",
    "carbon": "benefits",
    "criteria": "benefits",
    "method": "assumptions",
}
"""Sections of papers up to version 0.9, by name, and the section in which their subject stands now."""

CASES: Mapping[str, tuple[str, ...]] = {
    "Strategic case": ("objectives", "background", "workloads", "compliance"),
    "Economic case": ("options", "economic", "benefits", "sensitivity", "switching"),
    "Commercial case": ("procurement",),
    "Financial case": ("costs", "tax"),
    "Management case": ("delivery", "assumptions"),
}
"""The five cases of the public sector with their sections.

Source: HM Treasury, Guide to developing the project business case.
"""

WORDS: Mapping[str, str] = {
    "objectives": "Objectives",
    "success_factors": "Critical success factors",
    "background": "Background",
    "strategic": "Why now",
    "considered": "Options considered and dropped, and why",
    "benefits": "Benefits",
    "resilience": "Resilience and recovery",
    "exit": "Exit",
    "procurement": "Procurement route, terms and notice",
    "delivery": "Plan of delivery",
    "owners": "Risk owners",
    "funding": "Funding",
    "conditions": "Conditions of the approval",
    "after_a_year": "Review after a year",
    "mitigation": "How optimism bias is mitigated",
}
"""Texts of the user's own, by name."""

NAMES: Mapping[str, str] = {
    "organisation": "Organisation",
    "sponsor": "Sponsor",
    "author": "Author",
    "board": "Board",
    "purpose": "Purpose",
    "classification": "Classification",
    "reference_class": "Reference class of the bias",
    "delegated": "Contract delegated to",
    "signatories": "Who signs",
}
"""Single lines of the head and the foot, by name."""

LONGEST_NAME, LONGEST_WORDS, LONGEST_TITLE = 120, 10_000, 200


@dataclass(frozen=True, slots=True)
class Paper:
    """The user's part of the business case; empty texts are written from the plan or said to be not stated.

    mode: one of MODES. signatories: names or offices, with commas between. hidden: sections and usual annexes that are
        left out. added: annexes that are asked for. order: parts that stand first, in this order; the others follow in
        their own, annexes always after the body.
    """

    mode: str = "company"
    organisation: str = ""
    sponsor: str = ""
    author: str = ""
    board: str = ""
    purpose: str = ""
    classification: str = ""
    reference_class: str = ""
    delegated: str = ""
    signatories: str = ""
    objectives: str = ""
    success_factors: str = ""
    background: str = ""
    strategic: str = ""
    considered: str = ""
    benefits: str = ""
    resilience: str = ""
    exit: str = ""
    procurement: str = ""
    delivery: str = ""
    owners: str = ""
    funding: str = ""
    conditions: str = ""
    after_a_year: str = ""
    mitigation: str = ""
    hidden: tuple[str, ...] = ()
    added: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def ordered(self) -> list[str]:
        """Return every section in its order and then every annex, those that are not printed too."""
        first = [name for name in self.order if name in PARTS]
        every = [*dict.fromkeys(first), *(name for name in PARTS if name not in first)]
        return sorted(every, key=lambda name: name in ANNEXES)

    def prints(self, name: str) -> bool:
        """Return whether a section or an annex is printed."""
        if name in PUBLIC_ONLY and self.mode != "public":
            return False
        return name in self.added if name in ANNEXES and name not in USUAL_ANNEXES else name not in self.hidden

    def shown(self) -> list[tuple[str, list[str]]]:
        """Return the sections that are printed, in order, under their case heading, which is empty in company mode."""
        names = [name for name in self.ordered() if name in SECTIONS and self.prints(name)]
        if self.mode != "public":
            return [("", names)]
        return [(case, [name for name in names if name in members]) for case, members in CASES.items()]

    def with_annex(self, name: str) -> "Paper":
        """Return it with an annex that is added where it is not printed yet."""
        return self if self.prints(name) else replace(self, added=(*self.added, name))

    def annexes(self) -> list[str]:
        """Return the annexes that are printed, in order."""
        return [name for name in self.ordered() if name in ANNEXES and self.prints(name)]
