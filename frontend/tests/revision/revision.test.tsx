/** From a wish to a proposal that is accepted or not, on stubbed answers of the service. */
import { cleanNotifications } from '@mantine/notifications'
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { Revision } from '../../src/revision/Revision'
import { texts } from '../../src/texts'
import { failures } from '../../src/texts/failures'
import { revision } from '../../src/texts/revision'
import { editor } from '../../src/texts/editor'
import { address, draw, given, problem } from '../drawn'
import { OF_EXAM } from '../editor/lessons'
import { job } from '../queue/jobs'

const LESSON = { ...OF_EXAM, lesson_id: 'one' }
const PROPOSAL = {
  ...LESSON,
  version: 'v2',
  title: 'Wasps',
  findings: [{ rule: 'length', level: 'warn', pointer: '/body', message: 'It is short.' }],
}
const VERSION = {
  created_at: '2026-01-02T00:00:00Z',
  made_by: 'a-model',
  note: 'Of <b>wasps</b>',
  is_live: false,
}
const AT = '/v1/courses/bees/lessons/one'
const JOB = job({ job_id: 'job_1', pipeline: 'lesson_revision' })
const DONE = {
  ...JOB,
  items: [],
  status: 'completed' as const,
  is_finished: true,
  progress: 100,
  result: { course_id: 'bees', lesson_id: 'one', version: 'v2' },
}
const QUOTE = {
  model_calls: { low: 1, high: 2 },
  cost_usd: { low: 0.02, high: 0.04 },
  duration_ms: { low: 60_000, high: 120_000 },
  based_on: 'token_counts',
}

let answers: Record<string, (url: URL) => Response>
let sent: { what: string; body: Record<string, unknown> }[]

// A part of the page that is fetched when it is needed: here before, so that no test waits for it.
beforeAll(async () => {
  await import('../../src/revision/RevisionDialog')
})

beforeEach(() => {
  sent = []
  answers = {
    'POST /v1/quote': () => given(QUOTE),
    'POST /v1/jobs': () => given(JOB, 202),
    'GET /v1/jobs/job_1': () => given(DONE),
    [`GET ${AT}`]: url => given(url.searchParams.get('version') === 'v2' ? PROPOSAL : LESSON),
    [`GET ${AT}/versions`]: () => given({ versions: [{ ...VERSION, version: 'v2' }] }),
    [`POST ${AT}/restore`]: () => given(PROPOSAL),
  }
  vi.stubGlobal('fetch', async (request: Request) => {
    const url = new URL(request.url)
    const what = `${request.method} ${url.pathname}`
    if (request.method === 'POST')
      sent.push({ what, body: (await request.json()) as (typeof sent)[0]['body'] })
    return answers[what]?.(url) ?? problem(404, 'not-found')
  })
})

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

function shown(search = '', more: { isPublished?: boolean; isUnsaved?: boolean } = {}) {
  const { isPublished = false, ...props } = more
  const onAccepted = vi.fn()
  const of = { courseId: 'bees', lessonId: 'one', kind: 'exam' as const, isPublished }
  draw(<Revision of={of} {...props} onAccepted={onAccepted} />, `/courses/bees/one${search}`)
  return onAccepted
}

const press = (name: string) => fireEvent.click(screen.getByRole('button', { name }))
const dialog = (title: string) => screen.findByRole('dialog', { name: title })
const starts = () => sent.filter(one => one.what === 'POST /v1/jobs').map(one => one.body)
const restored = () => sent.filter(one => one.what.endsWith('/restore')).map(one => one.body.version)

test('a wish becomes a job, its end a comparison, and the proposal the lesson; Undo takes it back', async () => {
  const onAccepted = shown()
  press(texts.reader.course.writeAnew)
  const form = within(await dialog(revision.ask.title))
  const start = form.getByRole<HTMLButtonElement>('button', { name: revision.ask.start })
  expect(start.disabled).toBe(true)
  fireEvent.change(form.getByRole('textbox'), { target: { value: ' Of wasps ' } })
  fireEvent.click(form.getByRole('checkbox', { name: revision.fields.quiz }))
  fireEvent.click(form.getByRole('checkbox', { name: revision.fields.title }))
  expect(start.disabled).toBe(false)
  await form.findByText(/\$0\.02–\$0\.04/)
  fireEvent.click(start)

  const compared = within(await dialog(revision.proposal.title))
  expect(starts()).toMatchObject([
    {
      pipeline: 'lesson_revision',
      input: { course_id: 'bees', lesson_id: 'one', instructions: 'Of wasps', keep: ['title', 'quiz'] },
    },
  ])
  await compared.findByText('“Of <b>wasps</b>”')
  const text = document.querySelector('[data-field=title]')?.textContent
  expect(text).toContain(`${revision.proposal.removed} Bees`)
  expect(text).toContain(`${revision.proposal.added} Wasps`)
  expect(document.querySelector('[data-field=title] del')?.textContent).toContain('Bees')
  expect(document.querySelector('[data-field=title] ins')?.textContent).toContain('Wasps')
  expect(document.querySelector('[data-findings]')?.textContent).toContain('It is short.')
  expect(address()).toBe('/courses/bees/one?proposal=v2')

  press(revision.proposal.accept)
  await waitFor(() => expect(onAccepted).toHaveBeenCalledWith(PROPOSAL))
  await waitFor(() => expect(address()).toBe('/courses/bees/one'))
  fireEvent.click(await screen.findByRole('button', { name: editor.versions.undoNamed }))
  await waitFor(() => expect(restored()).toEqual(['v2', 'v1']))
})

