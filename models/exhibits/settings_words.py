"""Settings of decisions in words, as every table and chart tells them."""

from collections.abc import Mapping

from models.areas.compute import Pool
from models.areas.decisions import CALLS, COMMITTED, DECISIONS, DecisionVariable, Tried
from models.areas.hosting import Route
from models.areas.terms_that_fit import may_be_taken, terms_that_fit
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.plan.used import pattern_of
from models.quantities import units
from models.quantities.declaration import Input, Kind, Value
from models.studies.decision_space import Settings, called_share, planned_value

_AS_NONE_FITS = "{} committed for one year, as no three-year term fits"


def in_words(plan: Plan, settings: Settings, *, free: bool = True) -> list[str]:
    """Return settings in words, in the order in which decisions are declared.

    free: all of them; False leaves out what `all_settings` tells.
    """
    words: list[str] = []
    calls = {one.key for one in CALLS.values()}
    for decision in DECISIONS:
        held_by = {one.key for one in decision.held_in}
        if _is_told(decision) and not free:
            continue
        held_by |= calls if decision.tried is Tried.NONE_OR_ALL else set()
        for key, value in settings.items():
            if pattern_of(key) not in held_by:
                continue
            row = plan.row_name(decision.table, key.split(".")[2]) if decision.table else ""
            if decision.tried is Tried.NONE_OR_ALL:
                words.append(decision.phrase.format(row) if value else f"{row} hosted")
            else:
                where = f"{row}: " if len(decision.rows(plan.slugs)) > 1 else ""
                words.append(where + decision.phrase.format(_value(decision.declared, value)))
    return list(dict.fromkeys(words))


def _is_told(decision: DecisionVariable) -> bool:
    """Return whether a decision is told among all settings of an option: the search moves it unasked, or it commits."""
    return decision.free or decision.declared in COMMITTED


def _value(declared: Input, value: Value) -> str:
    """Return the value of a decision as it stands in its phrase."""
    if declared.kind is Kind.CHOICE:
        label = next(one.label for one in declared.choices if one.value == value)
        return f"{label[0].lower()}{label[1:]}"
    if declared.kind is Kind.SHARE:
        return "none" if not value else "all" if value == 1 else percent(float(value))
    if declared.unit is units.MONTH:
        return f"in month {float(value):.0f}" if value else "as soon as delivered"
    return f"{float(value):,.0f} server{'' if value == 1 else 's'}"


def percent(part: float) -> str:
    """Return a share as it stands in a sentence."""
    return f"{part * 100:,.0f}%"


def all_settings(plan: Plan, values: Mapping[str, Value], option: str) -> str:
    """Return what an option takes at some values, decision by decision; what it does nothing of is left out.

    values: of every input by key.
    """
    words: list[str] = []
    for decision in DECISIONS:
        if option not in decision.options or not _is_told(decision):
            continue
        for row in decision.rows(plan.slugs):
            value = planned_value(values, decision, row, option)
            if not value or value == decision.declared.default or _never_taken(values, decision.declared, row):
                continue
            if decision.table == "pool" and not _concerns(plan, values, decision.declared, row, option):
                continue
            name = plan.row_name(decision.table, row) if decision.table else ""
            if decision.tried is Tried.NONE_OR_ALL:
                if (
                    values[f"workloads.workload.{row}.kind"] == "inference"
                    and values[f"workloads.workload.{row}.active"]
                ):
                    words.append(f"{name}{'' if value == 1 else f' {percent(float(value))}'} by API")
                continue
            where = f"{name}: " if len(decision.rows(plan.slugs)) > 1 else ""
            words.append(where + _phrase(values, decision, row, option).format(_value(decision.declared, value)))
    words += _owned(plan, values) if option == "hybrid" else []
    if option == "api":
        return "; ".join(["all that may be called is called by API", *words])
    return "; ".join(words) or "nothing committed, on spot or by API"


def _owned(plan: Plan, values: Mapping[str, Value]) -> list[str]:
    """Return the servers that a hybrid has beside those it keeps: what is owned already runs to its end."""
    words: list[str] = []
    for pool in plan.slugs["pool"]:
        servers, months = (float(values[one.key_in(pool)]) for one in (Pool.owned_servers, Pool.owned_months))
        if servers > 0 and months > 0:
            where = f"{plan.row_name('pool', pool)}: " if len(plan.slugs["pool"]) > 1 else ""
            one = servers == 1
            words.append(
                f"{where}{servers:,.0f} server{'' if one else 's'} owned already run{'s' if one else ''} to month"
                f" {months:.0f}"
            )
    return words


def _concerns(plan: Plan, values: Mapping[str, Value], declared: Input, pool: str, option: str) -> bool:
    """Return whether an option has work in a pool to which a decision applies; spot takes what can be interrupted."""
    waits = values["security.air_gapped"] or values[Pool.bridging.key_in(pool)] == "wait"
    if option == "on_premises" and waits and (declared in COMMITTED or declared is Pool.spot_share):
        return False  # it rents nothing
    works = [
        f"workloads.workload.{work}."
        for work in plan.slugs["workload"]
        if values[Workload.active.key_in(work)]
        and values[Workload.pool.key_in(work)] == pool
        and not _called(values, work, option)
    ]
    if declared is not Pool.spot_share:
        return bool(works)
    return any(values[f"{work}timing"] == "deferrable" and values[f"{work}checkpointed"] for work in works)


def _called(values: Mapping[str, Value], work: str, option: str) -> bool:
    """Return whether an API serves all of a workload in an option."""
    if option != "api":
        return called_share(values, work, option) == 1
    return values[Workload.kind.key_in(work)] == "inference" and bool(values[Route.may_call.key_in(work)])


def _never_taken(values: Mapping[str, Value], declared: Input, row: str) -> bool:
    """Return whether a commitment is never made: for longer than the plan lasts, or after terms that never end."""
    if declared not in COMMITTED or _in_their_place(values, declared, row):
        return False
    return not may_be_taken(values, declared, row)


def _phrase(values: Mapping[str, Value], decision: DecisionVariable, row: str, option: str) -> str:
    """Return the phrase of a setting: what follows three-year terms is told otherwise where there are none."""
    if decision.declared is not Pool.one_year_after:
        return decision.phrase
    if _in_their_place(values, decision.declared, row):
        return _AS_NONE_FITS
    long = next(one for one in DECISIONS if one.declared is Pool.committed_three_years)
    begins = terms_that_fit(values, row).three_years + 1
    none = not planned_value(values, long, row, option)
    return f"{{}} more committed for one year from month {begins} on" if none else decision.phrase


def _in_their_place(values: Mapping[str, Value], declared: Input, row: str) -> bool:
    """Return whether what would follow three-year terms is committed from the beginning, since none of these fits."""
    fit = terms_that_fit(values, row)
    return declared is Pool.one_year_after and not fit.any_three_years and fit.one_year > fit.begun


def setting_words(plan: Plan, settings: Settings) -> str:
    """Return settings in words, or that they are the plan's."""
    return "; ".join(in_words(plan, settings)) or "as planned"
