"""Plain tables of workloads and prices: mapped by their heads, shown before they are taken."""

import io

import openpyxl
import pytest

from desktop.imports.files import offered_by
from desktop.imports.offers import AcceptanceError, Offered, accepted
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from models.plan.plan import EvidenceKind

PLAN = example().plan


def book(*rows: tuple[str | float | None, ...]) -> bytes:
    made = openpyxl.Workbook()
    sheet = made.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def said(found: Offered) -> str:
    return "\n".join([*(offer.in_words() for offer in found.offers), *found.notices, *found.warnings])


def test_workloads_are_mapped_by_their_heads_and_new_ones_added() -> None:
    found = offered_by(
        PLAN,
        book(
            ("Workloads of Acme plc",),
            (),
            ("Name", "Requests per month", "Input tokens", "Tokens out", "Growth", "Owner"),
            ("Claims assistant", 30_000_000, "1,500", 300, "20%", "Ann"),
            (),
            ("Fraud check", 5_000_000, 800, None, 0.1, "Bob"),
            ("Total", 35_000_000),
        ),
        "workloads.xlsx",
    )
    assert found.preview == [
        ("Name", "the name of the row"),
        ("Requests per month", "Requests"),
        ("Input tokens", "Input tokens"),
        ("Tokens out", "Output tokens"),
        ("Growth", "Growth of volume"),
    ]
    text = said(found)
    for words in (
        "row “Fraud check” of workloads",
        "the heads stand in row 3",
        "row 7 is a total and not added in",
        "the column “Owner” is not used",
        "1 empty row is",
    ):
        assert words in text
    after = accepted(PLAN, found.possible)
    assert [row.name for row in after.rows["workload"]][-1] == "Fraud check"
    assert after.entries["workloads.workload.assistant.requests"].value == 30_000_000
    assert after.entries["workloads.workload.assistant.tokens_in"].value == 1_500
    assert after.entries["workloads.workload.fraud_check.growth"].value == 0.1
    assert after.entries["workloads.workload.assistant.requests"].evidence.source == "taken from workloads.xlsx"


def test_an_empty_cell_keeps_what_is_there() -> None:
    found = offered_by(PLAN, book(("Workload", "Requests", "Growth"), ("Claims assistant", None, 0.3)), "w.xlsx")
    assert [offer.key for offer in found.offers] == ["workloads.workload.assistant.growth"]


def test_without_its_row_a_value_is_not_taken() -> None:
    found = offered_by(PLAN, book(("Workload", "Requests", "Growth"), ("New one", 5, 0.3)), "w.xlsx")
    with pytest.raises(AcceptanceError, match="the row of New one: Requests is not taken"):
        accepted(PLAN, found.possible[1:])


def test_prices_come_with_their_evidence() -> None:
    text = (
        "Input;Price;Currency;Supplier;Date;Low;High\n"
        "H100 pool: Price of a server;248.500,00;USD;Dell;2026-11-20;240000;260000\n"
        "compute.pool.h100.cloud_price;7,9;USD;AWS;2026-11-01;;\nH100 pool: Licence;3;USD;;;;\n"
    )
    found = offered_by(PLAN, text.encode(), "prices.csv")
    assert "“H100 pool: Licence” is not an input of this plan" in said(found)
    after = accepted(PLAN, found.possible)
    server = after.entries["compute.pool.h100.server_price"]
    assert (server.value, server.evidence.kind, server.evidence.source, server.evidence.date, server.evidence.low) == (
        248_500,
        EvidenceKind.QUOTE,
        "Dell",
        "2026-11-20",
        240_000,
    )
    assert after.entries["compute.pool.h100.cloud_price"].value == 7.9


def test_a_price_in_another_currency_is_not_taken_for_the_plans() -> None:
    found = offered_by(PLAN, b"Input,Price,Currency\nH100 pool: Price of a server,200000,GBP\n", "prices.csv")
    assert (
        found.offers[0].problem
        == "is quoted in £; the plan holds this price in $: change its currency first, or convert the price"
    )


