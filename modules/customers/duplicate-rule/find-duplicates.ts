import { type Condition, isJsonObject, type Issue, type Json } from '@perigon/contracts'
import { type Actor, type Kernel, objectOf, type ObjectSnapshot, systemActor } from '@perigon/kernel'
import { jaroWinkler } from '@perigon/match'
import { normalizeCompanyName } from '../customer/company-name.ts'
import { type Comparison, duplicateKey } from './duplicate-key.ts'
import { maskTitle } from './mask-title.ts'
import { sameKey } from './same-key.ts'

type Rule = {
  readonly name: string
  readonly name_en: string | null
  readonly field: string
  readonly compare: Comparison
  /** Only of what compares alike. */
  readonly threshold: number | null
  readonly response: 'warn' | 'block' | null
}

/** A record that may be the same. Of one the person may not see only this is told: that it exists, and who answers for it. */
export type Match = {
  readonly id: string | null
  readonly title: string
  /** Names of the rules that found it, in both languages. */
  readonly reasons: readonly { readonly zh: string; readonly en: string }[]
  /** 0 to 100; 100 for equal values. */
  readonly score: number
  readonly owner: string | null
  readonly department: string | null
  readonly last_contact_at: string | null
  /** A record with these values would be refused because of this one. */
  readonly blocks: boolean
}

type Found = {
  readonly id: string
  readonly title: string
  readonly owner: string | null
  readonly department: string | null
  readonly last: string | null
}

const MOST = 10
const CANDIDATES = 50
const system = systemActor('duplicates')

function textAt(record: { readonly [key: string]: unknown }, key: string): string | null {
  const value = record[key]
  if (typeof value === 'string') return value
  return isJsonObject(value) && typeof value['title'] === 'string' ? value['title'] : null
}

function foundOf(object: ObjectSnapshot, record: unknown): Found | null {
  if (!isJsonObject(record) || typeof record['id'] !== 'string') return null
  return {
    id: record['id'],
    title: textAt(record, object.definition.title) ?? '',
    owner: textAt(record, 'owner'),
    department: textAt(record, 'department'),
    last: textAt(record, 'last_contact_at'),
  }
}

const fieldsOf = (object: ObjectSnapshot): readonly string[] => [object.definition.title, 'owner', 'department', 'last_contact_at']

async function rulesOf(kernel: Kernel, target: string): Promise<readonly Rule[]> {
  const filter: Condition = {
    and: [
      { field: 'target', op: 'eq', value: target },
      { field: 'active', op: 'eq', value: true },
    ],
  }
  const page: { readonly data: readonly Rule[] } = JSON.parse(
    await kernel.list(system, 'duplicate_rule', {
      filter,
      limit: 50,
      fields: ['name', 'name_en', 'field', 'compare', 'threshold', 'response'],
    }),
  )
  return page.data
}

async function listed(kernel: Kernel, object: ObjectSnapshot, filter: Condition): Promise<readonly Found[]> {
  const page: { readonly data: readonly unknown[] } = JSON.parse(
    await kernel.list(system, object.key, { filter, limit: MOST, fields: fieldsOf(object) }),
  )
  return page.data.flatMap((record) => foundOf(object, record) ?? [])
}

async function sought(kernel: Kernel, object: ObjectSnapshot, q: string): Promise<readonly Found[]> {
  const bodies = await kernel.find(system, object.key, { q, fields: fieldsOf(object), limit: CANDIDATES, recent: [] })
  return bodies.flatMap((body) => foundOf(object, JSON.parse(body)) ?? [])
}

type Hit = { readonly found: Found; readonly score: number }

/** Names that share a half with this one are compared as wholes. */
async function alike(
  kernel: Kernel,
  object: ObjectSnapshot,
  input: { readonly name: string; readonly threshold: number | null },
): Promise<readonly Hit[]> {
  const core = [...normalizeCompanyName(input.name)]
  if (core.length < 4) return []
  const half = Math.ceil(core.length / 2)
  const parts = [core.slice(0, half).join(''), core.slice(-half).join('')]
  const candidates = (await Promise.all(parts.map((part) => sought(kernel, object, part)))).flat()
  return candidates
    .map((found) => ({ found, score: Math.round(100 * jaroWinkler(core.join(''), normalizeCompanyName(found.title))) }))
    .filter((hit) => input.threshold !== null && hit.score >= input.threshold)
}

