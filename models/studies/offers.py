"""Offers to rent: what the cloud option costs with each of them, and which may not be used.

All else stays as the plan has it; a model that the catalogue knows on the offer's GPU takes its rates there.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.appraisal.results import CaseResult
from models.areas.decisions import DISCOUNTS, held_in
from models.catalogue.records import RentOffer, devices, rent_offers, server_with
from models.plan.choosing import SERVER
from models.plan.device_rates import measured_on, rates_on
from models.plan.plan import Plan
from models.quantities.declaration import Kind, Value

_TERMS: Mapping[str, Sequence[str]] = {
    discount.name: [one.name for declared, its in DISCOUNTS.items() if its is discount for one in held_in(declared)]
    for discount in DISCOUNTS.values()
}
"""What is neither committed nor run on spot where an offer has no such terms, by the discount it would have."""


@dataclass(frozen=True, slots=True)
class Offered:
    """One offer in the place of what a pool of the plan rents.

    settings: the inputs it sets, by key. present_value: of the cloud option with it, with the work that waits. lead:
        what the next option costs more, below 0 where that leads; None where no other is allowed.
    beside: those of the settings that a search for the cloud's best with the offer has found, which are not its own.
    """

    offer: RentOffer
    settings: Mapping[str, Value]
    present_value: float
    lead: float | None
    pool: str = ""
    beside: Mapping[str, Value] = field(default_factory=dict[str, Value])

    @property
    def no_terms(self) -> Mapping[str, Value]:
        """What it sets to nothing because it has no such terms: the plan may do so without it."""
        shares = {share for every in _TERMS.values() for share in every}
        return {
            key: value
            for key, value in self.settings.items()
            if key.rsplit(".", 1)[1] in shares and key not in self.beside
        }


def offered(plan: Plan, scenario: str, pool: str, case: CaseResult) -> Sequence[Offered]:
    """Return every offer of the catalogue in the place of what a pool rents, in the catalogue's order.

    case: the plan as it stands, with what rules block.
    """
    taken = [(offer, _settings(plan, scenario, pool, offer)) for offer in rent_offers().values()]
    others = [key for key in case.options if key not in {"cloud", *case.blocked} and key not in case.twins]
    wanted = [OptionLine.COMPARED.of(option) for option in ("cloud", *others)]
    costs = _costs(plan, scenario, [settings for _, settings in taken], wanted)
    made: list[Offered] = []
    for place, (offer, settings) in enumerate(taken):
        cloud, *rest = (float(costs[line][place]) for line in wanted)
        made.append(Offered(offer, settings, cloud, min(rest) - cloud if rest else None, pool))
    return made


def _settings(plan: Plan, scenario: str, pool: str, offer: RentOffer) -> Mapping[str, Value]:
    """Return what an offer sets: the columns of the pool, its currency, and the rates of models known on its device."""
    prefix = f"compute.pool.{pool}."
    settings: dict[str, Value] = {f"{prefix}{name}": value for name, (_, value) in offer.figures().items()}
    settings[f"{prefix}instance_gpus"] = offer.gpus
    for discount, shares in _TERMS.items():
        if not settings[f"{prefix}{discount}"]:
            settings |= {f"{prefix}{share}": 0.0 for share in shares}
    settings[f"{prefix}cloud_currency"] = offer.currency
    server = server_with(offer.device)
    if offer.device != plan.entry(scenario, f"{prefix}device").value and server is not None:
        settings |= {f"{prefix}{name}": value for name, (_, value) in server.figures().items() if name in SERVER}
        settings[f"{prefix}server_currency"] = server.currency
    for work, rows in rates_on(plan, scenario, pool, offer.device):
        for name, row in rows.items():
            key = f"workloads.workload.{work}.{name}"
            if key in plan.entries:
                settings[key] = row.text or row.typical
    return settings


def _costs(
    plan: Plan, scenario: str, every: Sequence[Mapping[str, Value]], wanted: Sequence[str]
) -> Mapping[str, np.ndarray]:
    """Return lines of the plan with each of some settings, worked out as one batch for each set of choices."""
    base = dict(plan.values(scenario))
    costs = {line: np.empty(len(every)) for line in wanted}
    batches: dict[tuple[tuple[str, Value], ...], list[int]] = {}
    for place, settings in enumerate(every):
        words = tuple(sorted((key, value) for key, value in settings.items() if _is_choice(plan, key)))
        batches.setdefault(tuple(pair for pair in words if _is_read(pair[0])), []).append(place)
    for choices, places in batches.items():
        numbers = {key for place in places for key, value in every[place].items() if value != base[key]}
        numbers = {key for key in numbers if not _is_choice(plan, key)}
        values: dict[str, object] = {**base, **dict(choices)}
        values |= {key: np.array([float(every[place].get(key, base[key])) for place in places]) for key in numbers}
        traced = model(plan.structure_for({key: values[key] for key in (*numbers, *dict(choices))}))
        figures = traced.evaluate_once(values, list(wanted))  # type: ignore[arg-type]
        for line in wanted:
            costs[line][places] = figures.arrays[line].reshape(-1) * np.ones(len(places))
    return costs


def _is_choice(plan: Plan, key: str) -> bool:
    return plan.declaration(key).kind is Kind.CHOICE


def _is_read(key: str) -> bool:
    """Return whether a formula reads a choice; where GPUs stand and what they are, rules alone look at."""
    return key.rsplit(".", 1)[1] in {"cloud_currency", "precision"}


def no_rates(plan: Plan, scenario: str, one: Offered, works: Sequence[tuple[str, str]]) -> list[str]:
    """Return the workloads, by name, that have no rates on the device of an offer.

    works: the hosted workloads of the pool, name and prefix of their keys.
    """
    missing: list[str] = []
    for name, prefix in works:
        of = one.settings.get(f"{prefix}rates_device") or measured_on(plan, scenario, prefix.split(".")[2])
        if of != one.offer.device:
            missing.append(name)
    return missing


def device_name(offer: RentOffer) -> str:
    """Return what an offer's GPU is called."""
    return devices()[offer.device].name
