"""What a line of a bill meters: GPU-hours by instance, storage by tier, egress, tokens.

Read once from the resources.
"""

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files

GIBIBYTE = 1.073741824
"""In gigabytes."""

_SIZES = {
    "": 1.0,
    "byte": 1e-9,
    "bytes": 1e-9,
    "kb": 1e-6,
    "mb": 1e-3,
    "gb": 1.0,
    "gigabyte": 1.0,
    "gigabytes": 1.0,
    "tb": 1e3,
    "terabyte": 1e3,
    "kib": 1.024e-6,
    "mib": 1.048576e-3,
    "mebibyte": 1.048576e-3,
    "gib": GIBIBYTE,
    "gibibyte": GIBIBYTE,
    "gibibytes": GIBIBYTE,
    "tib": GIBIBYTE * 1024,
    "tebibyte": GIBIBYTE * 1024,
}
_HOURS = {
    "h": 1.0,
    "hr": 1.0,
    "hrs": 1.0,
    "hour": 1.0,
    "hours": 1.0,
    "minute": 1 / 60,
    "minutes": 1 / 60,
    "second": 1 / 3600,
    "seconds": 1 / 3600,
    "sec": 1 / 3600,
    "day": 24.0,
    "days": 24.0,
    "month": 730.0,
    "months": 730.0,
    "mo": 730.0,
}
_BLOCKS = {"": 1.0, "k": 1e3, "m": 1e6, "b": 1e9, "million": 1e6, "thousand": 1e3}
_UNIT = re.compile(r"^(?:([\d.,]+)\s*(k|m|b|million|thousand)?\b)?(.*)$", re.IGNORECASE | re.DOTALL)
_LONGEST_UNIT, _LONGEST_TEXT = 64, 600
"""Characters; what comes after them describes nothing."""

_MONTHS = frozenset({"month", "months", "mo"})
_OF_WHAT = frozenset({"storage", "capacity", "outbound", "data", "transfer", "transferred"})
"""Words of a unit that say what is measured, between a size and a time."""

_COUNTED = frozenset({"token", "tokens", "count", "counts", "unit", "units", "request", "requests", ""})
_GPU = re.compile(
    r"\b(gpu|h100|h200|h800|b200|b300|gb200|gb300|a100|a800|a10g|l40s?|p100|v100|k80"
    r"|mi300x|mi325x|mi250x?|rtx(?: pro)? \d{4})\b|\b(?:nvidia|tesla)[ -](?:tesla[ -])?([lt]4|a10|a16|a30|a40)\b",
    re.IGNORECASE,
)
_NO_MACHINE = re.compile(
    r"licen[cs]e|software|driver|marketplace|support|quota|savings plan|reservation fee", re.IGNORECASE
)
_ON_TOP = re.compile(
    r"softwareusage|software usage|marketplace|virtual machines licenses|\bcloudsoftware\b|eks[- ]auto|elasticmapreduce"
    r"|\bemr\b|\bsurcharge\b|\bdbu\b",
    re.IGNORECASE,
)
"""What is paid on top of a machine by its hours: software and management, which stand beside the machine's own line."""

_COMMITMENT = re.compile(r"\bcommitment\b", re.IGNORECASE)
"""What is paid for a commitment, by the hour: its cost is that of GPUs, whose hours stand in lines of their own."""

_BESIDE = re.compile(r"\b(a2|a3|a4|g2)\b.*\b(core|ram)\b", re.IGNORECASE)
_GPU_OF_SERIES = {"a2": "A100", "a3": "H100", "a4": "B200", "g2": "L4"}
_BY_GPU = re.compile(r"\bgpus? (running|attached|per hour|hours?)\b|gpu hours?|\bcompute - gpu\b", re.IGNORECASE)
_OUT = re.compile(
    r"data transfer out\b|datatransfer-out-bytes|internet (data transfer out|egress)|egress (to|via) (the"
    r" )?internet|outbound data transfer|network internet egress|standard data transfer out|out(bound)? to internet",
    re.IGNORECASE,
)
_NOT_OUT = re.compile(
    r"inter.?region|intra|regional|availability zone|between|to another|cloudfront$|to cloudfront|\bto"
    r" (us|eu|ap|asia|sa|ca|af|me|europe)[ -]|-aws-out|inter.?(az|zone)|peering|nat gateway|interconnect|direct"
    r" ?connect|dataxfer|google data transfer",
    re.IGNORECASE,
)
_MEMORY = re.compile(r"\bram\b|memory|lambda", re.IGNORECASE)
_NOT_HELD = re.compile(
    r"early.?delet|early.?data.?delet|retriev|restore|requests?\b|operations?\b|transition", re.IGNORECASE
)
"""Charged by what is held and not for holding it: what was deleted too soon, read back or moved."""

