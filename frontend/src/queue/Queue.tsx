import { texts } from '../texts'

export default function Queue() {
  return <h1>{texts.common.loading}</h1>
}
