"""What a measurement offers a plan: to be kept, and each input it says something of, beside what the plan says now."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime

from desktop.imports.measured.formats import Recognised, columns_read, measured
from desktop.imports.measured.of_which import EVERY, OWN, unlike
from desktop.imports.measured.tally import Tally
from desktop.imports.names import same_name
from desktop.imports.offers import Ask, Offer, Offered, told
from desktop.imports.questions import QUESTIONS
from desktop.storage.watching import Look, unwatched
from models.catalogue.records import UNSAID
from models.exhibits.inputs import input_name
from models.exhibits.measured import figure_text
from models.plan.measured_input import MeasuredInput
from models.plan.measured_inputs import has_pool, kinds_for, measured_entry, measured_inputs, workloads_for
from models.plan.measurements import FIGURES, Flow, Measurement, label_in
from models.plan.plan import Plan
from models.quantities.declaration import NUMERIC, Kind

ZONES = ("UTC", "Europe/London")

_BY_THESE = frozenset({"duplicates", "twice", "overlap", "decimals", "order", "year", "rows"})
"""Questions of which every figure of a file is another until somebody answers them."""


def _says_something(plan: Plan, one: Offer) -> bool:
    """Return whether an offer is worth showing: it changes something, or cannot be taken."""
    changes = one.before != one.after or one.together or _newer(plan, one)
    return one.measurement is not None or not one.entry or bool(one.problem) or bool(changes)


def measured_offers(
    plan: Plan, found: Recognised, answers: Mapping[str, str], look: Look = unwatched, today: str = ""
) -> Offered:
    """Return what a bill, metric or log offers.

    answers: by name of a question: workload, pool, gpu, zone and those of QUESTIONS. Raises ImportRefusedError where it
        cannot be read, ValueError where an answer is none.
    """
    today = today or datetime.now(UTC).date().isoformat()
    tally = measured(found, answers, look, today)
    _check(plan, answers, tally)
    name = found.opened.name
    blank = tally.measurement(name, found.opened.digest(), today, "", "")
    overlaps = _overlaps(plan, blank)
    rows = _asked_of_rows(plan, tally, found.opened.which, answers)
    asks = [*rows, *_asks(plan, blank, answers), *_asks_of_file(tally, blank, overlaps, answers)]
    of = {ask.name: ask for ask in asks}
    measurement = replace(
        blank,
        workload=of["workload"].answer if "workload" in of else "",
        pool=of["pool"].answer if "pool" in of else "",
        term=of["term"].answer if "term" in of else "",
        other_account=answers.get("overlap", "") == "other_account",
    )
    notices = [f"Looks like {_a(measurement.format)}: {tally.sure}.", *_facts(measurement), *tally.notices]
    kinds = kinds_for(measurement)
    if kinds and "workload" not in of:
        notices.append(
            f"The plan has no counted workload of the kind {_kind_names(plan, kinds)}, so that its use has no input to"
            " go to."
        )
    notices += [
        f"{ask.label}: taken for {dict(ask.options).get(ask.answer, ask.answer)}, one of {len(ask.options)}; say which."
        if ask.answer
        else f"{ask.label}: nobody has said yet, so nothing that rests on it is ticked."
        for ask in asks
        if not ask.sure
    ]
    kept = replace(measurement, workload=_if_sure(of, "workload"), pool=_if_sure(of, "pool"))
    offers = [_kept(plan, kept), *(_offer(plan, measurement, one, of) for one in measured_inputs(plan, measurement))]
    if not measurement.figures:
        offers = []
    other = _other_gpu(plan, tally, measurement.pool)
    if other:
        tally.warnings.append(other)
        offers = [replace(one, chosen=one.chosen and ".pool." not in one.key) for one in offers]
    if tally.doubted or any(not ask.sure for ask in asks if ask.name in _BY_THESE):
        offers = [replace(one, chosen=False) for one in offers]
    seen = [one for one in offers if _says_something(plan, one)]
    return Offered(
        name,
        measurement.format,
        seen,
        list(dict.fromkeys(notices)),
        _preview(found, measurement),
        [*tally.warnings, *overlaps],
        asks,
        measurement,
    )


def _asked_of_rows(plan: Plan, tally: Tally, which: Mapping[str, list[str]], answers: Mapping[str, str]) -> list[Ask]:
    """Return the question which rows of a table count, where it names several rows of the plan or kinds of GPU.

    which: the names of what rows are of, by column.
    """
    given, every = answers.get("rows", ""), [one for names in which.values() for one in names]
    own = _names(plan, "workload") | _names(plan, "pool")
    found = {head: [one for one in names if same_name(one) in own] for head, names in which.items()}
    named = any(len(names) > (0 if head in OWN else 1) for head, names in found.items())
    of_gpus = unlike(which) and {Flow.GPU_HOURS, Flow.OBSERVED_GPU_HOURS} & set(tally.flows)
    if not (named or of_gpus or given):
        return []
    if given and given != EVERY and same_name(given) not in {same_name(one) for one in every}:
        raise ValueError(f"--rows {given[:60]}: the file has {', '.join(every[:12]) or 'rows of one kind'}")
    options = [("", "not said"), (EVERY, "all of them, added up"), *((one, one) for one in dict.fromkeys(every))]
    return [Ask("rows", "Rows that count", options, given, sure=bool(given))]


def _names(plan: Plan, table: str) -> set[str]:
    return {same_name(row.name) for row in plan.rows[table]}


def _other_gpu(plan: Plan, tally: Tally, pool: str) -> str:
    """Return a warning where a bill is of another GPU than the pool has, empty where it is not or nobody knows."""
    key = f"compute.pool.{pool}.device"
    models = [one for one in tally.gpus if one]
    if len(models) != 1 or key not in plan.entries:
        return ""
    value = str(plan.entries[key].value)
    label = next((choice.label for choice in plan.declaration(key).choices if choice.value == value), "")
    words = re.findall(r"[a-z0-9]+", f"{label} {value}".casefold())
    if not label or value == UNSAID or any(word in words for word in re.findall(r"[a-z0-9]+", models[0].casefold())):
        return ""
    return f"It is of {models[0]}, the pool {plan.row_name('pool', pool)} of {label}: nothing of the pool is ticked."


def _if_sure(asks: Mapping[str, Ask], name: str) -> str:
    """Return an answer that somebody gave or that is the only one; a guess is offered, but not kept."""
    return asks[name].answer if name in asks and asks[name].sure else ""


def _kind_names(plan: Plan, kinds: Sequence[str]) -> str:
    choices = plan.declaration(f"workloads.workload.{plan.slugs['workload'][0]}.kind").choices
    return " or ".join(f"“{choice.label}”" for choice in choices if choice.value in kinds)


def _newer(plan: Plan, one: Offer) -> bool:
    """Return whether an offer changes the evidence of an input whose value stays."""
    return one.entry is not None and plan.entries[one.key] != one.entry


def _check(plan: Plan, answers: Mapping[str, str], tally: Tally) -> None:
    """Raise ValueError for an answer that names nothing of the plan, whether this file asks for it or not."""
    for table in ("workload", "pool"):
        given = answers.get(table, "")
        if (
            given
            and given not in plan.slugs[table]
            and given.casefold() not in {row.name.casefold() for row in plan.rows[table]}
        ):
            raise ValueError(f"--{table} {given[:60]}: the plan has {', '.join(row.name for row in plan.rows[table])}")
    given = answers.get("gpu", "")
    if given and tally.gpus and given not in tally.gpus:
        raise ValueError(f"--gpu {given[:60]}: the file has {', '.join(model for model in tally.gpus if model)}")


def _asks_of_file(
    tally: Tally, measurement: Measurement, overlaps: Sequence[str], answers: Mapping[str, str]
) -> list[Ask]:
    """Return the questions of how a file is to be read, each with the answer that is taken."""
    asks: list[Ask] = []
    zone = answers.get("zone", "") or "UTC"
    if tally.zone_assumed or zone != "UTC":
        options = list(dict.fromkeys([*ZONES, zone]))
        asks.append(Ask("zone", "Zone of its times", [(one, one) for one in options], zone))
    if len(tally.gpus) > 1:
        given = answers.get("gpu", "")
        known = [("", "all of them"), *((model, model) for model, _ in tally.gpus.most_common() if model)]
        asks.append(Ask("gpu", "GPUs that count", known, given, sure=bool(given)))
    for name, open_ in (
        ("order", tally.order_asked),
        ("year", tally.year_asked),
        ("decimals", tally.decimals_asked),
        ("month", tally.short),
        ("duplicates", tally.repeated > 0),
        ("twice", tally.twice_asked),
        ("overlap", bool(overlaps)),
        ("currency", Flow.EFFECTIVE in tally.flows and (not tally.currency or "currency" in answers)),
        ("term", bool(measurement.figures.get("commitment_coverage"))),
    ):
        given, question = answers.get(name, "") or (_term_said(tally) if name == "term" else ""), QUESTIONS[name]
        if open_ or given:
            asks.append(Ask(name, question.label, list(question.options.items()), given, sure=bool(given)))
    return asks


_TERMS = {1: "one_year", 3: "three_years"}


def _term_said(tally: Tally) -> str:
    """Return for how long the GPUs of a bill are committed, empty where it does not say or not for all alike."""
    years = [one for one, hours in tally.years.items() if hours]
    return _TERMS.get(years[0], "") if len(years) == 1 else ""


def _asks(plan: Plan, measurement: Measurement, answers: Mapping[str, str]) -> list[Ask]:
    """Return the questions of what in the plan a file is of, each with the answer that is taken."""
    asks: list[Ask] = []
    fit = workloads_for(plan, measurement)
    if fit:
        asks.append(_ask(plan, "workload", "Workload it is of", fit, answers))
    if has_pool(measurement):
        asks.append(_ask(plan, "pool", "Pool it is of", list(plan.slugs["pool"]), answers))
    return asks


def _ask(plan: Plan, table: str, label: str, fit: Sequence[str], answers: Mapping[str, str]) -> Ask:
    # rows that count by name are of what the plan has by that name
    named = same_name(answers.get("rows", ""))
    own = next((one.slug for one in plan.rows[table] if same_name(one.name) == named and one.slug in fit), "")
    given = answers.get(table, "") or own
    by_name = {plan.row_name(table, row).casefold(): row for row in fit}
    answer = by_name.get(given.casefold(), given)
    if given and answer not in fit:
        raise ValueError(
            f"--{table} {given[:60]}: this file can be of {', '.join(plan.row_name(table, row) for row in fit)}"
        )
    return Ask(
        table,
        label,
        [(row, plan.row_name(table, row)) for row in fit],
        answer or fit[0],
        sure=bool(given) or len(fit) == 1,
    )


def _facts(measurement: Measurement) -> list[str]:
    """Return what a person checks first: period, zone, coverage, bucket, rows, currency.

    It also gives the line to hold against the invoice.
    """
    facts = [
        (
            f"Period {measurement.period}, {measurement.zone}; {measurement.coverage:.0%} covered,"
            f" {_days(measurement.days)}."
            if measurement.start
            else f"No period; {_days(measurement.days)}."
        )
    ]
    if measurement.slices:
        facts.append("Load by the hour.")
    facts.append(
        f"Rows used {measurement.used:,}, set aside"
        f" {measurement.aside:,}{f'; currency {measurement.currency}' if measurement.currency else ''}."
    )
    return [*facts, *([measurement.reconciliation] if measurement.reconciliation else [])]


def _days(days: float) -> str:
    return "1 day" if days == 1 else f"{days:,.4g} days"


def _preview(found: Recognised, measurement: Measurement) -> list[tuple[str, str]]:
    """Return the measured figures, after the columns that are read."""
    columns = columns_read(found)
    head = [("Columns read", ", ".join(columns[:30]))] if columns else []
    return [
        *head,
        *(
            (label_in(measurement, name), figure_text(measurement, name))
            for name in FIGURES
            if name in measurement.figures
        ),
    ]


def _kept(plan: Plan, measurement: Measurement) -> Offer:
    """Return the offer to keep a measurement, by which months are followed.

    The same file replaces what it brought before.
    """
    before = next((one for one in plan.measurements if one.sha256 == measurement.sha256), None)
    note = (
        f"the same file was taken in on {before.taken}; this replaces it"
        if before is not None
        else "kept for the register, the load curve and the months beside the plan"
    )
    return Offer(
        "Measurement",
        f"What it measured, {measurement.period}",
        "taken already" if before is not None else "not in the plan",
        "kept",
        note=note,
        measurement=measurement,
    )


def _offer(plan: Plan, measurement: Measurement, one: MeasuredInput, asks: Mapping[str, Ask]) -> Offer:
    base = plan.scenarios[0].slug
    declared = plan.declaration(one.key)
    entry = measured_entry(plan, measurement, one, one.key, one.value)
    together = {key: measured_entry(plan, measurement, one, key, value) for key, value in one.together.items()}
    home = one.key.split(".")[1]
    termed = one.figure in {"commitment_coverage", "committed_discount"}
    sure = (
        one.sure
        and not (termed and "term" in asks and not asks["term"].sure)
        and (home not in asks or asks[home].sure)
        and (home != "pool" or "gpu" not in asks or asks["gpu"].sure)
    )
    own = [scenario.name for scenario in plan.scenarios[1:] if one.key in scenario.changes]
    note = "; ".join(
        [
            *([one.note] if one.note else []),
            *([one.aside] if one.aside else []),
            *([f"{', '.join(own[:3])} has a value of its own, which stays"] if own else []),
        ]
    )

    def ranged(value: float | None) -> str:
        return (
            told(plan, base, one.key, value)
            if value is not None and declared.kind in NUMERIC | {Kind.SHARE, Kind.INTEGER}
            else ""
        )

    foreign = one.problem.startswith("is in ") and isinstance(one.value, (int, float))
    after = f"{one.value:,.6g} {measurement.currency}" if foreign else told(plan, base, one.key, one.value)
    return Offer(
        label_in(measurement, one.figure),
        input_name(plan, one.key),
        told(plan, base, one.key, plan.entries[one.key].value),
        after,
        one.key,
        base,
        entry=entry,
        note=note,
        problem=one.problem,
        together=together,
        low=ranged(one.low),
        high=ranged(one.high),
        chosen=sure,
    )


def _overlaps(plan: Plan, measurement: Measurement) -> list[str]:
    """Return a warning where another file of the same kind covers the same months."""
    others = [
        one
        for one in plan.measurements
        if one.sha256 != measurement.sha256
        and one.family == measurement.family
        and set(one.months) & set(measurement.months)
    ]
    return [
        f"{one.file}, taken in on {one.taken}, is of the same kind and covers"
        f" {', '.join(sorted(set(one.months) & set(measurement.months))[:3])} too. Say whether it is of the same use,"
        " of which each month counts once, from the file that covers most of it, or of another account."
        for one in others
    ]


def _a(name: str) -> str:
    """Return the name of a kind of file with its article, where it is no product's.

    >>> _a("table of amounts by time"), _a("a scrape of DCGM's exporter"), _a("Azure cost export")
    ('a table of amounts by time', "a scrape of DCGM's exporter", 'Azure cost export')
    """
    return f"a {name}" if name.startswith(("table ", "trace ", "load-")) else name
