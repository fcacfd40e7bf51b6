"""`python -m local`: the command line of the local stack."""

from __future__ import annotations

import argparse
import logging
import os
import signal
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from types import FrameType
from typing import Any

from local.cli.client import ApiClient
from local.configuration import PER_MINUTE, Configuration, configuration, option
from local.errors import CommandError
from local.stack.parent_watchdog import watch_parent
from local.terminal import write

_ENVIRONMENT = """
environment: PORT (8080), STATE_DIR (.state), LATENCY_MS of the local model, REQUESTS_PER_MINUTE and the
other limits of the local model, SWEEP_SECONDS (5),
ANTHROPIC_API_KEY, ANTHROPIC_BASE_URL, PARAM_<Name> for parameters of the template,
COURSEMILL_TOKEN for an API that is not local, RUN_EXIT=1 as `run --exit`
"""


class _Stopped(BaseException):
    """A signal asked for the end; no error, so that no handler of errors catches it."""

    def __init__(self, number: int) -> None:
        super().__init__(number)
        self.number = number


def main(arguments: list[str] | None = None) -> int:
    """Runs one command. 0: it did what it says; 1: it did not, and standard error says why; 130 and the like:
    a signal ended it before. `check` has statuses of its own."""
    options = _parser().parse_args(arguments)
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    if getattr(options, "with_parent", False):
        watch_parent(os.getppid(), lambda: os.kill(os.getpid(), signal.SIGTERM))
    command: Callable[[argparse.Namespace], int] = options.command
    return command(options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__, epilog=_ENVIRONMENT)
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    up = commands.add_parser("up", help="the stack, in the foreground")
    up.set_defaults(command=_up)
    up.add_argument("--watch", action="store_true", help="changed code and page show within seconds")
    run = commands.add_parser("run", help="the stack, and the example course generated on it")
    run.set_defaults(command=_run)
    run.add_argument("--exit", action="store_true", help="stop after the demonstration")
    for command in (up, run):
        command.add_argument("--with-parent", action="store_true", help="stop when the parent process ends")
        for name in PER_MINUTE:
            command.add_argument(option(name), metavar="N", help="limit of the local model; 0: none")
    _add_generate(commands)
    _add_batch(commands)
    _add_check(commands)
    _add_me(commands)
    _add_admin(commands)
    return parser


def _add_check(commands: Any) -> None:
    check = commands.add_parser(
        "check",
        help="the quality rules over courses and programs in files; needs no stack",
        description="Exit status 0; 1 where a finding blocks; 2 for what is neither course nor program.",
    )
    check.set_defaults(command=_check)
    check.add_argument(
        "files", nargs="+", type=Path, metavar="FILE.json", help="as GET /v1/courses/{id} gives it"
    )
    check.add_argument(
        "--exam", type=Path, help="what the courses were made from, as POST /v1/exams takes it"
    )
    check.add_argument("--json", action="store_true", dest="as_json", help="[{file, blocked, findings}]")


def _add_generate(commands: Any) -> None:
    generate = commands.add_parser(
        "generate", help="a course from an exam or a topic, or a training program, on a running stack"
    )
    generate.set_defaults(command=_generate)
    wanted = generate.add_mutually_exclusive_group(required=True)
    wanted.add_argument(
        "wanted",
        nargs="?",
        metavar="FILE.json | TOPIC",
        help="an exam as POST /v1/exams takes it, a profile as PUT /v1/profile takes it, the input of a "
        "training_program, or a topic in words",
    )
    wanted.add_argument("--topic", help="the same topic, where it could be taken for a file")
    generate.add_argument("--out", type=Path, help="default: course.md or program.md")
    generate.add_argument("--url", help="of the API; default: http://127.0.0.1:$PORT")
    generate.add_argument("--title", help="of the course, instead of the exam's")
    program = generate.add_argument_group("training program", "instead of what the file says")
    program.add_argument("--goal", help="strength, hypertrophy, endurance, fat_loss, general_fitness")
    program.add_argument("--weeks", type=int, help="1 to 16; default: 4")
    program.add_argument("--days", type=int, help="a week, 1 to 7; default: what the person does now, or 3")


