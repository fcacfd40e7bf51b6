/** Failures: of each error code what has happened, and what one can do about it. */
import type { Code } from '../api/codes'

export interface Failing {
  readonly says: string
  readonly todo: string
  /** What the service says of this very case is for people too, and stands in place of `says`: it names amounts,
   * times and reasons. */
  readonly isTold?: true
}

const again = 'Try again in a moment.'
const reload = 'Load the page again and look how it stands.'
const retry = 'Retry the job: what is done is kept, and nothing is paid for twice.'
const later = 'Retry the job in a few minutes: what is done is kept, and nothing is paid for twice.'
const operator = 'Tell whoever runs this service; retry the job after that.'
const library =
  'Look into the library: it may have been deleted, where “Undo” was offered, or be somebody else’s.'
const wait = 'Wait until that job has ended, or cancel it in the queue.'

const gone = (what: string): Failing => ({ says: `${what} is not here, or not any more.`, todo: library })
const inUse = (what: string): Failing => ({ says: `A job is working with this ${what}.`, todo: wait })
const full = (what: string): Failing => ({
  says: `You have no room for another ${what}.`,
  todo: 'Delete one that you do not need any more.',
  isTold: true,
})

/** Claude, or the way to it. */
const MODEL = {
  'input-too-long': {
    says: 'This is more than the model can read at once.',
    todo: 'Begin anew with less: fewer questions, or a shorter lesson.',
  },
  'invalid-output': {
    says: 'The model’s answers could not be used, several times in a row.',
    todo: retry,
  },
  'model-access-denied': { says: 'Claude does not let this service in.', todo: operator },
  'model-billing': { says: 'The account that pays for Claude has no credit left.', todo: operator },
  'model-key-unavailable': { says: 'The service could not read its key for Claude.', todo: later },
  'model-overloaded': { says: 'Claude has too much to do at the moment.', todo: later },
  'model-refused': {
    says: 'The model declined to write this.',
    todo: 'Look at what was asked for: say it in other words, or leave out what may have been misunderstood. Then begin anew.',
  },
  'model-request-invalid': { says: 'Claude did not understand what it was asked.', todo: operator },
  'model-stopped-early': { says: 'The model stopped in the middle of its answer.', todo: retry },
  'model-stream-broken': { says: 'The connection to Claude broke in the middle of an answer.', todo: retry },
  'model-stream-garbled': { says: 'An answer of Claude arrived damaged.', todo: retry },
  'model-stream-incomplete': { says: 'An answer of Claude did not arrive as a whole.', todo: retry },
  'model-stream-stalled': { says: 'Claude stopped in the middle of an answer.', todo: retry },
  'model-timeout': { says: 'Claude took too long to answer.', todo: later },
  'model-unavailable': { says: 'Claude did not answer: it has trouble of its own.', todo: later },
  'model-unreachable': { says: 'Claude could not be reached.', todo: later },
  'output-truncated': {
    says: 'The model wrote more than fits into one answer.',
    todo: 'Retry the job. If it happens again, begin anew with less.',
  },
  'rate-limited': { says: 'Too much was asked of Claude in a short time.', todo: later },
} as const satisfies Partial<Record<Code, Failing>>

/** What may be used. */
const MONEY = {
  'budget-exceeded': {
    says: 'The next step could cost more than the limit that was set for this job.',
    todo: 'Retry it with a higher limit: what is done is kept.',
    isTold: true,
  },
  'call-limit-exceeded': {
    says: 'The job has asked the model as often as this service allows.',
    todo: 'Begin anew with less. What is written so far can be read.',
  },
  'plan-required': {
    says: 'Your plan does not include this.',
    todo: 'Take less, or another plan.',
    isTold: true,
  },
  'price-unknown': {
    says: 'The job has a cost limit, and what the model costs is not known.',
    todo: 'Begin anew without a limit, or tell whoever runs this service.',
  },
  'quota-exceeded': full('one'),
  'course-quota-exceeded': full('course'),
  'exam-quota-exceeded': full('exam'),
  'spend-limit-reached': {
    says: 'What may be spent is spent for now.',
    todo: 'Try again when the day or the month begins anew.',
    isTold: true,
  },
  'too-many-jobs': {
    says: 'As many of your jobs are going on as are allowed.',
    todo: 'Wait until one has ended, or cancel one in the queue.',
    isTold: true,
  },
  'too-many-pauses': {
    says: 'As much is paused as can be paused at a time.',
    todo: 'Resume something that need not be paused any more.',
  },
} as const satisfies Partial<Record<Code, Failing>>

