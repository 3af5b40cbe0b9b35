"""Price lists that a user has added to the catalogue: kept by date beside the program's own, never in its place."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import cast

from platformdirs import user_data_path

from desktop.storage.whole_file import write_whole
from models.catalogue.records import RecordError
from models.catalogue.rows import added


def catalogue_folder() -> Path:
    """Return where added price lists are kept on this system."""
    return user_data_path("boardcase", appauthor=False) / "catalogue"


def keep(source: str, as_of: str, rent: Sequence[Mapping[str, str]], api: Sequence[Mapping[str, str]]) -> Path:
    """Keep a price list among the user's own, private to them, and use it from now on; return its file.

    source: what it was taken from, as_of: its date. rent: records of offers, api: rows of the catalogue.

    Lists added before stay; of the same price the one with the latest date counts. Raises OSError where it cannot be
    written.
    """
    document = {"format": "boardcase-prices", "source": source, "as_of": as_of, "rent": list(rent), "api": list(api)}
    text = json.dumps(document, ensure_ascii=False, indent=1).encode()
    folder = catalogue_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    day = as_of if re.fullmatch(r"\d{4}(-\d{2}){0,2}", as_of) else "undated"
    path = folder / f"{day}-{hashlib.sha256(text).hexdigest()[:8]}.json"
    write_whole(path, text)
    register()
    return path


def register() -> list[str]:
    """Use every price list that was added, the oldest first; return the names of those that cannot be read."""
    rent: list[Mapping[str, str]] = []
    api: list[Mapping[str, str]] = []
    damaged: list[str] = []
    folder = catalogue_folder()
    for path in sorted(folder.glob("*.json")) if folder.is_dir() else ():
        try:
            document = cast("dict[str, list[dict[str, str]]]", json.loads(path.read_text(encoding="utf-8")))
            some_rent, some_api = document["rent"], document["api"]
            added(some_rent, some_api)
        except (OSError, ValueError, KeyError, TypeError, AttributeError, RecordError):
            damaged.append(path.name)
            continue
        rent += some_rent
        api += some_api
    added(rent, api)
    return damaged
