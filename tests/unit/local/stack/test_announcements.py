"""What `make up` and `make run` say when the stack is ready."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local.cli import demonstration
from local.errors import GenerateError
from local.stack import page, up
from local.stack.launch import LaunchedStack
from local.stack.record import StackRecord


@pytest.fixture
def record(tmp_path: Path) -> StackRecord:
    return StackRecord(
        url="http://127.0.0.1:9",
        pid=1,
        state_dir=str(tmp_path),
        emulator_url="http://127.0.0.1:8",
        emulator_pid=2,
        model_url="",
        model_pid=0,
        table="",
        queue_url="",
        dead_letter_queue_url="",
        functions={},
        start_seconds=2.5,
    )


@pytest.mark.parametrize(("files", "said"), [(["index.html"], "9/\n"), ([], "9/  (not built: make page)\n")])
def test_the_page_is_the_first_address(
    record: StackRecord,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    files: list[str],
    said: str,
) -> None:
    for file in files:
        (tmp_path / file).touch()
    monkeypatch.setattr(up, "Page", lambda: page.Page(tmp_path))
    up._announce(record)
    assert (
        f"ready on http://127.0.0.1:9 after 2.5 s\n  page   http://127.0.0.1:{said}"
        in capsys.readouterr().out
    )


def test_the_demonstration_ends_with_the_address_of_the_page(
    record: StackRecord, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as process:
        stack = LaunchedStack(process, record)
        with pytest.raises(GenerateError, match="ended by itself with status 0"):
            demonstration._stay(stack, tmp_path / "course.md")
    assert "this is its page:\n  http://127.0.0.1:9/\n" in capsys.readouterr().out
