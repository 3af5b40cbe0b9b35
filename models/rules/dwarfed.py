"""Work that costs next to nothing beside the people, the security and the data that are planned around it."""

from collections.abc import Iterator

from models.appraisal.results import A_PENNY, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against

_AROUND = ("operations", "security", "data")
_THE_WORK = ("compute", "hosting")
_NEARLY_ALL = 0.95
"""Of what an option costs, from which what stands around the work is what is decided on."""


def dwarfed(plan: Plan, option: OptionResult) -> Iterator[Against]:
    """Yield that nearly all an option costs is people, security and data: it is they that are decided on, not GPUs."""
    around, work = (sum(max(option.areas.get(area, 0.0), 0.0) for area in areas) for areas in (_AROUND, _THE_WORK))
    if work > A_PENNY and around > _NEARLY_ALL * (around + work):
        whole, itself = (money(one, SYMBOLS[plan.currency]) for one in (around + work, work))
        yield Against(
            "overhead",
            f"Nearly all of the {whole} that {option.in_sentence} costs as paid, risks apart, is people, security and"
            f" data; the work itself costs {itself}: check that so little work needs them. Licences by user are not"
            " among the options.",
        )
