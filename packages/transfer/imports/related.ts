import { type ImportMapping, type Issue, type Json, newId } from '@perigon/contracts'
import type { ParseContext } from '@perigon/fields'
import {
  type Actor,
  type Command,
  type FieldSnapshot,
  objectOf,
  type ObjectSnapshot,
  parameters,
  rowCondition,
  type Snapshot,
} from '@perigon/kernel'
import { type Part, partsOf } from '../mapping/parts.ts'
import type { ImportDeps } from './import-deps.ts'
import type { LinkResolver } from './link-resolver.ts'
import { linkTexts, type MappedColumn, mappedColumns, parseRow, type ParsedRow } from './parse-row.ts'

/** A part of the sheet with the columns that fill it. */
export type FilledPart = Part & { readonly columns: readonly MappedColumn[] }

/** A record a row writes besides its own. */
export type Related = {
  readonly part: string
  /** Place among the parts: later ones may link to earlier ones. */
  readonly order: number
  readonly object: string
  readonly op: 'create' | 'update'
  readonly id: string
  readonly patch: { readonly [field: string]: Json }
}

/** The parts of the sheet that at least one column fills. */
export function filledParts(
  snapshot: Snapshot,
  input: { readonly object: ObjectSnapshot; readonly mapping: ImportMapping; readonly actor: Actor },
): readonly FilledPart[] {
  return partsOf(snapshot, input.object, input.actor)
    .map((part) => ({ ...part, columns: mappedColumns(part.object, input.mapping, part.path) }))
    .filter((part) => part.columns.length > 0)
}

/** What a row's cells say of one part; issues and unmatched texts carry the part's path, links within the file are none here. */
export function parsePart(
  cells: readonly string[],
  part: FilledPart,
  input: { readonly context: ParseContext; readonly links: LinkResolver },
): ParsedRow {
  const parsed = parseRow(cells, { object: part.object.key, columns: part.columns, constants: {}, ...input })
  const named = (field: string): string => `${part.path}.${field}`
  const lost = parsed.pending.map((link) => ({ ...link, field: named(link.field) }))
  return {
    patch: parsed.patch,
    issues: [
      ...parsed.issues.map((issue) => ({ ...issue, path: named(issue.path) })),
      ...lost.map(({ field, text }): Issue => ({ path: field, code: 'link_text', data: { value: text.slice(0, 100) } })),
    ],
    blanked: parsed.blanked.map((issue) => ({ ...issue, path: named(issue.path) })),
    unmatched: [...parsed.unmatched.map((text) => ({ ...text, field: named(text.field) })), ...lost],
    pending: [],
  }
}

/** A row as the check has judged it so far. */
export type Judged = {
  readonly record: string
  readonly patch: { readonly [field: string]: Json }
  readonly below: ReadonlyMap<string, ParsedRow>
}

type Wish = { readonly at: number; readonly record: string; readonly patch: { readonly [field: string]: Json } }
type Planned = Wish & { readonly id: string; readonly op: 'create' | 'update'; readonly inFile: boolean }

export type RelatedCheck = {
  readonly deps: ImportDeps
  readonly actor: Actor
  readonly main: ObjectSnapshot
  readonly job: string
  readonly existing: ImportMapping['existing']
  readonly links: LinkResolver
  readonly parts: readonly FilledPart[]
  /** Identity of a record below → its id, for all rows read so far. */
  readonly seen: Map<string, string>
}

/** Looks up the texts of a part's link columns for a chunk. */
export async function learnPart(
  check: Pick<RelatedCheck, 'deps' | 'links'>,
  part: FilledPart,
  cells: readonly (readonly string[])[],
): Promise<void> {
  for (const column of part.columns)
    if (column.field.definition.target !== undefined) await check.links.learn(check.deps.db, column, linkTexts(column, cells))
}

/**
 * What tells one record below a row from the next: a unique field when a column fills it; else the title with the other
 * required fields where a title is asked for (a person of a firm); else all that the sheet says (a note of a call).
 */
