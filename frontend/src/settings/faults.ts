/** Faults of a form: what of a refusal stands at which field. */
import { ApiProblem, type FieldFault } from '../api/errors'

/** Faults by their fields: `/url` and all below it belong to `url`. */
export function faultsAt(error: Error | null, field: string): string | undefined {
  const found = faultsOf(error).filter(fault => isAt(fault, field))
  return found.length > 0 ? found.map(fault => fault.message).join('; ') : undefined
}

/** What stands at none of these fields; null: all of it does. */
export function elsewhere(error: Error | null, fields: readonly string[]): Error | null {
  const faults = faultsOf(error)
  const isAllShown = faults.length > 0 && faults.every(fault => fields.some(field => isAt(fault, field)))
  return isAllShown ? null : error
}

function faultsOf(error: Error | null): readonly FieldFault[] {
  return error instanceof ApiProblem ? error.faults : []
}

function isAt({ pointer }: FieldFault, field: string): boolean {
  return pointer === `/${field}` || pointer.startsWith(`/${field}/`)
}
