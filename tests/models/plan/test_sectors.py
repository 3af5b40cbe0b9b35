"""Starting points by sector: sound plans, with what usually applies, marked as assumptions."""

import pytest

from models.plan.plan import EvidenceKind
from models.plan.problems import plan_problems
from models.plan.questions import Answers
from models.plan.sectors import SECTORS, assumed, plan_of
from models.rules.decisions import judged
from models.rules.doubts import doubts


@pytest.mark.parametrize("sector", SECTORS)
def test_every_sector_makes_a_plan_in_which_every_option_may_be_chosen(sector: str) -> None:
    plan = plan_of(sector, SECTORS[sector].answers, "Ours")
    assert plan_problems(plan) == []
    assert not judged(plan, "base").blocked
    (pool,) = plan.slugs["pool"]
    for name, value in SECTORS[sector].inputs.items():
        key = name.replace("*", pool)
        entry = plan.entries[key]
        assert entry.value == value
        assert entry.evidence.kind is EvidenceKind.ASSUMPTION
        assert SECTORS[sector].name in entry.evidence.source
        assert not plan.declaration(key).numeric or plan.declaration(key).bounds[0] <= float(value)
    assert (plan.paper.mode == "public") is SECTORS[sector].public


def test_what_is_public_is_counted_as_the_green_book_says() -> None:
    for sector in ("nhs", "university", "council"):
        values = plan_of(sector, SECTORS[sector].answers, "Ours").values("base")
        assert values["finance.discount_rate"] == 0.035
        assert values["finance.rate_basis"] == "real"
        assert values["finance.ranked_by"] == "society"
    assert plan_of("law", SECTORS["law"].answers, "Ours").values("base")["finance.ranked_by"] == "organisation"


def test_an_unknown_sector_is_refused_and_the_first_assumes_nothing() -> None:
    with pytest.raises(ValueError, match="expected one of other, law"):
        plan_of("circus", Answers(), "Ours")
    assert next(iter(SECTORS)) == "other"
    assert not SECTORS["other"].inputs


def test_what_is_assumed_of_a_sector_gives_way_to_the_answers() -> None:
    """ "A partnership pays no corporation tax" stood beside the answer that it is paid."""
    law = SECTORS["law"]
    said = assumed(law, Answers())
    assert said == law.words
    assert assumed(law, Answers(pays_tax=True)) == "UK GDPR, data stays in the UK or EU; VAT is recovered."
    assert "data stays in the UK;" in assumed(law, Answers(resident=True, uk_only=True))
    assert "data stays" not in assumed(law, Answers(resident=False))
    assert "VAT" not in assumed(law, Answers(vat_services=0.5))
    assert assumed(SECTORS["other"], Answers(pays_tax=True)) == ""


@pytest.mark.parametrize(("sector", "pays"), [("nhs", 0.237), ("university", 0.145), ("council", 0.2), ("law", 0.05)])
def test_a_public_scheme_is_paid_into_as_it_asks(sector: str, pays: float) -> None:
    """5% for an NHS trust, whose scheme takes 23.7% from April 2024: people are most of what an API costs."""
    plan = plan_of(sector, SECTORS[sector].answers, "Trial")
    entry = plan.entry("base", "operations.pension")
    assert entry.value == pays
    assert entry.evidence.low is not None
    assert entry.evidence.high is not None
    assert entry.evidence.low < pays < entry.evidence.high
    assert "operations.pension" not in {one.key for one in doubts(plan, "base")}
