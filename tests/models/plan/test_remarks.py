"""What people say of inputs: the latest word counts, a value that moved is no longer agreed, questions stay open."""

from pathlib import Path

import pytest

from desktop.cli import main
from desktop.storage.examples import example
from desktop.storage.plan_file import load, read, save, text_of
from models.plan.remarks import Remark, Says, standpoint

PRICE, SERVER = "compute.pool.h100.cloud_price", "compute.pool.h100.server_price"


def said(by: str, says: Says, value: float | None = None, text: str = "") -> Remark:
    return Remark(PRICE, by, "2026-11-26", says, text, value)


def test_of_each_person_the_latest_word_counts() -> None:
    stands = standpoint([said("Ann", Says.DISAGREED, 8.9), said("ann", Says.AGREED, 8.9)], 8.9)
    assert [one.says for one in stands.agreed] == [Says.AGREED]
    assert not stands.open
    assert standpoint([said("Ann", Says.AGREED, 8.9), said("Bob", Says.DISAGREED, 8.9)], 8.9).open


def test_an_agreement_is_to_the_value_of_its_day() -> None:
    stands = standpoint([said("Ann", Says.AGREED, 8.9)], 7.5)
    assert not stands.agreed
    assert [one.value for one in stands.stale] == [8.9]
    assert stands.open


def test_a_question_is_open_until_it_is_answered() -> None:
    asked = [said("Ann", Says.QUESTION, text="With VAT?"), said("Bob", Says.QUESTION, text="From when?")]
    assert len(standpoint(asked, 1.0).questions) == 2
    left = standpoint([*asked, said("Cid", Says.ANSWER, text="Without")], 1.0).questions
    assert [one.text for one in left] == ["From when?"]


def test_remarks_read_back() -> None:
    plan = example("insurer").plan
    remarked = plan.__class__(
        plan.title, plan.currency, plan.rows, plan.entries, plan.scenarios, remarks=(said("Ann", Says.AGREED, 8.94),)
    )
    assert read(text_of(remarked)).plan.remarks == remarked.remarks


def test_the_command_keeps_and_lists_them(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "plan.boardcase"
    save(example("insurer").plan, path)
    plan = str(path)
    assert main(["review", plan]) == 0
    assert "Nobody has reviewed an input yet." in capsys.readouterr().out
    assert main(["review", plan, PRICE, "--by", "Ann", "--says", "agree"]) == 0
    assert main(["review", plan, SERVER, "--by", "Bob", "--says", "ask", "--text", "With VAT?"]) == 0
    capsys.readouterr()
    assert main(["review", plan]) == 1, "a question is open"
    assert "1 of 2 reviewed inputs is agreed; 1 question is open." in capsys.readouterr().out
    assert main(["set", plan, f"{PRICE}=7"]) == 0
    assert main(["review", plan, "--json"]) == 1
    assert f'"open": [\n  "{PRICE}"' in capsys.readouterr().out.replace(SERVER, PRICE)
    assert len(load(path).plan.remarks) == 2


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["no.such.input", "--by", "Ann"], "no.such.input"),
        ([PRICE], "expected --by NAME"),
        ([PRICE, "--by", "Ann", "--says", "ask"], "expected --text"),
        ([PRICE, "--by", "x" * 200, "--text", "y"], "120 are the most"),
        ([PRICE, "--by", "Ann", "--text", "y", "--date", "soon"], "is not a day"),
    ],
)
def test_what_is_not_a_remark_is_refused(
    arguments: list[str], expected: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "plan.boardcase"
    save(example("insurer").plan, path)
    assert main(["review", str(path), *arguments]) == 1
    assert expected in capsys.readouterr().err
    assert not load(path).plan.remarks
