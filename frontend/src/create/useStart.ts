/** Starting a job, once, however often the button is pressed. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { StartJob } from '../api/client'
import { useApi } from '../api/context'
import { EXAMS, JOBS, LIMITS } from '../jobs/keys'
import { StartKeys } from './startKeys'

export function useStart() {
  const api = useApi()
  const queries = useQueryClient()
  const keys = useRef<StartKeys>(null)
  return useMutation({
    mutationFn: (start: StartJob) => {
      keys.current ??= new StartKeys()
      return api.startJob(start, keys.current.of(start))
    },
    onSuccess: () =>
      // An exam that was sent along is a stored one now.
      Promise.all([JOBS, EXAMS, LIMITS].map(queryKey => queries.invalidateQueries({ queryKey }))),
  })
}
