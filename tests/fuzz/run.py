"""Fuzzing by hand: python tests/fuzz/run.py READER SECONDS [SEED] tells cases a second, refusals and the slowest."""

import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))  # as the tests find each other
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

if __name__ == "__main__":
    # Parquet is read in a process that begins with this file, and needs nothing of it
    from tests.fuzz.readers import fuzzed, readers

    wanted = sys.argv[1] if len(sys.argv) > 1 else "all"
    seconds = float(sys.argv[2]) if len(sys.argv) > 2 else 10.0
    seed = int(sys.argv[3]) if len(sys.argv) > 3 else int(time.time())
    with tempfile.TemporaryDirectory() as folder:
        for name in readers() if wanted == "all" else [wanted]:
            begun = time.monotonic()
            count, refusals, longest = fuzzed(readers()[name], Path(folder), seed, seconds)
            took = time.monotonic() - begun
            print(f"{name}: {count} cases, {count / took:.0f} a second, {refusals} refused, slowest {longest:.2f} s")  # noqa: T201