/** Jobs, from their start to their end. */
const JOBS = {
  'batch-cancelled': {
    says: 'The batch was cancelled before this was started.',
    todo: 'Start it by itself.',
  },
  'course-changed': {
    says: 'The course is made from another exam by now.',
    todo: 'Revise it anew from the exam that you want.',
  },
  'course-incomplete': { says: 'Something of the course was not written.', todo: retry },
  'course-missing': {
    says: 'The course was deleted while it was being written.',
    todo: 'Restore it if you want it, or begin anew.',
  },
  'coverage-incomplete': { says: 'The lessons do not cover every question.', todo: retry },
  'deadline-exceeded': { says: 'The job took longer than it may.', todo: retry },
  'duplicate-job': {
    says: 'This is being generated already.',
    todo: 'Look at the running job in the queue.',
  },
  'exam-invalid': {
    says: 'The exam does not keep to the rules for exams any more.',
    todo: 'Upload it anew and begin with that.',
  },
  'exam-missing': {
    says: 'The exam of this course is not here any more, so its lessons cannot be written anew.',
    todo: 'Edit the lesson by hand, or make a course from the exam’s file.',
  },
  'job-already-finished': { says: 'The job has ended already.', todo: reload },
  'job-not-finished': { says: 'The job is still going on.', todo: 'Cancel it first, then delete it.' },
  'job-not-resumable': { says: 'This job cannot go on: it is done, or still running.', todo: reload },
  'job-not-waiting': { says: 'The job does not wait for you any more.', todo: reload },
  'outline-incomplete': { says: 'The questions were not sorted into topics as a whole.', todo: retry },
  'outline-missing': {
    says: 'The outlines were deleted while they were being written.',
    todo: 'Begin anew with the topic.',
  },
  paused: {
    says: 'Whoever runs this service has paused it.',
    todo: 'Try again later.',
    isTold: true,
  },
  'profile-invalid': {
    says: 'The training profile does not keep to the rules any more.',
    todo: 'Open “New course”, “A training program”, look through the profile and start anew.',
  },
  'profile-required': {
    says: 'A training program needs a profile.',
    todo: 'Fill in “You” in the form for training programs.',
  },
  'program-invalid': { says: 'The program that was written breaks rules of training.', todo: retry },
  'program-missing': {
    says: 'The program was deleted while it was being written.',
    todo: 'Restore it if you want it, or begin anew.',
  },
  'queue-deadline-exceeded': { says: 'The job waited too long for its turn.', todo: retry },
  'wait-expired': {
    says: 'The job waited for you longer than it is kept.',
    todo: 'Retry it: it goes on from where it waited.',
  },
  'worker-failed': { says: 'Something broke several times while the job was running.', todo: later },
} as const satisfies Partial<Record<Code, Failing>>

