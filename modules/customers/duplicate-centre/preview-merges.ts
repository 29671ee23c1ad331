import { type Json, text } from '@perigon/contracts'
import { type Actor, type Kernel, objectOf } from '@perigon/kernel'
import { countMembers, type Group, listGroups } from './group-list.ts'
import { candidatesOf, comparable, decisive, groupQuery, type MergeAll } from './merge-groups.ts'
import { type Candidate, type Choice, chooseSurvivor, differing, type Lost, lostBy } from './survivor.ts'

const LOOKED_AT = 300
const EXAMPLES = 10

type Sample = {
  readonly group: string
  readonly score: number
  readonly survivor: { readonly id: string; readonly title: string }
  readonly others: readonly { readonly id: string; readonly title: string }[]
  readonly by: Choice['by']
  readonly filled: number
  readonly of: number
  readonly lost: readonly Lost[]
}

/** What merging all would do, told before. */
export type MergePreview = {
  /** Groups that were found, and the records in them besides one of each. */
  readonly groups: number
  readonly records: number
  /** Of the groups that were looked at: how many would be merged, and how many records would become part of another one. */
  readonly merging: { readonly groups: number; readonly records: number }
  /** Of the groups, how many were looked at for what follows. */
  readonly looked: number
  /** Groups that are left for people to judge, by the fields that differ. */
  readonly left: readonly {
    readonly fields: readonly string[]
    readonly groups: number
    readonly examples: readonly { readonly id: string; readonly title: string }[]
  }[]
  /** Values that would be given up, by field. */
  readonly lost: readonly { readonly field: string; readonly label: string; readonly groups: number }[]
  readonly samples: readonly Sample[]
}

type Looked = { readonly group: Group; readonly choice: Choice; readonly candidates: readonly Candidate[] }

async function lookAt(kernel: Kernel, actor: Actor, all: MergeAll): Promise<readonly Looked[]> {
  const looked: Looked[] = []
  let after: ReturnType<typeof groupQuery>['after'] = null
  do {
    const page = await listGroups(kernel, actor, { ...groupQuery(all), after })
    const ids = page.groups.flatMap((group) => group.members.map((member) => member.id))
    const found = await candidatesOf(kernel, actor, { db: await kernel.door(actor), object: all.object, ids })
    for (const group of page.groups) {
      const candidates = group.members.flatMap((member) => found.get(member.id) ?? [])
      const choice = chooseSurvivor(candidates)
      if (choice !== null && candidates.length > 1) looked.push({ group, choice, candidates })
    }
    const last = page.groups.at(-1)
    after = page.next === null || last === undefined ? null : { rank: last.rank, id: last.id }
  } while (after !== null && looked.length < LOOKED_AT)
  return looked
}

function sampleOf({ group, choice, candidates }: Looked, of: number): Sample {
  const titled = group.members.map(({ id, title }) => ({ id, title }))
  const survivor = titled.find(({ id }) => id === choice.survivor.id) ?? { id: choice.survivor.id, title: '' }
  return {
    group: group.id,
    score: group.score,
    survivor,
    others: titled.filter(({ id }) => id !== survivor.id),
    by: choice.by,
    filled: choice.filled,
    of,
    lost: lostBy(choice.survivor, candidates),
  }
}

function leftOf(looked: readonly (Looked & { readonly fields: readonly string[] })[]): MergePreview['left'] {
  return [...Map.groupBy(looked, ({ fields }) => fields.join())].map(([, some]) => ({
    fields: some[0]?.fields ?? [],
    groups: some.length,
    examples: some.slice(0, 5).flatMap(({ group }) => group.members.slice(0, 1).map(({ id, title }) => ({ id, title }))),
  }))
}

/** How many groups and records, which stay and why, what would be given up, and what is left for people. Writes nothing. */
export async function previewMerges(kernel: Kernel, actor: Actor, all: MergeAll): Promise<MergePreview> {
  const snapshot = objectOf(kernel.snapshot(), all.object)
  const { groups, records } = await countMembers(kernel, actor, groupQuery(all))
  const looked = await lookAt(kernel, actor, all)
  const judged = looked.map((each) => ({ ...each, fields: differing(each.candidates, decisive(kernel, all.object)) }))
  const merged = judged.filter(({ fields }) => fields.length === 0)
  const of = comparable(kernel, actor, all.object).length
  const labelOf = (key: string): string => text(snapshot.fields.get(key)?.definition.label ?? { zh: key, en: key }, actor.locale)
  const lost = Map.groupBy(
    merged.flatMap(({ choice, candidates }) => lostBy(choice.survivor, candidates)),
    ({ field }) => field,
  )
  return {
    groups,
    records,
    looked: looked.length,
    merging: { groups: merged.length, records: merged.reduce((sum, { candidates }) => sum + candidates.length - 1, 0) },
    left: leftOf(judged.filter(({ fields }) => fields.length > 0)),
    lost: [...lost].map(([field, some]) => ({ field, label: labelOf(field), groups: some.length })).toSorted((a, b) => b.groups - a.groups),
    samples: merged.slice(0, EXAMPLES).map((each) => sampleOf(each, of)),
  }
}

/** The name of the operation in the ledger. */
export function nameOfMerge(kernel: Kernel, actor: Actor, { object, least }: MergeAll): string {
  const many = text(objectOf(kernel.snapshot(), object).definition.label.many, actor.locale)
  return actor.locale === 'zh-CN'
    ? `${many} · 合并重复数据（可信度 ${least}% 以上）`
    : `${many} · Merge duplicates (${least}% sure and more)`
}

/** The query of the operation, as its ledger keeps it. */
export function queryOfMerge({ object, least, field }: MergeAll): Json {
  return { object, least, field }
}
