"""Runs a parsed command: results on stdout, messages on stderr."""

import argparse
import sys
from collections.abc import Callable, Mapping
from pathlib import Path

from desktop.commands import catalogue, listing
from desktop.commands.answers import ANSWERS
from desktop.commands.asked import RefusedError, as_asked, changed, loaded, say, say_fault, scenario_of, unknown
from desktop.commands.names import Command
from desktop.documents.kinds import KINDS
from desktop.storage import examples
from desktop.storage.memory import no_memory
from desktop.storage.plan_file import PlanFileError, save
from models.exhibits.explanation import ExplanationError, explanation
from models.plan.choosing import ChoiceError, chosen
from models.plan.currency import in_currency
from models.plan.plan import Plan, blank_plan
from models.plan.problems import Problem

FEWEST_CASES, MOST_CASES = 100, 10_000_000


def command(given: argparse.Namespace) -> int:
    """Run a command and return its exit code."""
    jobs: Mapping[Command, Callable[[argparse.Namespace], int]] = {
        Command.NEW: _new,
        Command.INPUTS: _inputs,
        Command.CATALOGUE: _catalogue,
        Command.CHOOSE: _choose,
        Command.SET: _set,
        Command.LEVERS: _levers,
        Command.CLAIMS: _printed,
        Command.COMPARE: _compare,
        Command.EVALUATE: _evaluate,
        Command.EXPLAIN: _explain,
        Command.BEST: _best,
        Command.OFFERS: _offers,
        Command.SPLIT: _split,
        Command.SIMULATE: _simulate,
        Command.SENSITIVITY: _sensitivity,
        Command.MAP: _map,
        Command.STRESS: _stress,
        Command.WORTH: _worth,
        Command.TRIPWIRES: _tripwires,
        Command.OWNING: _owning,
        Command.DECIDE: _kept,
        Command.REVIEW: _kept,
        Command.DIFF: _kept,
        Command.MEASURED: _measured,
        Command.EXPORT: _export,
        Command.IMPORT: _import,
        Command.AUDIT: _audit,
        Command.CHECK: _check,
        Command.BENCH: _printed,
    }
    try:
        return jobs[Command(given.command)](given)
    except PlanFileError as error:
        for problem in error.problems:
            say(f"{getattr(given, 'plan', None) or given.offers}: {problem}")
    except (RefusedError, ExplanationError) as error:
        say(str(error))
    except OSError as error:
        say(f"{error.filename or ''}: {error.strerror or error}".removeprefix(": "))
    except MemoryError as error:
        say(no_memory(error))
    except Exception as error:  # noqa: BLE001 - what nobody foresaw is said in words, and written down
        say_fault(error)
    return 1


def _print(text: str) -> None:
    sys.stdout.write(f"{text}\n")


def _new(given: argparse.Namespace) -> int:
    path: Path = given.plan
    if path.exists() and not given.force:
        raise RefusedError(f"{path}: is there already; give another name, or --force to write over it")
    if not path.parent.is_dir():
        raise RefusedError(f"{path}: there is no folder {path.parent}")
    plan = blank_plan() if given.blank else examples.example(given.example or examples.DEFAULT).plan
    save(_in(plan, given.currency), path)
    _print(str(path))
    return 0


def _in(plan: Plan, currency: str | None) -> Plan:
    """Return the plan in a currency, its own where None."""
    try:
        return in_currency(plan, currency) if currency else plan
    except ValueError as error:
        raise RefusedError(str(error)) from None


def _inputs(given: argparse.Namespace) -> int:
    plan = loaded(given.plan).plan if given.plan else examples.example().plan
    _print(listing.inputs(plan, scenario_of(plan, given.scenario), as_json=given.json))
    return 0


def _evaluate(given: argparse.Namespace) -> int:
    plan, scenario = as_asked(given)
    _print(listing.evaluation(plan, scenario, as_json=given.json, at_best=given.best))
    return 0


def _check(given: argparse.Namespace) -> int:
    plan, scenario = as_asked(given)
    problems: list[Problem] = listing.findings(plan, scenario)
    _print(listing.problems(problems, as_json=given.json))
    return 1 if problems else 0


def _catalogue(given: argparse.Namespace) -> int:
    if given.job:
        from desktop.commands.price_lists import SHAPES, add_prices  # noqa: PLC0415 - with pandas and openpyxl

        if given.file is None:
            raise RefusedError(f"catalogue add: name the file; expected {SHAPES}")
        _print(add_prices(given.file))
        return 0
    try:
        _print(
            catalogue.offers_text(loaded(given.offers).plan)
            if given.offers
            else catalogue.rows_text(given.kind, as_json=given.json)
        )
    except ValueError as error:
        raise RefusedError(str(error)) from None
    return 0


