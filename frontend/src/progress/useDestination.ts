/** From a job to what it makes, within this page: by hand, and by itself when it is done and one wants that. */
import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState } from 'react'
import { useNavigate } from 'react-router'
import type { JobWithItems } from '../api/types'
import { artifactPath } from '../jobs/artifact'
import { COURSES, JOBS, PROGRAMS } from '../jobs/keys'
import type { FindDestination } from './destination'
import { useLeadOn } from './leadOn'
import { useJobEnd } from './useJobEnd'

/** ms in which one sees that it is done, before the page goes to what was made, if one wants that. */
const PAUSE_MS = 1_500

export function useDestination(job: JobWithItems | undefined): FindDestination {
  const navigate = useNavigate()
  const queries = useQueryClient()
  const [isLedOn] = useLeadOn()
  const [next, setNext] = useState<string | null>(null)

  useJobEnd(job, (ended, wasWatched) => {
    if (!wasWatched) return
    for (const queryKey of [JOBS, COURSES, PROGRAMS]) void queries.invalidateQueries({ queryKey })
    if (ended.status === 'completed' && isLedOn) setNext(artifactPath(ended))
  })

  useEffect(() => {
    if (next === null) return
    const timer = setTimeout(() => void navigate(next), PAUSE_MS)
    return () => clearTimeout(timer)
  }, [next, navigate])

  return useCallback(
    of => {
      const href = artifactPath(of)
      return href === null ? null : { href, go: () => void navigate(href) }
    },
    [navigate],
  )
}
