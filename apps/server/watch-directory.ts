import { every, type Recurring } from '@perigon/jobs'
import type { Kernel } from '@perigon/kernel'
import { type Directory, endLeavers } from '@perigon/organization'
import type { FastifyBaseLogger } from 'fastify'

const EVERY_MS = 5 * 60_000

/** Asks the company's directory every five minutes who has left it, and signs them out. A silent directory signs nobody out. */
export function watchDirectory(kernel: Kernel, directory: Directory, logger: FastifyBaseLogger): Recurring {
  return every(
    EVERY_MS,
    () => endLeavers(kernel, directory),
    (error) => logger.warn({ err: error }, 'directory'),
  )
}
