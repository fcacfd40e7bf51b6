/** useCopy: a course once more, as a draft of its own. */
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useRef } from 'react'
import { useApi } from '../api/context'
import { copyCourse, type Owned } from '../api/owned'
import { randomKey } from '../api/transport'
import { tellDone, tellFailed } from '../components/telling'
import { texts } from '../texts'
import { showAnew } from './cached'

const t = texts.owned

export function useCopy() {
  const api = useApi()
  const queries = useQueryClient()
  // The same until it is answered: whoever asks again, since the answer got lost, gets one copy.
  const key = useRef<string>(undefined)
  return useMutation({
    mutationFn: ({ id }: Owned) => copyCourse(api, id, (key.current ??= randomKey())),
    onSuccess: (_, { title }) => {
      key.current = undefined
      tellDone(t.copied(title))
    },
    onError: (error, { title }) => tellFailed(t.notCopied(title), error),
    onSettled: (_, _error, owned) => showAnew(queries, owned),
  })
}
