"""Text as a cell can hold it, and names that no two rows share."""

from collections.abc import Iterable, Mapping

LONGEST = 32_000
"""Characters; Excel's own limit for a cell is 32,767."""

_ILLEGAL = dict.fromkeys((*range(9), 11, 12, *range(14, 32), *range(55296, 57344), 65534, 65535))


def clean(text: str) -> str:
    """Return a text that a cell can hold: no control characters, no half characters, no more than fits."""
    plain = text if text.isprintable() else text.translate(_ILLEGAL)
    return plain if len(plain) <= LONGEST else f"{plain[: LONGEST - 1]}…"


def distinct(named: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return the names of slugs such that no two are alike to a spreadsheet.

    Which takes capitals and small letters for the same; a name that is shared carries its slug.
    """
    pairs = [(slug, clean(name).strip() or slug) for slug, name in named]
    seen = [name.casefold() for _, name in pairs]
    return {slug: name if seen.count(name.casefold()) == 1 else f"{name} [{slug}]" for slug, name in pairs}
