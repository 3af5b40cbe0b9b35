"""The print of machine code: two runs of phases have one print where their code is the same, and only there."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from answers import always

from desktop.storage.examples import example
from models.appraisal.line_keys import OptionLine
from models.appraisal.model import model
from models.formula import code_print as prints
from models.formula import machine_code
from models.formula.code_print import code_print
from models.formula.code_store import CODE
from models.formula.kernels import Layout, Phase
from models.formula.program import Program
from models.studies.uncertainty import Sampler, wanted_lines

type Run = tuple[Sequence[Phase], Layout]


def runs(monkeypatch: pytest.MonkeyPatch, *plans: str) -> list[Run]:
    """Return every run of phases that simulations and searches of some plans compile."""
    found: list[Run] = []
    written = machine_code.machine_text

    def kept(phases: Sequence[Phase], layout: Layout) -> tuple[str, tuple[tuple[int, ...], ...]]:
        found.append((phases, layout))
        return written(phases, layout)

    monkeypatch.setattr(machine_code, "machine_text", kept)
    monkeypatch.setattr(CODE, "folder", None)
    for name in plans:
        plan = example(name).plan
        traced = model(plan.structure)
        drawn = frozenset(Sampler(plan, "base").draw(8))
        wanted = (wanted_lines(traced.options), [OptionLine.COMPARED.of("cloud")], [OptionLine.COMPARED.of("hybrid")])
        for lines in wanted:
            program = Program(traced.structure, [traced.lines[key] for key in lines])
            for moved in (drawn, frozenset(sorted(drawn)[::2]), drawn & program.reads):
                program.plan(moved).compile()
    monkeypatch.undo()
    return found


@pytest.mark.long
def test_runs_have_one_print_where_their_code_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    found = runs(monkeypatch, "startup", "insurer")
    texts = [machine_code.machine_text(*one)[0] for one in found]
    marks = [code_print(*one) for one in found]
    assert len(set(marks)) > 8
    for text, mark in zip(texts, marks, strict=True):
        others = [other for other, its in zip(texts, marks, strict=True) if its == mark]
        assert all(other == text for other in others), "one print, two codes"
    assert len(set(marks)) == len(set(texts))


def test_a_print_changes_with_all_that_code_depends_on(monkeypatch: pytest.MonkeyPatch) -> None:
    phases, layout = max(runs(monkeypatch, "startup"), key=lambda one: len(one[0]))
    whole = code_print(phases, layout)
    assert code_print(phases[:-1], layout) != whole
    structure = replace(layout.structure, horizon=layout.structure.horizon + 12)
    assert code_print(phases, replace(layout, structure=structure)) != whole
    assert code_print(phases, replace(layout, narrow=frozenset())) != whole
    assert code_print(phases, replace(layout, brief=frozenset())) != whole
    moves = [not one for one in layout.moves]
    assert code_print(phases, replace(layout, moves=moves)) != whole
    monkeypatch.setattr(prints, "_writers", lambda: "other code that writes code")
    assert code_print(phases, layout) != whole


def test_code_that_was_kept_is_not_written_again_and_gives_the_same_bits(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "code"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(CODE, "folder", folder)
    plan = example("startup").plan
    traced = model(plan.structure)
    line = traced.lines[OptionLine.COMPARED.of("hybrid")]
    drawn = Sampler(plan, "base").draw(64)
    values = {**plan.values("base"), **drawn}

    def evaluated() -> np.ndarray:
        program = Program(traced.structure, [line])
        program.plan(frozenset(drawn)).compile()
        return program.evaluate(values, [line]).arrays[line.key]

    first = evaluated()
    assert list(folder.iterdir())
    monkeypatch.setattr(machine_code, "machine_text", None)  # nothing may ask for it
    np.testing.assert_array_equal(evaluated(), first)


@pytest.mark.parametrize("kept", [b"", b"[[1]]", b"no json\ncode"])
def test_an_entry_that_says_nothing_of_its_arrays_is_not_run(
    kept: bytes, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    folder = tmp_path / "code"
    folder.mkdir(mode=0o700)
    monkeypatch.setattr(CODE, "folder", folder)
    monkeypatch.setattr(CODE, "read", always(kept))
    plan = example("startup").plan
    traced = model(plan.structure)
    program = Program(traced.structure, [traced.lines[OptionLine.COMPARED.of("cloud")]])
    compiled = program.plan(frozenset(Sampler(plan, "base").draw(8)))
    compiled.compile()
    assert compiled.compiled
