"""`scripts/chromium.sh` on machines with and without Chromium, apt-get and sudo: a PATH of our own making."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from local.configuration import ROOT

SH = shutil.which("sh") or "/bin/sh"
APT_GET = """
echo "$0 $@" >> {log}
case "$1 {known}" in
  'install yes') : > {bin}/chromium; /bin/chmod +x {bin}/chromium ;;
  'install '*) [ -e {bin}/updated ] && : > {bin}/chromium && /bin/chmod +x {bin}/chromium ;;
  update*) : > {bin}/updated ;;
esac
"""


class Machine:
    """Has on its PATH what is `put` there, and nothing else."""

    def __init__(self, folder: Path) -> None:
        self.bin, self.log = folder / "bin", folder / "log"
        self.bin.mkdir()
        self.put("id", "echo 0")

    def put(self, name: str, script: str = "") -> None:
        path = self.bin / name
        path.write_text(f"#!{SH}\n{script}\n")
        path.chmod(0o755)

    def put_apt_get(self, *, knows_chromium: bool) -> None:
        known = "yes" if knows_chromium else "no"
        self.put("apt-get", APT_GET.format(log=self.log, bin=self.bin, known=known))

    def ask(self, **environment: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(  # noqa: S603 - the script under test
            [SH, ROOT / "scripts/chromium.sh"],
            env={"PATH": str(self.bin), **environment},
            capture_output=True,
            text=True,
            check=False,
        )

    def installed_by(self) -> list[str]:
        """First words of the calls of apt-get."""
        return [line.split()[1] for line in self.log.read_text().splitlines()]


@pytest.fixture
def machine(tmp_path: Path) -> Machine:
    return Machine(tmp_path)


@pytest.mark.parametrize("name", ["chromium", "chromium-browser", "google-chrome"])
def test_one_that_is_there_is_taken(machine: Machine, name: str) -> None:
    machine.put(name)
    assert machine.ask().stdout == f"{machine.bin}/{name}\n"


def test_the_named_one_goes_first_and_nothing_is_installed_for_it(machine: Machine, tmp_path: Path) -> None:
    machine.put("chromium")
    machine.put("mine")
    assert machine.ask(CHROMIUM=f"{machine.bin}/mine").stdout == f"{machine.bin}/mine\n"
    missing = machine.ask(CHROMIUM=f"{tmp_path}/nowhere")
    assert missing.returncode == 1
    assert "nowhere is not there" in missing.stderr


@pytest.mark.parametrize(("knows", "calls"), [(True, ["install"]), (False, ["install", "update", "install"])])
def test_debian_s_is_installed_with_old_lists_or_new_ones(
    machine: Machine, knows: bool, calls: list[str]
) -> None:
    machine.put_apt_get(knows_chromium=knows)
    answer = machine.ask()
    assert (answer.returncode, answer.stdout) == (0, f"{machine.bin}/chromium\n")
    assert machine.installed_by() == calls


def test_who_is_not_root_needs_sudo(machine: Machine) -> None:
    machine.put("id", "echo 1000")
    machine.put_apt_get(knows_chromium=True)
    refused = machine.ask()
    assert refused.returncode == 1
    assert "CHROMIUM=/path/to/chromium" in refused.stderr
    machine.put("sudo", '"$@"')
    assert machine.ask().stdout == f"{machine.bin}/chromium\n"


def test_a_machine_without_apt_get_is_told_what_to_do(machine: Machine) -> None:
    answer = machine.ask()
    assert (answer.returncode, answer.stdout) == (1, "")
    assert "install it, or name one with CHROMIUM=/path/to/chromium" in answer.stderr


def test_an_apt_get_that_fails_is_said(machine: Machine) -> None:
    machine.put("apt-get", "exit 100")
    answer = machine.ask()
    assert answer.returncode == 1
    assert "apt-get cannot install chromium" in answer.stderr
