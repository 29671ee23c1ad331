import { textType } from '../text/text.ts'

/** Text around the running digits of a pattern such as `KH{YYYY}{000000}`: prefix with the year filled in, and the width. */
export function numberPattern(pattern: string, now: Date): { readonly prefix: string; readonly width: number } {
  const width = /\{(0+)\}/.exec(pattern)?.[1]?.length ?? 6
  const prefix = pattern
    .replace(/\{0+\}.*$/, '')
    .replace('{YYYY}', String(now.getUTCFullYear()))
    .replace('{MM}', String(now.getUTCMonth() + 1).padStart(2, '0'))
  return { prefix, width }
}

/** A running number given by the database when the record is written; may be supplied by an import. Not gap-free. */
export const autoNumberField = textType('auto_number', {
  examples: { good: [['KH2026000001', 'KH2026000001']], bad: [1, {}], text: [['A-1', 'A-1']] },
})
