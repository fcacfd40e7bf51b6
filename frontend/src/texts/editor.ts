/** Fetched with the editor alone, so not among the texts that every view has. */

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

export const editor = {
  title: (lesson: string) => `Edit: ${lesson}`,
  toLesson: 'To the lesson',

  fields: {
    title: 'Title',
    objectives: 'Objectives',
    objective: (number: number) => `Objective ${number}`,
    body: 'Body',
    example: 'Example',
    summary: 'Summary',
    markdown: (label: string) => `${label}, as Markdown`,
    preview: (label: string) => `${label}, as it is read`,
    keyPoints: 'Key points',
    keyPoint: (number: number) => `Key point ${number}`,
  },
  list: {
    add: (label: string) => `Add: ${label.toLowerCase()}`,
    removeNamed: (label: string) => `Remove: ${label.toLowerCase()}`,
  },

  worked: {
    title: 'Questions of the exam',
    text: 'What the questions ask and which options are right stands in the exam. Here is why.',
    number: (number: number, id: string) => `Question ${number} · ${id}`,
    whyRight: (number: number) => `Question ${number}: why the answer is right`,
    whyWrong: (number: number, option: string) => `Question ${number}: why ${option} is wrong`,
  },

  quiz: {
    title: 'Quiz',
    number: (number: number) => `Quiz question ${number}`,
    question: (number: number) => `Quiz question ${number}`,
    options: 'Options; the right ones are ticked',
    option: (number: number, id: string) => `Quiz question ${number}, option ${id}`,
    right: (number: number, id: string) => `Quiz question ${number}: ${id} is right`,
    explanation: (number: number) => `Quiz question ${number}: explanation`,
    add: 'Add a quiz question',
    addOption: (number: number) => `Quiz question ${number}: add an option`,
    removeOption: (number: number, id: string) => `Quiz question ${number}: remove option ${id}`,
    remove: (number: number) => `Remove quiz question ${number}`,
  },

  tasks: {
    title: 'Tasks',
    number: (number: number) => `Task ${number}`,
    name: (number: number) => `Task ${number}: title`,
    instructions: (number: number) => `Task ${number}: what to do`,
    expected: (number: number) => `Task ${number}: what exists afterwards`,
    hints: (number: number) => `Task ${number}: hints`,
    hint: (task: number, number: number) => `Task ${task}, hint ${number}`,
    minutes: (number: number) => `Task ${number}: minutes`,
    difficulty: (number: number) => `Task ${number}: difficulty`,
    levels: ['1: as in the lesson', '2', '3', '4', '5: on one’s own'],
  },

  atStop: 'Its job waits for you. What is still to be written is written from this lesson as you save it.',

  save: 'Save',
  discard: 'Discard changes',
  discardAsk: 'Discard what you have changed since it was last saved?',
  unsaved: 'Not saved yet',
  unkept: 'Not saved yet, and this browser has no room to keep it: save before you leave.',
  saved: 'Saved.',
  foundNothing: 'The quality rules find nothing in this lesson.',
  found: (counted: string) => `The quality rules find: ${counted}.`,

  failed: {
    title: 'Not saved',
    kept: 'What you have typed stays here and is kept in this browser.',
    unkept: 'What you have typed stays here as long as this page is open.',
    faults: (count: number) => `Not saved: ${plural(count, 'field')} to mend`,
    faultsText: 'What is wrong stands at each field.',
    beingWritten: 'This course is being written',
    beingWrittenText: 'Save when its job has ended, or cancel the job.',
    showJob: 'Show the job',
    gone: 'This lesson is not here any more',
  },

  conflict: {
    title: 'This lesson has changed meanwhile',
    text: 'Somebody else, another tab or a job has changed it since you began. Nothing that you have typed is lost.',
    load: 'Load the new one',
    loadText: 'what you have typed is put aside and can be brought back',
    overwrite: 'Overwrite it with mine',
    overwriteText: 'the new one stays among the versions',
  },
  aside: {
    title: 'What you have typed is put aside',
    text: 'The form shows the lesson as it is now.',
    takeBack: 'Bring mine back',
    leave: 'Discard mine',
  },
  draft: {
    title: 'These are changes that you have not saved',
    text: (when: string) => `Typed ${when}, kept in this browser.`,
  },

  leaving: {
    title: 'Leave without saving?',
    kept: 'What you have changed is kept in this browser and offered when you come back.',
    lost: 'This browser has no room to keep what you have changed: it will be lost.',
    stay: 'Stay',
    leave: 'Leave',
  },

  versions: {
    title: 'Versions',
    loading: 'Loading the versions',
    live: 'What readers see',
    compare: 'Compare',
    compareNamed: (when: string) => `Compare the version of ${when} with what readers see`,
    restore: 'Restore',
    restoreNamed: (when: string) => `Restore the version of ${when}`,
    author: 'by you',
    offline: 'made offline',
    nobody: 'by an unknown author',
    model: (id: string) => `by ${id}`,
    restored: (when: string) => `This lesson is again as it was ${when}.`,
    undone: 'The version before is back.',
    notRestored: 'Not restored',
    undo: 'Undo',
    undoNamed: 'Undo: bring the version before back',
  },
}
