"""Data on arrays of one's own with every model called by API: an option where storage decides, and looked for."""

import pytest
from advice import example, having

from models.plan.plan import Plan
from models.rules.best import best
from models.rules.decisions import judged
from models.rules.judging import judge_at_best
from models.rules.own_storage import decided_by_storage

CALLS = "hosting.workload.assistant.on_premises_calls"
ARCHIVE = {"data.cold": 800.0, "data.hot": 20.0, "data.ingestion": 10.0}


@pytest.fixture(scope="module")
def archive() -> Plan:
    """Twelve people with an archive of 800 TB and an assistant."""
    return having(example("startup").plan, **ARCHIVE)


@pytest.mark.long
def test_an_archive_is_kept_on_own_arrays_without_a_gpu_server(archive: Plan) -> None:
    """It bought a GPU server for £271k because storage in a cloud is dear, and said that nothing else is cheaper."""
    assert decided_by_storage(judged(archive, "base"))
    found = {one.kind: one for one in best(archive, "base").found}["on_premises"]
    assert found.settings == {CALLS: True}
    by_hand = judged(having(archive, **{CALLS: True}), "base")
    assert "on_premises" not in by_hand.blocked
    own = by_hand.options["on_premises"]
    assert found.cost == pytest.approx(own.compared)
    assert own.up_front < 0.25 * judged(archive, "base").options["on_premises"].up_front, "arrays alone"
    made = judge_at_best(archive, "base", judged(archive, "base"), cases=200)
    assert made.waits, "nothing is resolved before the plan is set so"
    assert not judge_at_best(having(archive, **{CALLS: True}), "base", by_hand, cases=200).waits


@pytest.mark.long
def test_with_little_data_it_stays_the_api_option() -> None:
    small = example("startup").plan
    assert not decided_by_storage(judged(small, "base"))
    assert "which is what the API option does" in judged(having(small, **{CALLS: True}), "base").blocked["on_premises"]
    found = {one.kind: one for one in best(small, "base").found}["on_premises"]
    assert CALLS not in found.settings
