/** Start keys: the idempotency key of each thing that one page starts. */
import { randomKey } from '../api/transport'

/**
 * The same request has the same key for as long as its page is open: a double click, and a second try after an
 * answer that was lost on the way, start one job. Once something is changed it is another request.
 */
export class StartKeys {
  private readonly known = new Map<string, string>()
  private readonly random: () => string

  constructor(random: () => string = randomKey) {
    this.random = random
  }

  of(start: object): string {
    const request = JSON.stringify(start)
    const key = this.known.get(request) ?? this.random()
    this.known.set(request, key)
    return key
  }
}
