/** Start keys: the idempotency key of each thing that one page starts. */
import type { StartJob } from '../api/client'

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

  of(start: StartJob): string {
    const request = JSON.stringify(start)
    const key = this.known.get(request) ?? this.random()
    this.known.set(request, key)
    return key
  }
}

/** 128 random bits. `crypto.randomUUID` is not there on pages that are served without TLS. */
function randomKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return Array.from(bytes, byte => byte.toString(16).padStart(2, '0')).join('')
}
