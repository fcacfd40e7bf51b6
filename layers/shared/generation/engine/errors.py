"""Every error that crosses a module, split by what its reader has to do.

GenerationError
├── RequestError              the caller can mend it; `http.problems` maps each class to a status
│   ├── MalformedRequest      400
│   ├── Unauthenticated       401
│   ├── Forbidden             403
│   │   ├── PlanRequired
│   │   └── QuotaExceeded
│   ├── NotFound              404
│   │   └── DocumentGone
│   ├── Conflict              409
│   │   ├── DuplicateJob
│   │   ├── ErasureRunning
│   │   ├── AlreadyThere
│   │   └── DocumentInUse
│   ├── PreconditionFailed    412
│   ├── PayloadTooLarge       413
│   ├── AnswerTooLarge        413
│   ├── InvalidInput          422
│   ├── IdempotencyKeyReused  422
│   ├── PreconditionRequired  428
│   ├── TooManyJobs           429
│   ├── SpendLimitReached     429
│   └── Paused                503
├── LedgerFull                a reservation would pass a ceiling: with less, later, or not at all
├── DocumentChanged           somebody else has written the document since it was read: read it again
├── KeyUsed                   the idempotency key has an answer already: give it again
├── OrderMoved                the owner has queued another job meanwhile: ask again where he stands
├── LeaseLost                 another writer has the job: stop, write nothing
├── Unavailable               a store or queue did not answer: let the message come again
├── Undelivered               a webhook's receiver gave no answer: try again, later
└── CallError                 a model call gave nothing usable
    ├── RateLimited           wait as long as it says; uses up no attempt
    ├── TransientCallError    try again, at most three attempts
    │   └── InvalidOutput     the text came, but it breaks the contract
    └── PermanentError        trying again cannot help: the task fails
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


class GenerationError(Exception):
    """Root of the tree. `code` is stable and machine readable, the message is for people."""

    code = "internal-error"


@dataclass(frozen=True)
class FieldError:
    """One fault of an input: `pointer` is the JSON pointer of the field (`/input/exam_id`)."""

    pointer: str
    message: str


class RequestError(GenerationError):
    """The caller can mend it. `extra` goes into the problem answer as further members."""

    def __init__(
        self,
        detail: str,
        *,
        code: str | None = None,
        errors: tuple[FieldError, ...] = (),
        retry_after_s: int | None = None,
        extra: dict[str, Any] | None = None,
    ) -> None:
        super().__init__(detail)
        self.detail = detail
        self.code = code or type(self).code
        self.errors = errors
        self.retry_after_s = retry_after_s
        self.extra = extra or {}


class MalformedRequest(RequestError):
    code = "malformed-request"


class Unauthenticated(RequestError):
    code = "unauthenticated"


class Forbidden(RequestError):
    code = "forbidden"


class PlanRequired(Forbidden):
    code = "plan-required"


class QuotaExceeded(Forbidden):
    code = "quota-exceeded"


class NotFound(RequestError):
    """Also the answer for what is there but belongs to somebody else."""

    code = "not-found"


def no_such_document(kind: str) -> NotFound:
    """The same answer for what never was, was deleted, or is somebody else's."""
    return NotFound(f"There is no such {kind}.", code=f"{kind}-not-found")


class DocumentGone(NotFound):
    """A document that a write needs was deleted in the moment before it."""


class Conflict(RequestError):
    code = "conflict"


class DuplicateJob(Conflict):
    code = "duplicate-job"


class ErasureRunning(Conflict):
    """Everything of the owner is being erased."""

    code = "erasure-in-progress"


class AlreadyThere(Conflict):
    code = "already-there"


class DocumentInUse(Conflict):
    """An active job needs the document."""

    code = "in-use"


class PreconditionFailed(RequestError):
    """What is to be changed is not any more what the caller has read."""

    code = "changed-meanwhile"


class PreconditionRequired(RequestError):
    code = "if-match-required"