def _add_batch(commands: Any) -> None:
    batch = commands.add_parser(
        "batch",
        help="all exams and profiles of a folder at once, on a running stack",
        description="Exit status 0 where every job completed, else 1.",
    )
    batch.set_defaults(command=_batch)
    batch.add_argument("folder", type=Path, metavar="FOLDER", help="with JSON files as `generate` takes them")
    batch.add_argument("--out", type=Path, default=Path("batch.csv"), help="default: batch.csv")
    batch.add_argument("--name", help="of the batch; default: the folder's")
    batch.add_argument("--url", help="of the API; default: http://127.0.0.1:$PORT")


def _batch(options: argparse.Namespace) -> int:
    from local.cli import batch
    from local.cli.generate import sign_in

    def all_of_it() -> int:
        works = batch.works_of(options.folder)
        client = _client(options)
        sign_in(client)
        return batch.run(client, works, options.name or options.folder.resolve().name, options.out)

    return _until_stopped(all_of_it)


def _chosen(options: argparse.Namespace) -> Configuration:
    """What the environment says, and before it the options."""
    given = {name: getattr(options, name.lower()) for name in PER_MINUTE}
    return configuration({**os.environ, **{name: text for name, text in given.items() if text is not None}})


def _add_me(commands: Any) -> None:
    me = commands.add_parser("me", help="everything of yours: to a file, from a file, or erased")
    asked = me.add_subparsers(required=True, metavar="WHAT")
    export = asked.add_parser("export", help="save everything to a file (docs/data.md)")
    export.set_defaults(command=_export_me)
    export.add_argument("--out", type=Path, default=Path("archive.json"), help="default: archive.json")
    bring_back = asked.add_parser("import", help="profile and exams of such a file, as if sent anew")
    bring_back.set_defaults(command=_import_me)
    bring_back.add_argument("file", type=Path, metavar="FILE.json")
    erase = asked.add_parser("erase", help="erase everything; there is no way back")
    erase.set_defaults(command=_erase_me)
    erase.add_argument("--yes", action="store_true", required=True, help="that this is what is wanted")
    for command in (export, bring_back, erase):
        command.add_argument("--url", help="of the API; default: http://127.0.0.1:$PORT")


def _export_me(options: argparse.Namespace) -> int:
    from local.cli import answers, me

    return _until_stopped(
        lambda: answers.show(_client(options), lambda client: me.export(client, options.out))
    )


def _import_me(options: argparse.Namespace) -> int:
    from local.cli import answers, me

    return _until_stopped(
        lambda: answers.show(_client(options), lambda client: me.bring_back(client, options.file))
    )


def _erase_me(options: argparse.Namespace) -> int:
    from local.cli import answers, me

    return _until_stopped(lambda: answers.show(_client(options), me.erase))


def _add_admin(commands: Any) -> None:
    admin = commands.add_parser("admin", help="for operators, of a running or deployed stack")
    asked = admin.add_subparsers(required=True, metavar="WHAT")
    overview = asked.add_parser("overview", help="jobs, spend, and what is paused")
    pause = asked.add_parser("pause", help="no job of the scope goes on, and no model call begins")
    resume = asked.add_parser("resume", help="paused jobs go on")
    audit = asked.add_parser("audit", help="what operators and admins of organizations did")
    audit.add_argument(
        "--verify", action="store_true", help="whether each entry follows from the one before; 1: it does not"
    )
    for command, run in ((overview, _overview), (pause, _pause), (resume, _resume), (audit, _audit)):
        command.set_defaults(command=run)
        command.add_argument("--url", help="of the API; default: http://127.0.0.1:$PORT")
    replay = asked.add_parser("replay", help="in a restored table, erase who was erased since (docs/data.md)")
    replay.set_defaults(command=_replay)
    replay.add_argument("--ledger", required=True, metavar="TABLE", help="that was there before the restore")
    replay.add_argument("--table", required=True, help="that was restored")
    replay.add_argument("--since", required=True, type=datetime.fromisoformat, help="what it was restored to")
    for command in (pause, resume):
        scope = command.add_mutually_exclusive_group(required=True)
        scope.add_argument("--all", action="store_true", help="everything")
        scope.add_argument("--pipeline", metavar="NAME")
        scope.add_argument("--owner", metavar="SUB", help="the claim `sub` of somebody's token")
    pause.add_argument("--reason", required=True, help="told to everybody whose jobs are paused")


