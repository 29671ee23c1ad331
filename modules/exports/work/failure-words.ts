import type { Label } from '@perigon/contracts'
import { EXPORT_FAILURES } from '../export-run/export-failure.options.ts'

/** Why an export of this kind failed and what to do, for the code of the failure; null when there was none. */
export function failureWords(code: string | null, kind: 'once' | 'again'): Label | null {
  return code === null ? null : (EXPORT_FAILURES.find(({ start }) => code.startsWith(start))?.[kind] ?? null)
}
