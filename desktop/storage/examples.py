"""The example plans that come with the program."""

from importlib.resources import files

from desktop.storage.plan_file import Loaded, read

DEFAULT = "insurer"


def names() -> list[str]:
    """Return the names of the example plans."""
    return sorted(
        one.name.removesuffix(".json") for one in (files("resources") / "plans").iterdir() if one.name.endswith(".json")
    )


def label(name: str) -> str:
    """Return what an example is called in a menu.

    >>> label("law_firm"), label("saas")
    ('Law firm', 'SaaS')
    """
    return {"saas": "SaaS"}.get(name, name.replace("_", " ").capitalize())


def example(name: str = DEFAULT) -> Loaded:
    """Return an example plan.

    Raises KeyError where there is no example of that name.
    """
    if name not in names():
        raise KeyError(name)
    return read((files("resources") / "plans" / f"{name}.json").read_bytes())
