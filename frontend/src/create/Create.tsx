import { texts } from '../texts'

export default function Create() {
  return <h1>{texts.common.loading}</h1>
}
