import { texts } from '../texts'

export default function JobPage() {
  return <h1>{texts.common.loading}</h1>
}
