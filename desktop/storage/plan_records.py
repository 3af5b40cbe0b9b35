"""How a plan is written in its file, as records that pydantic checks; every problem of a file is found at once."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, StrictBool, StrictFloat, StrictInt, StrictStr

from models.areas.features import BY_SLUG
from models.plan.decision_record import LONGEST_NOTE, MOST_RECORDS
from models.plan.measurements import FIGURES, FLOWS, SLICES
from models.plan.paper import LONGEST_NAME, MODES, PARTS, RETIRED
from models.plan.plan import BASE, Entry, Evidence, EvidenceKind
from models.plan.remarks import LONGEST_NAME as LONGEST_SIGNATURE
from models.plan.remarks import LONGEST_REMARK, MOST_REMARKS

_Name = Annotated[StrictStr, Field(max_length=200)]
_Text = Annotated[StrictStr, Field(max_length=10_000)]
_Line = Annotated[StrictStr, Field(max_length=LONGEST_NAME)]
_Section = Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, {**PARTS, **RETIRED}))]
_Mode = Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, MODES))]
_Feature = Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, BY_SLUG))]
_Day = Annotated[StrictStr, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]
_Hash = Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
_Slug = Annotated[StrictStr, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")]


def _one_of(name: str, known: Mapping[str, object]) -> str:
    if name not in known:
        raise ValueError(f"expected one of {', '.join(known)}")
    return name


class _Strict(BaseModel):
    """Keys that are not known are refused."""

    model_config = ConfigDict(extra="forbid", strict=True)


class EvidenceRecord(_Strict):
    """Where a value comes from; one that is left out is the same for every value, and no copy of its own."""

    model_config = ConfigDict(frozen=True)

    kind: Literal["default", "assumption", "quote", "measured"] = "default"
    source: _Text = ""
    date: _Name = ""
    low: StrictFloat | StrictInt | None = None
    high: StrictFloat | StrictInt | None = None
    note: _Text = ""
    catalogue: _Name = ""
    shape: Literal["", "pert", "triangular", "uniform", "normal", "lognormal", "fixed"] = ""
    group: _Name = ""
    correlation: Annotated[StrictFloat | StrictInt, Field(ge=-1, le=1)] = 0


class EntryRecord(_Strict):
    """A value and its evidence."""

    value: StrictBool | StrictInt | StrictFloat | Annotated[StrictStr, Field(max_length=200)]
    evidence: EvidenceRecord = EvidenceRecord()


def as_entry(record: EntryRecord) -> Entry:
    """Return a value and its evidence as a plan has them: a fifth of the memory of their record."""
    return Entry(record.value, as_evidence(record.evidence))


def as_evidence(given: EvidenceRecord) -> Evidence:
    """Return evidence as a plan has it: the same one for the same words, as hundreds of inputs have."""
    numbers = given.low, given.high, float(given.correlation)
    words = given.kind, given.source, given.date, given.note, given.catalogue, given.shape, given.group
    # 1, 1.0, 0.0 and −0.0 are written as they were read
    return _shared(words, tuple(repr(number) for number in numbers), *numbers)


@lru_cache(maxsize=1_000)
def _shared(
    words: tuple[str, ...], _as_read: tuple[str, ...], low: float | None, high: float | None, correlation: float
) -> Evidence:
    kind, source, date, note, catalogue, shape, group = words
    return Evidence(EvidenceKind(kind), source, date, low, high, note, catalogue, shape, group, correlation)


_Entries = dict[str, Annotated[EntryRecord, AfterValidator(as_entry)]]
"""Entries once they are checked; an annotation alone does not change what a type checker takes them for."""


class RowRecord(_Strict):
    """A row of a table."""

    slug: _Slug
    name: _Name


class ScenarioRecord(_Strict):
    """A scenario and what it changes."""

    slug: _Slug
    name: _Name
    colour: Annotated[StrictStr, Field(pattern=r"^#[0-9A-Fa-f]{6}$")] = BASE.colour
    changes: _Entries = {}


class PaperRecord(_Strict):
    """The business case's own words."""

    mode: _Mode = "company"
    organisation: _Line = ""
    sponsor: _Line = ""
    author: _Line = ""
    board: _Line = ""
    purpose: _Line = ""
    classification: _Line = ""
    reference_class: _Line = ""
    delegated: _Line = ""
    signatories: _Line = ""
    objectives: _Text = ""
    success_factors: _Text = ""
    background: _Text = ""
    strategic: _Text = ""
    considered: _Text = ""
    benefits: _Text = ""
    resilience: _Text = ""
    exit: _Text = ""
    procurement: _Text = ""
    delivery: _Text = ""
    owners: _Text = ""
    funding: _Text = ""
    conditions: _Text = ""
    after_a_year: _Text = ""
    mitigation: _Text = ""
    hidden: list[_Section] = []
    added: list[_Section] = []
    order: list[_Section] = []


