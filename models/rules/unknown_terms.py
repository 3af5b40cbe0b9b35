"""Terms of an offer that are not on record: at usual ones another option may lead."""

from collections.abc import Iterator, Mapping, Sequence

from models.appraisal.results import A_PENNY, CaseResult, OptionResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import DISCOUNTS, held_in
from models.areas.options import in_sentence
from models.catalogue.records import RentOffer, rent_offers
from models.plan.plan import Plan
from models.quantities.declaration import Input, Value
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.closeness import each_too_close
from models.rules.judgement import Against
from models.rules.priced import still_allowed

_WAYS: tuple[Mapping[Input, float], ...] = (
    {},
    {Pool.committed_three_years: 0.5},
    {Pool.committed_three_years: 0.9},
    {Pool.committed_one_year: 0.7},
    {Pool.committed_one_year: 0.0, Pool.committed_three_years: 0.0},
)
"""Shares that are tried beside those of the plan: of the average demand, committed for a term.

A share is raised to it where the term has a discount then; with nothing committed all that can be is on spot.
"""

_TERMS: Mapping[Input, str] = {
    Pool.one_year_discount: "{:.0%} for one year",
    Pool.three_year_discount: "{:.0%} for three years",
    Pool.spot_discount: "{:.0%} on spot",
}


def unknown_terms(plan: Plan, scenario: str, case: CaseResult, option: OptionResult) -> Iterator[Against]:
    """Yield that the terms of what is rented are not on record, where usual ones would give another option the lead.

    Usual is the lower end of what is usual, so that what is told is not a hope.
    """
    unsaid = {pool: found for pool in plan.slugs["pool"] if (found := _unsaid(plan, scenario, pool)) is not None}
    if not unsaid:
        return
    least = _at_usual_terms(plan, scenario, case, unsaid)
    own, ways = least.get(option.key, (option.compared, {}))
    cheaper = {key: cost for key, (cost, _) in least.items() if key != option.key and cost < own - A_PENNY}
    if not cheaper:
        return
    leader = min(cheaper, key=cheaper.__getitem__)
    behind = own - cheaper[leader]
    tolerance = case.tolerances.get(frozenset({leader, option.key}), case.close_call * cheaper[leader])
    close = each_too_close(plan, scenario, {leader: least[leader][1], option.key: ways}, behind, tolerance)
    names = listed(sorted({offer.name for offer, _ in unsaid.values()}))
    terms = {term for _, every in unsaid.values() for term in every}
    told = listed([words.format(_usual(term)) for term, words in _TERMS.items() if term in terms])
    less = f"{in_sentence(leader)} would cost {money(behind, SYMBOLS[plan.currency])} less than {option.in_sentence}"
    yield Against(
        "unknown_terms",
        f"Discounts of {names} for commitments and spot are not known, and none is counted. At the least that is usual,"
        f" {told}, {less}{', too close to call' if close else ''}: ask for a quote.",
        behind,
        turns=not close,
    )


def _at_usual_terms(
    plan: Plan, scenario: str, case: CaseResult, unsaid: Mapping[str, tuple[RentOffer, Sequence[Input]]]
) -> Mapping[str, tuple[float, Mapping[str, Value]]]:
    """Return the least that each option costs at usual discounts, committed as planned or in one of some usual ways.

    Beside it are the settings of that way.
    """
    values = plan.values(scenario)
    least: dict[str, tuple[float, Mapping[str, Value]]] = {}
    for way in _WAYS:
        settings: dict[str, Value] = {}
        for pool, (_, terms) in unsaid.items():
            settings |= {term.key_in(pool): _usual(term) for term in terms}
            for declared, share in (*way.items(), (Pool.spot_share, 1.0)):
                keys = [one.key_in(pool) for one in held_in(declared)]
                if not share:
                    settings |= dict.fromkeys(keys, 0.0)
                elif DISCOUNTS[declared] in terms:
                    settings |= {key: max(share, float(values[key])) for key in keys}
        for one in still_allowed(case, case_result(plan, scenario, settings)):
            if one.key not in least or one.compared < least[one.key][0]:
                least[one.key] = one.compared, settings
    return least


def _usual(term: Input) -> float:
    """Return the least discount that is usual."""
    return (term.plausible or (0.0, 0.0))[0]


def _unsaid(plan: Plan, scenario: str, pool: str) -> tuple[RentOffer, tuple[Input, ...]] | None:
    """Return the offer that a pool rents, and its terms not on record that stand at nothing; None where none do."""
    source = plan.entry(scenario, Pool.cloud_price.key_in(pool)).evidence.catalogue
    offer = rent_offers().get(source.removeprefix("offer.").removeprefix("cloud.").removesuffix(".cloud_price"))
    if offer is None:
        return None
    terms = tuple(
        term
        for term in _TERMS
        if term.name in offer.unsaid and not float(plan.entry(scenario, term.key_in(pool)).value)
    )
    return (offer, terms) if terms else None
