/** Boundary: what fails within it leaves what stands around it. */
import { Component, type ReactNode } from 'react'
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
    return <Failure error={error} retry={() => window.location.reload()} />
  }
}
