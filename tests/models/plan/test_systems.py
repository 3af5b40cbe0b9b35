"""Every system that the article names can be chosen and used in a plan to its end."""

import io
from datetime import date

import openpyxl
import pytest

from desktop.documents.workbook.workbook import workbook
from desktop.storage.examples import example
from models.plan.choosing import chosen
from models.plan.plan import Entry, Plan
from models.rules.decisions import judged

POOL, ROUTE, WORK = "compute.pool.h100", "hosting.workload.assistant", "workloads.workload.assistant"

SYSTEMS = {
    "AWS P5": (POOL, "offer.aws.p5.london"),
    "Google A3": (POOL, "offer.gcp.a3_high.netherlands"),
    "Azure ND": (POOL, "offer.azure.nd_h100.uk_south"),
    "OpenAI": (ROUTE, "api.openai.gpt_6_1_terra"),
    "Anthropic": (ROUTE, "api.anthropic.claude_sonnet_5"),
    "Google's API": (ROUTE, "api.google.gemini_2_5_flash"),
    "Meta": (WORK, "model.llama_70b_h100_fp8"),
    "Mistral": (WORK, "model.mistral_7b_h100_fp8"),
    "Kubernetes with GPU operator": ("operations.tool.gpu_operator", ""),
    "Kubeflow": ("operations.tool.kubeflow", ""),
    "MLflow": ("operations.tool.mlflow", ""),
    "Databricks": ("operations.tool.databricks", ""),
    "SageMaker": ("operations.tool.sagemaker", ""),
    "Vertex AI": ("operations.tool.vertex", ""),
    "Feast": ("operations.tool.feast", ""),
    "Tecton": ("operations.tool.tecton", ""),
    "Apache Atlas": ("operations.tool.atlas", ""),
    "Amundsen": ("operations.tool.amundsen", ""),
    "S3": ("data.price_hot", "storage.aws.s3.london"),
    "Azure Blob": ("data.price_warm", "storage.azure.blob_cool.uk_south"),
    "Prometheus": ("operations.tool.prometheus", ""),
    "Grafana": ("operations.tool.grafana", ""),
    "Weights & Biases": ("operations.tool.wandb", ""),
}


def using(plan: Plan, name: str) -> Plan:
    target, entry = SYSTEMS[name]
    return (
        chosen(plan, "base", target, entry) if entry else plan.with_entry("base", f"{target}.active", Entry(value=True))
    )


@pytest.mark.parametrize("name", SYSTEMS)
def test_a_system_is_chosen_and_the_plan_evaluated(name: str) -> None:
    before = example("insurer").plan
    after = using(before, name)
    assert after != before
    case = judged(after, "base")
    assert all(option.total_cost > 0 for option in case.options.values())
    assert case.allowed(), case.blocked


@pytest.mark.long
def test_a_plan_of_all_of_them_is_written_with_the_name_of_each() -> None:
    assert len(SYSTEMS) == 23
    plan = example("insurer").plan
    for name in SYSTEMS:
        plan = using(plan, name)
    sheet = openpyxl.load_workbook(io.BytesIO(workbook(plan, "base", date(2026, 11, 26))))["Inputs"]
    written = " ".join(str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None)
    for name in ("Kubeflow", "MLflow", "Databricks", "SageMaker", "Vertex AI", "Feast", "Tecton", "Apache Atlas"):
        assert name in written, name
    for source in ("price list", "genai-prices", "gpu-price-index"):
        assert source.lower() in written.lower(), source
