"""What a board reads first: whether anything may be recommended, the options in its terms, how good the evidence is."""

from collections.abc import Mapping
from dataclasses import dataclass

from models.appraisal.model import model
from models.appraisal.results import CaseResult, OptionResult
from models.areas.register import expanded
from models.exhibits.cells import Entered, thousands_in
from models.exhibits.figures import NOT_SAID, NOTHING, Table, pays_back, usual_is_considered
from models.exhibits.verdict import best_name
from models.plan.plan import EvidenceKind, Plan
from models.quantities.writing import SYMBOLS
from models.rules.judgement import Judgement, State, planned

LEAST_OPTIONS = 3
"""Beside business as usual."""

FIRST_YEAR = 12


@dataclass(frozen=True, slots=True)
class Grade:
    """How good the evidence is, from A to D, and what that says."""

    letter: str
    meaning: str


def recommended(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> OptionResult | None:
    """Return the option that may be recommended on cost, None where none may.

    Business as usual and three options are needed, no rule in the way, and no other option that is cheaper at its
    best: whose settings to take comes first then.
    """
    allowed = case.allowed()
    if not allowed or not usual_is_considered(plan, scenario) or len(case.options) < LEAST_OPTIONS:
        return None
    judged = judgement or Judgement(planned(case))
    leads = judged.planned.recommended
    if leads not in case.options or judged.turned:
        return None
    return case.options[leads]


def why_none(plan: Plan, scenario: str, case: CaseResult, judgement: Judgement | None = None) -> str:
    """Return why nothing is recommended, in one sentence."""
    judged = judgement or Judgement(planned(case))
    if case.allowed() and usual_is_considered(plan, scenario):
        if judged.planned.state is State.USUAL:
            return "No option is recommended: business as usual does the same work and costs less."
        if judged.planned.state is State.NOTHING:
            return "No option is recommended: all the work is worth less than the cheapest option costs."
        if judged.turned:
            first, then = (best_name(one.recommended) for one in (judged.planned, judged.final))
            return (
                f"No option is recommended yet: as planned {first} costs least, each at its best {then} does. Its"
                " settings are to be taken into the plan first."
            )
    if not case.allowed():
        return f"No option is recommended: no option is allowed. {' '.join(dict.fromkeys(case.blocked.values()))}"
    if not usual_is_considered(plan, scenario):
        return (
            "No option is recommended: nobody has said what business as usual costs (Finance, What business as usual"
            " is; nothing is an answer too)."
        )
    return f"No option is recommended: {len(case.options)} options were worked out, {LEAST_OPTIONS} are needed."


def board_table(plan: Plan, case: CaseResult, scenario: str, judgement: Judgement | None = None) -> Table:
    """Return the options in a board's terms, in thousands.

    Whole life, present value, lasting payback, cash of the first year, peak funding, effect on EBITDA a year.
    """
    thousands = thousands_in(plan)
    expensed = _expensed(plan, scenario)
    years = plan.structure.horizon / FIRST_YEAR
    usual = float(case.usual[-1])
    known: list[Entered] = [
        thousands(usual),
        thousands(case.usual_present_value),
        "",
        thousands(float(case.usual[FIRST_YEAR])),
        "",
        thousands(-usual / years),
    ]
    said = usual_is_considered(plan, scenario)
    words = [NOTHING if said else NOT_SAID, "", "", "", "", ""]
    rows: list[list[Entered]] = [["Business as usual", *(known if usual else words)]]
    keys = ["usual"]
    for key, option in case.options.items():
        pair = None if key == "cloud" or "cloud" in case.blocked else case.pair("cloud", key, "nominal")
        payback = pays_back(case, key)
        rows.append(
            [
                option.label if key not in case.blocked else f"{option.label} (barred)",
                thousands(option.total_cost),
                thousands(option.present_value),
                payback,
                thousands(float(option.cumulative[FIRST_YEAR])),
                thousands(pair.peak_funding) if pair is not None else "",
                thousands(-expensed[key] / years),
            ]
        )
        keys.append(key)
    best = recommended(plan, scenario, case, judgement)
    heads = [
        f"{SYMBOLS[plan.currency]}k",
        "Whole life",
        "Present value",
        "Pays back",
        "First-year cash",
        "Peak funding",
        "EBITDA a year",
    ]
    return Table.of(heads, rows, keys, keys.index(best.key) if best else -1)


COMPARED = (
    "Pays back: from when it stays cheaper than cloud, nominal. Peak funding: the most it has cost more than cloud at"
    " any time. EBITDA: costs but what is paid up front, on average."
)
"""What the table's terms are measured against."""


def _expensed(plan: Plan, scenario: str) -> Mapping[str, float]:
    """Return what each option charges before depreciation over the horizon, in money.

    All its costs but what is paid up front.
    """
    traced = model(plan.structure)
    lines = {
        option: [line.key for line in totals.class_totals if not line.key.endswith(".up_front")]
        for option, totals in traced.appraisal.options.items()
    }
    figures = traced.evaluate(plan.values(scenario), [key for keys in lines.values() for key in keys])
    return {option: sum(float(figures.monthly(key)[:, 0].sum()) for key in keys) for option, keys in lines.items()}


def evidence_counts(plan: Plan, scenario: str) -> Mapping[EvidenceKind, int]:
    """Return on what the deciding inputs that are in play rest, by kind."""
    kinds = [
        plan.entry(scenario, key).evidence.kind
        for key, declared, _ in expanded(plan.slugs)
        if declared.essential and plan.applies(scenario, key) and plan.counts(scenario, key)
    ]
    return {kind: kinds.count(kind) for kind in EvidenceKind}


def evidence_grade(plan: Plan, scenario: str) -> Grade:
    """Return the grade of evidence, by the share of deciding inputs that are measured or quoted.

    A from three quarters on with a quarter measured, B from a half, C from a quarter, D below.
    """
    counts = evidence_counts(plan, scenario)
    whole = sum(counts.values()) or 1
    measured = counts[EvidenceKind.MEASURED] / whole
    sound = measured + counts[EvidenceKind.QUOTE] / whole
    if sound >= 0.75 and measured >= 0.25:  # noqa: PLR2004 - the grades are defined here
        return Grade("A", "most inputs are measured or quoted, many measured")
    if sound >= 0.5:  # noqa: PLR2004
        return Grade("B", "half of the inputs or more are measured or quoted")
    if sound >= 0.25:  # noqa: PLR2004
        return Grade("C", "a quarter of the inputs or more are measured or quoted")
    return Grade("D", "few inputs are measured or quoted: the case rests on assumptions")
