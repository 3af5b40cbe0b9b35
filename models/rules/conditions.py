"""When the rules between decisions strike: one condition each, with its message."""

import math
from collections.abc import Callable, Iterator

from models.areas.options import OWNING
from models.plan.deciding_body import RANKED_BY
from models.plan.waits_freely import starts_later
from models.quantities.texts import counted, listed
from models.rules.controls import missing_controls
from models.rules.facts import SOMEBODY, Facts
from models.rules.residency import api_abroad, in_uk_alone, is_bound


def strikes(holds: object) -> Iterator[str]:
    """Yield once, without a name, where a condition holds."""
    if holds:
        yield ""


def air_gap(facts: Facts) -> Iterator[str]:
    """Strikes where the plan is air-gapped."""
    return strikes(facts.is_on("security.air_gapped"))


def air_gap_api(facts: Facts) -> Iterator[str]:
    """Yields models that an air-gapped plan calls by API."""
    if facts.is_on("security.air_gapped"):
        yield from (
            name
            for name, _, hosting in facts.models_of()
            if facts.number(f"{hosting}api_share") + facts.number(f"{hosting}escalation") > 0
        )


def inside_called(facts: Facts) -> Iterator[str]:
    """Yields models that may not leave the house and that the plan calls by API."""
    yield from _inside_by_api(facts, "api_share")


def inside_escalates(facts: Facts) -> Iterator[str]:
    """Yields models that may not leave the house, or that no API may serve, of which requests escalate to one."""
    yield from _inside_by_api(facts, "escalation")
    for name, prefix, hosting in facts.models_of():
        kept = facts.values[f"{prefix}place"] != "inside" and not facts.is_on(f"{hosting}may_call")
        if kept and facts.number(f"{hosting}escalation") > 0:
            yield name


def _inside_by_api(facts: Facts, share: str) -> Iterator[str]:
    for name, prefix, hosting in facts.models_of():
        if facts.values[f"{prefix}place"] == "inside" and facts.number(f"{hosting}{share}") > 0:
            yield name


def regulated_abroad(facts: Facts) -> Iterator[str]:
    """Yields models with regulated data that are called outside the region."""
    if in_uk_alone(facts):  # a rule of its own
        return
    for name, prefix, hosting in facts.models_of():
        called = facts.values[f"{prefix}sensitivity"] == "regulated" and facts.number(f"{hosting}api_share") > 0
        if called and not facts.is_on(f"{hosting}regional_endpoint"):
            yield name


def resident_abroad(facts: Facts) -> Iterator[str]:
    """Yields models called outside the region although residency is required."""
    if in_uk_alone(facts):  # a rule of its own
        return
    for name, _, hosting in facts.models_of() if facts.is_on("security.residency") else ():
        if facts.number(f"{hosting}api_share") > 0 and not facts.is_on(f"{hosting}regional_endpoint"):
            yield name


def escalates_abroad(facts: Facts) -> Iterator[str]:
    """Yields models of which requests escalate outside the region though their data must stay inside it."""
    if in_uk_alone(facts):  # a rule of its own
        return
    for name, prefix, hosting in facts.models_of():
        escalates = facts.number(f"{hosting}escalation") > 0 and facts.number(f"{hosting}api_share") < 1
        if is_bound(facts, prefix) and escalates and not facts.is_on(f"{hosting}regional_endpoint"):
            yield name


