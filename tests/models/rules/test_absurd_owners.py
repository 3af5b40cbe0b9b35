"""Advice that was nonsense: servers that stand idle, records of what was not advised, works of a hundred million."""

from pathlib import Path

import numpy as np
import pytest
from advice import INSURER, P, against, having, of_kind, standing
from earlier import example

from desktop.cli import main
from desktop.commands.record import decided
from desktop.storage.examples import example as current
from desktop.storage.plan_file import save
from models.appraisal.results import case_result
from models.exhibits.board import without_option
from models.exhibits.case_text import resolution
from models.exhibits.every_study import STUDIES, Asked
from models.exhibits.paper_tables import benefits_words
from models.exhibits.recorded import records_table
from models.exhibits.settings_words import all_settings
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.declaration import Value
from models.quantities.writing import money
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judgement import State
from models.rules.judging import judge_at_best
from models.rules.offers import cheapest_elsewhere
from models.rules.recorded import RecordError, Signature

MANY = {f"{P}owned_servers": 8, f"{P}owned_months": 40, f"{P}owned_value": 60_000.0}


@pytest.mark.long
def test_that_fewer_servers_of_ones_own_would_lead_is_said_where_another_option_does() -> None:
    """Eight servers are powered for work that takes three: the cloud leads, and with two kept it would not."""
    plan = having(INSURER, **MANY)
    assert standing(plan).recommended == "cloud"
    fewer = {kept: case_result(having(plan, **{f"{P}owned_servers": kept}), "base").options for kept in range(8)}
    kept = min(fewer, key=lambda one: fewer[one]["on_premises"].compared)
    gain = case_result(plan, "base").options["cloud"].compared - fewer[kept]["on_premises"].compared
    assert (kept, gain > 400_000) == (2, True)
    (said,) = of_kind(plan, "owned")
    assert said.startswith("Not tried: with 2 of the 8 servers that are owned already on-premises would cost")
    # the cloud can sell the two that on-premises keeps as well, at £60,000 each
    after = f"and {money(gain - 120_000)} less once each sells what it does not keep."
    assert said.endswith(f" {money(gain)} less than cloud does, {after}")


@pytest.mark.long
def test_servers_kept_are_sold_by_what_keeps_none() -> None:
    """Two of four kept were £260k cheaper than the cloud; with £150,000 for each of the two the cloud is."""
    owned = {f"{P}owned_servers": 4, f"{P}owned_value": 150_000.0, f"{P}owned_months": 36}
    plan = having(current("insurer").plan, **owned)
    assert standing(plan).recommended == "cloud"
    costs = case_result(having(plan, **{f"{P}owned_servers": 2}), "base").options["on_premises"].compared
    gain = case_result(plan, "base").options["cloud"].compared - costs
    assert 0 < gain < 300_000
    assert not any(one.turns and one.kind == "owned" for one in against(plan))


def turned() -> Plan:
    """Return a plan in which another option leads at its best than as planned: the cloud pays the list price."""
    plan = having(INSURER, **{f"{P}cloud_price": 7.0, f"{P}committed_three_years": 0.0, f"{P}spot_share": 0.0})
    made = judge_at_best(plan, "base", judged(plan, "base"))
    assert made.turned
    return plan


@pytest.mark.long
def test_nothing_is_recorded_as_recommended_that_the_paper_does_not_recommend() -> None:
    plan = turned()
    made = judge_at_best(plan, "base", judged(plan, "base"))
    with pytest.raises(RecordError, match="no option is recommended yet"):
        decided(plan, "base", Signature("Board", "2026-11-28"), made)
    kept = decided(plan, "base", Signature("Board", "2026-11-28", "on_premises"), made)
    (record,) = kept.records
    assert (record.decided, record.recommended, record.chance) == ("on_premises", "", None)
    cells = records_table(kept).texts()[0]
    assert cells[2] == "On-premises (recommended: No recommendation)"
    assert cells[4] == ""


