/** A file of questions, or the example: what cannot be opened is told, and nothing is opened twice. */
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { texts } from '../../src/texts'
import { draw } from '../drawn'

const t = texts.create.exam
const EXAMPLE = '../../../examples/exam.json?raw'

let ExamFile: (typeof import('../../src/create/exam/ExamFile'))['ExamFile']

// Its parts are modules of their own, fetched when they are needed: each test fetches them anew.
async function load(): Promise<void> {
  vi.resetModules()
  ;({ ExamFile } = await import('../../src/create/exam/ExamFile'))
}
beforeEach(load)

afterEach(() => {
  vi.doUnmock(EXAMPLE)
})

const several = vi.fn()
const tryExample = () => screen.getByRole('button', { name: t.tryExample })

test('the example is read once, however often it is pressed', async () => {
  const read = vi.fn()
  draw(<ExamFile onRead={read} onSeveral={several} />)
  const button = tryExample()
  button.click()
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(true))
  button.click()
  await waitFor(() => expect(read).toHaveBeenCalled())
  await waitFor(() => expect((button as HTMLButtonElement).disabled).toBe(false))
  expect(read.mock.calls.map(call => call[1] as string)).toEqual(['example.json'])
})

test('an example that cannot be fetched is told', async () => {
  vi.doMock(EXAMPLE, () => {
    throw new TypeError('Failed to fetch dynamically imported module')
  })
  const read = vi.fn()
  draw(<ExamFile onRead={read} onSeveral={several} />)
  await userEvent.click(tryExample())
  const alert = await screen.findByRole('alert')
  expect(alert.textContent).toBe(`${t.unopened}example.json: ${t.unopenedText}`)
  expect(read).not.toHaveBeenCalled()
})

test('a file that cannot be read any more is told, and one without an exam otherwise', async () => {
  const read = vi.fn()
  const { container } = draw(<ExamFile onRead={read} onSeveral={several} />)
  const input = container.querySelector('input[type=file]') as HTMLInputElement
  const gone = new File(['{}'], 'gone.json')
  const fail = () => Promise.reject(new DOMException('It is not there.', 'NotFoundError'))
  Object.assign(gone, { text: fail, arrayBuffer: fail })
  await userEvent.upload(input, gone)
  expect((await screen.findByRole('alert')).textContent).toBe(`${t.unopened}gone.json: ${t.unopenedText}`)
  await userEvent.upload(input, new File(['{}'], 'other.json'))
  await waitFor(() => expect(screen.getByRole('alert').textContent).toContain(t.unreadable))
})

test('several files are read together, whatever is in them', async () => {
  const [read, several] = [vi.fn(), vi.fn()]
  const { container } = draw(<ExamFile onRead={read} onSeveral={several} />)
  const input = container.querySelector('input[type=file]') as HTMLInputElement
  expect(input.multiple).toBe(true)
  await userEvent.upload(input, [new File(['{}'], 'one.json'), new File(['Buy honey.'], 'two.md')])
  await waitFor(() => expect(several).toHaveBeenCalledOnce())
  const files = several.mock.calls[0]?.[0] as { name: string; exam: unknown }[]
  expect(files.map(({ name, exam }) => [name, exam])).toEqual([
    ['one.json', null],
    ['two.md', null],
  ])
  expect(read).not.toHaveBeenCalled()
})
