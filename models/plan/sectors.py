"""Starting points by sector: answers to begin with and the requirements that usually apply there.

They are a place to start, marked as assumptions: what applies to an organisation its own lawyers and tax advisers say.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from models.areas.compute import Pool
from models.areas.operations import Operations
from models.areas.taxation import Tax
from models.plan.plan import Entry, Evidence, EvidenceKind, Plan
from models.plan.questions import Answers, plan_from
from models.quantities.declaration import Value

_GREEN_BOOK: Mapping[str, Value] = {
    "finance.discount_rate": 0.035,
    "finance.rate_basis": "real",
    "finance.ranked_by": "society",
    "finance.tax_position": "exempt",
}
"""How a public body counts: HM Treasury, The Green Book (2022; the edition of February 2026 could not be read here)."""

_PENSION = Operations.pension.key
"""What employers pay into public schemes is several times the legal minimum that the catalogue has."""

_MOVES = 0.03
"""By which a valuation moves what they pay: the range of an assumption."""

_PERSONAL: Mapping[str, Value] = {"security.uk_gdpr": True, "security.residency": True}


@dataclass(frozen=True, slots=True)
class Sector:
    """A sector: its name, answers to begin with, inputs that follow from it, and what these are in words.

    public: whether the business case is that of the public sector, with five cases.
    """

    name: str
    answers: Answers
    inputs: Mapping[str, Value] = field(default_factory=dict[str, Value])
    words: str = ""
    public: bool = False


_PLACE = "data stays in the UK or EU"
_TAX = "corporation tax"


def assumed(sector: Sector, answers: Answers) -> str:
    """Return what is assumed of a sector, in words, without what the answers say otherwise."""
    words = sector.words
    if answers.resident is False:
        words = words.replace(f", {_PLACE}", "")
    elif answers.uk_only:
        words = words.replace(_PLACE, "data stays in the UK")
    usual = sector.inputs.get(Tax.tax_position.key, Tax.tax_position.default) == "company"
    otherwise = [_TAX] if answers.pays_tax not in {None, usual} else []
    if answers.vat_services not in {None, sector.inputs.get(Tax.vat_services.key, Tax.vat_services.default)}:
        otherwise.append("VAT")
    said = [one for one in words.rstrip(".").split("; ") if not any(what in one for what in otherwise)]
    return "; ".join(said) + "." if words else ""


SECTORS: Mapping[str, Sector] = {
    "other": Sector("None of these", Answers()),
    "law": Sector(
        "Law firm",
        Answers(purpose="assistant", requests=1_500_000, growth=0.3, sensitivity="confidential", team="none"),
        {**_PERSONAL, "finance.vat_services": 1.0, "finance.vat_assets": 1.0, "finance.tax_position": "exempt"},
        "UK GDPR, data stays in the UK or EU; a partnership pays no corporation tax; VAT is recovered.",
    ),
    "insurance": Sector(
        "Insurer",
        Answers(purpose="all", requests=10_000_000, growth=0.2, sensitivity="confidential", team="some"),
        {
            **_PERSONAL,
            "security.fca_pra": True,
            "finance.vat_services": 0.1,
            "finance.vat_assets": 0.1,
            "finance.tax_position": "company",
        },
        (
            "UK GDPR, FCA and PRA, data stays in the UK or EU; corporation tax is paid; 10% of the VAT is recovered,"
            " since supplies are mostly exempt."
        ),
    ),
    "bank": Sector(
        "Bank",
        Answers(purpose="service", requests=50_000_000, growth=0.2, sensitivity="confidential", team="some"),
        {
            **_PERSONAL,
            "security.fca_pra": True,
            "security.high_availability": True,
            "security.single_region": False,
            Pool.standby.key: 1.0,
            "finance.vat_services": 0.08,
            "finance.vat_assets": 0.08,
            "finance.tax_position": "company",
        },
        (
            "UK GDPR, FCA and PRA, data stays in the UK or EU, high availability in two regions with all compute twice;"
            " corporation tax is paid; 8% of the VAT is recovered, since supplies are mostly exempt."
        ),
    ),
    "nhs": Sector(
        "NHS trust",
        Answers(purpose="assistant", requests=1_500_000, growth=0.1, sensitivity="confidential", team="none"),
        {**_PERSONAL, **_GREEN_BOOK, "security.nhs_dspt": True, "finance.vat_assets": 0.0, _PENSION: 0.237},
        (
            "UK GDPR, NHS DSPT, data stays in the UK or EU; 3.5% real, ranked by what options cost society; no"
            " corporation tax; VAT on equipment is not recovered; 23.7% employer pension (NHS Pension Scheme, from"
            " April 2024)."
        ),
        public=True,
    ),
    "university": Sector(
        "University",
        Answers(purpose="training", gpus=64, growth=0.2, sensitivity="internal", team="ready"),
        {
            **_GREEN_BOOK,
            "security.uk_gdpr": True,
            "finance.vat_services": 0.0,
            "finance.vat_assets": 0.0,
            _PENSION: 0.145,
        },
        (
            "UK GDPR; 3.5% real, ranked by what options cost society; no corporation tax; VAT is not recovered; 14.5%"
            " employer pension (USS, from January 2024)."
        ),
        public=True,
    ),
    "council": Sector(
        "Council",
        Answers(purpose="assistant", requests=800_000, growth=0.2, sensitivity="confidential", team="none"),
        {**_PERSONAL, **_GREEN_BOOK, "finance.vat_services": 1.0, "finance.vat_assets": 1.0, _PENSION: 0.2},
        (
            "UK GDPR, data stays in the UK or EU; 3.5% real, ranked by what options cost society; no corporation tax;"
            " VAT is recovered under section 33; about 20% employer pension (Local Government Pension Scheme; the"
            " fund's actuary has the rate)."
        ),
        public=True,
    ),
    "housing": Sector(
        "Housing association or charity",
        Answers(purpose="assistant", requests=500_000, growth=0.2, sensitivity="confidential", team="none"),
        {**_PERSONAL, "finance.tax_position": "exempt", "finance.vat_services": 0.0, "finance.vat_assets": 0.0},
        "UK GDPR, data stays in the UK or EU; a charity pays no corporation tax; VAT is not recovered.",
    ),
    "saas": Sector(
        "Software as a service",
        Answers(purpose="service", requests=40_000_000, growth=0.6, sensitivity="internal", team="some"),
        {
            "security.uk_gdpr": True,
            "finance.vat_services": 1.0,
            "finance.vat_assets": 1.0,
            "finance.tax_position": "company",
        },
        "UK GDPR; corporation tax is paid; VAT is recovered.",
    ),
}
"""Every starting point by its key, the first with nothing that is assumed."""


def plan_of(sector: str, answers: Answers, title: str) -> Plan:
    """Return the plan of the answers with what usually applies in a sector; what was answered otherwise stays.

    Raises ValueError where the sector or an answer is not known.
    """
    if sector not in SECTORS:
        raise ValueError(f"{sector[:40]}: expected one of {', '.join(SECTORS)}")
    chosen = SECTORS[sector]
    plan = plan_from(answers, title)
    said = Evidence(EvidenceKind.ASSUMPTION, f"usual for this sector: {chosen.name}")

    def evidence(key: str, value: Value) -> Evidence:
        moves = key == _PENSION and isinstance(value, float)
        return replace(said, low=float(value) - _MOVES, high=float(value) + _MOVES) if moves else said

    answered = answers.rules()
    usual = {
        key: value
        for name, value in chosen.inputs.items()
        for key in _keys(plan, name)
        if answered.get(key, value) == value
    }
    entries = {**plan.entries, **{key: Entry(value, evidence(key, value)) for key, value in usual.items()}}
    paper = replace(plan.paper, mode="public") if chosen.public else plan.paper
    return replace(plan, entries=entries, paper=paper)


def _keys(plan: Plan, name: str) -> list[str]:
    """Return the keys of an input in a plan: one, or one of each row of its table."""
    head, star, tail = name.partition("*")
    return [f"{head}{row}{tail}" for row in plan.slugs[head.rstrip(".").rsplit(".", 1)[1]]] if star else [name]
