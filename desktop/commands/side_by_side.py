"""Parts of a job that need not wait for each other, shared out over processes of this program."""

import gc
import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Thread

from desktop.commands.begun import TERMS, use_own_prices
from models.formula.code_store import CODE
from models.plan.plan import Plan

MOST_HELPERS = 3
"""Processes beside the first. Each takes some 250 MB for a plan of usual size; what they do has few parts."""

_LARGE = 30
"""Workloads from which one helper is the most: all processes together stay within 2 GB."""

type Part[T] = Callable[[], T]


class Helpers:
    """Processes that take parts of a job off this one; without any, this one does it all."""

    def __init__(self, pool: Executor | None = None, number: int = 0) -> None:
        self._pool = pool
        self.number = number

    def all_of[T](self, parts: Sequence[Part[T]]) -> list[T]:
        """Return what each part gives, in their order.

        Helpers begin at the first part and this process at the last, each with the next one that nobody has begun. A
        part can be called by another process: a function of a module, with what it is given. What a part raises is
        raised, that of the first that failed; a process that ends before its time has its part done here.
        """
        waiting = deque(range(len(parts)))
        done: dict[int, T] = {}
        failed: dict[int, Exception] = {}

        def here(part: Part[T]) -> T:
            return part()

        def there(part: Part[T]) -> T:
            assert self._pool is not None
            return self._pool.submit(part).result()

        def work(place: Callable[[Part[T]], T], take: Callable[[], int]) -> None:
            while True:
                try:
                    number = take()
                except IndexError:
                    return
                try:
                    done[number] = place(parts[number])
                except BrokenProcessPool:
                    waiting.append(number)
                    return
                except Exception as error:  # noqa: BLE001 - raised again below, in the order of the parts
                    failed[number] = error

        threads = [Thread(target=work, args=(there, waiting.popleft), daemon=True) for _ in range(self.number)]
        for thread in threads:
            thread.start()
        work(here, waiting.pop)
        for thread in threads:
            thread.join()
        work(here, waiting.pop)
        if failed:
            raise failed[min(failed)]
        return [done[number] for number in range(len(parts))]


@contextmanager
def helpers(plan: Plan, parts: int, load: Part[object]) -> Generator[Helpers]:
    """Start helpers for a job of some parts on a plan, as many as there are processors beside this one's.

    load: what each does first, while this process still loads its own: import what the parts need.
    """
    beside = min((os.cpu_count() or 1) - 1, parts - 1, MOST_HELPERS)
    number = min(beside, 1) if len(plan.slugs["workload"]) > _LARGE else beside
    if number < 1:
        yield Helpers()
        return
    context = multiprocessing.get_context("spawn")
    pool = ProcessPoolExecutor(number, mp_context=context, initializer=_begin, initargs=(CODE.folder,))
    try:
        for _ in range(number):
            pool.submit(load)
        yield Helpers(pool, number)
    except BaseException:
        # whoever gave up does not wait for what helpers have begun
        pool.shutdown(wait=False, cancel_futures=True)
        raise
    # a helper has nothing to put in order, and the half second that taking it down by parts takes is the user's
    with suppress(BrokenProcessPool):
        pool.submit(_end)
    pool.shutdown()


# in the process


def _end() -> None:
    signal.raise_signal(signal.SIGTERM)


def _begin(folder: Path | None) -> None:
    """Make a helper know what its parent knows."""
    gc.set_threshold(TERMS, 20, 20)
    CODE.folder = folder
    use_own_prices(told=False)
