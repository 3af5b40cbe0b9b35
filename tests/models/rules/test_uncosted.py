"""Controls that are missing: a condition of the resolution whose cost is in no figure, and is told."""

import pytest
from advice import INSURER, example, having

from models.exhibits.board import why_none
from models.exhibits.case_text import resolution
from models.exhibits.judgement import headline
from models.exhibits.verdict import verdict
from models.plan.plan import Plan
from models.quantities.writing import money
from models.rules.decisions import judged
from models.rules.judgement import Against
from models.rules.judging import judge
from models.rules.uncosted import controls_to_plan

COSTS = [one for of in ("running", "effort") for one in (f"{of}_cloud", f"{of}_on_premises", f"{of}_hybrid")] + [
    "setup"
]
MISSING = "security.control.extraction."


def _told(plan: Plan) -> Against:
    found = judge(plan, "base", judged(plan, "base"))
    return next(one for one in found.conditions if one.kind == "controls")


def test_what_missing_controls_cost_is_told_beside_the_lead_and_in_the_resolution() -> None:
    case = judged(INSURER, "base")
    assert list(controls_to_plan(INSURER, "base", "on_premises")) == [f"{MISSING}active"]
    with_it = judged(having(INSURER, **{f"{MISSING}active": True}), "base")
    own = case.options["on_premises"]
    more = with_it.options["on_premises"].compared - own.compared
    adds = with_it.options["on_premises"].total_cost - own.total_cost
    assert adds > more > 1_000, "later money is worth less"
    told = _told(INSURER)
    assert f"it would add {money(more, '£')} to on-premises in today's money, which is in no figure here" in told.text
    assert told.adds == pytest.approx(adds)
    said = resolution(INSURER, "base", case, judge(INSURER, "base", case))
    assert f"being in place at {money(adds, '£')} as paid on top of the planned cost" in said


def test_a_control_that_costs_nothing_adds_nothing() -> None:
    own = [key for key in INSURER.values("base") if key.startswith(MISSING) and key.split(".")[-1] in COSTS]
    assert len(own) == len(COSTS)
    free = having(INSURER, **dict.fromkeys(own, 0.0))
    told = _told(free)
    assert told.text.endswith("Extraction defence.")
    assert told.adds == 0
    said = resolution(free, "base", judged(free, "base"), judge(free, "base", judged(free, "base")))
    assert "being in place" in said
    assert "on top of the planned cost" not in said


def test_a_missing_control_that_turns_what_is_recommended_comes_first() -> None:
    """A million a month to have it on premises, nothing in a cloud: nobody would buy servers then."""
    dear = having(INSURER, **{f"{MISSING}running_on_premises": 1_000_000.0, f"{MISSING}running_cloud": 0.0})
    found = judge(dear, "base", judged(dear, "base"))
    assert found.planned.recommended == "on_premises"
    told = _told(dear)
    assert told.turns
    assert ": with it " in told.text
    assert told in found.against


def test_a_control_that_cannot_be_had_there_is_named_and_priced_by_nothing() -> None:
    """Encryption is planned and not to be had on premises: it was counted among what £46k would put in place."""
    plan = having(INSURER, **{"security.control.encryption.works_on_premises": False})
    told, alone = _told(plan), _told(INSURER)
    assert told.adds == pytest.approx(alone.adds)
    assert "Encryption and keys cannot be had with on-premises; Extraction defence would add £" in told.text
    neither = having(plan, **{f"{MISSING}works_on_premises": False})
    none = _told(neither)
    assert none.adds == 0
    assert "would add" not in none.text


@pytest.mark.long
def test_nothing_is_resolved_on_a_condition_under_which_another_option_leads() -> None:
    """It resolved to buy "subject to" spare servers, with which the cloud leads by £333k."""
    plan = having(example("bank").plan, **{"compute.pool.inference.availability": 0.9999})
    case = judged(plan, "base")
    found = judge(plan, "base", case)
    told = next(one for one in found.conditions if "spare server" in one.first)
    assert told.turns
    assert "cloud leads by £" in told.text
    assert found.unmet
    assert found.waits
    assert "resolve nothing yet" in resolution(plan, "base", case, found)
    for parts in (headline(plan, found), verdict(plan, case, found).parts):
        assert "".join(part.text for part in parts).startswith(
            "No recommendation yet: once what on-premises lacks for what is asked is put right, it does not lead."
            " On-premises "
        )
    said = why_none(plan, "base", case, found)
    assert said.startswith(
        "No option is recommended yet: once what on-premises lacks for what is asked is put right, it does not lead."
        " What it lacks must be taken into the plan first."
    )
    assert not judge(example("bank").plan, "base", judged(example("bank").plan, "base")).unmet
