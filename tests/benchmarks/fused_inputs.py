"""Inputs of a plan laid out as arrays of records, one record a case and row, as the fused kernel reads them."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from models.areas.register import GROUPS
from models.plan.plan import Plan
from models.quantities.declaration import Input, Kind, Value

CODES: Mapping[str, tuple[str, ...]] = {
    "kind": ("inference", "training", "fine_tuning", "experimentation", "steady"),
    "timing": ("interactive", "deferrable"),
    "place": ("anywhere", "cloud", "inside"),
    "shape": ("flat", "curve", "measured"),
    "bridging": ("cloud", "wait"),
    "purchase": ("growth", "at_once"),
    "site": ("own_room", "colocation"),
    "rate_basis": ("nominal", "real"),
    "cloud_currency": ("GBP", "USD", "EUR"),
    "server_currency": ("GBP", "USD", "EUR"),
    "software_currency": ("GBP", "USD", "EUR"),
}
"""The whole number each choice becomes: its position here. The kernel's constants are these positions."""

INFERENCE, STEADY = 0, 4
DEFERRABLE = 1
PLACE_CLOUD, PLACE_INSIDE = 1, 2
SHAPE_CURVE, SHAPE_MEASURED = 1, 2
BRIDGING_CLOUD = 0
AT_ONCE = 1
COLOCATION = 1
USD, EUR = 1, 2
SLICES = 20

type Columns = Mapping[str, NDArray[np.float64]]


class Packed(NamedTuple):
    """A batch of cases: the arguments of the kernel, in its order.

    shared: inputs outside tables, by case; workloads, pools: those of the tables, by case and row.
    measured: measured slices of demand over average, by case, workload and slice.
    horizon: in months.
    """

    shared: NDArray[np.void]
    workloads: NDArray[np.void]
    pools: NDArray[np.void]
    measured: NDArray[np.float64]
    horizon: int


def packed(plan: Plan, scenario: str, varying: Columns) -> Packed:
    """Return the inputs of a scenario, with some of them different in each case.

    varying: numbers by case for the inputs that differ, by key; all of one length, the number of cases.
    """
    rows = plan.slugs
    values: Mapping[str, Value | NDArray[np.float64]] = {**plan.values(scenario), **varying}
    cases = max((len(column) for column in varying.values()), default=1)
    shared = np.zeros(cases, dtype=_record(one for group in GROUPS if not group.table for one in group.inputs))
    tables: dict[str, NDArray[np.void]] = {}
    for group in GROUPS:
        if not group.table:
            _fill(shared, group.inputs, "", values, rows)
            continue
        names = rows[group.table]
        tables[group.table] = np.zeros((cases, len(names)), dtype=_record(group.inputs))
        for position, name in enumerate(names):
            _fill(tables[group.table][:, position], group.inputs, name, values, rows)
    measured = np.empty((cases, len(rows["workload"]), SLICES))
    for position, name in enumerate(rows["workload"]):
        for number in range(SLICES):
            measured[:, position, number] = values[f"workloads.workload.{name}.measured_{number + 1:02}"]
    return Packed(shared, tables["workload"], tables["pool"], measured, plan.structure.horizon)


def _packable(inputs: Iterable[Input]) -> list[Input]:
    return [one for one in inputs if one.kind is not Kind.MONTH and not one.name.startswith("measured_")]


def _record(inputs: Iterable[Input]) -> np.dtype[np.void]:
    """Return the record of a case; its fields are part of the kernel's signature, so that a new input compiles it anew."""
    coded = {Kind.CHOICE, Kind.ROW, Kind.FLAG}
    return np.dtype([(one.name, np.int64 if one.kind in coded else np.float64) for one in _packable(inputs)])


def _fill(
    records: NDArray[np.void],
    inputs: Iterable[Input],
    row: str,
    values: Mapping[str, Value | NDArray[np.float64]],
    rows: Mapping[str, tuple[str, ...]],
) -> None:
    for declared in _packable(inputs):
        value = values[declared.key_in(row) if row else declared.key]
        if isinstance(value, str):
            value = (rows[declared.table] if declared.kind is Kind.ROW else CODES[declared.name]).index(value)
        records[declared.name] = value
