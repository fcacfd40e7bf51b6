/** Fetched with the views of batches, so not among the texts that every view has. */

const jobs = (count: number) => (count === 1 ? '1 job' : `${count} jobs`)
const courses = (count: number) => (count === 1 ? '1 course' : `${count} courses`)

export const batches = {
  title: 'Batches',
  lead: 'Jobs that were started together.',
  unnamed: (total: number) => `Batch of ${jobs(total)}`,
  summary: (total: number, at: string) => `${jobs(total)}, ${at}`,
  empty: 'There are no batches yet',
  emptyText: 'Choose several exam files at once, and their courses are one batch.',
  several: 'Choose exam files',
  all: 'All batches',

  ended: (ended: number, total: number) => `${ended} of ${total} ended`,
  counts: {
    completed: 'Completed',
    failed: 'Failed',
    cancelled: 'Cancelled',
    refused: 'Not started',
    gone: 'Gone',
    running: 'In progress',
    waiting: 'Waiting for you',
    pending: 'Queued',
    due: 'Not yet started',
  },
  progress: 'Progress of the batch',
  stale: 'The service does not answer. This is how the batch stood last.',

  cancel: 'Cancel the batch',
  cancelSure: (count: number) =>
    `Cancel the ${jobs(count)} that have not ended? What is written so far stays.`,
  cancelYes: 'Yes, cancel them',
  cancelNo: 'No',
  cancelled: 'The batch was cancelled',
  notCancelled: 'The batch was not cancelled',
  retry: (count: number) => `Retry ${count} failed`,
  retried: (count: number) => `Queued again: ${jobs(count)}`,
  notRetried: 'Not all were queued again',
  csv: 'Download as CSV',

  refused: {
    title: 'Not started',
    place: (place: number) => `Number ${place}`,
  },
  /** `name`: what a screen reader calls the table and the list of cards. */
  jobs: { title: 'Jobs', name: 'Jobs, in the order of the request' },
  columns: [
    'number',
    'status',
    'title',
    'pipeline',
    'job_id',
    'made',
    'error',
    'model_calls',
    'cost_usd',
    'created_at',
    'started_at',
    'completed_at',
  ],

  files: {
    title: (count: number) => `${count} files`,
    label: 'Files that were read',
    another: 'Other files',
    questions: (count: number) => (count === 1 ? '1 question' : `${count} questions`),
    question: (place: number, fault: string) => `Question ${place}: ${fault}`,
    more: (count: number) => (count === 1 ? 'and 1 more fault' : `and ${count} more faults`),
    leftOut: 'Left out',
    remove: (name: string) => `Leave out ${name}`,
    mend: 'A file with faults is left out. Chosen alone, it can be looked through and mended.',
    tooMany: (count: number, most: number) => `${count} files are more than the ${most} of one batch.`,
    tooLarge: (mb: string, most: string) =>
      `Together they have ${mb} MB, and one batch takes ${most} MB. Leave some out, and start them after.`,
    none: 'None of these files can be used as it is.',
    name: 'Name of the batch',
    nameText: 'So that you find it again; may be left empty',
    start: (count: number) => `Generate ${courses(count)}`,
  },
}