async function hitsOf(
  kernel: Kernel,
  object: ObjectSnapshot,
  input: { readonly rule: Rule; readonly value: Json },
): Promise<readonly Hit[]> {
  const { rule, value } = input
  if (typeof value !== 'string' || value === '') return []
  if (rule.compare === 'alike') return alike(kernel, object, { name: value, threshold: rule.threshold })
  const key = duplicateKey({ field: rule.field, compare: rule.compare }, value)
  if (key === null) return []
  const found = await sameKey((text, values) => kernel.db.query({ text, values }), { ...rule, target: object.key }, [key])
  if (found.length === 0) return []
  const filter: Condition = { field: 'id', op: 'in', value: found.map((each) => each.id) }
  return (await listed(kernel, object, filter)).map((each) => ({ found: each, score: 100 }))
}

type Given = { readonly actor: Actor; readonly field: string; readonly raw: unknown }

/** A value as the field's codec reads it; null where there is none. */
function read(kernel: Kernel, object: ObjectSnapshot, { actor, field: key, raw }: Given) {
  const field = object.fields.get(key)
  if (field === undefined || raw === null || raw === undefined || raw === '') return null
  return field.type.parse(raw, field.definition, kernel.parseContext(actor))
}

/** Values as the fields' codecs write them; what is no valid value finds nothing. */
function canonical(kernel: Kernel, object: ObjectSnapshot, given: Given): Json {
  const parsed = read(kernel, object, given)
  return parsed?.ok === true ? parsed.value : null
}

/** What is no valid value, and so is compared with nothing: “not found” would be no answer to it. */
export function unreadValues(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly values: { readonly [field: string]: unknown } },
): readonly Issue[] {
  const object = objectOf(kernel.snapshot(), input.object)
  return Object.entries(input.values).flatMap(([field, raw]): Issue[] => {
    const parsed = read(kernel, object, { actor, field, raw })
    return parsed === null || parsed.ok ? [] : [{ path: field, ...parsed.issue }]
  })
}

async function visibleIds(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly ids: readonly string[] },
): Promise<ReadonlySet<string>> {
  if (input.ids.length === 0) return new Set()
  const page: { readonly data: readonly { readonly id: string }[] } = JSON.parse(
    await kernel.list(actor, input.object, { filter: { field: 'id', op: 'in', value: [...input.ids] }, fields: [], limit: 50 }),
  )
  return new Set(page.data.map((record) => record.id))
}

/**
 * Records that may be the same as one with these values, the most alike first, at most ten: found among all records whoever
 * owns them, but told only as far as the actor may see. Values of fields hidden from or masked for the actor are not compared.
 */
export async function findDuplicates(
  kernel: Kernel,
  actor: Actor,
  input: { readonly object: string; readonly values: { readonly [field: string]: unknown }; readonly id: string | null },
): Promise<readonly Match[]> {
  const object = objectOf(kernel.snapshot(), input.object)
  const hidden = actor.fields[object.key] ?? {}
  const rules = (await rulesOf(kernel, object.key)).filter(({ field }) => hidden[field] !== 'hidden' && hidden[field] !== 'masked')
  const found = new Map<string, { readonly found: Found; score: number; readonly rules: Rule[] }>()
  const hits = await Promise.all(
    rules.map(async (rule) => ({
      rule,
      hits: await hitsOf(kernel, object, {
        rule,
        value: canonical(kernel, object, { actor, field: rule.field, raw: input.values[rule.field] }),
      }),
    })),
  )
  for (const { rule, hits: ofRule } of hits) {
    for (const hit of ofRule) {
      if (hit.found.id === input.id) continue
      const known = found.get(hit.found.id)
      if (known === undefined) found.set(hit.found.id, { found: hit.found, score: hit.score, rules: [rule] })
      else {
        known.score = Math.max(known.score, hit.score)
        if (!known.rules.includes(rule)) known.rules.push(rule)
      }
    }
  }
  // Equal says more than alike.
  for (const each of found.values()) {
    const isEqual = (rule: Rule): boolean => each.rules.some((other) => other.compare === 'equal' && other.field === rule.field)
    each.rules.splice(0, each.rules.length, ...each.rules.filter((rule) => rule.compare === 'equal' || !isEqual(rule)))
  }
  const best = [...found.values()].sort((a, b) => b.score - a.score || b.rules.length - a.rules.length).slice(0, MOST)
  const visible = await visibleIds(kernel, actor, { object: object.key, ids: best.map((each) => each.found.id) })
  return best.map(({ found: record, score, rules: why }) => {
    const isVisible = visible.has(record.id)
    return {
      id: isVisible ? record.id : null,
      title: isVisible ? record.title : maskTitle(record.title),
      reasons: why.map((rule) => ({ zh: rule.name, en: rule.name_en ?? rule.name })),
      score,
      owner: record.owner,
      department: record.department,
      last_contact_at: isVisible ? record.last : null,
      blocks: why.some((rule) => rule.response === 'block'),
    }
  })
}
