"""One case worked out again and again while its inputs change."""

from collections.abc import Mapping, Sequence

from models.formula.bound import Bound
from models.formula.node import Line
from models.formula.program import Program, Results
from models.quantities.declaration import Value


class Incremental:
    """One case worked out again and again while one input after another changes.

    Terms that do not depend on the input being changed are kept from one call to the next, until the program is
    prepared:
    from then on all of it is worked out anew, which is faster still.
    """

    def __init__(self, program: Program, wanted: Sequence[Line]) -> None:
        self._program = program
        self._wanted = list(wanted)
        self._slots = {line.key: program.slot_of(line) for line in wanted}
        self._one = program.one_case()
        self._values: dict[str, Value] = {}
        self._key = ""
        self._moving: Bound | None = None

    def evaluate(self, values: Mapping[str, Value]) -> Results:
        """Return the wanted lines for one set of values."""
        if self._program.prepared:
            return self._program.evaluate(values, self._wanted)
        changed = [key for key, value in values.items() if self._values.get(key) != value]
        key = changed[0] if len(changed) == 1 else self._key
        if len(changed) > 1 or not self._values:
            self._moving, self._key = None, ""
            self._one.run(values)
        elif changed:
            if key != self._key or self._moving is None:
                self._one.run({**values, key: self._values[key]})
                self._moving = self._program.plan(frozenset({key})).bound(self._one.held, 1, set(self._slots.values()))
                self._key = key
            self._moving.run(values)
        self._values = dict(values)
        held = self._one.held if self._moving is None else self._moving.held
        return Results({key: array.copy() for key, slot in self._slots.items() if (array := held[slot]) is not None})
