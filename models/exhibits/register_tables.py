"""The risk register and the criteria beyond money as tables."""

from collections.abc import Sequence

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import present_options
from models.areas.options import OPTION_LABELS, in_sentence
from models.exhibits.case_text import short
from models.exhibits.cells import Entered, amount, number, share
from models.exhibits.figures import Table
from models.exhibits.spans import horizon_in_words
from models.plan.plan import Plan
from models.quantities.writing import SYMBOLS
from models.studies.criteria import criteria


def risks_table(plan: Plan, scenario: str, most: int = 200, of: str = "") -> Table:
    """Return the largest expected values of risks, in money, with the options they strike.

    of: the option whose risks alone are told; those of every option where it is none.
    """
    options = present_options(plan, scenario)
    of = of if of in options else ""
    traced = model(plan.structure)
    lines = [OptionLine.RISKS_BY_RISK.of(option) for option in options]
    found = traced.evaluate(plan.values(scenario), ["risks.expected", *lines])
    expected = found.rows("risks.expected")[:, 0, 0].copy()
    for place, row in enumerate(plan.rows["risk"]):
        if float(plan.entry(scenario, f"risks.risk.{row.slug}.of_bill").value) > 0:
            # a share of the bill it raises: in the option in which it comes to most
            of_it = [OptionLine.RISKS_BY_RISK.of(of)] if of else lines
            expected[place] = max(float(found.rows(line)[place, :, 0].sum()) for line in of_it)
    symbol = SYMBOLS[plan.currency]
    order: Sequence[int] = np.argsort(-expected, kind="stable").tolist()
    rows: list[list[Entered]] = []
    for place in order:
        row = plan.rows["risk"][place]
        prefix = f"risks.risk.{row.slug}."
        # what would strike after the horizon is in no option's cost
        within = float(plan.entry(scenario, f"{prefix}month").value) <= plan.structure.horizon
        if (
            plan.entry(scenario, f"{prefix}active").value
            and within
            and (not of or _strikes(plan, scenario, prefix, of))
        ):
            struck = [OPTION_LABELS[option] for option in options if _strikes(plan, scenario, prefix, option)]
            chance = float(plan.entry(scenario, f"{prefix}probability").value)
            rows.append([short(row.name), share(chance), amount(float(expected[place]), symbol), ", ".join(struck)])
    rows = rows or [["No risk is counted", "", "", ""]]
    return Table.of(["Risk", "Chance", "Expected", "Affects"], rows[:most])


def no_risks(plan: Plan, scenario: str, of: str = "") -> str:
    """Return that no risk is counted, or that none that is strikes an option within the horizon, as a sentence."""
    counts = any(plan.entry(scenario, f"risks.risk.{row.slug}.active").value for row in plan.rows["risk"])
    if not counts:
        return "No risk is counted."
    strikes = f"strikes {in_sentence(of)}" if of else "strikes"
    return f"No risk that is counted {strikes} within {horizon_in_words(plan.structure.horizon)}."


def risks_left_out(plan: Plan, scenario: str, of: str) -> str:
    """Return the risks of an option that are in the plan and not counted, as a sentence; empty without any."""
    if of not in present_options(plan, scenario):
        return ""
    names: list[str] = []
    for row in plan.rows["risk"]:
        prefix = f"risks.risk.{row.slug}."
        if not plan.entry(scenario, f"{prefix}active").value and _strikes(plan, scenario, prefix, of):
            names.append(row.name)
    more = f" and {len(names) - _MOST_LEFT_OUT} more" if len(names) > _MOST_LEFT_OUT else ""
    return f"In the plan and not counted: {', '.join(names[:_MOST_LEFT_OUT])}{more}." if names else ""


_MOST_LEFT_OUT = 4


def _strikes(plan: Plan, scenario: str, prefix: str, option: str) -> bool:
    if option == "api":
        return _strikes(plan, scenario, prefix, "cloud") and not plan.entry(scenario, f"{prefix}api_spared").value
    return bool(plan.entry(scenario, f"{prefix}{option}").value)


def criteria_table(plan: Plan, scenario: str) -> Table:
    """Return the criteria with their weights and scores.

    It also gives the weight of each at which another option scores highest.
    """
    options = present_options(plan, scenario)
    scored = criteria(plan, scenario)
    rows: list[list[Entered]] = []
    for one in scored.switches:
        scores = [number(one.scores[option]) for option in options]
        switch: Entered = "at no weight"
        if one.at is not None:
            side = "above" if one.at >= one.weight else "below"
            switch = number(one.at).with_words(f"{in_sentence(one.to)} {side} ")
        rows.append([one.name, number(one.weight), *scores, switch])
    rows.append(["Weighted", "", *(number(scored.scores[option]) for option in options), ""])
    return Table.of(
        ["Criterion", "Weight", *(OPTION_LABELS[option] for option in options), "Another leads"],
        rows,
        chosen=len(rows) - 1,
    )
