"""Inputs of a plan laid out as arrays of records, one record a case and row, as the fused kernel reads them."""

import hashlib
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
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
    "precision": ("fp16", "fp8", "int8", "int4"),
    "quantise_level": ("fp16", "fp8", "int8", "int4"),
    "bridging": ("cloud", "wait"),
    "purchase": ("growth", "at_once"),
    "site": ("own_room", "colocation"),
    "cloud_currency": ("GBP", "USD", "EUR"),
    "server_currency": ("GBP", "USD", "EUR"),
    "software_currency": ("GBP", "USD", "EUR"),
    "api_currency": ("GBP", "USD", "EUR"),
}
"""The whole number each choice becomes: its position here.

The kernel's constants are these positions; it reads no other choice.
"""

INFERENCE, STEADY = 0, 4
DEFERRABLE = 1
PLACE_CLOUD, PLACE_INSIDE = 1, 2
SHAPE_CURVE, SHAPE_MEASURED = 1, 2
FP16, FP8, INT8, INT4 = 0, 1, 2, 3
BRIDGING_CLOUD = 0
AT_ONCE = 1
COLOCATION = 1
USD, EUR = 1, 2
SLICES = 20
TABLES = ("workload", "pool", "control", "role", "tool", "risk")

type Columns = Mapping[str, NDArray[np.float64]]


class Packed(NamedTuple):
    """A batch of cases: the arguments of the kernel, in its order.

    shared: inputs outside tables, by case; workloads to risks: those of the tables, by case and row.
    measured: measured slices of demand over average, by case, workload and slice.
    horizon: in months.
    """

    shared: NDArray[np.void]
    workloads: NDArray[np.void]
    pools: NDArray[np.void]
    controls: NDArray[np.void]
    roles: NDArray[np.void]
    tools: NDArray[np.void]
    risks: NDArray[np.void]
    measured: NDArray[np.float64]
    horizon: int


def packed(plan: Plan, scenario: str, varying: Columns) -> Packed:
    """Return the inputs of a scenario, with some of them different in each case.

    varying: numbers by case for the inputs that differ, by key; all of one length, the number of cases.
    """
    rows = plan.slugs
    values: Mapping[str, Value | NDArray[np.float64]] = {**plan.values(scenario), **varying}
    cases = max((len(column) for column in varying.values()), default=1)
    declared = {
        table: [one for group in GROUPS if group.table == table for one in group.inputs if _read(one)]
        for table in ("", *TABLES)
    }
    shared = np.zeros(cases, dtype=_record(declared[""]))
    _fill(shared, declared[""], "", values, rows)
    tables = {table: np.zeros((cases, len(rows[table])), dtype=_record(declared[table])) for table in TABLES}
    for table, records in tables.items():
        for position, name in enumerate(rows[table]):
            _fill(records[:, position], declared[table], name, values, rows)
    measured = np.empty((cases, len(rows["workload"]), SLICES))
    for position, name in enumerate(rows["workload"]):
        for number in range(SLICES):
            measured[:, position, number] = values[f"workloads.workload.{name}.measured_{number + 1:02}"]
    workloads, pools, controls, roles, tools, risks = (tables[table] for table in TABLES)
    return Packed(shared, workloads, pools, controls, roles, tools, risks, measured, plan.structure.horizon)


def _read(one: Input) -> bool:
    """Return whether an input has a field: measured slices have their own array.

    Also of choices only those with codes are read.
    """
    return (
        one.kind is not Kind.MONTH
        and not one.name.startswith("measured_")
        and (one.kind is not Kind.CHOICE or one.name in CODES)
    )


def _record(inputs: Iterable[Input]) -> np.dtype[np.void]:
    """Return the record of a case.

    Its fields are part of the kernel's signature, so that a new input compiles it anew; so does new source, whose mark
    is the last field.
    """
    coded = {Kind.CHOICE, Kind.ROW, Kind.FLAG}
    return np.dtype(
        [*((one.name, np.int64 if one.kind in coded else np.float64) for one in inputs), (_source(), np.int64)]
    )


@cache
def _source() -> str:
    """Return a mark of the source of all parts of the kernel.

    Numba looks at the file of a function alone, not at those it calls.
    """
    files = sorted(Path(__file__).parent.glob("fused_*.py"))
    return f"source_{hashlib.sha256(b''.join(file.read_bytes() for file in files)).hexdigest()[:16]}"


def _fill(
    records: NDArray[np.void],
    inputs: Iterable[Input],
    row: str,
    values: Mapping[str, Value | NDArray[np.float64]],
    rows: Mapping[str, tuple[str, ...]],
) -> None:
    for declared in inputs:
        value = values[declared.key_in(row) if row else declared.key]
        if isinstance(value, str):
            value = (rows[declared.table] if declared.kind is Kind.ROW else CODES[declared.name]).index(value)
        records[declared.name] = value
