import type { Json } from './json.ts'

/** What the server found in an uploaded file, before anything is mapped. */
export type ImportSource = {
  readonly format: 'csv' | 'xlsx' | 'vcard'
  readonly encoding?: 'utf-8' | 'utf-16le' | 'utf-16be' | 'gb18030'
  readonly delimiter?: ',' | ';' | '\t'
  readonly sheet?: string
  readonly header: readonly string[]
  /** First 20 rows as text. */
  readonly sample: readonly (readonly string[])[]
}

/** How one column (by header position) goes into a field. */
export type ColumnMapping = {
  readonly column: number
  readonly header: string
  /**
   * Null: the column is left out. A name with a dot fills another object from the same row: `link.field` a record the
   * row's link makes, `relation.field` a record below the row's.
   */
  readonly field: string | null
  /** For links: the field of the target that the text is compared with (its title when absent). */
  readonly by?: string
  /** For links: the text is the id the record has in this other system, as an earlier import brought it. */
  readonly external?: string
  /** What to do with texts that cannot be read as a value: refuse the row (default), or leave the field blank and say so. */
  readonly unreadable?: 'fail' | 'empty'
  /** Text in the file → option value, record id, or corrected text; null empties the cell. */
  readonly values?: { readonly [text: string]: Json }
  /** Used where the cell is blank. */
  readonly blank?: Json
  /** For links: what to do with texts that name no record — refuse the row (default), make the record, or leave the link empty. */
  readonly missing?: 'fail' | 'create' | 'empty'
}

export type ImportMapping = {
  readonly columns: readonly ColumnMapping[]
  /** Field by which rows find existing records; null: every row is new. */
  readonly match: string | null
  /** What to do with rows whose record exists. */
  readonly existing: 'update' | 'skip'
  /** Fixed values for fields no column fills. */
  readonly constants?: { readonly [field: string]: Json }
  readonly locale?: 'zh-CN' | 'en-US'
  /** The column with the id each row has in another system; records are found by it first, and remembered by it. */
  readonly external?: { readonly source: string; readonly column: number }
}

export const IMPORT_STATES = [
  'uploaded',
  'checking',
  'checked',
  'running',
  'paused',
  'done',
  'cancelled',
  'failed',
  'undoing',
  'undone',
] as const
export type ImportState = (typeof IMPORT_STATES)[number]

/** Rows by what becomes of them, and how many records of other objects they make or change (by link or relation). */
export type ImportCounts = {
  readonly new: number
  readonly update: number
  readonly skip: number
  readonly fail: number
  /** Cells that could not be read and were left blank, as the mapping asked. */
  readonly blanked?: number
  readonly parts?: { readonly [part: string]: { readonly new: number; readonly update: number } }
}

/** One import, as the API tells it. */
export type ImportJob = {
  readonly id: string
  readonly object: string
  readonly file_name: string
  readonly state: ImportState
  readonly source: ImportSource
  readonly mapping: ImportMapping | null
  readonly rows: number
  /** Rows done in the current state (checking or running). */
  readonly progress: number
  readonly counts: ImportCounts
  /** Texts that name no record or option, with the number of rows and near misses, most rows first (at most 200). */
  readonly unmatched: readonly UnmatchedText[]
  /** First 100 problems by row. */
  readonly problems: readonly ImportProblem[]
  readonly created_at: string
  readonly finished_at: string | null
  readonly error: string | null
}

export type UnmatchedText = {
  readonly field: string
  readonly text: string
  readonly rows: number
  readonly suggestions: readonly { readonly value: Json; readonly title: string; readonly score: number }[]
}

export type ImportProblem = { readonly row: number; readonly field: string; readonly message: string; readonly value: string }
