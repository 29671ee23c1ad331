import { isJsonObject } from '@perigon/contracts'
import { type Actor, type Kernel, objectOf, readRecords } from '@perigon/kernel'
import type { Oversized, Place } from './pairs-of-page.ts'
import type { Phase } from './scan-ledger.ts'
import type { Scanned, ScanRule } from './scanned-record.ts'

/** A scan as people see it. What was found is told only as counts of the work, and only to administrators. */
export type ScanTold = {
  readonly id: string
  readonly state: 'running' | 'done' | 'cancelled' | 'failed'
  readonly phase: Phase
  /** 0–100. */
  readonly progress: number
  readonly waits: boolean
  readonly started_at: string
  readonly ended_at: string | null
  readonly started_by: string | null
  readonly nightly: boolean
  readonly error: string | null
  readonly total: number
  readonly counts: { readonly [count: string]: number }
  readonly oversized: readonly { readonly zh: string; readonly en: string; readonly size: number; readonly sample: string }[]
}

export type ObjectStatus = {
  readonly object: Scanned
  readonly nightly: boolean
  /** The one that runs, or else ended last. */
  readonly latest: ScanTold | null
  /** When what is shown was found. */
  readonly found_at: string | null
}

type Row = Omit<ScanTold, 'progress' | 'oversized'> & {
  readonly place: { readonly block?: Place } | null
  readonly rules: readonly ScanRule[]
  readonly oversized: readonly Oversized[]
}

const HASHES = 2 ** 53

/** Making keys takes the first half, judging pairs nearly all of the rest. */
function progressOf({ state, phase, total, counts, place, rules }: Row): number {
  if (state === 'done') return 100
  if (phase === 'keys') return Math.min(49, Math.floor((50 * (counts['records'] ?? 0)) / Math.max(total, 1)))
  if (phase === 'learn') return 50
  if (phase === 'groups') return 96
  const at = place?.block
  return at === undefined ? 50 : 50 + Math.floor((46 * (at.rule + Math.max(at.hash, 0) / HASHES)) / Math.max(rules.length, 1))
}

async function named(kernel: Kernel, actor: Actor, input: { readonly object: Scanned; readonly row: Row }): Promise<ScanTold['oversized']> {
  const { object, row } = input
  if (row.oversized.length === 0) return []
  const title = objectOf(kernel.snapshot(), object).definition.title
  const ids = row.oversized.map((block) => block.sample)
  const bodies = await readRecords(await kernel.door(actor), object, { context: kernel.queryContext(actor), ids, fields: [title] })
  const titles = new Map(
    bodies.flatMap((body): readonly [string, string][] => {
      const record: unknown = JSON.parse(body)
      return isJsonObject(record) ? [[String(record['id']), String(record[title] ?? '')]] : []
    }),
  )
  return row.oversized.flatMap((block) => {
    const rule = row.rules[block.rule]
    const sample = titles.get(block.sample)
    return rule === undefined || sample === undefined ? [] : [{ zh: rule.name, en: rule.name_en ?? rule.name, size: block.size, sample }]
  })
}

async function latestOf(kernel: Kernel, actor: Actor, object: Scanned): Promise<ScanTold | null> {
  const rows = await kernel.db.query<Row>({
    text: `select id, state, phase, (state = 'running' and worker is null) as waits, to_json(started_at)#>>'{}' as started_at, to_json(ended_at)#>>'{}' as ended_at,
             started_by_name as started_by, kind = 'nightly' as nightly, error, total, counts, oversized, place, rules
           from duplicate_scan where object = $1 order by state = 'running' desc, started_at desc limit 1`,
    values: [object],
  })
  const [row] = rows
  if (row === undefined) return null
  const { place: _place, rules: _rules, ...told } = row
  // How many records and proposals there are tells of records that not everybody may see.
  const hidden = actor.admin ? {} : { total: 0, counts: {}, started_by: null, error: null }
  return { ...told, ...hidden, progress: progressOf(row), oversized: actor.admin ? await named(kernel, actor, { object, row }) : [] }
}

/** How it stands with the scans of these objects. */
export async function scanStatus(kernel: Kernel, actor: Actor, objects: readonly Scanned[]): Promise<readonly ObjectStatus[]> {
  const rows = await kernel.db.query<{ object: Scanned; nightly: boolean; found_at: string | null }>({
    text: `select o.object, exists (select 1 from duplicate_nightly n where n.object = o.object) as nightly,
             (select to_json(s.ended_at)#>>'{}' from duplicate_scan s where s.object = o.object and s.state = 'done' order by s.started_at desc limit 1) as found_at
           from unnest($1::text[]) with ordinality o(object, at) order by o.at`,
    values: [objects],
  })
  return Promise.all(rows.map(async (row) => ({ ...row, latest: await latestOf(kernel, actor, row.object) })))
}
