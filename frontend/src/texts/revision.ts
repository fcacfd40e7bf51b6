/** Fetched with the dialog of a revision alone. */
import type { LessonField } from '../api/pipelines'

const plural = (count: number, noun: string) => `${count} ${noun}${count === 1 ? '' : 's'}`

const fields: Readonly<Record<LessonField, string>> = {
  title: 'Title',
  objectives: 'Objectives',
  body: 'Text',
  key_points: 'Key points',
  worked_questions: 'Questions of the exam',
  quiz: 'Quiz',
  example: 'Example',
  summary: 'Summary',
  tasks: 'Tasks',
}

export const revision = {
  fields,

  ask: {
    title: 'Write this lesson anew',
    lead: 'You get a proposal to look at. The lesson stays as it is until you accept it.',
    wish: 'What should be other?',
    placeholder: 'e.g. Shorter, with an example from a hospital, for readers without any mathematics',
    left: (count: number) => `${plural(count, 'character')} left`,
    tooLong: (count: number) => `${plural(count, 'character')} too many`,
    keep: 'Keep as it is, to the letter',
    keepText: 'What is not ticked may be written anew.',
    nothingLeft: 'Leave at least one that may be written anew.',
    unsaved:
      'What you have typed and not saved is no part of it: the model reads the lesson as it was saved.',
    start: 'Write a proposal',
    runs: 'A proposal for this lesson is being written already',
    show: 'Show it',
  },

  job: {
    title: 'A proposal is being written',
    goesOn: 'You can close this: it goes on, and you are told when it is done.',
  },

  proposal: {
    title: 'Compare with what readers see',
    loading: 'Loading both versions',
    wish: (wish: string) => `“${wish}”`,
    made: (author: string, when: string) => `${author}, ${when}`,
    legend: 'Struck through: taken away. Underlined: new.',
    removed: 'taken away:',
    added: 'new:',
    end: 'until here.',
    leftOut: (words: number) => `… ${plural(words, 'word')} as before …`,
    showAll: 'Show all of it',
    same: (fields: readonly string[]) => `As before: ${fields.join(', ')}.`,
    none: 'It says the same as the lesson that readers see.',
    isLive: 'This is what readers see.',
    found: (counted: string) => `The quality rules find in it: ${counted}.`,
    foundNothing: 'The quality rules find nothing in it.',
    notLooked: 'The quality rules have not looked at it.',
    blocks: 'It has something that blocks publishing. The course is published: readers would see it at once.',
    accept: 'Accept it',
    discard: 'Discard it',
    again: 'Another wish…',
    accepted: 'The lesson is the proposal now.',
    discarded: 'The lesson stays as it is. The proposal stays among its versions, where “Edit” lists them.',
    notAccepted: 'Not accepted',
    overtaken: 'The lesson has changed meanwhile. This is the comparison with what it is now.',
    gone: 'This version is not kept any more: of proposals the last five are.',
  },

  told: {
    question: (id: string) => `Question ${id}`,
    whyRight: 'Why it is right:',
    whyWrong: (option: string) => `Why ${option} is wrong:`,
    doubt: (likely: readonly string[]) =>
      `The key is doubtful${likely.length > 0 ? `, likelier ${likely.join(', ')}` : ''}:`,
    right: '(right)',
    explanation: 'Explanation:',
    effort: (minutes: number, difficulty: number) => `(${minutes} min, difficulty ${difficulty} of 5)`,
    expected: 'What exists afterwards:',
    hint: 'Hint:',
  },
}
