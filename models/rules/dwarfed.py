"""Work that is next to nothing: beside the people, the security and the data that are planned around it."""

from collections.abc import Iterator

from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS, money
from models.rules.judgement import Against

_AROUND = ("operations", "security", "data", "hosting")
_NEARLY_ALL = 0.95
"""Of what an option costs, from which what stands around the work is what is decided on."""


def dwarfed(plan: Plan, scenario: str, option: OptionResult) -> Iterator[Against]:
    """Yield that nearly all an option costs is people, security and data: it is they that are decided on, not GPUs.

    The work itself is what GPUs and the tokens of APIs cost; evaluation and retrieval stand around it.
    What people cost who do the tasks that fail is neither.
    """
    lines = [f"{option.key}.hosting.{what}" for what in ("api", "failures")]
    figures = model(plan.structure).evaluate(plan.values(scenario), lines)
    called, failures = (float(figures.rows(line).sum()) for line in lines)
    around = sum(max(option.areas.get(area, 0.0), 0.0) for area in _AROUND) - called - failures
    work = max(option.areas.get("compute", 0.0), 0.0) + called
    # where people do much that failed, there is much work
    if work > A_PENNY and around > max(_NEARLY_ALL * (around + work), failures):
        whole, itself = (money(one, SYMBOLS[plan.currency]) for one in (around + work, work))
        yield Against(
            "overhead",
            f"Nearly all of the {whole} that {option.in_sentence} costs as paid, risks apart, is people, security, data"
            f" and evaluation; the work itself costs {itself}: check that so little work needs them. Licences by user"
            " are not among the options.",
            first="it being shown that so little work needs the people, security and data that it pays for",
        )


_HARDLY = 0.03
"""Of the hours of owned servers: below it next to nothing of what is bought is used."""


def hardly_used(plan: Plan, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that owned servers are hardly ever busy, with what a busy hour costs: a slip, or too little work for them.

    case: as judged. Of the hybrid, which rents its peaks, nothing is said.
    """
    if option.key != "on_premises" or not 0 < case.utilisation < _HARDLY or option.unit_cost is None:
        return
    busy = f"{case.utilisation:.1%}" if case.utilisation >= _ONE_IN_1000 else "less than 0.1%"
    yield Against(
        "hours",
        f"Its servers are busy {busy} of the time, at {money(option.unit_cost, SYMBOLS[plan.currency])} for each busy"
        " GPU-hour: check that so little work needs servers of its own, and the hours entered for it.",
    )


_ONE_IN_1000 = 0.001
