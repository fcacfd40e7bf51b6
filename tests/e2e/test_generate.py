"""`python -m local generate`, as a person types it, against a running stack."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from local.configuration import ROOT
from tests.e2e.service import Service


def generate(service: Service, out: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "local", "generate", *arguments]
    return subprocess.run(  # noqa: S603 - the interpreter of this test
        [*command, "--url", service.record.url, "--out", str(out)],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def test_a_topic_becomes_a_course(service: Service, tmp_path: Path) -> None:
    run = generate(service, tmp_path / "bees.md", "Keeping bees in a small garden")
    assert run.returncode == 0, run.stderr
    assert "step Finishing: completed" in run.stdout
    course = (tmp_path / "bees.md").read_text()
    assert "## Contents" in course
    assert "#### Tasks" in course
    assert "Made by: offline" in course


@pytest.mark.parametrize("weeks", ["1", "6"])
def test_a_profile_becomes_a_program(service: Service, tmp_path: Path, weeks: str) -> None:
    run = generate(service, tmp_path / "program.md", "examples/profile.json", "--weeks", weeks, "--days", "2")
    assert run.returncode == 0, run.stderr
    assert "job Strength" in run.stdout
    program = (tmp_path / "program.md").read_text()
    assert program.count("\n## Week ") == int(weeks)
    assert "| exercise | sets |" in program
    assert "level: enhanced · made by offline" in program


def test_what_the_api_refuses_is_said_in_its_words(service: Service, tmp_path: Path) -> None:
    run = generate(service, tmp_path / "program.md", "examples/profile.json", "--weeks", "17")
    assert run.returncode == 1
    assert "/input/weeks: Input should be less than or equal to 16" in run.stderr
    assert not (tmp_path / "program.md").exists()
