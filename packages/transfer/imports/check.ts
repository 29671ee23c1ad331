import {
  AppError,
  fill,
  type ImportMapping,
  type ImportProblem,
  ISSUES,
  type Issue,
  type Json,
  newId,
  text,
  type UnmatchedText,
} from '@perigon/contracts'
import { type Actor, type Command, foldText, objectOf, type ObjectSnapshot, parameters, rowCondition } from '@perigon/kernel'
import { readRows } from '../source/rows.ts'
import type { ImportDeps } from './import-deps.ts'
import { reportProgress, type StoredImport } from './import-store.ts'
import { createLinkResolver, type LinkResolver } from './link-resolver.ts'
import { linkTexts, type MappedColumn, mappedColumns, parseRow, type ParsedRow } from './parse-row.ts'
import { suggest } from './suggest.ts'

const CHUNK = 2000
const MAX_PROBLEMS = 100
const MAX_TEXTS = 5000

type Counts = { new: number; update: number; skip: number; fail: number }
type Outcome = {
  readonly row: number
  readonly cells: readonly string[]
  readonly patch: { readonly [field: string]: Json }
  /** Links to rows of the same file, settled when all are read. */
  readonly pending: ParsedRow['pending']
  status: keyof Counts
  record: string | null
  issues: readonly Issue[]
}

type Run = {
  readonly deps: ImportDeps
  readonly job: StoredImport
  readonly actor: Actor
  readonly object: ObjectSnapshot
  readonly mapping: ImportMapping
  readonly columns: readonly MappedColumn[]
  readonly links: LinkResolver
  readonly counts: Counts
  readonly problems: ImportProblem[]
  readonly unmatched: Map<string, { readonly field: string; readonly text: string; rows: number }>
  /** Match key → record of an earlier row of the same file. */
  readonly seen: Map<string, string>
  /** Folded title → record of a row, kept only when rows may link to each other. */
  readonly titles: Map<string, string> | null
  readonly waiting: Waiting[]
  readonly staging: { last: Promise<void> }
}

/** A link of a row to another row of the same file. */
type Waiting = { readonly row: number; readonly status: keyof Counts; readonly field: string; readonly text: string }

type Numbered = { readonly row: number; readonly cells: readonly string[] }

function note(run: Run, outcome: Outcome): void {
  run.counts[outcome.status] += 1
  for (const issue of outcome.issues) {
    if (run.problems.length >= MAX_PROBLEMS) return
    const { locale } = run.actor
    const column = run.columns.find((candidate) => candidate.field.key === issue.path)
    const value = column === undefined ? '' : (outcome.cells[column.mapping.column] ?? '').slice(0, 100)
    run.problems.push({ row: outcome.row, field: issue.path, message: fill(text(ISSUES[issue.code], locale), issue.data, locale), value })
  }
}

function noteUnmatched(run: Run, parsed: ParsedRow): void {
  for (const { field, text: word } of parsed.unmatched) {
    const key = `${field}\u0000${word}`
    const known = run.unmatched.get(key)
    if (known !== undefined) known.rows += 1
    else if (run.unmatched.size < MAX_TEXTS) run.unmatched.set(key, { field, text: word, rows: 1 })
  }
}

/** Existing records by the values of the match field: value → ids (two at most: more than one is ambiguous). */
async function existing(run: Run, values: readonly Json[]): Promise<ReadonlyMap<string, readonly string[]>> {
  const key = run.mapping.match
  const found = new Map<string, string[]>()
  if (key === null || values.length === 0) return found
  const field = run.object.fields.get(key)
  const { values: bound, bind } = parameters()
  const scope = rowCondition(run.object, run.actor, { operation: 'read', alias: 't', bind })
  const condition =
    field?.type.condition({ column: (suffix) => `t."${key}${suffix}"`, op: 'in', value: values, bind, field: field.definition }) ?? 'false'
  const rows = await run.deps.db.query<{ value: string; id: string }>({
    text: `select t."${key}"::text as value, t.id from "${run.object.table}" t where ${condition} and t.deleted_at is null${scope === null ? '' : ` and ${scope}`}`,
    values: bound,
  })
  for (const row of rows) found.set(row.value, [...(found.get(row.value) ?? []), row.id])
  return found
}

