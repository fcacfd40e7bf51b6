import { texts } from '../texts'

export default function CoursePage() {
  return <h1>{texts.common.loading}</h1>
}
