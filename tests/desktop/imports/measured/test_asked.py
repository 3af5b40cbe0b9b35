"""What a file leaves open is asked, and until somebody answers nothing that rests on it is ticked or added up."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
import pytest

from desktop.imports import columns as columns_module
from desktop.imports.columns import Column, MappingError, as_answers, given, mapping_problem, remember, remembered
from desktop.imports.files import offered, offered_by
from desktop.imports.mapped import offered_as_mapped
from desktop.imports.offers import Offered, accepted
from desktop.storage.examples import example
from desktop.storage.plan_file import read, text_of
from models.exhibits.tracking import tracked
from models.plan.measured_growth import growth
from tests.bills_made import FOCUS, line
from tests.evidence_made import table, taken

PLAN = example().plan
BILL = table(FOCUS, [line(day=day) for day in range(6, 27)])


def asks(found: Offered) -> dict[str, str]:
    return {ask.name: ask.answer for ask in found.asks}


# a charge taken twice


def test_a_line_that_stands_twice_is_asked_about() -> None:
    """Twenty-one days of 100; the fifth stands twice. Counted twice 2,200, counted once 2,100."""
    lines = BILL.splitlines(keepends=True)
    doubled = "".join([*lines, lines[5]])
    found = offered_by(PLAN, doubled.encode(), "bill.csv")
    assert found.measurement is not None
    assert asks(found)["duplicates"] == ""
    assert not [offer for offer in found.offers if offer.chosen]
    assert found.measurement.sums["billed"] == 2_200
    once = offered_by(PLAN, doubled.encode(), "bill.csv", answers={"duplicates": "once"})
    assert once.measurement is not None
    assert once.measurement.sums["billed"] == 2_100
    assert any("1 duplicate line: not counted" in warning for warning in once.warnings)


@pytest.mark.parametrize(("said", "months"), [("", 1_700), ("added", 1_700), ("first", 1_100)])
def test_charges_of_one_month_with_other_amounts_are_asked_about(said: str, months: float) -> None:
    """1,000 and 500, 1,100 and 600, 1,200 and 700: 5,100 of three months added up, 3,300 of the first ones."""
    text = "month,cost_gbp\n2025-01,1000\n2025-01,500\n2025-02,1100\n2025-02,600\n2025-03,1200\n2025-03,700\n"
    found = offered_by(PLAN, text.encode(), "cost.csv", answers={"twice": said} if said else {})
    assert found.measurement is not None
    assert asks(found)["twice"] == said
    assert found.measurement.sums["effective"] == 3 * months
    assert bool([offer for offer in found.offers if offer.chosen]) == bool(said)


@pytest.mark.parametrize(("said", "gpus"), [("", 8), ("added", 12), ("first", 8)])
def test_hours_that_stand_twice_with_other_amounts_are_asked_about(said: str, gpus: float) -> None:
    """8 GPU-hours and 4 in each hour of two days: 12 GPUs added up."""
    first = datetime(2025, 1, 6, tzinfo=UTC)
    rows = [[(first + timedelta(hours=hour)).isoformat(), use] for hour in range(48) for use in (8, 4)]
    found = offered_by(PLAN, table(["time", "gpu_hours"], rows).encode(), "use.csv", answers={"twice": said})
    assert found.measurement is not None
    assert asks(found)["twice"] == said
    assert found.measurement.figures["gpus"] == gpus


def test_joined_rows_count_once_where_somebody_says_so() -> None:
    """Ten days of 100 to 109, each joined to two services: 2,090 added up, 1,045 once."""
    rows = [[f"2025-01-{day:02}", team, 99 + day] for day in range(1, 11) for team in ("chat", "search")]
    text = table(["date", "service", "cost_gbp"], rows)
    found = offered_by(PLAN, text.encode(), "cost.csv")
    assert found.measurement is not None
    assert (asks(found)["twice"], found.measurement.sums["effective"]) == ("", 2_090)
    once = offered_by(PLAN, text.encode(), "cost.csv", answers={"twice": "first"})
    assert once.measurement is not None
    assert once.measurement.sums["effective"] == 1_045


@pytest.mark.long
def test_a_line_twice_in_pieces_of_a_large_file_is_found() -> None:
    """Sixty thousand lines of which each stands once, and the first again at the end: found across pieces."""
    rows = [line(description=f"n1 machine {place}", billed=place % 97) for place in range(60_000)]
    tally, _ = taken(table(FOCUS, [*rows, rows[0]]))
    assert tally.repeated == 1
    _, once = taken(table(FOCUS, [*rows, rows[0], rows[3]]), duplicates="once")
    assert once.sums["billed"] == sum(place % 97 for place in range(60_000))


def test_a_log_has_calls_alike_and_nobody_is_asked() -> None:
    text = table(["timestamp", "ContextTokens", "GeneratedTokens"], [["2025-01-06 10:00:00", 10, 1]] * 5)
    tally, found = taken(text)
    assert (tally.repeated, found.sums["requests"]) == (0, 5)


def test_actual_and_amortised_together_are_never_added_up() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as package:
        package.writestr("actual.csv", BILL)
        package.writestr("amortised.csv", BILL.replace("100", "99"))
    found = offered_by(PLAN, stream.getvalue(), "bills.zip")
    assert any("take one alone" in warning for warning in found.warnings)
    ticked = [offer.measurement.file for offer in found.offers if offer.measurement is not None and offer.chosen]
    assert ticked == ["actual.csv"]


# a second file of the same months


def test_a_second_file_of_the_same_months_is_asked_about() -> None:
    """Two accounts of 2,100 and 4,200: of the same use the later counts, of another account they add up."""
    first = offered_by(PLAN, BILL.encode(), "one.csv")
    plan = accepted(PLAN, first.possible)
    other = table(FOCUS, [line(day=day, billed=200, listed=400) for day in range(6, 27)]).encode()
    found = offered_by(plan, other, "two.csv")
    assert asks(found)["overlap"] == ""
    assert not [offer for offer in found.offers if offer.chosen]

    def january(answer: str) -> float:
        kept = offered_by(plan, other, "two.csv", answers={"overlap": answer})
        assert [offer.chosen for offer in kept.offers if offer.measurement is not None] == [True]
        together = accepted(plan, [offer for offer in kept.possible if offer.measurement is not None])
        again = read(text_of(together)).plan
        assert again.measurements == together.measurements
        return tracked(again, "base", "usual")[0].actual

    alone = tracked(plan, "base", "usual")[0].actual
    assert january("same") == pytest.approx(2 * alone)
    assert january("other_account") == pytest.approx(3 * alone)


def _stored(paid: float, amount: float) -> bytes:
    """Return a bill of 100 a day for GPUs and of fast disks, for 6 to 26 January."""
    disks = [line(description="gp3 volume", billed=paid, listed=paid, hours=amount, unit="GB-Months", day=day)
             for day in range(6, 27)]  # fmt: skip
    return table(FOCUS, [*(line(day=day) for day in range(6, 27)), *disks]).encode()


def test_what_a_plan_has_once_adds_up_over_accounts_and_taking_a_file_again_changes_nothing() -> None:
    """1,000 GB-months for 90 beside 3,000 for 510: four times the first account's disks, at 600 over 4,000 each.

    Business as usual is of 2,100 + 90 and 2,100 + 510 together.
    """
    one, two = _stored(90 / 21, 1_000 / 21), _stored(510 / 21, 3_000 / 21)
    plan = accepted(PLAN, offered_by(PLAN, one, "one.csv").possible)
    first, cost = plan.entries["data.hot"].value, plan.entries["finance.usual_cost"].value
    assert isinstance(first, float)
    assert isinstance(cost, float)
    for _ in range(2):
        plan = accepted(plan, offered_by(plan, two, "two.csv", answers={"overlap": "other_account"}).possible)
        assert plan.entries["data.hot"].value == pytest.approx(4 * first, rel=1e-5)
        assert plan.entries["data.price_hot"].value == pytest.approx(600 / 4_000, rel=1e-5)
        assert plan.entries["finance.usual_cost"].value == pytest.approx(cost * 4_800 / 2_190, rel=1e-5)
    again = accepted(plan, offered_by(plan, one, "one.csv", answers={"overlap": "same"}).possible)
    assert again.entries["data.hot"].value == pytest.approx(4 * first, rel=1e-5)


# commitments


@pytest.mark.parametrize(
    ("answer", "years", "off"), [("one_year", "one_year", "one_year"), ("three_years", "three_years", "three_year")]
)
def test_how_long_commitments_run_is_asked(answer: str, years: str, off: str) -> None:
    """Half the hours committed at half the list price: a coverage of 50% for the term that somebody names."""
    rows = [line(day=day, billed=50 if kind == "Committed" else 100, listed=100, kind=kind)
            for day in range(6, 27) for kind in ("Standard", "Committed")]  # fmt: skip
    data = table(FOCUS, rows).encode()
    unsaid = offered_by(PLAN, data, "bill.csv")
    assert asks(unsaid)["term"] == ""
    assert not [offer for offer in unsaid.offers if "committed_one_year" in offer.key and offer.chosen]
    said = offered_by(PLAN, data, "bill.csv", answers={"term": answer, "pool": str(PLAN.slugs["pool"][0])})
    keys = {offer.key.rsplit(".", 1)[-1]: offer for offer in said.offers}
    assert keys[f"committed_{years}"].after == "50%"
    assert keys[f"{off}_discount"].after == "50%"


# growth


def test_growth_over_whole_months_is_a_line_through_logarithms() -> None:
    """100, 110 and 121 a day: a tenth more each month, 1.1^12 − 1 = 213.84% a year, with nothing to either side."""
    days = {"2025-01": 31, "2025-02": 28, "2025-03": 31}
    months = {month: {"requests": amount * days[month], "days": float(days[month])}
              for month, amount in zip(days, (100, 110, 121), strict=True)}  # fmt: skip
    found = growth(months)
    assert found == pytest.approx((1.1**12 - 1,) * 3)
    partly = {**months, "2025-04": {"requests": 5.0, "days": 2.0}}
    assert growth(partly) == pytest.approx(found)  # a month that has begun says nothing
    assert growth(dict(list(months.items())[:2])) is None


def test_growth_has_a_range_where_months_scatter() -> None:
    """Logarithms 0, 1, 0 of three months of 30 days: no slope; an error of √(2/3 / 1 / 2) = 0.57735 a month."""
    months = {f"2025-{month:02}": {"requests": float(np.exp(log)) * 30, "days": 30.0}
              for month, log in ((4, 0.0), (6, 1.0), (9, 0.0))}  # fmt: skip
    months = {"2025-04": months["2025-04"], "2025-06": months["2025-06"]}
    assert growth(months) is None
    even = {f"2025-{month:02}": {"requests": amount * days, "days": float(days)}
            for month, amount, days in ((4, 1.0, 30), (5, np.e, 31), (6, 1.0, 30))}  # fmt: skip
    found = growth(even)
    assert found is not None
    assert found[0] == pytest.approx(0, abs=1e-9)
    assert found[2] == pytest.approx(np.expm1(12 * np.sqrt(2 / 3 / 2)))


def test_a_log_of_months_offers_growth_and_does_not_tick_it() -> None:
    start = datetime(2025, 1, 1, tzinfo=UTC)
    rows = [[(start + timedelta(days=day)).strftime("%Y-%m-%d"), 1_000 * 1.1 ** (start + timedelta(days=day)).month]
            for day in range(90)]  # fmt: skip
    found = offered_by(PLAN, table(["date", "requests"], rows).encode(), "requests.csv")
    grown = [offer for offer in found.offers if offer.key.endswith(".growth")]
    assert [offer.chosen for offer in grown] == [False]
    assert grown[0].after.startswith("213.8")


# columns mapped by hand


ODD = table(
    ["Dato", "Anmodninger", "Rein", "Raus", "Team-Nr."],
    [[f"2025-03-{day:02}", 10, 1_000, 100, 7] for day in range(1, 31)],
)


def test_an_unknown_table_says_what_would_make_it_known(tmp_path: Path) -> None:
    found = offered_by(PLAN, ODD.encode(), "odd.csv")
    assert "Dato, Anmodninger, Rein, Raus" in found.title
    assert "by mapping its columns by hand" in found.title
    assert [(one.head, one.sample) for one in found.columns][:2] == [
        ("Dato", "2025-03-01, 2025-03-02, 2025-03-03"),
        ("Anmodninger", "10, 10, 10"),
    ]
    near = offered_by(PLAN, table(["run_id", "experiment_id", "start_time", "x"], [["r", 1, 2, 3]]).encode(), "m.csv")
    assert "As MLflow it lacks endtime" in near.title


def test_columns_are_mapped_by_hand_and_remembered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_module, "mappings_file", lambda: tmp_path / "columns.json")
    path = tmp_path / "odd.csv"
    path.write_text(ODD, encoding="utf-8")
    mapped = offered_as_mapped(
        PLAN, path, {}, ["Dato=time", "Anmodninger=requests", "Rein=tokens_in", "Raus=tokens_out"]
    )
    assert mapped.measurement is not None
    assert (mapped.measurement.sums["requests"], mapped.measurement.sums["tokens_in"]) == (300, 30_000)
    assert (tmp_path / "columns.json").stat().st_mode & 0o777 == 0o600
    again = offered_as_mapped(PLAN, path, {})
    assert again.measurement is not None
    assert again.measurement.sums == mapped.measurement.sums
    assert "mapped as in a table like it before" in again.notices[0]
    other = tmp_path / "other.csv"
    other.write_text(ODD.replace("Dato", "Dag"), encoding="utf-8")
    assert offered_as_mapped(PLAN, other, {}).measurement is None


def test_a_mapping_that_no_longer_reads_can_be_made_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two columns of one head: the table is still shown, with what is wrong."""
    monkeypatch.setattr(columns_module, "mappings_file", lambda: tmp_path / "columns.json")
    path = tmp_path / "odd.csv"
    path.write_text("Dato,Anzahl,Anzahl\n2025-03-01,1,2\n2025-03-02,3,4\n", encoding="utf-8")
    kept = {"anzahl anzahl dato": {"dato": "time", "anzahl": "requests"}}
    (tmp_path / "columns.json").write_text(json.dumps(kept), encoding="utf-8")
    found = offered_as_mapped(PLAN, path, {})
    assert found.columns
    assert any("map its columns anew" in warning for warning in found.warnings)


