"""Tables and sentences of the business case beside the exhibits of the window.

Workloads, options, choices, views by year, economic appraisal, delivery, method.
"""

from collections.abc import Callable, Sequence

import numpy as np

from models.appraisal.in_use import inputs_shown
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import CaseResult, OptionResult
from models.areas.compute import Pool
from models.areas.cost_management import LEVERS, lever_key
from models.areas.finance import BILLS
from models.areas.options import OPTION_LABELS, in_sentence
from models.areas.register import GROUPS
from models.areas.workloads import Workload
from models.areas.world import hours_a_month
from models.exhibits import priced_as
from models.exhibits.case_text import short
from models.exhibits.cells import Cell, Entered, between, calendar_month, month_number, of_input, thousands_in
from models.exhibits.figures import Table, usual_is_considered
from models.exhibits.series_styles import awaits, left_open, none_judged
from models.exhibits.years import by_year, year_heads
from models.plan.plan import Plan
from models.quantities.declaration import Kind
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money, month_name
from models.rules.decisions import usual_is_cloud
from models.studies.decision_space import called_share

MOST_CHOICES = 10


def benefits_words(plan: Plan, case: CaseResult) -> str:
    """Return what benefits of one's own come to over the horizon, by option; empty where none is entered."""
    symbol = SYMBOLS[plan.currency]
    brought = {one.key: one.brought_in for one in case.apart}
    if not any(brought.values()):
        return ""
    least, most = min(brought.values()), max(brought.values())
    if most - least < 1:
        told = f"{money(most, symbol)} over the horizon"
    else:
        told = "; ".join(f"{OPTION_LABELS[key]} {money(amount, symbol)}" for key, amount in brought.items())
    return f"Benefits entered, which the cost of each option is net of: {told}."


def workloads_table(plan: Plan, scenario: str) -> Table:
    """Return every workload that counts: kind, pool, how much of it there is, growth and where it may run."""
    rows: list[list[Entered]] = []
    placed_at = "workloads.workload.place" in inputs_shown(plan)  # an input that not every plan uses
    for work in plan.rows["workload"]:
        prefix = f"workloads.workload.{work.slug}."
        if not plan.entry(scenario, f"{prefix}active").value:
            continue

        def told(name: str, prefix: str = prefix) -> Cell:
            return of_input(plan, scenario, f"{prefix}{name}", plan.entry(scenario, f"{prefix}{name}").value)

        kind = str(plan.entry(scenario, f"{prefix}kind").value)
        amount = (
            between(told("gpus"), told("hours"), " × ")
            if kind == "steady"
            else _asked(plan, scenario, prefix, told)
            if kind == "inference"
            else between(told("runs"), told("run_hours"), " of ")
        )
        placed: list[Entered] = [told("place")] if placed_at else []
        rows.append([short(work.name), told("kind"), told("pool"), amount, told("growth"), *placed])
    heads = ["Workload", "Kind", "Pool", "Amount", "Growth", "Place"][: len(rows[0]) if rows else None]
    return Table.of(heads, rows or [["No workload is counted", "", "", "", "", ""]])


def _asked(plan: Plan, scenario: str, prefix: str, told: Callable[[str], Cell]) -> Cell:
    """Return how much inference is asked for: requests, or by how many users and tasks of each, or both."""
    if not plan.entry(scenario, f"{prefix}users").value:
        return told("requests")
    by_users = between(told("users"), told("tasks_a_day"), " × ")
    requests = plan.entry(scenario, f"{prefix}requests").value
    return between(told("requests"), by_users, "; ") if requests else by_users


_NOTHING_TO_SPEAK_OF = 0.005
"""Of what an option costs: less than that paid up front is no word."""


def _usual_described(plan: Plan, scenario: str, case: CaseResult) -> str:
    """Return what business as usual is and costs, with the plan's own note."""
    symbol = SYMBOLS[plan.currency]
    usual = float(case.usual[-1])
    noted = plan.entry(scenario, "finance.usual_cost").evidence.note.strip()
    # what a file or a person said of a bill says nothing of other business as usual
    told = bool(noted) and plan.entry(scenario, "finance.usual_today").value in BILLS
    note = f"{noted[0].upper()}{noted[1:].rstrip('.')}." if told else ""
    if usual > 0:
        today = (
            f"Nothing changes. That costs {money(usual, symbol)} over the horizon,"
            f" {money(case.usual_present_value, symbol)} in today's money."
        )
        if usual_is_cloud(plan, scenario):
            done = plan.entry(scenario, "finance.usual_set_up").value
            set_up = "without its set-up, which is done" if done else "with the set-up that it pays for"
            stands_by = any(float(plan.values(scenario)[Pool.standby.key_in(one)]) > 0 for one in plan.slugs["pool"])
            beside = ", with the second site that the plan has standing by" if stands_by else ""
            today += f" It is the cloud option at list price and untuned, {set_up}{beside}."
    elif usual_is_considered(plan, scenario):
        today = "Nothing changes: nothing is paid, and the work is not done."
    else:
        today = "The cost of business as usual is not stated."
    return " ".join(piece for piece in (today, note) if piece)


