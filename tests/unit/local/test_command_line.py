"""`python -m local`: arguments, and what a person is told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import __main__ as command_line
from local.cli import check, demonstration, generate
from local.cli.assignments import Assignment
from local.cli.client import ApiClient
from local.configuration import Configuration


@pytest.fixture(autouse=True)
def signals() -> Iterator[None]:
    """Commands set handlers; they are put back."""
    numbers = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
    before = [signal.getsignal(number) for number in numbers]
    yield
    for number, handler in zip(numbers, before, strict=True):
        signal.signal(number, handler)


def test_a_command_is_wanted(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as raised:
        command_line.main([])
    assert raised.value.code == 2
    assert "COMMAND" in capsys.readouterr().err


def test_help_names_the_environment(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        command_line.main(["--help"])
    shown = capsys.readouterr().out
    for name in ("PORT", "STATE_DIR", "LATENCY_MS", "SWEEP_SECONDS", "ANTHROPIC_API_KEY", "PARAM_<Name>"):
        assert name in shown


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Assignment, Path]]:
    """URL, assignment and file of each `generate` that would have been made."""
    seen: list[tuple[str, Assignment, Path]] = []

    def run(client: ApiClient, work: Assignment, out: Path) -> int:
        seen.append((client.url, work, out))
        return 0

    monkeypatch.setattr(generate, "run", run)
    monkeypatch.setenv("COURSEMILL_TOKEN", "t")
    return seen


@pytest.fixture
def exam(tmp_path: Path) -> str:
    path = tmp_path / "exam.json"
    path.write_text('{"title": "T", "questions": []}')
    return str(path)


def test_generate_takes_file_out_and_url(runs: list[tuple[str, Assignment, Path]], exam: str) -> None:
    arguments = ["generate", exam, "--out", "c.md", "--url", "http://127.0.0.1:1", "--title", "Mine"]
    assert command_line.main(arguments) == 0
    [(url, work, out)] = runs
    assert (url, out, len(work.starts)) == ("http://127.0.0.1:1", Path("c.md"), 1)


def test_generate_finds_the_stack_by_its_port(
    monkeypatch: pytest.MonkeyPatch, runs: list[tuple[str, Assignment, Path]], exam: str
) -> None:
    monkeypatch.setenv("PORT", "9123")
    assert command_line.main(["generate", exam]) == 0
    [(url, _, out)] = runs
    assert (url, out) == ("http://127.0.0.1:9123", Path("course.md"))


@pytest.mark.parametrize("arguments", [["Keeping bees"], ["--topic", "bees.json"]])
def test_what_is_no_file_is_a_topic(runs: list[tuple[str, Assignment, Path]], arguments: list[str]) -> None:
    assert command_line.main(["generate", *arguments]) == 0
    [(_, work, out)] = runs
    assert (len(work.starts), out) == (2, Path("course.md"))


def test_a_profile_becomes_a_program(runs: list[tuple[str, Assignment, Path]], tmp_path: Path) -> None:
    profile = tmp_path / "me.json"
    profile.write_text('{"age": 30}')
    assert command_line.main(["generate", str(profile), "--goal", "strength", "--weeks", "8"]) == 0
    [(_, _, out)] = runs
    assert out == Path("program.md")


def test_generate_wants_one_thing(capsys: pytest.CaptureFixture[str]) -> None:
    for arguments in ([], ["a.json", "--topic", "b"]):
        with pytest.raises(SystemExit):
            command_line.main(["generate", *arguments])
    assert "--topic" in capsys.readouterr().err


def test_an_error_is_one_line_and_no_traceback(capsys: pytest.CaptureFixture[str]) -> None:
    assert command_line.main(["generate", "no-such.json"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("coursemill: no-such.json: ")
    assert "Traceback" not in error


def test_a_wrong_setting_is_explained(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "high")
    assert command_line.main(["up"]) == 1
    assert "PORT=high" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "run_exit", "stays"),
    [([], "", True), ([], "0", True), ([], "1", False), (["--exit"], "", False)],
)
def test_the_demonstration_stays_unless_it_is_asked_to_end(
    monkeypatch: pytest.MonkeyPatch, arguments: list[str], run_exit: str, stays: bool
) -> None:
    seen: list[bool] = []

    def demonstrate(_: object, *, stay: bool) -> int:
        seen.append(stay)
        return 0

    monkeypatch.setattr(demonstration, "demonstrate", demonstrate)
    monkeypatch.setenv("RUN_EXIT", run_exit)
    assert command_line.main(["run", *arguments]) == 0
    assert seen == [stays]


def test_limits_of_the_local_model_are_options_before_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    seen: list[Configuration] = []

    def demonstrate(configuration: Configuration, *, stay: bool) -> int:
        seen.append(configuration)
        return 0

    monkeypatch.setattr(demonstration, "demonstrate", demonstrate)
    monkeypatch.setenv("REQUESTS_PER_MINUTE", "5")
    monkeypatch.setenv("INPUT_TOKENS_PER_MINUTE", "7")
    assert command_line.main(["run", "--requests-per-minute", "120", "--exit"]) == 0
    assert seen[0].per_minute == {"REQUESTS_PER_MINUTE": 120, "INPUT_TOKENS_PER_MINUTE": 7}
    assert command_line.main(["run", "--output-tokens-per-minute=-3"]) == 1


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGHUP])
def test_a_signal_ends_a_command_in_order(monkeypatch: pytest.MonkeyPatch, number: signal.Signals) -> None:
    ended: list[str] = []

    def demonstrate(_: object, *, stay: bool) -> int:
        try:
            signal.raise_signal(number)
            return 1
        finally:
            signal.raise_signal(number)  # a second one does not disturb the end
            ended.append("in order")

    monkeypatch.setattr(demonstration, "demonstrate", demonstrate)
    assert command_line.main(["run"]) == 0
    assert ended == ["in order"]


@pytest.mark.parametrize(
    ("number", "status"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)]
)
def test_a_check_that_a_signal_ends_is_none_that_found_nothing(
    monkeypatch: pytest.MonkeyPatch, number: signal.Signals, status: int
) -> None:
    def run(*_: object, **__: object) -> int:
        signal.raise_signal(number)
        return 0

    monkeypatch.setattr(check, "run", run)
    assert command_line.main(["check", "course.json"]) == status
