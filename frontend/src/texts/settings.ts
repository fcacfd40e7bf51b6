/** Fetched with the view of settings, so not among the texts that every view has. */

export const settings = {
  title: 'Settings',
  parts: 'Settings',
  data: {
    title: 'Your data',
    lead: 'Everything of yours that is stored here: as a file, or erased.',
    progress: 'Progress',
    job: 'Look at the job',
    export: {
      title: 'Export',
      text: 'A file (JSON) with your profile, exams, courses, programs and jobs. Exams and profile of it can be imported again.',
      start: 'Export my data',
      again: 'Export anew',
      made: (time: string) => `Made ${time}.`,
      until: (time: string) => `It can be downloaded until ${time}.`,
      download: (size: string) => `Download (${size})`,
      pieces: (pieces: number, of: number) => `${pieces} of ${of} parts`,
      failed: 'The export could not be downloaded',
    },
    erase: {
      title: 'Erase',
      text: 'Everything of yours goes, for good. Export it first if you may want it once more.',
      start: 'Erase my data…',
      sure: 'Erase everything?',
      of: (name: string, owner: string) =>
        name === owner ? `All that belongs to ${name}:` : `All that belongs to ${name} (${owner}):`,
      what: [
        'Jobs that have not ended are cancelled.',
        'Exams, courses, programs, profile, jobs with their logs, and shared links go; what was deleted cannot be restored any more.',
        'Nobody can bring any of it back.',
        'What was spent stays counted, and your account to sign in with stays.',
      ],
      word: 'erase',
      type: 'Type “erase” to go on',
      other: 'This is another word',
      yes: 'Erase everything',
      done: (time: string) => `Erased ${time}`,
      keptKinds: { spend: 'what was spent', figures: 'the figures of past jobs' },
      kept: (kinds: string) => `Kept: ${kinds}`,
    },
  },
}
