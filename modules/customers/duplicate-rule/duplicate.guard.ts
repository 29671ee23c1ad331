import type { Issue, Json } from '@perigon/contracts'
import type { Guard, GuardContext, GuardedWrite } from '@perigon/kernel'
import { duplicateKey } from './duplicate-key.ts'
import { maskTitle } from './mask-title.ts'
import { type SameKey, sameKey } from './same-key.ts'

type BlockingRule = {
  readonly name: string
  readonly name_en: string | null
  readonly target: string
  readonly field: string
  readonly compare: 'equal' | 'domain'
}

const COMPARED = ['name', 'credit_code', 'mobile', 'phone', 'email', 'wechat', 'website']
const NOBODY = { zh: '暂无', en: 'nobody' }

function rulesOf(target: string, context: GuardContext): Promise<readonly BlockingRule[]> {
  return context.query<BlockingRule>(
    `select name, name_en, target, field, compare from duplicate_rule
     where target = $1 and active and response = 'block' and compare in ('equal', 'domain') and deleted_at is null order by id limit 50`,
    [target],
  )
}

type Keyed = { readonly write: GuardedWrite; readonly key: string }

/** What a write newly says under a rule; a record that had its twin before the rule may still be mended elsewhere. */
function keyed(rule: BlockingRule, writes: readonly GuardedWrite[]): readonly Keyed[] {
  return writes.flatMap((write) => {
    if (!write.changed(rule.field)) return []
    const key = duplicateKey(rule, write.image[rule.field])
    return key === null || key === duplicateKey(rule, write.before?.[rule.field]) ? [] : [{ write, key }]
  })
}

/** So many keys at most are held by one write: two that say the same at the same moment would not see each other. A long import holds none. */
const HELD = 20

type Clash = { readonly rule: BlockingRule; readonly write: GuardedWrite; readonly holder: SameKey | null }

async function clashesOf(rule: BlockingRule, writes: readonly GuardedWrite[], context: GuardContext): Promise<readonly Clash[]> {
  const wanted = keyed(rule, writes)
  const keys = [...new Set(wanted.map((each) => each.key))]
  if (keys.length <= HELD) await context.hold(keys.map((key) => `duplicate ${rule.target} ${rule.field} ${rule.compare} ${key}`))
  const found = Map.groupBy(await sameKey(context.query, rule, keys), (each) => each.key)
  const first = new Set<string>()
  return wanted.flatMap(({ write, key }): Clash[] => {
    const holder = found.get(key)?.find((each) => each.id !== write.id)
    if (holder !== undefined) return [{ rule, write, holder }]
    // Of two equal rows of one batch the first is written.
    if (first.has(key)) return [{ rule, write, holder: null }]
    first.add(key)
    return []
  })
}

function issueOf({ rule, holder }: Clash, seen: ReadonlyMap<string, string>): Issue {
  const named: { [name: string]: Json } = { rule: { zh: rule.name, en: rule.name_en ?? rule.name } }
  if (holder === null) return { path: rule.field, code: 'duplicate_row', data: named }
  const title = seen.get(holder.id)
  const owner = [holder.owner, holder.department].filter((part) => part !== null).join(' · ')
  const told = { ...named, holder: title ?? maskTitle(holder.title), owner: owner === '' ? NOBODY : owner }
  return { path: rule.field, code: 'duplicate_of', data: title === undefined ? told : { ...told, id: holder.id } }
}

/** Refuses what a rule with “refuse” finds to be there already: in forms, through the API and in imports alike. */
function duplicateGuard(object: string): Guard {
  return {
    object,
    own: { reads: [], sets: [] },
    check: async (writes, context) => {
      const compared = writes.filter((write) => COMPARED.some((field) => write.changed(field)))
      if (compared.length === 0) return new Map()
      const clashes: Clash[] = []
      for (const rule of await rulesOf(object, context)) clashes.push(...(await clashesOf(rule, compared, context)))
      const seen = await context.titles([...new Set(clashes.flatMap((clash) => clash.holder?.id ?? []))])
      const byWrite = Map.groupBy(clashes, (clash) => clash.write.id)
      return new Map([...byWrite].map(([id, of]) => [id, of.map((clash) => issueOf(clash, seen))]))
    },
  }
}

export const duplicateGuards: readonly Guard[] = ['customer', 'contact'].map(duplicateGuard)