function commandFor(run: Run, outcome: Outcome, known: ReadonlyMap<string, readonly string[]>): Command | null {
  const match = run.mapping.match === null ? null : (outcome.patch[run.mapping.match] ?? null)
  const ids = match === null ? [] : (known.get(String(match)) ?? [])
  if (ids.length > 1) {
    outcome.issues = [{ path: run.mapping.match ?? '', code: 'link_ambiguous', data: { value: String(match) } }]
    outcome.status = 'fail'
    return null
  }
  const record = ids[0] ?? (match === null ? undefined : run.seen.get(String(match)))
  if (record === undefined) {
    outcome.record = newId()
    if (match !== null) run.seen.set(String(match), outcome.record)
    return { object: run.object.key, op: 'create', id: outcome.record, patch: outcome.patch }
  }
  outcome.record = record
  outcome.status = run.mapping.existing === 'skip' || ids.length === 0 ? 'skip' : 'update'
  // A later row for a record this same file creates: applied on top when the import runs.
  if (ids.length === 0 && run.mapping.existing === 'update') outcome.status = 'update'
  return outcome.status === 'update' && ids.length > 0
    ? { object: run.object.key, op: 'update', id: record, patch: updatePatch(outcome.patch) }
    : null
}

/** An import does not move the creation date of what exists. */
export function updatePatch(patch: { readonly [field: string]: Json }): { readonly [field: string]: Json } {
  const { created_at: _created, ...rest } = patch
  return rest
}

async function judge(run: Run, outcomes: readonly Outcome[]): Promise<void> {
  const match = run.mapping.match
  const fine = outcomes.filter((outcome) => outcome.status !== 'fail')
  const known = await existing(
    run,
    match === null
      ? []
      : fine.flatMap((outcome) => (outcome.patch[match] === undefined || outcome.patch[match] === null ? [] : [outcome.patch[match]])),
  )
  const pairs = fine.flatMap((outcome) => {
    const command = commandFor(run, outcome, known)
    return command === null ? [] : [{ outcome, command }]
  })
  // Creates first, then updates: two runs of the writer whatever the order of the rows.
  const sorted = [...pairs.filter((pair) => pair.command.op === 'create'), ...pairs.filter((pair) => pair.command.op === 'update')]
  if (sorted.length === 0) return
  const results = await run.deps.kernel.write(
    run.actor,
    sorted.map((pair) => pair.command),
    {
      cause: { kind: 'import', ref: run.job.id },
      mode: 'row_by_row',
      dry: true,
      assumed: new Set(run.links.creates().map((create) => create.id)),
    },
  )
  results.forEach((result, index) => {
    const outcome = sorted[index]?.outcome
    if (outcome === undefined) return
    if (!result.ok) {
      outcome.status = 'fail'
      outcome.issues =
        result.error.issues.length > 0
          ? result.error.issues
          : [{ path: '', code: result.error.code === 'access.denied' ? 'link' : 'type', data: { expected: result.error.code } }]
      if (match !== null) run.seen.delete(String(outcome.patch[match]))
    } else if (outcome.status === 'update' && !result.changed) outcome.status = 'skip'
  })
}

async function stage(run: Run, outcomes: readonly Outcome[]): Promise<void> {
  const rows = outcomes.map((outcome) => ({
    row_number: outcome.row,
    status: outcome.status,
    record: outcome.record,
    patch: outcome.patch,
    cells: outcome.cells,
    issues: outcome.issues.length === 0 ? null : outcome.issues,
  }))
  await run.deps.db.query({
    text: `insert into import_row (job, row_number, status, record, patch, cells, issues)
           select $1, row_number, status, record, patch, cells, issues from json_to_recordset($2::json) as x(row_number bigint, status text, record uuid, patch json, cells json, issues jsonb)`,
    values: [run.job.id, JSON.stringify(rows)],
    name: 'import_stage',
  })
}

async function checkChunk(run: Run, rows: readonly Numbered[]): Promise<void> {
  const cells = rows.map((row) => row.cells)
  for (const column of run.columns)
    if (column.field.definition.target !== undefined) await run.links.learn(run.deps.db, column, linkTexts(column, cells))
  const context = run.deps.kernel.parseContext(run.actor)
  const outcomes = rows.map((row): Outcome => {
    const parsed = parseRow(row.cells, {
      object: run.object.key,
      columns: run.columns,
      constants: run.mapping.constants ?? {},
      context,
      links: run.links,
    })
    noteUnmatched(run, parsed)
    return {
      row: row.row,
      cells: row.cells,
      patch: parsed.patch,
      pending: parsed.pending,
      status: parsed.issues.length > 0 ? 'fail' : 'new',
      record: null,
      issues: parsed.issues,
    }
  })
  await judge(run, outcomes)
  keepTitles(run, outcomes)
  // The database stores this chunk while the next is read and judged.
  await run.staging.last
  run.staging.last = stage(run, outcomes)
  run.staging.last.catch(() => undefined)
  for (const outcome of outcomes) note(run, outcome)
}

