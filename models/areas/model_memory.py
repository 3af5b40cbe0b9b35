"""What a model needs of a GPU's memory, and the GPU its rates were measured on, as declared inputs of a workload."""

from models.catalogue.records import UNSAID, device_choices
from models.formula.trace import Table
from models.quantities import units
from models.quantities.declaration import CatalogueDefault, When
from models.quantities.declaring import choice, integer, quantity

_INFERENCE = When("kind", ("inference",))


class ModelMemory(Table):
    """The columns of a workload that say how large its model is and on what its rates were measured."""

    parameters = quantity(
        "Model parameters",
        units.BILLION,
        default=CatalogueDefault("model.llama_70b_h100_fp8.parameters"),
        bounds=(0, 100_000),
        plausible=(1, 700),
        decimals=1,
        blank=0,
        harmless=True,
        when=_INFERENCE,
        help="All parameters, including those of every expert; 0 if not known.",
        source="model card",
    )
    kv_kilobytes = quantity(
        "KV-cache memory per token",
        units.KILOBYTE_PER_TOKEN,
        default=CatalogueDefault("model.llama_70b_h100_fp8.kv_kilobytes"),
        bounds=(0, 100_000),
        plausible=(20, 600),
        decimals=0,
        blank=0,
        harmless=True,
        when=_INFERENCE,
        help="Keys and values: 2 × layers × key-value heads × size of a head × 2 bytes.",
        source="model card",
    )
    context = integer(
        "Longest context",
        units.TOKENS_PER_REQUEST,
        default=8_192,
        bounds=(0, 100_000_000),
        plausible=(2_048, 131_072),
        blank=0,
        harmless=True,
        when=_INFERENCE,
        help="Tokens of the longest request with its answer; one must fit in memory beside the model.",
        source="plan",
    )
    rates_device = choice(
        "Throughput measured on",
        *device_choices(),
        default="h100",
        blank=UNSAID,
        harmless=True,
        when=_INFERENCE,
        help="The GPU on which the throughput above was measured. It is never silently used for another.",
        source="NVIDIA TensorRT-LLM",
    )
