import type { Issue, Json } from '@perigon/contracts'
import type { Cause, Command, HookInput, Stored, Verb, VerbContext } from '@perigon/kernel'
import { testActor } from '@perigon/testing'
import { STANDARD_PROCESS, salesProcessSeeds } from '../sales-process/sales-process.seeds.ts'
import { opportunityHooks } from './opportunity.hooks.ts'

/** What one write did: the record as it would be stored, what is wrong with it, and the rows that follow. */
export type Outcome = { readonly image: Stored; readonly issues: readonly Issue[]; readonly follow: readonly Command[] }

export type WriteOptions = { readonly cause?: Cause['kind']; readonly now?: string; readonly before?: Stored | null }

const RECORDS = new Map<string, Stored>([
  ...salesProcessSeeds.map(({ id, values }): [string, Stored] => [id, { id, ...values }]),
  ['customer-1', { id: 'customer-1', name: '上海华信精密机械有限公司', short_name: '华信精密' }],
  ['product-1', { id: 'product-1', name: 'HT-500 三坐标测量机' }],
])

const { stages } = STANDARD_PROCESS

/** The opportunity was lost twice; another one was lost later. */
const HISTORY: readonly Stored[] = [
  { id: 'h1', opportunity: 'opportunity-1', from_stage: stages.analysed, to_stage: stages.lost, at: '2026-03-05T00:00:00Z' },
  { id: 'h2', opportunity: 'opportunity-1', from_stage: stages.negotiated, to_stage: stages.lost, at: '2026-03-09T00:00:00Z' },
  { id: 'h3', opportunity: 'opportunity-2', from_stage: stages.confirmed, to_stage: stages.lost, at: '2026-03-10T00:00:00Z' },
]

/** Writes an opportunity the way the kernel does: patch, resolve, check, follow. */
export function write(patch: Stored, options: WriteOptions = {}): Outcome {
  const before = options.before ?? null
  const image: { [field: string]: Json } = {
    id: 'opportunity-1',
    ...(before ?? { state: 'open', probability_source: 'stage', owner: testActor.employee }),
    ...patch,
  }
  const changed = new Set(Object.keys(image).filter((field) => field !== 'id' && !same(before?.[field], image[field])))
  const input: HookInput = {
    op: before === null ? 'create' : 'update',
    before,
    image,
    changed: (field) => changed.has(field),
    linked: (field) => RECORDS.get(String(image[field])) ?? null,
    actor: testActor,
    cause: { kind: options.cause ?? 'api' },
    now: new Date(options.now ?? '2026-03-02T02:00:00Z'),
  }
  for (const [field, value] of Object.entries(opportunityHooks.resolve?.(input) ?? {})) {
    image[field] = value
    if (same(before?.[field], value)) changed.delete(field)
    else changed.add(field)
  }
  return { image, issues: opportunityHooks.check?.(input) ?? [], follow: opportunityHooks.follow?.(input) ?? [] }
}

/** Runs a verb on a record over the ready processes and the history above; answers with what its last write did. */
export async function runVerb(verb: Verb, record: Stored, params: Stored = {}): Promise<Outcome> {
  let outcome: Outcome = { image: record, issues: [], follow: [] }
  const context: VerbContext = {
    actor: testActor,
    now: new Date('2026-03-09T02:00:00Z'),
    get: async (_, id) => RECORDS.get(id) ?? null,
    erase: async () => undefined,
    find: async (object, where) => [...(object === 'stage_history' ? HISTORY : RECORDS.values())].filter((row) => matches(row, where)),
    write: async (commands) => {
      for (const command of commands) {
        if (command.op !== 'update' || !isStored(command.patch)) continue
        outcome = write(command.patch, { before: outcome.image, cause: 'verb', now: '2026-03-09T02:00:00Z' })
      }
      return []
    },
  }
  await verb.run(context, { record, params })
  return outcome
}

function matches(row: Stored, where: Stored): boolean {
  return Object.entries(where).every(([field, value]) => same(row[field], value))
}

function isStored(patch: { readonly [field: string]: unknown }): patch is Stored {
  return Object.values(patch).every((value) => value !== undefined && typeof value !== 'function')
}

function same(left: Json | undefined, right: Json | undefined): boolean {
  return JSON.stringify(left ?? null) === JSON.stringify(right ?? null)
}
