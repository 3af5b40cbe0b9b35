"""Starting points by sector: sound plans, with what usually applies, marked as assumptions."""

import pytest

from models.plan.plan import EvidenceKind
from models.plan.problems import plan_problems
from models.plan.questions import Answers
from models.plan.sectors import SECTORS, assumed, plan_of
from models.rules.decisions import judged


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