def _overview(options: argparse.Namespace) -> int:
    from local.cli import admin, answers

    return _until_stopped(lambda: answers.show(_client(options), admin.overview, admin.OPERATOR))


def _audit(options: argparse.Namespace) -> int:
    from local.cli import admin, answers

    ask = admin.verified if options.verify else admin.audit
    return _until_stopped(lambda: answers.show(_client(options), ask, admin.OPERATOR))


def _replay(options: argparse.Namespace) -> int:
    from local.cli import replay

    def run() -> int:
        return replay.run(replay.connected(), options.ledger, options.table, options.since)

    return _until_stopped(run)


def _pause(options: argparse.Namespace) -> int:
    from local.cli import admin, answers

    def ask(client: ApiClient) -> list[str]:
        return admin.pause(client, *_scope(options), options.reason)

    return _until_stopped(lambda: answers.show(_client(options), ask, admin.OPERATOR))


def _resume(options: argparse.Namespace) -> int:
    from local.cli import admin, answers

    def ask(client: ApiClient) -> list[str]:
        return admin.resume(client, *_scope(options))

    return _until_stopped(lambda: answers.show(_client(options), ask, admin.OPERATOR))


def _scope(options: argparse.Namespace) -> tuple[str, str | None]:
    if options.all:
        return "all", None
    return ("owner", options.owner) if options.pipeline is None else ("pipeline", options.pipeline)


def _client(options: argparse.Namespace) -> ApiClient:
    return ApiClient(options.url or configuration().url, token=os.environ.get("COURSEMILL_TOKEN", ""))


def _up(options: argparse.Namespace) -> int:
    from local.stack.up import up  # the emulator's client and the translator: half a second of imports

    return _until_stopped(lambda: up(_chosen(options), watch=options.watch), stays=True, interrupt_stops=True)


def _run(options: argparse.Namespace) -> int:
    from local.cli.demonstration import demonstrate

    stay = not options.exit and os.environ.get("RUN_EXIT", "") in ("", "0")
    return _until_stopped(lambda: demonstrate(_chosen(options), stay=stay), stays=True)


def _generate(options: argparse.Namespace) -> int:
    from local.cli.assignments import assignment, topic_assignment
    from local.cli.generate import run, sign_in

    def generate() -> int:
        chosen = {"goal": options.goal, "weeks": options.weeks, "days_per_week": options.days}
        work = (
            topic_assignment(options.topic)
            if options.topic is not None
            else assignment(options.wanted, title=options.title, program=chosen)
        )
        client = _client(options)
        sign_in(client)
        return run(client, work, options.out or work.file)

    return _until_stopped(generate)


def _check(options: argparse.Namespace) -> int:
    from local.cli.check import run  # rapidfuzz, and half a second for the language model

    def check() -> int:
        return run(options.files, options.exam, as_json=options.as_json)

    return _until_stopped(check)


def _until_stopped(command: Callable[[], int], *, stays: bool = False, interrupt_stops: bool = False) -> int:
    """Runs a command whose end may be a signal.

    stays            whether it goes on until a signal comes, which is success then; otherwise it was not done
    interrupt_stops  whether Ctrl-C is the way to end it; otherwise it is a KeyboardInterrupt in it
    """

    def stop(received: int, _frame: FrameType | None) -> None:
        # Once: who signals a whole process group reaches this process twice, also by way of make.
        for number in signals:
            signal.signal(number, signal.SIG_IGN)
        raise _Stopped(received)

    signals = [signal.SIGTERM, *([signal.SIGINT] if interrupt_stops else [])]
    # Under nohup the terminal may go and the stack stays.
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signals.append(signal.SIGHUP)
    for number in signals:
        signal.signal(number, stop)
    try:
        return command()
    except _Stopped as stopped:
        return 0 if stays else 128 + stopped.number
    except KeyboardInterrupt:
        return 130
    except (CommandError, OSError) as error:
        write(sys.stderr, f"coursemill: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
