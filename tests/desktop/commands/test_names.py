"""The commands are one list: parser, dispatch and what a reader is told follow it."""

import argparse
import re
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main, parser
from desktop.commands.names import Command

ROOT = Path(__file__).parents[3]


def test_the_parser_knows_every_command_and_no_other() -> None:
    internals: Any = argparse
    actions: list[Any] = list(parser()._actions)
    action = next(one for one in actions if isinstance(one, internals._SubParsersAction))
    assert sorted(str(name) for name in action.choices) == sorted(Command)


@pytest.mark.parametrize("command", Command)
def test_every_command_says_how_it_is_used(command: Command, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parser().parse_args([command, "--help"])
    assert ended.value.code == 0
    assert f"boardcase {command}" in capsys.readouterr().out


def test_readers_are_told_every_command() -> None:
    told = set(re.findall(r"^boardcase ([a-z]+)", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE))
    assert told == set(Command)


def test_the_verdict_that_readers_are_told_is_the_one_of_the_example(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """It told of 44 of 100 cases, long after it was 40."""
    path = tmp_path / "insurer.boardcase"
    assert main(["new", str(path), "--example", "insurer"]) == 0
    capsys.readouterr()
    assert main(["evaluate", str(path)]) == 0
    said = capsys.readouterr().out
    found = re.search(
        r"`boardcase evaluate` says: \*(.+?)\*", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL
    )
    assert found is not None
    told = found[1].replace("\n", " ")
    assert len(told) > 200
    assert said.startswith(told)
