"""Kernels as machine code, written as LLVM text and compiled by llvmlite.

The code does what numpy's calls do, in the same order and without contraction, so that it gives the same bits; it only
keeps a month's
values of a few cases in registers and the first cache from one operation to the next. Where llvmlite cannot be loaded,
numpy does the work.
"""

import ctypes
import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Protocol, cast

import numpy as np

from models.formula.kernels import Kernel
from models.formula.llvm_text import DECLARED, WIDTH, KernelText
from models.formula.node import Node
from models.formula.operations import Array
from models.formula.schedule import Step
from models.formula.trace import Structure

_RUN = ctypes.CFUNCTYPE(None, ctypes.c_void_p, ctypes.c_int64)


class _Engine(Protocol):
    def finalize_object(self) -> None: ...
    def get_function_address(self, name: str) -> int: ...


@dataclass(frozen=True, slots=True)
class Machine:
    """Kernels that run one after the other, eight cases at a time.

    narrow: slots that live inside the run only; their arrays hold eight cases and stay in the cache.
    slots: of each kernel, the slots whose arrays its code takes, in order.
    """

    kernels: tuple[Kernel, ...]
    narrow: frozenset[int]
    slots: tuple[tuple[int, ...], ...]
    engine: _Engine

    def touched(self) -> set[int]:
        """Return every slot read or written."""
        return {slot for kernel in self.kernels for slot in kernel.touched()}

    def outputs(self) -> Sequence[int]:
        """Return the slots that are written to memory."""
        return [slot for kernel in self.kernels for slot in kernel.outputs()]

    def bound(self, arrays: Callable[[int], Array], cases: int) -> Callable[[], None]:
        """Return a call that works the kernels out for a number of cases over the array of each slot.

        Raises ValueError where an array is not laid out row after row.
        """
        held = [[arrays(slot) for slot in slots] for slots in self.slots]
        if not all(array.flags.c_contiguous for part in held for array in part):
            raise ValueError("a kernel's arrays are contiguous")
        tables = [np.array([array.ctypes.data for array in part], dtype=np.uintp) for part in held]
        whole = np.array([table.ctypes.data for table in tables], dtype=np.uintp)
        function, at = _RUN(self.engine.get_function_address("run")), whole.ctypes.data

        def call() -> None:
            assert self.engine is not None
            assert len(held) == len(tables) == len(whole)  # code, arrays and tables live as long as the call does
            function(at, cases)

        return call


_compiling = threading.Lock()


@cache
def _compiler() -> Callable[[str], _Engine] | None:
    """Return what compiles LLVM text into an engine that lives as long as it is referred to.

    None where this machine has none.
    """
    try:
        import llvmlite.binding as llvm  # noqa: PLC0415 - loaded by the first large batch, not at the start

        llvm.initialize_native_target()
        llvm.initialize_native_asmprinter()
        llvm.check_jit_execution()
        processor, features = llvm.get_host_cpu_name(), llvm.get_host_cpu_features().flatten()
    except (ImportError, OSError, RuntimeError):
        return None

    def compile_text(text: str) -> _Engine:
        target = llvm.Target.from_default_triple().create_target_machine(
            cpu=processor, features=features, opt=2, jit=True
        )
        # llvmlite is typed in part
        engine = cast("_Engine", llvm.create_mcjit_compiler(llvm.parse_assembly(text), target))  # pyright: ignore[reportUnknownMemberType]
        engine.finalize_object()
        return engine

    return compile_text


def compiled(
    schedule: Sequence[Step | Kernel],
    wanted: set[int],
    nodes: Sequence[Node],
    moves: Sequence[bool],
    structure: Structure,
) -> list[Step | Machine] | None:
    """Return a schedule with each run of kernels compiled into one call, None where this machine cannot.

    wanted: slots that are read when all is done. nodes, moves: of each slot, its term and whether it differs between
        cases.
    """
    runs: list[list[Kernel]] = []
    parts: list[Step | list[Kernel]] = []
    for part in schedule:
        if isinstance(part, Step):
            parts.append(part)
        elif parts and parts[-1] is (runs[-1] if runs else None):
            runs[-1].append(part)
        else:
            runs.append([part])
            parts.append(runs[-1])
    with _compiling:
        compiler = _compiler()
        if compiler is None:
            return None
        made: list[Step | Machine] = []
        for part in parts:
            if isinstance(part, Step):
                made.append(part)
                continue
            others = wanted.union(
                *(
                    one.touched() if isinstance(one, Step) else set[int]().union(*(kernel.touched() for kernel in one))
                    for one in parts
                    if one is not part
                )
            )
            narrow = frozenset(slot for kernel in part for slot in kernel.kept if slot not in others)
            writers = [KernelText(kernel, nodes, moves, narrow, structure) for kernel in part]
            texts = [writer.function(f"kernel{number}") for number, writer in enumerate(writers)]
            engine = compiler("\n".join([DECLARED, *texts, _one_after_the_other(len(texts))]))
            made.append(Machine(tuple(part), narrow, tuple(tuple(writer.slots) for writer in writers), engine))
        return made


def _one_after_the_other(count: int) -> str:
    """Return the function that runs kernels on eight cases after another.

    The last eight overlap those before where cases are no multiple.
    """
    tables = [
        line
        for number in range(count)
        for line in (
            f"  %at{number} = getelementptr ptr, ptr %tables, i64 {number}",
            f"  %table{number} = load ptr, ptr %at{number}",
        )
    ]
    return "\n".join(
        [
            "define void @run(ptr %tables, i64 %cases) {",
            "entry:",
            *tables,
            f"  %last = sub i64 %cases, {WIDTH}",
            "  br label %some",
            "some:",
            "  %next = phi i64 [ 0, %entry ], [ %next1, %some ]",
            "  %inside = icmp slt i64 %next, %last",
            "  %first = select i1 %inside, i64 %next, i64 %last",
            *(f"  call void @kernel{number}(ptr %table{number}, i64 %cases, i64 %first)" for number in range(count)),
            f"  %next1 = add i64 %next, {WIDTH}",
            "  %again = icmp slt i64 %next1, %cases",
            "  br i1 %again, label %some, label %done",
            "done:",
            "  ret void",
            "}",
        ]
    )
