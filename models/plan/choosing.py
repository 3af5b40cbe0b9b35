"""Catalogue entries chosen for a plan: their figures are frozen in it, and a newer catalogue only offers a change."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from models.catalogue.records import UNSAID, server_with
from models.catalogue.rows import CatalogueRow, catalogue, figures
from models.plan.device_rates import rates_on
from models.plan.plan import Entry, Plan, frozen
from models.plan.problems import value_problem
from models.quantities.declaration import Input, InputGroup, Value
from models.quantities.writing import SYMBOLS


class ChoiceError(Exception):
    """A catalogue entry that does not fit where it was chosen; the message says what does."""


@dataclass(frozen=True, slots=True)
class Offer:
    """A figure that the catalogue now gives differently from what the plan has frozen from it."""

    scenario: str
    key: str
    now: Value
    offered: Entry
    currency: str = ""


def chosen(plan: Plan, scenario: str, target: str, entry: str) -> Plan:
    """Return the plan with a catalogue entry frozen in an input, or in the inputs of a table's row.

    target: the key of an input, or a row such as hosting.workload.chat.
    Raises ChoiceError where the entry or the target is unknown, or the one has nothing for the other.
    """
    if target in plan.entries:
        row = catalogue().get(entry)
        if row is None:
            raise ChoiceError(f"{entry}: there is no such row in the catalogue; `boardcase catalogue` lists them")
        return _set(plan, scenario, target, row)
    known = figures(entry)
    if not known:
        raise ChoiceError(f"{entry}: there is no such entry in the catalogue; `boardcase catalogue` lists them")
    fitting = {f"{target}.{name}": row for name, row in known.items() if f"{target}.{name}" in plan.entries}
    if not fitting:
        raise ChoiceError(f"{target}: has no input that {entry} gives a figure for ({', '.join(known)})")
    before = plan.entries[f"{target}.device"].value if f"{target}.device" in plan.entries else ""
    for key, row in fitting.items():
        plan = _set(plan, scenario, key, row)
    if "device" in known and known["device"].text != before and entry.startswith("offer."):
        plan = _server_follows(plan, scenario, target, known["device"].text)
    area, table, slug = (*target.split("."), "", "")[:3]
    if (area, table) == ("compute", "pool") and "device" in known:
        plan = _rates_follow(plan, scenario, slug, known["device"].text)
    return plan


SERVER = ("server_price", "server_gpus", "server_power", "rack_units")
"""What of a pool's server follows another device."""


def _server_follows(plan: Plan, scenario: str, target: str, device: str) -> Plan:
    """Return the plan with a server of a pool's new device; rules bar one whose price is of another."""
    server = server_with(device)
    if server is not None:
        for name, row in figures(f"buy.{server.id}").items():
            if name in SERVER and f"{target}.{name}" in plan.entries:
                plan = _set(plan, scenario, f"{target}.{name}", row)
    return plan


def _rates_follow(plan: Plan, scenario: str, pool: str, device: str) -> Plan:
    """Return the plan with the rates on a pool's new device of every model that the catalogue knows there.

    Others stay as they are: rules say that they belong to another device.
    """
    for work, rows in list(rates_on(plan, scenario, pool, device)):
        for name, row in rows.items():
            key = f"workloads.workload.{work}.{name}"
            if key in plan.entries:
                plan = _set(plan, scenario, key, row)
    return plan


def _set(plan: Plan, scenario: str, key: str, row: CatalogueRow) -> Plan:
    declared = plan.declaration(key)
    entry = frozen(row, declared)
    problem = value_problem(key, declared, entry.value, plan.slugs)
    if problem is not None:
        raise ChoiceError(f"{key}: {row.id} does not fit: {problem.message}")
    plan = plan.with_entry(scenario, key, entry)
    companion = f"{key.rsplit('.', 1)[0]}.{declared.currency}"
    return (
        plan.with_entry(
            scenario, companion, Entry(row.currency, replace(entry.evidence, low=None, high=None, catalogue=""))
        )
        if declared.currency and row.currency
        else plan
    )


def newer(plan: Plan) -> Sequence[Offer]:
    """Return where the catalogue now gives another figure than the one a plan has frozen from it.

    Nothing is changed.
    """
    choices: list[Offer] = []
    rows = catalogue()
    for scenario in plan.scenarios:
        entries = plan.entries if scenario is plan.scenarios[0] else scenario.changes
        for key, entry in entries.items():
            row = rows.get(entry.evidence.catalogue)
            if row is not None:
                offered = frozen(row, plan.declaration(key))
                if offered.value != entry.value:
                    choices.append(Offer(scenario.slug, key, entry.value, offered, row.currency))
    return choices


@dataclass(frozen=True, slots=True)
class CatalogueEntry:
    """An entry of several figures that fills columns of a table's row: its id, what it is called and whose it is.

    price: its price by a unit, such as $8.944 / GPU-hour; empty where it has none, or several. where: where what is
    rented stands, as rules on data look at it; empty where nothing of it is a place.
    """

    id: str
    name: str
    vendor: str
    price: str = ""
    where: str = ""


_PLACES = {
    "uk": "in the UK",
    "eu": "in the EU or EEA",
    "elsewhere": "outside the UK and EU",
    UNSAID: "region not stated",
}


def entries_for(group: InputGroup) -> Sequence[CatalogueEntry]:
    """Return the entries of the catalogue whose every figure is a column of a group of inputs."""
    columns = {declared.name for declared in group.inputs}
    gathered: dict[str, list[tuple[str, CatalogueRow]]] = {}
    for row_id, row in catalogue().items():
        entry, _, name = row_id.rpartition(".")
        gathered.setdefault(entry, []).append((name, row))
    entries = [
        CatalogueEntry(
            entry,
            parts[0][1].name.split(": tokens")[0],
            parts[0][1].vendor,
            _price(dict(parts)),
            next((_PLACES[row.text] for name, row in parts if name == "region"), ""),
        )
        for entry, parts in gathered.items()
        if len(parts) > 1 and all(name in columns for name, _ in parts)
    ]
    return sorted(entries, key=lambda one: (one.vendor, one.name))


def _price(rows: Mapping[str, CatalogueRow]) -> str:
    """Return the price that the columns of one entry give: of tokens in and out, or the one that is by a unit."""
    priced = {name: row for name, row in rows.items() if row.currency and row.typical > 0}
    tokens = [_amount(priced[name]) for name in ("api_in", "api_out") if name in priced]
    if len(tokens) > 1:
        return f"{tokens[0]} in, {tokens[1]} out"
    only = next(iter(priced.values())) if len(priced) == 1 else None
    return f"{_amount(only)} / {only.unit.removeprefix('/')}" if only and only.unit.startswith("/") else ""


def _amount(row: CatalogueRow) -> str:
    figure = f"{row.typical:,.2f}".removesuffix(".00") if row.typical >= 1 else f"{row.typical:.3g}"
    return f"{SYMBOLS[row.currency]}{figure}"


def fits(declared: Input) -> Sequence[CatalogueRow]:
    """Return the catalogue rows that may be chosen for an input: those of its kind."""
    return [row for row in catalogue().values() if declared.catalogue_kind and row.kind == declared.catalogue_kind]
