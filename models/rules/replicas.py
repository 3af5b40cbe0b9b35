"""Rules on the GPUs of a replica: the parts a GPU divides into, and instances that hold a replica whole."""

from collections.abc import Callable, Iterator

from models.areas.options import OPTION_LABELS
from models.catalogue.records import devices
from models.rules.facts import Facts
from models.rules.rule import ALL, Effect, Rule
from models.rules.supply import hosted

_SOME = 1e-9


def replicas_of(facts: Facts, option: str) -> Iterator[tuple[str, str, float, float]]:
    """Yield what an option hosts with replicas kept: name, prefix of its pool's keys, GPUs a replica, replicas."""
    for name, work, pool in hosted(facts, option):
        gpus, kept = facts.number(f"{work}replica_gpus"), facts.number(f"{work}replicas")
        if gpus > 0 and kept > 0:
            yield name, pool, gpus, kept


def _undivided(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose replicas take a smaller part of a GPU than it divides into."""
    for name, pool, gpus, _ in replicas_of(facts, "cloud"):
        device = devices().get(str(facts.values[f"{pool}device"]))
        if device is None or gpus >= 1:
            continue
        if not device.parts:
            yield (
                f"{name} takes {gpus:g} of a GPU, and {device.name} does not divide into parts with memory of their"
                " own: models take turns on it, and one that fails takes the others with it"
            )
        elif gpus + _SOME < 1 / device.parts:
            yield (
                f"{name} takes {gpus:g} of a GPU, and the smallest part of {device.name} is one of {device.parts}"
                f" ({1 / device.parts:.2f})"
            )


def _odd(facts: Facts) -> Iterator[str]:
    """Yields the workloads whose replicas take a GPU and a part of another."""
    for name, _, gpus, _ in replicas_of(facts, "cloud"):
        if gpus > 1 and abs(gpus - round(gpus)) > _SOME:
            yield f"{name} ({gpus:g})"


SLOWER = "over the network between instances it answers more slowly"
"""What becomes of a replica across several instances."""


def spanning(name: str, gpus: float, each: float) -> str:
    """Return that a model's replica takes more GPUs than an instance has."""
    return f"{name} takes {gpus:g} GPUs per replica, and an instance has {each:g}"


def _spans(option: str) -> Callable[[Facts], Iterator[str]]:
    """Return the condition that a replica takes more GPUs than an instance that an option rents has."""

    def condition(facts: Facts) -> Iterator[str]:
        if option not in facts.case.options:
            return
        for name, pool, gpus, _ in replicas_of(facts, option):
            each = facts.number(f"{pool}instance_gpus")
            if gpus > each + _SOME:
                yield spanning(name, gpus, each)

    return condition


REPLICA_RULES: tuple[Rule, ...] = (
    Rule(
        "undivided",
        "GPU fraction not available on this GPU",
        ALL,
        Effect.WARNS,
        "{}.",
        "NVIDIA Multi-Instance GPU user guide; AMD SMI documentation, GPU partitioning",
        ("replica_gpus", "device"),
        _undivided,
    ),
    Rule(
        "odd_replica",
        "A replica of a fractional number of GPUs",
        ALL,
        Effect.WARNS,
        "{}: a replica takes whole GPUs, or a part of one.",
        "by definition: a model is spread evenly over whole GPUs",
        ("replica_gpus",),
        _odd,
    ),
    *(
        Rule(
            f"spans_{option}",
            "A replica across several instances",
            (option,),
            Effect.WARNS,
            f"{OPTION_LABELS[option]}: {{}}; {SLOWER}.",
            "NVIDIA TensorRT-LLM: rates are those of GPUs in one server",
            ("replica_gpus", "instance_gpus"),
            _spans(option),
        )
        for option in ("cloud", "hybrid")
    ),
)
"""Rules on replicas, in the order in which they are told."""
