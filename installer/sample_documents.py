"""Writes the documents of every example for a release: python installer/sample_documents.py FOLDER [DAY].

They are not kept in the tree.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from desktop.commands.exports import export  # noqa: E402
from desktop.documents.kinds import KINDS  # noqa: E402
from desktop.storage import examples  # noqa: E402


def written(folder: Path, day: str | None = None) -> list[Path]:
    """Write every example's documents into a folder and return their files."""
    folder.mkdir(parents=True, exist_ok=True)
    made: list[Path] = []
    for name in examples.names():
        plan = examples.example(name).plan
        made += export(plan, plan.scenarios[0].slug, {kind: folder / f"{name}.{kind}" for kind in KINDS}, day)
    return made


if __name__ == "__main__":
    if len(sys.argv) < 2:  # noqa: PLR2004
        raise SystemExit(__doc__)
    sys.stdout.write("".join(f"{path}\n" for path in written(Path(sys.argv[1]), *sys.argv[2:3])))
