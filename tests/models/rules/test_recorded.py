"""A decision on record: frozen with its figures, sealed, never undone, and later figures held against it."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from earlier import example

from desktop.cli import main
from desktop.commands.record import decided
from desktop.storage import examples
from desktop.storage.plan_file import load, read, save, text_of
from models.exhibits.plans_apart import verdicts_table
from models.exhibits.recorded import held_finding, record_words, wires_of
from models.exhibits.tripwires import ONCE_BOUGHT
from models.plan.decision_record import broken, seal_of
from models.plan.plan import Entry, Plan
from models.rules.decisions import judged
from models.rules.judgement import Judgement, planned
from models.rules.judging import judge
from models.rules.recorded import RecordError, Signature, as_decided, held
from models.studies.tripwires import Tripwire

INSURER = example("insurer").plan
PRICE = "compute.pool.h100.cloud_price"


@pytest.fixture(scope="module")
def recorded() -> Plan:
    as_planned = judge(INSURER, "base", judged(INSURER, "base"))
    return decided(INSURER, "base", Signature("A. Chair", "2026-11-26", note="Subject to the room"), as_planned)


@pytest.mark.long
def test_a_record_freezes_the_verdict_and_every_figure(recorded: Plan) -> None:
    (record,) = recorded.records
    now = planned(judged(INSURER, "base"))
    assert (record.by, record.on, record.decided, record.recommended) == (
        "A. Chair",
        "2026-11-26",
        "on_premises",
        "on_premises",
    )
    assert record.compared == pytest.approx(now.compared)
    assert record.wires
    assert dict(record.values) == INSURER.values("base")
    # the figures that were frozen give the costs that were frozen
    assert planned(judged(as_decided(record), "base")).compared == pytest.approx(record.compared, rel=1e-12)
    assert record_words(record).endswith(" Note by A. Chair: Subject to the room")


def test_it_reads_back_and_its_seal_holds(recorded: Plan) -> None:
    again = read(text_of(recorded)).plan
    assert again.records == recorded.records
    assert not broken(again.records)


@pytest.mark.long
def test_several_in_a_row_are_linked_and_any_change_is_seen(recorded: Plan) -> None:
    as_planned = Judgement(planned(judged(recorded, "base")))
    second = decided(recorded, "base", Signature("Board", "2027-01-12", "cloud"), as_planned)
    assert second.records[1].before == second.records[0].seal
    assert not broken(second.records)
    changed = replace(second.records[0], by="Somebody else")
    assert broken((changed, second.records[1])) == [0]
    resealed = replace(changed, seal=seal_of(changed))
    assert broken((resealed, second.records[1])) == [1], "the next one names the seal that was"
    assert broken(second.records[1:]) == [0], "the first was taken away"


def test_a_record_that_somebody_changed_is_kept_and_told(recorded: Plan) -> None:
    document = json.loads(text_of(recorded))
    document["records"][0]["by"] = "Somebody else"
    loaded = read(json.dumps(document).encode())
    assert loaded.plan.records[0].by == "Somebody else"
    assert [one.key for one in loaded.notices] == ["records"]
    assert "is not as it was recorded" in loaded.notices[0].message


def test_later_figures_are_held_against_it(recorded: Plan) -> None:
    same = held(recorded.records[0], recorded, "base")
    assert not same.crossed
    assert not same.reckoned_anew
    # it was recorded while too close to call, which "still recommend it" left out
    assert "it is still too close to cloud to call. No tripwire is crossed." in held_finding(same)
    rows = {row[0]: row[1:3] for row in verdicts_table(same.apart, "then", "now").texts()}
    assert rows["Recommended"] == ["On-premises (too close to call)"] * 2
    later = recorded.with_entry("base", PRICE, Entry(4.0))
    moved = held(recorded.records[0], later, "base")
    assert [list(wire.keys) for wire in moved.crossed] == [[PRICE]]
    assert "recommend cloud: the verdict changed with “H100 pool: Cloud price”" in held_finding(moved)


@pytest.mark.long
def test_a_decision_against_the_advice_is_not_reopened_by_the_advice_it_went_against(recorded: Plan) -> None:
    as_planned = Judgement(planned(judged(recorded, "base")))
    against = decided(INSURER, "base", Signature("Board", "2026-11-26", "api"), as_planned)
    same = held(against.records[0], against, "base")
    assert not same.turned
    assert "leave on-premises and cloud too close to call, as they did when it was decided" in held_finding(same)
    assert held(against.records[0], against.with_entry("base", PRICE, Entry(4.0)), "base").turned


def test_a_program_that_reckons_otherwise_is_told(recorded: Plan) -> None:
    record = replace(recorded.records[0], compared={**recorded.records[0].compared, "cloud": 1.0})
    assert held(record, recorded, "base").reckoned_anew


def test_nobody_and_no_such_option_are_refused() -> None:
    with pytest.raises(RecordError, match="expected --by NAME"):
        decided(INSURER, "base", Signature("  ", "2026-11-26"))
    with pytest.raises(RecordError, match="“moon” is not an option of this plan"):
        decided(INSURER, "base", Signature("A", "2026-11-26", "moon"))


@pytest.mark.long
def test_the_command_records_prints_and_is_heard_when_it_is_reopened(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.boardcase"
    save(examples.example().plan, path)
    assert main(["decide", str(path)]) == 0
    assert "Nothing is on record" in capsys.readouterr().out
    assert main(["decide", str(path), "--note", "x"]) == 1
    assert "expected --by NAME" in capsys.readouterr().err
    assert main(["decide", str(path), "--by", "Board", "--date", "2026-11-26"]) == 0
    assert main(["decide", str(path), "--json"]) == 0
    printed = capsys.readouterr().out
    told = json.loads(printed[printed.index("{") :])
    assert told["records"][0]["by"] == "Board"
    assert told["records"][0]["intact"]
    assert main(["set", str(path), f"{PRICE}=14"]) == 0
    assert main(["decide", str(path)]) == 1, "a tripwire is crossed"
    assert "Tripwire crossed" in capsys.readouterr().out
    assert load(path).plan.records[0].by == "Board"


@pytest.mark.parametrize("gone", ["dropped", "ended"])
def test_work_that_has_gone_is_demand_that_has_gone(recorded: Plan, gone: str) -> None:
    """The verdict changed with the largest workload gone, and "No tripwire is crossed" stood beside it."""
    assistant = "workloads.workload.assistant."
    change = {"dropped": ("active", False), "ended": ("end", 24)}[gone]
    later = recorded.with_entry("base", f"{assistant}{change[0]}", Entry(change[1]))
    found = held(recorded.records[0], later, "base")
    assert found.turned
    assert any("requests" in key for wire in found.crossed for key in wire.keys)
    assert not held(recorded.records[0], recorded, "base").crossed


@pytest.mark.long
def test_what_confirms_a_decision_reopens_it_not() -> None:
    """A decision for another option than the recommended one froze "then that one is cheaper" as its tripwires."""
    other = decided(INSURER, "base", Signature("A. Chair", "2026-11-26", decided="cloud"))
    assert planned(judged(INSURER, "base")).recommended == "on_premises"
    assert all(wire.to != "cloud" for wire in other.records[-1].wires)


@pytest.mark.long
def test_a_recommendation_that_reverses_what_is_on_record_says_so() -> None:
    """A paper recommended an API without a word of the board that had decided for the cloud."""
    cloud = decided(INSURER, "base", Signature("A. Chair", "2026-11-26", decided="cloud"))
    told = [one.text for one in judge(cloud, "base", judged(cloud, "base")).against if one.kind == "record"]
    assert told == ["On record: A. Chair decided for cloud on 2026-11-26; choosing on-premises would reverse it."]
    kept = decided(cloud, "base", Signature("B. Chair", "2026-11-27", decided="on_premises"))
    assert not [one for one in judge(kept, "base", judged(kept, "base")).against if one.kind == "record"]


def test_a_decision_that_costs_a_tenth_more_is_looked_at_again_though_it_stands(recorded: Plan) -> None:
    """The cloud was decided on at £2.7m and costs £3.6m; "No tripwire is crossed", and not a word more."""
    dear = recorded
    for what in ("api_in", "api_out"):
        key = f"hosting.workload.assistant.{what}"
        dear = dear.with_entry("base", key, Entry(2.0 * float(dear.values("base")[key])))
    found = held(replace(recorded.records[0], decided="api"), dear, "base")
    assert not found.crossed
    then, now = (judged(one, "base").options["api"].compared for one in (recorded, dear))
    assert now > 1.1 * then
    said = held_finding(found)
    assert f"No tripwire is crossed, and yet it costs {now / then - 1:.0%} more than was decided: put it" in said
    assert "and yet" not in held_finding(held(replace(recorded.records[0], decided="api"), recorded, "base"))


def test_a_record_against_the_advice_has_no_tripwires_of_it_and_takes_no_reasons_place() -> None:
    """The tripwires said when cloud is cheaper than on-premises, of a board that had decided for the hybrid."""
    bank = examples.example("bank").plan
    before = judge(bank, "base", judged(bank, "base"))
    other = decided(bank, "base", Signature("A. Chair", "2026-11-26", decided="hybrid"), before)
    assert other.records[-1].wires == ()
    after = judge(other, "base", judged(other, "base"))
    assert [one.kind for one in after.against] == [*(one.kind for one in before.against), "record"]
    assert after.against[-1].text == "On record: A. Chair decided for hybrid on 2026-11-26; this would reverse it."
    usual = decided(bank, "base", Signature("A. Chair", "2026-11-26", decided="usual"), before)
    assert "decided for business as usual" in judge(usual, "base", judged(usual, "base")).against[-1].text


def test_a_tripwire_of_what_is_bought_is_marked_where_a_plan_made_anew_turns_elsewhere() -> None:
    """Page one said "above 581: then on-premises", the record "above 522: then cloud", of one figure."""
    same = Tripwire(PRICE, (PRICE,), 8.94, 4.0, below=True, to="cloud", distance=1.0)
    told = [
        wires_of(INSURER, "base", [replace(same, anew=anew)])[0].words
        for anew in (same, replace(same, at=3.0, to="hybrid"), None)
    ]
    assert [ONCE_BOUGHT in one for one in told] == [False, True, True]
