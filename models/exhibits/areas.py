"""What each decision area shows beside its form, as tables of plain values."""

from collections.abc import Sequence

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, present_options
from models.areas.options import OPTION_LABELS, OPTIONS, in_sentence
from models.areas.security import REQUIREMENTS
from models.exhibits.case_text import ranked_cost
from models.exhibits.cells import Entered, amount, number, share, thousands_in, whole_amount
from models.exhibits.figures import Table
from models.exhibits.series_styles import left_open
from models.exhibits.years import by_year, year_heads
from models.plan.plan import Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import findings, judged
from models.rules.rule import Effect, Finding, reasons, what_bars
from models.studies.levers import waterfall
from models.studies.stress import bill_shock

MILLION = 1e6

AREA_LABELS = {
    "compute": "Compute",
    "hosting": "Model hosting",
    "data": "Data",
    "security": "Security",
    "cost_management": "Cost management",
    "operations": "Operations",
    "risks": "Risks",
    "benefits": "Benefits",
    "finance": "VAT and optimism bias",
}


def inside(label: str) -> str:
    """Return a label as it stands inside a sentence.

    >>> inside("Model hosting"), inside("VAT and optimism bias")
    ('model hosting', 'VAT and optimism bias')
    """
    return label if label[:2].isupper() else f"{label[:1].lower()}{label[1:]}"


def areas_table(plan: Plan, case: CaseResult) -> Table:
    """Return the estimated cost of each option by decision area over the horizon, in thousands."""
    options = [option for option in case.options if not left_open(option, case)]
    thousands = thousands_in(plan)
    rows = [
        [AREA_LABELS.get(area, area), *(thousands(case.options[option].areas.get(area, 0.0)) for option in options)]
        for area in AREA_LABELS
        if any(area in case.options[option].areas for option in options)
    ]
    rows.append(["Residual value", *(thousands(-case.options[option].residual) for option in options)])
    rows.append(["Whole life", *(thousands(case.options[option].total_cost) for option in options)])
    return Table.of(
        [f"{SYMBOLS[plan.currency]}k", *(OPTION_LABELS[option] for option in options)], rows, chosen=len(rows) - 1
    )


def storage_table(plan: Plan, scenario: str) -> Table:
    """Return terabytes stored by tier at the decision and at the end of each year."""
    traced = model(plan.structure)
    stored = traced.evaluate(plan.values(scenario), ["data.stored"]).rows("data.stored")[:, :, 0]
    months = [0, *range(12, plan.structure.horizon + 1, 12)]
    rows = [
        [name, *(number(float(stored[tier, month]), 1) for month in months)]
        for tier, name in enumerate(("Hot", "Warm", "Cold"))
    ]
    rows.append(["All", *(number(float(stored[:, month].sum()), 1) for month in months)])
    return Table.of(["TB stored in month", *(str(month) for month in months)], rows, chosen=3)


def coverage_table(plan: Plan, scenario: str) -> Table:
    """Return, for each requirement, the share of its controls that are in place, by option.

    Those that do not apply say so.
    """
    options = present_options(plan, scenario)
    traced = model(plan.structure)
    keys = [f"coverage.{option}.{key}" for option in options for key, _ in REQUIREMENTS]
    figures = traced.evaluate(plan.values(scenario), keys)
    rows = [
        [
            f"{label}{'' if plan.entry(scenario, f'security.{key}').value else ' (does not apply)'}",
            *(share(figures.number(f"coverage.{option}.{key}")) for option in options),
        ]
        for key, label in REQUIREMENTS
    ]
    return Table.of(
        ["Controls planned", *(OPTION_LABELS[option] for option in options)], rows, [key for key, _ in REQUIREMENTS]
    )


def waterfall_table(plan: Plan, scenario: str) -> Table:
    """Return the lever waterfall in present value, in thousands: without levers, each that is on, with all of these.

    Without rows where no lever is on.
    """
    fall = waterfall(plan, scenario)
    on = [(step.label, step.saving) for step in fall.steps if step.on]
    if not on:
        return Table([], [], [])
    options = present_options(plan, scenario)
    thousands = thousands_in(plan)
    rows = [["Without levers", *(thousands(fall.without[option]) for option in options)]]
    rows += [[label, *(thousands(-saving[option]) for option in options)] for label, saving in on]
    rows.append(["With all active levers", *(thousands(fall.with_all[option]) for option in options)])
    heads = [f"{SYMBOLS[plan.currency]}k, present value", *(OPTION_LABELS[option] for option in options)]
    return Table.of(heads, rows, chosen=len(rows) - 1)


