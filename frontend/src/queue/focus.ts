/** Where the focus goes when the button that one pressed is not there any more. */

/** Id of the link that a job has in the list. */
export function linkId(jobId: string): string {
  return `queued-${jobId}`
}

export function focusJob(jobId: string | undefined, otherwise?: HTMLElement | null): void {
  const link = jobId === undefined ? null : document.getElementById(linkId(jobId))
  const target = link ?? otherwise
  target?.focus()
}
