"""Policy: the delays, numbers of attempts and bounds that the engine keeps to, with unit and reason.

What an operator chooses for a deployment stands in `limits`; these are the engine's own. They are passed in
(`Limits.policy`), so a test or a benchmark can run the engine with others. The constants below are not:
what is stored keeps to them, whoever has written it. What one module alone keeps to stands there.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal

JOB_RETENTION = timedelta(days=30)
"""How long a finished job, its tasks and its place in lists can be read."""

LONGEST_WAIT = timedelta(days=30)
"""How long a job waits for a person. It holds its owner's active slot meanwhile, and its parts do not
live for ever."""

MESSAGE_CHARS = 300
"""Of a message of a job, a log line, an item. The job's item is read by every poll and stays within 4 KB."""

ERROR_CHARS = 500
"""Of the message of a job's error, for the same reason."""

TITLE_CHARS = 200
"""Of a job's title, for the same reason."""

MOST_PAUSES = 50
"""At the same time: their item is read before every model call and stays within 5 KB."""

MOST_PAST = 2 * MOST_PAUSES
"""Pauses that are over and known still, for the deadlines and messages of jobs that they held up: 10 KB that
the sweep alone reads. Where there are more within one job's deadline, the time of the earliest ones is not
left out of it."""

PUT_OFF = timedelta(seconds=60)
"""Until a paused job's message is looked at again, and up to as much again by chance. A thousand paused jobs
are 11 messages a second of $0.0000012 each."""

LONGEST_PUT_OFF = 2 * PUT_OFF
"""The messages of a resumed job come within this time."""

