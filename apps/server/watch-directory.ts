import type { Kernel } from '@perigon/kernel'
import { type Directory, endLeavers } from '@perigon/organization'
import type { FastifyBaseLogger } from 'fastify'

const EVERY_MS = 5 * 60_000

/** Asks the company's directory every five minutes who has left it, and signs them out. A silent directory signs nobody out. */
export function watchDirectory(kernel: Kernel, directory: Directory | null, logger: FastifyBaseLogger): { stop(): Promise<void> } {
  let running: Promise<unknown> = Promise.resolve()
  const look = (): void => {
    if (directory === null) return
    running = running.then(() => endLeavers(kernel, directory)).catch((error: unknown) => logger.warn({ err: error }, 'directory'))
  }
  const timer = directory === null ? null : setInterval(look, EVERY_MS)
  timer?.unref()
  return {
    stop: async () => {
      if (timer !== null) clearInterval(timer)
      await running
    },
  }
}
