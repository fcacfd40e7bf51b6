/** The first minute: a sample to look at, and an example that fills the wizard. */
import { fireEvent, screen, waitFor } from '@testing-library/react'
import { Route, Routes } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import ExamWizard from '../../src/create/exam/ExamWizard'
import Home from '../../src/reader/Home'
import { EXAMPLE_PATH } from '../../src/reader/addresses'
import { fetchLessonBody } from '../../src/reader/lazily'
import SamplePage from '../../src/sample/SamplePage'
import { sample } from '../../src/sample/sample'
import { SessionContext, type Session } from '../../src/session/session'
import { texts } from '../../src/texts'
import { address, draw, given, stubService } from '../drawn'

const t = texts.reader.sample
const SESSION: Session = {
  owner: 'ada',
  name: 'Ada',
  token: () => Promise.resolve('token'),
  signOut: () => undefined,
}

let asked: string[]

beforeEach(() => {
  asked = stubService(what => {
    if (what === 'GET /v1/jobs') return given({ jobs: [], next_cursor: null })
    if (what === 'GET /v1/courses') return given({ courses: [], next_cursor: null })
    if (what === 'GET /v1/programs') return given({ programs: [], next_cursor: null })
    return undefined
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const links = () =>
  Object.fromEntries(screen.getAllByRole('link').map(one => [one.textContent, one.getAttribute('href')]))

test('whoever has nothing yet is shown a sample and an example', async () => {
  draw(<Home />)
  await screen.findByRole('link', { name: t.look })
  expect(links()).toMatchObject({ [t.look]: '/sample', [t.tryExample]: EXAMPLE_PATH })
  screen.getByText(t.both)
})

function drawSample(at: string) {
  draw(
    <SessionContext value={SESSION}>
      <Routes>
        <Route path="/sample/:lessonId?" element={<SamplePage />} />
      </Routes>
    </SessionContext>,
    at,
  )
}

test('the sample is a finished course, says that it is one, and asks the service for nothing', async () => {
  const { course } = await sample()
  drawSample('/sample')
  expect((await screen.findByRole('heading', { level: 1 })).textContent).toBe(course.title)
  screen.getByText(t.title)
  const begin = screen.getByRole('link', { name: texts.reader.course.begin })
  expect(begin.getAttribute('href')).toMatch(/^\/sample\/topic-01/)
  expect(asked).toEqual([])
})

test('its lessons show the questions of its exam', async () => {
  await fetchLessonBody()
  const { exam, course } = await sample()
  const topics = course.topics as { lessons: { lesson_id: string; question_ids: string[] }[] }[]
  const lesson = topics[0]?.lessons[0]
  const question = exam.questions.get(lesson?.question_ids[0] ?? '')
  drawSample(`/sample/${lesson?.lesson_id ?? ''}`)
  await waitFor(() => expect(document.body.textContent).toContain(question?.text.replaceAll('`', '')))
  screen.getByText(t.title)
})

test('the example fills the wizard, once', async () => {
  draw(<ExamWizard />, EXAMPLE_PATH)
  await screen.findByDisplayValue('HTTP and the web')
  await waitFor(() => expect(address()).toBe('/new/exam'))
  fireEvent.click(screen.getByRole('button', { name: texts.create.exam.another }))
  await screen.findByRole('button', { name: texts.create.exam.choose })
})
