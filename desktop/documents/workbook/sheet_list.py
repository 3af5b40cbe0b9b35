"""The sheets of the workbook, and what each holds."""

from collections.abc import Mapping

from models.appraisal.model import Model
from models.plan.plan import Plan

RECORD = "Record"
"""The sheet that only a plan with decisions or remarks has."""

SHEETS = (
    ("About", "what this workbook is"),
    ("Summary", "the verdict, the options side by side, the chart"),
    ("Verdict", "how the options stand, live; figures of the paper's first page"),
    ("Inputs", "every input, one column a scenario, with its evidence"),
    ("Live", "the chosen scenario's values; calculations read only these"),
    ("Sources", "where prices come from"),
    ("Calc_Demand", "prices, workloads, demand by pool, servers needed"),
    ("Calc_Cloud", "the cloud option"),
    ("Calc_API", "the API option: what an API serves, and what is rented beside it"),
    ("Calc_OnPrem", "the on-premises option"),
    ("Calc_Hybrid", "the hybrid option"),
    ("Calc_Tax", "the views beside the verdict: after tax, in the accounts, lease or loan, for society"),
    ("Appraisal", "crossovers, returns, unit costs, routes to models, criteria, carbon"),
    ("Years", "costs by year and class, option by option"),
    (
        "Sensitivity",
        "studies: how sure, what moves the verdict, what would change it, stress tests; values as exported",
    ),
    ("Risks", "the risk register with its expected values"),
    ("Checks", "what must hold, each with a tolerance"),
    ("Changes", "what the scenarios change and why; what was changed here since the export"),
    (RECORD, "what was decided, how the plan stands against it, and what was said of inputs; values as exported"),
)
"""Every sheet in its order, and what it holds."""


def sheets_of(traced: Model, plan: Plan) -> Mapping[str, str]:
    """Return the sheets of a plan's workbook in their order, and what each holds."""
    absent = {
        *([] if "api" in traced.options else [CALCULATION_SHEETS["api"]]),
        *([] if plan.records or plan.remarks else [RECORD]),
    }
    return {name: text for name, text in SHEETS if name not in absent}


CALCULATION_SHEETS: Mapping[str, str] = {
    "demand": "Calc_Demand",
    "cloud": "Calc_Cloud",
    "api": "Calc_API",
    "on_premises": "Calc_OnPrem",
    "hybrid": "Calc_Hybrid",
    "tax": "Calc_Tax",
    "appraisal": "Appraisal",
}
