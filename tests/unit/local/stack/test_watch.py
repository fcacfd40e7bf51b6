"""`make watch`: what counts as a change, and what follows from it."""

from __future__ import annotations

from pathlib import Path

import pytest

from local.stack.watch import Watcher, snapshot


@pytest.fixture
def code(tmp_path: Path) -> Path:
    (tmp_path / "prompts").mkdir()
    (tmp_path / "app.py").write_text("a = 1\n")
    (tmp_path / "prompts/guide.md").write_text("Be brief.\n")
    return tmp_path


@pytest.fixture
def reloads() -> list[str]:
    return []


@pytest.fixture
def watcher(code: Path, reloads: list[str]) -> Watcher:
    return Watcher([code], lambda: reloads.append("reload"))


def test_without_a_change_nothing_is_reloaded(watcher: Watcher, reloads: list[str]) -> None:
    watcher.look()
    assert reloads == []


@pytest.mark.parametrize("file", ["app.py", "prompts/guide.md", "new.csv"])
def test_code_prompts_and_data_count_once(
    watcher: Watcher, reloads: list[str], code: Path, file: str, capsys: pytest.CaptureFixture[str]
) -> None:
    (code / file).write_text("a = 12345\n")
    watcher.look()
    watcher.look()
    assert reloads == ["reload"]
    assert f"{Path(file).name}: reloaded in" in capsys.readouterr().out


def test_a_deleted_file_counts(watcher: Watcher, reloads: list[str], code: Path) -> None:
    (code / "app.py").unlink()
    watcher.look()
    assert reloads == ["reload"]


def test_byte_code_does_not_count(code: Path) -> None:
    before = snapshot([code])
    (code / "__pycache__").mkdir()
    (code / "__pycache__/app.cpython-313.pyc").write_bytes(b"x")
    assert snapshot([code]) == before


def test_code_that_is_half_typed_is_told_and_waits(
    watcher: Watcher, reloads: list[str], code: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (code / "app.py").write_text("def (\n")
    watcher.look()
    assert reloads == []
    assert "app.py: not reloaded: SyntaxError" in capsys.readouterr().out
    (code / "app.py").write_text("b = 2\n")
    watcher.look()
    assert reloads == ["reload"]


def test_a_reload_that_fails_is_told_and_the_next_change_tries_again(
    code: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    tries: list[str] = []

    def reload() -> None:
        tries.append("reload")
        if len(tries) == 1:
            raise ConnectionError("the emulator is gone")

    watcher = Watcher([code], reload)
    for text in ("x = 10\n", "x = 100\n"):
        (code / "app.py").write_text(text)
        watcher.look()
    assert "not reloaded: ConnectionError: the emulator is gone" in capsys.readouterr().out
    assert len(tries) == 2