function identity(part: FilledPart): readonly FieldSnapshot[] {
  const filled = part.columns
    .map((column) => column.field)
    .filter((field) => field.columns.length === 1 && field.columns[0]?.type !== 'jsonb' && field.columns[0]?.type !== 'json')
  const unique = filled.find((field) => field.definition.unique === true)
  if (unique !== undefined) return [unique]
  const title = filled.find((field) => field.key === part.object.definition.title && field.definition.required === true)
  return title === undefined ? filled : filled.filter((field) => field.definition.required === true)
}

function columnValue(field: FieldSnapshot, wish: Wish): Json {
  return field.type.toColumns(wish.patch[field.key] ?? null)[0] ?? null
}

/** Records that are there already under the rows' records, by the position of the wish. */
async function findExisting(check: RelatedCheck, part: FilledPart, wishes: readonly Wish[]): Promise<ReadonlyMap<number, string>> {
  const fields = identity(part)
  const { values, bind } = parameters()
  const list = bind(
    JSON.stringify(
      wishes.map((wish) => ({
        at: wish.at,
        record: wish.record,
        ...Object.fromEntries(fields.map((field, index) => [`v${index}`, columnValue(field, wish)])),
      })),
    ),
  )
  const scope = rowCondition(part.object, check.actor, { operation: 'read', alias: 't', bind })
  const shape = fields.map((field, index) => `, v${index} ${field.columns[0]?.type ?? 'text'}`).join('')
  const same = fields.map((field, index) => ` and t."${field.columns[0]?.name ?? field.key}" is not distinct from x.v${index}`).join('')
  const rows = await check.deps.db.query<{ at: number; id: string }>({
    text: `select distinct on (x.at) x.at, t.id from json_to_recordset(${list}::json) as x(at int, record uuid${shape})
           join "${part.object.table}" t on t."${part.link}" = x.record${same} and t.deleted_at is null${scope === null ? '' : ` and ${scope}`} order by x.at, t.id`,
    values,
  })
  return new Map(rows.map((row) => [row.at, row.id]))
}

/** Links of a part to the row's other records, which no column fills: the person one spoke with, the firm of both. */
function siblingLinks(check: RelatedCheck, part: FilledPart, known: ReadonlyMap<string, string>): { readonly [field: string]: Json } {
  const filled = new Set(part.columns.map((column) => column.field.key))
  const links = part.object.own.filter((field) => field.definition.target !== undefined && field.key !== part.link)
  return Object.fromEntries(
    links.flatMap((field): [string, Json][] => {
      const target = field.definition.target ?? ''
      const id = known.get(target)
      const only = links.filter((other) => other.definition.target === target).length === 1
      return id === undefined || !only || filled.has(field.key) || target === check.main.key ? [] : [[field.key, id]]
    }),
  )
}

function plan(
  check: RelatedCheck,
  part: FilledPart,
  input: { readonly wishes: readonly Wish[]; readonly there: ReadonlyMap<number, string> },
): readonly Planned[] {
  const fields = identity(part)
  return input.wishes.map((wish) => {
    const key = JSON.stringify([part.path, wish.record, ...fields.map((field) => columnValue(field, wish))])
    const earlier = check.seen.get(key)
    const id = input.there.get(wish.at) ?? earlier ?? newId()
    check.seen.set(key, id)
    return { ...wish, id, op: input.there.has(wish.at) ? 'update' : 'create', inFile: earlier !== undefined && !input.there.has(wish.at) }
  })
}

/** What the check found out about the rows of a chunk: what they write besides, and rows refused with the reason. */
export type RelatedVerdict = { readonly related: Map<number, Related[]>; readonly refused: Map<number, readonly Issue[]> }

