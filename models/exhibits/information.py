"""What it is worth to know before deciding, as it is shown: a finding, and a table of inputs with their worth."""

from models.appraisal.in_use import keys_in_use
from models.areas.hosting import Route
from models.areas.options import in_sentence, label_of
from models.areas.workloads import Workload
from models.exhibits.case_text import short
from models.exhibits.cells import CellKind, Entered, amount, number, text
from models.exhibits.figures import Table
from models.exhibits.inputs import input_name
from models.exhibits.studies import Shown
from models.exhibits.verdict_parts import may_be, none_as_planned
from models.plan.plan import EvidenceKind, Plan
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged
from models.studies.information import Information, Worth

MOST_SHOWN = 12
"""Inputs whose worth is shown, measurable or not."""

_NOTE = (
    "Worth is the saving, on average and in present value, if the input were known before the decision is"
    " taken. Cost is fitted to each input by splines on ranks in nine tenths of {cases:,} cases and read in the other"
    " tenth; below two standard errors, more for many inputs, nothing is measurable. Decisions stay as planned."
)


def worth_name(plan: Plan, one: Worth) -> str:
    """Return what an input, a group of inputs or a risk is called."""
    if one.key.startswith("risks.risk."):
        return f"Risk: {plan.row_name('risk', one.key.split('.')[2])}"
    if one.members:
        return f"All of “{one.key}” together"
    return input_name(plan, one.key)


def information_finding(plan: Plan, found: Information) -> str:
    """Return what is worth knowing, in pounds."""
    symbol = SYMBOLS[plan.currency]
    if len(found.options) < 2:  # noqa: PLR2004 - with one there is no decision
        case = judged(plan, found.scenario)
        none = none_as_planned(case)
        only = f"Only {in_sentence(found.options[0])} {may_be(case)}" if found.options else none
        if case.awaited:
            missing = "what is missing for the others" if found.options else "what is missing"
            return f"{only}: {missing} comes first."
        return f"{only}: there is nothing to decide that more knowledge could change."
    measured = found.perfect >= max(1.0, 2 * found.perfect_error)
    worth = money(found.perfect, symbol) if measured else "nothing measurable"
    whole = f"Knowing all that has a range before deciding would be worth {worth}"
    known = found.measurable
    beside = _unchecked(plan, found.scenario)
    if not known:
        # with nothing to be known of all there is nothing to be said of each
        each = ", but nothing measurable for any single input" if measured else ""
        return f"{whole}{each}.{beside}"
    first = known[0]
    rest = [f"{worth_name(plan, one)} {money(one.value, symbol)}" for one in known[1:3]]
    more = f"; then {', '.join(rest)}" if rest else "; nothing else is measurable"
    return (
        f"Knowing “{worth_name(plan, first)}” before deciding is worth {money(first.value, symbol)}{more}."
        f" {whole}: measure or ask for quotes no dearer than that.{beside}"
    )


def _unchecked(plan: Plan, scenario: str) -> str:
    """Return the rates of success of 100% that nobody has checked, as a sentence: they are in no case less.

    Only of workloads whose failed tasks take people's time; empty where each was checked or is less.
    """
    values, used = plan.values(scenario), keys_in_use(plan)
    names: list[str] = []
    for work in plan.slugs["workload"]:
        if not values[Workload.active.key_in(work)] or values[Workload.kind.key_in(work)] != "inference":
            continue
        keys = [one.key_in(work) for one in (Route.api_success, Route.hosted_success)]
        unchecked = [
            key
            for key in keys
            if key in used
            and float(values[key]) == 1
            and plan.entry(scenario, key).evidence.kind is EvidenceKind.DEFAULT
        ]
        if unchecked and float(values[Route.failure_minutes.key_in(work)]) > 0:
            names.append(plan.row_name("workload", work))
    told = f"how many tasks of {listed(names)} fail, which nobody has checked" if names else ""
    return f" Not among it is {told}: none is drawn." if told else ""


def information_shown(plan: Plan, found: Information) -> Shown:
    """Return what it is worth to know, input by input."""
    symbol = SYMBOLS[plan.currency]
    rows: list[list[Entered]] = []
    shown = [one for one in found.worths if one.measurable or round(one.value)][:MOST_SHOWN] if found.measurable else []
    for one in shown:
        worth: Entered = amount(one.value, symbol) if one.measurable else "nothing measurable"
        rows.append([text(short(worth_name(plan, one)), CellKind.INPUT), worth, amount(one.error, symbol)])
    table = Table.of(["Known before deciding", "Worth", "Standard error"], rows, [one.key for one in shown])
    ends: list[list[Entered]] = [
        ["Chosen without further information", label_of(found.best) if found.options else "–"],
        ["Knowing everything", amount(found.perfect, symbol)],
        ["Standard error", amount(found.perfect_error, symbol)],
        ["Cases", number(found.cases)],
    ]
    tables = [Table.of(["Total", ""], ends)]
    return Shown(
        "worth",
        information_finding(plan, found),
        _NOTE.format(cases=found.cases),
        [],
        [table, *tables] if rows else tables,
        behind=found,
    )
