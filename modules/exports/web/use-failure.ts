import { useLabel } from '@perigon/ui'
import { EXPORT_FAILURES } from '../export-run/export-failure.options.ts'

/** Says why an export of a kind failed and what to do, by the code of the failure. */
export function useFailure(): (code: unknown, kind: 'once' | 'again') => string {
  const label = useLabel()
  return (code, kind) => {
    const found = EXPORT_FAILURES.find(({ start }) => (typeof code === 'string' ? code : '').startsWith(start))
    return found === undefined ? '' : label(found[kind])
  }
}
