"""The commands that record a decision, hold the plan against those on record, and keep what people say of inputs."""

import hashlib
import json
from dataclasses import asdict, dataclass, replace

from desktop.commands.listing import table_text
from desktop.storage.plan_file import text_of
from desktop.storage.release_notes import current
from models.exhibits.before_signing import sentence_on_record
from models.exhibits.every_study import Asked, asked_study
from models.exhibits.recorded import record_parts, wires_of
from models.exhibits.review import review_finding, review_table
from models.plan.decision_record import broken, latest_of
from models.plan.plan import Plan
from models.plan.remarks import Says, by_input, standpoint
from models.rules.decisions import judged
from models.rules.judgement import Judgement
from models.rules.judging import judge_at_best
from models.rules.recorded import Edition, Signature, held, recorded, signed
from models.studies.tripwires import Reopening


def decided(plan: Plan, scenario: str, signature: Signature, judgement: Judgement | None = None) -> Plan:
    """Return the plan with a decision added to its record.

    judgement: of each option at its best, where it is known. Raises RecordError where nobody signs, or for an option
    that is not there.
    """
    case = judged(plan, scenario)
    signed(signature, case)
    made = judgement or judge_at_best(plan, scenario, case)
    reopened = asked_study("tripwires", plan, scenario, Asked()).behind
    assert isinstance(reopened, Reopening)
    edition = Edition(current(), hashlib.sha256(text_of(plan)).hexdigest())
    # they are of what is recommended: decided against that, none of them reopens it
    with_advice = (signature.decided or made.advised) == made.advised
    wires = wires_of(plan, scenario, reopened.tripwires if with_advice else [])
    sentence = sentence_on_record(plan, case, made, signature.decided or made.advised)
    return recorded(plan, scenario, signature, edition, case, made, sentence, wires)


@dataclass(frozen=True, slots=True)
class Told:
    """What the record says, and whether it asks to be looked at: changed, crossed, or no longer advised."""

    text: str
    reopened: bool


def record_told(plan: Plan, scenario: str, *, as_json: bool) -> Told:
    """Return every decision on record, and the plan held against the latest.

    Raises PlansApartError where that was made in other money.
    """
    if not plan.records:
        empty = "Nothing is on record. A decision is recorded with --by NAME."
        return Told(json.dumps({"finding": empty, "records": []}, indent=1) if as_json else empty, reopened=False)
    latest = held(latest_of(plan.records), plan, scenario)
    changed = broken(plan.records)
    reopened = bool(changed or latest.crossed or latest.turned)
    finding, words, tables = record_parts(plan, scenario)
    if as_json:
        record = {
            "finding": finding,
            "records": [
                {**asdict(replace(one, rows={}, values={})), "intact": place not in changed}
                for place, one in enumerate(plan.records)
            ],
            "crossed": [wire.key for wire in latest.crossed],
            "recommended_now": latest.apart.end.recommended,
            "tables": [table.records() for table in tables],
        }
        return Told(json.dumps(record, ensure_ascii=False, indent=1), reopened)
    return Told("\n\n".join([finding, *words, *(table_text(table) for table in tables)]), reopened)


def review_told(plan: Plan, scenario: str, *, as_json: bool) -> Told:
    """Return what people said of the inputs of a scenario: what is agreed, not agreed, asked."""
    finding, table = review_finding(plan, scenario), review_table(plan, scenario)
    every = by_input(plan.remarks)
    left = [
        key
        for (of, key), remarks in every.items()
        if of == scenario and key in plan.entries and standpoint(remarks, plan.entry(scenario, key).value).open
    ]
    if as_json:
        record = {
            "finding": finding,
            "open": left,
            "remarks": [{**asdict(one), "says": one.says.value} for one in plan.remarks],
            "table": table.records(),
        }
        return Told(json.dumps(record, ensure_ascii=False, indent=1), bool(left))
    return Told(f"{finding}\n\n{table_text(table)}" if table.rows else finding, bool(left))


SAYS = {
    "agree": Says.AGREED,
    "disagree": Says.DISAGREED,
    "ask": Says.QUESTION,
    "answer": Says.ANSWER,
    "comment": Says.COMMENT,
}
"""What a remark may say, by the word that is typed."""
