"""No body, however hostile, takes more than 0.3 s of CPU or lets a function grow past 120 MB."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from generation.http.body import MAX_BODY_BYTES, MAX_VALUES
from generation.pipelines.exam_course.exam import MAX_OPTIONS, MAX_QUESTIONS, MAX_REFERENCES
from generation.validation import MAX_ERRORS
from tests.integration.worst_bodies import MOST_CPU_S, MOST_MB, Measured, exams

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def answers() -> list[Measured]:
    """In a process of its own, whose memory is the functions' alone."""
    path = os.pathsep.join((str(ROOT), str(ROOT / "layers/shared")))
    ran = subprocess.run(
        [sys.executable, "-m", "tests.integration.worst_bodies"],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": path},
        stdout=subprocess.PIPE,
        check=True,
        timeout=600,
        text=True,
    )
    lines = [json.loads(line) for line in ran.stdout.splitlines()]
    # The functions write their metrics there too.
    return [Measured(**line) for line in lines if "_aws" not in line]


def test_every_body_is_answered_and_none_with_a_fault_of_ours(answers: list[Measured]) -> None:
    counted = Counter(answer.status for answer in answers)
    assert set(counted) <= {201, 202, 400, 404, 409, 413, 422}, counted
    assert min(counted[201], counted[202], counted[400], counted[413], counted[422]) >= 1, counted
    assert sum(answer.size > MAX_BODY_BYTES * 0.9 for answer in answers) > 100


def test_no_answer_names_more_faults_than_it_may(answers: list[Measured]) -> None:
    assert max(answer.errors for answer in answers) == MAX_ERRORS


def test_none_takes_long(answers: list[Measured]) -> None:
    slow = [f"{a.cpu_s:.2f} s: {a.route} {a.body}" for a in answers if a.cpu_s > MOST_CPU_S]
    assert not slow, "\n".join(slow)


def test_none_takes_much_memory(answers: list[Measured]) -> None:
    large = [f"{a.peak_mb:.0f} MB: {a.route} {a.body}" for a in answers if a.peak_mb > MOST_MB]
    assert not large, large[0]


def test_the_largest_exam_of_the_contract_is_within_the_budget() -> None:
    largest = dict(exams())["no fault, many values"]
    (one, *_), questions = largest["questions"], largest["questions"]
    assert len(questions) == MAX_QUESTIONS
    assert (len(one["options"]), len(one["correct"]), len(one["references"])) == (
        MAX_OPTIONS,
        MAX_OPTIONS,
        MAX_REFERENCES,
    )
    text = json.dumps(largest)
    assert 60_000 < sum(map(text.count, ",[{")) < MAX_VALUES