def options_described(plan: Plan, scenario: str, case: CaseResult) -> Sequence[tuple[str, str]]:
    """Return business as usual and every option in a few sentences, with figures from the results."""
    symbol = SYMBOLS[plan.currency]
    traced = model(plan.structure)
    figures = traced.evaluate(plan.values(scenario), ["on_premises.ordered", "hybrid.ordered"])
    servers = {
        option: round(float(figures.rows(OptionLine.ORDERED.of(option))[:, :, 0].sum()))
        for option in ("on_premises", "hybrid")
    }
    rows = [("Business as usual", _usual_described(plan, scenario, case))]
    gpus, apis = priced_as.rented(plan, scenario), priced_as.apis_called(plan, scenario)
    for key, option in case.options.items():
        what = {
            "cloud": (
                "Every GPU is rented: committed where the plan says so, on demand or spot beyond"
                f"{f', at the prices of {gpus}' if gpus else ''}."
            ),
            "api": (
                f"A commercial API serves all the work it may{f', priced as {apis}' if apis else ''}; all other GPUs"
                " are rented, as in the cloud."
            ),
            "on_premises": (
                f"{_counted(servers['on_premises'])} bought and run{_before_them(plan, scenario, option)}."
                if servers["on_premises"] or _owns_some(plan, scenario)
                else f"No server is bought within the horizon{_meanwhile(plan, scenario)}."
            ),
            "hybrid": _hybrid_words(
                servers["hybrid"],
                sum(
                    int(plan.entry(scenario, f"compute.pool.{pool.slug}.hybrid_servers").value)
                    for pool in plan.rows["pool"]
                ),
            ),
        }[key]
        if key in case.twins and not none_judged(case):
            what = f"In this plan it is the {in_sentence(case.twins[key])} option."
        how = "Not judged" if awaits(key, case) else "Not allowed"
        barred = f" {how}: {case.blocked[key]}" if key in case.blocked else ""
        what += f"{_called_too(plan, scenario, key)}{_cost_described(case, key, symbol)}"
        rows.append((option.label, f"{what}{barred}"))
    return rows


def _cost_described(case: CaseResult, key: str, symbol: str) -> str:
    """Return what an option costs, none where a part of it has no price or it is no option of its own."""
    if awaits(key, case):
        return " A part of its cost is still to be entered."
    if none_judged(case) and key in case.unpriced:
        return ""
    option = case.options[key]
    worth_a_word = option.up_front > _NOTHING_TO_SPEAK_OF * option.total_cost
    up_front = f" {money(option.up_front, symbol)} of it up front." if worth_a_word else ""
    in_all = f"{money(option.total_cost, symbol)} over its whole life, {money(option.present_value, symbol)}"
    return f" It costs {in_all} in today's money.{up_front}"


def _hybrid_words(bought: int, kept: int) -> str:
    """Return what the hybrid keeps: servers for the steady part, or only those that work needs which may not leave."""
    if kept:
        return f"{_counted(bought)} bought for the steady part; peaks are rented."
    return (
        f"{_counted(bought)} bought, for the work that may not leave; the rest is rented."
        if bought
        else "The plan keeps no server in it: everything is rented, as in the cloud."
    )


def _before_them(plan: Plan, scenario: str, option: OptionResult) -> str:
    """Return what becomes of the work until servers are delivered; empty where there is none before."""
    traced = model(plan.structure)
    rents = RENTED in traced.lines and float(traced.evaluate(plan.values(scenario), [RENTED]).rows(RENTED).sum()) > 0
    return f"; until then the work {_until_delivered(plan, scenario)}" if rents or option.undone > 0 else ""


RENTED = "on_premises.rented_gpus"
"""GPUs that on-premises rents, until its servers are there and beside them."""


