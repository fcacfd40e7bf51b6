"""The exams of the tests are what they are said to be, and nothing is read from beside the repository."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from generation.pipelines.exam_course.exam import Exam
from local.configuration import ROOT
from tests.data import computed
from tests.data.exams import ALL, COMPUTED, EXPLAINED, FOLDER, UNEXPLAINED, load


def _texts(exam: dict[str, Any]) -> str:
    return "\n".join(question["text"] for question in exam["questions"])


def test_there_are_those_that_are_named() -> None:
    assert set(FOLDER.iterdir()) == set(ALL)
    assert [len(load(path)["questions"]) for path in ALL] == [50, 50, 120]
    assert all("explanation" in question for question in load(EXPLAINED)["questions"])
    assert not any("explanation" in question for question in load(UNEXPLAINED)["questions"])
    assert sum(path.stat().st_size for path in ALL) < 600_000


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_each_has_what_exams_have(path: Path) -> None:
    exam = load(path)
    texts = _texts(exam)
    assert re.search("<br ?/?>", texts)
    assert re.search("&(amp|gt|lt|#39);", texts)
    assert re.search("```(python|js|sql)\n", texts)
    assert re.search("[\u4e00-\u9fff]", texts)
    assert re.search("[\u05d0-\u05ea]", texts)
    assert re.search("[\u0620-\u064a]", texts)
    assert {1, 2} < {len(question["correct"]) for question in exam["questions"]}
    assert len(set(texts.splitlines())) > len(exam["questions"])


@pytest.mark.parametrize("path", ALL, ids=lambda path: path.stem)
def test_no_question_or_option_stands_there_twice(path: Path) -> None:
    questions = load(path)["questions"]
    assert len({question["text"] for question in questions}) == len(questions)
    for question in questions:
        options = [option["text"] for option in question["options"]]
        assert len(set(options)) == len(options), question["question_id"]


def test_the_computed_one_is_as_it_is_computed() -> None:
    assert computed.exam(120, topics=True) == load(COMPUTED)


@pytest.mark.parametrize("questions", [1, 599, 1_000])
def test_as_many_questions_are_computed_as_are_wanted(questions: int) -> None:
    exam = computed.exam(questions)
    assert len(Exam.model_validate(exam).questions) == questions
    assert len({question["text"] for question in exam["questions"]}) == questions
    assert exam == computed.exam(questions)


# ---- Nothing beside the repository ----------------------------------------------------------------

READ = {
    ".py",
    ".ts",
    ".tsx",
    ".mjs",
    ".cjs",
    ".js",
    ".sh",
    ".json",
    ".yaml",
    ".yml",
    ".toml",
    ".css",
    ".html",
    "",
}
UPWARDS = re.compile(r"(?<![\w./])(?:\.\./)*\.\.(?![\w.])")
PARENTS = re.compile(r"__file__\)(?:\.resolve\(\))?\.parents\[(\d+)\]")
CHAIN = re.compile(r"__file__\)(?:\.resolve\(\))?((?:\.parent\b)+)")
ROOT_PARENT = re.compile(r"\b(?:ROOT|REPOSITORY)\.parents?\b")
PLACE = re.compile(r"/(?:work|Users)/|shared/data")


def leaving(path: Path, text: str) -> list[str]:
    """What in `text`, that of a file at `path` within the repository, names a place outside of it."""
    depth = len(path.parts) - 1
    found = [one[0] for one in UPWARDS.finditer(text) if one[0].count("..") > depth]
    found += [one[0] for one in PARENTS.finditer(text) if int(one[1]) > depth]
    found += [one[0] for one in CHAIN.finditer(text) if one[1].count(".parent") - 1 > depth]
    return found + ROOT_PARENT.findall(text) + PLACE.findall(text)


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("tests/unit/functions/world.py", 'Path(__file__).parents[4] / "exams"'),
        ("tests/e2e/conftest.py", 'ROOT.parent / "exams"'),
        ("tests/conftest.py", "Path(__file__).resolve().parent.parent.parent"),
        ("frontend/tests/create/exams.ts", "resolve(import.meta.dirname, '../../../../exams')"),
        ("scripts/build.sh", "cp ../../exams/*.json build"),
        ("benchmarks/jobs.py", 'open("/Users/ada/exams/one.json")'),
    ],
)
def test_what_leaves_the_repository_is_seen(path: str, text: str) -> None:
    assert leaving(Path(path), text)


def test_no_file_reads_from_beside_the_repository() -> None:
    listed = subprocess.run(
        ["git", "ls-files", "-z"],  # noqa: S607 - of PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    files = [Path(name) for name in listed.split("\0") if name and Path(name).suffix in READ]
    files = [path for path in files if (ROOT / path).is_file() and ROOT / path != Path(__file__)]
    assert len(files) > 300
    outside = {
        str(path): found
        for path in files
        if (found := leaving(path, (ROOT / path).read_text(encoding="utf-8", errors="replace")))
    }
    assert outside == {}
