"""Studies that were worked out before, kept in a folder of the user's: documents of the same figures ask them anew.

What is kept is private like compiled code (`formula/code_store.py`): checked by its own digest, bounded, in a folder
that is nobody else's. When it is read, only values of this program and numbers are made of it.
"""

import hashlib
import io
import pickle
import sys
from collections.abc import Callable, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, cast, override

from models.catalogue.records import buy_offers, rent_offers
from models.catalogue.rows import catalogue
from models.exhibits.studies import Shown
from models.formula.code_store import CODE
from models.plan.plan import Plan

_OTHERS: Mapping[str, frozenset[str]] = {
    "builtins": frozenset(["set", "frozenset", "slice", "complex", "range", "bytearray"]),
    "collections": frozenset(["OrderedDict", "defaultdict"]),
    "numpy": frozenset(["ndarray", "dtype"]),
    "numpy._core.multiarray": frozenset(["_reconstruct", "scalar"]),
    "numpy._core.numeric": frozenset(["_frombuffer"]),
}
"""What of other modules stands in studies."""


class _Reader(pickle.Unpickler):
    """Makes values of the classes of this program, numbers and collections, and nothing else."""

    @override
    def find_class(self, module: str, name: str, /) -> Any:
        """Return a class that may stand in a study.

        Raises pickle.UnpicklingError for anything else.
        """
        if name in _OTHERS.get(module, ()):
            return super().find_class(module, name)
        if module.startswith("models.") and "." not in name:
            found = super().find_class(module, name)
            if isinstance(found, type) and found.__module__ == module:
                return found
        raise pickle.UnpicklingError(f"{module}.{name} stands in no study")


def figures_of(plan: Plan) -> tuple[object, ...]:
    """Return what the studies of a plan rest on: all of it but its words and what was measured.

    What was decided is part of it: a recommendation that reverses it says so.
    """
    return plan.currency, plan.rows, plan.scenarios, plan.entries, plan.records


def kept(plan: Plan, scenario: str) -> Mapping[str, Shown] | None:
    """Return the studies of these figures from an earlier start; None where there are none that can be read."""
    return cast("Mapping[str, Shown] | None", _read(_key(plan, scenario, _ALL)))


def keep(plan: Plan, scenario: str, studies: Mapping[str, Shown]) -> None:
    """Keep the studies of these figures for the next start."""
    if CODE.folder is not None:
        CODE.write(_key(plan, scenario, _ALL), pickle.dumps(dict(studies), protocol=5))


def recalled[Kept](kind: type[Kept], plan: Plan, scenario: str, name: str, make: Callable[[], Kept]) -> Kept:
    """Return something that was worked out of these figures in an earlier start; made and kept where it was not.

    kind: its class. name: what it is, with all that it rests on beside the figures.
    """
    if CODE.folder is None:
        return make()
    key = _key(plan, scenario, name)
    found = _read(key)
    if isinstance(found, kind):
        return found
    made = make()
    CODE.write(key, pickle.dumps(made, protocol=5))
    return made


def _read(key: str) -> object:
    """Return what was kept under a name; None where there is nothing that can be read."""
    found = CODE.read(key) if CODE.folder is not None else None
    if found is None:
        return None
    try:
        return _Reader(io.BytesIO(found)).load()
    except (pickle.UnpicklingError, AttributeError, ImportError, EOFError, IndexError, TypeError, ValueError):
        return None


_ALL = "studies"
"""What all studies of a plan are kept as."""


def _key(plan: Plan, scenario: str, name: str) -> str:
    """Return the name under which something is kept: it changes with the figures, the catalogue and the program."""
    figures = repr((scenario, *figures_of(plan)))
    return hashlib.sha256(f"{name}\0{_program()}\0{_market()}\0{figures}".encode()).hexdigest()


def _market() -> str:
    """Return what the catalogue holds, with price lists that were added."""
    return hashlib.sha256(repr((catalogue(), rent_offers(), buy_offers())).encode()).hexdigest()


@lru_cache(maxsize=1)
def _program() -> str:
    """Return what tells this program from another: its file where it is frozen, else all files of the model."""
    if getattr(sys, "frozen", False):
        files = [Path(sys.executable)]
    else:
        files = sorted(Path(__file__).resolve().parents[1].rglob("*.py"))
    states = [(str(file), file.stat().st_mtime_ns, file.stat().st_size) for file in files]
    return hashlib.sha256(repr(states).encode()).hexdigest()
