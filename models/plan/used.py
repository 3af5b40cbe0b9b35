"""What a plan uses of the model: the features that its values, ranges and scenarios open."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from models.areas.features import BY_GATE, FEATURES, Gate
from models.quantities.declaration import Value


class Stated(Protocol):
    """A value with the range it may take, as far as a gate looks at it."""

    @property
    def value(self) -> Value:
        """The value."""
        ...

    @property
    def spread(self) -> tuple[float | None, float | None]:
        """The ends of its range, None where there is none."""
        ...


def pattern_of(key: str) -> str:
    """Return the key of the declaration behind a key: "*" in place of the row."""
    parts = key.split(".")
    return f"{parts[0]}.{parts[1]}.*.{parts[3]}" if len(parts) == 4 else key  # noqa: PLR2004 - area.table.row.input


def is_gate(key: str) -> bool:
    """Return whether the input behind a key opens a feature."""
    return pattern_of(key) in BY_GATE


def features_used(
    slugs: Mapping[str, tuple[str, ...]], entries: Mapping[str, Stated], changed: Iterable[Mapping[str, Stated]]
) -> frozenset[str]:
    """Return the slugs of the features that are used: in the base, or in what a scenario changes."""
    used: set[str] = set()
    for feature in FEATURES:
        if any(_opens(gate, entries[key]) for gate in feature.gates for key in _keys(gate, slugs)):
            used.add(feature.slug)
    for changes in changed:
        for key, entry in changes.items():
            used |= {one.slug for one in BY_GATE.get(pattern_of(key), ()) if _opened(one.gates, key, entry)}
    return frozenset(used)


def opened_by(values: Mapping[str, object]) -> frozenset[str]:
    """Return the slugs of the features that some values, by key, would use; an array of values uses its own."""
    return frozenset(
        feature.slug
        for key, value in values.items()
        for feature in BY_GATE.get(pattern_of(key), ())
        for gate in feature.gates
        if gate.key == pattern_of(key) and (not isinstance(value, (bool, int, float, str)) or gate.opened_by(value))
    )


def _keys(gate: Gate, slugs: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    declared = gate.declared
    if not declared.home:
        yield declared.key
        return
    for row in slugs[declared.home]:
        yield declared.key_in(row)


def _opened(gates: Iterable[Gate], key: str, entry: Stated) -> bool:
    return any(gate.key == pattern_of(key) and _opens(gate, entry) for gate in gates)


def _opens(gate: Gate, entry: Stated) -> bool:
    """Return whether a value uses a gate's feature, or may within the range that somebody gave it."""
    return gate.opened_by(entry.value) or (
        not gate.value and any(end is not None and gate.opened_by(end) for end in entry.spread)
    )
