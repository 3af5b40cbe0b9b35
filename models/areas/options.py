"""The options that are compared: how the organisation may get its compute and its models."""

from collections.abc import Mapping, Sequence

from models.formula.trace import Structure

OPTIONS: Sequence[str] = ("cloud", "api", "on_premises", "hybrid")
"""Every option, in the order of tables. Of a pair the second is what is chosen instead of the first."""

OPTION_LABELS: Mapping[str, str] = {"cloud": "Cloud", "api": "API", "on_premises": "On-premises", "hybrid": "Hybrid"}

USUAL = "usual"
"""Business as usual: beside the options, and ranked with them where it does the same work."""

NOTHING = "nothing"
"""Not doing the work: an alternative where all of it has a value, which is then what it costs."""

_LABELS: Mapping[str, str] = {**OPTION_LABELS, USUAL: "Business as usual", NOTHING: "Nothing"}

NAMED_FIRST: Sequence[str] = ("api", "cloud", "on_premises", "hybrid")
"""Of options that are the same the first here is the one they are: what serves all by API is the API option, and what
keeps no server is the cloud."""

RENTING: Sequence[str] = ("cloud", "api", "hybrid")
"""Options that rent GPUs for all their work, or for what their own servers leave."""

OWNING: Sequence[str] = ("on_premises", "hybrid")

ALL_RENTED: Sequence[str] = ("cloud", "api")
"""Options that own nothing, so that no work waits for servers."""

_INFERENCE = "workloads.workload.*.kind=inference"


def options_of(structure: Structure) -> Sequence[str]:
    """Return the options that a structure has; without inference there is nothing that an API could serve."""
    return OPTIONS if _INFERENCE not in structure.closed else tuple(one for one in OPTIONS if one != "api")


def label_of(option: str) -> str:
    """Return the label of an option or of business as usual."""
    return _LABELS[option]


def outcome(option: str) -> str:
    """Return what a decision comes to, within a sentence: an option's name, or that nothing is worth doing."""
    return "nothing is worth doing" if option == NOTHING else in_sentence(option)


def in_sentence(option: str) -> str:
    """Return how an option or business as usual is called within a sentence."""
    label = label_of(option)
    return label if label.isupper() else label.lower()
