export const queue = {
  title: 'Queue',
  filters: {
    label: 'Show',
    all: 'All',
    active: 'Active',
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
  },
  batches: 'Batches',
  scope: { label: 'Whose', own: 'My jobs', org: 'My organization’s' },
  /** Of a job that is another one's. */
  by: (owner: string) => `by ${owner}`,
  pipeline: 'Kind',
  anyPipeline: 'All kinds',
  time: {
    label: 'Time',
    any: 'Any time',
    spans: { 1: 'Last 24 hours', 7: 'Last 7 days', 30: 'Last 30 days' },
  },
  found: (jobs: number, hasMore: boolean) =>
    `${jobs === 1 ? '1 job fits.' : `${jobs} jobs fit.`}${hasMore ? ' There are older ones on the next page.' : ''}`,
  totals: (jobs: number, parts: readonly string[]) =>
    [jobs === 1 ? '1 job here' : `${jobs} jobs here`, ...parts].join(' · '),
  bulk: {
    choose: (title: string) => `Choose ${title}`,
    label: 'What is done with the chosen jobs',
    chosen: (count: number) => `${count} chosen`,
    all: 'Choose all',
    none: 'Choose none',
    cancel: (count: number) => `Cancel ${count}`,
    retry: (count: number) => `Retry ${count}`,
    sure: (count: number) =>
      count === 1
        ? 'Cancel this job? What is written so far stays.'
        : `Cancel these ${count} jobs? What is written so far stays.`,
    yes: 'Yes, cancel them',
    no: 'No',
    done: (action: string, done: number, all: number) => `${action}: ${done} of ${all}`,
    actions: { cancel: 'Cancelled', retry: 'Queued again' },
    several: (count: number) => `${count} jobs`,
    refused: (titles: string, more: number, reason: string) =>
      `${titles}${more > 0 ? ` and ${more} more` : ''}: ${reason}`,
  },
  columns: {
    job: 'Job',
    pipeline: 'Kind',
    status: 'Status',
    progress: 'Progress',
    started: 'Started',
    duration: 'Duration',
    actions: 'Actions',
  },
  /** What a screen reader calls the table and the list of cards. */
  jobs: 'Jobs, newest first',
  attempt: (attempt: number) => `Attempt ${attempt}`,
  notStarted: 'Not yet',
  never: 'Never',
  progressOf: (title: string) => `Progress of ${title}`,
  percent: (percent: number) => `${percent} %`,
  counted: (done: number, total: number, items: string) => `${done}/${total} ${items}`,
  /** What items are called where their step does not say; [one, several]. */
  anyItems: ['item', 'items'] as const,
  calls: (calls: number) => (calls === 1 ? '1 model call' : `${calls} model calls`),
  noCalls: 'No model calls',
  reused: (calls: number) => `${calls} answered from before`,
  brokenOff: (calls: number, most: string | null) =>
    most === null ? `${calls} broken off` : `up to ${most} for ${calls} broken off`,
  tokens: (tokens: string) => `${tokens} tokens`,
  took: {
    instant: '<1 s',
    seconds: (s: number) => `${s} s`,
    minutes: (min: number, s: number) => `${min} min ${s} s`,
    hours: (h: number, min: number) => `${h} h ${min} min`,
  },
  actions: {
    cancel: 'Cancel',
    retry: 'Retry',
    raise: 'Raise the cap…',
    continue: 'Continue',
    open: 'Open',
    /** Names for who cannot see the row that a button stands in. */
    of: (action: string, title: string) => `${action}: ${title}`,
  },
  cancelling: {
    title: 'Cancel this job?',
    text: 'No model call begins any more. What is written so far stays, and Retry goes on from there.',
    keep: 'Let it go on',
    confirm: 'Cancel the job',
  },
  told: {
    cancelled: (title: string) => `Cancelled: ${title}`,
    queued: (title: string) => `Queued again: ${title}`,
    failed: (action: string, title: string) => `${action} did not work: ${title}`,
    /** For screen readers, when a job has moved. */
    now: (title: string, status: string) => `${title}: ${status}`,
  },
  log: {
    show: (title: string) => `Log of ${title}`,
    button: 'Log',
    levels: 'Levels of the log',
    level: { info: 'Info', success: 'Success', warning: 'Warnings', error: 'Errors' },
    count: (level: string, entries: number) => `${level} ${entries}`,
    details: 'Details',
    empty: 'Nothing has been logged yet.',
    gone: 'The log of this job is not kept any more.',
    none: 'No entries of these levels.',
  },
  pages: { label: 'Pages', newer: 'Newer', older: 'Older' },
  empty: {
    all: 'Nothing has been generated yet',
    allText: 'Courses and training programs that you start appear here, with how far they are.',
    active: 'Nothing is running',
    completed: 'Nothing has been completed',
    failed: 'Nothing has failed',
    cancelled: 'Nothing was cancelled',
    found: 'None of these',
    showAll: 'Show all jobs',
    page: 'None among these',
    pageText: 'There may be some among the older jobs.',
  },
  stale: 'These jobs may have moved on since: the service does not answer. Trying again.',
}
