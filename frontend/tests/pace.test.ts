import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Pace } from '../src/api/pace'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function asking(retryAfterMs: number | null, asked: number[]) {
  return () => {
    asked.push(Date.now())
    return Promise.resolve({ answer: asked.length, retryAfterMs })
  }
}

test('two views of one thing share what the server allows', async () => {
  vi.setSystemTime(0)
  const pace = new Pace()
  const asked: number[] = []
  const answers = Promise.all([1, 2, 3].map(() => pace.take('job', asking(1000, asked))))
  await vi.advanceTimersByTimeAsync(2000)
  expect(await answers).toEqual([1, 2, 3])
  expect(asked).toEqual([0, 1000, 2000])
})

test('other things do not wait', async () => {
  vi.setSystemTime(0)
  const pace = new Pace()
  const asked: number[] = []
  await pace.take('a', asking(1000, asked))
  await pace.take('b', asking(1000, asked))
  expect(asked).toEqual([0, 0])
})

test('who has left the line is not asked for, and holds up nobody', async () => {
  vi.setSystemTime(0)
  const pace = new Pace()
  const asked: number[] = []
  await pace.take('job', asking(1000, asked))
  const leaving = new AbortController()
  const left = pace.take('job', asking(1000, asked), leaving.signal)
  const stays = pace.take('job', asking(1000, asked))
  leaving.abort()
  await expect(left).rejects.toThrow()
  await vi.advanceTimersByTimeAsync(1000)
  await stays
  expect(asked).toEqual([0, 1000])
})

test('a failure does not block those that follow', async () => {
  const pace = new Pace()
  await expect(pace.take('job', () => Promise.reject(new Error('no')))).rejects.toThrow('no')
  await expect(pace.take('job', asking(null, []))).resolves.toBe(1)
})
