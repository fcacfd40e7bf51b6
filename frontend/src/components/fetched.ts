/** fetched: a part of the page that is loaded when it is first shown. */
import { lazy, type ComponentType } from 'react'
import { Unreachable } from '../api/errors'

/** As React's `lazy`, but a part that cannot be loaded throws Unreachable, as a request would. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the types of React have it
export function fetched<T extends ComponentType<any>>(fetch: () => Promise<{ default: T }>) {
  return lazy(() =>
    fetch().catch((cause: unknown) => {
      throw new Unreachable('A part of the page could not be fetched.', { cause })
    }),
  )
}