def _until_delivered(plan: Plan, scenario: str) -> str:
    """Return what becomes of the work until its servers are delivered."""
    ways = {str(plan.entry(scenario, Pool.bridging.key_in(pool)).value) for pool in plan.slugs["pool"]}
    return "waits" if ways == {"wait"} else "is rented" if "wait" not in ways else "is rented or waits, by pool"


def _owns_some(plan: Plan, scenario: str) -> bool:
    """Return whether servers are owned already."""
    return any(float(plan.entry(scenario, Pool.owned_servers.key_in(pool)).value) > 0 for pool in plan.slugs["pool"])


def _meanwhile(plan: Plan, scenario: str) -> str:
    """Return what becomes of the work where no server is bought; empty where all of it is called by API."""
    called = _called(plan, scenario, "on_premises")
    active = [work for work in plan.slugs["workload"] if plan.values(scenario)[Workload.active.key_in(work)]]
    return "" if len(called) == len(active) else f": the work {_until_delivered(plan, scenario)}"


def _called(plan: Plan, scenario: str, option: str) -> list[str]:
    """Return the workloads of which an option sends every request to an API, by name."""
    values = plan.values(scenario)
    return [
        plan.row_name("workload", work)
        for work in plan.slugs["workload"]
        if values[Workload.active.key_in(work)]
        and values[Workload.kind.key_in(work)] == "inference"
        and called_share(values, work, option) >= 1
    ]


def _called_too(plan: Plan, scenario: str, option: str) -> str:
    """Return the workloads that an option calls by API though it is not the API option, as a sentence."""
    works = _called(plan, scenario, option) if option != "api" else []
    return f" {listed(works)} {'is' if len(works) == 1 else 'are'} called by API." if works else ""


_FEW = 3
"""Workloads that a sentence names."""


def called_beside(plan: Plan, scenario: str, case: CaseResult) -> str:
    """Return which options call workloads by API though none is called API, as a further sentence; empty without."""
    shown = [one for one in case.options if one != "api" and one not in case.twins and one not in case.blocked]
    by_works: dict[tuple[str, ...], list[str]] = {}
    for option in shown:
        if works := _called(plan, scenario, option):
            by_works.setdefault(tuple(works), []).append(in_sentence(option))
    told = [
        f"{listed(list(works)) if len(works) <= _FEW else f'{len(works)} workloads'}"
        f" {'is' if len(works) == 1 else 'are'} called by API in {listed(options)} too"
        for works, options in by_works.items()
    ]
    return f" {'; '.join(told)}." if told else ""


def _counted(servers: int) -> str:
    return "No servers are" if not servers else "One server is" if servers == 1 else f"{servers} servers are"


def choices_table(plan: Plan, scenario: str, area: str) -> Table:
    """Return what was chosen in an area: its deciding choices that apply, the first of each table."""
    rows: list[list[Entered]] = []
    for group in GROUPS:
        if group.area != area:
            continue
        for declared in group.inputs:
            if declared.kind not in {Kind.CHOICE, Kind.FLAG, Kind.ROW} or not declared.essential:
                continue
            for row in plan.slugs[group.table] if group.table else ("",):
                key = declared.key_in(row) if row else declared.key
                value = plan.entry(scenario, key).value
                if plan.applies(scenario, key) and plan.counts(scenario, key) and value is not False:
                    label = f"{plan.row_name(group.table, row)}: {declared.label}" if row else declared.label
                    rows.append([short(label), of_input(plan, scenario, key, value)])
    rows = rows[:MOST_CHOICES]
    return Table.of(["Choice", ""], rows)


def by_year_table(plan: Plan, scenario: str, case: CaseResult, view: str) -> Table:
    """Return one view of every option by year from the decision, in thousands.

    "cash" is nominal, "value" in today's money, "accounts" as charged.

    Business as usual stands first where it costs anything; of its present value the whole is known alone.
    """
    options = [option for option in case.options if not left_open(option, case)]
    thousands = thousands_in(plan)
    traced = model(plan.structure)
    line = {"cash": "{}.total.monthly", "value": "{}.total.today", "accounts": "accounts.{}.charge"}[view]
    figures = traced.evaluate(plan.values(scenario), [line.format(option) for option in options])
    heads = year_heads(plan.structure.horizon)
    rows: list[list[Entered]] = []
    if view != "accounts" and case.usual.any():
        paid = [thousands(amount) for amount in by_year(np.diff(case.usual, prepend=0.0))]
        rows.append(
            [
                "Business as usual",
                *(paid if view == "cash" else [""] * len(heads)),
                thousands(float(case.usual[-1]) if view == "cash" else case.usual_present_value),
            ]
        )
    for option in options:
        monthly = figures.monthly(line.format(option))[:, 0]
        rows.append(
            [
                OPTION_LABELS[option],
                *(thousands(amount) for amount in by_year(monthly)),
                thousands(float(np.sum(monthly))),
            ]
        )
    return Table.of([f"{SYMBOLS[plan.currency]}k", *heads, "Total"], rows)


