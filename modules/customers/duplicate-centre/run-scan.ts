import { setTimeout as rest } from 'node:timers/promises'
import { AppError, newId } from '@perigon/contracts'
import type { Kernel } from '@perigon/kernel'
import { failScan, keepStep, sweepOnce, takeScan } from './scan-ledger.ts'
import { nextStep } from './scan-steps.ts'

/** It rests a third as long as it worked, measured by the clock: the busier the machine, the longer the rest. */
const REST = 1 / 3
const LONGEST_REST_MS = 200

/** Does the next piece of the scan that runs; false when none does, or another worker is at it. */
export async function runScanStep(kernel: Kernel, worker: string): Promise<boolean> {
  const scan = await takeScan(kernel.db, worker)
  if (scan === null) return false
  try {
    return await keepStep(kernel, scan, { worker, step: await nextStep(kernel.db, scan) })
  } catch (error) {
    // A lost database leaves the scan for the next worker; anything else would happen again.
    if (error instanceof AppError && error.code === 'database.unavailable') throw error
    await failScan(kernel, { id: scan.id, worker }, error)
    throw error
  }
}

/**
 * All scans that run, piece by piece, until told to stop. It rests between them, so that people feel little of it; then
 * takes away what the scans before have left.
 */
export async function workOnScans(kernel: Kernel, signal?: AbortSignal): Promise<void> {
  const worker = newId()
  const isStopped = (): boolean => signal?.aborted === true
  for (;;) {
    const began = kernel.clock.now().getTime()
    if (isStopped() || !(await runScanStep(kernel, worker))) break
    const took = kernel.clock.now().getTime() - began
    if (took > 0) await rest(Math.min(took * REST, LONGEST_REST_MS))
  }
  while (!isStopped() && (await sweepOnce(kernel.db)));
}
