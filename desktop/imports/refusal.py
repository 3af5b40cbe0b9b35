"""A file that cannot be taken: one message that names the place and the cause."""


class ImportRefusedError(Exception):
    """A file that is refused; the plan stays as it is."""

    def __init__(self, place: str, cause: str) -> None:
        super().__init__(f"{place}: {cause}" if place else cause)
        self.place = place
        self.cause = cause
