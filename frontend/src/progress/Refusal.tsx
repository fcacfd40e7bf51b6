import { ApiProblem } from '../api/errors'
import { Failure } from '../components/states'

/** That somebody else, or the job itself, was quicker; the next look at the job shows it. */
const OVERTAKEN = ['job-already-finished', 'job-not-resumable', 'job-not-waiting']

/** Why what was asked for has not been done. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error || (error instanceof ApiProblem && OVERTAKEN.includes(error.code))) return null
  return <Failure error={error} />
}