_BESIDE_DISK = re.compile(
    r"volumep-(?:iops|throughput)|performance units?|provisioned (?:iops|throughput)", re.IGNORECASE
)
"""What fast disks cost beside their size."""

_HELD = (
    ("cold", re.compile(r"snapshot|backup", re.IGNORECASE)),
    (
        "hot",
        re.compile(r"\bssd\b|gp2|gp3|\bio1\b|\bio2\b|premium|nvme|hyperdisk|ultra disk|block volume", re.IGNORECASE),
    ),
    (
        "warm",
        re.compile(
            r"magnetic|\bhdd\b|\bst1\b|\bsc1\b|file system|\befs\b|\bfsx\b|filestore|\bfiles\b|netapp|block"
            r" storage|\bdisks?\b|standard pd|volumeusage",
            re.IGNORECASE,
        ),
    ),
    (
        "cold",
        re.compile(
            r"object|blob|\bs3\b|simple storage|cloud storage|standard"
            r" storage|nearline|coldline|archive|glacier|timedstorage|storage used|data stored|bytehrs",
            re.IGNORECASE,
        ),
    ),
)
_TOKENS = (
    ("tokens_in", re.compile(r"cache[- _]?(?:write|creation)|(?:write|written).{0,20}cache", re.IGNORECASE)),
    ("tokens_cached", re.compile(r"cache|cchd|\bcd (?:inp|input)", re.IGNORECASE)),
    ("tokens_out", re.compile(r"output|outp?t?\b|\bopt\b|completion", re.IGNORECASE)),
    ("tokens_in", re.compile(r"input|inpt?\b|prompt|\bin\b", re.IGNORECASE)),
)
"""Of a line of tokens what they are, as providers shorten it: Azure's meters say inp, Inpt, opt, outp, cd and cchd."""

_COUNTED_TEXT = re.compile(r"\bgemini\b.*\btext (?:input|output)", re.IGNORECASE)
"""Google bills what Gemini reads and writes by the count of tokens, without the word."""

_NOT_TEXT = re.compile(r"\b(?:audio|aud|image|img|video|rerank\w*)\b|embed", re.IGNORECASE)
"""Tokens of speech and pictures have prices of their own, and are none of a model's text."""