def calls_barred(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option alone calls models by an API that law, contract or policy forbids."""

    def condition(facts: Facts) -> Iterator[str]:
        for name, prefix, hosting in facts.models_of():
            if not facts.is_on(f"{hosting}{option}_calls"):
                continue
            kept = facts.values[f"{prefix}place"] == "inside" or not facts.is_on(f"{hosting}may_call")
            if facts.is_on("security.air_gapped") or api_abroad(facts, prefix, hosting) or kept:
                yield name

    return condition


def calls_no_model(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option sends work to an API that is no inference: it would cost nothing."""

    def condition(facts: Facts) -> Iterator[str]:
        for slug, name, prefix in facts.works():
            if facts.values[f"{prefix}kind"] != "inference" and facts.is_on(f"hosting.workload.{slug}.{option}_calls"):
                yield name

    return condition


def policy_api(facts: Facts) -> Iterator[str]:
    """Yields the models sent to an API of which the plan says that no API may serve them."""
    for name, _, hosting in facts.models_of():
        if facts.number(f"{hosting}api_share") > 0 and not facts.is_on(f"{hosting}may_call"):
            yield name


def unpriced_calls(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option alone calls models by an API that has no price."""

    def condition(facts: Facts) -> Iterator[str]:
        yield from (
            name
            for name, _, hosting in facts.models_of()
            if facts.is_on(f"{hosting}{option}_calls")
            and facts.number(f"{hosting}api_in") + facts.number(f"{hosting}api_out") <= 0
        )

    return condition


def closed_tuning(facts: Facts) -> Iterator[str]:
    """Yields models that tune a closed model with confidential or regulated data."""
    for name, prefix, hosting in facts.models_of():
        if facts.values[f"{prefix}sensitivity"] in {"confidential", "regulated"} and facts.is_on(
            f"{hosting}closed_tuned"
        ):
            yield name


def spot_unsaved(facts: Facts) -> Iterator[str]:
    """Yields interruptible work on spot whose state is not saved."""
    shares = [facts.number(f"{prefix}spot_share") for _, prefix in facts.pools()] + [
        facts.number(f"{prefix}{option}_spot") * facts.number(f"{prefix}{option}_terms")
        for _, prefix in facts.pools()
        for option in ("api", *OWNING)
    ]
    if not any(shares):
        return
    for _, name, prefix in facts.works():
        waits = facts.values[f"{prefix}timing"] == "deferrable"
        if waits and not facts.is_on(f"{prefix}checkpointed") and not facts.is_on("cost_management.spot"):
            yield name


def coarse(facts: Facts) -> Iterator[str]:
    """Yields models that must be accurate and are served at four bits."""
    lever = facts.is_on("cost_management.quantise") and facts.values["cost_management.quantise_level"] == "int4"
    for name, prefix, hosting in facts.models_of():
        if (
            facts.is_on(f"{prefix}accuracy_critical")
            and facts.number(f"{hosting}api_share") < 1
            and (lever or facts.values[f"{prefix}precision"] == "int4")
        ):
            yield name


def ungoverned(facts: Facts) -> Iterator[str]:
    """Yields what governance of regulated data lacks."""
    if any(facts.values[f"{prefix}sensitivity"] == "regulated" for _, _, prefix in facts.works()):
        lacks = [] if facts.tool_for("lineage") else ["lineage"]
        lever = (
            facts.is_on("cost_management.retain")
            and facts.number("cost_management.retain_start") <= facts.plan.structure.horizon
        )
        kept = min(facts.number("data.retention"), facts.number("cost_management.retain_months") if lever else 240.0)
        # the longest that can be entered: kept for ever
        lacks += ["a retention period"] if kept >= 240 else []  # noqa: PLR2004
        if lacks:
            yield " and ".join(lacks)


def unskilled(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option owns servers and nobody is there to run them."""

    def condition(facts: Facts) -> Iterator[str]:
        platform = (
            facts.number(f"operations.role.platform.people_{option}")
            if "platform" in facts.plan.slugs["role"]
            else facts.people(option)
        )
        tools = any(
            facts.number(f"operations.role.{slug}.people_{one}") > 0
            for slug in facts.plan.slugs["role"]
            for one in ("cloud", *OWNING)
        )
        return strikes(tools and platform < SOMEBODY)

    return condition


def inside_rented(facts: Facts) -> Iterator[str]:
    """Yields workloads that may not leave the house."""
    for _, name, work in facts.works():
        if facts.values[f"{work}place"] == "inside":
            yield name


def too_soon(facts: Facts) -> Iterator[str]:
    """Yields the delivery and the first need, where work begins before servers are there."""
    waits = facts.case.options["on_premises"].waits
    first = min((facts.number(f"{work}start") for _, _, work in facts.works()), default=120.0)
    if first <= waits:
        later = starts_later(facts.values, facts.plan.slugs, "on_premises")
        until = f"{waits:g} month{'' if waits == 1 else 's'} to delivery"
        if later is not None:
            until = (
                f"owning on premises is set to start in month {later[0]}, delivery takes {counted(later[1], 'month')}"
            )
        yield f"{until}, first needed in month {first:g}"


def rents_inside(facts: Facts) -> Iterator[str]:
    """Strikes where an air-gapped plan rents GPUs."""
    return strikes(facts.is_on("security.air_gapped") and facts.line("on_premises.rented_gpus") > 0)


def undone(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option does next to nothing of the work."""

    def condition(facts: Facts) -> Iterator[str]:
        return strikes(facts.case.options[option].undone > 0.99)  # noqa: PLR2004 - next to nothing is done

    return condition


def controls_missing(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option lacks controls that are mandatory."""

    def condition(facts: Facts) -> Iterator[str]:
        if facts.is_on("security.controls_mandatory") and option in facts.case.options:
            missing = missing_controls(facts.plan, facts.values, option)
            if missing:
                yield listed([row.name for row in missing])

    return condition


def unpriced_cloud(facts: Facts) -> Iterator[str]:
    """Yields pools that are needed and whose GPUs have no price."""
    yield from _unpriced(facts, "cloud_price", "cloud.served")


def unpriced_beside_api(facts: Facts) -> Iterator[str]:
    """Yields pools that are rented for what no API serves, and whose GPUs have no price."""
    if "api" in facts.case.options:
        yield from _unpriced(facts, "cloud_price", "api.rented_gpus")


def unpriced_bridging(facts: Facts) -> Iterator[str]:
    """Yields pools that are rented beside owned servers, or until they come, and whose GPUs have no price."""
    yield from _unpriced(facts, "cloud_price", "on_premises.rented_gpus")


def unpriced_servers(facts: Facts) -> Iterator[str]:
    """Yields pools whose servers are to be bought and have no price."""
    yield from _unpriced(facts, "server_price", "on_premises.ordered")


def _unpriced(facts: Facts, price: str, needed: str) -> Iterator[str]:
    free = [facts.number(f"{prefix}{price}") <= 0 for _, prefix in facts.pools()]
    if any(free):
        for (name, _), without, wanted in zip(facts.pools(), free, facts.rows(needed), strict=True):
            if without and wanted > 0:
                yield name


def no_gateway(facts: Facts) -> Iterator[str]:
    """Strikes where models are served without a gateway in a plan that looks at security."""
    serves = [name for name, _, _ in facts.models_of()]
    return strikes(serves and not facts.control_for("gateway") and _governed(facts))


def ranked_otherwise(facts: Facts) -> Iterator[str]:
    """Yields how options are ranked, where the business case asks for the other cost."""
    by_society = facts.values[RANKED_BY] == "society"
    if by_society != (facts.plan.paper.mode == "public"):
        yield (
            "Options are ranked by economic cost, which is for the public sector, in a business case of a company"
            if by_society
            else "Options are ranked by what they cost the organisation: the Green Book ranks them by economic cost"
        )


def _governed(facts: Facts) -> bool:
    """Return whether security was looked at at all: any requirement or control."""
    chosen = any(
        facts.is_on(f"security.{name}") for name in ("uk_gdpr", "fca_pra", "nhs_dspt", "residency", "air_gapped")
    )
    return chosen or any(facts.is_on(f"security.control.{slug}.active") for slug in facts.plan.slugs["control"])


def one_region(facts: Facts) -> Iterator[str]:
    """Strikes where availability is asked of a single region."""
    return strikes(facts.is_on("security.high_availability") and facts.is_on("security.single_region"))


def idle_fleet(facts: Facts) -> Iterator[str]:
    """Yields how busy owned servers are where they must be busier to pay, and do cost more than the cloud."""
    needed, used = facts.case.break_even_utilisation, facts.case.utilisation
    dearer = facts.case.options["on_premises"].compared > facts.case.options["cloud"].compared
    if needed is not None and dearer and round(100 * used) < round(100 * min(needed, 1)) and used > 0:
        busy = f"{used:.0%}" if round(100 * used) else "less than 1%"
        yield f"{busy} busy against {needed:.0%}" if needed <= 1 else f"{busy} busy, and no load would pay"


def verdicts(facts: Facts) -> Iterator[str]:
    """Yields the two cheapest options where discounting changes which it is."""
    if facts.case.verdicts_disagree:
        nominal, discounted = facts.case.allowed("nominal")[0], facts.case.allowed()[0]
        yield f"{nominal.label} undiscounted, {discounted.in_sentence} discounted"


def payback_of(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that an option pays back outside the range the article gives."""

    def payback(facts: Facts) -> Iterator[str]:
        month = facts.case.pair("cloud", option, "nominal").sustained if option in facts.case.options else None
        unpriced = any(list(one(facts)) for one in (unpriced_cloud, unpriced_bridging, unpriced_servers))
        compared = not facts.is_on("security.air_gapped") and not unpriced
        if not compared or month is None or month <= 0:
            return
        whole = math.ceil(month - 1e-9)
        if not 18 <= whole <= 36:  # noqa: PLR2004 - the article's range
            yield f"month {whole}"

    return payback


def heavy_on_cpu(facts: Facts) -> Iterator[str]:
    """Yields large models that are served by CPUs."""
    for name, prefix, _ in facts.models_of():
        pool = f"compute.pool.{facts.values[f'{prefix}pool']}."
        power = facts.number(f"{pool}server_power") / facts.number(f"{pool}server_gpus")
        if (
            facts.values[f"{prefix}model_class"] in {"large", "frontier"}
            and facts.number(f"{pool}server_gpus") == 1
            and 0 < power < 1.2  # noqa: PLR2004 - a CPU server draws about 0.8 kW
        ):
            yield name
