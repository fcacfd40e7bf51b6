/** Starting a job, once, however often the button is pressed. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import type { StartJob } from '../api/client'
import { useApi } from '../api/context'
import { JOBS } from '../jobs/keys'
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
    onSuccess: () => queries.invalidateQueries({ queryKey: JOBS }),
  })
}