_TOKENS_A_UNIT = re.compile(r"\b(million|1m|1,000,000|thousand|1k|1,000)\b[^|]{0,40}\btokens?", re.IGNORECASE)
_SIZES_OF_UNITS = {"million": 1e6, "1m": 1e6, "1,000,000": 1e6, "thousand": 1e3, "1k": 1e3, "1,000": 1e3}
_DISK = re.compile(r"\b([PES]\d{1,2})\b(?: (?:LRS|ZRS))? Disks?\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Meter:
    """What one unit of a line comes to.

    what: "gpu_hours", "hot", "warm" or "cold" (GB-months), "egress_gb", "tokens_in", "tokens_cached", "tokens_out",
        "unsaid_tokens", "beside" (cost of GPUs without hours of them), "commitment" (what is paid for one), or "other".
    factor: by which its quantity is multiplied. assumed: a GPU per machine-hour was supposed, since the line does not
        say how many there are.
    gpu: the model of the GPU, where the line names one. by_hours: what is held is counted in GB-hours, whatever the
        length of the month.
    """

    what: str
    factor: float = 1.0
    assumed: bool = False
    gpu: str = ""
    by_hours: bool = False


OTHER = Meter("other")
UNSAID_TOKENS = Meter("unsaid_tokens")
"""Tokens of which a line does not say whether they are read or written, such as those that are embedded."""

_UNITS = frozenset({"unit", "units"})


@cache
def _instances() -> tuple[re.Pattern[str], Mapping[str, tuple[float, str]]]:
    """Return a pattern of every known instance, and its GPUs and their model by plain name."""
    text = (files("resources") / "catalogue" / "instances.csv").read_text(encoding="utf-8")
    rows = [(_plain(row["instance"]), float(row["gpus"]), row["gpu"]) for row in csv.DictReader(text.splitlines())]
    # Azure's names stand with underscores, with blanks and without either
    names = "|".join(re.escape(name).replace("_", "_?") for name, *_ in sorted(rows, key=lambda one: -len(one[0])))
    known = {name.replace("_", ""): (gpus, gpu) for name, gpus, gpu in rows}
    return re.compile(rf"(?<![a-z0-9])({names})(?![a-z0-9])|\ba[234]-(?:high|mega|ultra|edge)gpu-(\d+)g"), known


@cache
def _disks() -> Mapping[str, tuple[float, str]]:
    text = (files("resources") / "catalogue" / "disks.csv").read_text(encoding="utf-8")
    return {row["disk"]: (float(row["gibibytes"]) * GIBIBYTE, row["tier"]) for row in csv.DictReader(text.splitlines())}


def _plain(text: str) -> str:
    return text.casefold().replace(" ", "_")


def instance_gpu(text: str) -> str:
    """Return what the GPU of the instance a text names is called, empty where it names none that is known.

    >>> instance_gpu("p5.48xlarge")
    'H100'
    """
    pattern, known = _instances()
    match = pattern.search(_plain(text))
    return known[match[1].replace("_", "")][1] if match is not None and match[1] else ""


def gpus_of(text: str) -> float | None:
    """Return the GPUs of the instance a text names, None where it names none that is known.

    Source: the vendors' pages of instance types.

    >>> gpus_of("p5.48xlarge"), gpus_of("a laptop")
    (8.0, None)
    """
    pattern, known = _instances()
    match = pattern.search(_plain(text))
    if match is None:
        return None
    return known[match[1].replace("_", "")][0] if match[1] else float(match[2])


def gpu_of(text: str) -> str:
    """Return the model of the GPU that a text names, by its instance or by itself; empty where it names none."""
    pattern, known = _instances()
    match = pattern.search(_plain(text))
    if match is not None and match[1]:
        return known[match[1].replace("_", "")][1]
    models = (found[1] or found[2] for found in _GPU.finditer(text))
    named = next((model.upper() for model in models if model.casefold() != "gpu"), "")
    return named or (
        "A100"
        if match is not None and match[0].startswith("a2")
        else "H100"
        if match is not None and match[0].startswith("a3")
        else ""
    )


def hours_of(unit: str) -> float | None:
    """Return the hours of a unit of time, None where it is none.

    >>> hours_of("Hrs"), hours_of("100 Hours"), hours_of("GPU Hours"), hours_of("tokens")
    (1.0, 100.0, 1.0, None)
    """
    block, words = _words(unit)
    if len(words) == 1 and words[0] in _HOURS and words[0] not in {"month", "months", "mo", "day", "days"}:
        return block * _HOURS[words[0]]
    return (
        block * _HOURS[words[1]]
        if len(words) == 2 and words[0] in {"gpu", "instance", "one"} and words[1] in _HOURS  # noqa: PLR2004 - a word before the time
        else None
    )


def held_of(unit: str) -> tuple[float, bool] | None:
    """Return what a unit such as GB-Months, GB/Month, 1 GB Hour, byte-seconds or gibibyte month holds.

    None where it is none: GB-months, or GB-hours and True.
    """
    block, words = _words(unit)
    if len(words) == 2 and words[0] in _SIZES and words[1] in _HOURS:  # noqa: PLR2004 - a size and a time
        by_month = words[1] in _MONTHS
        return block * _SIZES[words[0]] * (1.0 if by_month else _HOURS[words[1]]), not by_month
    return None


def size_of(unit: str) -> float | None:
    """Return the GB of a unit, None where it is none.

    >>> size_of("GB"), size_of("1 TB"), size_of("hours")
    (1.0, 1000.0, None)
    """
    block, words = _words(unit)
    return block * _SIZES[words[0]] if len(words) == 1 and words[0] in _SIZES else None


def count_of(unit: str) -> float | None:
    """Return how many a unit such as 1000 Tokens, 10K or count stands for.

    None where it is a measure of something else.
    """
    block, words = _words(unit)
    return block if not words or (len(words) == 1 and words[0] in _COUNTED) else None


def _words(unit: str) -> tuple[float, list[str]]:
    """Return the block size of a unit and its words in small letters. Unit of FOCUS: [quantity] unit[-time | /time]."""
    match = _UNIT.match(unit[:_LONGEST_UNIT].strip())
    if match is None:
        return 1.0, []
    block = (
        float(match[1].replace(",", "") or 1)
        if match[1] and match[1].replace(",", "").replace(".", "", 1).isdigit()
        else 1.0
    )
    words = [word for word in re.split(r"[\s/_-]+", match[3].casefold()) if word and word not in {"one", "per"}]
    if words and words[0] in _SIZES:  # Oracle: Gigabyte Storage Capacity Per Month
        words = [words[0], *(word for word in words[1:] if word not in _OF_WHAT)]
    return block * _BLOCKS[(match[2] or "").casefold()], words


_GPUS_COUNTED = re.compile(r"\bgpus?\b", re.IGNORECASE)
"""In a unit: what is counted is GPUs, however many the machine has."""


@lru_cache(maxsize=20_000)
def metered(text: str, unit: str, gpus: float | None = None) -> Meter:
    """Return what a line of a bill meters.

    text: everything that describes it, names of services and meters. unit: of its quantity. gpus: of the machine, where
        the bill says so.
    """
    text = text[:_LONGEST_TEXT]
    hours = hours_of(unit)
    if hours is not None and _GPUS_COUNTED.search(unit):
        return Meter("gpu_hours", hours, gpu=gpu_of(text))
    if hours is not None:
        return _machine(text, hours, gpus)
    if _BESIDE_DISK.search(text) and "mo" in unit.casefold():
        return Meter("hot", 0.0)
    held = held_of(unit)
    out = bool(_OUT.search(text)) and not _NOT_OUT.search(text)
    if held is not None and out and not held[1]:  # what went out in a month, counted as if it were held
        return Meter("egress_gb", held[0])
    if held is not None and (memory := _BESIDE.search(text)):
        return Meter("beside", 0.0, gpu=gpu_of(text) or _GPU_OF_SERIES[memory[1].casefold()])
    if held is not None:
        return (
            OTHER
            if _MEMORY.search(text) or _NOT_HELD.search(text)
            else next(
                (Meter(tier, held[0], by_hours=held[1]) for tier, pattern in _HELD if pattern.search(text)), OTHER
            )
        )
    size = size_of(unit)
    if size is not None:
        return Meter("egress_gb", size) if out else OTHER
    disk = _DISK.search(text)
    if disk is not None and "month" in unit.casefold() and disk[1].upper() in _disks():
        big, tier = _disks()[disk[1].upper()]
        return Meter(tier, big)
    count = count_of(unit)
    if count is not None and ("token" in f"{text} {unit}".casefold() or _COUNTED_TEXT.search(text)):
        if _NOT_TEXT.search(text):
            return OTHER
        # AWS Marketplace sells models by the unit, and says in words that one is a million tokens
        by_words = _TOKENS_A_UNIT.search(text) if unit.casefold().strip() in _UNITS else None
        count *= _SIZES_OF_UNITS[by_words[1].casefold()] if by_words else 1.0
        return next((Meter(what, count) for what, pattern in _TOKENS if pattern.search(text)), UNSAID_TOKENS)
    return OTHER


def _machine(text: str, hours: float, gpus: float | None) -> Meter:
    if _ON_TOP.search(text):
        return OTHER
    if gpus is not None:
        return Meter("gpu_hours", hours * gpus, gpu=gpu_of(text)) if gpus > 0 else OTHER
    known = gpus_of(text)
    if known is not None:
        return Meter("gpu_hours", hours * known, gpu=gpu_of(text))
    if _COMMITMENT.search(text) and _GPU.search(text):
        return Meter("commitment", 0.0, gpu=gpu_of(text))
    if beside := _BESIDE.search(text):
        return Meter("beside", 0.0, gpu=gpu_of(text) or _GPU_OF_SERIES[beside[1].casefold()])
    if _NO_MACHINE.search(text) or not _GPU.search(text):
        return OTHER
    return Meter("gpu_hours", hours, assumed=not _BY_GPU.search(text), gpu=gpu_of(text))
