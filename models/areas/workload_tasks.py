"""Work as people and agents ask for it, and what a run needs at once, as declared inputs of a workload."""

from dataclasses import dataclass

from models.areas.world import World
from models.formula.node import ZERO, Node, ratio, value_of
from models.formula.trace import Table, Trace
from models.quantities import units
from models.quantities.declaration import When
from models.quantities.declaring import choice, quantity, share

_INFERENCE = When("kind", ("inference",))
_JOBS = When("kind", ("training", "fine_tuning", "experimentation"))
_TUNED = "parameters that are active for a token × tokens ÷ (FLOP/s × efficiency)"


class WorkloadTasks(Table):
    """The columns of a workload that say who asks for it, how a task runs, and what a run needs at once."""

    users = quantity(
        "Users",
        units.PERSON,
        default=0.0,
        bounds=(0, 1e8),
        plausible=(50, 5_000),
        decimals=0,
        when=_INFERENCE,
        essential=True,
        help="People who use it. Their requests come on top of those given by the month; 0 where nobody is counted.",
        source="plan",
    )
    tasks_a_day = quantity(
        "Tasks per user per day",
        units.TASKS_PER_PERSON_DAY,
        default=10.0,
        bounds=(0, 1e5),
        plausible=(2, 40),
        decimals=1,
        when=_INFERENCE,
        essential=True,
        help="Tasks that one user gives it on a working day.",
        source="pilot",
        harmless=True,
    )
    working_days = quantity(
        "Working days a month",
        units.DAYS_PER_MONTH,
        default=21.0,
        bounds=(0, 31),
        plausible=(18, 22),
        decimals=1,
        when=_INFERENCE,
        help="253 working days a year in England and Wales are 21 a month.",
        source="GOV.UK bank holidays",
        harmless=True,
    )
    steps = quantity(
        "Requests per task",
        units.NUMBER,
        default=1.0,
        bounds=(1, 1_000),
        plausible=(1, 20),
        decimals=1,
        blank=1.0,
        when=_INFERENCE,
        help="Steps an agent takes for one task; each sends the context so far again. 1 for a question and its answer.",
        source="traces",
    )
    step_tokens = quantity(
        "Tokens added per step",
        units.TOKENS_PER_REQUEST,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(200, 5_000),
        decimals=0,
        when=_INFERENCE,
        help="Results of tools that each step adds to the context, beside its answer.",
        source="traces",
    )
    reasoning = quantity(
        "Reasoning tokens",
        units.TOKENS_PER_REQUEST,
        default=0.0,
        bounds=(0, 1e6),
        plausible=(200, 8_000),
        decimals=0,
        when=_INFERENCE,
        help="Tokens per request generated before the answer; billed and computed like output tokens.",
        source="traces",
    )
    checked = share(
        "Guardrail and evaluation tokens",
        default=0.0,
        bounds=(0, 5),
        plausible=(0.05, 0.4),
        when=_INFERENCE,
        help="Tokens of checks before and after and of evaluation, as a share of request tokens, on either route.",
        source="plan",
    )
    deadline = quantity(
        "Run deadline",
        units.HOURS_OF_RUN,
        default=0.0,
        bounds=(0, 10_000),
        plausible=(12, 720),
        decimals=0,
        when=_JOBS,
        help="Hours. Enough GPUs to run it at once are needed: GPU-hours per run divided by these hours. 0 for none.",
        source="plan",
    )
    tuning = choice(
        "How a run is sized",
        ("given", "As given"),
        ("full", "From parameters and tokens, all weights"),
        ("lora", "From parameters and tokens, LoRA"),
        default="given",
        when=_JOBS,
        help=f"6 × {_TUNED} for all weights, 4 × for LoRA, which needs no gradient of the frozen ones.",
        source="Kaplan et al. 2020, arXiv 2001.08361, section 2.1",
    )
    tuned_parameters = quantity(
        "Active parameters of the tuned model",
        units.BILLION,
        default=8.0,
        bounds=(0, 100_000),
        plausible=(1, 70),
        decimals=1,
        when=When("tuning", ("full", "lora")),
        help="Those active for a token; of a mixture of experts not all are.",
        source="model card",
        harmless=True,
    )
    tuned_tokens = quantity(
        "Tokens per run",
        units.BILLION,
        default=0.1,
        bounds=(0, 1e6),
        plausible=(0.01, 10),
        decimals=3,
        when=When("tuning", ("full", "lora")),
        help="Tokens seen in all epochs of one run.",
        source="plan",
        harmless=True,
    )
    tuned_flops = quantity(
        "Peak GPU performance",
        units.TERAFLOPS,
        default=989.0,
        bounds=(1, 1e6),
        plausible=(312, 2_250),
        decimals=0,
        when=When("tuning", ("full", "lora")),
        help="Dense BF16, of the data sheet: 989 for an H100 SXM, 312 for an A100, 2,250 for a B200.",
        source="NVIDIA data sheets",
        harmless=True,
    )
    tuned_efficiency = share(
        "Model FLOP utilisation (MFU)",
        default=0.35,
        bounds=(0.01, 1),
        plausible=(0.25, 0.5),
        when=When("tuning", ("full", "lora")),
        help="Share of the GPU's peak performance that is reached.",
        source="published training reports: 38–43% for Llama 3",
        harmless=True,
    )


