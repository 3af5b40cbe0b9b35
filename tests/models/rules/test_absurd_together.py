"""What an option lacks is put right together, and what comes too late is not bought as if it were in time."""

import pytest
from advice import against, having

from desktop.storage.examples import example
from models.appraisal.results import case_result
from models.exhibits.case_text import resolution
from models.exhibits.verdict import verdict
from models.quantities.texts import listed_clauses
from models.rules.decisions import judged
from models.rules.judging import judge

BANK = example("bank").plan
NOBODY = {f"operations.role.{role}.people_on_premises": 0.0 for role in BANK.slugs["role"]}
AS_CLOUD = {
    f"operations.role.{role}.people_on_premises": BANK.entries[f"operations.role.{role}.people_cloud"].value
    for role in BANK.slugs["role"]
}
SERVER, LEAD = "compute.pool.inference.server_price", "compute.pool.inference.lead"
TWICE = {"compute.pool.inference.standby": 1.0}


def test_a_lead_that_all_it_lacks_together_turns_is_not_approved() -> None:
    """At a server of $375,000 people alone leave £137k of £562k, a second site £324k, and both leave nothing."""
    plan = having(BANK, **NOBODY, **{SERVER: 375_000.0})

    def leads_by(**more: float) -> float:
        options = case_result(plan, "base", more).options
        return options["cloud"].compared - options["on_premises"].compared

    people = {key: float(str(value)) for key, value in AS_CLOUD.items()}
    assert leads_by() > leads_by(**TWICE) > leads_by(**people) > 100_000
    assert leads_by(**people, **TWICE) == pytest.approx(-101_000, abs=500)
    found = judge(plan, "base", judged(plan, "base"))
    assert found.against[0].text.endswith("and cloud leads by £101k; each alone leaves it the cheapest.")
    assert found.waits
    assert "resolve nothing yet" in resolution(plan, "base", judged(plan, "base"), found)


def test_people_who_are_not_planned_are_approved_with_what_they_cost() -> None:
    plan = having(BANK, **NOBODY)
    case = judged(plan, "base")
    own = case.options["on_premises"]
    with_them = case_result(plan, "base", AS_CLOUD).options["on_premises"]
    assert with_them.total_cost - own.total_cost == pytest.approx(516_000, abs=500)
    said = resolution(plan, "base", case, judge(plan, "base", case))
    assert "in post before its servers go into use at £516k as paid on top of the planned cost" in said


@pytest.mark.parametrize(("months", "lead", "less"), [(24, 23, "£89k"), (12, 9, "£64k")])
def test_a_rival_whose_servers_come_at_the_end_is_told(months: int, lead: int, less: str) -> None:
    """Without the server on-premises costs £1,312k, not £1,401k, over two years; £754k, not £818k, over one."""
    plan = having(BANK, **{"finance.horizon": months, LEAD: lead})
    (told,) = [one for one in against(plan) if one.kind == "late"]
    assert told.text.startswith(f"On-premises, which comes next, has servers that go into use in month {lead + 1}")
    assert f"without them it costs {less} less" in told.text


def test_servers_that_come_in_time_are_not_called_late() -> None:
    assert not [one for one in against(having(BANK, **{LEAD: 9})) if one.kind == "late"]


def test_conditions_with_commas_are_parted_by_semicolons() -> None:
    assert listed_clauses(["people being in post", "a lease, with which it leads"]) == (
        "people being in post and a lease, with which it leads"
    )
    assert listed_clauses(["a lease, with which it leads,", "people being in post"]) == (
        "a lease, with which it leads; and people being in post"
    )


def test_a_lease_that_would_allow_an_option_is_told_where_none_is() -> None:
    """Bought, the hospital's servers need £636k of capital; leased they cost £16k less: £2,557k less £16k."""
    hospital = example("hospital").plan
    plan = having(hospital, **{"security.air_gapped": False, "finance.capital_limit": 100_000.0})
    case = judged(plan, "base")
    assert not case.allowed()
    assert case.options["on_premises"].compared - 16_000 == pytest.approx(2_540_300, abs=600)
    said = verdict(plan, case).text
    assert "With its servers on a lease, on-premises is allowed: it then costs £2.5m over five years" in said
    assert "Have a lease priced: once it is agreed, no limit holds for the servers" in said
    assert "Nothing else bars on-premises or cloud; hybrid is barred by more." in said
    asked = "to have a lease of the servers priced, with which on-premises is allowed, and to resolve nothing else yet"
    assert asked in resolution(plan, "base", case, judge(plan, "base", case))
    # where works alone are more than there is, no lease would do
    works = having(plan, **{f"compute.pool.{pool}.facility_works": 500_000.0 for pool in plan.slugs["pool"]})
    assert "on a lease, on-premises is allowed" not in verdict(works, judged(works, "base")).text
