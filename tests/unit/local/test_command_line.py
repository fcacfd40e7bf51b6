"""`python -m local`: arguments, and what a person is told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path

import pytest

from local import __main__ as command_line
from local import demonstration, generate
from local.client import ApiClient


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


def test_generate_takes_file_out_url_and_title(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exam = tmp_path / "exam.json"
    exam.write_text('{"title": "T", "questions": []}')
    monkeypatch.setenv("COURSEMILL_TOKEN", "t")
    seen: list[object] = []

    def run(client: object, document: object, out: object) -> int:
        seen.extend([getattr(client, "url", ""), document, out])
        return 0

    monkeypatch.setattr(generate, "run", run)
    arguments = ["generate", str(exam), "--out", "c.md", "--url", "http://127.0.0.1:1", "--title", "Mine"]
    assert command_line.main(arguments) == 0
    assert seen == ["http://127.0.0.1:1", {"title": "Mine", "questions": []}, Path("c.md")]


def test_generate_finds_the_stack_by_its_port(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    exam = tmp_path / "exam.json"
    exam.write_text("{}")
    monkeypatch.setenv("COURSEMILL_TOKEN", "t")
    monkeypatch.setenv("PORT", "9123")
    seen: list[str] = []

    def run(client: ApiClient, *_: object) -> int:
        seen.append(client.url)
        return 0

    monkeypatch.setattr(generate, "run", run)
    assert command_line.main(["generate", str(exam)]) == 0
    assert seen == ["http://127.0.0.1:9123"]


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