@pytest.mark.long
def test_what_leads_at_its_best_is_held_against_the_others_at_theirs() -> None:
    """Whatever it would cost otherwise is told against its own cost at its best, never against that as planned."""
    plan = turned()
    found = best(plan, "base")
    made = judge_at_best(plan, "base", judged(plan, "base"), found)
    costs = {one.kind: one.cost for one in found.found}
    assert made.final.recommended == min(costs, key=costs.__getitem__)
    assert (made.planned.recommended, made.final.recommended) == ("on_premises", "cloud")
    told = [one.text for one in made.against if " less than " in one.text]
    assert not [one for one in told if "less than on-premises" in one], told


@pytest.mark.long
def test_what_nothing_reopens_freezes_no_tripwire() -> None:
    """All work is worth a hundred pounds: no price makes any of it worth doing."""
    worthless = having(INSURER, **{f"workloads.workload.{work}.value": 100.0 for work in INSURER.slugs["workload"]})
    shown = STUDIES["tripwires"](worthless, "base", Asked(), None)
    assert shown.finding.startswith("It is reopened only if the work is worth £")
    assert not shown.tables, "no supplier is asked for a price where none makes the work worth its cost"
    (record,) = decided(worthless, "base", Signature("Board", "2026-11-28")).records
    assert record.wires == ()


@pytest.mark.long
def test_a_record_freezes_the_tripwires_that_are_told() -> None:
    """University: of those that the study finds, those beyond reach (a three-month life of a server) are not told."""
    plan = example("university").plan
    told = {key for table in STUDIES["tripwires"](plan, "base", Asked(), None).tables[:1] for key in table.keys}
    (record,) = decided(plan, "base", Signature("Board", "2026-11-28")).records
    assert {wire.key for wire in record.wires} == told


def test_benefits_that_are_entered_are_never_not_stated() -> None:
    plan = having(
        example("saas").plan, **{"finance.benefit.benefit.active": True, "finance.benefit.benefit.amount": 500.0}
    )
    case = judged(plan, "base")
    brought = -np.array([one.areas["benefits"] for one in case.apart])
    assert brought.min() == pytest.approx(brought.max())
    assert benefits_words(plan, case).endswith(f"net of: {money(float(brought[0]))} over the horizon.")
    assert benefits_words(example("saas").plan, judged(example("saas").plan, "base")) == ""


@pytest.mark.parametrize(("months", "told"), [(24, False), (36, True)])
def test_a_commitment_for_longer_than_the_plan_lasts_is_not_told(months: int, told: bool) -> None:
    plan = having(INSURER, **{"finance.horizon": months, f"{P}committed_three_years": 0.3})
    assert ("committed for three years" in all_settings(plan, plan.values("base"), "cloud")) is told


def test_an_option_that_owns_nothing_while_there_is_work_is_none() -> None:
    """All work ends in month 12: to own from month 13 on is to rent, and drew the cloud twice."""
    plan = having(INSURER, **{f"workloads.workload.{work}.end": 12 for work in INSURER.slugs["workload"]})
    found = best(plan, "base")
    for one in found.found:
        if one.kind in {"on_premises", "hybrid"}:
            assert not any("owning_starts" in key and float(value) > 12 for key, value in one.settings.items())
            assert one.cost > min(other.cost for other in found.found) + 1


@pytest.mark.long
def test_an_offer_is_held_against_what_pays_its_price_too() -> None:
    """University: on-premises rents until its servers are there, and leads by what it led before the offer, nearly."""
    plan = example("university").plan
    (said,) = of_kind(plan, "offer")
    offer = cheapest_elsewhere(plan, "base", judged(plan, "base"))
    assert offer is not None
    with_it = case_result(plan, "base", offer.settings).options
    assert with_it["on_premises"].compared < with_it["cloud"].compared
    # what the recommended option saves with it is told first, and what then comes near
    gain = case_result(plan, "base").options["on_premises"].compared - with_it["on_premises"].compared
    leader = min(with_it.values(), key=lambda one: one.compared)
    behind = with_it["on_premises"].compared - leader.compared
    assert gain > 10e6
    fallen = f"would fall to {money(leader.compared)}, {money(behind)} below on-premises: too close to call"
    assert f"on-premises would cost {money(gain)} less and {leader.in_sentence} {fallen}" in said
    assert said.endswith(": too close to call, at its listed prices, with 81% off on spot where the plan has 0%.")