def test_a_damaged_memory_of_mappings_costs_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(columns_module, "mappings_file", lambda: tmp_path / "columns.json")
    columns = [Column("Dato", "", "time"), Column("N", "", "requests")]
    for text in ("", "{", "[]", '{"datum n": 3}', '{"datum n": {"datum": "rm -rf"}}', "\x00"):
        (tmp_path / "columns.json").write_text(text, encoding="utf-8")
        assert remembered(columns) == {}
    remember(columns)
    assert remembered(columns) == as_answers(columns)


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        (["Anmodninger=requests"], "which column holds the time"),
        (["Dato=time"], "which column holds an amount"),
        (["Dato=time", "Rein=requests", "Raus=requests"], "Two columns are mapped as requests"),
        (["Dato=time", "Nix=requests"], "there is no such column"),
        (["Dato"], "expected HEAD=ROLE"),
        (["Dato=zeit"], "expected HEAD=ROLE"),
    ],
)
def test_a_mapping_that_will_not_do_is_refused_in_words(settings: list[str], says: str) -> None:
    columns = offered_by(PLAN, ODD.encode(), "odd.csv").columns
    with pytest.raises(MappingError, match=says):
        given(settings, columns)


def test_what_is_known_needs_no_mapping(tmp_path: Path) -> None:
    path = tmp_path / "bill.csv"
    path.write_text(BILL, encoding="utf-8")
    with pytest.raises(MappingError, match="need no mapping"):
        offered_as_mapped(PLAN, path, {}, ["ChargePeriodStart=time", "BilledCost=cost"])
    assert mapping_problem(offered(PLAN, path).columns) == "Say which column holds the time of a row."
