"""Which API and which instance prices are of, as long as nobody typed another price."""

from advice import INSURER, P, having
from earlier import example

from models.exhibits.priced_as import api_of, apis_called, rented

H = "hosting.workload.assistant."


def test_the_api_is_named_while_its_price_is_the_catalogues() -> None:
    assert api_of(INSURER, "base", "assistant") == "OpenAI GPT-6.1 Terra"
    assert apis_called(INSURER, "base") == "OpenAI GPT-6.1 Terra"
    assert apis_called(having(INSURER, **{f"{H}api_in": 1.5}), "base") == ""


def test_each_workload_has_its_own_where_they_differ() -> None:
    said = apis_called(example("bank").plan, "base")
    assert said == "Anthropic Claude Sonnet 5 for Staff chat and OpenAI GPT-5 mini for Transaction screening"


def test_rented_gpus_name_instance_and_region_once() -> None:
    assert rented(INSURER, "base") == "AWS P5 p5.4xlarge, 1 × H100, London (eu-west-2)"
    assert rented(example("law_firm").plan, "base") == "AWS P5 p5.48xlarge, 8 × H100, London (eu-west-2)"
    assert rented(having(INSURER, **{f"{P}cloud_price": 3.0}), "base") == ""
