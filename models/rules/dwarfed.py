"""Work that costs next to nothing beside the people, the security and the data that are planned around it."""

from collections.abc import Iterator

from models.appraisal.model import model
from models.appraisal.results import A_PENNY, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against

_AROUND = ("operations", "security", "data", "hosting")
_NEARLY_ALL = 0.95
"""Of what an option costs, from which what stands around the work is what is decided on."""


def dwarfed(plan: Plan, scenario: str, option: OptionResult) -> Iterator[Against]:
    """Yield that nearly all an option costs is people, security and data: it is they that are decided on, not GPUs.

    The work itself is what GPUs and the tokens of APIs cost; evaluation and retrieval stand around it.
    """
    line = f"{option.key}.hosting.api"
    called = float(model(plan.structure).evaluate(plan.values(scenario), [line]).rows(line).sum())
    around = sum(max(option.areas.get(area, 0.0), 0.0) for area in _AROUND) - called
    work = max(option.areas.get("compute", 0.0), 0.0) + called
    if work > A_PENNY and around > _NEARLY_ALL * (around + work):
        whole, itself = (money(one, SYMBOLS[plan.currency]) for one in (around + work, work))
        yield Against(
            "overhead",
            f"Nearly all of the {whole} that {option.in_sentence} costs as paid, risks apart, is people, security, data"
            f" and evaluation; the work itself costs {itself}: check that so little work needs them. Licences by user"
            " are not among the options.",
        )
