"""The plan file: readable JSON with a format version, read with every problem at once and written atomically."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import cast

from pydantic import ValidationError

from desktop.storage.json_text import LARGEST_FILE, JsonError, decoded, parse
from desktop.storage.plan_parts import decided, measurement, paper, plain, remark, unsealed
from desktop.storage.plan_records import PlanRecord
from desktop.storage.plan_words import found_in_words, kind_in_words, schema_problems
from desktop.storage.upgrade import upgrade_report
from desktop.storage.versions import EVERY_AREA, LATER_TABLES, VERSION
from desktop.storage.whole_file import write_whole
from models.areas.register import TABLES, expanded, find
from models.plan.measurements import Measurement
from models.plan.paper import Paper
from models.plan.plan import Entry, Evidence, Plan, Row, Scenario, default_entry, starting_rows
from models.plan.problems import Problem, Severity, plan_problems
from models.plan.tidy import tidy
from models.quantities.declaration import Input, Kind, Value
from models.quantities.writing import SYMBOLS, in_unit

FORMAT = "boardcase-plan"
_BEGINNING = 2_000
"""Bytes among which a plan says what it is."""


class PlanFileError(Exception):
    """A plan file that was refused; the problems say why, each with its key."""

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Loaded:
    """A plan as read, and what a reader should know of it."""

    plan: Plan
    notices: tuple[Problem, ...]


def load(path: Path) -> Loaded:
    """Return the plan in a file.

    Raises PlanFileError with every problem where the file is not a plan, and OSError where it cannot be read.
    """
    return read(bytes_of(path))


def bytes_of(path: Path) -> bytes:
    """Return the bytes of what may be a plan, its kind and size looked at first. Raises PlanFileError, OSError."""
    if path.exists() and not path.is_file():
        raise PlanFileError([Problem("", "", "is not a file, or not an ordinary one; expected a plan")])
    size = path.stat().st_size
    if size > LARGEST_FILE:
        raise PlanFileError([Problem("", "", f"the file has {size:,} bytes; a plan has at most {LARGEST_FILE:,}")])
    return path.read_bytes()


def is_plan(path: Path) -> bool:
    """Return whether a file is meant as a plan.

    By its ending, or where that is .json by what stands at its beginning.
    """
    ending = path.suffix.casefold()
    if ending != ".json":
        return ending in {".boardcase", ".bak"}
    with path.open("rb") as file:
        return FORMAT.encode() in file.read(_BEGINNING)


def read(data: bytes) -> Loaded:
    """Return the plan a file's content describes. Raises PlanFileError where it is not a plan."""
    try:
        text = decoded(data)
        # a large plan stands in memory once, and not as bytes, as text and as what was parsed too
        del data
        document = parse(text)
        del text
    except JsonError as error:
        raise PlanFileError([Problem("", "", str(error))]) from None
    _check_envelope(document)
    try:
        record = PlanRecord.model_validate(document)
    except ValidationError as error:
        raise PlanFileError(schema_problems(error.errors())) from None
    document = None
    try:
        return _plan(record)
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        earlier = record.version < VERSION
        step = f"from format version {record.version} to {VERSION}" if earlier else f"of format version {VERSION}"
        raise PlanFileError(
            [
                Problem(
                    "version",
                    str(record.version),
                    f"the step {step} failed, which is a fault of this program; the file is as it was: open it with the"
                    " program that wrote it, and send a report",
                )
            ]
        ) from error


def _check_envelope(given: object) -> None:
    """Raise where the document is no plan at all, or one of a newer program."""
    if not isinstance(given, dict):
        raise PlanFileError(
            [Problem("", "", f"holds {kind_in_words(given)}; a plan is an object with format, version and inputs")]
        )
    document = cast("dict[str, object]", given)
    if document.get("format") != FORMAT:
        raise PlanFileError(
            [
                Problem(
                    "format",
                    str(document.get("format")),
                    f"{found_in_words(document.get('format'))} is not a plan of this program; expected {FORMAT}",
                )
            ]
        )
    version = document.get("version")
    if isinstance(version, bool) or not isinstance(version, int):
        raise PlanFileError(
            [
                Problem(
                    "version",
                    str(version),
                    f"{found_in_words(version)} is not a format version; expected a whole number up to {VERSION}",
                )
            ]
        )
    if version > VERSION:
        raise PlanFileError(
            [
                Problem(
                    "version",
                    str(version),
                    f"the file has format version {version}, this program reads up to {VERSION}; open it with the newer"
                    " program",
                )
            ]
        )


