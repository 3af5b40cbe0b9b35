"""Parquet, read in a process of its own: at damaged data the library may end the process it runs in, with all work."""

import io
import multiprocessing
import os
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, cast

from desktop.imports.limits import SECONDS
from desktop.imports.measured.opened import Opened
from desktop.imports.refusal import NO_MEMORY, ImportRefusedError

NO_PARQUET = "the Parquet data cannot be read; fetch the file again, or export it as CSV"
_MOST_MEMORY = 8_000_000_000
_LONGEST_END = 10.0
"""Seconds in which the process ends once nothing more is wanted of it."""

type Columns = dict[str, list[str]]


def heads_of(found: Opened) -> list[str]:
    """Return the heads of a Parquet file. Raises ImportRefusedError where it is damaged."""
    with _reading(found, None) as told:
        return cast("list[str]", _next(found, told))


def groups_of(found: Opened, wanted: Sequence[str]) -> Iterator[Columns]:
    """Yield the wanted columns of a Parquet file as texts, group by group.

    Raises ImportRefusedError where it is damaged.
    """
    with _reading(found, wanted) as told:
        while (columns := cast("Columns | None", _next(found, told))) is not None:
            yield columns


@contextmanager
def _reading(found: Opened, wanted: Sequence[str] | None) -> Generator[Any]:
    """Start the process and end it whatever happens."""
    context = multiprocessing.get_context("spawn")
    mine, its = context.Pipe(duplex=False)
    source = found.data if found.data is not None else str(found.path)
    process = context.Process(target=_read, args=(its, source, wanted), daemon=True)
    process.start()
    its.close()
    try:
        yield mine
    finally:
        mine.close()
        process.join(0.0 if process.exitcode is None and wanted is not None else _LONGEST_END)
        if process.is_alive():
            process.terminate()
        process.join(_LONGEST_END)
        process.close()


def _next(found: Opened, told: Any) -> object:  # noqa: ANN401 - an end of a pipe, which has two types
    """Return what the process tells next. Raises ImportRefusedError where it failed or is no more."""
    try:
        known, what = cast("tuple[bool, object]", told.recv() if told.poll(SECONDS) else (False, None))
    except (EOFError, OSError):
        known, what = False, None
    if not known:
        raise ImportRefusedError(found.name, str(what or NO_PARQUET)) from None
    return what


# in the process


def _read(tell: Any, source: bytes | str, wanted: Sequence[str] | None) -> None:  # noqa: ANN401 - as above
    """Tell the heads of a file, or its wanted columns group by group and then nothing."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    for stream_number in (1, 2):  # the library prints what it finds odd
        os.dup2(nowhere, stream_number)
    _limit()
    try:
        import fastparquet  # noqa: PLC0415 - in this process alone

        with io.BytesIO(source) if isinstance(source, bytes) else Path(source).open("rb") as stream:
            file: Any = fastparquet.ParquetFile(stream)
            if wanted is None:
                tell.send((True, [str(head) for head in file.columns]))
                return
            for frame in file.iter_row_groups(columns=list(wanted)):
                tell.send((True, {head: _as_texts(frame[head]) for head in wanted}))
        tell.send((True, None))
    except BrokenPipeError:
        return
    except MemoryError:
        tell.send((False, NO_MEMORY))
    except Exception:  # noqa: BLE001 - whatever the library raises at a damaged file
        tell.send((False, None))


def _limit() -> None:
    """Let the process have no more memory than a file of the largest size may need, where the system can."""
    with suppress(ImportError, OSError, ValueError):
        import resource  # noqa: PLC0415 - Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))


def _as_texts(column: Any) -> list[str]:  # noqa: ANN401 - a column, which has no full types
    return [
        (
            ""
            if value is None or value != value  # noqa: PLR0124 - NaN and NaT differ from themselves
            else value.decode("utf-8", "replace")
            if isinstance(value, bytes)
            else str(value)
        )
        for value in column.astype(object).to_numpy()
    ]
