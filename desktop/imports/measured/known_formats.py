"""The kinds of table that are known by their heads, each with its reader."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from desktop.imports.measured import (
    allocations,
    answer_logs,
    bills_of_aws,
    bills_of_azure,
    bills_of_google,
    bills_of_oracle,
    calls,
    gateways,
    gauges,
    google_cost_table,
    jobs,
    providers,
    runs,
    sreport,
    usage,
)
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.tally import Tally
from desktop.storage.watching import Look

type Reader = Callable[[Opened, tzinfo, Look], Tally]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of table: the folded heads without which it is none, those that are read, and its reader.

    any_of: one of these must be there too, where there are any. none_of: with one of these it is another.
    """

    name: str
    needs: frozenset[str]
    known: frozenset[str]
    reader: Reader
    any_of: frozenset[str] = frozenset()
    none_of: frozenset[str] = frozenset()

    def fits(self, heads: frozenset[str]) -> bool:
        """Return whether a table of these heads is one of this kind."""
        some = not self.any_of or bool(self.any_of & heads)
        return self.needs <= heads and some and not self.none_of & heads


def _format(
    name: str,
    needs: Sequence[str],
    known: Sequence[str],
    reader: Reader,
    any_of: Sequence[str] = (),
    none_of: Sequence[str] = (),
) -> Format:
    return Format(name, frozenset(needs), frozenset(known), reader, frozenset(any_of), frozenset(none_of))


