import { texts } from '../texts'

export default function Home() {
  return <h1>{texts.common.loading}</h1>
}
