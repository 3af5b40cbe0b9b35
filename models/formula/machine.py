"""Phases compiled by LLVM, and the arrays they work on.

It only keeps a month's values of a few cases in registers and the first cache from one operation to the next. Where
llvmlite cannot be loaded, numpy does the work.
"""

import ctypes
import json
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Protocol, cast

import numpy as np

from models.formula.code_print import code_print
from models.formula.code_store import CODE, key_of
from models.formula.kernels import Layout, Phase
from models.formula.node import Node
from models.formula.operation import Array
from models.formula.schedule import Step
from models.formula.trace import Structure

_RUN = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)


class _Engine(Protocol):
    def get_function_address(self, name: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Machine:
    """Phases that run one after the other, eight cases at a time.

    slots: of each phase, the slots whose arrays its code takes, in order.
    """

    phases: tuple[Phase, ...]
    layout: Layout
    slots: tuple[tuple[int, ...], ...]
    engine: _Engine

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return {slot for phase in self.phases for slot in phase.touched()}

    def outputs(self) -> Sequence[int]:
        """Return the slots that are written to memory."""
        return [slot for phase in self.phases for slot in phase.outputs()]

    def bound(self, arrays: Callable[[int], Array], cases: int) -> Callable[[], None]:
        """Return a call that works the phases out for a number of cases over the array of each slot.

        Raises ValueError where an array is not laid out row after row.
        """
        held = [[arrays(slot) for slot in slots] for slots in self.slots]
        if not all(array.flags.c_contiguous for part in held for array in part):
            raise ValueError("a machine's arrays are contiguous")
        tables = [np.array([array.ctypes.data for array in part], dtype=np.uintp) for part in held]
        whole = np.array([table.ctypes.data for table in tables], dtype=np.uintp)
        function, at = _RUN(self.engine.get_function_address("run")), whole.ctypes.data

        def call() -> None:
            assert self.engine is not None
            assert len(held) == len(tables) == len(whole)  # code, arrays and tables live as long as the call does
            function(at, cases)

        return call


_compiling = threading.Lock()


@dataclass(frozen=True, slots=True)
class _Compiler:
    """LLVM for this processor. host: what tells it from another: processor, features and LLVM's version."""

    llvm: Any
    host: tuple[str, str, str]

    def code(self, text: str) -> bytes:
        """Return LLVM text as machine code."""
        return bytes(self._target().emit_object(self.llvm.parse_assembly(text)))

    def engine(self, code: bytes) -> _Engine:
        """Return machine code as an engine that lives as long as it is referred to."""
        engine = self.llvm.create_mcjit_compiler(self.llvm.parse_assembly(""), self._target())
        engine.add_object_file(self.llvm.ObjectFileRef.from_data(code))
        engine.finalize_object()
        return cast("_Engine", engine)

    def _target(self) -> Any:  # noqa: ANN401 - llvmlite's own
        processor, features, _ = self.host
        return self.llvm.Target.from_default_triple().create_target_machine(
            cpu=processor, features=features, opt=2, jit=True
        )


@cache
def _compiler() -> _Compiler | None:
    """Return LLVM for this processor, None where there is none."""
    try:
        # loaded by the first large batch, not at the start
        import llvmlite.binding as binding  # noqa: PLC0415, PLR0402

        llvm = cast("Any", binding)
        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        llvm.check_jit_execution()
        processor, features = str(llvm.get_host_cpu_name()), str(llvm.get_host_cpu_features().flatten())
        version = ".".join(str(part) for part in llvm.llvm_version_info)
    except (ImportError, OSError, RuntimeError):
        return None
    return _Compiler(llvm, (processor, features, version))


def _made(compiler: _Compiler, phases: Sequence[Phase], layout: Layout) -> Machine:
    """Return phases as a machine: its code as it was kept, else written and kept."""
    key = key_of(code_print(phases, layout), *compiler.host)
    kept = _read(CODE.read(key))
    if kept is not None:
        slots, code = kept
    else:
        from models.formula.machine_code import machine_text  # noqa: PLC0415 - llvmlite's builder, where code is written

        text, slots = machine_text(phases, layout)
        code = compiler.code(text)
        CODE.write(key, json.dumps(slots).encode() + b"\n" + code)
    return Machine(tuple(phases), layout, slots, compiler.engine(code))


def _read(kept: bytes | None) -> tuple[tuple[tuple[int, ...], ...], bytes] | None:
    """Return the arrays that code takes, and the code, as an entry holds them; None where it does not."""
    listed, _, code = (kept or b"").partition(b"\n")
    if not code:
        return None
    try:
        return tuple(tuple(int(slot) for slot in part) for part in json.loads(listed)), code
    except (TypeError, ValueError):
        return None


def compiled(
    schedule: Sequence[Step | Phase],
    wanted: set[int],
    nodes: Sequence[Node],
    moves: Sequence[bool],
    structure: Structure,
) -> list[Step | Machine] | None:
    """Return a schedule with each run of phases compiled into one call, None where this machine cannot.

    wanted: slots that are read when all is done. nodes, moves: of each slot, its term and whether it differs by case.
    """
    parts: list[Step | list[Phase]] = []
    for part in schedule:
        if isinstance(part, Step):
            parts.append(part)
        elif parts and isinstance(parts[-1], list):
            parts[-1].append(part)
        else:
            parts.append([part])
    with _compiling:
        compiler = _compiler()
        if compiler is None:
            return None
        made: list[Step | Machine] = []
        for part in parts:
            if isinstance(part, Step):
                made.append(part)
                continue
            others = [one for one in parts if one is not part]
            layout = _layout(part, others, wanted, nodes, moves, structure)
            made.append(_made(compiler, part, layout))
        return made


def _layout(
    phases: Sequence[Phase],
    others: Sequence[Step | Sequence[Phase]],
    wanted: set[int],
    nodes: Sequence[Node],
    moves: Sequence[bool],
    structure: Structure,
) -> Layout:
    """Return how the arrays of a run of phases lie in memory, given what is read elsewhere."""
    outside = set(wanted)
    for one in others:
        outside |= one.touched() if isinstance(one, Step) else {slot for phase in one for slot in phase.touched()}
    narrow = {slot for phase in phases for slot in phase.outputs()} - outside
    brief: set[int] = set()
    for phase in phases:
        elsewhere = {slot for other in phases if other is not phase for slot in other.touched()}
        brief |= phase.brief() & narrow - elsewhere
    return Layout(nodes, moves, frozenset(narrow), frozenset(brief), structure)
