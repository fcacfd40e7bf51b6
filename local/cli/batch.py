"""Batch: a folder of exams and training requests at once, and what came out of it as a table (CSV)."""

from __future__ import annotations

import csv
import io
import json
import sys
import time
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from local.cli.assignments import is_program, program_request, read
from local.cli.client import ApiClient, Document, patiently
from local.errors import ApiProblem, GenerateError
from local.terminal import plain, write

MOST_FILES = 100
"""Starts of one request; more are sent when these have ended."""

MOST_BYTES = 1_900_000
"""Of the starts of one request, as JSON: a body may have 2,000,000, and has a name and commas too."""

MOST_VALUES = 75_000
"""Of the starts of one request, nested ones counted too: a body may have 80,000."""

REFUSES_WHOLE = frozenset({400, 413, 422})
"""Statuses of a batch that one of its starts spoils: what no JSON of the API's can hold."""

AGAIN = frozenset({"too-many-jobs", "unavailable"})
"""Codes of starts that are sent again when the jobs before them have ended."""

WAIT_S = 30.0
"""Before the next look where nothing can be started: jobs that others began are in the way."""

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
    """Starts all, as many at once as the owner's active jobs leave room for, watches them to their end and
    writes the table. 0 where every job completed."""
    rows: dict[str, Document] = {}
    left, most = list(works), MOST_FILES
    try:
        while left:
            now = left[: _fitting(left, min(most, _room(client)))]
            try:
                again = _round(client, now, name, rows)
            except ApiProblem as problem:
                if problem.status not in REFUSES_WHOLE:
                    raise
                most, again = max(1, len(now) // 2), now
                if len(now) == 1:
                    rows[now[0].file] = _refused(now[0], problem.problem)
                    most, again = MOST_FILES, []
            left = [*again, *left[len(now) :]]
    except httpx.HTTPError as error:
        raise GenerateError(f"the API did not answer: {type(error).__name__} {error}") from error
    finally:
        out.write_text(table(rows.values()), encoding="utf-8")
    completed = sum(row["status"] == "completed" for row in rows.values())
    write(sys.stdout, f"{completed} of {len(works)} completed; what came out is in {out}\n")
    return 0 if completed == len(works) else 1


def _round(client: ApiClient, now: Sequence[Work], name: str, rows: dict[str, Document]) -> list[Work]:
    """One batch from its start to its end, told in `rows`; what is worth sending again."""
    starts = [work.start for work in now]
    answer = patiently(partial(client.start_batch, name, starts, str(uuid.uuid4())))
    files: dict[str, str] = {}
    again = []
    for work, place in zip(now, answer["jobs"], strict=True):
        if "job_id" in place:
            files[place["job_id"]] = work.file
            # Until it has ended: whoever is interrupted finds the job by its id.
            rows[work.file] = {"file": work.file, "status": "started", "job_id": place["job_id"]}
        elif place["problem"]["code"] in AGAIN:
            again.append(work)
        else:
            rows[work.file] = _refused(work, place["problem"])
    if not files and again:
        time.sleep(WAIT_S)
    elif files:
        _watch(client, answer["batch_id"])
        rows.update(
            (files[job["job_id"]], _row(files[job["job_id"]], job))
            for job in _jobs(client, answer["batch_id"])
        )
    return again


def _room(client: ApiClient) -> int:
    """How many jobs the owner may start now, 1 at least; waits where there is no room."""
    told = False
    while True:
        active = patiently(client.limits)["active_jobs"]
        if active["used"] < active["limit"]:
            return int(active["limit"] - active["used"])
        if not told:
            write(sys.stdout, f"waiting: {active['used']} jobs are active, as many as may be\n")
        told = True
        time.sleep(WAIT_S)


def _fitting(works: Sequence[Work], most: int) -> int:
    """How many of them, from the first on, go in one request: 1 at least."""
    size = values = 0
    for count, work in enumerate(works[:most]):
        text = json.dumps(work.start, ensure_ascii=False, separators=(",", ":"))
        size += len(text.encode("utf-8", "surrogatepass"))
        values += _values(work.start)
        if count and (size > MOST_BYTES or values > MOST_VALUES):
            return count
    return min(most, len(works))


def _values(value: Any) -> int:
    """JSON values in it, itself too."""
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(_values, inner))


def table(rows: Iterable[Document]) -> str:
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


def _refused(work: Work, problem: Mapping[str, Any]) -> Document:
    return {"file": work.file, "status": "refused", "error": _told(problem)}


def _told(problem: Mapping[str, Any]) -> str:
    # A refusal of what is between here and the API has no code.
    faults = [f"{fault['pointer']}: {fault['message']}" for fault in problem.get("errors") or ()]
    said = f"{problem.get('code') or problem.get('title')}: {problem.get('detail')}"
    return "; ".join([said, *faults])


def _watch(client: ApiClient, batch_id: str) -> None:
    """A line whenever something has changed, until all jobs have ended."""
    told = ""
    while True:
        batch, retry_after_s = patiently(partial(client.poll_batch, batch_id))
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
        page = patiently(partial(client.batch_page, batch_id, cursor))
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
