"""Tables whose columns stand at fixed places, as command lines print them: read whole, or refused where cut."""

import pytest

from desktop.imports.measured.formats import recognised
from desktop.imports.refusal import ImportRefusedError
from tests.evidence_made import taken

SACCT = """\
JobID           JobName               Start                 End    Elapsed      State                        AllocTRES
------------ ---------- ------------------- ------------------- ---------- ---------- --------------------------------
1001              train 2026-10-01T00:10:00 2026-10-02T00:10:00 1-00:00:00  COMPLETED     billing=16,cpu=16,gres/gpu=4
1001.batch        batch 2026-10-01T00:10:00 2026-10-02T00:10:00 1-00:00:00  COMPLETED                cpu=16,gres/gpu=4
1002         a_long_na+ 2026-10-03T08:00:00 2026-10-03T20:00:00   12:00:00 CANCELLED+       billing=8,cpu=8,gres/gpu=2
"""

SREPORT = """\
--------------------------------------------------------------------------------
Cluster/Account/User Utilization 2026-10-01T00:00:00 - 2026-10-31T23:59:59 (2678400 secs)
Usage reported in TRES Hours
--------------------------------------------------------------------------------
  Cluster         Account     Login     Proper Name      TRES Name     Used
--------- --------------- --------- --------------- -------------- --------
  cluster        research                                 gres/gpu     1200
  cluster        research     alice     Alice Smith       gres/gpu      700
  cluster        research       bob       Bob Jones       gres/gpu      500
"""

SQL = """\
month      requests     input_tokens   output_tokens
---------- ------------ -------------- -------------
2026-07-01      1200000     1400000000     300000000
2026-08-01      1250000     1500000000     310000000
2026-09-01      1300000     1560000000     320000000

(3 rows affected)
"""


def test_sacct_as_it_prints_unasked() -> None:
    """4 GPUs for 24 hours and 2 for 12: 120 GPU-hours in two jobs, one of them cancelled; the step is not counted."""
    tally, found = taken(SACCT.encode())
    assert tally.title == "Slurm accounts (sacct)"
    assert found.sums["gpu_hours"] == pytest.approx(4 * 24 + 2 * 12)
    assert found.sums["runs"] == 2


def test_a_value_that_counts_and_is_cut_is_refused_with_its_row() -> None:
    cut = SACCT.replace("    billing=16,cpu=16,gres/gpu=4\n", "billing=16,cpu=16,mem=64G,gres/+\n", 1)
    with pytest.raises(ImportRefusedError, match=r"row 3.*AllocTRES is cut at the edge.*--parsable2"):
        taken(cut.encode())


def test_sreport_as_it_prints_unasked() -> None:
    _, found = taken(SREPORT.encode())
    assert found.sums["gpu_hours"] == pytest.approx(1_200)


def test_an_answer_of_a_database_and_its_last_line() -> None:
    tally, found = taken(SQL.encode())
    assert found.sums["requests"] == pytest.approx(1_200_000 + 1_250_000 + 1_300_000)
    assert found.figures["tokens_in_request"] == pytest.approx(4_460 / 3.75)
    assert not any(tally.aside.values())


def test_lines_that_do_not_keep_to_the_columns_are_no_such_table() -> None:
    wide = SQL.replace("2026-07-01      1200000     1400", "2026-07-01  1200000000000 1400")
    wide = wide.replace("(3 rows affected)\n", "2026-10-01            1              1             1\n")
    assert recognised("answer.txt", None, wide.encode()) is None
