"""What a process of the program does before its work: code of earlier starts and the user's own prices at hand."""

import sys

TERMS = 200_000
"""Objects that a command makes from one look for rubbish to the next."""


def remember_code() -> None:
    """Let compiled code of earlier starts be used, and that of this one be kept."""
    from desktop.storage.folders import code_folder  # noqa: PLC0415 - the window reads these in its own time
    from models.formula.code_store import CODE  # noqa: PLC0415

    CODE.folder = code_folder()


def use_own_prices(*, told: bool = True) -> None:
    """Let price lists that the user has added stand beside the program's own; one that is damaged is named."""
    from desktop.storage.own_catalogue import catalogue_folder, register  # noqa: PLC0415 - likewise

    if catalogue_folder().is_dir():
        for name in register():
            if told:
                sys.stderr.write(f"boardcase: {name}: this added price list cannot be read and is left out\n")
