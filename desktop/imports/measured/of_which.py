"""What the rows of a plain table are of, such as a workload or a kind of GPU, and which of these count."""

from collections.abc import Mapping

from desktop.imports.measured.opened import Opened
from desktop.imports.measured.rows import chunks_of
from desktop.imports.measured.texts import folded
from desktop.imports.names import is_called_total, same_name
from desktop.storage.watching import Look
from models.catalogue.meters import gpu_of

EVERY = "*"
"""The answer that all rows count and add up."""

_OF_A_GPU = frozenset({"gpumodel", "gputype", "gpu", "accelerator", "acceleratortype", "gpuname"})
_NAMED = frozenset(
    {
        *("workload", "workloads", "usecase", "application", "app", "service", "project", "pool", "queue", "partition"),
        *("system", "product", "team"),
    }
)
"""Heads of what the plan may have a row for, and of kinds of GPU, of which no two are one pool."""

_MOST = 40
"""Names from which on a column tells rows apart, and not what they are of."""


def look_which(opened: Opened, look: Look) -> None:
    """Note which column of a table says what its rows are of, and with which names; one that is asked for counts."""
    for head in opened.heads:
        name = folded(head)
        if name not in _NAMED | _OF_A_GPU:
            continue
        chunks = chunks_of(opened, (name,), look)
        there = {str(cell).strip(): None for chunk in chunks for cell in chunk.column(name).tolist()}
        # one name in two spellings is one
        alike = {same_name(one): one for one in reversed(there) if one and not is_called_total(one)}
        names = [one for one in there if alike.get(same_name(one)) == one]
        if 1 < len(names) <= _MOST:
            opened.which[name] = names
    wanted = same_name(opened.answers.get("rows", ""))
    for head, names in opened.which.items():
        only = next((one for one in names if same_name(one) == wanted), "")
        if only:
            opened.only = (head, only)
            return


OWN = frozenset({"workload", "workloads", "usecase", "pool"})
"""Heads under which one name of the plan is no chance."""


def unlike(which: Mapping[str, list[str]]) -> bool:
    """Return whether rows are of several kinds of GPU, which are no one pool.

    >>> unlike({"gpumodel": ["H100", "NVIDIA L40S"]}), unlike({"gpu": ["gpu 0", "gpu 1"]}), unlike({"team": ["H", "L"]})
    (True, False, False)
    """
    return any(len({gpu_of(one) for one in names} - {""}) > 1 for head, names in which.items() if head in _OF_A_GPU)