def test_text_tables_say_how_they_were_read() -> None:
    windows = offered_by(PLAN, "Workload,Note £\nClaims assistant,x\n".encode("cp1252"), "w.csv")
    assert "read as Windows-1252" in said(windows)
    tabs = offered_by(PLAN, "Workload\tRequests\nClaims assistant\t5\n".encode("utf-16"), "w.csv")
    assert [offer.entry.value for offer in tabs.offers if offer.entry] == [5]


def test_a_continental_table_is_read_as_it_says() -> None:
    found = offered_by(PLAN, b"Workload;Requests;Tokens in;Growth\nClaims assistant;31.000.000;1.500;25,5%\n", "w.csv")
    assert [offer.entry.value for offer in found.offers if offer.entry] == [31_000_000, 1_500, 0.255]
    assert "“1.500” is read as 1,500, with a decimal comma" in said(found)


def test_rows_and_heads_that_stand_twice_are_not_chosen_between() -> None:
    found = offered_by(PLAN, b"Workload,Requests\nClaims assistant,5\nclaims  assistant ,6\n", "w.csv")
    assert found.possible == []
    assert "stands in 2 rows; which of them holds is not said" in said(found)
    with pytest.raises(ImportRefusedError, match="two columns are headed “Requests” and “requests”"):
        offered_by(PLAN, b"Workload,Requests,requests\nClaims assistant,5,6\n", "w.csv")


def test_sizes_in_heads_scale_bare_numbers() -> None:
    """2.5 under "Requests (m/month)" were refused with "convert it"; £12k a year is £1,000 a month."""
    heads = b"Workload,Kind,Requests (m/month),Value (\xc2\xa3k/year),Growth (% a year)\n"
    found = offered_by(example().plan, heads + b"Brokers,Inference,2.5,12,10\n", "work.csv")
    by_place = {one.place: one for one in found.offers}
    requests = by_place["C2"].entry
    assert requests is not None
    assert requests.value == 2_500_000
    value = by_place["D2"].entry
    assert value is not None
    assert value.value == 1_000


def test_a_list_of_roles_is_known_by_the_heads_that_people_write() -> None:
    """£85k a year is £85,000, and people are of the option that their head names."""
    rows = "Role,Annual salary (£k),FTE cloud,FTE on-premises,FTE hybrid\nML engineer,85,2,3,2.5\n"
    found = offered_by(PLAN, rows.encode(), "roles.csv")
    assert found.title == "a table of roles"
    taken = {offer.key.rsplit(".", 1)[-1]: offer.entry.value for offer in found.offers if offer.entry is not None}
    assert taken == {"salary": 85_000, "people_cloud": 2, "people_on_premises": 3, "people_hybrid": 2.5}


def test_of_dates_that_may_begin_with_day_or_month_nothing_is_ticked_before_somebody_says() -> None:
    """Alike both ways is 05/05 alone; ticked were figures of the days that could be read, as if of all."""
    days = "".join(f"{day:02}/05/2026,{1_000 * day}\n" for day in (1, 2, 4, 5, 8, 9, 11, 12))
    found = offered_by(PLAN, f"Date,Requests\n{days}".encode(), "use.csv")
    order = next(ask for ask in found.asks if ask.name == "order")
    assert not order.sure
    assert not any(offer.chosen for offer in found.offers)


def test_an_input_of_the_only_row_of_its_table_needs_no_name_of_it() -> None:
    """A quote lists “Server price”, and the plan has one pool."""
    found = offered_by(example().plan, b"Input,Value\nServer price,$295000\nColocation price per kW,190\n", "quote.csv")
    pool = "compute.pool.h100."
    assert [one.key for one in found.possible] == [f"{pool}server_price", f"{pool}colocation_price"]
    refused = offered_by(example().plan, b"Input,Value\nRequests,5\n", "list.csv")
    assert not refused.possible
    assert "did you mean" in refused.offers[0].problem
