/** A course that is read by its link: without a token, with what is its readers', and a view for what is gone. */
import { MantineProvider } from '@mantine/core'
import { render, screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newQueryClient } from '../../src/api/queries'
import { isOpen, OpenApp } from '../../src/App'
import { texts } from '../../src/texts'
import { given, problem } from '../drawn'

const t = texts.sharing
const quiz = (question: string) => ({
  question,
  options: [
    { option_id: 'A', text: 'One' },
    { option_id: 'B', text: 'Two' },
  ],
  correct: ['B'],
  explanation: 'Since.',
})
const lesson = (id: string) => ({
  lesson_id: id,
  title: `Lesson ${id}`,
  objectives: ['Tell one'],
  body: `Text of ${id}`,
  key_points: [],
  question_ids: ['q1'],
  worked_questions: [{ question_id: 'q1', why_right: 'It just is.', why_wrong: [] }],
  quiz: [quiz('Which?')],
})
const SHARED = {
  slug: 'abc',
  kind: 'exam',
  title: '<b>Bees</b>',
  description: 'All of them',
  language: 'en',
  audience: 'keepers',
  made_by: 'a-model',
  published_at: '2026-11-27T12:00:00Z',
  introduction: 'Welcome to it',
  glossary: [{ term: 'Hive', meaning: 'A house', lesson_ids: ['l1'] }],
  final_exam: [quiz('All in all?')],
  topics: [
    {
      topic_id: 't1',
      title: 'T',
      description: '',
      status: 'completed',
      lessons: [lesson('l1'), lesson('l2')],
    },
  ],
}

let asked: { path: string; token: string | null }[]
let answer: () => Response

beforeEach(() => {
  asked = []
  answer = () => given(SHARED)
  vi.stubGlobal('fetch', (request: Request) => {
    asked.push({ path: new URL(request.url).pathname, token: request.headers.get('Authorization') })
    return Promise.resolve(answer())
  })
})

afterEach(() => {
  window.history.replaceState(null, '', '/')
  localStorage.clear()
  vi.unstubAllGlobals()
})

function open(path: string) {
  window.history.replaceState(null, '', path)
  const queries = newQueryClient()
  render(
    <MantineProvider env="test">
      <OpenApp queries={queries} />
    </MantineProvider>,
  )
}

const heading = (name: string) => screen.findByRole('heading', { level: 1, name })
const follow = async (name: string | RegExp) => {
  const [link] = await screen.findAllByRole('link', { name })
  if (!link) throw new Error('no such link')
  await userEvent.click(link)
}

test('it is read from its first lesson to its final exam, all by one request without a token', async () => {
  open('/c/abc')
  await heading('<b>Bees</b>')
  screen.getByText(t.audience('keepers'))
  await follow(texts.reader.course.begin)
  await heading('Lesson l1')
  await screen.findByText('Text of l1')
  screen.getByText('It just is.')
  screen.getByText(texts.reader.question.hidden)
  expect(window.location.pathname).toBe('/c/abc/l1')
  await follow(/Lesson l2/)
  await screen.findByText('Text of l2')
  await follow(texts.reader.around.glossary)
  await follow(texts.reader.around.lesson(1, 1))
  await heading('Lesson l1')
  await follow(texts.reader.around['final-exam'])
  await screen.findByText('All in all?')
  await follow('<b>Bees</b>')
  await screen.findByRole('link', { name: texts.reader.course.goOn })
  expect(asked).toEqual([{ path: '/v1/shared/abc', token: null }])
})

test('every link leads to the course itself', async () => {
  open('/c/abc/glossary')
  await screen.findByText(/A house/)
  const paths = screen.getAllByRole('link').map(link => link.getAttribute('href') ?? '')
  expect(paths.filter(path => path !== '#content' && !/^\/c\/abc(\/|$)/.test(path))).toEqual([])
  expect(document.querySelector('meta[name=robots]')?.getAttribute('content')).toBe('noindex')
})

test.each([
  [404, 'course-not-found'],
  [422, 'invalid-request'],
])('what is not there, or no more, is told kindly: %i', async (status, code) => {
  answer = () => problem(status, code, 'There is no such course.')
  open('/c/abc')
  expect(await screen.findAllByText(t.gone)).toHaveLength(2)
  screen.getByText(t.goneText)
  expect(screen.queryByRole('alert')).toBeNull()
})

test('another refusal is not a course that is gone', async () => {
  answer = () => problem(400, 'unknown-fault', 'A fault.')
  open('/c/abc')
  await screen.findByText('A fault.')
  answer = () => given(SHARED)
  await userEvent.click(screen.getByRole('button', { name: texts.common.tryAgain }))
  await heading('<b>Bees</b>')
})

test('a lesson that it does not have leads to its overview', async () => {
  open('/c/abc/l9')
  await follow(texts.reader.course.toOverview)
  await waitFor(() => expect(window.location.pathname).toBe('/c/abc'))
})

test.each([
  ['/c/abc', true],
  ['/c/abc/l1', true],
  ['/courses/abc', false],
  ['/c', false],
  ['/', false],
])('%s is open to anyone: %s', (path, is) => expect(isOpen(path)).toBe(is))
