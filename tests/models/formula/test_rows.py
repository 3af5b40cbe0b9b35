"""Rows are loops: machine code gives numpy's bits at any number of them, and does not grow with them."""

from collections.abc import Sequence

import numpy as np
import pytest
from shelves import CASES, traced, values

from models.formula import machine_code
from models.formula.code_store import CODE
from models.formula.kernels import WRITTEN_OUT, Layout, Phase
from models.formula.program import Program


@pytest.mark.parametrize("rows", [1, WRITTEN_OUT, WRITTEN_OUT + 1, 64, 65, 100, 300])
def test_any_number_of_rows_gives_the_bits_of_numpy(rows: int) -> None:
    structure, lines = traced(rows)
    given = values(structure)
    program = Program(structure, lines)
    plain = dict(program.evaluate(given, lines).arrays)
    plan = program.plan(frozenset(given))
    plan.compile()
    assert plan.compiled
    for key, array in program.evaluate(given, lines).arrays.items():
        np.testing.assert_array_equal(array, plain[key], err_msg=key)


def test_code_does_not_grow_with_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    texts: list[int] = []
    written = machine_code.machine_text

    def counted(phases: Sequence[Phase], layout: Layout) -> tuple[str, tuple[tuple[int, ...], ...]]:
        made = written(phases, layout)
        texts.append(len(made[0]))
        return made

    monkeypatch.setattr(machine_code, "machine_text", counted)
    monkeypatch.setattr(CODE, "folder", None)
    for rows in (64, 65, 100, 300):
        structure, lines = traced(rows)
        program = Program(structure, lines)
        program.plan(frozenset(values(structure))).compile()
    assert max(texts) - min(texts) < 0.01 * min(texts)  # the numbers in it have a digit more


def test_the_sum_over_rows_of_a_known_line() -> None:
    structure, lines = traced(100)
    ones = {key: np.ones(CASES) for key in values(structure)}
    found = Program(structure, lines).evaluate(ones, lines)
    # each of 100 rows is (month - 1) × 1 + 1 = month; a slice n keeps month - n, so month 3 keeps 2 + 1
    assert found.monthly("all")[:4, 0].tolist() == [0.0, 0.0, 100.0, 300.0]
    assert found.monthly("most")[:, 0].tolist() == [0, 1, 2, 3, 4, 5, 6]
