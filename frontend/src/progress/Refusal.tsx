import { ApiProblem } from '../api/errors'
import { Failure } from '../components/states'

/** Codes of a refusal because the job has changed meanwhile; the next poll shows how. */
const OVERTAKEN = ['job-already-finished', 'job-not-resumable', 'job-not-waiting']

/** Why a cancel, retry or continue was refused. */
export function Refusal({ error }: { error: Error | null }) {
  if (!error || (error instanceof ApiProblem && OVERTAKEN.includes(error.code))) return null
  return <Failure error={error} />
}
