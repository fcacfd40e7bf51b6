/** Fetched with the view of operators alone, so not among the texts that every view has. */

export const operations = {
  title: 'Operations',
  lead: 'Jobs, spend and pauses of the whole deployment.',
  at: (time: string) => `As of ${time}`,
  refused: 'This is for operators',
  refusedText:
    'The service says that you do not have the role “operator”, or that it does not count without a second factor.',
  stale: 'The service does not answer at the moment. This is how it stood then.',

  jobs: {
    title: 'Jobs',
    running: 'Running',
    pending: 'Queued',
    waiting: 'Waiting for a person',
    incomplete: 'Only the 2,000 oldest unfinished jobs were counted.',
  },

  spend: {
    title: 'Spend today',
    text: 'Of all owners together; days are those of UTC.',
    used: (used: string, limit: string) => `${used} of ${limit}`,
    noLimit: (used: string) => `${used}; there is no ceiling for the deployment`,
    reserved: (reserved: string) => `${reserved} more are reserved for jobs that run`,
    uncounted: 'Nothing is counted, since no ceilings are set.',
    bar: 'Share of today’s ceiling that is spent or reserved',
  },

  model: {
    title: 'Limits of the model',
    model: 'Model',
    perMinute: 'Requests a minute',
    waits: 'A new call waits',
    none: 'No limit of the model is set.',
    unlimited: 'not limited',
    now: 'not at all',
    seconds: (s: string) => `${s} s`,
    minutes: (min: number) => `about ${min} min`,
  },

  owners: {
    title: 'Queued, by owner',
    owner: 'Owner',
    jobs: 'Jobs',
    none: 'Nobody’s jobs are queued.',
    most: 'The twenty owners with the most queued jobs.',
    pause: 'Pause…',
    pauseNamed: (owner: string) => `Pause ${owner}`,
  },

  paused: {
    title: 'Paused',
    none: 'Nothing is paused.',
    all: 'Everything',
    pipeline: (name: string) => `Pipeline: ${name}`,
    owner: (owner: string) => `Owner: ${owner}`,
    since: (time: string, by: string) => `Since ${time}, by ${by}`,
    resume: 'Resume',
    resumeNamed: (what: string) => `Resume: ${what}`,
    resumed: (what: string) => `Resumed: ${what}. Jobs go on within two minutes.`,
    failed: (what: string) => `Not resumed: ${what}`,
  },

  pause: {
    title: 'Pause',
    text: 'No job of it begins and no model call of it is made, until it is resumed. Calls that are running may end.',
    scope: 'What',
    scopes: { all: 'Everything', pipeline: 'A pipeline', owner: 'An owner' },
    pipeline: 'Pipeline',
    owner: 'Owner',
    ownerText: 'The “sub” of their token',
    reason: 'Reason',
    reasonText: 'Told to everybody whose jobs are paused',
    needed: 'Please fill this in',
    submit: 'Pause',
    done: (what: string) => `Paused: ${what}`,
  },

  audit: {
    title: 'Audit',
    text: 'What operators did, and what admins of organizations read of others. Each entry covers the hash of the one before.',
    none: 'There are no entries yet.',
    columns: { number: 'No.', at: 'When', actor: 'Who', action: 'What', target: 'Of what', hash: 'Hash' },
    by: (actor: string, role: string) => `${actor} (${role})`,
    roles: { operator: 'operator', org_admin: 'admin' },
    actions: {
      pause: 'paused',
      resume: 'resumed',
      list_jobs: 'listed jobs',
      read_job: 'read a job',
    },
  },
}