def levers_off_table(plan: Plan, scenario: str) -> Table:
    """Return what each lever that is off would add in present value, in thousands, beside those that are on.

    By its inputs as they are; without rows where every lever is on.
    """
    options = present_options(plan, scenario)
    thousands = thousands_in(plan)
    rows = [
        [step.label, *(thousands(-step.would_save[option]) for option in options)]
        for step in waterfall(plan, scenario).steps
        if not step.on
    ]
    heads = [
        f"If switched on, {SYMBOLS[plan.currency]}k, present value",
        *(OPTION_LABELS[option] for option in options),
    ]
    return Table.of(heads, rows) if rows else Table([], [], [])


def bill_shock_table(plan: Plan, scenario: str, case: CaseResult) -> Table:
    """Return the options at bills of one, three and five times the estimate, in thousands, and the cheapest.

    Without a row where the plan counts five times or more itself.
    """
    options = [option for option in case.options if not left_open(option, case)]
    thousands = thousands_in(plan)
    rows = [
        [
            one.label,
            *(thousands(one.present_value[option]) for option in options),
            OPTION_LABELS.get(one.cheapest, "none"),
        ]
        for one in bill_shock(plan, scenario, list(case.blocked))
    ]
    if len(rows) == 1:
        return Table([], [], [])
    return Table.of(
        [
            f"{SYMBOLS[plan.currency]}k, {ranked_cost(plan, scenario)}",
            *(OPTION_LABELS[option] for option in options),
            "Cheapest",
        ],
        rows,
    )


def team_table(plan: Plan, scenario: str) -> Table:
    """Return people by option at the end of each year, and what they and tools cost."""
    options = present_options(plan, scenario)
    traced = model(plan.structure)
    figures = traced.evaluate(plan.values(scenario), [OptionLine.TEAM.of(option) for option in options])
    months = [1, *range(12, plan.structure.horizon + 1, 12)]
    rows = [
        [
            OPTION_LABELS[option],
            *(number(float(figures.monthly(OptionLine.TEAM.of(option))[month, 0]), 2) for month in months),
        ]
        for option in options
    ]
    return Table.of(["People in month", *(str(month) for month in months)], rows, list(options))


def yearly_cash_table(plan: Plan, scenario: str) -> Table:
    """Return, by year from the decision, cash, charge to profit and loss.

    It also gives cash after tax of every option, in thousands.
    """
    options = present_options(plan, scenario)
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    kinds = (("total.monthly", "cash"), ("charge", "in the accounts"), ("after_tax", "after tax"))
    keys = {(option, name): _yearly_key(option, line) for option in options for line, name in kinds}
    figures = traced.evaluate(plan.values(scenario), list(keys.values()))
    company = pays_tax(plan, scenario)
    rows: list[list[Entered]] = []
    for (option, name), key in keys.items():
        if name != "after tax" or company:
            monthly = figures.monthly(key)[:, 0]
            rows.append(
                [
                    f"{OPTION_LABELS[option]}, {name}",
                    *(thousands(amount) for amount in by_year(monthly)),
                    thousands(float(np.sum(monthly))),
                ]
            )
    heads = [f"{SYMBOLS[plan.currency]}k", *year_heads(plan.structure.horizon), "Total"]
    return Table.of(heads, rows)


def pays_tax(plan: Plan, scenario: str) -> bool:
    """Return whether the organisation pays corporation tax."""
    return plan.entry(scenario, "finance.tax_position").value == "company"


def _yearly_key(option: str, line: str) -> str:
    return {
        "total.monthly": OptionLine.MONTHLY.of(option),
        "charge": OptionLine.ACCOUNTS_CHARGE.of(option),
        "after_tax": OptionLine.TAX_AFTER_TAX.of(option),
    }[line]


