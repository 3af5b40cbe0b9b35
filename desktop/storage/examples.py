"""The example plans that come with the program."""

from importlib.resources import files

from desktop.storage.plan_file import Loaded, read

DEFAULT = "insurer"


def names() -> list[str]:
    """Return the names of the example plans."""
    return sorted(
        one.name.removesuffix(".json") for one in (files("resources") / "plans").iterdir() if one.name.endswith(".json")
    )


def example(name: str = DEFAULT) -> Loaded:
    """Return an example plan.

    Raises KeyError where there is no example of that name.
    """
    if name not in names():
        raise KeyError(name)
    return read((files("resources") / "plans" / f"{name}.json").read_bytes())
