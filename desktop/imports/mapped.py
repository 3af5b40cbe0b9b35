"""What a file offers with its columns mapped by hand: as said now, or as remembered from a table like it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from desktop.imports.columns import Column, MappingError, as_answers, given, remember, remembered
from desktop.imports.files import offered
from desktop.imports.measured.roles import mapped_by_hand
from desktop.imports.offers import Offered
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched
from models.plan.plan import Plan


def offered_as_mapped(
    plan: Plan, path: Path, answers: Mapping[str, str], settings: Sequence[str] = (), look: Look = unwatched
) -> Offered:
    """Return what a file offers.

    settings: HEAD=ROLE, how its columns are mapped; they are remembered once the file could be read so.

    Raises MappingError, and what reading it raises.
    """
    found = offered(plan, path, look, answers)
    if mapped_by_hand(answers):
        return found
    if settings:
        if not found.columns:
            raise MappingError(f"--column: {path.name} is known as {found.title}; its columns need no mapping")
        columns = given(settings, found.columns)
        mapped = offered(plan, path, look, {**answers, **as_answers(columns)})
        remember_quietly(columns)
        return mapped
    before = remembered(found.columns)
    if not before:
        return found
    try:
        mapped = offered(plan, path, look, {**answers, **before})
    except ImportRefusedError as refused:
        told = f"Mapped as a table like it was before, it cannot be read ({refused.cause}); map its columns anew."
        return replace(found, warnings=[*found.warnings, told])
    return replace(mapped, notices=["Its columns are mapped as in a table like it before.", *mapped.notices])


def remember_quietly(columns: Sequence[Column]) -> None:
    """Remember a mapping where that is possible; that it is not costs no more than mapping once more."""
    try:
        remember(columns)
    except OSError:
        return
