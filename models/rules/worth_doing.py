"""What has not been tried and would make an option worth choosing, where none is or business as usual is cheaper."""

from collections.abc import Iterator, Mapping

from models.appraisal.results import A_PENNY, CaseResult, case_result
from models.areas.compute import Pool
from models.areas.decisions import COMMITTED, DECISIONS, OUTLASTING, DecisionVariable, Tried, held_in
from models.areas.finance import BILLS, Finance
from models.areas.options import USUAL, in_sentence
from models.areas.security import REQUIREMENTS
from models.areas.workloads import Workload
from models.plan.plan import Plan
from models.quantities.declaration import Choice, Value
from models.quantities.texts import listed
from models.quantities.writing import SYMBOLS, money
from models.rules.decisions import judged, usual_is_cloud
from models.rules.judgement import Against, Standing, State, planned, worth_telling
from models.rules.offers import cheapest_elsewhere, rented_as
from models.rules.owned_already import fewer_owned
from models.rules.usual_unranked import too_few_today
from models.studies.best import with_settings
from models.studies.together import is_a_bill


def untried(plan: Plan, scenario: str) -> Iterator[tuple[DecisionVariable, Choice, Mapping[str, Value]]]:
    """Yield the choices that the search does not try unless freed, each with what it sets."""
    values = plan.values(scenario)
    for decision in DECISIONS:
        if decision.free or decision.tried is not Tried.EVERY_CHOICE:
            continue
        for choice in decision.declared.choices:
            changes = {decision.declared.key_in(row): choice.value for row in decision.rows(plan.slugs)}
            if any(values[key] != value for key, value in changes.items()):
                yield decision, choice, changes
    terms = {OUTLASTING.declared.key_in(row): True for row in plan.slugs["pool"] if _commits(values, row)}
    if any(values[key] is not True for key in terms):
        yield OUTLASTING, Choice("yes", "Yes"), terms


def _commits(values: Mapping[str, Value], pool: str) -> bool:
    """Return whether some option commits GPUs of a pool."""
    return any(float(values[one.key_in(pool)]) > 0 for share in COMMITTED for one in held_in(share))


_FIRST = {
    "owned": "a decision against {} {}, which would cost {}",
    "offer": "{}, {}, being priced first, which would cost {}",
}
"""What is asked first before business as usual is kept, by what has not been tried; a room has no price to ask for."""

BEFORE_THE_ROOM = "before what the room itself costs"
"""What is said of servers in an own room, whose rent or building no input prices."""


