"""Terms of what is rented: those that nobody knows, those that save nothing, and those that come late."""

import pytest
from advice import INSURER, P, having, of_kind, standing

from models.appraisal.results import case_result
from models.catalogue.records import rent_offers
from models.plan.choosing import chosen
from models.plan.plan import EvidenceKind
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judging import judge_at_best
from models.rules.later_terms import later_terms

POOL = "compute.pool.h100"
SINGLE = chosen(INSURER, "base", POOL, "offer.aws.p5_single.london")
"""An instance of one GPU at the same price a GPU-hour, whose discounts are not on record."""

TERMS = ("one_year_discount", "three_year_discount", "spot_discount")


def test_a_discount_that_is_not_on_record_is_no_quote() -> None:
    """They stood at 0%, green, as "quote, 2026"."""
    assert rent_offers()["aws.p5_single.london"].unsaid == TERMS
    for term in TERMS:
        entry = SINGLE.entry("base", f"{POOL}.{term}")
        assert entry.value == 0
        assert entry.evidence.kind is EvidenceKind.ASSUMPTION
        assert "not on record" in entry.evidence.source
    known = chosen(INSURER, "base", POOL, "offer.aws.p5.london")
    assert known.entry("base", f"{POOL}.spot_discount").evidence.kind is EvidenceKind.QUOTE


@pytest.mark.long
def test_terms_that_nobody_knows_stand_against_what_leads_without_them() -> None:
    """On-premises led clearly, though the cloud at terms that are usual costs less than it."""
    cheap = having(SINGLE, **{f"{P}cloud_price": 5.5})
    assert standing(cheap).recommended == "on_premises"
    (said,) = of_kind(cheap, "unknown_terms")
    assert said.startswith("Discounts of AWS P5 p5.4xlarge, 1 × H100 for commitments and spot are not known")
    assert "30% for one year, 50% for three years and 40% on spot" in said
    told = having(cheap, **{f"{P}one_year_discount": 0.38, f"{P}three_year_discount": 0.55, f"{P}spot_discount": 0.7})
    assert of_kind(told, "unknown_terms") == []
    assert of_kind(INSURER, "unknown_terms") == []


def test_the_search_commits_nothing_that_saves_nothing() -> None:
    """ "At its best" committed 20% for one year and ran on spot, both at a discount of 0%: it only idles less."""
    none = having(SINGLE, **{f"{P}{share}": 0.0 for share in ("committed_one_year", "committed_three_years")})
    none = having(none, **{f"{P}spot_share": 0.0, f"{P}hybrid_spot": 0.0, f"{P}api_spot": 0.0})
    shares = {
        "committed_one_year",
        "committed_three_years",
        "spot_share",
        "api_one_year",
        "api_three_years",
        "api_spot",
    }
    for one in best(none, "base").found:
        moved = {key.rsplit(".", 1)[1]: value for key, value in one.settings.items()}
        assert not any(moved.get(share, 0) for share in shares), (one.kind, moved)


@pytest.mark.long
def test_later_terms_are_told_before_the_search_and_found_by_it() -> None:
    """On-premises "leads by £156k, none of the other settings tried changes that": one-year terms after those of three
    years take £158k off the cloud, and it leads by £2k. They were told as "not tried", by the program that tries.
    """
    case = judged(INSURER, "base")
    own = case_result(INSURER, "base").options["on_premises"]
    (said,) = list(later_terms(INSURER, "base", case, own))
    assert said.stake == pytest.approx(158e3, abs=1e3)
    assert said.text.endswith("cloud would cost £158k less and lead by £2k.")
    made = judge_at_best(INSURER, "base", case, cases=200)
    assert made.best is not None
    assert made.planned.recommended == "on_premises"
    assert made.best.recommended == "cloud"
    saved = case.options["cloud"].compared - made.best.compared["cloud"]
    assert saved == pytest.approx(said.stake, abs=1)
    assert not [one for one in made.against if one.kind == "after"]
