"""What an edit may still break together with other inputs is found without looking through every input again."""

from desktop.storage.examples import example, names
from models.plan.plan import Entry
from models.plan.problems import joint_problems, plan_problems


def test_the_short_way_finds_what_the_long_way_finds_in_sound_values() -> None:
    for name in names():
        assert joint_problems(example(name).plan) == plan_problems(example(name).plan) == []
    plan = example("insurer").plan
    broken = plan.with_entry("base", "workloads.workload.assistant.end", Entry(2)).with_entry(
        "base", "workloads.workload.assistant.start", Entry(9)
    )
    assert [str(one) for one in joint_problems(broken)] == [str(one) for one in plan_problems(broken)]
    assert "before it begins" in str(joint_problems(broken)[0])


def test_a_scenario_that_breaks_what_the_base_keeps_is_named() -> None:
    plan = example("insurer").plan
    slug = plan.scenarios[1].slug
    broken = plan.with_entry(slug, "hosting.workload.assistant.cached_share", Entry(0.8)).with_entry(
        slug, "hosting.workload.assistant.written_share", Entry(0.7)
    )
    found = [str(one) for one in joint_problems(broken)]
    assert found == [str(one) for one in plan_problems(broken)]
    assert f"(scenario {plan.scenario(slug).name})" in found[0]
