"""What is beside the columns that are mapped, in a file of every format, never comes into a plan or a message."""

import json
from typing import cast

import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import accepted
from desktop.storage.examples import example
from desktop.storage.plan_file import text_of
from tests.fuzz.readers import readers

SECRET = "sk-planted-4711"
BESIDE = {"user_email": f"jane.doe@{SECRET}.org", "prompt": f"tell nobody {SECRET}", "api_key_secret": SECRET}
PLAN = example("saas").plan
TABLES = [name for name, data in readers()["csv"].sound if b"," in data.splitlines()[0] or b"|" in data.splitlines()[0]]
RECORDS = [name for name, _ in readers()["json"].sound]


def planted_in_table(text: str) -> str:
    """Return a table with three more columns."""
    head, *rows = text.splitlines()
    mark = "|" if "|" in head else ","
    return "\n".join([mark.join([head, *BESIDE]), *(mark.join([row, *BESIDE.values()]) for row in rows)]) + "\n"


def planted_in_records(text: str) -> str:
    """Return JSON, or a line of JSON each, with three more values in every record."""

    def planted(value: object) -> object:
        if isinstance(value, dict):
            record = cast("dict[str, object]", value)
            return {**{name: planted(one) for name, one in record.items()}, **BESIDE}
        return [planted(one) for one in cast("list[object]", value)] if isinstance(value, list) else value

    try:
        return json.dumps(planted(json.loads(text)))
    except ValueError:
        return "\n".join(json.dumps(planted(json.loads(line))) for line in text.splitlines() if line)


@pytest.mark.parametrize("name", [*TABLES, *RECORDS])
def test_f52_what_is_not_mapped_of_any_format_stays_out_of_the_plan(name: str) -> None:
    text = dict([*readers()["csv"].sound, *readers()["json"].sound])[name].decode()
    planted = planted_in_table(text) if name in TABLES else planted_in_records(text)
    assert SECRET in planted
    found = offered_by(PLAN, planted.encode(), name)
    assert found.possible, "something is read of it"
    assert SECRET.encode() not in text_of(accepted(PLAN, found.possible))
    assert SECRET not in " ".join([found.title, *found.notices, *found.warnings, *map(str, found.offers)])