def _plan(record: PlanRecord) -> Loaded:
    problems: list[Problem] = []
    notices: list[Problem] = []
    upgraded = record.version < VERSION
    rows = _rows(record, problems, notices)
    slugs = {table: tuple(row.slug for row in names) for table, names in rows.items()}
    if problems:
        raise PlanFileError(problems)
    entries = _entries(record.inputs, slugs, "", problems)
    missing = [(key, declared, row) for key, declared, row in expanded(slugs) if key not in entries and not problems]
    for key, declared, _ in missing:
        entries[key] = default_entry(declared, slugs, blank=True)
        of_later_table = declared.home in LATER_TABLES and declared.home not in record.tables
        if not of_later_table and not (upgraded and (record.version < EVERY_AREA or _same_as_new(declared))):
            notices.append(
                Problem(
                    key,
                    "",
                    f"was not in the file; {_neutral(declared, entries[key], record.currency)}",
                    Severity.WARNING,
                )
            )
    if upgraded:
        noticed = {notice.key for notice in notices}
        notices[:0] = upgrade_report(record.version, [one.key for key, one, _ in missing if key not in noticed])
    scenarios = _scenarios(record, slugs, problems, notices)
    if problems:
        raise PlanFileError(problems)
    ordered = {key: entries[key] for key, _, _ in expanded(slugs)}
    plan = Plan(
        plain(record.title, "title", notices),
        record.currency,
        rows,
        ordered,
        scenarios,
        record.story,
        paper(record.paper, notices),
        tuple(measurement(one, notices) for one in record.measurements),
        frozenset(record.features),
        tuple(remark(one, notices) for one in record.remarks),
        tuple(decided(one) for one in record.records),
    )
    notices += unsealed(plan)
    refused = [problem for problem in plan_problems(plan) if problem.severity is Severity.REFUSED]
    if refused:
        raise PlanFileError(refused)
    return Loaded(tidy(plan), tuple(notices))


def _same_as_new(declared: Input) -> bool:
    """Return whether a plan that lacks an input leaves no cost out that a new one has: a count of them says it."""
    return declared.neutral == declared.default or declared.harmless


def _neutral(declared: Input, entry: Entry, currency: str) -> str:
    """Return in words what an input that was missing is taken as."""
    used = in_unit(entry.value, declared, SYMBOLS[currency])
    return f"its neutral value, {used}, is used: what it would add is not counted until it is set"


def _rows(record: PlanRecord, problems: list[Problem], notices: list[Problem]) -> dict[str, tuple[Row, ...]]:
    expected = f"is not a table of this program; expected {', '.join(TABLES)}"
    problems.extend(Problem(f"tables.{table}", "", expected) for table in record.tables if table not in TABLES)
    rows: dict[str, tuple[Row, ...]] = {}
    for table in TABLES:
        given = record.tables.get(table, [])
        slugs = [row.slug for row in given]
        if not given and TABLES[table].starting_rows and (record.version < EVERY_AREA or table not in record.tables):
            rows[table] = starting_rows(table)
            if record.version >= EVERY_AREA and table not in LATER_TABLES:
                notices.append(
                    Problem(
                        f"tables.{table}", "", "was not in the file; the rows of a new plan are used", Severity.WARNING
                    )
                )
            continue
        if not given:
            problems.append(Problem(f"tables.{table}", "", "has no row; at least one is needed"))
        twice = sorted({slug for slug in slugs if slugs.count(slug) > 1})
        problems.extend(
            Problem(f"tables.{table}.{slug}", slug, "stands twice; a row's slug is given once") for slug in twice
        )
        rows[table] = tuple(Row(row.slug, plain(row.name, f"tables.{table}.{row.slug}", notices)) for row in given)
    return rows


def _entries(
    given: Mapping[str, object], slugs: Mapping[str, tuple[str, ...]], place: str, problems: list[Problem]
) -> dict[str, Entry]:
    entries: dict[str, Entry] = {}
    for key, entry in cast("Mapping[str, Entry]", given).items():
        declared = find(key, slugs)
        if declared is None:
            problems.append(
                Problem(
                    f"{place}{key}", "", "is not an input of this program and its tables; remove it or correct the key"
                )
            )
            continue
        whole = _typed(entry.value, declared[0].kind)
        entries[key] = entry if whole is entry.value else replace(entry, value=whole)
    return entries