def worth_doing(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield each freedom with which an option is worth choosing after all, and by how much.

    Tried are fewer of the servers owned already, other places for servers, and the cheapest offer to rent.
    """
    symbol = SYMBOLS[plan.currency]
    for kind, words, settings in _freedoms(plan, scenario, case):
        with_it = judged(with_settings(plan, scenario, settings), scenario)
        now = planned(with_it)
        if now.state in {State.NOTHING, State.USUAL, State.NONE}:
            continue
        option = with_it.options[now.recommended]
        if standing.state is State.USUAL:
            left = case.usual_compared - option.compared  # as planned: fewer servers would be another one
            if left > A_PENNY:
                # it keeps all of today's servers, whichever an option keeps
                keeps = kind == "owned" and plan.entry(scenario, "finance.usual_today").value == "servers"
                # society's cost has their sale in it
                sold = "" if case.by_society else ", before the others are sold"
                whole = f" with all of them{sold}" if keeps else ""
                less = f"{money(left, symbol)} less than business as usual"
                told = f"Not tried: {words} {option.in_sentence} would cost {less}{whole}."
                first = _FIRST.get(kind, "") if worth_telling(left, option) else ""
                yield Against(kind, told, first=first.format(option.in_sentence, words.rstrip(","), less))
        elif now.benefit is not None:
            worth = f"{money(option.compared, symbol)}, {money(now.benefit, symbol)} less than the work is worth"
            yield Against(kind, f"Not tried: {words} {option.in_sentence} would cost {worth}.")
    yield from asked_of_today(plan, scenario, standing)


def _usual_goes_on(plan: Plan, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield, where nothing is worth doing, what becomes of business as usual, which is paid until it ends."""
    if standing.state is not State.NOTHING or case.usual_compared <= A_PENNY:
        return
    option, symbol = case.options[standing.rival], SYMBOLS[plan.currency]
    if not case.usual_ranked:
        spared = case.usual_compared - standing.lead
        if not case.usual_barred and spared > A_PENNY:
            goes_on, worth = money(case.usual_compared, symbol), money(spared, symbol)
            yield Against(
                "usual",
                f"Business as usual goes on at {goes_on} in present value, for what it does of the work: where"
                f" {option.in_sentence} replaces it, that is worth {worth} more than it costs.",
            )
        return
    more = case.usual_compared - option.compared
    other = f"{money(abs(more), symbol)} {'less' if more > 0 else 'more'}"
    yield Against(
        "usual",
        f"Business as usual does the same work at {money(case.usual_compared, symbol)} in present value and has to end"
        f" too: where it cannot, {option.in_sentence} costs {other}.",
    )


def _growth_without_worth(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield, where nothing is worth doing, that work grows while its value does not, where that alone makes it so."""
    if standing.state is not State.NOTHING or case.worth <= 0:
        return
    values = plan.values(scenario)
    growths = {key: 0.0 for work in plan.slugs["workload"] if float(values[key := Workload.growth.key_in(work)]) > 0}
    now = planned(judged(with_settings(plan, scenario, growths), scenario)) if growths else standing
    if now.state not in {State.NOTHING, State.USUAL, State.NONE} and now.benefit is not None and now.benefit > A_PENNY:
        worth = money(now.benefit, SYMBOLS[plan.currency])
        yield Against(
            "value",
            f"The work grows and its value does not: without growth {in_sentence(now.recommended)} would be worth"
            f" {worth} more than it costs. Enter what the work is worth as it grows, or what of it is worth doing.",
        )


def _set_up_again(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield that business as usual leads only by the set-up that today's cloud has and the cloud option pays."""
    cloud = case.options.get("cloud")
    if standing.state is not State.USUAL or cloud is None or "cloud" in case.blocked:
        return
    done = {Finance.usual_set_up.key: False}
    if not usual_is_cloud(plan, scenario) or not plan.entry(scenario, Finance.usual_set_up.key).value:
        return
    paid = case_result(plan, scenario, done).usual_compared - case.usual_compared
    less = case.usual_compared - (cloud.compared - paid)
    if worth_telling(less, cloud):
        symbol = SYMBOLS[plan.currency]
        yield Against(
            "usual",
            f"Business as usual does not pay the {money(paid, symbol)} of set-up that the cloud option pays: where it"
            f" is done for both, cloud costs {money(less, symbol)} less.",
            less,
            turns=True,
        )


def asked_of_today(plan: Plan, scenario: str, standing: Standing) -> Iterator[Against]:
    """Yield that nobody has said whether what a bill pays for meets what is asked of every option."""
    if standing.state is not State.USUAL or plan.entry(scenario, Finance.usual_today.key).value not in BILLS:
        return
    asked = [name for key, name in REQUIREMENTS if plan.entry(scenario, f"security.{key}").value]
    asked += ["High availability"] if plan.entry(scenario, "security.high_availability").value else []
    named = listed([name if name.isupper() or name[1].isupper() else f"{name[0].lower()}{name[1:]}" for name in asked])
    if asked:
        yield Against(
            "usual",
            f"Nothing says whether what today's bill pays for meets what is asked of every option: {named}.",
            first=f"what today's bill pays for being shown to meet what is asked of every option ({named})",
        )


def _stands_by_today(plan: Plan, scenario: str, case: CaseResult) -> Iterator[Against]:
    """Yield what business as usual pays for GPUs that stand by, where it is the cloud as the plan would have it."""
    values = plan.values(scenario)
    none = {key: 0.0 for pool in plan.slugs["pool"] if float(values[key := Pool.standby.key_in(pool)]) > 0}
    if not none or not usual_is_cloud(plan, scenario):
        return
    paid = case.usual_present_value - case_result(plan, scenario, none).usual_present_value
    if paid > _A_PART * case.usual_present_value:
        symbol = SYMBOLS[plan.currency]
        yield Against(
            "usual",
            f"Business as usual is the cloud at list price with a second site standing by as planned,"
            f" {money(paid, symbol)} of its present value: where today has none, enter today's bill.",
            paid,
        )


_A_PART = 0.2
"""Of what the cheapest option costs: a bill below that is hardly one for the same work."""


def a_bill_alone(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield what options pay for people and security that a bill, which is business as usual, says nothing of.

    Only where that is more than what business as usual is cheaper by, or by which it is dearer.
    """
    yield from _stands_by_today(plan, scenario, case)
    yield from unsaid_of_today(plan, scenario, case, standing)
    if not case.usual_ranked or plan.entry(scenario, "finance.usual_today").value not in BILLS:
        return
    option = case.options[standing.rival if standing.state is State.USUAL else standing.recommended]
    symbol = SYMBOLS[plan.currency]
    if standing.state is State.USUAL and case.usual_compared < _A_PART * option.compared:
        least, bill = money(option.compared, symbol), money(case.usual_compared, symbol)
        yield Against(
            "usual",
            f"Business as usual is a bill of {bill} for work that costs {least} otherwise: check that it is the whole"
            " bill for all of the work.",
            first="today's bill being shown to be the whole bill for all of the work",
        )
        return
    beside = sum(option.areas.get(area, 0.0) for area in ("operations", "security"))
    lead = abs(case.usual_compared - option.compared)
    if beside > max(lead, A_PENNY) and USUAL in {standing.recommended, standing.rival}:
        paid = money(beside, symbol)
        yield Against(
            "usual",
            f"Business as usual is a bill alone: {option.in_sentence} has {paid} of people, tools and security over the"
            " horizon. If today's work needs them too and the bill leaves them out, they decide the lead.",
            first=(
                f"today's bill being shown to hold the people, tools and security that {option.in_sentence} pays"
                f" {paid} for"
                if standing.state is State.USUAL
                else ""
            ),
        )


def unsaid_of_today(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield that business as usual is below what is recommended, while nobody has said whether it does the same work.

    A bill that is a small part of it pays for no more than a part of the work; servers may be seen to be too few.
    """
    values, option = plan.values(scenario), case.options.get(standing.recommended)
    if case.usual_ranked or option is None or values[Finance.usual_same_work.key]:
        return
    # today's cloud is the cloud option at list price, which is held against the others itself
    if usual_is_cloud(plan, scenario) or case.usual_compared <= A_PENNY or too_few_today(plan, scenario, case):
        return
    bill_alone = is_a_bill(values)
    today, does, do = _BILL if bill_alone else _SERVERS
    cost, bill = option.present_value, case.usual_present_value
    if case.by_society:
        cost, bill = option.compared, case.usual_compared
    if worth_telling(cost - bill, option) and bill > _A_PART * cost * bill_alone:
        less = money(cost - bill, SYMBOLS[plan.currency])
        yield Against(
            "usual",
            f"Business as usual costs {less} less than {option.in_sentence}, and nobody has said whether {today}"
            f" {does} the same work.",
            first=f"{today}, {less} less, being shown not to {do} the same work",
        )


_BILL = ("today's bill", "pays for", "pay for")
_SERVERS = ("today's servers", "do", "do")
"""What goes on, and what it does and is shown not to do."""


def as_today(plan: Plan, scenario: str, case: CaseResult, standing: Standing) -> Iterator[Against]:
    """Yield what speaks against going on as today: growth without worth, set-up of one side, a bill that goes on."""
    yield from _growth_without_worth(plan, scenario, case, standing)
    yield from _set_up_again(plan, scenario, case, standing)
    yield from _usual_goes_on(plan, case, standing)


def _freedoms(plan: Plan, scenario: str, case: CaseResult) -> Iterator[tuple[str, str, Mapping[str, Value]]]:
    """Yield what is not tried unasked: what it is, in words, and what it sets."""
    for words, settings in fewer_owned(plan, scenario):
        yield "owned", words, settings
    for decision, choice, settings in untried(plan, scenario):
        where_to = choice.label[0].lower() + choice.label[1:]
        room = f", {BEFORE_THE_ROOM}," if choice.value == "own_room" else ""
        yield "freedom", f"with {decision.phrase.format(where_to)}{room}", settings
    found = cheapest_elsewhere(plan, scenario, case)
    if found is not None:
        yield "offer", f"{rented_as(plan, scenario, found)},", found.settings
