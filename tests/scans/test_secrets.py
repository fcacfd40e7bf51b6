"""No secret in any file: detect-secrets over all that is committed, each exception with its reason."""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import subprocess
from dataclasses import dataclass
from fnmatch import fnmatch
from pathlib import Path

from local.configuration import ROOT

SCANNER = ROOT / ".tools/scans/bin/detect-secrets"

NOT_SCANNED = r"(^|/)(requirements[^/]*/.*\.txt|requirements\.txt|package-lock\.json)$"
"""Locks: hashes of packages and nothing else, 2,000 of them."""


@dataclass(frozen=True)
class Explained:
    """Lines of files that look like a secret and are none; `line` is what the line has to hold."""

    files: str
    kind: str
    line: str
    reason: str


EXCEPTIONS = (
    Explained(
        "events/*",
        "Base64 High Entropy String",
        r'"(rawPath|receiptHandle)"|:rule/coursemill-',
        "made-up ids of events as AWS sends them",
    ),
    Explained(
        "benchmarks/*",
        "Secret Keyword",
        r"=\"none\"|: \"test\"",
        "the offline model and the emulator take any",
    ),
    Explained(
        "examples/recorded/answers.json",
        "Hex High Entropy String",
        r'^   "key": "[0-9a-f]{32}",$',
        "a hash of what was asked",
    ),
    Explained("events/*", "Hex High Entropy String", r'"(apiId|md5OfBody)"', "made up, or of the body"),
    Explained("events/*", "JSON Web Token", r"\.c2lnbmF0dXJl\"", "its signature is the word 'signature'"),
    Explained("events/*", "Secret Keyword", r'"token_use": "access"', "the kind of a token"),
    Explained("template.yaml", "Secret Keyword", r"TOKEN_USE: .*\baccess\b", "the kind of a token"),
    Explained(
        "layers/shared/generation/system.py",
        "Base64 High Entropy String",
        r"^ALPHABET = ",
        "the letters that ids are made of",
    ),
    Explained(
        "local/stack/deployment.py", "Secret Keyword", r"^KEY_SECRET = |=\"local\"", "a name; any value does"
    ),
    Explained("samconfig.toml", "Secret Keyword", r'"ModelKeySecret=coursemill/\w+/model-key"', "a name"),
    Explained(
        "template.yaml",
        "Secret Keyword",
        r"Secret|Token|token",
        "names and settings: the key comes by reference, which tests/template asserts",
    ),
    Explained(
        "tests/*",
        "Secret Keyword",
        "",
        "tests call things keys that are none; a real one is also found by its form",
    ),
    Explained("frontend/tests/*", "Secret Keyword", r"'Bearer (old|new)'", "words in place of tokens"),
    Explained(
        "frontend/tests/session/oidc.test.tsx",
        "Secret Keyword",
        r"_(token|type): '(old|new|refresh|Bearer)'",
        "words in place of tokens",
    ),
    Explained("docs/architecture.md", "Secret Keyword", r"dynamodb/keys\.py", "keys of items in the table"),
    Explained("scripts/invoke.py", "Secret Keyword", r'_KEY": "local"', "the emulator takes any"),
    Explained(
        "tests/unit/functions/test_settings.py",
        "Basic Auth Credentials",
        r"user:password@models\.example",
        "an address that has to be refused",
    ),
    Explained(
        "tests/unit/models/claude/test_wording.py",
        "Base64 High Entropy String",
        r"^KEY = |Credential=AKIA",
        "made up, to be taken out of what is logged",
    ),
    Explained(
        "tests/unit/models/claude/test_wording.py",
        "JSON Web Token",
        r"\.c2lnbmF0dXJl ",
        "its signature is the word 'signature'",
    ),
    Explained("tests/*", "Base64 High Entropy String", r'"(job|course|program|exam)_[0-9a-z]{26}"', "ids"),
)


def found_in(*files: str | Path, root: Path = ROOT) -> list[tuple[str, int, str]]:
    """File, line number and kind of what looks like a secret."""
    run = subprocess.run(  # noqa: S603 - the scanner that make installs
        [SCANNER, "scan", "--exclude-files", NOT_SCANNED, *map(str, files)],
        cwd=root,
        env={**os.environ, "PYTHONWARNINGS": "ignore"},
        capture_output=True,
        text=True,
        check=True,
    )
    results = json.loads(run.stdout)["results"]
    return [(file, hit["line_number"], hit["type"]) for file, hits in results.items() for hit in hits]


def committed() -> list[str]:
    """Not what else lies in a checkout: it may be anybody's, and half written."""
    run = subprocess.run(
        ["git", "ls-files", "--cached"],  # noqa: S607 - of PATH
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return [name for name in run.stdout.splitlines() if (ROOT / name).is_file()]


def test_no_file_holds_a_secret() -> None:
    unexplained, used = [], set()
    for file, number, kind in found_in(*committed()):
        line = (ROOT / file).read_text(encoding="utf-8").split("\n")[number - 1]
        explained = [
            e for e in EXCEPTIONS if fnmatch(file, e.files) and e.kind == kind and re.search(e.line, line)
        ]
        used.update(explained)
        if not explained:
            unexplained.append((file, number, kind))
    assert unexplained == []
    assert [exception for exception in EXCEPTIONS if exception not in used] == [], "nothing needs them"


def test_real_secrets_are_found(tmp_path: Path) -> None:
    """Put together here, since one in this file would be found."""
    noise = base64.b64encode(hashlib.sha512(b"planted").digest()).decode().rstrip("=")
    planted = {
        "aws.py": f'ID = "AKIA{hashlib.sha256(b"planted").hexdigest()[:16].upper()}"',
        "key.pem": "-----BEGIN RSA " + f"PRIVATE KEY-----\n{noise}\n-----END RSA " + "PRIVATE KEY-----",
        "claude.py": f'header = "sk-ant-api03-{noise}"',
        "token.txt": "eyJhbGciOiJSUzI1NiJ9" + f".eyJzdWIiOiJhZGEifQ.{noise}",
        "settings.toml": f'password = "{noise[:24]}"',
    }
    for name, text in planted.items():
        (tmp_path / name).write_text(text + "\n", encoding="utf-8")
    hits = {file for file, _, _ in found_in("--all-files", ".", root=tmp_path)}
    assert {Path(hit).name for hit in hits} == set(planted)
