import numpy as np
import pytest

from models.formula.node import ONE, Line, cumulative, equals, lag, largest, previous, total
from models.formula.operation import FormulaError
from models.formula.trace import Structure, Trace, checked
from models.quantities import units


@pytest.fixture
def trace() -> Trace:
    return Trace(Structure({"workload": ("a", "b"), "pool": ("p",)}, 12))


@pytest.fixture
def line(trace: Trace) -> Line:
    return trace.line("demand", "Demand", units.GPU, trace.month * 1)


def test_a_term_has_no_truth_and_the_message_names_the_line(line: Line) -> None:
    with pytest.raises(FormulaError, match="demand: a term has no truth"):
        bool(line > 0)
    with pytest.raises(FormulaError, match="demand"):
        _ = bool(line)


def test_terms_are_not_compared_with_equals_signs(line: Line) -> None:
    with pytest.raises(FormulaError, match=r"demand.*equals\(a, b\)"):
        _ = line == 1
    with pytest.raises(FormulaError, match="!="):
        _ = line != 1


def test_chained_comparison_and_builtin_max_are_refused(line: Line) -> None:
    with pytest.raises(FormulaError):
        _ = 0 < line < 1
    with pytest.raises(FormulaError):
        max(line, ONE)


def test_a_number_other_than_zero_and_one_is_refused(line: Line) -> None:
    with pytest.raises(FormulaError, match="730"):
        _ = line * 730
    with pytest.raises(FormulaError, match="declared inputs"):
        equals(line, 2)


def test_numpy_does_not_take_a_term_apart(line: Line) -> None:
    with pytest.raises((TypeError, FormulaError)):
        _ = np.array([1.0, 2.0]) * line
    with pytest.raises((TypeError, FormulaError)):
        np.maximum(line, 0)  # pyright: ignore[reportArgumentType, reportCallIssue]
    with pytest.raises(FormulaError, match="no value"):
        float(line)


def test_hashing_is_by_identity(trace: Trace, line: Line) -> None:
    other = trace.line("other", "Other", units.GPU, trace.month * 1)
    assert len({line, other, line}) == 2


def test_operators_that_look_back_take_named_lines_only(trace: Trace, line: Line) -> None:
    with pytest.raises(FormulaError, match="named line"):
        previous(line + 1)
    with pytest.raises(FormulaError, match="named line"):
        lag(line * 1 + line, ONE)


def test_a_running_total_must_be_a_whole_formula(trace: Trace, line: Line) -> None:
    trace.line("wrong", "Wrong", units.GPU, cumulative(line) + 1)
    with pytest.raises(FormulaError, match="wrong: cumulative must be the whole formula"):
        checked(trace.lines)


def test_only_the_last_axis_is_summed(trace: Trace, line: Line) -> None:
    slices = trace.numbers("slice")
    workloads = trace.line("rows", "Rows", units.NUMBER, slices * 1)
    assert total(workloads, "slice").axes == ()
    with pytest.raises(FormulaError, match="does not vary over workload"):
        largest(workloads, "workload")


def test_a_key_is_given_once(trace: Trace, line: Line) -> None:
    with pytest.raises(FormulaError, match="demand: there are two lines"):
        trace.line("demand", "Again", units.GPU, line * 1)


def test_a_cost_belongs_to_an_option_and_varies_by_month(trace: Trace, line: Line) -> None:
    with pytest.raises(FormulaError, match="belongs to an option"):
        trace.cost("fee", "Fee", "compute", "running", line * 1)
    with trace.section("cloud", sheet="cloud", option="cloud"), pytest.raises(FormulaError, match="by month"):
        trace.cost("fee", "Fee", "compute", "running", ONE * 1)


def test_a_line_that_depends_on_itself_within_a_month_is_refused(trace: Trace, line: Line) -> None:
    from models.formula.program import Program

    first = trace.declared("first", "First", units.GPU, like=line)
    second = trace.declared("second", "Second", units.GPU, like=line)
    first.define(second + 1)
    second.define(first + previous(first))
    with pytest.raises(FormulaError, match="within one month"):
        Program(trace.structure, [first])
