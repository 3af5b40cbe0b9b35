"""The terms of the field, one meaning each and one name for each thing: the one source for guide, paper and labels."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Term:
    """What a term means, whether the paper explains it, and names that are not used for the same thing."""

    meaning: str
    printed: bool = False
    instead_of: tuple[str, ...] = ()


TERMS: Mapping[str, Term] = {
    "API": Term(
        "A provider's model that is called over the network and paid for per token.",
        printed=True,
        instead_of=("commercial model", "route by API"),
    ),
    "Assumption": Term("A value that rests on neither a measurement nor a quote.", instead_of=("guess", "taken to be")),
    "At its best": Term(
        (
            "An option with its commitments, spot share, servers and APIs set so that it costs least within the limits"
            " of the plan."
        ),
        printed=True,
        instead_of=("optimised", "best settings option"),
    ),
    "Backup interval": Term(
        "The hours between copies to another site or backups.", instead_of=("a copy is made every",)
    ),
    "Burst": Term(
        "Work beyond the servers owned that is rented in the cloud.",
        printed=True,
        instead_of=("overflow", "cloud above"),
    ),
    "Business as usual": Term(
        "What the organisation does today, carried on without a new decision.",
        printed=True,
        instead_of=("doing nothing", "staying as things are"),
    ),
    "Cache hit rate": Term(
        "The share of requests answered from a cache, without a model.",
        instead_of=("answered from a cache", "kept answers"),
    ),
    "Carbon intensity of electricity": Term(
        "Emissions per kilowatt-hour of electricity used.", instead_of=("carbon of electricity",)
    ),
    "Checkpointed": Term(
        "Of work: it saves its progress, so it can resume after an interruption.", instead_of=("saves its state",)
    ),
    "Commitment": Term(
        "Cloud capacity paid for over one or three years, whether it is used or not, at a lower price.", printed=True
    ),
    "Contingency": Term("A share added to a sum to be approved; not a cost until it is spent.", printed=True),
    "Decode throughput": Term(
        "Output tokens per second per GPU.", instead_of=("decode rate", "answer tokens a GPU writes")
    ),
    "Discount rate": Term(
        "The yearly rate at which later payments are reduced to today's money.",
        instead_of=("what a pound is worth less",),
    ),
    "EBITDA": Term("Earnings before interest, tax, depreciation and amortisation.", printed=True),
    "Egress": Term("Data that leaves the cloud and is billed.", instead_of=("data out",)),
    "Embodied carbon": Term("Emissions from making a server.", instead_of=("carbon of making",)),
    "Erasure request": Term(
        "A person's request under UK GDPR for their data to be erased.", instead_of=("request to erase data",)
    ),
    "Exchange rate": Term(
        "The value of one unit of a currency in the plan's currency.", instead_of=("foreign money", "one US dollar")
    ),
    "Exit costs": Term(
        "What it costs at the horizon to extract the data, have it certified as deleted and hand over the work."
    ),
    "Growth of volume": Term("The yearly growth of a workload's requests, runs or hours."),
    "Headroom": Term("Capacity kept free above peak demand.", instead_of=("headroom over the peak",)),
    "Hybrid": Term("Servers owned for the steady part of the work, the rest rented.", printed=True),
    "Input tokens": Term("Tokens of the prompt, context and retrieved text of a request.", instead_of=("tokens in",)),
    "KV-cache memory": Term(
        "Memory that keys and values take per token of context.", instead_of=("memory of a token of context",)
    ),
    "Lead time": Term("The months from order to use of a server.", instead_of=("sooner than",)),
    "Maximum utilisation": Term(
        "The largest share of capacity that work can fill.", instead_of=("highest utilisation",)
    ),
    "Migration": Term(
        "Moving work or data to another site, provider or model, once.", instead_of=("effort of moving",)
    ),
    "Net benefit": Term(
        "What the work is worth less what an option costs, both in present value.",
        printed=True,
        instead_of=("what is left",),
    ),
    "Non-financial criteria": Term(
        "Weighted criteria other than cost.", instead_of=("criteria beyond money", "beyond money")
    ),
    "Optimism bias": Term(
        "The share by which estimates of such projects have turned out too low, added before approval.",
        printed=True,
        instead_of=("bias on its own",),
    ),
    "Out of range": Term("Outside the lowest and highest value allowed.", instead_of=("outside its bounds",)),
    "Output tokens": Term("Tokens of an answer.", instead_of=("tokens out", "tokens of answer")),
    "Own server room": Term(
        "A room of the organisation in which its servers stand.", instead_of=("own room", "a room of one's own")
    ),
    "Own servers only": Term(
        "Placement of work that may not run in a cloud or at an API.",
        instead_of=("never leaves", "must stay inside", "must not leave the house"),
    ),
    "P10, P50, P90": Term("Amounts below which one, five and nine in ten simulated cases fall.", printed=True),
    "Parallel running": Term("Months in which work runs both rented and on new servers.", instead_of=("running both",)),
    "Payback": Term(
        "The month from which an option stays cheaper than the cloud, up to the horizon.",
        printed=True,
        instead_of=("pays back",),
    ),
    "Peak funding": Term(
        "The most by which an option's cumulative cost has been above the cloud's at any time.",
        printed=True,
        instead_of=("most it has cost more",),
    ),
    "PERT": Term(
        "A distribution over low, likely and high that weights the likely value four times as much as either end.",
        printed=True,
    ),
    "Power usage effectiveness (PUE)": Term(
        "Total site power divided by server power.", instead_of=("power of the site over power of the servers",)
    ),
    "Prefill throughput": Term("Prompt tokens per second per GPU.", instead_of=("prefill rate", "tokens a GPU reads")),
    "Present value": Term(
        "A sum of later payments in today's money, each discounted at the plan's rate.",
        printed=True,
        instead_of=("discounted cost", "in today's money"),
    ),
    "Recovery point objective": Term(
        "The most data, in hours, that may be lost with a site.", instead_of=("data lost at most",)
    ),
    "Recovery time objective": Term(
        "The hours within which work must run again after a site is lost.", instead_of=("recovery within",)
    ),
    "Resale value": Term("The share of its price that a server fetches at a given age."),
    "Residual value": Term(
        "What owned servers can be sold for at the horizon.",
        printed=True,
        instead_of=("resale of what is left", "what is left"),
    ),
    "Spot": Term(
        "Cloud capacity at a lower price that the provider may take back at short notice.",
        printed=True,
        instead_of=("preemptible",),
    ),
    "Standby": Term("Compute kept ready at a second site.", instead_of=("ready in a second site",)),
    "Switching value": Term(
        "The value of an input, alone, at which another option becomes the cheapest.",
        printed=True,
        instead_of=("flip value", "ties at"),
    ),
    "Throughput at target latency": Term(
        "The share of offline throughput that remains under the latency users accept.",
        instead_of=("usable share of the offline rate",),
    ),
    "Training overhead": Term(
        "The extra GPU-hours a control adds to a training run.", instead_of=("compute it adds to training",)
    ),
    "Tripwire": Term("A threshold that is watched after the decision and reopens it once crossed.", printed=True),
    "Utilisation": Term(
        "The share of the hours in which a GPU does work or is held by a replica that is always on.",
        printed=True,
        instead_of=("busy share", "how busy"),
    ),
    "Value of the work": Term(
        "What the work is worth to the organisation.", instead_of=("worth of the work", "value while it runs")
    ),
    "Whole-life cost": Term(
        "All that is paid to the horizon at the prices of the day, less residual value.",
        printed=True,
        instead_of=("whole life", "TCO"),
    ),
    "Worth knowing": Term(
        "What a decision would cost less, on average, if an input were known before it is taken.",
        printed=True,
        instead_of=("information value",),
    ),
}
"""By term, in alphabetical order."""

NOT_SAID = (
    "strikes",
    "gpus a replica",
    "nobody has said",
    "what is left",
    "foreign money",
    "saves its state",
    "leaves the house",
    "holdings deleted",
)
"""Turns of phrase that no label uses."""

SOUGHT_AS: Mapping[str, tuple[str, ...]] = {
    "availability": ("sla", "uptime"),
    "business-as-usual cost": ("current bill", "current spend", "monthly bill", "today's bill"),
    "capital": ("capex",),
    "carbon": ("co2", "emissions"),
    "carbon value": ("carbon price",),
    "committed for": ("committed use", "cud", "reservation", "reserved instance", "reserved", "savings plan"),
    "cloud price": ("cloud cost", "rental price", "rent"),
    "data migration": ("moving data",),
    "day rate": ("contractor",),
    "decode throughput": ("tokens per second",),
    "depreciation period": ("amortisation", "write-off"),
    "discount rate": ("cost of capital", "hurdle rate", "wacc"),
    "egress": ("bandwidth", "data out", "data transfer"),
    "electricity price": ("energy cost", "power cost", "power price"),
    "exchange rate": ("foreign exchange", "forex", "fx"),
    "exit": ("lock-in",),
    "GPU memory": ("vram",),
    "growth": ("cagr",),
    "lead time": ("delivery",),
    "licence": ("license",),
    "mean time between failures": ("mtbf", "reliability"),
    "national insurance": ("nic",),
    "optimism bias": ("overrun",),
    "people": ("fte", "headcount", "staff"),
    "power usage effectiveness": ("pue",),
    "quantisation": ("quantization",),
    "recovery point objective": ("rpo",),
    "recovery time objective": ("rto",),
    "requests": ("queries", "calls", "traffic"),
    "resale value": ("residual value", "salvage value", "scrap value"),
    "running cost": ("opex",),
    "salary": ("payroll", "wages"),
    "server price": ("hardware cost", "hardware price"),
    "spare servers": ("redundancy",),
    "spot": ("pre-emptible", "preemptible"),
    "standby": ("disaster recovery", "failover"),
    "time to first token": ("ttft", "latency"),
    "time to hire": ("recruitment",),
    "time to repair": ("mttr",),
    "utilisation": ("load factor", "occupancy", "utilization"),
    "vector store": ("rag",),
}
"""By words of a label, other words by which people look for it."""


def meant_by(sought: str) -> Sequence[str]:
    """Return what somebody looks for in the words of labels, the nearest first: WACC is the discount rate.

    >>> meant_by("wacc"), meant_by("Reserved instance discount"), meant_by("egress price")
    (('discount rate',), ('committed for discount', 'committed for'), ())
    """
    said = " ".join(sought.casefold().split())
    others = {other: term.casefold() for term, known in SOUGHT_AS.items() for other in known}
    for other in sorted(others, key=len, reverse=True):
        meant, found = re.subn(rf"\b{re.escape(other)}s?\b", others[other], said)
        if found:
            return tuple(dict.fromkeys((meant, others[other])))
    return ()


GLOSSARY: Mapping[str, str] = {name: term.meaning for name, term in TERMS.items() if term.printed}
"""The terms that the paper explains, with their meaning."""
