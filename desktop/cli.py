"""The command line: every job of the window without one. Exit 0 done, 1 refused or problems found, 2 wrong usage."""

import argparse
import gc
import sys
from collections.abc import Sequence
from pathlib import Path

from desktop.commands.answers import answer_options
from desktop.commands.begun import TERMS, remember_code, use_own_prices
from desktop.commands.names import BENCHED, Command


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command, or open the window where none is named."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--version"]:
        from desktop.storage.release_notes import current  # noqa: PLC0415

        sys.stdout.write(f"boardcase {current()}\n")
        return 0
    # it and a folder; the test of an installed program
    if given[:1] == ["--rehearse"] and len(given) == 2:  # noqa: PLR2004
        from desktop.window.application import start  # noqa: PLC0415

        return start(None, Path(given[1]))
    if not given or given[0] not in Command:
        if given[:1] in (["-h"], ["--help"]):
            parser().print_help()
            return 0
        return _open_window(given)
    # a command keeps what it imports and the hundreds of thousands of terms it makes: looking for rubbish among them is
    # a tenth of its time
    gc.set_threshold(TERMS, 20, 20)
    from desktop.commands import run  # noqa: PLC0415 - the window must not wait for what only commands need

    remember_code()
    use_own_prices()
    return run.command(parser().parse_args(given))


def _open_window(given: Sequence[str]) -> int:
    if len(given) > 1 and not any(one.startswith("-") for one in given):
        sys.stderr.write(
            f"boardcase: a window opens one plan, and {len(given)} files were named; name one at a time. A command"
            " stands before its files; boardcase --help lists them\n"
        )
        return 2
    if len(given) > 1 or (given and given[0].startswith("-")):
        parser().print_usage(sys.stderr)
        sys.stderr.write(f"boardcase: unknown arguments: {' '.join(given)}\n")
        return 2
    # nothing is thrown away while the program is loaded: the window comes a twelfth sooner, and sees to it from then on
    gc.disable()
    from desktop.window.application import start  # noqa: PLC0415

    remember_code()
    use_own_prices()
    return start(Path(given[0]) if given else None)


def parser() -> argparse.ArgumentParser:
    """Return the parser of every command."""
    # the window reads no command line, and loads it in its own time
    from desktop.storage import examples  # noqa: PLC0415

    top = argparse.ArgumentParser(
        prog="boardcase",
        description="Plan AI infrastructure. Without a command the window opens on PLAN, or on the example.",
    )
    commands = top.add_subparsers(dest="command", metavar="COMMAND")

    new = commands.add_parser(Command.NEW, help="write a new plan")
    new.add_argument("plan", type=Path)
    kind = new.add_mutually_exclusive_group()
    kind.add_argument("--blank", action="store_true", help="every cost at zero, one workload of steady GPU use")
    kind.add_argument("--example", choices=examples.names(), help="a copy of an example plan")
    new.add_argument(
        "--currency", choices=("EUR", "GBP", "USD"), help="the plan's money; its sums are converted at its rates"
    )
    new.add_argument("--force", action="store_true", help="write over a file that is there")

    inputs = commands.add_parser(Command.INPUTS, help="list every declared input")
    inputs.add_argument("plan", type=Path, nargs="?")
    inputs.add_argument("--scenario", default="")
    inputs.add_argument("--json", action="store_true")

    for name, text in (
        (Command.EVALUATE, "print the results of a scenario"),
        (Command.CHECK, "print problems and consistency findings"),
    ):
        one = commands.add_parser(name, help=text)
        one.add_argument("plan", type=Path)
        one.add_argument("--scenario", default="")
        one.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
        one.add_argument("--json", action="store_true")
        if name is Command.EVALUATE:
            one.add_argument("--best", action="store_true", help="judge each option at its best settings")

    explain = commands.add_parser(Command.EXPLAIN, help="show how a line comes about")
    explain.add_argument("plan", type=Path)
    explain.add_argument("line", nargs="?", help="the line's key; every line that can be explained when left out")
    explain.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
    explain.add_argument("--month", type=int, default=None)
    explain.add_argument("--scenario", default="")
    explain.add_argument("--depth", type=int, default=2)
    explain.add_argument("--json", action="store_true")

    _settings(commands)
    _kept(commands)
    _studies(commands)
    _sureness(commands)

    _exchange(commands)
    _documents(commands)
    return top


