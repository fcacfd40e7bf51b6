"""Me: everything of somebody, saved to a file, erased, or brought back from a file."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from generation.rights.pieces import FORMAT, VERSION
from local.cli.client import ApiClient, Document, patiently
from local.errors import ApiProblem, GenerateError

EXAM = ("exam_id", "title", "questions")
"""What `POST /v1/exams` takes of an exam as `GET` gives it."""

POLL_S = 1.0


def export(client: ApiClient, file: Path) -> list[str]:
    """Raises GenerateError where the job does not complete."""
    result = _ended(client, client.export_me()["job_id"])["result"]
    pieces = [client.archive_piece(result["archive_id"], number + 1) for number in range(result["pieces"])]
    text = "".join(pieces)
    if len(text) != result["size"]:
        raise GenerateError(f"the archive has {len(text)} bytes instead of {result['size']}")
    file.write_text(text, encoding="ascii")
    return [f"{len(text):,} bytes are in {file}; the server has them until {result['expires_at']}"]


def erase(client: ApiClient) -> list[str]:
    """Raises GenerateError where the job does not complete."""
    receipt = _ended(client, client.erase_me()["job_id"])["result"]["receipt"]
    counted = ", ".join(f"{kind}: {count}" for kind, count in sorted(receipt["erased"].items()))
    return [f"erased at {receipt['erased_at']}: {counted or 'nothing was there'}"]


def bring_back(client: ApiClient, file: Path) -> list[str]:
    """Exams and profile of an archive, as if they were sent anew: the profile takes the place of the one that
    is there. What cannot be taken is told and keeps none of the others. Raises GenerateError for a file that
    is none."""
    archive = _archive(file)
    lines = []
    if archive.get("profile"):
        lines.append(_tried("profile", client.put_profile, archive["profile"]))
    for exam in archive["exams"]:
        sent = {name: exam[name] for name in EXAM if name in exam}
        lines.append(_tried(f"exam {sent.get('title', '')}", client.create_exam, sent))
    return lines or ["there is neither a profile nor an exam in it"]


def _tried(what: str, send: Callable[[Document], Any], sent: Document) -> str:
    try:
        send(sent)
    except ApiProblem as problem:
        return f"refused    {what}: {problem}"
    return f"there      {what}"


def _archive(file: Path) -> Document:
    try:
        archive: Document = json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise GenerateError(f"{file} cannot be read: {error}") from error
    is_one = isinstance(archive, dict) and archive.get("format") == FORMAT
    if not is_one or archive.get("version") != VERSION:
        raise GenerateError(f"{file} is no {FORMAT} of version {VERSION}")
    exams = archive.get("exams")
    if not isinstance(exams, list) or not all(isinstance(exam, dict) for exam in exams):
        raise GenerateError(f"{file} has no list of exams in `exams`")
    return archive


def _ended(client: ApiClient, job_id: str) -> Document:
    while True:
        job = patiently(partial(client.job, job_id))
        if job["is_finished"]:
            break
        time.sleep(POLL_S)
    if job["status"] != "completed":
        reason = job["error"]["message"] if job["error"] else job["message"]
        raise GenerateError(f"the job {job_id} has {job['status']}: {reason}")
    return job
