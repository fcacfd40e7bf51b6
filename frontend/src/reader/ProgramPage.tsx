import { texts } from '../texts'

export default function ProgramPage() {
  return <h1>{texts.common.loading}</h1>
}
