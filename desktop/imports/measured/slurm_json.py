"""Slurm's accounts as JSON, put into the columns of its tables."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from desktop.imports.measured.json_values import Packed


def slurm_jobs(jobs: Packed) -> Iterator[dict[str, object]] | None:
    """Return the jobs of `sacct --json` as `sacct --parsable2` names their columns, None where they are other records.

    Its steps are left out: they are parts of their job. Source: Slurm, REST API v0.0.39 to v0.0.43, job of accounting.
    """
    known = all(
        isinstance(one, dict) and {"job_id", "time", "tres"} <= set(cast("dict[str, Any]", one)) for one in jobs
    )
    return (_as_row(cast("dict[str, Any]", one)) for one in jobs) if known and len(jobs) else None


def _as_row(job: Mapping[str, Any]) -> dict[str, object]:
    times, held = _record(job.get("time")), _record(job.get("tres"))
    state: object = _record(job.get("state")).get("current", job.get("state"))
    words = cast("list[object]", state) if isinstance(state, list) else [state]
    return {
        "JobIDRaw": str(job["job_id"]),
        "State": " ".join(str(one) for one in words if isinstance(one, str)),
        "Start": _number(times.get("start")),
        "ElapsedRaw": _number(times.get("elapsed")),
        "AllocTRES": _resources(held.get("allocated")),
        "ReqTRES": _resources(held.get("requested")),
    }


def _record(value: object) -> Mapping[str, Any]:
    return cast("Mapping[str, Any]", value) if isinstance(value, dict) else {}


def _number(value: object) -> str:
    """Return a number as later versions wrap it, with whether it is set, and as earlier ones write it; else nothing."""
    wrapped = _record(value)
    if wrapped:
        value = wrapped.get("number") if wrapped.get("set") else None
    return str(value) if isinstance(value, (int, float)) and value > 0 else ""


def _resources(value: object) -> str:
    """Return what a job was given, such as "cpu=8,gres/gpu=4,gres/gpu:h100=4"."""
    told: list[str] = []
    for one in cast("list[object]", value) if isinstance(value, list) else []:
        resource = _record(one)
        kind, name = str(resource.get("type", "")), str(resource.get("name") or "")
        told.append(f"{kind}{'/' if name else ''}{name}={_number(resource.get('count')) or 0}")
    return ",".join(told)
