/** Boundary: what fails within it leaves what stands around it. */
import { Button } from '@mantine/core'
import { Component, type ReactNode } from 'react'
import { texts } from '../texts'
import { Failure } from './states'

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
    if (!error) return this.props.children
    // React remembers that a lazy part failed to load; only loading the page again tries it once more.
    const home = (
      <Button component="a" href="/courses" size="xs" variant="default">
        {texts.common.toLibrary}
      </Button>
    )
    return <Failure error={error} retry={() => window.location.reload()} wayOut={home} />
  }
}
