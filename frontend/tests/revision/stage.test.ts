/** How far the dialog of a revision is stands in the address, beside all else that stands there. */
import { expect, test } from 'vitest'
import { searchAt, stageOf, type Stage } from '../../src/revision/stage'

test.each<[string, Stage]>([
  ['', { kind: 'closed' }],
  ['anew', { kind: 'asked' }],
  ['anew=', { kind: 'asked' }],
  ['revision=job_1', { kind: 'job', jobId: 'job_1' }],
  ['proposal=v1', { kind: 'proposal', version: 'v1' }],
  ['proposal=&revision=', { kind: 'closed' }],
  ['anew=&revision=job_1&proposal=v1', { kind: 'proposal', version: 'v1' }],
])('%s', (search, stage) => {
  expect(stageOf(new URLSearchParams(search))).toEqual(stage)
})

test.each<[Stage, string]>([
  [{ kind: 'closed' }, 'job=a'],
  [{ kind: 'asked' }, 'job=a&anew='],
  [{ kind: 'job', jobId: 'a/b' }, 'job=a&revision=a%2Fb'],
  [{ kind: 'proposal', version: 'v2' }, 'job=a&proposal=v2'],
])('%j', (stage, search) => {
  const after = searchAt(new URLSearchParams('job=a&anew=&revision=x&proposal=v1'), stage)
  expect(after.toString()).toBe(search)
  expect(stageOf(after)).toEqual(stage)
})
