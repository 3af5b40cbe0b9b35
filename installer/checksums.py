"""Add up the files of a release.

Python installer/checksums.py FOLDER writes SHA256SUMS, in the form that `sha256sum --check` reads.
"""

import hashlib
import sys
from pathlib import Path

NAME = "SHA256SUMS"


def sums(folder: Path) -> str:
    """Return a line for each file of a folder, by name."""
    lines: list[str] = []
    for file in sorted(folder.iterdir()):
        if file.is_file() and file.name != NAME:
            with file.open("rb") as read:
                lines.append(f"{hashlib.file_digest(read, 'sha256').hexdigest()}  {file.name}\n")
    return "".join(lines)


if __name__ == "__main__":
    place = Path(sys.argv[1])
    (place / NAME).write_text(sums(place), encoding="utf-8", newline="\n")
    print(sums(place), end="")
