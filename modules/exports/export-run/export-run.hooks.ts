import { defineHooks } from '@perigon/kernel'

/** The ledger is written by the work itself; nobody makes entries by hand. */
export const exportRunHooks = defineHooks({
  object: 'export_run',
  check: ({ op, cause }) =>
    op === 'create' && (cause.kind === 'api' || cause.kind === 'batch' || cause.kind === 'import')
      ? [{ path: 'name', code: 'read_only' }]
      : [],
})
