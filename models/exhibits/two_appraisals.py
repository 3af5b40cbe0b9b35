"""The economic appraisal beside the financial one, and the bridge over optimism bias and risk, for a paper."""

from models.appraisal.model import model
from models.appraisal.results import CaseResult, present_options
from models.areas.options import OPTION_LABELS
from models.exhibits.cells import Entered, thousands_in
from models.exhibits.emissions import carbon
from models.exhibits.figures import ECONOMIC, Table
from models.exhibits.option_rows import option_row
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS


def economic_table(plan: Plan, case: CaseResult) -> Table:
    """Return the economic appraisal: real present value without VAT, by option, against the cheapest that is allowed.

    No ratio is a pass mark. Work that waits stands in a column of its own where it counts in what options are ranked
    by.
    """
    thousands = thousands_in(plan)
    views = {key: option.views.get("economic_present_value", 0.0) for key, option in case.options.items()}
    costs = {key: case.options[key].compared if case.by_society else view for key, view in views.items()}
    forgone = {key: option.views.get("value_forgone", 0.0) for key, option in case.options.items()}
    least = min((cost for key, cost in costs.items() if key not in case.blocked), default=min(costs.values()))
    columns = {
        "Without waiting": {key: thousands(view) for key, view in views.items()},
        "Work that waits": {key: thousands(costs[key] - view) for key, view in views.items()},
        ECONOMIC: {key: thousands(cost) for key, cost in costs.items()},
        "Above the cheapest": {key: thousands(cost - least) for key, cost in costs.items()},
        "Value forgone": {key: thousands(value) for key, value in forgone.items()},
        "tCO₂e": {key: carbon(plan, case, key) for key in costs},
    }
    if all(abs(costs[key] - view) < 1 for key, view in views.items()):
        del columns["Without waiting"], columns["Work that waits"]
    if not any(forgone.values()):
        del columns["Value forgone"]
    rows = [option_row(key, case, [column[key] for column in columns.values()]) for key in case.options]
    keys = list(costs)
    if case.by_society and case.usual.any():
        # what nobody decides is held against the options, be it that it does not do their work
        above = case.usual_compared - least
        usual: dict[str, Entered] = {
            ECONOMIC: thousands(case.usual_compared),
            "Above the cheapest": thousands(above) if above > 0 else "",
        }
        rows = [["Business as usual", *(usual.get(head, "") for head in columns)], *rows]
        keys = ["usual", *keys]
    return Table.of([f"{SYMBOLS[plan.currency]}k, real", *columns], rows, keys)


def financial_table(plan: Plan, case: CaseResult) -> Table:
    """Return the financial appraisal: nominal cash with irrecoverable VAT, and its present value."""
    thousands = thousands_in(plan)
    rows = [
        option_row(
            key,
            case,
            [
                thousands(option.total_cost),
                thousands(option.present_value),
                thousands(option.up_front),
                thousands(option.approval),
            ],
        )
        for key, option in case.options.items()
    ]
    return Table.of(
        [
            f"{SYMBOLS[plan.currency]}k, nominal",
            "Whole life",
            "Present value",
            "Up front",
            "All costs with contingency",
        ],
        rows,
        list(case.options),
    )


def bias_table(plan: Plan, scenario: str) -> Table:
    """Return the bridge from the estimate over bias and risk to the whole cost of every option, in thousands."""
    options = present_options(plan, scenario)
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    added = {
        "Optimism bias": ("bias_capital", "bias_running"),
        "Expected risks": ("risk",),
        "Irrecoverable VAT": ("vat_assets", "vat_services"),
        "Bills above the estimate": ("bill_over",),
    }
    names = [name for some in added.values() for name in some]
    figures = traced.evaluate(
        plan.values(scenario),
        [
            key
            for option in options
            for name in (*names, "monthly")
            if (key := f"{option}.total.{name}") in traced.lines
        ],
    )

    def whole(option: str, name: str) -> float:
        key = f"{option}.total.{name}"
        return float(figures.monthly(key)[:, 0].sum()) if key in figures.arrays else 0.0

    steps = {
        label: {option: sum(whole(option, name) for name in some) for option in options}
        for label, some in added.items()
    }
    all_costs = {option: whole(option, "monthly") for option in options}
    base = {option: all_costs[option] - sum(step[option] for step in steps.values()) for option in options}
    rows = [["Estimate", *(thousands(base[option]) for option in options)]]
    rows += [[label, *(thousands(step[option]) for option in options)] for label, step in steps.items()]
    rows.append(["All costs before resale", *(thousands(all_costs[option]) for option in options)])
    return Table.of(
        [f"{SYMBOLS[plan.currency]}k", *(OPTION_LABELS[option] for option in options)], rows, chosen=len(rows) - 1
    )


def bias_words(plan: Plan, scenario: str) -> str:
    """Return whether optimism bias is counted, at which rates, how much of it is mitigated."""
    tax = {
        name: plan.entry(scenario, f"finance.{name}").value
        for name in ("bias_counted", "bias_capital", "bias_running", "bias_mitigated")
    }
    source = (
        plan.entry(scenario, "finance.bias_capital").evidence.source or plan.declaration("finance.bias_capital").source
    )
    if not tax["bias_counted"]:
        return "Optimism bias is not counted in these figures; the Green Book asks public bodies to count it."
    return (
        f"Optimism bias of {float(tax['bias_capital']):.0%} on up-front and {float(tax['bias_running']):.0%} on running"
        f" cost is counted, {float(tax['bias_mitigated']):.0%} of it mitigated ({source})."
    )


def rate_words(plan: Plan, scenario: str) -> str:
    """Return the social discount rate with the edition it is from."""
    entry = plan.entry(scenario, "finance.social_rate")
    source = entry.evidence.source or plan.declaration("finance.social_rate").source
    edition = source if not entry.evidence.date or entry.evidence.date in source else f"{source}, {entry.evidence.date}"
    return f"Discounted at {float(entry.value):.1%} a year, real ({edition})."