@pytest.mark.long
def test_where_none_is_allowed_as_planned_the_verdict_says_what_would_be() -> None:
    """Law firm: a task is planned by API that no API may do; hosted, on-premises leads."""
    plan = having(example("law_firm").plan, **{"hosting.workload.assistant.may_call": False})
    case = judged(plan, "base")
    made = judge_at_best(plan, "base", case)
    assert (made.planned.recommended, made.final.recommended) == ("", "on_premises")
    said = verdict(plan, case, made).sentence
    assert said.startswith(
        "No option is allowed as planned. But each at its best, on-premises (Document review by API)"
    )


def test_an_api_without_a_price_is_told() -> None:
    free = {f"hosting.workload.{work}.api_{way}": 0.0 for work in ("assistant", "review") for way in ("in", "out")}
    told = of_kind(having(example("law_firm").plan, **free), "price")
    assert told[0].endswith("is sent to an API at no price: enter what the API costs.")


def test_scenarios_with_other_options_stand_side_by_side(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """Law firm: in one scenario clients forbid APIs, and the API option is none."""
    path = tmp_path / "firm.boardcase"
    save(example("law_firm").plan, path)
    assert main(["compare", str(path)]) == 0
    forbids = next(line for line in capsys.readouterr().out.splitlines() if line.startswith("Clients forbid APIs"))
    assert len(forbids.split("  ")) > 4


@pytest.mark.long
def test_no_board_keeps_business_as_usual_or_does_nothing_where_better_settings_cost_less() -> None:
    """A cloud at list price is dearer than today's bill, and at its best £490k cheaper: nothing is resolved yet."""
    dear = {"server_price": 900_000.0, "committed_one_year": 0.0, "committed_three_years": 0.0, "spot_share": 0.0}
    bill: dict[str, Value] = {"today": "bill", "cost": 81_462.0, "growth": 0.0, "same_work": True}
    plan = having(INSURER, **{f"{P}{key}": value for key, value in dear.items()})
    billed = having(plan, **{f"finance.usual_{key}": value for key, value in bill.items()})
    works = INSURER.slugs["workload"]
    valued = having(plan, **{f"workloads.workload.{work}.value": 81_462.0 / len(works) for work in works})
    for untuned, comes_to in ((billed, "business as usual costs least"), (valued, "nothing is worth doing")):
        case = judged(untuned, "base")
        made = judge_at_best(untuned, "base", case)
        assert made.resolved is None
        assert made.final.recommended == "cloud"
        assert "But each at its best, cloud" in verdict(untuned, case, made).sentence
        assert resolution(untuned, "base", case, made).endswith("to resolve nothing yet: no option is recommended.")
        head, why = without_option(untuned, "base", case, made)
        assert head == "No recommendation."
        # by how little the cloud leads at its best decides how that is said
        assert f"as planned {comes_to}, each at its best cloud " in why


@pytest.mark.long
def test_a_verdict_that_nothing_is_worth_doing_is_told_at_its_best_too() -> None:
    """All work is worth a hundred pounds, whatever the settings: the verdict is one sentence, and stays so."""
    idle = having(INSURER, **{f"workloads.workload.{work}.value": 100.0 for work in INSURER.slugs["workload"]})
    case = judged(idle, "base")
    made = judge_at_best(idle, "base", case)
    assert made.resolved is State.NOTHING
    assert verdict(idle, case, made).sentence.startswith("Nothing is worth doing: all the work is worth")
    assert resolution(idle, "base", case, made).startswith(
        "The Investment committee resolves to end the work that business as usual does"
    )