def _choose(given: argparse.Namespace) -> int:
    plan = loaded(given.plan).plan
    scenario = scenario_of(plan, given.scenario)
    try:
        better = chosen(plan, scenario, given.target, given.entry)
    except ChoiceError as error:
        raise RefusedError(str(error)) from None
    save(better, given.output or given.plan)
    _print(str(given.output or given.plan))
    return 0


def _set(given: argparse.Namespace) -> int:
    plan = _in(loaded(given.plan).plan, given.currency)
    if not given.settings and not given.currency:
        raise RefusedError("nothing to set: expected KEY=VALUE, or --currency")
    save(changed(plan, scenario_of(plan, given.scenario), given.settings), given.output or given.plan)
    _print(str(given.output or given.plan))
    return 0


def _levers(given: argparse.Namespace) -> int:
    plan, scenario = as_asked(given)
    _print(catalogue.levers_text(plan, scenario, as_json=given.json))
    return 0


def _printed(given: argparse.Namespace) -> int:
    from desktop.commands.bench import bench_text  # noqa: PLC0415 - no other command needs it

    _print(catalogue.claims_text(as_json=given.json) if given.command == Command.CLAIMS else bench_text(given))
    return 0


def _compare(given: argparse.Namespace) -> int:
    plan = loaded(given.plan).plan
    _print(catalogue.comparison_text(plan, [scenario_of(plan, name) for name in given.scenarios], as_json=given.json))
    return 0


def _explain(given: argparse.Namespace) -> int:
    plan, scenario = as_asked(given)
    if given.line is None:
        _print(listing.lines(plan, as_json=given.json))
        return 0
    month = plan.structure.horizon if given.month is None else given.month
    step = explanation(plan, scenario, given.line, month, max(0, min(given.depth, 8)))
    _print(listing.explanation_text(step, month, as_json=given.json))
    return 0


def _best(given: argparse.Namespace) -> int:
    from desktop.commands import best  # noqa: PLC0415 - with the libraries of the studies

    plan, scenario = as_asked(given)
    try:
        asked = best.Asked(given.objective, best.limits(given.within), given.take, given.free)
        text, better = best.best_text(plan, scenario, asked, as_json=given.json)
    except best.BestError as error:
        raise RefusedError(str(error)) from None
    if given.output is not None:
        save(better, given.output)
    _print(text)
    return 0


def _offers(given: argparse.Namespace) -> int:
    from desktop.commands import offers  # noqa: PLC0415 - with the libraries of the studies

    plan, scenario = as_asked(given)
    try:
        _print(offers.offers_text(plan, scenario, given.pool, as_json=given.json))
    except offers.OffersError as error:
        raise RefusedError(str(error)) from None
    return 0


def _split(given: argparse.Namespace) -> int:
    plan, scenario = as_asked(given)
    text, better = listing.split(plan, scenario, as_json=given.json)
    if given.output is not None:
        save(better, given.output)
    _print(text)
    return 0


def _drawn(given: argparse.Namespace, most: int) -> None:
    """Refuse a number of cases or a seed that cannot be. most: cases."""
    if not FEWEST_CASES <= given.cases <= most:
        raise RefusedError(f"--cases {given.cases:,}: expected {FEWEST_CASES:,} to {most:,}")
    if given.seed < 0:
        raise RefusedError(f"--seed {given.seed}: expected 0 or more")


