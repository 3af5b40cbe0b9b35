"""The catalogue: every price and fact has what a reader needs to check it."""

import re

from models.catalogue.meters import gpu_of, gpus_of, hours_of
from models.catalogue.records import rent_offers
from models.catalogue.rows import catalogue, latest_date

DATED = re.compile(r"20\d\d(-\d\d(-\d\d)?)?\b|undated, probably .*20\d\d")
"""A day, a month, a year, or that the source says none."""


def test_every_row_says_where_it_comes_from_and_when() -> None:
    rows = catalogue().values()
    assert len(rows) > 300
    assert [row.id for row in rows if not row.source or not DATED.match(row.as_of)] == []
    assert {row.evidence for row in rows} == {"list", "assumption"}


NO_SOURCE = re.compile(
    r"from memory|and memory|as above|rows above|of this (list|entry)|and assumption|^judgement|^data sheet"
)
"""What no reader could look up."""

CAN_BE_FOUND = re.compile(r"https?://|\w/[\w.-]+\.(py|md|csv)")
"""An address, or a file of a public project."""

SHORTEST_REASON = len("assumption: a team of eight")


def test_nothing_rests_on_memory_and_an_assumption_says_why() -> None:
    rows = catalogue().values()
    assert [row.id for row in rows if row.evidence == "list" and NO_SOURCE.search(row.source)] == []
    unreasoned = [
        row.id
        for row in rows
        if row.evidence == "assumption"
        and not row.id.startswith("criterion.")
        and not (row.source.startswith("assumption: ") and len(row.source) >= SHORTEST_REASON)
        and not CAN_BE_FOUND.search(row.source)
    ]
    assert unreasoned == [], "scores are a starting point for a workshop; all else has its reasoning"


def test_ranges_hold_what_they_are_a_range_of() -> None:
    bent = [
        row.id
        for row in catalogue().values()
        if not (row.typical if row.low is None else row.low)
        <= row.typical
        <= (row.typical if row.high is None else row.high)
    ]
    assert bent == []


def test_the_latest_date_is_that_of_a_row() -> None:
    assert latest_date() == max(row.as_of for row in catalogue().values() if len(row.as_of) == len("2026-11-25"))


def test_lines_of_bills_name_their_gpus() -> None:
    # AWS: a p5.48xlarge has eight H100; Azure: an ND96isr H100 v5 has eight
    assert gpus_of("p5.48xlarge") == 8
    assert gpu_of("p5.48xlarge") == gpu_of("ND96isr H100 v5")
    assert hours_of("Hrs") == 1


def test_pools_of_cloud_and_server_together_have_the_prices_of_their_offers() -> None:
    rows = catalogue()
    for pool, offer in (
        ("aws_p5", "aws.p5.london"),
        ("google_a3", "gcp.a3_high.iowa"),
        ("azure_nd", "azure.nd_h100.uk_south"),
        ("azure_nd_h200", "azure.nd_h200.uk_south"),
        ("l40s", "aws.g6e_48xlarge.virginia"),
    ):
        price, of = rows[f"pool.{pool}.cloud_price"], rent_offers()[offer]
        assert abs(price.typical - of.on_demand) < 0.005, pool
        assert rows[f"pool.{pool}.instance_gpus"].typical == of.gpus, pool
