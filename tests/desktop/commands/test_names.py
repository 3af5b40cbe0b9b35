"""The commands are one list: parser, dispatch and what a reader is told follow it."""

import argparse
import re
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import parser
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