def _worth(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415 - the studies' libraries take a moment to import
    from models.studies.sampling import ONE_CUBE  # noqa: PLC0415

    plan, scenario = as_asked(given)
    _drawn(given, ONE_CUBE)
    _print(studies.worth_text(plan, scenario, given.cases, given.seed, as_json=given.json))
    return 0


def _tripwires(given: argparse.Namespace) -> int:
    from desktop.commands import tripwires  # noqa: PLC0415 - likewise
    from desktop.imports.refusal import ImportRefusedError  # noqa: PLC0415

    plan, scenario = as_asked(given)
    try:
        told, crossed = tripwires.tripwires_text(plan, scenario, given.files, as_json=given.json)
    except ImportRefusedError as refused:
        raise RefusedError(str(refused)) from None
    _print(told)
    return 1 if crossed else 0


def _owning(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415 - with the libraries of the studies

    _print(studies.owning_text(*as_asked(given), as_json=given.json))
    return 0


def _kept(given: argparse.Namespace) -> int:
    from desktop.commands import kept  # noqa: PLC0415 - with the studies

    return kept.command(given)


def _simulate(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415 - the studies' libraries take a moment to import
    from models.studies.sampling import ONE_CUBE  # noqa: PLC0415

    plan, scenario = as_asked(given)
    _drawn(given, MOST_CASES)
    if given.csv is not None and given.cases > ONE_CUBE:
        raise RefusedError(f"--csv with {given.cases:,} cases: a table has {ONE_CUBE:,} rows at most")
    _print(studies.simulation_text(plan, scenario, given.cases, given.seed, given.budget, as_json=given.json))
    if given.csv is not None:
        studies.write_cases(plan, scenario, given.cases, given.seed, given.csv)
        say(f"written: {given.csv}")
    return 0


def _sensitivity(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415 - with the libraries of the studies

    _print(studies.sensitivity_text(*as_asked(given), as_json=given.json))
    return 0


def _map(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415

    plan, scenario = as_asked(given)
    try:
        _print(studies.map_text(plan, scenario, given.across, given.up, as_json=given.json))
    except KeyError as error:
        raise RefusedError(unknown(plan, str(error.args[0]))) from None
    except ValueError as error:
        raise RefusedError(str(error)) from None
    return 0


def _stress(given: argparse.Namespace) -> int:
    from desktop.commands import studies  # noqa: PLC0415 - with the libraries of the studies

    _print(studies.stress_text(*as_asked(given), as_json=given.json))
    return 0


def _measured(given: argparse.Namespace) -> int:
    from desktop.commands import measured  # noqa: PLC0415 - with the exhibits
    from models.exhibits.tracking import FOLLOWED  # noqa: PLC0415

    plan = loaded(given.plan).plan
    if given.against and given.against not in FOLLOWED:
        raise RefusedError(f"--against {given.against[:40]}: expected one of {', '.join(FOLLOWED)}")
    _print(measured.measured_text(plan, scenario_of(plan, given.scenario), given.against, as_json=given.json))
    return 0


def _export(given: argparse.Namespace) -> int:
    # the libraries of both documents take a second to import
    from desktop.commands.exports import export  # noqa: PLC0415

    plan = loaded(given.plan).plan
    targets = {kind: getattr(given, kind) for kind in (*KINDS, "csv")}
    if not any(targets.values()):
        raise RefusedError("say what to write: --xlsx FILE, --pdf FILE, --pptx FILE, --html FILE or --csv FOLDER")
    for target in (targets[kind] for kind in KINDS):
        if target is not None and target.resolve() == given.plan.resolve():
            raise RefusedError(f"{target}: is the plan itself; give another name")
    for path in export(plan, scenario_of(plan, given.scenario), targets, given.date):
        _print(str(path))
    if given.pdf:
        from desktop.documents.business_case.business_case import boxes  # noqa: PLC0415 - as above

        if told := boxes(plan):
            say(f"{given.pdf}: {told}")
    return 0


def _import(given: argparse.Namespace) -> int:
    from desktop.commands import imports  # noqa: PLC0415 - the reader of workbooks takes a moment to import
    from desktop.imports.mapped import offered_as_mapped  # noqa: PLC0415
    from desktop.imports.offers import AcceptanceError, accepted  # noqa: PLC0415
    from desktop.imports.refusal import ImportRefusedError  # noqa: PLC0415

    plan = loaded(given.plan).plan
    answers = {name: str(getattr(given, name)) for name in ANSWERS if getattr(given, name)}
    several = len(given.file) > 1
    if several and given.accept and given.accept not in {"all", "proposed", "none"}:
        raise RefusedError(f"--accept {given.accept[:40]}: of several files expected all, proposed or none")
    lines: list[str] = []
    count = 0
    for file in given.file:
        try:
            changes = offered_as_mapped(plan, file, answers, given.column)
            asked = imports.chosen(changes, given.accept or "none")
            plan = accepted(plan, asked)
        except ImportRefusedError as refused:
            raise RefusedError(str(refused)) from None
        except AcceptanceError as error:
            raise RefusedError(f"{file}: these do not go together: {error}; nothing was changed") from None
        except ValueError as error:
            raise RefusedError(str(error)) from None
        lines.append(imports.offered_text(changes, as_json=given.json))
        count += len(asked)
    _print(f"[{','.join(lines)}]" if several and given.json else "\n".join(lines))
    if given.accept and (count or given.output):
        save(plan, given.output or given.plan)
        say(f"{count} taken; written: {given.output or given.plan}")
    elif given.accept:
        say(f"0 taken; {given.plan} stays as it is")
    return 0


def _audit(given: argparse.Namespace) -> int:
    # the reader of workbooks takes a moment to import
    from desktop.commands.audit import audited  # noqa: PLC0415

    lines, clean = audited(given)
    for line in lines:
        _print(line)
    return 0 if clean else 1
