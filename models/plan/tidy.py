"""A plan whose texts a file can hold: every text as the one rule keeps it, and no longer than a plan may have it."""

from collections.abc import Mapping
from dataclasses import replace

from models.plan.paper import LONGEST_NAME, LONGEST_WORDS, NAMES, WORDS, Paper
from models.plan.plan import Entry, Evidence, Plan, Row
from models.plan.remarks import LONGEST_NAME as LONGEST_SIGNATURE
from models.plan.remarks import LONGEST_REMARK
from models.quantities.texts import clean_line, clean_text

_NAME, _TEXT = 200, 10_000


def tidy(plan: Plan, before: Plan | None = None) -> Plan:
    """Return the plan with its texts as a file keeps them; the same plan where nothing is to be done.

    before: a plan that is tidy already: what is the same there is not looked at again. Decisions on record are sealed
    and stay.
    """
    entries = _entries(plan.entries, before.entries if before is not None else {})
    rows = plan.rows if before is not None and plan.rows is before.rows else _rows(plan.rows)
    known = {id(one) for one in before.scenarios} if before is not None else set[int]()
    scenarios = tuple(
        one if id(one) in known else replace(one, name=clean_line(one.name)[:_NAME], changes=_entries(one.changes, {}))
        for one in plan.scenarios
    )
    fields = {
        "title": clean_line(plan.title)[:_NAME],
        "story": clean_text(plan.story)[:_TEXT],
        "rows": rows,
        "entries": entries,
        "scenarios": scenarios,
        "paper": plan.paper if before is not None and plan.paper is before.paper else _paper(plan.paper),
        "measurements": tuple(replace(one, file=clean_line(one.file)[:_NAME]) for one in plan.measurements),
        "remarks": tuple(
            replace(one, by=clean_line(one.by)[:LONGEST_SIGNATURE], text=clean_text(one.text)[:LONGEST_REMARK])
            for one in plan.remarks
        ),
    }
    changed = {name: value for name, value in fields.items() if value != getattr(plan, name)}
    return replace(plan, **changed) if changed else plan  # pyright: ignore[reportArgumentType] - fields of a plan


def _rows(rows: Mapping[str, tuple[Row, ...]]) -> Mapping[str, tuple[Row, ...]]:
    return {
        table: tuple(replace(row, name=clean_line(row.name)[:_NAME]) for row in of_table)
        for table, of_table in rows.items()
    }


def _entries(entries: Mapping[str, Entry], known: Mapping[str, Entry]) -> Mapping[str, Entry]:
    changed = {
        key: better
        for key, entry in entries.items()
        if entry is not known.get(key) and (better := _entry(entry)) is not entry
    }
    return {**entries, **changed} if changed else entries


def _entry(entry: Entry) -> Entry:
    evidence = entry.evidence
    texts = (evidence.source, evidence.date, evidence.note, evidence.catalogue, evidence.group)
    if all(one.isascii() and one.isprintable() and len(one) <= _NAME for one in texts):
        return entry
    better: Evidence = replace(
        evidence,
        source=clean_text(evidence.source)[:_TEXT],
        date=clean_line(evidence.date)[:_NAME],
        note=clean_text(evidence.note)[:_TEXT],
        catalogue=clean_line(evidence.catalogue)[:_NAME],
        group=clean_line(evidence.group)[:_NAME],
    )
    return entry if better == evidence else replace(entry, evidence=better)


def _paper(paper: Paper) -> Paper:
    lines = {name: clean_line(str(getattr(paper, name)))[:LONGEST_NAME] for name in NAMES}
    words = {name: clean_text(str(getattr(paper, name)))[:LONGEST_WORDS] for name in WORDS}
    return replace(paper, **lines, **words)  # pyright: ignore[reportArgumentType] - fields of a paper
