"""A file that cannot be taken: one message that names the place and the cause."""

from collections.abc import Generator
from contextlib import contextmanager

from desktop.storage.memory import let_go

NO_MEMORY = "cannot be read in the memory there is; close other programs, or cut it into months"


class ImportRefusedError(Exception):
    """A file that is refused; the plan stays as it is."""

    def __init__(self, place: str, cause: str) -> None:
        super().__init__(f"{place}: {cause}" if place else cause)
        self.place = place
        self.cause = cause


@contextmanager
def in_the_memory_there_is(name: str) -> Generator[None]:
    """Refuse a file by name where reading it takes more memory than there is, or a number in it is beyond any."""
    try:
        yield
    except (MemoryError, SystemError) as error:
        # SystemError is what XML's parser ends in without memory
        let_go(error)
        raise ImportRefusedError(name, NO_MEMORY) from None
    except OverflowError:
        raise ImportRefusedError(name, "holds a number or a date beyond any that can be read") from None