test('nothing is accepted in place of what it was not compared with', async () => {
  const onAccepted = shown('?proposal=v2')
  await dialog(revision.proposal.title)
  await screen.findByText(revision.proposal.legend)
  const later = { ...LESSON, version: 'v3', title: 'Hornets' }
  answers[`GET ${AT}`] = url => given(url.searchParams.has('version') ? PROPOSAL : later)
  press(revision.proposal.accept)
  await screen.findByText(revision.proposal.overtaken)
  expect(document.querySelector('[data-field=title] del')?.textContent).toContain('Hornets')
  expect([restored(), onAccepted.mock.calls]).toEqual([[], []])
  press(revision.proposal.accept)
  await waitFor(() => expect(restored()).toEqual(['v2']))
})

test('what is discarded changes nothing, and it is said where it stays', async () => {
  shown('?proposal=v2')
  await screen.findByText(revision.proposal.legend)
  press(revision.proposal.discard)
  await screen.findByText(revision.proposal.discarded)
  expect([restored(), address()]).toEqual([[], '/courses/bees/one'])
})

test('a version that cannot come back is told in words for people', async () => {
  answers[`POST ${AT}/restore`] = () => problem(409, 'version-outdated', 'version-outdated it is')
  shown('?proposal=v2')
  await screen.findByText(revision.proposal.legend)
  press(revision.proposal.accept)
  const { says, todo } = failures['version-outdated']
  await screen.findByText(`${says} ${todo}`)
  expect(address()).toBe('/courses/bees/one?proposal=v2')
})

test.each([
  [() => problem(404, 'version-not-found'), revision.proposal.gone],
  [() => given({ ...PROPOSAL, version: 'v1' }), revision.proposal.isLive],
  [() => given({ ...LESSON, version: 'v2', findings: [] }), revision.proposal.none],
  [() => given({ ...PROPOSAL, findings: undefined }), revision.proposal.notLooked],
  [() => given({ ...PROPOSAL, findings: [] }), revision.proposal.foundNothing],
])('what there is to say of a version (%#)', async (answer, said) => {
  answers[`GET ${AT}`] = url => (url.searchParams.has('version') ? answer() : given(LESSON))
  shown('?proposal=v2')
  await screen.findByText(said)
})

test.each([true, false])(
  'what blocks is told where readers would see it at once (published: %s)',
  async isPublished => {
    const findings = [{ rule: 'placeholder', level: 'block', pointer: '/title', message: 'It is empty.' }]
    answers[`GET ${AT}`] = url => given(url.searchParams.has('version') ? { ...PROPOSAL, findings } : LESSON)
    shown('?proposal=v2', { isPublished })
    await screen.findByText('It is empty.')
    expect(screen.queryByText(revision.proposal.blocks) !== null).toBe(isPublished)
  },
)

test('a proposal that is being written already is shown', async () => {
  const other = { code: 'duplicate-job', job_id: 'job_1', detail: 'It runs.' }
  answers['POST /v1/jobs'] = () => given(other, 409)
  answers['GET /v1/jobs/job_1'] = () => given({ ...JOB, items: [] })
  shown('?anew', { isUnsaved: true })
  const form = within(await dialog(revision.ask.title))
  expect(form.getByText(revision.ask.unsaved)).toBeDefined()
  fireEvent.change(form.getByRole('textbox'), { target: { value: 'Shorter' } })
  fireEvent.click(form.getByRole('button', { name: revision.ask.start }))
  fireEvent.click(await form.findByRole('button', { name: revision.ask.show }))
  await dialog(revision.job.title)
  expect(address()).toBe('/courses/bees/one?revision=job_1')
})

test.each([
  ['course-being-written', 409],
  ['exam-missing', 409],
  ['lesson-outdated', 409],
] as const)('%s is told in words for people', async (code, status) => {
  answers['POST /v1/jobs'] = () => problem(status, code, 'in the words of the service')
  shown('?anew')
  const form = within(await dialog(revision.ask.title))
  fireEvent.change(form.getByRole('textbox'), { target: { value: 'Shorter' } })
  fireEvent.click(form.getByRole('button', { name: revision.ask.start }))
  await form.findByText(`${failures[code].says} ${failures[code].todo}`)
})

test('a wish that is too long, and one that keeps everything, cannot be started', async () => {
  shown('?anew')
  const form = within(await dialog(revision.ask.title))
  const start = form.getByRole<HTMLButtonElement>('button', { name: revision.ask.start })
  const wish = form.getByRole('textbox')
  fireEvent.change(wish, { target: { value: 'x'.repeat(2_003) } })
  expect(form.getByText(revision.ask.tooLong(3))).toBeDefined()
  expect(start.disabled).toBe(true)
  fireEvent.change(wish, { target: { value: 'Shorter' } })
  expect(start.disabled).toBe(false)
  for (const box of form.getAllByRole('checkbox')) fireEvent.click(box)
  expect(form.getByText(revision.ask.nothingLeft)).toBeDefined()
  expect(start.disabled).toBe(true)
})