def _typed(value: Value, kind: Kind) -> Value:
    if kind is Kind.INTEGER and isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def _scenarios(
    record: PlanRecord, slugs: Mapping[str, tuple[str, ...]], problems: list[Problem], notices: list[Problem]
) -> tuple[Scenario, ...]:
    scenarios: list[Scenario] = []
    record.scenarios.reverse()
    while record.scenarios:
        one = record.scenarios.pop()
        place = f"scenarios.{one.slug}."
        if one.slug in {known.slug for known in scenarios}:
            problems.append(Problem(f"scenarios.{one.slug}", one.slug, "stands twice; a scenario's slug is given once"))
        changes = _entries(one.changes, slugs, place, problems)
        if not scenarios and changes:
            problems.append(
                Problem(f"scenarios.{one.slug}", "", "is the base and cannot have changes; set its values under inputs")
            )
        for key in changes:
            declared = find(key, slugs)
            if declared is not None and not declared[0].scenario_may_change:
                problems.append(Problem(f"{place}{key}", "", "belongs to the plan and cannot differ by scenario"))
        scenarios.append(Scenario(one.slug, plain(one.name, place, notices), one.colour, changes))
    return tuple(scenarios)


def text_of(plan: Plan) -> bytes:
    """Return a plan as the bytes of its file; the same plan gives the same bytes."""
    document = {
        "format": FORMAT,
        "version": VERSION,
        "title": plan.title,
        "currency": plan.currency,
        "story": plan.story,
        **(
            {"paper": {name: value for name, value in asdict(plan.paper).items() if value not in ("", ())}}
            if plan.paper != Paper()
            else {}
        ),
        **({"measurements": [_measured_record(one) for one in plan.measurements]} if plan.measurements else {}),
        **({"features": sorted(plan.features_unused)} if plan.features_unused else {}),
        **({"remarks": [_without_empty(asdict(one)) for one in plan.remarks]} if plan.remarks else {}),
        **({"records": [asdict(one) for one in plan.records]} if plan.records else {}),
        "tables": {table: [{"slug": row.slug, "name": row.name} for row in rows] for table, rows in plan.rows.items()},
        "inputs": {key: _record(entry) for key, entry in plan.entries.items()},
        "scenarios": [
            {
                "slug": one.slug,
                "name": one.name,
                "colour": one.colour,
                "changes": {key: _record(entry) for key, entry in sorted(one.changes.items())},
            }
            for one in plan.scenarios
        ],
    }
    return (json.dumps(document, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def _measured_record(one: Measurement) -> dict[str, object]:
    usual = Measurement("", "", "", "", "")
    return {name: value for name, value in asdict(one).items() if value != getattr(usual, name)}


def _without_empty(fields: Mapping[str, object]) -> dict[str, object]:
    return {name: value for name, value in fields.items() if value is not None and value != ""}


def _record(entry: Entry) -> dict[str, object]:
    evidence = entry.evidence
    if evidence == Evidence():
        return {"value": entry.value}
    fields = {
        "kind": evidence.kind.value,
        "source": evidence.source,
        "date": evidence.date,
        "low": evidence.low,
        "high": evidence.high,
        "note": evidence.note,
        "catalogue": evidence.catalogue,
        "shape": evidence.shape,
        "group": evidence.group,
        "correlation": evidence.correlation or "",
    }
    return {
        "value": entry.value,
        "evidence": {name: value for name, value in fields.items() if value not in ("", None)},
    }


def backup_of(path: Path) -> Path:
    """Return where the last good version of a plan is kept."""
    return path.with_name(f"{path.name}.bak")


def _keep_last(path: Path) -> None:
    """Keep what a file holds as its .bak; a file that is no plan never takes the place of a good one."""
    if not path.is_file():
        return
    try:
        load(path)
    except (PlanFileError, OSError):
        return
    backup = backup_of(path)
    if backup.is_symlink():  # what it leads to is somebody else's
        backup.unlink()
    write_whole(backup, path.read_bytes(), mode=path.stat().st_mode & 0o777)


def save(plan: Plan, path: Path) -> None:
    """Write a plan so that the file is at every moment the whole old one or the whole new one.

    What was there before is kept as its .bak, where that was a plan.

    Raises OSError where it cannot be written; the file there is then unchanged.
    """
    plan = tidy(plan)
    data = text_of(plan)
    if read(data).plan != replace(plan, kept_on=plan.features_unused):
        raise OSError(f"{path}: the plan would not read back as it is; nothing was written")
    _keep_last(path)
    write_whole(path, data)
