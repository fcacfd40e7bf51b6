/** Motion: where the bar stands between two answers of the server. */

/** Percent that the bar may run ahead of what is known to be done. */
export const LEAD = 2
/** ms in which most of a difference is caught up with. */
const EASE_MS = 350

/** What is known of a job's pace. */
export interface Known {
  /** Percent that is done. */
  readonly progress: number
  /** The estimate that came last: at which progress it was made, and when (ms since 1970). */
  readonly estimate: { readonly progress: number; readonly etaMs: number; readonly at: number } | null
}

/** Percent that should be done by now if it goes on as the server expects. */
export function expected({ progress, estimate }: Known, now: number): number {
  if (!estimate || estimate.etaMs <= 0) return progress
  const elapsed = Math.max(0, now - estimate.at)
  const planned = estimate.progress + ((100 - estimate.progress) * elapsed) / estimate.etaMs
  // The last percent belongs to the server: 100 is shown when it is done and not before.
  return Math.max(progress, Math.min(planned, progress + LEAD, 99))
}

/** The next picture: nearer to the target, and never behind where the bar was. */
export function eased(shown: number, target: number, elapsedMs: number): number {
  if (target <= shown) return shown
  // A frame may carry a time from before the moment at which it was asked for.
  const next = shown + (target - shown) * (1 - Math.exp(-Math.max(0, elapsedMs) / EASE_MS))
  return target - next < 0.05 ? target : next
}

/** ms left by now, of what was left when the server said so. */
export function leftMs({ estimate }: Known, now: number): number | null {
  return estimate && Math.max(0, estimate.etaMs - Math.max(0, now - estimate.at))
}