def financing_table(plan: Plan, scenario: str) -> Table:
    """Return buying, leasing and borrowing compared for the on-premises option.

    Present values after tax, in thousands.
    """
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    figures = traced.evaluate(
        plan.values(scenario),
        [
            "financing.price",
            "financing.buying",
            "financing.leasing",
            "financing.loan",
            "financing.rental",
            "financing.loan_payment",
        ],
    )
    symbol = SYMBOLS[plan.currency]
    rental, payment = figures.number("financing.rental"), figures.number("financing.loan_payment")
    rows = [
        [
            "Buy",
            thousands(figures.number("financing.buying")),
            amount(figures.number("financing.price"), symbol).with_words(after=" as servers are bought"),
        ],
        ["Lease", thousands(figures.number("financing.leasing")), amount_a_month(rental, symbol)],
        ["Buy with a loan", thousands(figures.number("financing.loan")), amount_a_month(payment, symbol)],
    ]
    return Table.of([f"{symbol}k", "Present value", "Payments, at most"], rows)


def financing_words(plan: Plan, scenario: str) -> str:
    """Return how leasing and borrowing compare with buying in a sentence, and that no option is ranked by them."""
    figures = model(plan.structure).evaluate(
        plan.values(scenario), ["financing.lease_gain", "financing.loan_gain", "financing.price"]
    )
    if figures.number("financing.price") <= A_PENNY:
        return ""
    gains = [figures.number(f"financing.{name}") for name in ("lease_gain", "loan_gain")]
    symbol = SYMBOLS[plan.currency]
    lease, loan = (
        "as much as buying"
        if abs(gain) <= A_PENNY
        else f"{money(abs(gain), symbol)} {'more' if gain > 0 else 'less'} than buying"
        for gain in gains
    )
    quotes = " Ask for quotes before the order is placed." if min(gains) < -A_PENNY else ""
    return (
        f"Over its term and in today's money a lease costs {lease}, a loan {loan}.{quotes} Options are compared before"
        " financing, as if all were bought outright."
    )


def amount_a_month(payment: float, symbol: str) -> Entered:
    """Return a monthly payment."""
    return whole_amount(payment, symbol).with_words(after=" a month")


def rules_table(plan: Plan, scenario: str, case: CaseResult) -> Table:
    """Return the rules that strike: what they do, to which options, why, and the source.

    What is said in the same words of several options is one row.
    """
    alike: dict[tuple[str, Effect, str], list[Finding]] = {}
    for finding in findings(plan, scenario, case):
        alike.setdefault((finding.rule.title, finding.rule.effect, _of_no_option(finding)), []).append(finding)
    rows = [_rule_row(same, said) for (_, _, said), same in alike.items()] or [["No rule applies", "", "", ""]]
    return Table.of(["Rule", "Effect", "Why", "Source"], rows)


def _of_no_option(finding: Finding) -> str:
    """Return what a rule says without the one option that it begins with."""
    if len(finding.rule.options) > 1:
        return finding.message
    (option,) = finding.rule.options
    begins = f"{OPTION_LABELS[option]}: "
    return finding.message.removeprefix(begins) if begins in finding.message else what_bars(option, finding.message)


def _rule_row(same: Sequence[Finding], said: str) -> list[str]:
    """Return the row of rules that say the same, each of its options."""
    rule, message = same[0].rule, same[0].message
    options = list(dict.fromkeys(option for one in same for option in one.rule.options))
    touched = "all options" if len(options) == len(OPTIONS) else listed([in_sentence(option) for option in options])
    if len(same) > 1 and message == f"{OPTION_LABELS[options[0]]}: {said}":
        message = f"{listed([OPTION_LABELS[options[0]], *map(in_sentence, options[1:])])}: {said}"
    elif len(same) > 1:
        (message,) = reasons({one.rule.options[0]: one.message for one in same})
    return [rule.title, f"{rule.effect.value} {touched}", message, rule.source]


def areas_of(plan: Plan, scenario: str) -> Table:
    """Return the costs by area of a scenario."""
    return areas_table(plan, judged(plan, scenario))


def rules_of(plan: Plan, scenario: str) -> Table:
    """Return the rules that strike in a scenario."""
    return rules_table(plan, scenario, judged(plan, scenario))


def bill_shock_of(plan: Plan, scenario: str) -> Table:
    """Return the bill shock of a scenario."""
    return bill_shock_table(plan, scenario, judged(plan, scenario))
