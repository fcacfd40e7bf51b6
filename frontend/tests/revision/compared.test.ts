/** Which fields of a lesson another version changes, and how they are told. */
import { expect, test } from 'vitest'
import type { EditedLesson } from '../../src/api/lessons'
import { compared } from '../../src/revision/compared'
import { OF_EXAM, OF_PROJECT } from '../editor/lessons'

/** Fields that are other, with what is taken away and what is new. */
const told = (live: EditedLesson, other: EditedLesson) =>
  Object.fromEntries(
    compared(live, other).changed.map(({ field, pieces }) => [
      field,
      pieces.filter(one => one.kind !== 'same').map(one => one.text),
    ]),
  )

const [WORKED] = OF_EXAM.worked_questions
const [QUIZ] = OF_EXAM.quiz
const [TASK] = OF_PROJECT.tasks
if (!WORKED || !QUIZ || !TASK) throw new Error('the lessons have none')

test.each<[string, EditedLesson, EditedLesson, Record<string, string[]>]>([
  ['nothing', OF_EXAM, { ...OF_EXAM, version: 'v2', checked_by: null }, {}],
  ['a title', OF_EXAM, { ...OF_EXAM, title: 'Wasps' }, { title: ['Bees', 'Wasps'] }],
  ['a body', OF_EXAM, { ...OF_EXAM, body: '# Bees\r\n\r\nThey *walk*.  \n' }, { body: ['fly', 'walk'] }],
  [
    'an objective more',
    OF_EXAM,
    { ...OF_EXAM, objectives: [...OF_EXAM.objectives, 'Run'] },
    { objectives: ['\n• Run'] },
  ],
  [
    'a key point less',
    OF_EXAM,
    { ...OF_EXAM, key_points: ['Bees are hairy.'] },
    { key_points: ['\n• Wasps are not.'] },
  ],
  [
    'why it is right',
    OF_EXAM,
    { ...OF_EXAM, worked_questions: [{ ...WORKED, why_right: 'It is furry.' }] },
    { worked_questions: ['hairy', 'furry'] },
  ],
  [
    'which option is right',
    OF_EXAM,
    { ...OF_EXAM, quiz: [{ ...QUIZ, correct: ['B'] }] },
    { quiz: [' (right)', ' (right)'] },
  ],
  [
    'an example and a summary',
    OF_PROJECT,
    { ...OF_PROJECT, example: 'A crate.', summary: 'Wood.' },
    { example: ['box', 'crate'], summary: [', then bees'] },
  ],
  [
    'the time of a task',
    OF_PROJECT,
    { ...OF_PROJECT, tasks: [{ ...TASK, minutes: 45 }] },
    { tasks: ['30', '45'] },
  ],
  [
    'a hint',
    OF_PROJECT,
    { ...OF_PROJECT, tasks: [{ ...TASK, hints: ['Slowly.'] }] },
    { tasks: ['\nHint: With a saw.'] },
  ],
])('%s', (_, live, other, expected) => {
  expect(told(live, other)).toEqual(expected)
})

test('what is the same is named too', () => {
  const { same } = compared(OF_EXAM, { ...OF_EXAM, title: 'Wasps', quiz: [] })
  expect(same).toEqual(['objectives', 'body', 'key_points', 'worked_questions'])
})
