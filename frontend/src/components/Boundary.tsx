/** Boundary: what fails within it leaves what stands around it. */
import { Button } from '@mantine/core'
import { Component, createContext, use, type ReactNode } from 'react'
import { texts } from '../texts'
import { Failure } from './states'

/** Whether the library is a way out of what failed: not for those who are not signed in. */
export const HasLibraryContext = createContext(true)

interface State {
  readonly error: Error | null
}

export class Boundary extends Component<{ children: ReactNode }, State> {
  override state: State = { error: null }

  static getDerivedStateFromError(error: Error): State {
    return { error }
  }

  override render() {
    const { error } = this.state
    return error ? <Failed error={error} /> : this.props.children
  }
}

function Failed({ error }: { error: Error }) {
  const home = use(HasLibraryContext) && (
    <Button component="a" href="/courses" size="xs" variant="default">
      {texts.common.toLibrary}
    </Button>
  )
  // React remembers that a lazy part failed to load; only loading the page again tries it once more.
  return <Failure error={error} retry={() => window.location.reload()} wayOut={home} />
}
