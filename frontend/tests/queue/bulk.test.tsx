/** The same done with several jobs: what is done, what is told, and what stays chosen. */
import { MantineProvider } from '@mantine/core'
import { cleanNotifications, Notifications } from '@mantine/notifications'
import { QueryClientProvider } from '@tanstack/react-query'
import { render, screen } from '@testing-library/react'
import userEvent from '@testing-library/user-event'
import { useState } from 'react'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { ApiClient } from '../../src/api/client'
import { ApiContext } from '../../src/api/context'
import { newQueryClient } from '../../src/api/queries'
import { Bulk } from '../../src/queue/Bulk'
import { cancelled, job } from './jobs'
import { Service } from './service'

let service: Service

beforeEach(() => {
  service = new Service()
  vi.stubGlobal('fetch', service.fetch)
})

afterEach(() => {
  cleanNotifications()
  vi.unstubAllGlobals()
})

function Shown() {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set(['a', 'b', 'c']))
  return (
    <>
      <Bulk jobs={service.jobs} chosen={chosen} setChosen={setChosen} />
      <output>{[...chosen].join()}</output>
    </>
  )
}

function draw() {
  const api = new ApiClient(() => Promise.resolve('token'), 'http://service.test')
  render(
    <MantineProvider env="test">
      <Notifications />
      <ApiContext value={api}>
        <QueryClientProvider client={newQueryClient()}>
          <Shown />
        </QueryClientProvider>
      </ApiContext>
    </MantineProvider>,
  )
}

const press = (name: string) => userEvent.click(screen.getByRole('button', { name }))
const chosen = () => document.querySelector('output')?.textContent
const posts = () => service.asked.map(one => one.path.split('/').slice(3).join(' '))
const notes = () => screen.queryAllByRole('alert').map(note => note.textContent)

const three = ['a', 'b', 'c'].map(job_id => cancelled({ job_id, title: job_id.toUpperCase() }))

test('what is refused is told and stays chosen, the others are queued again', async () => {
  service.jobs = three
  service.refusals = { b: { status: 409, code: 'not-resumable', detail: 'It runs.' } }
  draw()
  await press('Retry 3')
  await screen.findByText('Queued again: 2 of 3')
  expect(posts()).toEqual(['a retry', 'b retry', 'c retry'])
  expect(notes()).toEqual(['Retry did not work: BIt runs.', 'Queued again: 2 of 3'])
  expect(chosen()).toBe('b')
})

test.each<[string, { status: number; code: string; detail: string }, string]>([
  ['a pause of its pipeline', { status: 503, code: 'paused', detail: 'Paused.' }, 'a,c'],
  ['a fault of the service', { status: 500, code: 'internal', detail: 'A fault.' }, 'a,c'],
  ['too many jobs', { status: 429, code: 'too-many-jobs', detail: 'Too many.' }, 'a'],
  ['the ceiling of spend', { status: 429, code: 'spend-limit-reached', detail: 'Met.' }, 'a'],
])('the jobs behind one refused for %s are done, unless it holds for them too', async (_, refusal, done) => {
  service.jobs = three
  service.refusals = { b: refusal }
  draw()
  await press('Retry 3')
  await screen.findByText(`Queued again: ${done.split(',').length} of 3`)
  expect(notes()[0]).toBe(`Retry did not work: B${refusal.detail}`)
  expect(chosen()).toBe(['a', 'b', 'c'].filter(one => !done.includes(one)).join())
})

test('several refusals are one note, which names each reason once', async () => {
  service.jobs = three
  const paused = { status: 503, code: 'paused', detail: 'Paused.' }
  service.refusals = { a: paused, b: { status: 409, code: 'not-resumable', detail: 'It runs.' }, c: paused }
  draw()
  await press('Retry 3')
  await screen.findByText('Retry did not work: 3 jobs')
  expect(notes()).toEqual(['Retry did not work: 3 jobsA, C: Paused.\nB: It runs.'])
  expect(chosen()).toBe('a,b,c')
})

test('a service that is away is told once, and all that is left stays chosen', async () => {
  service.jobs = three
  service.unreachable = /[bc]\/retry/
  draw()
  await press('Retry 3')
  await screen.findByText('Queued again: 1 of 3')
  expect(notes()).toEqual(['Retry did not work: BThe service cannot be reached.', 'Queued again: 1 of 3'])
  expect(chosen()).toBe('b,c')
})

test('nothing else begins while it runs', async () => {
  service.jobs = [...three.slice(0, 2), job({ job_id: 'c' })]
  let answer = () => {}
  service.before = new Promise(resolve => (answer = () => resolve()))
  draw()
  await press('Retry 2')
  const buttons = ['Cancel 1', 'Retry 2', 'Choose none'].map(name => screen.getByRole('button', { name }))
  expect(buttons.filter(button => !(button as HTMLButtonElement).disabled)).toEqual([])
  answer()
  await screen.findByText('Queued again: 2 of 2')
  expect(chosen()).toBe('c')
})
