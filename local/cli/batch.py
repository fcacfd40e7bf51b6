"""Batch: a folder of exams and training requests at once, and what came out of it as a table (CSV)."""

from __future__ import annotations

import csv
import io
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx

from local.cli.assignments import is_program, program_request, read
from local.cli.client import ApiClient, Document
from local.errors import GenerateError
from local.terminal import plain, write

MOST_FILES = 100
"""Starts of one request; more are sent when these have ended."""

AGAIN = frozenset({"too-many-jobs", "unavailable"})
"""Codes of starts that are sent again when the jobs before them have ended."""

WAIT_S = 30.0
"""Before the next try where nothing could be started: jobs that others began are in the way."""

COLUMNS = (
    "file",
    "status",
    "title",
    "job_id",
    "made",
    "error",
    "model_calls",
    "cost_usd",
    "started_at",
    "completed_at",
)

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Work:
    """A file, and the start that it asks for."""

    file: str
    start: Document


def works_of(folder: Path) -> list[Work]:
    """Of each JSON file, by name: an exam, a profile, or the input of a training program, as `generate`
    takes it. Raises GenerateError."""
    files = sorted(folder.glob("*.json"))
    if not files:
        raise GenerateError(f"{folder}: no folder with JSON files")
    return [Work(file.name, _start(read(file))) for file in files]


def run(client: ApiClient, works: Sequence[Work], name: str, out: Path) -> int:
    """Starts all, watches them to their end and writes the table. 0 where every job completed."""
    rows: list[Document] = []
    left = list(works)
    try:
        while left:
            now, later = left[:MOST_FILES], left[MOST_FILES:]
            answer = client.start_batch(name, [work.start for work in now])
            refused, again = _refused(now, answer)
            rows += refused
            if len(again) == len(now):
                time.sleep(WAIT_S)
            else:
                files = {
                    place.get("job_id"): work.file for work, place in zip(now, answer["jobs"], strict=True)
                }
                _watch(client, answer["batch_id"])
                rows += [_row(files[job["job_id"]], job) for job in _jobs(client, answer["batch_id"])]
            left = [*again, *later]
    except httpx.HTTPError as error:
        raise GenerateError(f"the API did not answer: {type(error).__name__} {error}") from error
    finally:
        out.write_text(table(rows), encoding="utf-8")
    completed = sum(row["status"] == "completed" for row in rows)
    write(sys.stdout, f"{completed} of {len(works)} completed; what came out is in {out}\n")
    return 0 if completed == len(works) else 1


def table(rows: Sequence[Document]) -> str:
    """CSV in the order of the files. A cell that a spreadsheet would take for a formula is a text."""
    text = io.StringIO()
    writer = csv.DictWriter(text, COLUMNS, lineterminator="\n", restval="")
    writer.writeheader()
    for row in sorted(rows, key=lambda row: str(row["file"])):
        writer.writerow({name: _cell(value) for name, value in row.items()})
    return text.getvalue()


def _start(content: Document) -> Document:
    if is_program(content):
        return {"pipeline": "training_program", "input": program_request(content)}
    return {"pipeline": "exam_course", "input": {"exam": content}}


def _refused(works: Sequence[Work], answer: Document) -> tuple[list[Document], list[Work]]:
    """Rows of what was refused for good, and what is worth sending again."""
    rows, again = [], []
    for work, place in zip(works, answer["jobs"], strict=True):
        problem = place.get("problem")
        if problem is not None and problem["code"] in AGAIN:
            again.append(work)
        elif problem is not None:
            rows.append({"file": work.file, "status": "refused", "error": _told(problem)})
    return rows, again


def _told(problem: Document) -> str:
    faults = [f"{fault['pointer']}: {fault['message']}" for fault in problem.get("errors") or ()]
    return "; ".join([f"{problem['code']}: {problem['detail']}", *faults])


def _watch(client: ApiClient, batch_id: str) -> None:
    """A line whenever something has changed, until all jobs have ended."""
    told = ""
    while True:
        batch, retry_after_s = client.poll_batch(batch_id)
        counts = ", ".join(f"{count} {name}" for name, count in batch["counts"].items() if count)
        if counts != told:
            told = counts
            write(sys.stdout, f"{counts}\n")
        if batch["is_finished"] or retry_after_s is None:
            return
        time.sleep(retry_after_s)


def _jobs(client: ApiClient, batch_id: str) -> Iterator[Document]:
    """Those that were started, page by page."""
    cursor = None
    while True:
        page = client.batch_page(batch_id, cursor)
        yield from (job for job in page["jobs"] if "job_id" in job)
        if (cursor := page["next_cursor"]) is None:
            return


def _row(file: str, job: Document) -> Document:
    usage, error, result = job["usage"], job["error"], job["result"] or {}
    return {
        "file": file,
        "status": job["status"],
        "title": job["title"],
        "job_id": job["job_id"],
        "made": next((result[name] for name in ("course_id", "program_id") if name in result), ""),
        "error": f"{error['code']}: {error['message']}" if error else "",
        "model_calls": usage["model_calls"],
        "cost_usd": "" if usage["cost_usd"] is None else usage["cost_usd"],
        "started_at": job["started_at"] or "",
        "completed_at": job["completed_at"] or "",
    }


def _cell(value: Any) -> str:
    text = plain(str(value))
    return f"'{text}" if isinstance(value, str) and text.startswith(_FORMULA) else text
