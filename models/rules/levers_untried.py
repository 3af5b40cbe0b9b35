"""Cost levers that are off and with which another option would lead, or a clear lead would be too close to call."""

from collections.abc import Iterator, Mapping

import numpy as np

from models.appraisal.line_keys import compared_line
from models.appraisal.model import model
from models.appraisal.results import A_PENNY, CaseResult, OptionResult
from models.areas.cost_management import lever_key
from models.areas.options import in_sentence
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import SYMBOLS, money
from models.rules.closeness import each_too_close
from models.rules.judgement import Against, Standing, State, worth_telling
from models.rules.other_ways import levers_off, other_ways
from models.studies.levers import LABELS
from models.studies.sampling import Draws


def levers_untried(
    plan: Plan, scenario: str, case: CaseResult, option: OptionResult, standing: Standing
) -> Iterator[Against]:
    """Yield the lever that takes most of the lead, where it turns it or leaves it too close to call.

    Every option has the lever, at its own inputs. What a lever takes off all of them alike decides nothing.
    """
    values = plan.values(scenario)
    off = levers_off(plan, scenario)
    others = [one.key for one in case.allowed() if one.key not in case.twins and one.key != option.key]
    if not off or not others:
        return
    lines = {key: compared_line(key) for key in (option.key, *others)}
    one_by_one: dict[str, Draws] = {lever_key(one): np.array([float(one == other) for other in off]) for one in off}
    traced = model(plan.structure_for(*other_ways(plan, scenario)))
    figures = traced.evaluate_once({**values, **one_by_one}, list(lines.values()))
    costs = {key: figures.arrays[line].reshape(-1) * np.ones(len(off)) for key, line in lines.items()}
    # whoever a lever makes dearer does without it
    own = np.minimum(costs[option.key], option.compared)
    behind = {key: costs[key] - own for key in others}
    nearest = [min(others, key=lambda key, at=place: behind[key][at]) for place in range(len(off))]
    least = min(range(len(off)), key=lambda place: behind[nearest[place]][place])
    rival, lead = nearest[least], float(behind[nearest[least]][least])
    symbol, label = SYMBOLS[plan.currency], LABELS[off[least]]
    # what leads already, or gains nothing by it, is no reason to try it
    if costs[rival][least] > case.options[rival].compared - A_PENNY:
        return
    tolerance = case.tolerances.get(frozenset({rival, option.key}), 0.0)
    lever: Mapping[str, Value] = {lever_key(off[least]): True}
    taken = costs[option.key][least] <= option.compared + A_PENNY
    each_with = {option.key: lever if taken else {}, rival: lever}
    if lead < -A_PENNY and worth_telling(-lead, option):
        than = f" than {option.in_sentence}" + ("" if taken else " without it")
        less = f"{in_sentence(rival)} would cost {money(-lead, symbol)} less{than}"
        # it changes answers or deletes data, which is for people to rule out and not for a search to take; of two that
        # are close, which of them it favours decides nothing
        by_rival = {rival: lever, option.key: each_with[option.key]}
        close = -lead < tolerance and each_too_close(plan, scenario, by_rival, -lead, tolerance)
        too = ", too close to call" if close else ""
        ruled_out = f"a decision on “{label}”, with which {less.removesuffix(than)}{too}"
        said = f"Not tried: with “{label}”, which every option may have, {less}{too}."
        yield Against("lever", said, -lead, turns=True, first=ruled_out if standing.state is State.CLEAR else "")
        return
    if standing.state is not State.CLEAR or abs(lead) >= tolerance:
        return
    pair = (option.key, rival) if lead >= 0 else (rival, option.key)
    if each_too_close(plan, scenario, {key: each_with[key] for key in pair}, abs(lead), tolerance):
        left = f"the lead over {in_sentence(rival)} would be {money(abs(lead), symbol)}: too close to call"
        if lead < 0:
            left = f"{in_sentence(rival)} would cost {money(-lead, symbol)} less: too close to call"
        said = f"Not tried: with “{label}”, which every option may have, {left}."
        yield Against("lever", said, standing.lead)
