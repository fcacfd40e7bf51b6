/** Deleted, and brought back: what is shown at once, and what is told when the service does not answer. */
import { cleanNotifications } from '@mantine/notifications'
import { useInfiniteQuery } from '@tanstack/react-query'
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { useApi } from '../../src/api/context'
import { tellDone, tellFailed } from '../../src/components/telling'
import { COURSES } from '../../src/jobs/keys'
import { OwnedMenu } from '../../src/owned/OwnedMenu'
import { texts } from '../../src/texts'
import { draw, given, nothing, notes, problem, stubService } from '../drawn'

const t = texts.owned
const AT = '/v1/courses/bees'
const LIST = { courses: [{ course_id: 'bees', title: 'Bees' }], next_cursor: null }

let answers: Record<string, (() => Response | Error | Promise<Response>)[]>
let asked: string[]
let told: number

beforeEach(() => {
  answers = {}
  told = 0
  // The last answer is given again and again.
  asked = stubService(what => {
    const left = answers[what] ?? []
    return (left.length > 1 ? left.shift() : left[0])?.()
  })
})

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

function Courses() {
  const api = useApi()
  const { data } = useInfiniteQuery({
    queryKey: [...COURSES, 'all'],
    queryFn: () => api.courses(),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: page => page.next_cursor ?? undefined,
  })
  const courses = data?.pages.flatMap(page => page.courses) ?? []
  return (
    <ul>
      {courses.map(({ course_id, title }) => (
        <li key={course_id}>
          {title}
          <OwnedMenu owned={{ kind: 'course', id: course_id, title }} deleted={() => told++} />
        </li>
      ))}
    </ul>
  )
}

/** Its list is answered once; all later questions wait for ever. */
async function shown(): Promise<void> {
  answers['GET /v1/courses'] = [() => given(LIST), nothing]
  draw(<Courses />)
  await screen.findByText('Bees')
}

async function choose(item: string): Promise<void> {
  await userEvent.click(screen.getByRole('button', { name: t.menu('Bees') }))
  await userEvent.click(await screen.findByRole('menuitem', { name: item }))
}

const undo = () => screen.findByRole('button', { name: t.undoNamed('Bees') })
const undoNow = () => screen.queryByRole('button', { name: t.undoNamed('Bees') })
const done = () => new Response(null, { status: 204 })
const posts = () => asked.filter(one => !one.startsWith('GET'))

test('it is out of the list at once, whatever becomes of the question for a new one', async () => {
  answers[`DELETE ${AT}`] = [done]
  answers[`POST ${AT}/restore`] = [() => given(LIST.courses[0])]
  await shown()
  await choose(t.remove)
  await waitFor(() => expect(screen.queryByText('Bees')).toBeNull())
  expect(told).toBe(1)
  answers['GET /v1/courses'] = [() => given(LIST)]
  await userEvent.click(await undo())
  await screen.findByText(t.restored('Bees'))
  await screen.findByText('Bees')
  expect(posts()).toEqual([`DELETE ${AT}`, `POST ${AT}/restore`])
})

test.each<[string, () => Response | Error]>([
  ['no answer', () => new TypeError('Failed to fetch')],
  [
    'an answer of what stands before the service',
    () => given({ message: 'Endpoint request timed out' }, 504),
  ],
])('it may be brought back where nobody knows whether it is deleted: %s', async (_, answer) => {
  answers[`DELETE ${AT}`] = [answer]
  answers[`POST ${AT}/restore`] = [() => given(LIST.courses[0])]
  await shown()
  await choose(t.remove)
  await screen.findByText(t.perhapsDeleted('Bees'))
  expect(screen.queryByText(t.notDeleted('Bees'))).toBeNull()
  await userEvent.click(await undo())
  await screen.findByText(t.restored('Bees'))
})

test('what was refused is told to be there still', async () => {
  answers[`DELETE ${AT}`] = [() => problem(409, 'course-in-use', 'A job writes it.')]
  await shown()
  await choose(t.remove)
  await screen.findByText(t.notDeleted('Bees'))
  expect(undoNow()).toBeNull()
})

test('an undo that fails is offered again, until it has been done', async () => {
  answers[`DELETE ${AT}`] = [done]
  answers[`POST ${AT}/restore`] = [() => new TypeError('Failed to fetch'), () => given(LIST.courses[0])]
  await shown()
  await choose(t.remove)
  await userEvent.click(await undo())
  await screen.findByText(t.notRestored('Bees'))
  await userEvent.click(await undo())
  await screen.findByText(t.restored('Bees'))
  await waitFor(() => expect(undoNow()).toBeNull())
})

test('an undo of what is gone for good is not offered again', async () => {
  answers[`DELETE ${AT}`] = [done]
  answers[`POST ${AT}/restore`] = [() => problem(404, 'course-not-found')]
  await shown()
  await choose(t.remove)
  await userEvent.click(await undo())
  await screen.findByText(t.notRestored('Bees'))
  await waitFor(() => expect(undoNow()).toBeNull())
})

test('a new title stands in the list at once, and the focus is back at the menu', async () => {
  answers[`PATCH ${AT}`] = [() => given(LIST.courses[0])]
  await shown()
  await choose(t.rename)
  const title = await screen.findByRole('textbox', { name: t.title })
  await userEvent.clear(title)
  await userEvent.type(title, ' Bumblebees {Enter}')
  await screen.findByText('Bumblebees')
  await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  const menu = screen.getByRole('button', { name: t.menu('Bumblebees') })
  await waitFor(() => expect(document.activeElement).toBe(menu))
})

test('an error is seen before the notes that were there', async () => {
  draw(null)
  for (const n of [1, 2, 3, 4, 5, 6]) tellDone(`Note ${n}`)
  await waitFor(() => expect(notes()).toHaveLength(5))
  tellFailed('Not deleted', new Error('It is in use.'))
  await screen.findByText('Not deleted')
})