/** Courses, lessons, and what else one owns. */
const THINGS = {
  'already-there': { says: 'This was stored twice at the same moment.', todo: again },
  'changed-meanwhile': {
    says: 'It has changed since you began.',
    todo: 'Load the new one, or overwrite it: both are kept as versions.',
  },
  'course-being-written': {
    says: 'A job is writing this course.',
    todo: wait,
  },
  'course-in-use': inUse('course'),
  'course-unfinished': {
    says: 'The course is not finished yet.',
    todo: 'Wait until it is written, or let its job go on in the queue.',
  },
  'exam-in-use': inUse('exam'),
  'in-use': inUse('thing'),
  'program-in-use': inUse('program'),
  'lesson-outdated': {
    says: 'The lesson was written for an earlier release, and does not keep to the rules of today.',
    todo: 'Edit and save it first: what is wrong is marked there.',
  },
  'lesson-too-long': {
    says: 'The lesson is too long to be written anew.',
    todo: 'Shorten it by hand first.',
    isTold: true,
  },
  'quality-blocked': {
    says: 'A check found something that blocks publishing.',
    todo: 'Edit what it found, or publish all the same.',
  },
  'version-outdated': {
    says: 'This version belongs to an earlier form of the course: its exam was revised, or its tasks were written since.',
    todo: 'Edit the lesson, and copy from the version what you want of it.',
  },
  'batch-not-found': gone('The batch'),
  'course-not-found': gone('The course'),
  'exam-not-found': gone('The exam'),
  'job-not-found': {
    says: 'The job is not here, or not any more: jobs are kept for 30 days.',
    todo: library,
  },
  'lesson-not-found': { says: 'The course has no such lesson, or not yet.', todo: 'Look into its contents.' },
  'not-found': { says: 'There is nothing at this address.', todo: library },
  'outline-not-found': { says: 'These outlines are not here any more.', todo: 'Begin anew with the topic.' },
  'profile-not-found': {
    says: 'You have stored no profile yet.',
    todo: 'Fill it in in the form for training programs.',
  },
  'program-not-found': gone('The program'),
  'version-not-found': {
    says: 'This version is not kept any more.',
    todo: 'Look through “Versions” of the lesson for another one.',
  },
} as const satisfies Partial<Record<Code, Failing>>

/** Requests, and the service as such. */
const SERVICE = {
  'analytics-off': {
    says: 'Whoever runs this service has switched its figures off.',
    todo: 'Look at single jobs in the queue.',
  },
  'too-many-webhooks': {
    says: 'You have as many webhooks as are allowed.',
    todo: 'Delete one that you do not need any more.',
  },
  'webhook-not-found': {
    says: 'This webhook is not here, or not any more.',
    todo: 'Look through your webhooks.',
  },
  'archive-not-found': {
    says: 'The file with your data is not kept any more.',
    todo: 'Have it made anew under your account.',
  },
  'erasure-in-progress': {
    says: 'All that you have here is being deleted, as you asked.',
    todo: 'Wait until that is done. Then you can begin anew.',
  },
  'answer-too-large': { says: 'This is more than fits into one answer.', todo: 'Look at parts of it.' },
  'bad-cursor': { says: 'The list has changed.', todo: 'Load the page again.' },
  conflict: { says: 'It has changed meanwhile.', todo: reload },
  forbidden: { says: 'You may not do this.', todo: 'Ask whoever runs this service.' },
  'idempotency-key-reused': {
    says: 'This was sent before with other content.',
    todo: 'Load the page again, and look whether it is done already.',
  },
  'if-match-required': { says: 'The page did not say which version it changes.', todo: reload },
  'internal-error': {
    says: 'Something went wrong in the service. It has been logged.',
    todo: 'Try again. If it happens again, tell whoever runs this service.',
  },
  'invalid-input': {
    says: 'Some of it cannot be used as it is.',
    todo: 'Mend what is named, and try again.',
  },
  'malformed-request': {
    says: 'What was sent could not be read.',
    todo: 'Load the page again. If it was a file, look whether it is damaged.',
  },
  'method-not-allowed': {
    says: 'The page and the service do not fit together.',
    todo: 'Load the page again.',
  },
  'payload-too-large': {
    says: 'This is more than can be sent at once.',
    todo: 'Leave something out, or make two of it.',
  },
  'role-required': {
    says: 'This is for people with another role.',
    todo: 'Ask whoever runs this service.',
    isTold: true,
  },
  unauthenticated: { says: 'You are not signed in any more.', todo: 'Sign in again.' },
  unavailable: { says: 'The service cannot answer at the moment.', todo: again },
} as const satisfies Partial<Record<Code, Failing>>

/** A new code of the service has no sentence yet, and belongs into one of the tables, where this is wrong. */
export const failures: Readonly<Record<Code, Failing>> = {
  ...MODEL,
  ...MONEY,
  ...JOBS,
  ...THINGS,
  ...SERVICE,
}
