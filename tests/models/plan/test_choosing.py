"""Catalogue entries frozen in a plan; a newer catalogue only offers."""

from dataclasses import replace

import pytest

from desktop.storage.examples import example
from models.catalogue.rows import catalogue, figures
from models.plan.choosing import ChoiceError, chosen, fits, newer
from models.plan.plan import Entry, EvidenceKind, Row, new_plan

ROWS = {"workload": (Row("chat", "Chat"),), "pool": (Row("main", "Main"),)}


def test_a_price_is_frozen_with_its_source_and_currency() -> None:
    plan = chosen(new_plan("New", ROWS), "base", "compute.pool.main.cloud_price", "cloud.azure.nd_h100.uk_south")
    entry, row = plan.entries["compute.pool.main.cloud_price"], catalogue()["cloud.azure.nd_h100.uk_south"]
    assert (entry.value, entry.evidence.source, entry.evidence.date, entry.evidence.kind) == (
        row.typical,
        row.source,
        row.as_of,
        EvidenceKind.QUOTE,
    )
    assert plan.entries["compute.pool.main.cloud_currency"].value == "USD"


def test_an_entry_of_several_figures_fills_its_row() -> None:
    plan = chosen(new_plan("New", ROWS), "base", "workloads.workload.chat", "model.mistral_7b_h100_fp8")
    prefix = "workloads.workload.chat."
    assert plan.entries[f"{prefix}model_class"].value == "small"
    assert plan.entries[f"{prefix}replica_gpus"].value == 1
    assert plan.entries[f"{prefix}prefill_rate"].evidence.catalogue == "model.mistral_7b_h100_fp8.prefill_rate"


def test_an_api_model_fills_the_route_of_a_workload_in_a_scenario() -> None:
    plan = chosen(example("bank").plan, "api_all", "hosting.workload.screening", "api.openai.gpt_5_nano")
    assert (
        plan.entry("api_all", "hosting.workload.screening.api_in").value
        == catalogue()["api.openai.gpt_5_nano.api_in"].typical
    )
    assert (
        plan.entry("base", "hosting.workload.screening.api_in").value
        != catalogue()["api.openai.gpt_5_nano.api_in"].typical
    )


@pytest.mark.parametrize(
    ("target", "entry", "says"),
    [
        ("compute.pool.main.cloud_price", "cloud.nowhere", "no such row"),
        ("hosting.workload.chat", "api.nobody", "no such entry"),
        ("compute.pool.main", "api.openai.gpt_5", "has no input that api.openai.gpt_5 gives a figure for"),
        ("compute.pool.main.life", "server.8xh100", "does not fit"),
    ],
)
def test_what_does_not_fit_is_refused(target: str, entry: str, says: str) -> None:
    with pytest.raises(ChoiceError, match=says):
        chosen(new_plan("New", ROWS), "base", target, entry)


def test_a_newer_catalogue_offers_a_change_and_makes_none() -> None:
    plan = example().plan
    assert newer(plan) == []
    key = "compute.pool.h100.server_price"
    old = plan.with_entry("base", key, replace(plan.entries[key], value=240_000.0))
    assert [(one.key, one.now, one.offered.value) for one in newer(old)] == [
        (key, 240_000.0, catalogue()["server.8xh100"].typical)
    ]
    assert old.entries[key].value == 240_000.0


def test_a_value_of_ones_own_is_no_offer() -> None:
    plan = example().plan.with_entry("base", "compute.pool.h100.server_price", Entry(1.0))
    assert newer(plan) == []


def test_rows_of_a_kind_fit_its_inputs() -> None:
    declared = example().plan.declaration("compute.pool.h100.cloud_price")
    assert {row.kind for row in fits(declared)} == {"cloud_gpu"}
    assert figures("tool.mlflow").keys() >= {"licence", "hosting", "purpose"}


@pytest.mark.parametrize(
    "named",
    [
        "AWS P5",
        "Google A3",
        "Azure ND",
        "OpenAI",
        "Anthropic",
        "Google",
        "Meta",
        "Mistral",
        "GPU operator",
        "Kubeflow",
        "MLflow",
        "Databricks",
        "SageMaker",
        "Vertex AI",
        "Feast",
        "Tecton",
        "Apache Atlas",
        "Amundsen",
        "S3",
        "Azure Blob",
        "Prometheus",
        "Grafana",
        "Weights & Biases",
    ],
)
def test_every_system_the_article_names_can_be_chosen(named: str) -> None:
    assert [row.id for row in catalogue().values() if named in f"{row.name} {row.vendor}"], named


def test_every_row_of_the_catalogue_has_a_source_a_date_and_says_what_it_is() -> None:
    for row in catalogue().values():
        assert row.source, row.id
        assert row.as_of, row.id
        assert row.evidence in {"list", "assumption"}, row.id
        if row.low is not None and row.high is not None:
            assert row.low <= row.typical <= row.high, row.id


def test_entries_of_tables_fit_the_columns_they_fill() -> None:
    plan = new_plan("New", ROWS)
    for table, prefix in (
        ("tool", "operations.tool"),
        ("control", "security.control"),
        ("role", "operations.role"),
        ("risk", "risks.risk"),
        ("criterion", "criteria.criterion"),
    ):
        for row in plan.slugs[table]:
            known = figures(f"{table}.{row}")
            assert known, row
            assert all(f"{prefix}.{row}.{name}" in plan.entries for name in known), row
