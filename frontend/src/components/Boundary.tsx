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
    // React keeps the failure of what is fetched late, so a new try takes a new page.
    return <Failure error={error} retry={() => window.location.reload()} />
  }
}
