import type { Database } from '@perigon/db'
import type { Kernel } from '@perigon/kernel'

/** What every part of an import works with. */
export type ImportDeps = { readonly db: Database; readonly kernel: Kernel }
