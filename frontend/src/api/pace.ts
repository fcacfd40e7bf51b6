/** Pace: how often the server wants to be asked about one thing, however many views ask. */

export class Pace {
  private readonly turns = new Map<string, Promise<unknown>>()
  private readonly notBefore = new Map<string, number>()

  /**
   * Runs `ask` when the last answer's `Retry-After` is over; who asks meanwhile stands in line.
   *
   * `ask` tells with its answer how long the next one has to wait, in ms.
   */
  async take<T>(
    what: string,
    ask: () => Promise<{ answer: T; retryAfterMs: number | null }>,
    signal?: AbortSignal,
  ): Promise<T> {
    const before = this.turns.get(what) ?? Promise.resolve()
    const turn = before.then(async () => {
      await until(this.notBefore.get(what) ?? 0, signal)
      const { answer, retryAfterMs } = await ask()
      this.notBefore.set(what, Date.now() + (retryAfterMs ?? 0))
      return answer
    })
    this.turns.set(
      what,
      turn.catch(() => undefined),
    )
    return turn
  }
}

function until(time: number, signal?: AbortSignal): Promise<void> {
  signal?.throwIfAborted()
  const delay = time - Date.now()
  if (delay <= 0) return Promise.resolve()
  return new Promise((resolve, reject) => {
    const timer = setTimeout(done, delay)
    function done() {
      signal?.removeEventListener('abort', stop)
      resolve()
    }
    function stop() {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    signal?.addEventListener('abort', stop, { once: true })
  })
}
