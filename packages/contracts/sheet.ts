import type { Json } from './json.ts'

/** So many cells are read and written in one request; larger blocks are an import. */
export const MAX_SHEET_CELLS = 5000

/** One row of a block typed or pasted into a list. */
export type SheetRow = {
  /** Absent: a new record. */
  readonly id?: string
  /** The version the person saw; what others changed since in the same fields is a fault of those cells. */
  readonly version?: number
  /** Field → text, read like a cell of an imported file: labels in both languages, usual dates, links by name. Blank empties. */
  readonly texts?: { readonly [field: string]: string }
  /** Field → value as on the wire. */
  readonly data?: { readonly [field: string]: Json }
}

export type SheetRequest = { readonly rows: readonly SheetRow[] }

/** What became of a row: the cells that were not written, with the reason in the person's language. */
export type SheetRowResult = {
  /** Null: a new record that was not created. */
  readonly id: string | null
  /** The record's version after the write; absent when nothing of the row was written. */
  readonly version?: number
  readonly faults: { readonly [field: string]: string }
  /** What stands in the way of a new record and is none of its cells. */
  readonly fault?: string
}

export type SheetResult = {
  /** Takes all of it back; null when nothing was written. */
  readonly operation: string | null
  /** In the order of the rows asked for. */
  readonly rows: readonly SheetRowResult[]
}
