"""What the user says of the business case: who brings it to whom, its own words.

Also which sections it has in which order.
"""

from collections.abc import Mapping
from dataclasses import dataclass

MODES: Mapping[str, str] = {"company": "Company", "public": "Public sector, five cases"}
"""What sort of body decides."""

SECTIONS: Mapping[str, str] = {
    "background": "Background and reason",
    "workloads": "Workloads",
    "options": "Options",
    "areas": "Decisions by area",
    "costs": "Costs by year",
    "cash": "Cash, present value and accounts",
    "economic": "Economic appraisal",
    "tax": "Tax and financing",
    "sensitivity": "Sensitivity and risk",
    "risks": "Risks",
    "compliance": "Compliance",
    "carbon": "Energy and carbon",
    "criteria": "Criteria beyond money",
    "delivery": "Plan of delivery",
    "assumptions": "Assumptions",
    "method": "Method and reconciliation",
    "review": "Review of inputs",
    "record": "Decisions on record",
}
"""Every section after page one, in the order in which it stands unless somebody says otherwise."""

CASES: Mapping[str, tuple[str, ...]] = {
    "Strategic case": ("background", "workloads", "compliance"),
    "Economic case": ("options", "economic", "sensitivity", "criteria", "carbon"),
    "Commercial case": ("areas",),
    "Financial case": ("costs", "cash", "tax"),
    "Management case": ("delivery", "risks", "assumptions", "method", "review", "record"),
}
"""The five cases of the public sector with their sections.

Source: HM Treasury, Guide to developing the project business case.
"""

WORDS: Mapping[str, str] = {
    "background": "Background",
    "strategic": "Strategic reason",
    "delivery": "Plan of delivery",
    "mitigation": "How optimism bias is mitigated",
}
"""Texts of the user's own, by name."""

NAMES: Mapping[str, str] = {
    "sponsor": "Sponsor",
    "author": "Author",
    "board": "Board",
    "purpose": "Purpose",
    "classification": "Classification",
    "reference_class": "Reference class of the bias",
}
"""Single lines of the head and the foot, by name."""

LONGEST_NAME, LONGEST_WORDS = 120, 10_000


@dataclass(frozen=True, slots=True)
class Paper:
    """The user's part of the business case; empty texts are written from the plan.

    mode: one of MODES. hidden: sections that are left out. order: sections that stand first, in this order; the others
        follow in their own.
    """

    mode: str = "company"
    sponsor: str = ""
    author: str = ""
    board: str = ""
    purpose: str = ""
    classification: str = ""
    reference_class: str = ""
    background: str = ""
    strategic: str = ""
    delivery: str = ""
    mitigation: str = ""
    hidden: tuple[str, ...] = ()
    order: tuple[str, ...] = ()

    def ordered(self) -> list[str]:
        """Return every section in its order, hidden ones too."""
        first = [name for name in self.order if name in SECTIONS]
        return [*dict.fromkeys(first), *(name for name in SECTIONS if name not in first)]

    def shown(self) -> list[tuple[str, list[str]]]:
        """Return the sections that are printed, in order, under their case heading, which is empty in company mode."""
        names = [name for name in self.ordered() if name not in self.hidden]
        if self.mode != "public":
            return [("", [name for name in names if name != "economic"])]
        return [(case, [name for name in names if name in members]) for case, members in CASES.items()]
