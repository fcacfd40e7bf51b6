"""Generate: what was asked for becomes a file, its jobs watched in the terminal."""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import Any

import httpx

from local.cli.assignments import Assignment, Start
from local.cli.client import ApiClient, Document, patiently
from local.cli.display import Display, display
from local.errors import ApiProblem, GenerateError
from local.stack.person import DEFAULT_PERSON
from local.terminal import plain, write


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """How it ended: the latest job as last seen, and the file if everything was made."""

    job: Document
    file: Path | None


def generate(client: ApiClient, assignment: Assignment, out: Path, shown: Display) -> Outcome:
    """Starts the assignment's jobs, one after the other, watches each to its end and writes to `out`
    what they made.

    Raises GenerateError, ApiProblem or httpx.HTTPError; KeyboardInterrupt leaves the job running, and
    `Interrupted` says which.
    """
    job: Document = {}
    try:
        for start in assignment.starts:
            job = _started(client, start, job)
            job = watch(client, job, shown)
            if job["status"] != "completed":
                return Outcome(job=job, file=None)
    except KeyboardInterrupt as error:
        raise Interrupted(job.get("job_id", "")) from error
    finally:
        shown.close()
    text = assignment.text(client, job)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(text, encoding="utf-8")
    return Outcome(job=job, file=out)


def _started(client: ApiClient, start: Start, before: Document) -> Document:
    try:
        return start(client, before)
    except ApiProblem as problem:
        # Somebody who was interrupted comes back: what they ask for is the same, and its job still runs.
        if problem.code != "duplicate-job" or "job_id" not in problem.problem:
            raise
        return client.job(problem.problem["job_id"])


class Interrupted(Exception):
    """The person pressed Ctrl-C; the job goes on."""

    def __init__(self, job_id: str) -> None:
        super().__init__(job_id)
        self.job_id = job_id


def watch(client: ApiClient, job: Document, shown: Display) -> Document:
    """Polls as the API asks for until the job is finished, or waits for a person."""
    etag = ""
    shown.show(job)
    while True:
        poll = patiently(partial(client.poll_job, job["job_id"], etag))
        etag = poll.etag
        if poll.job is not None:
            job = poll.job
            shown.show(job)
        if job["is_finished"] or job["status"] == "waiting" or poll.retry_after is None:
            return job
        time.sleep(poll.retry_after)


def sign_in(client: ApiClient, person: Mapping[str, Any] | None = None) -> None:
    """As that person, or the local stack's own, unless the client has a token already. Raises
    GenerateError."""
    if client.has_token:
        return
    try:
        client.sign_in(**(person or asdict(DEFAULT_PERSON)))
    except httpx.ConnectError as error:
        raise GenerateError(f"nothing answers at {client.url}; start the stack with `make up`") from error
    except ApiProblem as problem:
        raise GenerateError(f"{client.url} hands out no tokens; set COURSEMILL_TOKEN") from problem


def run(client: ApiClient, assignment: Assignment, out: Path) -> int:
    """`generate` with everything that a person is told; returns the exit status."""
    try:
        outcome = generate(client, assignment, out, display())
    except Interrupted as interrupted:
        return _offer_to_cancel(client, interrupted.job_id)
    except httpx.HTTPError as error:
        raise GenerateError(f"the API did not answer: {type(error).__name__} {error}") from error
    return _report(outcome, client.url if client.has_page() else "")


def _report(outcome: Outcome, page: str) -> int:
    """page  address of the page without its slash, '' where there is none"""
    job, usage = outcome.job, outcome.job.get("usage") or {}
    if outcome.file:
        cost = usage.get("cost_usd")
        aborted = usage.get("aborted_calls", 0)
        _say(
            f"\nIt is in {outcome.file}\n"
            f"{usage.get('model_calls', 0)} model calls, {usage.get('input_tokens', 0):,} tokens in, "
            f"{usage.get('output_tokens', 0):,} out, cost {'unknown' if cost is None else f'${cost:.4f}'}"
            f"{_aborted(aborted, usage.get('uncertain_cost_usd')) if aborted else ''}"
        )
    else:
        _say(f"\nThe job {job['job_id']} is {job['status']}.")
        if error := job.get("error"):
            place = " / ".join(plain(str(error[key])) for key in ("step", "item_id") if error.get(key))
            code = plain(str(error["code"]))
            _say(f"{plain(str(error['message']))} ({code}{', at ' + place if place else ''})")
    if page:
        _say(f"On the page: {page}{_address(job)}")
    return 0 if outcome.file else 1


def _aborted(calls: int, most: float | None) -> str:
    cost = "an unknown amount" if most is None else f"up to ${most:.4f}"
    return f", and {cost} for {calls} that {'was' if calls == 1 else 'were'} broken off"


def _address(job: Document) -> str:
    """Where the page shows what a job has made, or the job that has made nothing."""
    match job.get("result"):
        case {"course_id": course_id}:
            return f"/courses/{course_id}"
        case {"program_id": program_id}:
            return f"/programs/{program_id}"
        case _:
            return f"/jobs/{job['job_id']}"


def _offer_to_cancel(client: ApiClient, job_id: str) -> int:
    if sys.stdin.isatty():
        try:
            wanted = input(f"\nCancel the job {plain(job_id)}? Finished lessons are kept. [y/N] ")
        except (KeyboardInterrupt, EOFError):
            wanted = ""
        if wanted.strip().lower() in ("y", "yes"):
            job = client.cancel_job(job_id, "cancelled in the terminal")
            _say(f"The job {job_id} is {job['status']}.")
            return 130
    _say(f"\nThe job {job_id} goes on without you.")
    return 130


def _say(text: str) -> None:
    write(sys.stdout, text + "\n")
