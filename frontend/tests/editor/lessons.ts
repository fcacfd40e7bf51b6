/** Lessons, for the tests of their editor. */
import type { LessonOfExam, LessonOfProject } from '../../src/api/lessons'

export const OF_EXAM: LessonOfExam = {
  lesson_id: 'topic-01-lesson-1',
  version: 'v1',
  title: 'Bees',
  objectives: ['Tell bees from wasps', 'Name three bees'],
  body: '# Bees\r\n\r\nThey *fly*.  \n',
  key_points: ['Bees are hairy.', 'Wasps are not.'],
  question_ids: ['q-1'],
  worked_questions: [
    { question_id: 'q-1', why_right: 'It is hairy.', why_wrong: [{ option_id: 'B', reason: 'It is not.' }] },
  ],
  quiz: [
    {
      question: 'Which?',
      options: [
        { option_id: 'A', text: 'A bee' },
        { option_id: 'B', text: 'A wasp' },
      ],
      correct: ['A'],
      explanation: 'By its hair.',
    },
  ],
}

export const OF_PROJECT: LessonOfProject = {
  lesson_id: 'project-1-lesson-1',
  version: 'v1',
  title: 'A hive',
  objectives: ['Build a hive'],
  body: 'Take wood.',
  example: 'A box.',
  summary: 'Wood, then bees.',
  status: 'completed',
  tasks: [
    {
      task_id: 'project-1-lesson-1-task-1',
      title: 'Saw',
      instructions: 'Saw it.',
      expected_result: 'Boards.',
      hints: ['Slowly.', 'With a saw.'],
      minutes: 30,
      difficulty: 2,
    },
  ],
}
