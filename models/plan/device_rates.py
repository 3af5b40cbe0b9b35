"""Rates follow the device: of a model that the catalogue knows, those of the GPU that its pool has now."""

import re
from collections.abc import Iterator, Mapping

from models.catalogue.records import UNSAID, devices
from models.catalogue.rows import CatalogueRow, figures
from models.plan.plan import Entry, EvidenceKind, Plan

_LOOSE = re.compile(r"throughput\.(?P<size>\w+)\.(?P<device>\w+)\.(?P<precision>fp16|fp8|int8|int4)\.\w+")


def model_entry(entry: Entry, device: str) -> str:
    """Return the catalogue entry of the same model and precision on another device; empty where there is none.

    entry: of a rate. What a person typed or measured has none: it stays.
    """
    if entry.evidence.kind is EvidenceKind.MEASURED:
        return ""
    loose = _LOOSE.fullmatch(entry.evidence.catalogue)
    if loose is not None:
        known = f"model.llama_{loose['size']}_{device}_{loose['precision']}"
        return known if figures(known) else ""
    for of in (*devices(), "cpu"):
        match = re.fullmatch(rf"model\.(\w+)_{of}_(fp16|fp8|int8|int4)\.\w+", entry.evidence.catalogue)
        if match is not None:
            known = f"model.{match[1]}_{device}_{match[2]}"
            return known if figures(known) else ""
    return ""


def measured_on(plan: Plan, scenario: str, work: str) -> str:
    """Return the device that a workload's rates belong to: what is said, else that of the catalogue's entry.

    UNSAID where neither says.
    """
    prefix = f"workloads.workload.{work}."
    said = str(plan.values(scenario)[f"{prefix}rates_device"])
    if said != UNSAID:
        return said
    known = plan.entry(scenario, f"{prefix}decode_rate").evidence.catalogue
    return next(
        (one for one in (*devices(), "cpu") if re.search(rf"[._]{one}[._](fp16|fp8|int8|int4)\.", known)), UNSAID
    )


def rates_on(plan: Plan, scenario: str, pool: str, device: str) -> Iterator[tuple[str, Mapping[str, CatalogueRow]]]:
    """Yield the workloads of a pool whose model the catalogue knows on a device, each with its figures there."""
    values = plan.values(scenario)
    for work in plan.slugs["workload"]:
        prefix = f"workloads.workload.{work}."
        if values[f"{prefix}kind"] == "inference" and values[f"{prefix}pool"] == pool:
            entry = model_entry(plan.entry(scenario, f"{prefix}decode_rate"), device)
            if entry and values[f"{prefix}rates_device"] != device:
                yield work, figures(entry)