def _twenty(slices: list[float]) -> list[float]:
    if len(slices) not in {0, SLICES}:
        raise ValueError(f"expected {SLICES} slices or none")
    return slices


_Number = Annotated[StrictFloat | StrictInt, Field(allow_inf_nan=False)]
_Figures = dict[Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, FIGURES))], _Number]
_Flows = dict[Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, {**FLOWS, "days": ""}))], _Number]


class MeasurementRecord(_Strict):
    """What one file of measurements said."""

    file: _Name
    sha256: Annotated[StrictStr, Field(pattern=r"^[0-9a-f]{64}$")]
    format: _Name
    family: _Name
    taken: _Name
    start: _Name = ""
    end: _Name = ""
    zone: _Name = ""
    coverage: Annotated[StrictFloat | StrictInt, Field(ge=0, le=1)] = 1.0
    days: Annotated[StrictFloat | StrictInt, Field(ge=0)] = 0.0
    bucket: Annotated[StrictInt, Field(ge=0)] = 0
    currency: _Name = ""
    used: Annotated[StrictInt, Field(ge=0)] = 0
    aside: Annotated[StrictInt, Field(ge=0)] = 0
    reconciliation: _Text = ""
    sums: _Flows = {}
    months: dict[Annotated[StrictStr, Field(pattern=r"^\d{4}-\d{2}$")], _Flows] = {}
    figures: _Figures = {}
    ranges: dict[
        Annotated[StrictStr, AfterValidator(lambda name: _one_of(name, FIGURES))],
        Annotated[list[_Number], Field(min_length=2, max_length=2)],
    ] = {}
    slices: Annotated[list[_Number], AfterValidator(_twenty)] = []
    workload: _Name = ""
    pool: _Name = ""
    term: Literal["", "one_year", "three_years"] = ""
    other_account: StrictBool = False


class RemarkRecord(_Strict):
    """A remark on an input."""

    key: _Name
    by: Annotated[StrictStr, Field(min_length=1, max_length=LONGEST_SIGNATURE)]
    on: _Day
    says: Literal["comment", "question", "answer", "agreed", "not agreed"]
    text: Annotated[StrictStr, Field(max_length=LONGEST_REMARK)] = ""
    value: StrictBool | StrictInt | StrictFloat | _Name | None = None
    scenario: _Slug = "base"


class WireRecord(_Strict):
    """A tripwire as it stood."""

    key: _Name
    keys: list[_Name]
    at: _Number
    below: StrictBool
    to: _Name
    words: _Text


class DecidedRecord(_Strict):
    """What was decided."""

    by: Annotated[StrictStr, Field(min_length=1, max_length=LONGEST_SIGNATURE)]
    on: _Day
    scenario: _Name
    decided: _Name
    recommended: _Name
    state: _Name
    sentence: _Text
    currency: Literal["GBP", "USD", "EUR"]
    version: _Name
    plan_hash: _Hash
    chance: _Number | None = None
    approval: _Number | None = None
    note: Annotated[StrictStr, Field(max_length=LONGEST_NOTE)] = ""
    compared: dict[_Name, _Number] = {}
    wires: list[WireRecord] = []
    rows: dict[_Name, list[Annotated[list[_Name], Field(min_length=2, max_length=2)]]] = {}
    values: dict[_Name, StrictBool | StrictInt | StrictFloat | _Name] = {}
    before: Annotated[StrictStr, Field(pattern=r"^([0-9a-f]{64})?$")] = ""
    seal: _Hash


class PlanRecord(_Strict):
    """A whole plan."""

    format: Literal["boardcase-plan"]
    version: Literal[1, 2, 3, 4, 5, 6]
    title: _Name
    currency: Literal["GBP", "USD", "EUR"]
    story: _Text = ""
    paper: PaperRecord = PaperRecord()
    measurements: list[MeasurementRecord] = []
    features: list[_Feature] = []
    remarks: Annotated[list[RemarkRecord], Field(max_length=MOST_REMARKS)] = []
    records: Annotated[list[DecidedRecord], Field(max_length=MOST_RECORDS)] = []
    tables: dict[str, list[RowRecord]]
    inputs: _Entries
    scenarios: Annotated[list[ScenarioRecord], Field(min_length=1)]
