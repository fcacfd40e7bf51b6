/** The form of a lesson: what it says of a save, of one that failed, and of what is typed since. */
import { cleanNotifications } from '@mantine/notifications'
import { useQuery } from '@tanstack/react-query'
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useApi } from '../../src/api/context'
import type { Course } from '../../src/api/types'
import type { Draft } from '../../src/editor/editing'
import { EditorForm } from '../../src/editor/EditorForm'
import { courseKey } from '../../src/jobs/keys'
import { SessionContext, type Session } from '../../src/session/session'
import { editor as t } from '../../src/texts/editor'
import { address, draw, given, nothing, problem, stubService } from '../drawn'
import { OF_EXAM } from './lessons'

/** With few fields, since each of them takes its time. */
const LESSON = { ...OF_EXAM, objectives: [], key_points: [], worked_questions: [], quiz: [] }

const PLACE = { owner: 'ada', courseId: 'bees', lessonId: LESSON.lesson_id }
const COURSE = {
  course_id: 'bees',
  kind: 'exam',
  exam_id: 'exam_1',
  title: 'Bees',
  topics: [{ topic_id: 'topic-01', title: 'Bees', lessons: [{ ...LESSON, status: 'completed' }] }],
  quality: { blocked: false, findings: [] },
} as unknown as Course

const SESSION: Session = {
  owner: 'ada',
  name: 'Ada',
  token: () => Promise.resolve('token'),
  signOut: () => undefined,
}

const COURSE_AT = '/v1/courses/bees'
const AT = `${COURSE_AT}/lessons/${LESSON.lesson_id}`

let answers: Record<string, () => Response | Error | Promise<Response>>
let asked: string[]
let version: number

beforeEach(() => {
  window.localStorage.clear()
  version = 1
  answers = { [`GET ${COURSE_AT}`]: () => given(COURSE), [`PUT ${AT}`]: saved }
  asked = stubService(what => answers[what]?.())
})

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

/** The service answers with what was sent; of these tests that is a title. */
const saved = () => given({ ...LESSON, title: titleField().value, version: `v${String(++version)}` })

function Form({ draft }: { draft: Draft | null }) {
  const api = useApi()
  const { data, isRefetchError } = useQuery({
    queryKey: courseKey('bees'),
    queryFn: () => api.course('bees'),
  })
  return (
    data && (
      <>
        <EditorForm course={data} live={LESSON} draft={draft} place={PLACE} />
        {isRefetchError && <p>not read again</p>}
      </>
    )
  )
}

async function shown(draft: Draft | null = null): Promise<void> {
  draw(
    <SessionContext value={SESSION}>
      <Form draft={draft} />
    </SessionContext>,
  )
  await screen.findByRole('heading', { level: 1 })
}

const titleField = () => screen.getByRole<HTMLInputElement>('textbox', { name: t.fields.title })
const type = (title: string) => fireEvent.change(titleField(), { target: { value: title } })
const save = () => fireEvent.click(screen.getByRole('button', { name: t.save }))
const state = () => screen.getAllByRole('status').map(one => one.textContent)
const saves = () => asked.filter(what => what.startsWith('PUT')).length

/** The page writes its draft down, as it does when its tab is hidden. */
const keep = () => act(() => void document.dispatchEvent(new Event('visibilitychange')))

function withoutRoom() {
  const storage: Storage = {
    length: 0,
    key: () => null,
    getItem: () => null,
    removeItem: () => undefined,
    clear: () => undefined,
    setItem: () => {
      throw new DOMException('full', 'QuotaExceededError')
    },
  }
  vi.stubGlobal('localStorage', storage)
}

test('a saved title is the one in the heading and of the tab', async () => {
  await shown()
  type('Bumblebees')
  expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(t.title('Bees'))
  save()
  await waitFor(() =>
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(t.title('Bumblebees')),
  )
  expect(document.title).toContain(t.title('Bumblebees'))
})

test('what the quality rules find is said once the course was read again', async () => {
  await shown()
  type('Bumblebees')
  save()
  await waitFor(() => expect(state()).toContain(`${t.saved} ${t.foundNothing}`))
})

test('of findings that could not be read again nothing is said', async () => {
  await shown()
  answers[`GET ${COURSE_AT}`] = () => problem(403, 'forbidden')
  type('Bumblebees')
  save()
  await screen.findByText('not read again')
  // By now the save has been told of it, too.
  await act(() => Promise.resolve())
  expect(state()).toContain(t.saved)
})

