"""Numbers as they are written on the Continent, with the signs beside them; sums worked by hand."""

import pytest

from tests.evidence_made import taken


@pytest.mark.parametrize(
    ("first", "second", "total"),
    [
        ("2026-01;1 000,50 €", "2026-02;1 000,50 €", 2_001),
        ("2026-01;1000,50 €", "2026-02;900,25 €", 1_900.75),
        ("2026-01;1.000,50 EUR", "2026-02;2.000,50 EUR", 3_001),
        ("2026-01;1.234 €", "2026-02;1.500 €", 2_734),
        ("2026-01;1.234 EUR", "2026-02;12.500 EUR", 13_734),
        ('2026-01,"1.234,50"', '2026-02,"1.500,00"', 2_734.5),
        ('2026-01,"1,50"', '2026-02,"2,75"', 4.25),
        ("2026-01\t1.234,50", "2026-02\t1.500,00", 2_734.5),
        ('2026-01,"1,000.50 €"', '2026-02,"2,000.50 €"', 3_001),
        ('2026-01,"1,000"', '2026-02,"2,500"', 3_500),
        ('2026-01,"12,500 €"', '2026-02,"1,500 €"', 14_000),
    ],
)
def test_a_cost_with_its_sign(first: str, second: str, total: float) -> None:
    mark = next(one for one in ";\t," if one in first)
    _, found = taken(f"Monat{mark}Kosten\n{first}\n{second}\n", currency="EUR")
    assert found.sums["effective"] == pytest.approx(total)


def test_hours_with_points_between_thousands() -> None:
    days = "\n".join(f"{day:02}.09.2026;1.234 h" for day in range(1, 31))
    _, found = taken(f"Datum;GPU-Stunden\n{days}\n", order="dmy")
    assert found.sums["gpu_hours"] == pytest.approx(30 * 1_234)