ANSWER_RESERVE_S = 1.0
"""Of a function's time, in seconds, for writing the answer: a problem takes ms, but of a share of a core."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """When a failed model call is made again.

    attempts         of one call in one attempt of its job; a rate limit uses up none
    first_delay_s    backoff before the second attempt
    factor           by which it grows with each further one
    longest_delay_s  where it stops growing
    unjittered       part of a backoff that is not random: below 1, so that siblings spread
    unnamed_wait_s   for a rate limit whose answer names no time
    longest_wait_s   cut of a named time: waiting costs nothing, but a job has a deadline
    spread           part of a rate limit's wait that jitter may add to it, but at least
                     `least_spread_s` and at most `most_spread_s`
    """

    attempts: int = 3
    first_delay_s: float = 1.0
    factor: float = 2.0
    longest_delay_s: float = 30.0
    unjittered: float = 0.5
    unnamed_wait_s: float = 5.0
    longest_wait_s: float = 900.0
    spread: float = 0.2
    least_spread_s: float = 0.5
    most_spread_s: float = 5.0


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkerPolicy:
    """When a worker begins, waits and hands over.

    reserve          part of the function's time that is kept back for handing over, but at least
                     `least_reserve` and at most `most_reserve`
    expected_call_s  how long a call is taken to last before the job has seen one end, but no more than
                     `expected_share` of the worker's time
    call_margin      factor on the longest call seen so far: the next one may be longer
    longest_idle_s   a worker with nothing but longer waits lets the job go: in the queue they cost
                     nothing
    planned_at_once  new tasks in one unit of the journal, so that a large fan-out fits into writes
    looked_within    how old an answer about lease and pause may be when a call begins: where one of the two
                     came later, both are asked again, `most_looks` times in all
    gathered_s       how long a look waits for the one under way, to take along the jobs that ask meanwhile: a
                     few times what the store takes, so one that takes longer holds nobody up
    """

    reserve: float = 0.1
    least_reserve: timedelta = timedelta(seconds=1)
    most_reserve: timedelta = timedelta(seconds=10)
    expected_call_s: float = 60.0
    expected_share: float = 0.5
    call_margin: float = 1.1
    longest_idle_s: float = 10.0
    planned_at_once: int = 40
    looked_within: timedelta = timedelta(seconds=1)
    most_looks: int = 5
    gathered_s: float = 0.02


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelLimitPolicy:
    """How calls wait for the model's limit (`flow.gcra`), and how large they are taken to be (`flow.sizes`).

    ahead            how far ahead a call may be reserved. The provider's bucket holds a minute: what was
                     estimated too low by half for so long still fits into it
    latest           after its time, a reservation has gone by: the worker of a queued job needs seconds to
                     begin
    soonest          least wait before a call that got no reservation asks again
    worth_settling   owed at a job's end: a write for less would cost more than it mends
    burst            how far before its own time a call may begin, so that calls of a job that begin together
                     do. Claude's buckets hold more, a minute by all that is known, and may be shared with
                     others
    longest_cost     time that a single call takes up, at most, however large it is beside its limit
    longest_hold     wait that a refusal may name, at most. The account's limits are by the minute
    farthest         more than all of these together: a moment that is farther ahead was written by a clock
                     that was wrong, and counts as none
    nearly_empty     share of a limit that is left to others and to what is under way: below it the next call
                     waits
    rounding         tokens by which what is told to be left may be more, since it is rounded to thousands
    chars_per_token  of English prose, about. What is wrong with it is put right when the call has ended
    newest           weight of the newest answer in the usual length of a step's answers, from 0 to 1
    """

    ahead: timedelta = timedelta(seconds=60)
    latest: timedelta = timedelta(seconds=30)
    soonest: timedelta = timedelta(seconds=1)
    worth_settling: timedelta = timedelta(seconds=1)
    burst: timedelta = timedelta(seconds=2)
    longest_cost: timedelta = timedelta(minutes=10)
    longest_hold: timedelta = timedelta(minutes=15)
    farthest: timedelta = timedelta(minutes=30)
    nearly_empty: float = 0.05
    rounding: int = 500
    chars_per_token: int = 4
    newest: float = 0.2


@dataclass(frozen=True, slots=True, kw_only=True)
class JournalPolicy:
    """What goes together into one write.

    gather_s      flush delay after a change. Changes due within it share a write: measured to save
                  more than it costs
    linger_s      flush delay when no caller awaits the write and a step without a model call is running.
                  Such steps follow each other quickly; 20 ms usually merges their checkpoints
    most_actions  of one write. DynamoDB takes 100, and a document may need several for one part
    """

    gather_s: float = 0.003
    linger_s: float = 0.02
    most_actions: int = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class HeartbeatPolicy:
    """What a worker looks at while calls are running.

    pulse_s        between two looks at token and watchers. A cancel has to be seen within 2 s
    looks_a_lease  at least so many times a lease, where that is more often
    renew_below    part of the lease that is left when it is renewed
    preview_s      between two previews of one item, and only while somebody watches. Ten items each
                   second would cost more than all the rest of their job; every two is a fifth of it
    preview_chars  length of a preview, from the end of the text
    """

    pulse_s: float = 0.5
    looks_a_lease: int = 4
    renew_below: float = 2 / 3
    preview_s: float = 2.0
    preview_chars: int = 600


@dataclass(frozen=True, slots=True, kw_only=True)
class ServicePolicy:
    """What callers meet.

    takeover         lease of a cancel or retry: long enough for its one write, short if it dies before
    takeover_tries   attempts of cancel or retry to take the job over when a concurrent writer came
                     between
    answers_kept     how long an idempotency key stands for its first answer
    restorable       how long what was deleted can be restored
    watched          how long after a read of the feed or the items somebody is taken to be watching
    settled          after a job's end, when every reader sees what its last checkpoint wrote
    item_reads       of items that are not all visible yet: a checkpoint is half visible for
                     milliseconds, which is what one read takes. What is not there then is shown by the
                     next poll: the answer's ETag is that of its items
    paused_retry_s   until asking again is worth it while paused: nobody knows when the operator resumes
    most_counted     unfinished jobs that an overview looks at: so many read units, and two seconds of its
                     function
    most_owners      in an overview, those with the most jobs first
    right_slots      active jobs beyond an owner's limit for what is his right: one export, one erasure
    told_again       after which the audit is told once more that an admin of an organization reads the same
    """

    takeover: timedelta = timedelta(seconds=5)
    takeover_tries: int = 5
    answers_kept: timedelta = timedelta(hours=24)
    restorable: timedelta = timedelta(days=7)
    watched: timedelta = timedelta(seconds=10)
    settled: timedelta = timedelta(seconds=5)
    item_reads: int = 3
    paused_retry_s: int = 60
    most_counted: int = 2_000
    most_owners: int = 20
    right_slots: int = 2
    told_again: timedelta = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class RecoveryPolicy:
    """When a job is taken for lost, and when it is given up.

    patience          how long a queued job may go unseen before its message can count as lost. SQS's
                      count of its messages is right a minute after they were sent
    longest_patience  it doubles with each message that the sweep sends: should one that it took for lost
                      be on its way after all, a job that does not move is not sent for ever
    reserve           of the sweep's time, for the job at hand and the mark when it stops: longer than
                      one request may take of a table that hardly answers
    takeover          lease of the sweep over a job, long enough for its one write
    tickets_at_once   tickets that one sweep makes up for: some 10 s of sending
    purged_at_once    deleted things that one sweep deletes for good: a course is some 30 requests
    due_at_once       of those, how many it looks at: behind what goes wrong each time others go all the same
    most_crashes      workers that may stop in the middle of a job in a row, with neither a call nor a
                      task ended between them, before it is failed. As many as the job queue's
                      maxReceiveCount, so that its message lies in the dead-letter queue then
    """

    patience: timedelta = timedelta(seconds=60)
    longest_patience: timedelta = timedelta(minutes=15)
    reserve: timedelta = timedelta(seconds=15)
    takeover: timedelta = timedelta(seconds=5)
    tickets_at_once: int = 1_000
    purged_at_once: int = 50
    due_at_once: int = 500
    most_crashes: int = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowPolicy:
    """How jobs that wait for their turn are begun, and told of.

    looked_at            jobs at the front that a worker looks at: as many as one read unit holds. Of so many
                         workers at the same moment each finds one that is left
    longest_horizon_s    a job is begun only if its first call can begin so soon: begun earlier it would
                         wait in a function
    longest_put_off_s    delay of a ticket that came too early, at most: the limit may be lifted, or the
                         jobs before it may end, at any time
    contended_s          delay of a ticket that found jobs waiting and could begin none: others were just
                         taking them
    counted              jobs of each part of the order that a place is counted from; behind them it is
                         "at least"
    remembered           places at which a process has begun jobs and begins none again. The index shows them
                         for some seconds, in which a process begins far fewer; 0.1 MB
    fresh                how long one look at the order answers all who ask a process
    front_step           how far the stored front may be behind, in jobs of weight 1. Each move of it is a
                         write: in this way one for at least so many jobs, and an owner who comes back is
                         favoured by so many at most
    pace_memory_s        time constant of the mean that the pace of the front is: two minutes are some jobs
                         even where the model's limit lets one begin every 15 s
    pace_kept            a front that has not moved for so long says nothing of the pace of today's queue
    """

    looked_at: int = 25
    longest_horizon_s: float = 2.0
    longest_put_off_s: int = 60
    contended_s: int = 1
    counted: int = 1_000
    remembered: int = 1_000
    fresh: timedelta = timedelta(seconds=2)
    front_step: int = 4
    pace_memory_s: float = 120.0
    pace_kept: timedelta = timedelta(minutes=5)


@dataclass(frozen=True, slots=True, kw_only=True)
class FundsPolicy:
    """How a job reserves money under the ceilings.

    calls_ahead       a reservation covers so many times the calls that may be open at once, at their upper
                      bounds. Calls cost about a tenth of theirs, so the half is what five rounds of them
                      spend: the usual job reserves once
    most_tries        of one reservation, each with half of what is left: others reserve in the same moments
    reserved_again_s  before the next look where what other jobs have reserved is in the way, and up to as
                      much again by chance: longer than a worker idles, so that the job waits without one
    """

    calls_ahead: Decimal = Decimal("1.5")
    most_tries: int = 4
    reserved_again_s: float = 30.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Policy:
    retry: RetryPolicy = field(default_factory=RetryPolicy)
    worker: WorkerPolicy = field(default_factory=WorkerPolicy)
    model_limit: ModelLimitPolicy = field(default_factory=ModelLimitPolicy)
    journal: JournalPolicy = field(default_factory=JournalPolicy)
    heartbeat: HeartbeatPolicy = field(default_factory=HeartbeatPolicy)
    service: ServicePolicy = field(default_factory=ServicePolicy)
    flow: FlowPolicy = field(default_factory=FlowPolicy)
    funds: FundsPolicy = field(default_factory=FundsPolicy)
    recovery: RecoveryPolicy = field(default_factory=RecoveryPolicy)
