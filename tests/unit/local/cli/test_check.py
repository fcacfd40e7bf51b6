"""`python -m local check`: exit statuses, and what is printed."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from local import __main__ as command_line
from tests.quality.corpus import exam, good


def written(folder: Path, name: str, content: Any) -> str:
    path = folder / name
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def test_good_files_are_told_and_exit_with_0(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    files = [written(tmp_path, f"{kind}.json", good(kind, "en")) for kind in ("course", "project", "program")]
    exam_file = written(tmp_path, "exam.json", exam("en"))
    assert command_line.main(["check", *files, "--exam", exam_file]) == 0
    assert capsys.readouterr().out.count("nothing found") == len(files)


def test_what_blocks_is_told_with_its_place_and_exits_with_1(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = good("course", "en")
    course["topics"][1]["lessons"][0]["quiz"][0]["correct"] = ["E"]
    file = written(tmp_path, "course.json", course)
    assert command_line.main(["check", file, "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert [(one["file"], one["blocked"]) for one in told] == [(file, True)]
    assert [(one["rule"], one["level"], one["pointer"]) for one in told[0]["findings"]] == [
        ("key", "block", "/topics/1/lessons/0/quiz/0/correct")
    ]


def test_a_warning_alone_does_not_block(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    course = good("course", "en")
    course["topics"][0]["lessons"][0]["quiz"][0]["options"][3]["text"] = "All of the above"
    assert command_line.main(["check", written(tmp_path, "course.json", course)]) == 0
    assert "warn" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("{", "cannot be read as JSON"),
        ("[]", "must be an object"),
        ({"questions": []}, "/kind"),
        ({"kind": "exam", "title": "t", "language": "en"}, "/topics is required"),
        ({**good("course", "en"), "topics": [{"title": 5}]}, "/topics/0/title must be a text"),
    ],
)
def test_a_file_that_is_none_exits_with_2_and_a_pointer(
    content: Any, told: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    fine = written(tmp_path, "course.json", good("course", "en"))
    assert command_line.main(["check", fine, written(tmp_path, "none.json", content)]) == 2
    assert told in capsys.readouterr().err


def test_an_exam_that_is_none_exits_with_2(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    fine = written(tmp_path, "course.json", good("course", "en"))
    assert command_line.main(["check", fine, "--exam", written(tmp_path, "exam.json", {"title": "t"})]) == 2
    assert "/questions is required" in capsys.readouterr().err
    assert command_line.main(["check", fine, "--exam", str(tmp_path / "missing.json")]) == 2


@pytest.mark.parametrize("arguments", [[], ["--json"]])
def test_the_terminal_obeys_nothing_of_what_a_model_wrote(
    arguments: list[str], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    course = good("course", "en")
    course["topics"][0]["lessons"][0]["key_points"][0] = "TODO: \x1b]52;c;AAAA\x07\x1b[2J\u202e"
    assert command_line.main(["check", written(tmp_path, "course.json", course), *arguments]) == 1
    shown = capsys.readouterr().out
    assert not {"\x1b", "\x07", "\u202e"} & set(shown)
