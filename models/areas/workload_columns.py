"""What characterises a workload: what it is, how much of it runs when, and the model that serves it."""

from models.areas.cost_management import PRECISIONS
from models.formula.trace import FIXED_AXES, Table
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import choice, flag, integer, quantity, row_of, share

_INFERENCE = When("kind", ("inference",))
_JOBS = When("kind", ("training", "fine_tuning", "experimentation"))
_STEADY = When("kind", ("steady",))
_CURVE = When("shape", ("curve",))
_MEASURED = When("shape", ("measured",))


class Characteristics(Table):
    """The columns of a workload but those of its model's memory."""

    active = flag(
        "Counted", default=True, help="Switches the workload on or off in a scenario.", source="plan", harmless=True
    )
    kind = choice(
        "Kind",
        ("inference", "Inference"),
        ("training", "Training"),
        ("fine_tuning", "Fine-tuning"),
        ("experimentation", "Experimentation"),
        ("steady", "Steady GPU use"),
        default="inference",
        blank="steady",
        essential=True,
        help=(
            "Inference is counted in requests, training and experiments in runs, steady use in GPUs and hours given"
            " directly."
        ),
        source="plan",
    )
    pool = row_of("pool", "Pool", help="The kind of accelerator it runs on.", source="plan", essential=True)
    start = integer(
        "First month",
        units.MONTH,
        default=1,
        bounds=(1, 120),
        plausible=(1, 12),
        help="The first month in which it runs.",
        source="plan",
    )
    end = integer(
        "Last month",
        units.MONTH,
        default=120,
        bounds=(1, 120),
        plausible=(60, 120),
        help="The last month in which it runs.",
        source="plan",
    )
    ramp = integer(
        "Ramp-up to full use",
        units.MONTH,
        default=1,
        bounds=(1, 60),
        plausible=(1, 12),
        help="Use grows in equal steps to its full volume over these months; 1 means it is there at once.",
        source="plan",
    )
    growth = share(
        "Growth of volume",
        unit=units.PER_YEAR,
        default=0.0,
        bounds=(-0.9, 5),
        plausible=(0.0, 0.6),
        essential=True,
        help="The yearly growth of the volume, from month 1.",
        source="usage so far",
    )
    requests = quantity(
        "Requests",
        units.REQUESTS_PER_MONTH,
        default=1_000_000,
        bounds=(0, 1e12),
        plausible=(200_000, 5_000_000),
        decimals=0,
        blank=0,
        when=_INFERENCE,
        essential=True,
        help="Requests in a full month, before growth.",
        source="gateway logs",
    )
    tokens_in = quantity(
        "Input tokens",
        units.TOKENS_PER_REQUEST,
        default=1_000,
        bounds=(0, 1e7),
        plausible=(300, 4_000),
        decimals=0,
        when=_INFERENCE,
        essential=True,
        help="Prompt, context and retrieved text, per request.",
        source="gateway logs",
        harmless=True,
    )
    tokens_out = quantity(
        "Output tokens",
        units.TOKENS_PER_REQUEST,
        default=300,
        bounds=(0, 1e6),
        plausible=(50, 1_500),
        decimals=0,
        when=_INFERENCE,
        essential=True,
        help="Length of one answer.",
        source="gateway logs",
        harmless=True,
    )
    prefill_rate = quantity(
        "Prefill throughput",
        units.TOKENS_PER_GPU_SECOND,
        default=CatalogueDefault("throughput.70b.h100.fp8.prefill"),
        bounds=(0.001, 1e9),
        plausible=(3_000, 15_000),
        decimals=0,
        when=_INFERENCE,
        help=(
            "Prompt tokens per second per GPU, offline, fitted to published throughput of the model, precision and GPU."
        ),
        source="NVIDIA TensorRT-LLM",
    )
    decode_rate = quantity(
        "Decode throughput",
        units.TOKENS_PER_GPU_SECOND,
        default=CatalogueDefault("throughput.70b.h100.fp8.decode"),
        bounds=(0.001, 1e9),
        plausible=(1_500, 6_000),
        decimals=0,
        when=_INFERENCE,
        help="Output tokens per second per GPU, offline, fitted to published throughput.",
        source="NVIDIA TensorRT-LLM",
    )
    efficiency = share(
        "Throughput at target latency",
        default=CatalogueDefault("throughput.usable"),
        bounds=(0.01, 1),
        plausible=(0.3, 0.7),
        when=_INFERENCE,
        essential=True,
        help="Share of offline throughput that remains under the latency users accept, and nothing else.",
        source="assumption",
    )
    replicas = integer(
        "Replicas always on",
        units.NUMBER,
        default=1,
        bounds=(0, 10_000),
        plausible=(1, 4),
        blank=0,
        when=_INFERENCE,
        certain=True,
        help="Copies of the model kept loaded at all hours while the workload runs.",
        source="plan",
    )
    replica_gpus = quantity(
        "GPUs per replica",
        units.GPU,
        default=2,
        bounds=(0, 1_024),
        plausible=(1, 8),
        when=_INFERENCE,
        certain=True,
        help="GPUs one copy of the model needs, by model and precision: a 70B model at FP8 needs two of 80 GB, a small"
        " one a part of one, such as 0.25, where the GPU divides.",
        source="NVIDIA TensorRT-LLM",
        harmless=True,
    )
    precision = choice(
        "Precision",
        *PRECISIONS,
        default="fp8",
        when=_INFERENCE,
        help="The precision at which the throughput above was measured. Quantisation counts from here.",
        source="NVIDIA TensorRT-LLM",
    )
    model_class = choice(
        "Model size class",
        ("small", "7–13B"),
        ("medium", "Up to 40B"),
        ("large", "70B"),
        ("frontier", "Above 100B"),
        default="large",
        when=_INFERENCE,
        help="Size of the model that serves it. Models of 7–13B also run on CPU servers; checked by the rules.",
        source="plan",
    )
    cache_hits = share(
        "Cache hit rate",
        default=0.0,
        plausible=(0.0, 0.6),
        when=_INFERENCE,
        help="Share of requests answered from a cache, without a model.",
        source="gateway logs",
    )
    runs = quantity(
        "Runs a month",
        units.RUNS_PER_MONTH,
        default=2,
        bounds=(0, 1e9),
        plausible=(0.5, 20),
        decimals=1,
        when=_JOBS,
        blank=0,
        essential=True,
        help="Training, fine-tuning or experiment runs started in a month.",
        source="plan",
    )
    run_hours = quantity(
        "GPU-hours per run",
        units.GPU_HOURS_PER_RUN,
        default=500,
        bounds=(0, 1e9),
        plausible=(100, 5_000),
        decimals=0,
        when=_JOBS,
        essential=True,
        help="Number of GPUs times the hours of one run.",
        source="past runs",
        harmless=True,
    )
    gpus = quantity(
        "GPUs in use",
        units.GPU,
        default=8,
        bounds=(0, 1e6),
        plausible=(1, 64),
        decimals=1,
        when=_STEADY,
        essential=True,
        help="GPUs busy at the same time during the hours of use.",
        source="plan",
        harmless=True,
    )
    hours = quantity(
        "Hours of use",
        units.HOURS_PER_MONTH,
        default=730,
        bounds=(0, 730),
        plausible=(160, 730),
        decimals=0,
        when=_STEADY,
        essential=True,
        help="Hours a month in which those GPUs are busy.",
        source="plan",
        harmless=True,
    )
    timing = choice(
        "Scheduling",
        ("interactive", "At once"),
        ("deferrable", "When capacity is free"),
        default="interactive",
        essential=True,
        help="Work that can wait fills idle owned or committed hours before anything is bought or rented for it.",
        source="plan",
    )
    checkpointed = flag(
        "Checkpointed",
        default=False,
        help="Work that can wait and is checkpointed may run on interruptible (spot) capacity.",
        source="plan",
        when=When("timing", ("deferrable",)),
    )
    place = choice(
        "Placement",
        ("anywhere", "Own servers, burst to cloud"),
        ("cloud", "Always cloud in a hybrid"),
        ("inside", "Own servers only"),
        default="anywhere",
        help="In a hybrid: own servers with bursts to the cloud, always the cloud (experiments), or own servers only.",
        source="data policy",
    )
    sensitivity = choice(
        "Data classification",
        ("public", "Public"),
        ("internal", "Internal"),
        ("confidential", "Confidential"),
        ("regulated", "Regulated"),
        default="internal",
        blank="public",
        help="Regulated data is personal, patient, payment or otherwise under a regulator. Checked by the rules.",
        source="data protection officer",
    )
    accuracy_critical = flag(
        "Accuracy is critical",
        default=False,
        help="A wrong answer harms a person or moves money. Checked by the rules.",
        source="plan",
    )
    value = quantity(
        "Value of the workload",
        units.MONEY_PER_MONTH,
        default=0.0,
        bounds=(0, 1e9),
        plausible=(0, 100_000),
        decimals=0,
        help=(
            "What the workload is worth a month once it runs. It counts only as value forgone by an option that starts"
            " later, and is not cash."
        ),
        source="benefits register",
    )
    waits_freely = flag(
        "No loss while it waits",
        default=False,
        help="Tick where nobody would rent capacity for work that waits for servers; the verdict then says so.",
        source="plan",
    )
    shape = choice(
        "Load shape",
        ("flat", "Flat"),
        ("curve", "Trough and peak"),
        ("measured", "Measured hours"),
        default="curve",
        blank="flat",
        when=When("kind", ("inference", "training", "fine_tuning", "experimentation")),
        help=(
            "How demand is spread over the hours. Measured demand is best: a curve through trough and peak can be off"
            " by 0.14 of the average."
        ),
        source="plan",
    )
    trough = quantity(
        "Trough-to-average ratio",
        units.RATIO,
        default=0.4,
        bounds=(0, 1),
        plausible=(0.2, 0.7),
        when=_CURVE,
        help="Demand of the quietest hour over average demand.",
        source="ServeGen traces: 0.3–0.45",
        harmless=True,
    )
    peak = quantity(
        "Peak-to-average ratio",
        units.RATIO,
        default=2.0,
        bounds=(1, 100),
        plausible=(1.5, 3.0),
        essential=True,
        when=When("shape", ("curve", "measured")),
        help="Demand of the hour you size for over average demand: the busiest hour, or the percentile you choose.",
        source="ServeGen traces: 1.8–2.2 by the hour",
    )
    for _number in FIXED_AXES["slice"]:
        locals()[f"measured_{int(_number):02}"] = quantity(
            f"Measured demand, slice {_number} of 20",
            units.RATIO,
            default=1.0,
            bounds=(0, 100),
            plausible=(0.3, 2.0),
            decimals=3,
            when=_MEASURED,
            help=(
                "Mean demand of this twentieth of the hours over average demand, the quietest twentieth first. The"
                " twenty average 1."
            ),
            source="hourly usage",
            harmless=True,
        )
