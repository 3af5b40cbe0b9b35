"""What the window asks of any tab. Tabs with forms know more: see `AreaTab`."""

from typing import Protocol


class Tab(Protocol):
    """A tab. It is built when it is first looked at."""

    @property
    def title(self) -> str:
        """What stands on it."""
        ...

    def refresh(self) -> None:
        """Show what the document holds."""
        ...

    def rebuild(self) -> None:
        """Show another plan."""
        ...

    def restyle(self) -> None:
        """Take the colours of the theme in use."""
        ...
