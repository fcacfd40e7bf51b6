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