function keepTitles(run: Run, outcomes: readonly Outcome[]): void {
  if (run.titles === null) return
  const title = run.object.definition.title
  for (const outcome of outcomes) {
    const name = outcome.patch[title]
    if (outcome.status !== 'fail' && outcome.record !== null && typeof name === 'string') run.titles.set(foldText(name), outcome.record)
    // A record that only gets its link is an update, even when nothing else changes.
    if (outcome.status === 'skip' && outcome.pending.length > 0 && run.mapping.existing === 'update') outcome.status = 'update'
    if (outcome.status === 'fail' || outcome.status === 'skip') continue
    for (const link of outcome.pending) run.waiting.push({ row: outcome.row, status: outcome.status, ...link })
  }
}

/** After the last row: links to other rows of the file are found by title, and written when all rows are. */
async function settleWaiting(run: Run): Promise<void> {
  const late: { readonly row: number; readonly late: { readonly [field: string]: Json } }[] = []
  for (const link of run.waiting) {
    const id = run.titles?.get(foldText(link.text))
    if (id !== undefined) {
      late.push({ row: link.row, late: { [link.field]: id } })
      continue
    }
    const key = `${link.field}\u0000${link.text}`
    const known = run.unmatched.get(key) ?? { field: link.field, text: link.text, rows: 0 }
    known.rows += 1
    run.unmatched.set(key, known)
    const issue: Issue = { path: link.field, code: 'link_text', data: { value: link.text.slice(0, 100) } }
    run.counts[link.status] -= 1
    note(run, { row: link.row, cells: [], patch: {}, pending: [], status: 'fail', record: null, issues: [issue] })
    await run.deps.db.query({
      text: `update import_row set status = 'fail', issues = $3 where job = $1 and row_number = $2`,
      values: [run.job.id, link.row, JSON.stringify([issue])],
    })
  }
  for (let at = 0; at < late.length; at += CHUNK) {
    await run.deps.db.query({
      text: `update import_row r set late = coalesce(r.late, '{}') || x.late from json_to_recordset($2::json) as x(row bigint, late jsonb) where r.job = $1 and r.row_number = x.row`,
      values: [run.job.id, JSON.stringify(late.slice(at, at + CHUNK))],
    })
  }
}

async function finish(run: Run, rows: number): Promise<void> {
  const texts = [...run.unmatched.values()].sort((a, b) => b.rows - a.rows).slice(0, 200)
  const unmatched: readonly UnmatchedText[] = await suggest(run.deps, { object: run.object, texts, actor: run.actor })
  await run.deps.db.query({
    text: `update import_job set state = 'checked', rows_total = $2, progress = $2, counts = $3, unmatched = $4, problems = $5, creates = $6, lease_until = null where id = $1 and state = 'checking'`,
    values: [
      run.job.id,
      rows,
      JSON.stringify(run.counts),
      JSON.stringify(unmatched),
      JSON.stringify(run.problems),
      JSON.stringify(run.links.creates()),
    ],
  })
}

/**
 * Reads the whole file, turns every row into canonical values, resolves links, matches existing records and lets the
 * writer judge each row without writing. The answer (new, update, skip, fail, problems, texts that name nothing with
 * near misses) stands before anything is changed. Starts from the beginning when it was interrupted.
 */
export async function checkImport(deps: ImportDeps, job: StoredImport, actor: Actor): Promise<void> {
  if (job.mapping === null) throw new AppError('import.mapping', { data: { detail: 'mapping' } })
  const object = objectOf(deps.kernel.snapshot(), job.object)
  const reader = job.mapping.locale === undefined ? actor : { ...actor, locale: job.mapping.locale }
  const columns = mappedColumns(object, job.mapping)
  const run: Run = {
    deps,
    job,
    actor: reader,
    object,
    mapping: job.mapping,
    columns,
    links: createLinkResolver(deps.kernel, actor),
    counts: { new: 0, update: 0, skip: 0, fail: 0 },
    problems: [],
    unmatched: new Map(),
    seen: new Map(),
    titles: columns.some((column) => column.field.definition.target === object.key) ? new Map() : null,
    waiting: [],
    staging: { last: Promise.resolve() },
  }
  await deps.db.query({ text: 'delete from import_row where job = $1', values: [job.id] })
  let chunk: Numbered[] = []
  let rows = 0
  const flush = async (): Promise<boolean> => {
    await checkChunk(run, chunk)
    rows += chunk.length
    chunk = []
    return (await reportProgress(deps.db, job.id, rows)) === 'checking'
  }
  for await (const row of readRows(job.file_path, job.source)) {
    chunk.push(row)
    if (chunk.length >= CHUNK && !(await flush())) return
  }
  if (chunk.length > 0 && !(await flush())) return
  await run.staging.last
  await settleWaiting(run)
  await finish(run, rows)
}
