"""The register: which keys are inputs, with their declaration and their row."""

import pytest

from models.areas.register import DECLARED, find

ROWS = {"pool": ("h100",), "workload": ("chat",)}


def test_a_key_is_found_where_its_table_has_the_row() -> None:
    assert find("finance.horizon", ROWS) == (DECLARED["finance.horizon"], "")
    assert find("compute.pool.h100.cloud_price", ROWS) == (DECLARED["compute.pool.*.cloud_price"], "h100")


@pytest.mark.parametrize(
    "key",
    [
        "compute.pool.other.cloud_price",  # a row that the table has not
        "compute.pool.h100.no_such_input",
        "compute.pool.*.cloud_price",  # a declaration is no input
        "compute.role.h100.cloud_price",
        "finance.no_such_input",
        "",
    ],
)
def test_what_is_no_input_is_not_found(key: str) -> None:
    assert find(key, ROWS) is None
