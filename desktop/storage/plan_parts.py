"""Parts of a plan file beside its inputs, from their records: the paper's words, measurements, remarks, decisions."""

from typing import Any, cast

from desktop.storage.plan_records import DecidedRecord, MeasurementRecord, PaperRecord, RemarkRecord
from models.plan.decision_record import DecisionRecord, Wire, broken
from models.plan.measurements import Measurement
from models.plan.paper import NAMES, RETIRED, SECTIONS, Paper
from models.plan.plan import Plan
from models.plan.problems import Problem, Severity
from models.plan.remarks import Remark, Says
from models.quantities.texts import clean_line
from models.quantities.writing import shown


def plain(text: str, key: str, notices: list[Problem]) -> str:
    """Return a name without control characters, which no document could carry."""
    cleaned = clean_line(text)
    if cleaned != text:
        notices.append(
            Problem(
                key,
                text,
                f"{shown(text)} held characters that no plan keeps, such as control characters; they were removed",
                Severity.WARNING,
            )
        )
    return cleaned


def paper(record: PaperRecord, notices: list[Problem]) -> Paper:
    """Return the user's part of the business case, without control characters in its lines."""
    moved = [name for name in record.hidden if name in RETIRED]
    notices += [
        Problem(
            "paper.hidden",
            name,
            f"the business case has this section no more: its subject stands under “{SECTIONS[RETIRED[name]]}”, which"
            " is printed",
            Severity.WARNING,
        )
        for name in moved
    ]
    fields: dict[str, Any] = record.model_dump()
    for name in ("hidden", "added", "order"):
        fields[name] = tuple(one for one in fields[name] if one not in RETIRED)
    lines = {name: plain(str(fields[name]), f"paper.{name}", notices) for name in NAMES}
    return Paper(**cast("dict[str, Any]", {**fields, **lines}))


def measurement(record: MeasurementRecord, notices: list[Problem]) -> Measurement:
    """Return what a file measured."""
    fields: dict[str, Any] = {
        **record.model_dump(),
        "file": plain(record.file, "measurements.file", notices),
        "slices": tuple(float(one) for one in record.slices),
    }
    fields |= {"coverage": float(record.coverage), "days": float(record.days)}
    fields |= {
        name: {key: float(value) for key, value in cast("dict[str, float]", fields[name]).items()}
        for name in ("sums", "figures")
    }
    fields["months"] = {
        month: {key: float(value) for key, value in flows.items()} for month, flows in record.months.items()
    }
    fields["ranges"] = {name: (float(ends[0]), float(ends[1])) for name, ends in record.ranges.items()}
    return Measurement(**fields)


def remark(record: RemarkRecord, notices: list[Problem]) -> Remark:
    """Return a remark on an input."""
    fields: dict[str, Any] = record.model_dump()
    fields["by"] = plain(record.by, "remarks.by", notices)
    return Remark(**{**fields, "says": Says(record.says)})


def decided(record: DecidedRecord) -> DecisionRecord:
    """Return what was decided, with the seal that the file gives."""
    fields: dict[str, Any] = record.model_dump()
    fields["wires"] = tuple(
        Wire(one.key, tuple(one.keys), one.at, one.below, one.to, one.words) for one in record.wires
    )
    fields["rows"] = {table: tuple((row[0], row[1]) for row in rows) for table, rows in record.rows.items()}
    return DecisionRecord(**fields)


def unsealed(plan: Plan) -> list[Problem]:
    """Return a word on every record of a decision that is not as it was sealed."""
    return [
        Problem(
            "records",
            str(place + 1),
            f"the decision of {plan.records[place].on} by {plan.records[place].by} is not as it was recorded; it is"
            " kept and marked as changed",
            Severity.WARNING,
        )
        for place in broken(plan.records)
    ]
