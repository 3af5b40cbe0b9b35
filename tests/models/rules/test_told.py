"""Which figures are said where there is room for one: the same in the verdict, the headline and the contents."""

from dataclasses import replace

from advice import INSURER, cost, having

from models.exhibits.judgement import headline
from models.exhibits.verdict_parts import at_best_words
from models.quantities.declaration import Value
from models.rules.decisions import judged
from models.rules.facts import Facts
from models.rules.failing_tasks import rests_on_failures
from models.rules.its_people import too_few
from models.rules.judgement import Against, Judgement, Standing, State
from models.rules.supply import owned_gpus


def stood(lead: float, **changes: object) -> Standing:
    base = Standing(
        State.CLEAR, "on_premises", "cloud", lead, 20_000, 0.95, {"cloud": 4e6, "on_premises": 4e6 - lead}, {}
    )
    return replace(base, **changes)  # pyright: ignore[reportArgumentType]


def told(judgement: Judgement) -> tuple[str, str]:
    """Return the headline and what the verdict adds of the search."""
    return tuple("".join(part.text for part in one(INSURER, judgement)) for one in (headline, at_best_words))  # pyright: ignore[reportReturnType]


def test_a_search_that_changes_nothing_that_counts_leaves_one_figure_for_the_lead() -> None:
    line, added = told(Judgement(stood(396_000), stood(399_000)))
    assert line == "On-premises costs £396k less than cloud, as planned."
    assert added == " None of the other settings tried changes that."


def test_a_search_that_finds_the_plan_at_its_best_says_so() -> None:
    assert (
        told(Judgement(stood(396_000), stood(396_000)))[0]
        == "On-premises costs £396k less than cloud, each at its best."
    )


def test_a_lead_that_moves_by_more_than_the_tolerance_is_told_at_its_best() -> None:
    line, added = told(Judgement(stood(396_000), stood(355_000)))
    assert line == "On-premises costs £355k less than cloud, each at its best."
    assert "Each at its best, on-premises leads cloud by £355k" in added


def test_another_state_rival_or_option_is_told_at_its_best() -> None:
    for best in (
        stood(399_000, state=State.CLOSE, chance=0.6),
        stood(399_000, rival="hybrid"),
        stood(399_000, recommended="cloud", rival="on_premises"),
    ):
        judgement = Judgement(stood(396_000), best)
        assert judgement.told is best
        assert "each at its best" in told(judgement)[0]


def test_without_a_search_the_plan_is_told() -> None:
    assert told(Judgement(stood(396_000))) == ("On-premises costs £396k less than cloud, as planned.", "")


def test_pennies_beside_a_lead_of_millions_are_trifling_and_what_turns_it_never_is() -> None:
    # 2% of £1.0m is £20,000
    assert Against("terms", "", 19_000).trifling(1_000_000)
    assert not Against("terms", "", 21_000).trifling(1_000_000)
    assert not Against("terms", "", 19_000, turns=True).trifling(1_000_000)
    assert not Against("controls", "").trifling(1_000_000), "of what no money is known"
    assert not Against("terms", "", 19_000).trifling(600), "a lead that is itself pennies"


def test_people_s_time_with_failing_tasks_is_told_once_it_is_most_of_a_cost() -> None:
    """Of £5.2m it is £1.8m at a tenth of a minute a failed task, and £3.7m of £7.1m at two tenths."""
    hosting = "hosting.workload.assistant."
    fails: dict[str, Value] = {f"{hosting}{of}_success": 0.99 for of in ("hosted", "api")}
    free = cost(having(INSURER, **fails), "on_premises")
    for minutes, is_told in ((0.1, False), (0.2, True)):
        plan = having(INSURER, **fails, **{f"{hosting}failure_minutes": minutes})
        case = judged(plan, "base")
        assert (cost(plan, "on_premises") - free > 0.5 * cost(plan, "on_premises")) is is_told
        said = [one.text for one in rests_on_failures(plan, "base", case, case.options["on_premises"])]
        assert bool(said) is is_told


def test_a_few_servers_ask_for_no_team() -> None:
    """One person looks after 150 GPUs: half a person is enough for 32 of them, and not for 160."""
    roles = {f"operations.role.{role}.people_on_premises": 0.0 for role in INSURER.slugs["role"]}
    half: dict[str, Value] = {**roles, "operations.role.platform.people_on_premises": 0.5}
    for requests, is_told in ((1.0, False), (8.0, True)):
        values = INSURER.values("base")
        keys = [f"workloads.workload.{one}.{of}" for one in INSURER.slugs["workload"] for of in ("requests", "gpus")]
        plan = having(INSURER, **half, **{key: float(values[key]) * requests for key in keys})
        case = judged(plan, "base")
        facts = Facts(plan, dict(plan.values("base")), case, "base")
        assert (owned_gpus(facts, "on_premises") >= 150) is is_told
        assert bool(list(too_few(plan, "base", case, case.options["on_premises"]))) is is_told
