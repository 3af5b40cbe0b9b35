"""Business cases for tests: written on one day, their texts by page."""

import io
import re
from dataclasses import replace
from datetime import date

import pypdf

from desktop.documents.business_case.business_case import business_case
from desktop.documents.business_case.business_case import written as of_studies
from desktop.documents.workbook.workbook import input_hash
from models.plan.plan import Plan

DAY = date(2026, 11, 24)


def written(plan: Plan, scenario: str = "base") -> bytes:
    return business_case(plan, scenario, DAY, input_hash(plan, scenario))


def quick(plan: Plan, scenario: str = "base") -> bytes:
    """Return a business case whose studies are being worked out: for what no study says."""
    return of_studies(plan, scenario, DAY, input_hash(plan, scenario), None)


def pages(data: bytes) -> list[str]:
    return [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(data)).pages]


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def public(plan: Plan) -> Plan:
    return replace(plan, paper=replace(plan.paper, mode="public"))
