"""`scripts/publish_page.sh`, with an AWS CLI that answers for a stack and remembers what it was asked."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]
IMMUTABLE = "public, max-age=31536000, immutable"

AWS = f"""#!{sys.executable}
import json, os, re, sys
asked = sys.argv[1:]
with open(os.environ["ASKED"], "a") as log:
    print(json.dumps(asked), file=log)
if asked[0] == "cloudformation":
    name = re.search("=='(.*?)'", asked[asked.index("--query") + 1])[1]
    print(json.loads(os.environ["STACK"]).get(name, "None"))
"""
STACK = {
    "PageBucket": "mill-page",
    "PageUrl": "https://d1.cloudfront.net",
    "PageAddress": "https://d1.cloudfront.net",
    "PageDistributionId": "E1",
    "PageConfig": '{"sign_in":"oidc"}',
    "UserPoolId": "pool",
}


class Checkout:
    """The script with all that it calls, and a page that is built already."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in {
            "bin/aws": AWS,
            "Makefile": "page:\n\t@touch made\n",
            "frontend/dist/index.html": "",
            "frontend/dist/assets/index-1a2b.js": "",
        }.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
        (folder / "bin/aws").chmod(0o755)
        (folder / "scripts").mkdir()
        shutil.copy(REPOSITORY / "scripts/publish_page.sh", folder / "scripts")

    def publish(self, **stack: str) -> subprocess.CompletedProcess[str]:
        environment = {
            "PATH": f"{self.folder}/bin:{os.environ['PATH']}",
            "ASKED": str(self.folder / "asked"),
            "STACK": json.dumps(stack),
        }
        return subprocess.run(  # noqa: S603 - the script under test
            ["sh", self.folder / "scripts/publish_page.sh", "mill"],  # noqa: S607 - of PATH
            env=environment,
            capture_output=True,
            text=True,
            check=False,
        )

    def changes(self) -> list[list[str]]:
        """What the AWS CLI was asked to change, in order."""
        asked = [json.loads(line) for line in (self.folder / "asked").read_text().splitlines()]
        return [arguments for arguments in asked if arguments[0] != "cloudformation"]


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def option(arguments: list[str], name: str) -> str:
    return arguments[arguments.index(name) + 1]


def test_what_is_named_after_its_content_is_kept_for_good_and_the_document_comes_last(
    checkout: Checkout,
) -> None:
    run = checkout.publish(**STACK)
    assert run.returncode == 0, run.stderr
    assert run.stdout.endswith("publish: https://d1.cloudfront.net\n")
    assert (checkout.folder / "made").exists(), "it was built first"
    assets, rest, config, index, invalidation = checkout.changes()
    assert assets[:4] == ["s3", "sync", "frontend/dist", "s3://mill-page"]
    assert assets[-4:] == ["--exclude", "*", "--include", "assets/*"]
    assert option(assets, "--cache-control") == IMMUTABLE
    assert rest[-4:] == ["--exclude", "assets/*", "--exclude", "index.html"]
    assert config[:4] == ["s3", "cp", "build/page/config.json", "s3://mill-page/config.json"]
    assert index[:4] == ["s3", "cp", "frontend/dist/index.html", "s3://mill-page/index.html"]
    assert {option(upload, "--cache-control") for upload in (rest, config, index)} == {"no-cache"}
    assert "--delete" not in assets, "a page that is open still asks for its files"
    assert invalidation[:2] == ["cloudfront", "create-invalidation"]
    assert option(invalidation, "--distribution-id") == "E1"
    assert (checkout.folder / "build/page/config.json").read_text() == STACK["PageConfig"] + "\n"


@pytest.mark.parametrize(
    ("stack", "said"),
    [
        ({}, "deploy it with Page=cloudfront"),
        ({**STACK, "PageAddress": ""}, "once more, with PageAddress=https://d1.cloudfront.net"),
    ],
)
def test_a_page_that_could_not_be_used_is_not_published(
    checkout: Checkout, stack: dict[str, str], said: str
) -> None:
    run = checkout.publish(**stack)
    assert run.returncode == 1
    assert said in run.stderr
    assert checkout.changes() == []


def test_with_another_issuer_its_address_is_the_issuer_s_to_know(checkout: Checkout) -> None:
    stack = {name: value for name, value in STACK.items() if name != "UserPoolId"} | {"PageAddress": ""}
    assert checkout.publish(**stack).returncode == 0
    assert len(checkout.changes()) == 5
