/** The final exam at its address: answered as a quiz is, with words of its own at the end. */
import { MantineProvider } from '@mantine/core'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { MemoryRouter, Route, Routes } from 'react-router'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiClient } from '../../src/api/client'
import { ApiContext } from '../../src/api/context'
import { newQueryClient } from '../../src/api/queries'
import CoursePage from '../../src/reader/CoursePage'
import { SessionContext } from '../../src/session/session'
import { texts } from '../../src/texts'

const option = (option_id: string) => ({ option_id, text: `Option ${option_id}` })
const COURSE = {
  kind: 'exam',
  course_id: 'x',
  title: 'HTTP',
  status: 'ready',
  exam_id: 'e',
  topics: [],
  final_exam: [
    { question: 'Which?', options: [option('A'), option('B')], correct: ['B'], explanation: 'Since B is.' },
  ],
}

beforeEach(() => {
  vi.stubGlobal('fetch', (request: Request) =>
    Promise.resolve(
      request.url.endsWith('/v1/courses/x')
        ? new Response(JSON.stringify(COURSE))
        : new Response('{"code":"exam-not-found"}', { status: 404 }),
    ),
  )
})

afterEach(() => {
  vi.unstubAllGlobals()
})

test('the final exam does not send one to a next lesson', async () => {
  const token = () => Promise.resolve('token')
  render(
    <MantineProvider env="test">
      <SessionContext value={{ owner: 'o', name: 'O', token, signOut: () => undefined }}>
        <ApiContext value={new ApiClient(token, 'http://service.test')}>
          <QueryClientProvider client={newQueryClient()}>
            <MemoryRouter initialEntries={['/courses/x/final-exam']}>
              <Routes>
                <Route path="/courses/:courseId/:lessonId" element={<CoursePage />} />
              </Routes>
            </MemoryRouter>
          </QueryClientProvider>
        </ApiContext>
      </SessionContext>
    </MantineProvider>,
  )
  expect(await screen.findByRole('heading', { level: 1, name: 'Final exam' })).toBeTruthy()
  await userEvent.click(await screen.findByRole('radio', { name: /Option B/ }))
  await userEvent.click(screen.getByRole('button', { name: 'Check the answers' }))
  expect(screen.getByText('1 of 1 right')).toBeTruthy()
  expect(screen.getByText(texts.reader.around.finalAll)).toBeTruthy()
  expect(screen.queryByText(texts.reader.quiz.all)).toBeNull()
  expect(screen.getByText('Since B is.')).toBeTruthy()
})
