"""Price lists of every shape that is known, made here; what is of no use is counted, another shape is refused."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop.cli import main
from desktop.imports.newer_prices import newer_prices
from desktop.imports.offers import accepted
from desktop.imports.price_lists import read_prices
from desktop.imports.refusal import ImportRefusedError
from desktop.storage.examples import example
from desktop.storage.own_catalogue import catalogue_folder, keep, register
from desktop.storage.plan_file import save
from models.catalogue.records import rent_offers
from models.catalogue.rows import ROW_FIELDS, added, catalogue
from models.plan.choosing import chosen
from models.plan.plan import Plan


@pytest.fixture(autouse=True)
def own_again() -> Iterator[None]:
    """Leave the catalogue as it is shipped."""
    yield
    added([], [])


def aws(price: str = "80.00", instance: str = "p5.48xlarge", **attributes: str) -> bytes:
    """Return an AWS offer file with one instance in London."""
    said = {
        "instanceType": instance,
        "location": "EU (London)",
        "regionCode": "eu-west-2",
        "operatingSystem": "Linux",
        "tenancy": "Shared",
        "capacitystatus": "Used",
        "preInstalledSw": "NA",
        **attributes,
    }
    return json.dumps(
        {
            "formatVersion": "v1.0",
            "offerCode": "AmazonEC2",
            "publicationDate": "2026-11-20T00:00:00Z",
            "products": {"SKU": {"productFamily": "Compute Instance", "attributes": said}},
            "terms": {
                "OnDemand": {"SKU": {"T": {"priceDimensions": {"D": {"unit": "Hrs", "pricePerUnit": {"USD": price}}}}}}
            },
        }
    ).encode()


AWS_HEADS = (
    "SKU,OfferTermCode,RateCode,TermType,PriceDescription,EffectiveDate,StartingRange,EndingRange,Unit,PricePerUnit,"
    "Currency,LeaseContractLength,PurchaseOption,OfferingClass,Product Family,Location,Instance Type,Tenancy,"
    "Operating System,CapacityStatus,Pre Installed S/W,MarketOption,Region Code"
)


def aws_table(*prices: tuple[str, str, str, str], system: str = "Linux", instance: str = "p5.48xlarge") -> bytes:
    """Return an AWS offer file as a table. prices: kind of term, price, length of the lease, what is paid up front."""
    about = (
        '"FormatVersion","v1.0"',
        '"Disclaimer","For information only, and no offer"',
        '"Publication Date","2026-11-20T00:00:00Z"',
        '"Version","20261120000000"',
        '"OfferCode","AmazonEC2"',
        AWS_HEADS,
    )
    rows = [
        f'"K","T","K.T.D","{kind}","$ per hour","2026-11-01","0","Inf","Hrs","{price}","USD","{length}","{option}",'
        f'"standard","Compute Instance","EU (London)","{instance}","Shared","{system}","Used","NA","OnDemand",'
        '"eu-west-2"'
        for kind, price, length, option in prices
    ]
    return "\n".join([*about, *rows]).encode()


def azure_item(price: float, **more: object) -> dict[str, object]:
    return {
        "currencyCode": "USD",
        "retailPrice": price,
        "armRegionName": "uksouth",
        "location": "UK South",
        "effectiveStartDate": "2026-11-01T00:00:00Z",
        "productName": "Virtual Machines NDsr H100 v5 Series",
        "skuName": "ND96isr H100 v5",
        "armSkuName": "Standard_ND96isr_H100_v5",
        "unitOfMeasure": "1 Hour",
        "type": "Consumption",
        **more,
    }


def test_an_aws_table_gives_the_price_and_what_a_term_saves() -> None:
    found = read_prices(
        "index.csv",
        aws_table(
            ("Reserved", "48.00", "1yr", "No Upfront"),
            ("Reserved", "40.00", "1yr", "All Upfront"),
            ("OnDemand", "80.00", "", ""),
            ("Reserved", "36.00", "3yr", "No Upfront"),
        ),
    )
    (one,) = found.rent
    assert (one["id"], one["on_demand"], one["as_of"]) == ("aws.p5.london", "10", "2026-11-20")  # 80 ÷ 8 GPUs
    # 1 − 48 ÷ 80 and 1 − 36 ÷ 80; what is paid up front is another price
    assert (one["one_year_discount"], one["three_year_discount"]) == ("0.4000", "0.5500")


def test_an_aws_table_without_a_price_that_can_be_used_is_refused() -> None:
    with pytest.raises(ImportRefusedError, match="Windows"):
        read_prices("index.csv", aws_table(("OnDemand", "80.00", "", ""), system="Windows"))
    with pytest.raises(ImportRefusedError, match="no hourly price on demand"):
        read_prices("index.csv", aws_table(("Reserved", "48.00", "1yr", "No Upfront")))
    with pytest.raises(ImportRefusedError, match="an entry is not as such a list has it"):
        read_prices("index.csv", aws_table(("OnDemand", "eighty", "", "")))


def test_an_aws_price_list_gives_the_price_of_a_gpu_in_its_region() -> None:
    found = read_prices("aws.json", aws())
    assert [(one["id"], one["on_demand"], one["as_of"]) for one in found.rent] == [
        ("aws.p5.london", "10", "2026-11-20")
    ]
    assert "1 price taken, 0 of them new" in found.in_words()


def test_what_is_of_no_use_is_counted() -> None:
    with pytest.raises(ImportRefusedError, match="1: Windows, dedicated hosts"):
        read_prices("aws.json", aws(operatingSystem="Windows"))
    with pytest.raises(ImportRefusedError, match="1: instances without a GPU"):
        read_prices("aws.json", aws(instance="m7i.large"))


def test_azure_prices_give_terms_and_spot_as_discounts() -> None:
    # 100 an hour for eight GPUs; a year for 613,200 is 70 an hour, three for 1,314,000 are 50; spot at 40.
    items = [
        azure_item(100.0),
        azure_item(613_200.0, type="Reservation", reservationTerm="1 Year"),
        azure_item(1_314_000.0, type="Reservation", reservationTerm="3 Years"),
        azure_item(40.0, skuName="ND96isr H100 v5 Spot"),
        azure_item(130.0, productName="Virtual Machines NDsr H100 v5 Series Windows"),
    ]
    found = read_prices("azure.json", json.dumps({"BillingCurrency": "USD", "Items": items}).encode())
    (offer,) = found.rent
    assert offer["id"] == "azure.nd_h100.uk_south"
    assert offer["on_demand"] == "12.5"
    assert [float(offer[name]) for name in ("one_year_discount", "three_year_discount", "spot_discount")] == [
        0.3,
        0.5,
        0.6,
    ]
    assert found.left_out == {"Windows or low priority": 1}


def test_genai_prices_give_the_price_that_holds_today() -> None:
    model: dict[str, Any] = {
        "id": "gpt-4.1",
        "name": "gpt 4.1",
        "prices": [
            {"prices": {"input_mtok": 2, "output_mtok": 8}},
            {"constraint": {"start_date": "2026-06-01"}, "prices": {"input_mtok": 1.5, "output_mtok": {"base": 6}}},
            {"constraint": {"start_date": "2999-01-01"}, "prices": {"input_mtok": 9, "output_mtok": 9}},
        ],
    }
    data = json.dumps([{"id": "openai", "name": "OpenAI", "models": [model, {"id": "x", "prices": {}}]}]).encode()
    found = read_prices("data.json", data)
    assert {one["id"]: one["typical"] for one in found.api} == {
        "api.openai.gpt_4_1.api_in": "1.5",
        "api.openai.gpt_4_1.api_out": "6",
    }
    assert found.left_out == {"models without a price for tokens in and out": 1}


OWN = (
    "id,name,provider,region,jurisdiction,device,gpus,currency,on_demand,one_year_discount,as_of,source\n"
    "own.h100,Our quote,Reseller,Slough,uk,h100,8,GBP,{price},0.2,2026-11-20,quote 17\n"
)


def test_an_own_table_is_an_offer_like_any_other() -> None:
    found = read_prices("own.csv", OWN.format(price="2.10").encode())
    keep(found.source, found.as_of, found.rent, found.api)
    assert rent_offers()["own.h100"].on_demand == 2.10
    assert catalogue()["cloud.own.h100"].source == "quote 17"


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "the file is empty"),
        (b"\xff\xfe", "not UTF-8 text"),
        (b"{", "not whole JSON"),
        (b"{}", "is not a known price list; expected a table with the columns"),
        (b"[1, 2]", "is not a known price list"),
        (b"a,b\n1,2\n", "is not a known price list"),
        (b'{"Items": [{"armSkuName": "Standard_ND96isr_H100_v5", "retailPrice": "dear"}]}', "an entry is not as such"),
        (b'{"products": {"SKU": 3}, "terms": {}}', "an entry is not as such"),
        (OWN.format(price="").encode(), "line 2: own.csv, own.h100: on_demand is missing"),
        (OWN.format(price="nan").encode(), "line 2: own.h100: on_demand is “nan”; expected a number"),
        (OWN.format(price="dear").encode(), "line 2: own.h100: on_demand is “dear”; expected a number"),
        (OWN.format(price="-1").encode(), "GPUs and price must be numbers above 0"),
        (OWN.replace(",h100,", ",h900,").format(price="2").encode(), "no such device or place"),
        (OWN.replace("as_of,", "").format(price="2").encode(), "it lacks as_of"),
        (OWN.replace("2026-11-20", "31/12/2026").format(price="2").encode(), "expected a date such as 2026-11-30"),
        (OWN.replace(",GBP,", ",CHF,").format(price="2").encode(), "currency is “CHF”; expected GBP or USD or EUR"),
        ((OWN + OWN.splitlines()[-1]).format(price="2").encode(), "line 3: the id “own.h100” stands in line 2 too"),
    ],
)
def test_another_shape_is_refused_with_what_was_expected(data: bytes, says: str) -> None:
    with pytest.raises(ImportRefusedError, match=says):
        read_prices("own.csv", data)


def priced() -> Plan:
    """Return the example renting AWS P5 in London, as the catalogue has it."""
    return chosen(example().plan, "base", "compute.pool.h100", "offer.aws.p5.london")


def test_a_plan_never_moves_by_itself_and_newer_prices_are_taken_one_by_one() -> None:
    plan = priced()
    key = "compute.pool.h100.cloud_price"
    before = plan.entries[key].value
    found = read_prices("aws.json", aws("80.00"))
    keep(found.source, found.as_of, found.rent, found.api)
    assert plan.entries[key].value == before == 8.944
    offered = newer_prices(plan)
    assert offered.title == "Newer prices for 1 of your inputs"
    (offer,) = offered.offers
    assert (offer.key, offer.before, offer.after) == (key, "$8.944 / GPU-hour", "$10 / GPU-hour")
    assert accepted(plan, [offer]).entries[key].value == 10.0
    assert newer_prices(accepted(plan, [offer])).offers == []


def test_of_the_same_price_the_latest_counts_whichever_came_first() -> None:
    for date, price in (("2026-11-20", "80"), ("2026-10-01", "40")):
        data = aws(price).replace(b"2026-11-20", date.encode())
        found = read_prices("aws.json", data)
        keep(found.source, found.as_of, found.rent, found.api)
    assert len(list(catalogue_folder().iterdir())) == 2, "old lists stay"
    assert rent_offers()["aws.p5.london"].on_demand == 10.0


def test_a_damaged_list_is_named_and_left_out() -> None:
    found = read_prices("aws.json", aws())
    keep(found.source, found.as_of, found.rent, found.api)
    (catalogue_folder() / "bad.json").write_text("{")
    assert register() == ["bad.json"]
    assert rent_offers()["aws.p5.london"].on_demand == 10.0


def test_the_command_adds_a_list_and_tells_what_is_newer(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "aws.json").write_bytes(aws())
    save(priced(), tmp_path / "plan.boardcase")
    assert main(["catalogue", "add", str(tmp_path / "aws.json")]) == 0
    assert "AWS price list, 2026-11-20: 1 price taken, 0 of them new." in capsys.readouterr().out
    assert main(["catalogue", "--offers", str(tmp_path / "plan.boardcase")]) == 0
    assert "compute.pool.h100.cloud_price (base): 8.944 in the plan, 10.0 in the catalogue" in capsys.readouterr().out
    assert main(["catalogue", "add", str(tmp_path / "plan.boardcase")]) == 1
    assert "is not a known price list" in capsys.readouterr().err
    assert main(["catalogue", "add"]) == 1
    assert "name the file" in capsys.readouterr().err


def test_a_date_is_never_a_place_and_a_figure_is_a_number() -> None:
    found = read_prices("own.csv", OWN.format(price="2").encode())
    path = keep(found.source, "../../../x", found.rent, found.api)
    assert path.parent == catalogue_folder()
    assert path.name.startswith("undated-")
    heads = ",".join(ROW_FIELDS)
    said = {"id": "a.b", "name": "A", "as_of": "2026", "source": "x", "typical": "1", "low": "dear"}
    row = dict.fromkeys(ROW_FIELDS, "") | said
    with pytest.raises(ImportRefusedError, match=r"line 2: a\.b: low is “dear”; expected a number"):
        read_prices("own.csv", f"{heads}\n{','.join(row[name] for name in ROW_FIELDS)}\n".encode())
