"""A large plan is read in little more memory than it needs, told by a process that reads nothing else."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]

_READER = """
import sys
from pathlib import Path
from desktop.storage.plan_file import load

def memory(name):
    return next(int(line.split()[1]) * 1024 for line in open("/proc/self/status") if line.startswith(name))

load(Path(sys.argv[1]))  # what the program itself needs
before = memory("VmRSS")
plan = load(Path(sys.argv[2])).plan
print(memory("VmHWM") - before, len(plan.scenarios))
"""


@pytest.mark.skipif(sys.platform != "linux", reason="peak memory of a process is read as Linux tells it")
@pytest.mark.parametrize(
    "evidence",
    [pytest.param(False, marks=pytest.mark.long, id="values"), pytest.param(True, id="values with evidence")],
)
def test_reading_a_plan_takes_at_most_five_times_its_size(tmp_path: Path, evidence: bool) -> None:
    example = ROOT / "resources/plans/insurer.json"
    document = json.loads(example.read_text(encoding="utf-8"))
    free = [key for key in document["inputs"] if key.startswith(("workloads.", "compute.pool."))]
    changes = {
        key: {**document["inputs"][key], **({} if evidence else {"evidence": {"kind": "assumption"}})} for key in free
    }
    number = 60 if evidence else 120
    document["scenarios"] += [
        {"slug": f"case_{place}", "name": f"Case {place}", "changes": changes} for place in range(number)
    ]
    large = tmp_path / "large.boardcase"
    large.write_text(json.dumps(document, indent=1), encoding="utf-8")
    told = subprocess.run(
        [sys.executable, "-c", _READER, str(example), str(large)], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout.split()
    size = large.stat().st_size
    assert size > 2_000_000
    assert int(told[1]) > number
    assert 0 < int(told[0]) < 5 * size
