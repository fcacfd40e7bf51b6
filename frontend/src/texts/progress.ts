const ORDINAL = new Intl.PluralRules('en', { type: 'ordinal' })
const ENDINGS: Partial<Record<Intl.LDMLPluralRule, string>> = { one: 'st', two: 'nd', few: 'rd' }

export const progress = {
  title: 'Progress',
  close: 'Close',
  goesOn: 'You can close this: generating goes on.',
  bar: 'Done so far',
  percent: (percent: number) => `${percent} %`,
  /** What a screen reader says now and then. */
  spoken: (message: string, percent: number) => `${message}. ${percent} percent done.`,
  limited: (until: string) => `Waits for the model’s limit until ${until}`,
  turn: (position: number, start: string | null) =>
    `${position}${ENDINGS[ORDINAL.select(position)] ?? 'th'} in line` +
    (start === null ? '' : `, begins at about ${start}`),
  attempt: (attempt: number) => `Attempt ${attempt}`,
  left: {
    moment: 'A few seconds left',
    seconds: (seconds: number) => `About ${seconds} s left`,
    minutes: (minutes: number) => `About ${minutes} min left`,
    hours: (hours: number) => `About ${hours} h left`,
  },
  took: {
    instant: '<1 s',
    seconds: (seconds: string) => `${seconds} s`,
    minutes: (minutes: number, seconds: number) => `${minutes} min ${seconds} s`,
  },
  steps: 'Steps',
  itemsOf: (step: string) => `Items of: ${step}`,
  of: (done: number, total: number) => `${done}/${total}`,
  generating: (item: string, number: number, total: number) => `Generating: ${item} (${number}/${total})`,
  tries: (attempts: number) => `try ${attempts}`,
  showAll: (total: number) => `Show all ${total}`,
  showRunning: 'Show only what is being written',
  writing: (item: string) => `Being written: ${item}`,
  read: (item: string) => `Show the text of ${item}`,
  usage: {
    calls: (calls: string) => `${calls} model calls`,
    call: '1 model call',
    tokens: (tokens: string) => `${tokens} tokens`,
    detail: (input: string, cached: string, output: string) =>
      `${input} in, ${cached} of them from the cache, ${output} out`,
    cost: (cost: string, cap: string) => `${cost} of at most ${cap}`,
    unknown: 'cost unknown',
    reused: (calls: string) => `${calls} answered from before`,
  },
  connection: {
    live: 'Live',
    reconnecting: 'Reconnecting…',
    offline: 'Offline',
  },
  cancel: {
    start: 'Cancel generating',
    sure: 'Cancel generating? What is written so far stays, and it can go on later.',
    yes: 'Yes, cancel it',
    no: 'No, go on',
  },
  whenDone: {
    open: 'Open it when it is done',
    notify: 'Notify me when it is done',
    notified: 'You will be notified',
  },
  waiting: {
    title: 'Waiting for you',
    look: 'Look at it',
    continue: 'Continue',
  },
  done: {
    title: 'Done',
    took: (took: string) => `Everything is written. It took ${took}.`,
  },
  failed: {
    title: 'Failed',
    at: (step: string) => `Failed at: ${step}`,
    atItem: (step: string, item: string) => `Failed at: ${step}, ${item}`,
    kept: 'What is written so far is kept; a retry pays for nothing twice.',
    final: 'A retry would not get further.',
    retry: 'Retry',
    cap: 'New cost cap, USD',
    capHelp: (cap: string) => `It was ${cap}, for all attempts together.`,
    capTooLow: (cap: string) => `More than ${cap}`,
    partial: 'Read what is there',
  },
  cancelled: {
    title: 'Cancelled',
    text: 'What is written so far is kept. It can go on where it stopped.',
    retry: 'Go on generating',
  },
}