def _settings(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that find settings."""
    best = commands.add_parser(Command.BEST, help="find the settings at which each option costs least")
    best.add_argument("plan", type=Path)
    best.add_argument("--scenario", default="")
    best.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE")
    best.add_argument(
        "--objective",
        choices=("compared", "expected", "p80"),
        default="compared",
        help="what is made least: cost at the plan's values, or of a shortlist the expected cost or P80",
    )
    best.add_argument(
        "--within",
        action="append",
        default=[],
        metavar="LIMIT=VALUE",
        help="a limit to be kept: capital, funding, year, people, carbon, power, undone, start or score",
    )
    best.add_argument(
        "--free",
        action="append",
        default=[],
        choices=("data", "levers", "offer", "site"),
        help="search this too: the hybrid's share of data in the cloud, cost levers that are off, other offers to rent,"
        " or where servers stand",
    )
    best.add_argument(
        "--take", metavar="OPTION", help="with -o: put this option's settings, or those of all, into the scenario"
    )
    best.add_argument("-o", "--output", type=Path, help="write the plan with a scenario for each option at its best")
    best.add_argument("--json", action="store_true")

    market = commands.add_parser(Command.OFFERS, help="hold every offer to rent against what the plan rents")
    market.add_argument("plan", type=Path)
    market.add_argument("--scenario", default="")
    market.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE")
    market.add_argument("--pool", default="", metavar="NAME", help="the pool; the first when left out")
    market.add_argument("--json", action="store_true")

    split = commands.add_parser(Command.SPLIT, help="find the best number of servers to keep in the hybrid")
    split.add_argument("plan", type=Path)
    split.add_argument("--scenario", default="")
    split.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE")
    split.add_argument("-o", "--output", type=Path, help="write the plan with the best numbers here")
    split.add_argument("--json", action="store_true")


def _kept(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of what is decided and reviewed, and of how plans differ."""
    decide = commands.add_parser(
        Command.DECIDE, help="record what was decided, or hold the plan against what is on record"
    )
    decide.add_argument("plan", type=Path)
    decide.add_argument("--by", default="", metavar="NAME", help="record the decision in this name")
    decide.add_argument(
        "--for",
        dest="option",
        default="",
        metavar="OPTION",
        help="what was decided for, such as cloud or usual; what is recommended when left out",
    )
    decide.add_argument("--note", default="", metavar="TEXT", help="why, and under which conditions")
    decide.add_argument("--date", help="the day of the decision, such as 2026-11-24; today when left out")
    review = commands.add_parser(
        Command.REVIEW, help="list what people said of inputs, or add that somebody agrees, asks or comments"
    )
    review.add_argument("plan", type=Path)
    review.add_argument("key", nargs="?", metavar="KEY", help="the input's key; the list when left out")
    review.add_argument("--by", default="", metavar="NAME", help="who says it")
    review.add_argument(
        "--says",
        choices=("agree", "disagree", "ask", "answer", "comment"),
        default="comment",
        help="what is said; an answer closes the first open question",
    )
    review.add_argument("--text", default="", metavar="TEXT", help="in what words")
    review.add_argument("--date", help="the day, such as 2026-11-24; today when left out")
    for one in (decide, review):
        one.add_argument("--scenario", default="")
        one.add_argument("-o", "--output", type=Path, help="write the plan here; over the plan itself when left out")
        one.add_argument("--json", action="store_true")
    diff = commands.add_parser(Command.DIFF, help="show how two plans differ, and what each difference does")
    diff.add_argument("first", type=Path, metavar="A")
    diff.add_argument("second", type=Path, metavar="B")
    diff.add_argument("--scenario", default="", help="of both; the base when left out")
    diff.add_argument("--json", action="store_true")


def _exchange(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of what goes out and comes back."""
    taken = commands.add_parser(
        Command.IMPORT, help="show what a bill, a log, a workbook or a table offers, and take what is chosen"
    )
    taken.add_argument("plan", type=Path)
    taken.add_argument(
        "file",
        type=Path,
        nargs="+",
        help="a bill, metrics or a log of use; an exported workbook somebody changed; a table of workloads or prices",
    )
    answer_options(taken)
    taken.add_argument(
        "--accept",
        default="",
        metavar="WHAT",
        help="all, proposed, none, or numbers such as 1,4-7; nothing is changed when left out",
    )
    taken.add_argument("-o", "--output", type=Path, help="write the plan here; over the plan itself when left out")
    taken.add_argument("--json", action="store_true")

    known = commands.add_parser(
        Command.MEASURED,
        help="print what was measured, where the plan differs from it and why, and the months as they come in",
    )
    known.add_argument("plan", type=Path)
    known.add_argument("--scenario", default="")
    known.add_argument(
        "--against",
        default="",
        metavar="WHAT",
        help="what charged months are held against: usual, cloud, api, on_premises or hybrid",
    )
    known.add_argument("--json", action="store_true")


def _documents(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands that write and check documents."""
    bench = commands.add_parser(Command.BENCH, help="measure each job on this machine, as whole processes")
    bench.add_argument("plan", type=Path, nargs="?", help="the example plan when left out")
    bench.add_argument("--job", action="append", default=[], choices=list(BENCHED), help="all of them when left out")
    bench.add_argument("--times", type=int, default=3, metavar="N", help="how often each is run; 3 when left out")
    bench.add_argument("--json", action="store_true")

    audit = commands.add_parser(
        Command.AUDIT, help="check a workbook against the rules of modelling it was written by, W1 to W26"
    )
    audit.add_argument("file", type=Path)
    audit.add_argument("--plan", type=Path, help="compare every formula with a fresh export of this plan too")
    audit.add_argument("--scenario", default="")

    export = commands.add_parser(
        Command.EXPORT, help="write the workbook, the business case, the slides, the pack and tables"
    )
    export.add_argument("plan", type=Path)
    export.add_argument("--scenario", default="")
    export.add_argument("--xlsx", type=Path)
    export.add_argument("--pdf", type=Path)
    export.add_argument("--pptx", type=Path)
    export.add_argument("--html", type=Path, help="one file that a browser opens, with the model in it")
    export.add_argument("--csv", type=Path, metavar="FOLDER")
    export.add_argument("--date", help="the day to print, such as 2026-11-24; today when left out")


def _studies(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the catalogue and of the studies of cost."""
    listed = commands.add_parser(
        Command.CATALOGUE, help="list what may be chosen, or what the catalogue now gives differently from a plan"
    )
    listed.add_argument(
        "--kind", default="", help="only rows of this kind, such as cloud_gpu, server, api, model, tool"
    )
    listed.add_argument(
        "--offers",
        type=Path,
        metavar="PLAN",
        help="figures this plan took from the catalogue that the catalogue now gives differently",
    )
    listed.add_argument("--json", action="store_true")
    listed.add_argument(
        "job", nargs="?", choices=("add",), help="add the prices of a file to the catalogue; plans keep what they have"
    )
    listed.add_argument(
        "file", nargs="?", type=Path, help="own table, AWS price list, Azure retail prices or genai-prices"
    )

    choose = commands.add_parser(Command.CHOOSE, help="freeze a catalogue entry in a plan")
    choose.add_argument("plan", type=Path)
    choose.add_argument("target", help="an input's key, or a row such as hosting.workload.chat")
    choose.add_argument("entry", help="a catalogue row, or an entry of several such as model.llama_70b_h100_fp8")
    choose.add_argument("--scenario", default="")
    choose.add_argument("-o", "--output", type=Path, help="write the plan here; over the plan itself when left out")

    put = commands.add_parser(Command.SET, help="set inputs of a plan and save it")
    put.add_argument("plan", type=Path)
    put.add_argument("settings", nargs="*", metavar="KEY=VALUE", help="an input's key and its value")
    put.add_argument(
        "--currency", choices=("EUR", "GBP", "USD"), help="the plan's money; its sums are converted at its rates"
    )
    put.add_argument("--scenario", default="")
    put.add_argument("-o", "--output", type=Path, help="write the plan here; over the plan itself when left out")

    levers = commands.add_parser(
        Command.LEVERS, help="show what each cost lever adds, and what bills of three and five times the estimate do"
    )
    levers.add_argument("plan", type=Path)
    levers.add_argument("--scenario", default="")
    levers.add_argument("--set", dest="settings", action="append", default=[], metavar="KEY=VALUE")
    levers.add_argument("--json", action="store_true")

    claims = commands.add_parser(
        Command.CLAIMS, help="show what the article claims and what comes out at today's prices"
    )
    claims.add_argument("--json", action="store_true")

    compare = commands.add_parser(Command.COMPARE, help="show scenarios side by side")
    compare.add_argument("plan", type=Path)
    compare.add_argument("--scenario", action="append", default=[], dest="scenarios")
    compare.add_argument("--json", action="store_true")


def _sureness(commands: "argparse._SubParsersAction[argparse.ArgumentParser]") -> None:
    """Add the commands of the studies of what may come.

    In all of them purchases and commitments stay as the plan has decided them.
    """
    from models.studies.sampling import SEED  # noqa: PLC0415 - the window, which comes by here, must not wait for them
    from models.studies.two_inputs import UTILISATION  # noqa: PLC0415
    from models.studies.uncertainty import CASES  # noqa: PLC0415

    simulate = commands.add_parser(
        Command.SIMULATE, help="draw the uncertain inputs many times: bands, chances, what explains the spread"
    )
    sensitivity = commands.add_parser(Command.SENSITIVITY, help="move every input alone: tornado and switching values")
    drawn = commands.add_parser(Command.MAP, help="show which option is cheapest over two inputs")
    stress = commands.add_parser(
        Command.STRESS, help="let one thing go wrong at a time: bills, prices, demand, delivery, exchange rates"
    )
    worth = commands.add_parser(Command.WORTH, help="show what it is worth to know each input before deciding")
    reopened = commands.add_parser(
        Command.TRIPWIRES, help="show what reopens the decision and what to ask; files are held against it"
    )
    owning = commands.add_parser(
        Command.OWNING,
        help="show what each option costs by the quarter in which owning starts, and what waiting is worth",
    )
    for one in (simulate, sensitivity, drawn, stress, worth, reopened, owning):
        one.add_argument("plan", type=Path)
        one.add_argument("--scenario", default="")
        one.add_argument("--set", action="append", default=[], metavar="KEY=VALUE", dest="settings")
        one.add_argument("--json", action="store_true")
    reopened.add_argument(
        "files", type=Path, nargs="*", metavar="FILE", help="bills, tables, workbooks with new figures"
    )
    for one in (simulate, worth):
        one.add_argument("--cases", type=int, default=CASES)
        one.add_argument("--seed", type=int, default=SEED)
    simulate.add_argument(
        "--budget",
        type=float,
        default=None,
        help="a sum every option's cash is held against; each option's own sum to be approved when left out",
    )
    simulate.add_argument(
        "--csv", type=Path, metavar="FILE", help="write a table with a row a case: every input drawn, and what came out"
    )
    drawn.add_argument(
        "--across",
        default=UTILISATION,
        metavar="KEY",
        help="an input's key, or utilisation: the demand of all workloads on the servers the plan buys",
    )
    drawn.add_argument(
        "--up", default="", metavar="KEY", help="an input's key; the cloud price of the first pool when left out"
    )


if __name__ == "__main__":
    sys.exit(main())
