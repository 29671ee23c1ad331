import { AppError } from '@perigon/contracts'
import type { Tx } from '@perigon/db'
import { type Actor, type Kernel, may, objectOf } from '@perigon/kernel'
import { findGroup, type Group, type GroupState } from './group-list.ts'
import { COMPARED, printOf, type Scanned, scannedRecord } from './scanned-record.ts'

type Asked = { readonly id: string; readonly object: Scanned }

function demandRight(kernel: Kernel, actor: Actor, object: Scanned): void {
  if (!may(objectOf(kernel.snapshot(), object), actor, 'update')) throw new AppError('access.denied')
}

/** The group of a request, for whoever may see it and change such records; one that was dealt with meanwhile is told as that. */
async function demandGroup(kernel: Kernel, actor: Actor, { id, object, state }: Asked & { readonly state: GroupState }): Promise<Group> {
  demandRight(kernel, actor, object)
  const group = await findGroup(kernel, actor, { id, object, state })
  if (group !== null) return group
  const states: readonly GroupState[] = ['open', 'merged', 'different', 'gone']
  for (const other of states)
    if ((await findGroup(kernel, actor, { id, object, state: other })) !== null) throw new AppError('duplicate.closed')
  throw new AppError('record.not_found')
}

function pairsOf(members: readonly string[], apart: ReadonlySet<string>): readonly { readonly a: string; readonly b: string }[] {
  return members.flatMap((one, at) =>
    members.slice(at + 1).flatMap((other) => {
      if (!apart.has(one) && !apart.has(other)) return []
      return one < other ? [{ a: one, b: other }] : [{ a: other, b: one }]
    }),
  )
}

async function printsOf(tx: Tx, object: Scanned, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
  const columns = ['id', ...COMPARED[object], ...(object === 'customer' ? ['name_normalized'] : [])]
    .map((column) => `"${column}"`)
    .join(', ')
  const rows = await tx.query({ text: `select ${columns} from "${object}" where id = any($1::uuid[])`, values: [ids] })
  return new Map(rows.map((row) => [String(row['id']), printOf(scannedRecord(object, row))]))
}

/**
 * Says that the records of a group are not the same: all of them, or only these of more than two. It is remembered for each pair, and
 * no scan proposes the pair again unless one of the two says something else in a compared field by then.
 */
export async function sayDifferent(
  kernel: Kernel,
  actor: Actor,
  input: Asked & { readonly records: readonly string[] | null },
): Promise<{ readonly left: number }> {
  const group = await demandGroup(kernel, actor, { ...input, state: 'open' })
  const members = group.members.map((member) => member.id)
  const apart = new Set(input.records ?? members)
  if (apart.size === 0 || [...apart].some((id) => !members.includes(id)))
    throw new AppError('request.invalid', { data: { detail: 'records' } })
  const left = members.filter((id) => !apart.has(id))
  const pairs = pairsOf(members, apart)
  const now = kernel.clock.now().toISOString()
  const isClosed = left.length < 2
  await kernel.db.transaction(async (tx) => {
    const held = await tx.query({ text: `select 1 from duplicate_group where id = $1 and state = 'open' for update`, values: [group.id] })
    if (held.length === 0) throw new AppError('duplicate.closed')
    const prints = await printsOf(tx, input.object, members)
    await tx.query({
      text: `insert into duplicate_decision (object, a, b, print_a, print_b, in_group, by, at)
             select $1, x.a, x.b, x.print_a, x.print_b, $3, $4, $5 from json_to_recordset($2::json) as x(a uuid, b uuid, print_a text, print_b text)
             on conflict (object, a, b) do update set print_a = excluded.print_a, print_b = excluded.print_b, in_group = excluded.in_group, by = excluded.by, at = excluded.at`,
      values: [
        input.object,
        JSON.stringify(pairs.map(({ a, b }) => ({ a, b, print_a: prints.get(a) ?? '', print_b: prints.get(b) ?? '' }))),
        group.id,
        actor.id,
        now,
      ],
    })
    await tx.query({
      text: isClosed
        ? `update duplicate_group set state = 'different', closed_by = $2, closed_at = $3 where id = $1`
        : `update duplicate_group set removed = removed || $2::uuid[], rank = score * $3 where id = $1`,
      values: isClosed ? [group.id, actor.id, now] : [group.id, [...apart], left.length],
    })
  })
  // No names: what is erased of a person must not stand here.
  const detail = { group: group.id, records: members, apart: [...apart] }
  await kernel.note(actor, { fact: 'duplicate_decision', object: input.object, record: members[0] ?? null, detail })
  return { left: isClosed ? 0 : left.length }
}

/** Takes back what was said of a group: it is open again with all that it had. */
export async function takeDecisionBack(kernel: Kernel, actor: Actor, input: Asked): Promise<void> {
  // Before anything is looked up: otherwise a group that is there would be refused in other words than one that is not.
  demandRight(kernel, actor, input.object)
  const state = await stateOf(kernel, input.id)
  if (state !== 'different' && state !== 'open') throw new AppError('record.not_found')
  const group = await demandGroup(kernel, actor, { ...input, state })
  await kernel.db.transaction(async (tx) => {
    await tx.query({ text: 'delete from duplicate_decision where in_group = $1', values: [group.id] })
    // The scan it came from may have been followed by another one; it is of the newest again.
    await tx.query({
      text: `update duplicate_group g set state = 'open', removed = '{}', rank = score * cardinality(members), closed_by = null, closed_at = null,
               scan = coalesce((select s.id from duplicate_scan s where s.object = g.object and s.state = 'done' order by s.started_at desc limit 1), g.scan)
             where id = $1`,
      values: [group.id],
    })
  })
}

async function stateOf(kernel: Kernel, id: string): Promise<GroupState | null> {
  const rows = await kernel.db.query<{ state: GroupState }>({ text: 'select state from duplicate_group where id = $1', values: [id] })
  return rows[0]?.state ?? null
}