@dataclass(frozen=True, slots=True)
class Tokens:
    """Requests of a full month, and tokens in and out of one with all that comes with it."""

    requests: Node
    come_in: Node
    go_out: Node


def tokens_of(
    trace: Trace, table: WorkloadTasks, world: World, requests: Node, tokens_in: Node, tokens_out: Node
) -> Tokens:
    """Trace requests and tokens of a request, with users, steps, reasoning and checks where a plan has them.

    Each step of a task sends the context so far again: the mean over steps is that of the first with half of what all
    later ones add.
    """
    asked, come_in, go_out = requests, tokens_in, tokens_out
    if value_of(table.users) != 0:
        asked = trace.line(
            "requests_full",
            "Requests of a full month, with those of users",
            units.REQUESTS_PER_MONTH,
            requests + table.users * table.tasks_a_day * table.working_days * table.steps,
        )
    if value_of(table.reasoning) != 0:
        go_out = trace.line(
            "tokens_thought", "Output tokens with reasoning", units.TOKENS_PER_REQUEST, go_out + table.reasoning
        )
    if value_of(table.steps) != 1:
        come_in = trace.line(
            "tokens_context",
            "Input tokens with the context so far, mean of the steps",
            units.TOKENS_PER_REQUEST,
            tokens_in + (table.steps - 1) * world.half * (go_out + table.step_tokens),
        )
    if value_of(table.checked) != 0:
        come_in = trace.line(
            "tokens_in_all", "Input tokens with checks", units.TOKENS_PER_REQUEST, come_in * (1 + table.checked)
        )
        go_out = trace.line(
            "tokens_out_all", "Output tokens with checks", units.TOKENS_PER_REQUEST, go_out * (1 + table.checked)
        )
    return Tokens(asked, come_in, go_out)


def run_hours_of(trace: Trace, table: WorkloadTasks, world: World, given: Node) -> Node:
    """Trace the GPU-hours of a run: given, or from the parameters and tokens that it tunes."""
    all_weights, lora = table.tuning.is_("full"), table.tuning.is_("lora")
    if value_of(all_weights) == 0 and value_of(lora) == 0:
        return given
    operations = trace.line(
        "tuning_operations",
        "Operations per run",
        units.GPU_SECONDS_PER_RUN,
        (all_weights * world.tuning_all + lora * world.tuning_lora)
        * table.tuned_parameters
        * table.tuned_tokens
        * world.operations_scale,
    )
    computed = operations / (table.tuned_flops * table.tuned_efficiency) / world.seconds_per_hour
    return trace.line(
        "run_hours_all", "GPU-hours per run", units.GPU_HOURS_PER_RUN, given * (1 - all_weights - lora) + computed
    )


def at_once_of(trace: Trace, table: WorkloadTasks, jobs: Node, hours: Node, volume: Node) -> Node:
    """Trace the GPUs that a run needs at once to end within its deadline, while the workload runs.

    jobs: 1 for a workload counted in runs.
    """
    if value_of(table.deadline) == 0:
        return ZERO
    return trace.line(
        "at_once", "GPUs needed at once per run", units.GPU, ratio(hours, table.deadline) * jobs * (volume > 0)
    )
