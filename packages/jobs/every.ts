/** Work that comes again; `stop` ends it and waits for what is under way. */
export type Recurring = { stop(): Promise<void> }

/**
 * Does something every so many milliseconds, never twice at once: a tick that finds the last one still at work is left
 * out, so that slow work does not pile up. Failures go to `onError`, and the next tick tries again. Does not keep the
 * process alive.
 */
export function every(ms: number, work: () => Promise<unknown>, onError: (error: unknown) => void): Recurring {
  let running: Promise<void> | null = null
  const tick = async (): Promise<void> => {
    try {
      await work()
    } catch (error) {
      onError(error)
    } finally {
      running = null
    }
  }
  const timer = setInterval(() => {
    running ??= tick()
  }, ms)
  timer.unref()
  return {
    stop: async () => {
      clearInterval(timer)
      await running
    },
  }
}
