import { normalizeCompanyName } from '../customer/company-name.ts'
import { type Comparison, duplicateKey } from '../duplicate-rule/duplicate-key.ts'

export const SCANNED = ['customer', 'contact'] as const
export type Scanned = (typeof SCANNED)[number]

/** The columns a scan reads of each object: the title and whatever a rule can compare. */
export const COMPARED: { readonly [key in Scanned]: readonly string[] } = {
  customer: ['name', 'credit_code', 'phone', 'email', 'website'],
  contact: ['name', 'mobile', 'phone', 'email', 'wechat'],
}

/** A rule as it was when the scan began. */
export type ScanRule = {
  readonly id: string
  readonly name: string
  readonly name_en: string | null
  readonly field: string
  readonly compare: Comparison
  /** Only of what compares alike. */
  readonly threshold: number | null
}

/** A record as far as it is compared: the name without width, punctuation and legal form, and the fields as they are stored. */
export type ScannedRecord = { readonly id: string; readonly core: string; readonly values: { readonly [field: string]: string | null } }

/** A row of the database as a scan sees it. */
export function scannedRecord(object: Scanned, row: { readonly [column: string]: unknown }): ScannedRecord {
  const values = Object.fromEntries(
    COMPARED[object].map((field) => {
      const value = row[field]
      return [field, typeof value === 'string' && value !== '' ? value : null]
    }),
  )
  const kept = row['name_normalized']
  return {
    id: String(row['id']),
    core: typeof kept === 'string' && kept !== '' ? kept : normalizeCompanyName(values['name'] ?? ''),
    values,
  }
}

/** What two records must share to be the same by a rule of equality; names come normalised already. */
export function ruleKey(rule: Pick<ScanRule, 'field' | 'compare'>, record: ScannedRecord): string | null {
  if (rule.field === 'name' && rule.compare !== 'domain') return record.core === '' ? null : record.core
  return duplicateKey(rule, record.values[rule.field])
}

/** A 53-bit hash of a text: cyrb53 by bryc, public domain. Equal hashes only bring records together; what is equal is asked of the values. */
export function hashOf(text: string): number {
  let [high, low] = [0xdeadbeef, 0x41c6ce57]
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    high = Math.imul(high ^ code, 2654435761)
    low = Math.imul(low ^ code, 1597334677)
  }
  high = Math.imul(high ^ (high >>> 16), 2246822507) ^ Math.imul(low ^ (low >>> 13), 3266489909)
  low = Math.imul(low ^ (low >>> 16), 2246822507) ^ Math.imul(high ^ (high >>> 13), 3266489909)
  return 4294967296 * (2097151 & low) + (high >>> 0)
}

/** What a record says in the compared fields, in short: a decision about it holds as long as this is the same. */
export function printOf(record: ScannedRecord): string {
  return hashOf(JSON.stringify([record.core, ...Object.entries(record.values).filter(([field]) => field !== 'name')])).toString(36)
}