def delivery_table(plan: Plan, scenario: str) -> Table:
    """Return the steps of delivery with their months: orders and deliveries, hires, levers, in order."""
    traced = model(plan.structure)
    steps: list[tuple[float, str, Entered]] = [(0.0, "Decision of the board", "")]
    keys = ["hybrid.ordered", "on_premises.ordered", "hybrid.delivered", "on_premises.delivered"]
    known = [key for key in keys if key in traced.lines]
    figures = traced.evaluate(plan.values(scenario), known)
    for place, pool in enumerate(plan.rows["pool"]):
        lead = int(plan.entry(scenario, f"compute.pool.{pool.slug}.lead").value)
        for option in ("on_premises", "hybrid"):
            ordered = figures.rows(OptionLine.ORDERED.of(option))[place, :, 0]
            months = np.flatnonzero(ordered > 0)
            if len(months):
                servers = round(float(ordered.sum()))
                steps.append(
                    (
                        float(months[0]),
                        (
                            f"{OPTION_LABELS[option]}: {servers} server{'' if servers == 1 else 's'} of"
                            f" {short(pool.name)} ordered, the first in this month"
                        ),
                        month_number(lead).with_words(after=f" month{'' if lead == 1 else 's'} to delivery"),
                    )
                )
                steps.append(
                    (float(months[0]) + lead, f"{OPTION_LABELS[option]}: first delivery for {short(pool.name)}", "")
                )
    for role in plan.rows["role"]:
        prefix = f"operations.role.{role.slug}."
        delay = float(plan.entry(scenario, f"{prefix}hire_delay").value)
        if delay > 0:
            wait = month_number(delay).with_words(after=" months to hire")
            steps.append((delay, f"{short(role.name)}: hired", wait))
    for lever in LEVERS:
        if plan.entry(scenario, lever_key(lever)).value:
            label = plan.declaration(lever_key(lever)).label
            steps.append(
                (
                    float(plan.entry(scenario, f"cost_management.{lever}_start").value),
                    f"{label} takes effect",
                    "cost lever",
                )
            )
    rows = [
        [month_number(int(place)), calendar_month(plan.start, int(place)), what, note]
        for place, what, note in sorted(steps, key=lambda one: one[0])
        if place <= plan.structure.horizon
    ]
    return Table.of(["Month", "", "Step", ""], rows, [str(place) for place in range(len(rows))])


def method_words(plan: Plan, scenario: str) -> Sequence[str]:
    """Return how the figures come about, each as a sentence or two."""
    rate = float(plan.entry(scenario, "finance.discount_rate").value)
    basis = str(plan.entry(scenario, "finance.rate_basis").value)
    inflation = float(plan.entry(scenario, "finance.inflation").value)
    return (
        (
            f"Months 0 to {plan.structure.horizon}: month 0 ({month_name(plan.start, 0)}) is the decision with what is"
            f" paid up front, the others carry running cost. A month has {hours_a_month()} hours."
        ),
        f"Present values discount at {rate:.2%} a year, {basis}, by months: a cost of month m counts 1/(1+r)^(m/12)"
        + (
            f" with r the nominal rate, (1 + {rate:.2%}) × (1 + {inflation:.2%}) − 1 ="
            f" {(1 + rate) * (1 + inflation) - 1:.2%}."
            if basis == "real"
            else "."
        ),
        (
            "Every figure is worked out once, from one set of formulas; the workbook holds the same formulas live, and"
            " any of them can be followed there cell by cell."
        ),
        (
            "Demand is described by a load-duration curve in twenty slices; whole servers and instances are bought and"
            " billed. Break-evens exclude residual value at the horizon; whole-life cost and present"
            " value count it."
        ),
        (
            "Studies keep purchases and commitments as the plan decided them: what falls short waits or is rented, what"
            " is too much stands idle."
        ),
    )
