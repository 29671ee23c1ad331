import type { WireRecord } from '@perigon/contracts'
import type { Format } from './list-state.ts'

/** The rules that hold for a record, as the server told: by their places in the list of rules. */
export function heldFormats(formats: readonly Format[], record: WireRecord): readonly Format[] {
  const marks = record['$marks']
  if (!Array.isArray(marks) || marks.length === 0) return []
  return formats.filter((_, index) => marks.includes(index))
}

/** The first rule for the whole record. */
export function rowFormat(held: readonly Format[]): Format | undefined {
  return held.find((each) => each.column === null)
}

/** The first rule for one column. */
export function cellFormat(held: readonly Format[], path: string): Format | undefined {
  return held.find((each) => each.column === path)
}

/** The class that colours a record or one of its values. */
export function toneClass(format: Format | undefined): string {
  return format === undefined ? '' : `pg-tone pg-tone--${format.tone}`
}