FORMATS: Sequence[Format] = (
    _format(
        "FOCUS",
        ("chargecategory", "billedcost"),
        providers.FOCUS_WANTED,
        providers.focus,
        ("effectivecost", "chargeperiodstart", "billingperiodstart"),
    ),
    _format(
        "AWS Cost and Usage Report",
        ("lineitemlineitemtype", "lineitemunblendedcost"),
        bills_of_aws.AWS_WANTED,
        bills_of_aws.aws,
        ("lineitemusageamount",),
    ),
    _format(
        "Azure cost export",
        ("metercategory", "quantity", "unitofmeasure"),
        bills_of_azure.AZURE_WANTED,
        bills_of_azure.azure,
        ("cost", "costinbillingcurrency"),
    ),
    _format(
        "Google Cloud console report",
        ("servicedescription", "skudescription", "usageamount", "usageunit"),
        bills_of_google.CONSOLE_WANTED,
        bills_of_google.gcp_console,
        ("unroundedsubtotal", "subtotal"),
    ),
    _format(
        "Google Cloud cost table",
        ("servicedescription", "skudescription", "costtype", "usagestartdate", "usageamount"),
        google_cost_table.COST_TABLE,
        google_cost_table.gcp_cost_table,
        ("unroundedcost", "cost"),
    ),
    _format(
        "Google Cloud console report by service",
        ("servicedescription",),
        bills_of_google.CONSOLE_WANTED,
        bills_of_google.gcp_console,
        ("unroundedsubtotal", "subtotal"),
        ("skudescription", "date", "day", "month", "usagestarttime"),
    ),
    _format(
        "Google Cloud billing export",
        ("servicedescription", "skudescription", "usagestarttime", "cost"),
        bills_of_google.GCP_WANTED,
        bills_of_google.gcp_export,
    ),
    _format(
        "Oracle Cloud cost report",
        ("lineitemintervalusagestart", "costmycost"),
        bills_of_oracle.OCI_WANTED,
        bills_of_oracle.oracle,
    ),
    _format(
        "OpenAI completions usage",
        ("starttime", "nummodelrequests", "inputtokens"),
        usage.OPENAI_USAGE,
        usage.openai_usage,
    ),
    _format(
        "OpenAI cost",
        ("starttime", "amountvalue", "amountcurrency"),
        ("starttime", "amountvalue", "amountcurrency"),
        usage.openai_cost,
    ),
    _format("Anthropic usage", ("usagedateutc", "usageoutputtokens"), usage.ANTHROPIC_USAGE, usage.anthropic_usage),
    _format(
        "Anthropic cost", ("usagedateutc", "costusd"), ("usagedateutc", "costusd", "listpriceusd"), usage.anthropic_cost
    ),
    _format(
        "LangSmith runs",
        ("runtype", "starttime", "prompttokens", "completiontokens"),
        gateways.LANGSMITH,
        gateways.langsmith,
    ),
    _format("LiteLLM", ("prompttokens", "completiontokens", "starttime", "spend"), usage.LITELLM, gateways.litellm),
    _format(
        "LiteLLM by day",
        ("date", "spend", "prompttokens", "completiontokens"),
        gateways.LITELLM_DAILY,
        gateways.litellm_daily,
    ),
    _format(
        "Langfuse",
        ("type", "starttime", "model"),
        gateways.LANGFUSE,
        gateways.langfuse,
        ("usagedetails", "inputusage", "prompttokens", "usagedetailsinput"),
    ),
    _format("DeepSeek", ("starttimeiso", "endtimeiso", "type", "amount"), usage.DEEPSEEK, gateways.deepseek),
    _format("nvidia-smi", ("timestamp", "utilizationgpu"), gauges.SMI_WANTED, gauges.nvidia_smi),
    _format(
        "MLflow",
        ("runid", "experimentid", "starttime", "endtime"),
        ("runid", "experimentid", "status", "starttime", "endtime"),
        runs.mlflow,
    ),
    _format(
        "Weights & Biases", ("name", "state", "created", "runtime"), ("name", "state", "created", "runtime"), runs.wandb
    ),
    _format("trace of requests", usage.TRACE, usage.TRACE, gateways.trace),
    _format("Mooncake trace of requests", calls.MOONCAKE, calls.MOONCAKE, calls.mooncake),
    _format(
        "Amazon Bedrock log of model invocations",
        ("timestamp", "modelid", "inputinputtokencount"),
        calls.BEDROCK.heads,
        calls.BEDROCK,
    ),
    _format(
        "Anthropic usage report",
        ("startingat", "uncachedinputtokens", "outputtokens"),
        calls.ANTHROPIC_API.heads,
        calls.ANTHROPIC_API,
    ),
    _format(
        "Anthropic cost report",
        ("startingat", "amount", "currency"),
        calls.ANTHROPIC_COSTS.heads,
        calls.ANTHROPIC_COSTS,
    ),
    _format("Vertex AI log of requests and responses", ("loggingtime", "fullresponse"), calls.VERTEX, calls.vertex),
    _format(
        "OpenRouter log of generations",
        ("createdat", "tokensprompt", "tokenscompletion", "costtotal"),
        calls.OPENROUTER.heads,
        calls.OPENROUTER,
    ),
    _format(
        "OpenRouter activity by day",
        ("date", "usage", "requests", "prompttokens", "completiontokens"),
        calls.OPENROUTER_DAILY.heads,
        calls.OPENROUTER_DAILY,
    ),
    _format(
        "Slurm accounts (sacct)",
        ("state", "start"),
        jobs.SACCT,
        jobs.sacct,
        ("alloctres", "reqtres", "allocgres", "reqgres"),
    ),
    _format("Slurm utilisation report (sreport)", ("tresname", "used"), sreport.SREPORT, sreport.sreport),
    _format(
        "Slurm report of clusters (sreport)",
        ("cluster", "tresname", "allocated"),
        sreport.OF_CLUSTER,
        sreport.of_cluster,
    ),
    _format("Kubernetes list of pods", ("statusstarttime", "speccontainers"), jobs.PODS, jobs.pods),
    _format(
        "Alibaba trace of pods",
        ("numgpu", "gpumilli", "creationtime", "deletiontime"),
        jobs.ALIBABA_PODS,
        jobs.alibaba_pods,
    ),
    _format(
        "Alibaba trace of tasks", ("instnum", "plangpu", "starttime", "endtime"), jobs.ALIBABA_TASKS, jobs.alibaba_tasks
    ),
    _format(
        "OpenCost or Kubecost allocation",
        ("gpuhours", "totalcost"),
        allocations.ALLOCATION,
        allocations.allocation,
        ("start", "windowstart"),
    ),
    _format(
        "OpenCost export by day",
        ("date", "gpus", "gpucost", "totalcost"),
        allocations.OPENCOST_DAILY,
        allocations.opencost_daily,
    ),
    _format("Run:ai measurements", ("type", "timestamp", "value"), allocations.RUNAI, allocations.runai),
    _format(
        "load-duration table of hours",
        ("shareoftime",),
        allocations.LOAD_DURATION,
        allocations.load_duration,
        ("requestsperhour", "tokensoutperhour"),
    ),
    _format("MLflow table of runs", runs.MLFLOW_PAGE[:3], runs.MLFLOW_PAGE, runs.mlflow_page),
    _format(
        "OpenAI usage by snapshot of a model",
        ("aggregationtimestamp", "nrequests", "ncontexttokenstotal", "ngeneratedtokenstotal"),
        answer_logs.OPENAI_OLDER.heads,
        answer_logs.OPENAI_OLDER,
    ),
    *(
        _format(
            "log of answers of an API of models",
            answer_logs.heads_of(within, kind),
            answer_logs.known_of(within, kind),
            answer_logs.Answers(within, kind),
            answer_logs.times_of(within),
            answer_logs.SUMMED,
        )
        for within in answer_logs.WITHIN
        for kind in ("prompt", "input")
    ),
)
"""Every kind of table, the surest first."""

BILLS = frozenset(
    {
        providers.focus,
        bills_of_aws.aws,
        bills_of_azure.azure,
        bills_of_google.gcp_console,
        bills_of_google.gcp_export,
        google_cost_table.gcp_cost_table,
        bills_of_oracle.oracle,
    }
)
"""Readers of bills, on which a line that stands twice is a charge taken twice."""

ONCE = BILLS | {usage.openai_usage, usage.openai_cost, usage.anthropic_usage, usage.anthropic_cost, jobs.sacct}
"""Readers of what has each line but once: bills, usage by the hour or the day, jobs by their number."""