test('while the course is read again one can save', async () => {
  await shown()
  answers[`GET ${COURSE_AT}`] = nothing
  type('Bumblebees')
  save()
  await waitFor(() => expect(state()).toContain(t.saved))
  type('Wasps')
  save()
  await waitFor(() => expect(saves()).toBe(2))
})

test('once more is saved, no Undo of a restored version is offered', async () => {
  const VERSIONS = {
    versions: [
      { version: 'v1', created_at: '2026-01-02T00:00:00Z', made_by: 'author', note: '', is_live: true },
      { version: 'v0', created_at: '2026-01-01T00:00:00Z', made_by: 'author', note: '', is_live: false },
    ],
  }
  answers[`GET ${AT}/versions`] = () => given(VERSIONS)
  answers[`POST ${AT}/restore`] = () => given({ ...LESSON, title: 'Older', version: 'v0' })
  await shown()
  const details = screen.getByText(t.versions.title).closest('details')
  if (details === null) throw new Error('no versions')
  details.open = true
  fireEvent(details, new Event('toggle'))
  await waitFor(() => expect(details.querySelector('[data-version=v0] button')).not.toBeNull())
  fireEvent.click(within(details).getByText(t.versions.restore))
  await screen.findByRole('button', { name: t.versions.undoNamed })
  await waitFor(() => expect(titleField().value).toBe('Older'))
  type('Mine')
  save()
  await waitFor(() => expect(state().join()).toContain(t.saved))
  await waitFor(() => expect(screen.queryByRole('button', { name: t.versions.undoNamed })).toBeNull())
})

test('a failed save is told of, until there is nothing left to save', async () => {
  answers[`PUT ${AT}`] = () => problem(500, 'internal')
  await shown({ base: 'v1', at: 1, lesson: { ...LESSON, title: 'Mine' }, aside: [] })
  save()
  await screen.findByText(t.failed.kept)
  const note = screen.getByText(t.draft.title).closest('[role=note]')
  if (!(note instanceof HTMLElement)) throw new Error('no note')
  fireEvent.click(within(note).getByRole('button', { name: t.discard }))
  expect(screen.queryByText(t.failed.kept)).toBeNull()
  type('Another')
  expect(screen.queryByText(t.failed.kept)).toBeNull()
})

test('nor is it told again of what is typed after all was as it had been', async () => {
  answers[`PUT ${AT}`] = () => problem(500, 'internal')
  await shown()
  type('Mine')
  save()
  await screen.findByText(t.failed.kept)
  type(LESSON.title)
  await waitFor(() => expect(screen.queryByText(t.failed.kept)).toBeNull())
  type('Another')
  expect(screen.queryByText(t.failed.kept)).toBeNull()
})

test('what is refused for its version without a word of the new one is told as well', async () => {
  answers[`PUT ${AT}`] = () => problem(412, 'precondition-failed', 'It has changed.')
  await shown()
  type('Mine')
  save()
  await screen.findByText('It has changed.')
})

test('what the browser keeps is said to be kept', async () => {
  answers[`PUT ${AT}`] = () => problem(500, 'internal')
  await shown()
  type('Mine')
  keep()
  save()
  await screen.findByText(t.failed.kept)
  fireEvent.click(screen.getByRole('link', { name: t.toLesson }))
  await screen.findByText(t.leaving.kept)
})

test('what the browser has no room for is not said to be kept', async () => {
  withoutRoom()
  answers[`PUT ${AT}`] = () => problem(500, 'internal')
  await shown()
  type('Mine')
  keep()
  expect(state()).toContain(t.unkept)
  save()
  await screen.findByText(t.failed.unkept)
  fireEvent.click(screen.getByRole('link', { name: t.toLesson }))
  await screen.findByText(t.leaving.lost)
  expect(screen.queryByText(t.failed.kept)).toBeNull()
  expect(address()).toBe('/')
})

test('one is asked as well about what is put aside and not kept', async () => {
  withoutRoom()
  await shown({ base: 'v1', at: 1, lesson: null, aside: [{ ...LESSON, title: 'Mine' }] })
  keep()
  expect(state()).toContain(t.unkept)
  fireEvent.click(screen.getByRole('link', { name: t.toLesson }))
  await screen.findByText(t.leaving.lost)
})
