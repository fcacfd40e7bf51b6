/** Faults: what is wrong with which field, for the fields of the form. */
import { createContext, use } from 'react'

export const Faults = createContext<ReadonlyMap<string, string>>(new Map())

/** Message at the field with this JSON pointer. */
export function useFault(pointer: string): string | undefined {
  return use(Faults).get(pointer)
}
