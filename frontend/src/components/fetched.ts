/** fetched: a part of the page that comes when it is needed, which takes a connection. */
import { lazy, type ComponentType } from 'react'
import { Unreachable } from '../api/errors'

/** As `lazy`, but what does not come is told as what it is. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any -- as the types of React have it
export function fetched<T extends ComponentType<any>>(fetch: () => Promise<{ default: T }>) {
  return lazy(() =>
    fetch().catch((cause: unknown) => {
      throw new Unreachable('A part of the page could not be fetched.', { cause })
    }),
  )
}
