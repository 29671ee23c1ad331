/** The person closed the browser's window, or it waited for too long; browsers do not say which. */
export function isCancelled(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}
