import { texts } from '../texts'

export default function Library() {
  return <h1>{texts.common.loading}</h1>
}