/** Plans the records below the rows of a chunk, part by part, and lets the writer judge them without writing. */
export async function judgeRelated(check: RelatedCheck, rows: ReadonlyMap<number, Judged>): Promise<RelatedVerdict> {
  const verdict: RelatedVerdict = { related: new Map(), refused: new Map() }
  const known = new Map([...rows].map(([at, row]) => [at, aboveOf(check, row)]))
  const assumed = new Set([...check.links.creates().map((create) => create.id), ...[...rows.values()].map((row) => row.record)])
  for (const part of check.parts.filter((candidate) => candidate.place === 'below')) {
    const wishes = [...rows].flatMap(([at, row]): Wish[] => {
      const patch = row.below.get(part.path)?.patch ?? {}
      const says = Object.values(patch).some((value) => value !== null)
      if (!says || verdict.refused.has(at)) return []
      return [
        { at, record: row.record, patch: { ...siblingLinks(check, part, known.get(at) ?? new Map()), ...patch, [part.link]: row.record } },
      ]
    })
    if (wishes.length === 0) continue
    const planned = plan(check, part, { wishes, there: await findExisting(check, part, wishes) })
    for (const { at, id } of planned) known.get(at)?.set(part.object.key, id)
    for (const { id } of planned) assumed.add(id)
    const first = planned.filter(({ inFile, op }) => !inFile && (op === 'create' || saysMore(check, part)))
    await judgePart(check, part, { planned: first, assumed, verdict })
    addLater(check, part, { planned, verdict })
  }
  return verdict
}

/** Whether the sheet may change a record it has found: when it says more of it than what it is found by. */
function saysMore(check: RelatedCheck, part: FilledPart): boolean {
  return check.existing === 'update' && identity(part).length < part.columns.length
}

/** A later row that says more of a record this file makes: applied on top when the import runs. */
function addLater(
  check: RelatedCheck,
  part: FilledPart,
  input: { readonly planned: readonly Planned[]; readonly verdict: RelatedVerdict },
): void {
  if (!saysMore(check, part)) return
  for (const { at, id, patch, inFile } of input.planned)
    if (inFile)
      addTo(input.verdict.related, at, {
        part: part.path,
        order: check.parts.indexOf(part),
        object: part.object.key,
        op: 'update',
        id,
        patch,
      })
}

function addTo(related: RelatedVerdict['related'], at: number, one: Related): void {
  related.set(at, [...(related.get(at) ?? []), one])
}

/** The records above a row, by object. */
function aboveOf(check: RelatedCheck, row: Judged): Map<string, string> {
  return new Map(
    check.main.follows.flatMap(({ field, object }): [string, string][] => {
      const id = row.patch[field]
      return typeof id === 'string' ? [[object, id]] : []
    }),
  )
}

async function judgePart(
  check: RelatedCheck,
  part: FilledPart,
  input: { readonly planned: readonly Planned[]; readonly assumed: ReadonlySet<string>; readonly verdict: RelatedVerdict },
): Promise<void> {
  const sorted = [...input.planned.filter(({ op }) => op === 'create'), ...input.planned.filter(({ op }) => op === 'update')]
  if (sorted.length === 0) return
  const object = objectOf(check.deps.kernel.snapshot(), part.object.key)
  const results = await check.deps.kernel.write(
    check.actor,
    sorted.map(({ op, id, patch }): Command => ({ object: object.key, op, id, patch })),
    { cause: { kind: 'import', ref: check.job }, mode: 'row_by_row', dry: true, assumed: input.assumed },
  )
  results.forEach((result, index) => {
    const wish = sorted[index]
    if (wish === undefined) return
    if (!result.ok) {
      const issues = result.error.issues.map((issue) => ({ ...issue, path: `${part.path}.${issue.path}` }))
      input.verdict.refused.set(
        wish.at,
        issues.length > 0 ? issues : [{ path: `${part.path}.`, code: 'type', data: { expected: result.error.code } }],
      )
    } else if (result.changed) {
      const { at, id, op, patch } = wish
      addTo(input.verdict.related, at, { part: part.path, order: check.parts.indexOf(part), object: object.key, op, id, patch })
    }
  })
}
