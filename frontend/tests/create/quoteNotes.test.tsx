/** What a job would take stands beside each button that starts one, as soon as it could be started. */
import { screen, waitFor } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import type { Outline, Profile } from '../../src/api/types'
import { ProgramForm } from '../../src/create/program/ProgramForm'
import { quoted } from '../../src/create/quoted'
import { Approved } from '../../src/create/topic/Approved'
import { TopicForm } from '../../src/create/topic/TopicForm'
import { texts } from '../../src/texts'
import { draw, given } from '../drawn'

const QUOTE = {
  model_calls: { low: 3, high: 4 },
  cost_usd: { low: 0.2, high: 0.35 },
  duration_ms: { low: 60_000, high: 120_000 },
  based_on: 'token_counts',
} as const

const YOU = { age: 30, sex: 'female', height_cm: 170, mass_kg: 65, experience: 'beginner' }
const PROFILE = { ...YOU, goal: 'strength', equipment: [], injuries: [], lifts: [] } as unknown as Profile
const OUTLINE: Outline = {
  title: 'Bees',
  description: '',
  projects: [{ title: 'A hive', description: '', objectives: [] }],
} as unknown as Outline

let bodies: { pipeline: string; input: Record<string, unknown> }[]

beforeEach(() => {
  bodies = []
  vi.stubGlobal('fetch', async (request: Request) => {
    if (!request.url.endsWith('/v1/quote')) return given({ code: 'not-found' }, 404)
    bodies.push((await request.json()) as (typeof bodies)[number])
    return given(QUOTE)
  })
})

afterEach(() => {
  vi.unstubAllGlobals()
})

const told = () => screen.findByText(quoted(QUOTE))

test('a topic is quoted when it is named', async () => {
  draw(<TopicForm />)
  expect(document.querySelector('[data-quote]')?.textContent).toBe('')
  await userEvent.type(screen.getByRole('textbox', { name: texts.create.topic.topic }), 'Bees')
  await told()
  expect(bodies.at(-1)).toMatchObject({ pipeline: 'course_outline', input: { topic: 'Bees' } })
})

test('an approved outline is quoted at once', async () => {
  draw(<Approved jobId="job_1" outline={OUTLINE} onStarted={() => undefined} />)
  await told()
  expect(bodies).toHaveLength(1)
  expect(bodies[0]).toMatchObject({ pipeline: 'project_course', input: { outline: OUTLINE } })
})

test('a program is quoted with the profile as it stands in the form', async () => {
  draw(<ProgramForm profile={PROFILE} />)
  await told()
  expect(bodies.at(-1)).toMatchObject({ pipeline: 'training_program', input: { profile: YOU } })
  const age = screen.getByRole('textbox', { name: texts.create.program.age })
  await userEvent.clear(age)
  await waitFor(() => expect(document.querySelector('[data-quote]')?.textContent).toBe(''))
})
