"""Which kind of bill, metric or log a file is, by its content alone, and what it measured."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, tzinfo
from pathlib import Path
from typing import cast

from desktop.imports.measured import (
    bills_of_aws,
    bills_of_azure,
    bills_of_google,
    bills_of_oracle,
    gateways,
    gauges,
    providers,
    runs,
    series,
    usage,
)
from desktop.imports.measured.moments import zone_of
from desktop.imports.measured.opened import Opened
from desktop.imports.measured.source import opened
from desktop.imports.measured.tally import Tally, counted
from desktop.imports.measured.texts import folded
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.watching import Look, unwatched

_NONE: Mapping[str, str] = {}

type Reader = Callable[[Opened, tzinfo, Look], Tally]


@dataclass(frozen=True, slots=True)
class Format:
    """A kind of table: the folded heads without which it is none, those that are read, and its reader.

    any_of: one of these must be there too, where there are any.
    """

    name: str
    needs: frozenset[str]
    known: frozenset[str]
    reader: Reader
    any_of: frozenset[str] = frozenset()

    def fits(self, heads: frozenset[str]) -> bool:
        """Return whether a table of these heads is one of this kind."""
        return self.needs <= heads and (not self.any_of or bool(self.any_of & heads))


def _format(
    name: str, needs: Sequence[str], known: Sequence[str], reader: Reader, any_of: Sequence[str] = ()
) -> Format:
    return Format(name, frozenset(needs), frozenset(known), reader, frozenset(any_of))


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
)
"""Every kind of table, the surest first."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """A file and the reader that is meant for it. sure: how much of it is known."""

    opened: Opened
    reader: Reader
    sure: str


def recognised(name: str, path: Path | None, data: bytes | None) -> Recognised | None:
    """Return what a file is, None where it is no measurement that is known.

    Raises ImportRefusedError where it is damaged, or JSON of another kind.
    """
    source = opened(name, path, data)
    if source is None:
        return None
    if source.kind == "document":
        return _document(source)
    if source.kind == "lines" or "{" in source.text.split("\n", 1)[0] or source.text.startswith("# "):
        return (
            Recognised(source, gauges.exposition, "a metric in Prometheus' text format")
            if gauges.is_exposition(source.text)
            else None
        )
    heads = source.folded_heads
    for one in FORMATS:
        if one.fits(heads):
            known = len(one.known & heads)
            return Recognised(source, one.reader, f"{known} of its {len(source.heads)} columns are read")
    if heads == usage.OPENAI_EMPTY:
        return Recognised(source, usage.openai_usage, "the heads of an export without use")
    if gauges.is_long(source.heads):
        return Recognised(source, gauges.grafana, "times, series and values")
    if series.is_series(source.heads):
        return Recognised(
            source, series.series, f"times and {', '.join(series.amounts_of(source.heads).values()).replace('_', ' ')}"
        )
    if gauges.is_grafana(source.heads):
        return Recognised(source, gauges.grafana, f"times and {len(source.heads) - 1} series")
    if source.kind == "records":
        raise ImportRefusedError(
            source.name, f"is JSON of a kind that is not known; its names are {', '.join(source.heads[:8])[:200]}"
        )
    return None


def _document(found: Opened) -> Recognised:
    """Return what a JSON document is."""
    document = found.document
    envelope = cast("dict[str, object]", document) if isinstance(document, dict) else None
    if envelope is not None and "status" in envelope and ("data" in envelope or envelope["status"] == "error"):
        return Recognised(found, gauges.prometheus, "the envelope of Prometheus' answers")
    if envelope is not None and str(envelope.get("format", "")) == "boardcase-plan":
        raise ImportRefusedError(found.name, "is a plan; open it instead")
    names = ", ".join(list(envelope)[:8]) if envelope is not None else "a list or a single value"
    raise ImportRefusedError(
        found.name,
        f"is JSON of a kind that is not known ({names[:200] or 'empty'}); expected an answer of Prometheus or records"
        " of use",
    )


def measured(found: Recognised, answers: Mapping[str, str] = _NONE, look: Look = unwatched) -> Tally:
    """Return what a file measured.

    answers: what somebody said of it, by name of the question. Raises ImportRefusedError where a row cannot be read as
        what it is, ValueError where its zone is none.
    """
    zone = answers.get("zone", "") or "UTC"
    where = UTC if zone == "UTC" else zone_of(zone)
    found.opened.answers = answers
    try:
        tally = found.reader(found.opened, where, look)
    except (
        ArithmeticError,
        AssertionError,
        AttributeError,
        IndexError,
        KeyError,
        RecursionError,
        TypeError,
        ValueError,
    ):
        raise ImportRefusedError(
            found.opened.name,
            "holds something that cannot be read as what it looks like; open it in an editor, and export it again",
        ) from None
    tally.sure, tally.typical = found.sure, answers.get("month", "") == "typical"
    tally.notices = [*found.opened.notices, *tally.notices]
    tally.warnings = [*found.opened.warnings, *tally.warnings]
    tally.zone = f"{zone}, assumed" if tally.zone_assumed else "UTC"
    if tally.zone_assumed:
        tally.notices.append(f"Its times do not say their zone; they are read as {zone}.")
    aside = {reason: count for reason, count in tally.aside.items() if count}
    if aside:
        tally.warnings.append(
            f"Set aside: {'; '.join(f'{counted(count, "row")} {reason}' for reason, count in aside.items())}."
        )
    left = {reason: count for reason, count in tally.left.items() if count}
    if left:
        tally.notices.append(
            f"Not read: {'; '.join(f'{counted(count, "row")} {reason}' for reason, count in left.items())}."
        )
    if not tally.used and not tally.warnings:
        tally.warnings.append("Nothing of it can be read: there is nothing to take.")
    if tally.short and not tally.typical:
        tally.notices.append(
            f"It covers {_lasting(tally.days())}: less than a day is made no month unless somebody says that it is"
            " typical. Ratios and prices are read."
        )
    if tally.stretched():
        tally.warnings.append(
            "Hardly a day between its first and its last time has a row: one of its times is probably wrong. Nothing is"
            " said of a month."
        )
    elif tally.dated and tally.coverage() < 0.999:  # noqa: PLR2004 - a thousandth is rounding
        tally.warnings.append(
            f"It covers {tally.coverage():.0%} of its period, {tally.days():,.3g} days; what is said of a month is"
            " scaled from them."
        )
    return tally


def _lasting(days: float) -> str:
    """Return a time of less than a day in words."""
    seconds = round(days * 86_400)
    return (
        counted(seconds, "second")
        if seconds < 120  # noqa: PLR2004 - two minutes
        else counted(seconds // 60, "minute")
        if seconds < 7_200  # noqa: PLR2004 - two hours
        else f"{seconds / 3_600:.1f} hours"
    )


def columns_read(found: Recognised) -> list[str]:
    """Return the heads of a file that its reader takes anything from."""
    known = next((one.known for one in FORMATS if one.reader is found.reader), frozenset[str]())
    return [head for head in found.opened.heads if folded(head) in known]