class PayloadTooLarge(RequestError):
    code = "payload-too-large"


class AnswerTooLarge(RequestError):
    """What was asked for is there, and passes what one answer can hold."""

    code = "answer-too-large"


class InvalidInput(RequestError):
    code = "invalid-input"


class IdempotencyKeyReused(RequestError):
    code = "idempotency-key-reused"


class TooManyJobs(RequestError):
    code = "too-many-jobs"


class SpendLimitReached(RequestError):
    code = "spend-limit-reached"


class Paused(RequestError):
    """The operator has paused what was asked for."""

    code = "paused"


class LedgerFull(GenerationError):
    """A checkpoint was refused whole, since what it was to reserve would pass a ceiling.

    ceiling    engine.model.ledger.Ceiling
    account    engine.model.ledger.Account: what is spent and reserved under it
    limit_usd  the ceiling
    """

    def __init__(self, ceiling: Any, account: Any, limit_usd: Any) -> None:
        super().__init__(f"the reservation would pass the ceiling {ceiling}")
        self.ceiling = ceiling
        self.account = account
        self.limit_usd = limit_usd


class DocumentChanged(GenerationError):
    """The write was refused because the document is not what was read of it."""


class KeyUsed(GenerationError):
    """The write was refused because its idempotency key has an answer already."""


class LeaseLost(GenerationError):
    """The job has another writer by now. Whoever sees this stops and writes nothing."""

    code = "lease-lost"


class OrderMoved(GenerationError):
    """Another job of the owner entered the order since his standing was read: the tag is taken."""


class Unavailable(GenerationError):
    """A store or queue did not answer. What was to be written may or may not have been."""

    code = "unavailable"


class Undelivered(GenerationError):
    """Nothing was answered. `code` is fit for the owner of the webhook: it says nothing of our network."""

    def __init__(self, code: str) -> None:
        super().__init__(f"a webhook's receiver gave no answer: {code}")
        self.code = code


class CallError(GenerationError):
    """A model call gave nothing usable.

    `code` is one of the documented reasons; the message is fit for the job's log: it holds no
    prompt, no key and no answer.

    usage        engine.job.Usage: of an answer that came to its end (`model_calls` 1), or only the tokens
                 that were told of one that did not (`model_calls` 0)
    is_unbilled  it is known that the call cost nothing: it was refused, or never sent. Where neither
                 says what it cost, it is booked at its upper bound
    said         what the API itself said, bounded and cleaned of prompt and key: for logs alone
    """

    usage: Any = None
    is_unbilled = False
    said = ""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code

    @property
    def details(self) -> dict[str, str]:
        """For logs, beside the message."""
        return {"code": self.code} | ({"said": self.said} if self.said else {})


class RateLimited(CallError):
    """429 or 529. `retry_after_s` is what the answer named, None where it named nothing; `rate_limits` are
    engine.flow.gcra.RateLimits, where it told any."""

    CODE = "rate-limited"
    """Of a limit of the account's own; 529 has another."""

    is_unbilled = True
    rate_limits: Any = None

    def __init__(self, message: str, *, code: str = CODE, retry_after_s: float | None = None) -> None:
        super().__init__(message, code=code)
        self.retry_after_s = retry_after_s


class TransientCallError(CallError):
    """Connection, 5xx, broken stream: worth another attempt."""


class InvalidOutput(TransientCallError):
    """The answer breaks its contract; `errors` are what is sent back to the model."""

    def __init__(self, errors: list[str], *, code: str = "invalid-output") -> None:
        super().__init__("; ".join(errors)[:500], code=code)
        self.errors = errors


class PermanentError(CallError):
    """Refusal, 400, 401, input that cannot work: the task fails at once.

    `retryable` says whether a retry by a person can help, for example after the cap was raised.
    """

    is_unbilled = True

    def __init__(self, message: str, *, code: str, retryable: bool = True) -> None:
        super().__init__(message, code=code)
        self.retryable = retryable
