"""Plan files as earlier programs wrote them."""

import gzip
from pathlib import Path

FOLDER = Path(__file__).parent / "desktop" / "storage" / "older"


def older(version: int) -> bytes:
    """Return the plan file of an earlier format version."""
    return gzip.decompress((FOLDER / f"{version}.json.gz").read_bytes())
