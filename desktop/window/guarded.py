"""File work from the window: what fails is said in one message."""

from collections.abc import Callable

from desktop.document.saving import failure
from desktop.storage.plan_file import PlanFileError
from desktop.window.shell import Shell


def guarded(
    window: Shell, title: str, work: Callable[[], object], after_refusal: Callable[[], None] | None = None
) -> bool:
    """Do file work and say in one message why it failed, if it does; return whether it was done."""
    try:
        work()
    except (PlanFileError, OSError, ValueError, MemoryError) as error:
        window.refuse(title, failure(error))
        if after_refusal is not None:
            after_refusal()
        return False
    return True
